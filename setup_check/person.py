"""The person who asks whether the set-up works, and what several questions need of their sign-in, each asked once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from graph.trying import Granted
from health import NotTriedError
from parties import Parties, now
from record.docket import Person
from record.doors import Appointment, Meeting, Token
from record.errors import BusyError, NotAllowedError, NotThereError, SignInNeededError
from settings import Settings
from setup_check.once import Once

T = TypeVar("T")
Card = Mapping[str, object]

SHORT = 8.0
"""Seconds for which Graph is waited for within a question, so that its silence is said once and not by every row."""
DAYS = timedelta(days=14)
MOST = 3
"""Meetings that are looked at, to see whether transcripts are given at all."""
NOBODY = "It takes a person's own sign-in. Type check set-up to Faircopy in Teams."
NOT_SIGNED_IN = "You are not signed in to Faircopy."
BAD_SIGN_IN = "There is no good sign-in to try it with: see your sign-in."
GRAPH_SILENT = "Microsoft Graph does not answer: see Graph."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, from the signed activity; the message that shows that it is being asked, and its card; and the join
    link of a meeting of theirs, "" if none was given."""

    person: Person
    message: str
    card: Card = field(repr=False)
    link: str = field(default="", repr=False)


class Theirs:
    """What the asker's sign-in shows. `asker` is None in a terminal: then nothing of it can be tried."""

    def __init__(self, parties: Parties, settings: Settings, asker: Asker | None) -> None:
        self.asker = asker
        self._parties = parties
        self._settings = settings
        self.audience = Once(parties.sign_in.audience)
        self.stored = Once(self._ask_token)
        self.recent = Once(self._ask_recent)
        self.meetings = Once(self._ask_meetings)
        self.transcripts = Once(self._ask_transcripts)

    async def aclose(self) -> None:
        """End what is still under way."""
        for one in (self.transcripts, self.meetings, self.recent, self.stored, self.audience):
            await one.aclose()

    def known(self) -> Asker:
        if self.asker is None:
            raise NotTriedError(NOBODY)
        return self.asker

    def granted(self, token: Token) -> Granted:
        return self._parties.graph.granted(token)

    async def _ask_token(self) -> Token:
        """From the token service, not from what is kept."""
        asker = self.known()
        self._parties.sign_in.forget(asker.person)
        return await self._parties.sign_in.token(asker.person)

    async def token(self) -> Token:
        """The asker's own token. Raises NotTriedError where there is none that is theirs."""
        asker = self.known()
        try:
            token = await self.stored()
        except SignInNeededError:
            raise NotTriedError(NOT_SIGNED_IN) from None
        except BusyError:
            raise NotTriedError("The token service gives no sign-in: see token service.") from None
        granted = self.granted(token)
        if not granted.for_graph or granted.person not in ("", asker.person.id):
            raise NotTriedError(BAD_SIGN_IN)
        return token

    async def _ask_recent(self) -> tuple[Appointment, ...]:
        token = await self.token()
        try:
            async with asyncio.timeout(SHORT / 2):
                return await self._parties.graph.recent(token, now() - DAYS, now(), MOST)
        except TimeoutError:
            raise BusyError(GRAPH_SILENT) from None

    async def _ask_meetings(self) -> tuple[Meeting, ...]:
        """The meeting of the link that was given; else the asker's own lately. Those not found are left out."""
        asker, token = self.known(), await self.token()
        links = [asker.link] if asker.link else [a.join_url for a in await self.recent()]
        found = await asyncio.gather(*(self._find(token, link) for link in links), return_exceptions=True)
        return tuple(m for m in found if isinstance(m, Meeting))

    async def _find(self, token: Token, link: str) -> Meeting:
        async with asyncio.timeout(SHORT / 2):
            return await self._parties.graph.find(token, link)

    async def _ask_transcripts(self) -> tuple[Meeting, str] | None:
        """A meeting and one of its transcripts; None where lists are given, and are empty.

        Raises NotAllowedError where the tenant's switch is off; NotTriedError where there is no meeting to ask about.
        """
        token = await self.token()
        try:
            meetings = await self.meetings()
        except (NotAllowedError, BusyError, SignInNeededError):
            meetings = ()
        if not meetings:
            raise NotTriedError(
                "I cannot find the meeting of that link with your sign-in."
                if self.known().link
                else "I found no Teams meeting of yours in the last 14 days to try it with."
            )
        listed = False
        for meeting in meetings:
            try:
                async with asyncio.timeout(SHORT / 2):
                    found = await self._parties.graph.try_transcripts(token, meeting)
            except NotThereError:
                continue
            except (BusyError, TimeoutError):
                raise NotTriedError(GRAPH_SILENT) from None
            except NotAllowedError as no:
                if no.code == "transcript-access-off":
                    raise NotAllowedError(
                        "It is turned off for apps in your council's tenant.", code=no.code
                    ) from None
                if no.code == "refused":
                    raise NotTriedError("See permission OnlineMeetingTranscript.Read.All.") from None
                continue
            if found:
                return meeting, found[-1]
            listed = True
        if not listed:
            raise NotTriedError("Microsoft Graph gives no list for the meetings that I found.")
        return None
