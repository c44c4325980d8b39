"""Whether Teams has the app package that belongs to this Faircopy: asked only with a permission that was agreed to for
another reason, since none of ours shows it."""

from __future__ import annotations

import asyncio

from graph.trying import INSTALLED
from health import Door, NotTriedError, Remark
from parties import Parties
from record.errors import BusyError, NotAllowedError, NotThereError, SignInNeededError
from settings import Settings
from setup_check.person import BAD_SIGN_IN, GRAPH_SILENT, SHORT, Theirs

VERSION = (1, 0)
"""The first two numbers of the package's version, as `manifest.version` has them: a test holds the two together,
because no production image has the manifest. The last number is the council's own."""
TEAMS_ADMIN = "a Teams administrator"
FIX = (
    "Teams admin centre > Teams apps > Manage apps > Faircopy: compare its version with that of the package which "
    "belongs to this Faircopy, and upload that one if it is newer."
)
UPLOAD = (
    "Build the package of this Faircopy (docs/package.md), and upload it: Teams admin centre > Teams apps > "
    "Manage apps > Faircopy > new version. People are offered it after that."
)
UNASKED = "Not asked: Teams tells a bot nothing about the version that is installed."
OURS = f"This Faircopy's is {VERSION[0]}.{VERSION[1]}, and a last number of your own."


def package(parties: Parties, settings: Settings, theirs: Theirs) -> Door:
    """The row, with its question."""
    return Door(
        name="app package in Teams",
        ask=lambda: _ask(parties, settings.app_id, theirs),
        stops="What a newer package brings.",
        who=TEAMS_ADMIN,
        fix=FIX,
    )


async def _ask(parties: Parties, app_id: str, theirs: Theirs) -> str | Remark:
    """https://learn.microsoft.com/graph/api/userteamwork-list-installedapps; the resource-specific permission of a
    meeting's chat does not show it either."""
    try:
        token = await theirs.token()
    except NotTriedError:
        raise _unasked(UNASKED) from None
    if not theirs.granted(token).holds(INSTALLED):
        raise _unasked(UNASKED)
    try:
        async with asyncio.timeout(SHORT):
            found = await parties.graph.try_installed(token, app_id)
    except SignInNeededError:
        raise _unasked(BAD_SIGN_IN) from None
    except (BusyError, TimeoutError):
        raise _unasked(GRAPH_SILENT) from None
    except (NotAllowedError, NotThereError):
        raise _unasked("Microsoft Graph does not list the apps that you have added.") from None
    try:
        has = tuple(int(x) for x in found.split(".")[:2])
    except ValueError:
        raise _unasked("Teams names no version of Faircopy for you.") from None
    if has >= VERSION:
        return f"Teams has version {found} for you."
    return Remark(
        say=f"It works, and Teams has an older package for you: {found}. {OURS}", fix=UPLOAD, who=TEAMS_ADMIN
    )


def _unasked(why: str) -> NotTriedError:
    return NotTriedError(f"{why} {OURS}", fix=FIX, who=TEAMS_ADMIN)
