"""Microsoft's ends of the wires, on loopback: Entra, channel keys, Teams, the token service, Graph, OneDrive.

    async with Microsoft(app_id=…, tenant=…, secret=…) as microsoft:      # `wire=` to share a log
        ana = microsoft.person("Ana Example")                  # a Person with a drive, signed in
        user = microsoft.user(ana)                             # the same, in front of Teams
        meeting = microsoft.graph.add_meeting(
            "Synthetic review", start, end, ana, [ben], transcripts=[(vtt, created, ended)], recorded=True)
        microsoft.connector.bot_url = "http://127.0.0.1:…/api/messages"
        status, body = await user.say("help")                  # press(id, verb, data, inputs), drop_file(…)
        user.screen()[-1].cards                                # what the chat shows now
        microsoft.wire.fail("graph", "POST", "/permanentDelete", how="lost", times=1)
        microsoft.copies(b"a phrase")                          # the places that still hold it

What the product is told: `microsoft.identity.authority` and `.ca_path` (azure-identity),
`microsoft.keys.metadata_url` (whose tokens call the bot), `microsoft.tokens.url` and CONNECTION (the token
service), `microsoft.graph.base_url` (msgraph-sdk), `microsoft.connector.service_url` (in every activity).

Parties on the wire: "entra", "keys", "teams", "tokens", "graph", "onedrive"; what Teams sends the bot: "bot".
Deletion that is not honest: `graph.files.lists_lag`, `.says_deleted_but_keeps`, `.deletes_into_recycle_bin`,
`.preserves`, `.transcript_outlives_file`; per file `graph.item(take).on_hold` and `.label = retain_label()`.
A call stopped and begun again is one more `graph.add_transcript(…, call_id=take.call_id)`. Calls of one meeting whose
files cannot be told apart: close together, and `tokens.people[person.teams_id].scopes` without "Chat.Read".
Who is in which Entra group: `graph.groups.add(person, other_group)`, whose `.members` may change.
Who has the app: whoever has a `user`; `connector.install(person)` and `.uninstall(person)` for others.
The bot in a meeting: `meeting_chats.add_app(meeting)`, then `await meeting_chats.end(meeting)`.
What an administrator may have got wrong: `identity.run_out(app_id, secret)`, `identity.apps[app_id].disabled` and
`.speaks_as`; `keys.endorsements`; `tokens.exchange_url`, `tokens.people[…].claims`; `graph.ahead`;
`graph.apps.version`, the app package that people have.
Tenant settings: `graph.on_meetings.transcripts_enabled`, `.attribution_allowed`, `.invitee_lookup_refused`,
`.page_size`.
"""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Self

from local.microsoft.channel_keys import ChannelKeys
from local.microsoft.connector import Connector
from local.microsoft.files import Files
from local.microsoft.graph import Graph
from local.microsoft.identity import Identity
from local.microsoft.meeting_chats import MeetingChats
from local.microsoft.onedrive import OneDrive
from local.microsoft.people import Person
from local.microsoft.teams_user import TeamsUser
from local.microsoft.token_service import TokenService
from local.wire import StandIn, Wire

CONNECTION = "graph"


class Microsoft:
    """All of Microsoft's parties for one tenant and one bot."""

    def __init__(
        self,
        *,
        app_id: str,
        tenant: str,
        secret: str | None = None,
        connection: str = CONNECTION,
        wire: Wire | None = None,
    ) -> None:
        self.wire = wire or Wire()
        self.app_id, self.tenant = app_id, tenant
        self.files = Files()
        self.identity = Identity(self.wire, tenant)
        self.identity.add_app(app_id, secret=secret)
        self.keys = ChannelKeys(self.wire, app_id)
        self.onedrive = OneDrive(self.wire, self.files)
        self.graph = Graph(self.wire, tenant, app_id, self.identity, self.onedrive)
        self.tokens = TokenService(self.wire, app_id, connection, self.identity)
        self.connector = Connector(self.wire, app_id, tenant, self.identity, self.keys)
        self.meeting_chats = MeetingChats(self.connector, self.graph.meetings)
        self.connector.others += self.meeting_chats.routes()
        self.people: list[Person] = []
        self._open = AsyncExitStack()

    @property
    def parties(self) -> list[StandIn]:
        """Every stand-in."""
        return [self.identity, self.keys, self.onedrive, self.graph, self.tokens, self.connector]

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as opening:
            for party in self.parties:
                await opening.enter_async_context(party)
            self._open = opening.pop_all()
        return self

    async def __aexit__(self, *why: object) -> None:
        await self._open.aclose()

    def person(
        self, name: str, *, oid: str | None = None, tenant: str | None = None, signed_in: bool = True
    ) -> Person:
        """Somebody of the tenant, with a OneDrive, signed in to the bot's connection or not."""
        given = {"oid": oid} if oid else {}
        person = Person(name, tenant or self.tenant, **given)
        self.people.append(person)
        self.files.drive(person)
        self.tokens.add(person, signed_in=signed_in)
        return person

    def user(self, person: Person, *others: Person, kind: str = "personal") -> TeamsUser:
        """The person in front of Teams, in a chat with the bot."""
        conversation = self.connector.conversation(person, *others, kind=kind)
        return TeamsUser(person, self.connector, self.onedrive, self.identity, conversation)

    def everything(self) -> Iterator[tuple[str, bytes]]:
        """Every byte that any party holds, with its place."""
        for party in self.parties:
            yield from party.everything()

    def copies(self, phrase: bytes) -> list[str]:
        """The places that hold a phrase."""
        return [place for place, data in self.everything() if phrase in data]
