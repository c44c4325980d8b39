"""The door to Microsoft Graph, with the person's own token and no other: all that `record.doors` asks of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from typing_extensions import override

from graph import calendar, files, looking, meetings, trying
from graph import groups as membership
from graph.client import GRAPH, Client
from graph.errors import explained
from graph.links import read_link
from graph.trying import Granted
from graph.warming import warm_up
from record.docket import Call, Upload
from record.doors import (
    Appointment,
    Calendar,
    Clock,
    Content,
    Directory,
    Good,
    Located,
    Look,
    Meeting,
    Meetings,
    Token,
)
from record.policy import Seen
from record.said import Said
from record.terms import Address, GroupId, PersonId


class Graph(Meetings, Calendar, Directory):
    """Every method may raise SignInNeededError (the token is spent, or Entra wants more) and BusyError.

    No request is retried here: a turn answers quickly, and the line decides when to ask again. No subject, name or
    address is logged or put into an error. Permissions: `graph.scopes.SCOPES`.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        base_url: str = GRAPH,
        timeout: timedelta = timedelta(seconds=15),
        connect: timedelta = timedelta(seconds=5),
    ) -> None:
        """`timeout` bounds each wait for bytes, `connect` the connection. Raises ConfigurationError (not https)."""
        self._client = Client(base_url=base_url, clock=clock, timeout=timeout, connect=connect)

    async def warm(self) -> None:
        """Import what the first request would otherwise import. Asks nobody."""
        nobody = Token(value=Said(""), expires=self._client.clock() + timedelta(minutes=1))
        await warm_up(self._client.talk(nobody))

    async def ping(self) -> None:
        """Whether Graph answers: asked with no token, its refusal is the answer. 1 request. Raises BusyError."""
        await self._client.ping()

    async def date(self) -> datetime | None:
        """What time it is at Graph; None if it does not say. 1 request, with no token. Raises BusyError."""
        return await self._client.date()

    def granted(self, token: Token) -> Granted:
        """What the token says of itself: whose, for whom, and which permissions were agreed to. Asks nobody."""
        return trying.granted(self._client.talk(token))

    async def try_files(self, token: Token) -> None:
        """Whether files and their labels may be read at all, asked of a file that is not there: 2 requests.

        Raises NotAllowedError if not, NotThereError where the person has no drive.
        """
        with explained():
            await trying.files(self._client.talk(token))

    async def try_transcripts(self, token: Token, meeting: Meeting) -> tuple[str, ...]:
        """The ids of its transcripts, empty if it has none: 1 request a page.

        Raises NotAllowedError("transcript-access-off", …), NotThereError (no such meeting).
        """
        with explained():
            return await trying.transcripts(self._client.talk(token), meeting.id)

    async def try_names(self, token: Token, meeting: Meeting, transcript: str) -> bool:
        """Whether that transcript is given with the speakers' names: 1 request, of whose answer no word is read.

        Raises NotAllowedError("transcript-access-off", …), NotThereError.
        """
        with explained():
            return await trying.names(self._client.talk(token), meeting.id, transcript)

    async def try_installed(self, token: Token, app_id: str) -> str:
        """The version of that app which this person has added in Teams, "" if it is not listed: 1 request.

        Raises NotAllowedError without `trying.INSTALLED`, which is no permission of ours.
        """
        with explained():
            return await trying.installed(self._client.talk(token), app_id)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    @override
    async def find(self, token: Token, join_url: str) -> Meeting:
        """The meeting of a join link. 1 request, at most 2.

        Raises RefusedError (not a join link), NotAllowedError("not-invited"), NotThereError.
        """
        link = read_link(join_url)
        with explained():
            return await meetings.find(self._client.talk(token), link)

    @override
    async def calls(self, token: Token, meeting: Meeting) -> tuple[Call, ...]:
        """Its calls that have transcripts, newest first. 1 request a page.

        Raises NotThereError (none, or not ready), NotAllowedError("transcript-access-off", "not-in-a-calendar", …).
        """
        with explained():
            return await meetings.calls(self._client.talk(token), meeting)

    @override
    async def recent(
        self, token: Token, since: datetime, until: datetime, most: int
    ) -> tuple[Appointment, ...]:
        """Online meetings of the person's calendar, newest first. 1 request a page of 50.

        Raises NotAllowedError("calendar") where the permission was not agreed to.
        """
        with explained():
            return await calendar.recent(self._client.talk(token), since, until, most)

    @override
    async def of_chat(self, token: Token, thread: str) -> str:
        """The join link of the meeting whose chat that is. 1 request. Raises NotThereError, NotAllowedError."""
        with explained():
            return await calendar.of_chat(self._client.talk(token), thread)

    @override
    async def member_of(self, token: Token, who: PersonId, groups: Sequence[GroupId]) -> Seen:
        """Those of the groups that the person is in. 1 request for each 20.

        Raises NotAllowedError where the permission was not agreed to, or Graph takes one of them for no id.
        """
        with explained():
            return await membership.member_of(self._client.talk(token), who, groups)

    @override
    async def content(self, token: Token, call: Call) -> Content:
        """The text of each transcript, as Graph gave it. 1 request each, 1 more where names are turned off.

        Raises NotThereError, NotAllowedError("transcript-access-off", …).
        """
        with explained():
            return await meetings.content(self._client.talk(token), call)

    @override
    async def locate(self, token: Token, source: Call | Upload) -> Address | None:
        """The one file, or None if it is not sure to be one: `files` for callers that know of one only."""
        located = await self.files(token, source)
        return located.files[0].address if located.sure and len(located.files) == 1 else None

    @override
    async def files(self, token: Token, source: Call | Upload) -> Located:
        """All files of a call, or the candidates: see `files.find`. Typically 2 requests, 1 for an upload."""
        with explained():
            return await files.find(self._client.talk(token), source)

    @override
    async def preflight(self, token: Token, source: Call | Upload, address: Address) -> Look:
        """PRESENT means: it is there, no label forbids it, this person may delete it. 2 requests, at most 4."""
        with explained():
            return await files.preflight(self._client.talk(token), source, address)

    @override
    async def delete(self, token: Token, address: Address, good: Good) -> Look:
        """permanentDelete, once. 2 requests, 3 if refused. REFUSED where one's own file is refused for no known reason.

        Raises NoAnswerError (it may have gone), BusyError (it certainly has not), whatever `good` raises.
        """
        with explained():
            return await files.delete(self._client.talk(token), address, good)

    @override
    async def look(
        self, token: Token, source: Call | Upload, address: Address, *, thorough: bool = True
    ) -> Look:
        """Independent reads (`looking.look`): 1 request if it is there, 5 or more if it is gone. Not thorough: the file
        itself and no more (`looking.glance`), 1 request, and never enough to say that it is gone.
        """
        with explained():
            talk = self._client.talk(token)
            if thorough:
                return await looking.look(talk, source, address)
            return await looking.glance(talk, address)
