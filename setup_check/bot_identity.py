"""The bot's own identity tried for real: a fresh token from Entra, and whether it is the bot's and the tenant's."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Mapping
from dataclasses import replace

from azure.core.exceptions import AzureError

from bot.transport import SCOPE
from health import BrokenError, Door, NotTriedError, Remark
from parties import Parties
from record.errors import BusyError, FaircopyError, NotAllowedError
from settings import Settings
from setup_check.once import Once

SECONDS = 8.0
"""For which Entra is waited for: others rest on what it says."""
NO_TOKEN = "The bot has no token of its own: see bot identity."
REGISTRATIONS = "Entra admin centre > App registrations > the application in FAIRCOPY_APP_ID"
ENTRA = {
    "7000215": (
        "Entra does not know the client secret.",
        (
            f"{REGISTRATIONS} > Certificates and secrets: make a new client secret, put its value (not its id) into "
            "FAIRCOPY_APP_SECRET, and start Faircopy again."
        ),
    ),
    "7000222": (
        "The client secret has run out.",
        (
            f"{REGISTRATIONS} > Certificates and secrets: make a new client secret, put its value into "
            "FAIRCOPY_APP_SECRET, and start Faircopy again."
        ),
    ),
    "700016": (
        "Entra knows no such application in this tenant.",
        (
            "See that FAIRCOPY_APP_ID is the application (client) id of the Azure Bot, and that FAIRCOPY_TENANT is "
            "the tenant in which it is registered."
        ),
    ),
    "90002": ("Entra knows no such tenant.", "See that FAIRCOPY_TENANT is the council's tenant id."),
    "7000112": (
        "The application is disabled in Entra.",
        (
            "Entra admin centre > Enterprise applications > the application in FAIRCOPY_APP_ID > Properties: turn on "
            "Enabled for users to sign in."
        ),
    ),
}
"""Entra's own numbers for what is wrong, with the remedy: https://learn.microsoft.com/entra/identity-platform/reference-error-codes"""


class Bot:
    """The bot's own identity, fetched anew: what a running house remembers says nothing about now."""

    def __init__(self, parties: Parties, settings: Settings) -> None:
        self._parties = parties
        self._settings = settings
        self._claims = Once(self._ask)

    async def aclose(self) -> None:
        """End what is still under way."""
        await self._claims.aclose()

    def resting(self, door: Door) -> Door:
        """The same question, of something that takes the bot's own token: without one, it is not to blame."""

        async def ask() -> str | Remark:
            try:
                return await door.ask()
            except NotTriedError:
                raise
            except FaircopyError as e:
                fault = e
            if not await self._has_a_token():
                raise NotTriedError(NO_TOKEN)
            raise fault

        return replace(door, ask=ask)

    async def _has_a_token(self) -> bool:
        try:
            await self._claims()
        except FaircopyError:
            return False
        return True

    async def identity(self) -> str:
        await self._claims()
        return ""

    async def registration(self) -> str:
        """The token is this application's, of this tenant."""
        try:
            claims = await self._claims()
        except (BrokenError, BusyError):
            raise NotTriedError(NO_TOKEN) from None
        app = str(claims.get("appid") or claims.get("azp") or "").lower()
        tenant = str(claims.get("tid") or "").lower()
        if app and app != self._settings.app_id.lower():
            raise NotAllowedError(
                f"The identity is not the bot's: its token is for application {app}.", code="app"
            )
        if tenant and tenant != self._settings.tenant.lower():
            raise NotAllowedError(f"The identity is of another tenant: {tenant}.", code="tenant")
        return "" if app else "The token does not say whose it is."

    async def _ask(self) -> Mapping[str, object]:
        """What the token says of itself. Raises BrokenError with Entra's own number, BusyError."""
        code = ""
        try:
            async with asyncio.timeout(SECONDS), self._parties.credential() as credential:
                return claims_of((await credential.get_token(SCOPE)).token)
        except (AzureError, OSError) as e:
            code = _code(str(e))
        say, fix = ENTRA.get(code, ("", ""))
        if say:
            raise BrokenError(f"{say} (AADSTS{code})", fix=fix)
        number = f" (AADSTS{code})" if code else ""
        raise BusyError(f"Microsoft gives the bot no token of its own{number}.")


def claims_of(token: str) -> Mapping[str, object]:
    """What a token says of itself, unchecked; empty if it cannot be read."""
    try:
        body = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _code(text: str) -> str:
    """Entra's number in an error's text, and nothing else of it."""
    number = re.search(r"AADSTS(\d{4,8})\b", text)
    return number[1] if number else ""
