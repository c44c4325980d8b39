"""The set-up check: every permission and setting that the house needs, tried for real; first what most rests on."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime

from bot.channel_keys import KeysUnavailableError
from cards.findings import Finding
from health import BrokenError, Door, NotTriedError, ask_all, found
from parties import Parties, now
from record.errors import BusyError, ConfigurationError, NotAllowedError, NotThereError, UnreadableError
from record.policy import Policy
from settings import Settings
from setup_check import ai_hosts
from setup_check.bot_identity import Bot
from setup_check.case_system import note as test_note
from setup_check.doors import AZURE, CASES, INSTALLER, Unmade, gone, must_forget, not_yet, ours, theirs
from setup_check.package import package
from setup_check.person import SHORT, Asker, Theirs
from setup_check.policy import chosen
from setup_check.signed_in import SignedIn
from storage.rooms import NUDGES, POISON
from storage.trials import takes_blobs, takes_messages, waiting

SECONDS = 15.0
"""For which each is waited for, all side by side: with what comes before and after, an answer stands within 20."""
PATIENCE = 20
"""Seconds that are promised to whoever asked."""
MSTEAMS = "msteams"


async def check(parties: Parties, settings: Settings, asker: Asker | None = None) -> tuple[Finding, ...]:
    """Ask everything side by side. With nobody who asks (a terminal), what needs a person is not tried, and says so."""
    async with aclosing(Bot(parties, settings)) as bot, aclosing(Theirs(parties, settings, asker)) as theirs:
        answers = await ask_all(rows(parties, settings, bot, theirs), seconds=SECONDS)
    return tuple(found(answer) for answer in answers)


def count(parties: Parties, settings: Settings) -> int:
    """How many things are asked."""
    return len(rows(parties, settings, Bot(parties, settings), Theirs(parties, settings, None)))


def rows(parties: Parties, settings: Settings, bot: Bot, asker: Theirs) -> tuple[Door, ...]:
    """One row an asked thing, those first without which most stops. What takes the bot's own token is not called broken
    where there is none."""
    found = _rows(parties, settings, bot, asker)
    resting = {"Teams channel", "token service"}
    if settings.temporary_key is None:
        resting |= {"temporary blobs", "deleting deletes", "queue"}
    if settings.lasting_key is None:
        resting |= {"lasting blobs"}
    if settings.vault_key_url is not None:
        resting |= {"key wrap"}
    return tuple(bot.resting(door) if door.name in resting else door for door in found)


def _rows(parties: Parties, settings: Settings, bot: Bot, asker: Theirs) -> tuple[Door, ...]:
    unmade = gone if asker.asker is not None else not_yet
    signed_in = SignedIn(parties, settings, asker)
    known = {door.name: door for door in (*theirs(parties), *ours(parties, unmade))}
    return (
        replace(known["bot identity"], ask=bot.identity),
        replace(known["channel keys"], ask=lambda: _keys(parties)),
        Door(
            name="application registration",
            ask=bot.registration,
            stops="Every message that we send: Teams takes them from the bot's own application alone.",
            who=INSTALLER,
            fix="See that the identity in FAIRCOPY_IDENTITY_CLIENT_ID is the one that the Azure Bot was made with, "
            "that FAIRCOPY_APP_ID is its client id, and that FAIRCOPY_TENANT is its tenant.",
        ),
        signed_in.channel(),
        known["temporary blobs"],
        Door(
            name="deleting deletes",
            ask=lambda: _forgets(parties, unmade),
            stops="The start: Faircopy holds no words in an account that keeps what is deleted.",
            who=AZURE,
            fix="Azure portal > the account in FAIRCOPY_TEMPORARY_BLOB_URL > Data protection: turn off blob soft "
            "delete, container soft delete, versioning and point-in-time restore.",
            command="az storage account blob-service-properties update --account-name ACCOUNT "
            "--enable-delete-retention false --enable-container-delete-retention false --enable-versioning false",
        ),
        replace(known["queue"], ask=lambda: _takes_messages(parties, unmade)),
        Door(
            name="nothing set aside",
            ask=lambda: _nothing_aside(parties),
            stops="Nothing new. But what a message that was set aside asked for may never have been done.",
            who=INSTALLER,
            fix=f"Read the messages in the queue {POISON}: they were written by a newer Faircopy, or by somebody "
            "else. Run that version, or delete them.",
        ),
        replace(known["lasting blobs"], ask=lambda: _takes_blobs(parties, unmade)),
        known["key wrap"],
        known["drafting"],
        Door(
            name=ai_hosts.NAME,
            ask=lambda: _ai_hosts(parties),
            stops=ai_hosts.STOPS,
            who=ai_hosts.WHO,
            fix=ai_hosts.FIX,
        ),
        known["case system"],
        Door(
            name="case system test note",
            ask=lambda: test_note(parties, now()),
            stops="Filing, or the proof of it: nothing is destroyed before it is filed and read back.",
            who=CASES,
            fix="Let the key that Faircopy has for it write and read notes there, in the case system.",
        ),
        known["Graph"],
        Door(
            name="clock",
            ask=lambda: _on_time(parties),
            stops="Signing in, and what waits for its time: claims lapse too early or too late.",
            who=AZURE,
            fix="Set the clock of the machine that Faircopy runs on by a time server.",
        ),
        *signed_in.signing_in(),
        *signed_in.graph(),
        Door(
            name="council's policy",
            ask=lambda: _policy(parties, settings, unmade),
            stops="Holding and releasing, or changing what the council has chosen: nobody may.",
            who="a Faircopy admin",
            fix="Type configure to Faircopy in Teams, open admins and governance, and name at least one person of "
            "information governance by their Entra object id.",
        ),
        package(parties, settings, asker),
    )


async def _keys(parties: Parties) -> str:
    try:
        channels = await parties.channel_keys.look()
    except KeysUnavailableError:
        raise BusyError("No key to check callers with can be had.") from None
    if MSTEAMS not in channels:
        raise BrokenError(
            "Keys are published, but none of them may sign for Teams.",
            fix="See that FAIRCOPY_CHANNEL_KEYS_URL is the Bot Framework's own, or take it out.",
        )
    return ""


async def _forgets(parties: Parties, unmade: Unmade) -> str:
    if not await parties.temporary.ping("words"):
        return unmade()
    try:
        await must_forget(parties.temporary)
    except ConfigurationError:
        raise NotAllowedError("The account for words keeps what is deleted.", code="keeps") from None
    return ""


async def _takes_messages(parties: Parties, unmade: Unmade) -> str:
    return "" if await takes_messages(parties.temporary, NUDGES) else unmade()


async def _takes_blobs(parties: Parties, unmade: Unmade) -> str:
    return "" if await takes_blobs(parties.lasting, "policies") else unmade()


async def _nothing_aside(parties: Parties) -> str:
    try:
        aside = await waiting(parties.temporary, POISON)
    except (BusyError, NotAllowedError):
        raise NotTriedError("The queue cannot be read: see queue.") from None
    if aside:
        raise NotThereError(f"About {aside} set aside, because I could not read them.")
    return ""


async def _on_time(parties: Parties) -> str:
    """Our clock beside Microsoft's, to the second that a Date header gives."""
    before = now()
    try:
        async with asyncio.timeout(SHORT):
            theirs = await parties.graph.date()
    except (BusyError, TimeoutError):
        theirs = None
    if theirs is None:
        raise NotTriedError("Microsoft Graph does not say what time it is.")
    off = _outside(theirs, before, now())
    if off > Policy().skew.total_seconds():
        raise NotAllowedError(f"Our clock and Microsoft's are {round(off)} seconds apart.", code="clock")
    return f"{round(off)} seconds apart." if off >= 2 else ""


def _outside(at: datetime, before: datetime, after: datetime) -> float:
    """Seconds by which a moment lies outside of the two."""
    at = at.astimezone(UTC)
    return max((before - at).total_seconds() - 1, (at - after).total_seconds(), 0.0)


async def _ai_hosts(parties: Parties) -> str:
    """Where nothing is saved yet, what holds by default."""
    try:
        policy = await chosen(parties)
    except UnreadableError:
        raise NotTriedError("The council's policy cannot be read: see council's policy.") from None
    return await ai_hosts.allowed(policy or Policy(), parties.reach)


async def _policy(parties: Parties, settings: Settings, unmade: Unmade) -> str:
    policy = await chosen(parties)
    if policy is None:
        return unmade()
    if not (settings.admins or policy.admins):
        raise BrokenError(
            "Nobody is named as an admin.",
            fix="Put the Entra object id of at least one person into FAIRCOPY_ADMINS, and start Faircopy again.",
            who=INSTALLER,
        )
    if not policy.governance:
        raise NotThereError("It names nobody of information governance.")
    return ""
