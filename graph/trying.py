"""What a set-up check asks of Graph: what a token was granted, and requests of which only yes or no matters."""

from __future__ import annotations

from dataclasses import dataclass

from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection

from graph import answers, meetings
from graph.client import Query, Talk
from graph.errors import NoError, Row
from graph.files import one as file
from record.terms import Address

INSTALLED = "TeamsAppInstallation.ReadForUser"
"""The least that lists the apps that a person has added in Teams. It is never asked for: where a council agreed to it
for another reason, the set-up check uses it, and nothing else does."""
WIDER = {
    "Calendars.ReadBasic": ("Calendars.Read", "Calendars.ReadWrite"),
    "OnlineMeetings.Read": ("OnlineMeetings.ReadWrite",),
    "Chat.Read": ("Chat.ReadWrite",),
    INSTALLED: ("TeamsAppInstallation.ReadWriteSelfForUser", "TeamsAppInstallation.ReadWriteForUser"),
    "User.Read": ("Directory.Read.All",),
}
"""What does as well, where a council agreed to it for another reason. https://learn.microsoft.com/graph/permissions-reference"""
GRAPH_ID = "00000003-0000-0000-c000-000000000000"
"""Microsoft Graph's own application id: the audience of its tokens, or its address is."""
NOBODYS = "faircopy-set-up-check"
"""A file that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What a token says of itself, unchecked: "" and None for what it does not say. `app` is the application that it
    was given to; `scopes` the delegated permissions that were agreed to."""

    audience: str
    tenant: str
    person: str
    app: str
    scopes: frozenset[str] | None

    @property
    def for_graph(self) -> bool:
        """Whether Graph is meant; also where the token does not say."""
        return self.audience in ("", GRAPH_ID) or self.audience.rstrip("/").endswith("graph.microsoft.com")

    def holds(self, scope: str) -> bool | None:
        """Whether that permission, or a wider one, was agreed to; None where the token does not say."""
        if self.scopes is None:
            return None
        return bool(self.scopes & {scope, *WIDER.get(scope, ())})


def granted(talk: Talk) -> Granted:
    """Access tokens are Graph's to read, and may change form: what cannot be read is not known, and nothing rests on it
    alone. https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference"""
    claims = talk.claims()

    def said(name: str) -> str:
        value = claims.get(name)
        return value.lower() if isinstance(value, str) else ""

    scopes = claims.get("scp")
    return Granted(
        audience=said("aud"),
        tenant=said("tid"),
        person=said("oid"),
        app=said("appid") or said("azp"),
        scopes=frozenset(scopes.split()) if isinstance(scopes, str) else None,
    )


async def files(talk: Talk) -> None:
    """The person's drive, then the retention label of a file in it that is not there: "not there" is the yes.

    https://learn.microsoft.com/graph/api/driveitem-getretentionlabel asks for the .All class.
    """
    reply = await talk.ask(talk.graph.me.drive, answers.drive, query=Query(select=("id",)))
    label = file(talk, Address(f"{reply.value or '-'}/{NOBODYS}")).retention_label
    try:
        await talk.ask(label, answers.seen)
    except NoError as no:
        if no.row is not Row.NOT_THERE:
            raise


async def transcripts(talk: Talk, meeting: str) -> tuple[str, ...]:
    """The ids of a meeting's transcripts; empty where the list is, which says that lists are given at all."""
    return tuple(t.id for t in await meetings.transcripts(talk, meeting) if t.id)


async def names(talk: Talk, meeting: str, transcript: str) -> bool:
    """The answer's status alone: its body, where words are, is closed unread.

    https://learn.microsoft.com/graph/api/calltranscript-get
    """
    content = meetings.one(talk, meeting).transcripts.by_call_transcript_id(transcript).content
    headers = HeadersCollection()
    headers.add("Accept", meetings.ATTRIBUTED)
    info = content.to_get_request_information(RequestConfiguration(headers=headers))
    try:
        await talk.bare(info, writes=False)
    except NoError as no:
        if no.row is not Row.NAMES_OFF:
            raise
        return False
    return True


async def installed(talk: Talk, app_id: str) -> str:
    """The version of an app that this person has added, by the id in its manifest; "" if Teams lists no such app.

    https://learn.microsoft.com/graph/api/userteamwork-list-installedapps
    """
    query = Query(filter=f"teamsApp/externalId eq '{app_id}'", expand=("teamsApp", "teamsAppDefinition"))
    found = (await talk.ask(talk.graph.me.teamwork.installed_apps, answers.installed, query=query)).value
    return found[0] if found else ""
