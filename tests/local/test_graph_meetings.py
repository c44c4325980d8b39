"""Meetings and transcripts through msgraph-sdk, as a person's own token allows."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from kiota_abstractions.api_error import APIError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection
from msgraph_core.tasks import PageIterator  # type: ignore[import-untyped]  # it ships no types

from tests.local.clients import GraphClients, LookUp, plain
from tests.local.conftest import START, VTT, Scene

UNATTRIBUTED = "application/vnd.microsoft.graph.transcript+text"


def accept(kind: str) -> Any:
    headers = HeadersCollection()
    headers.add("Accept", kind)
    return RequestConfiguration(headers=headers)


def inner_code(error: Any) -> str | None:
    inner = error.error.inner_error
    return (inner.additional_data or {}).get("code")


async def look_up(client: Any, url: str) -> Any:
    parameters = LookUp(filter=f"JoinWebUrl eq '{url}'")
    return await client.me.online_meetings.get(RequestConfiguration(query_parameters=parameters))


def the_meeting(client: Any, scene: Scene) -> Any:
    return client.me.online_meetings.by_online_meeting_id(scene.meeting.id)


async def test_an_invitee_finds_the_meeting_by_its_join_address(scene: Scene, clients: GraphClients) -> None:
    assert "%3a" in scene.meeting.join_url
    found = await look_up(clients(scene.ben), scene.meeting.join_url)
    assert [meeting.id for meeting in found.value] == [scene.meeting.id]
    assert found.value[0].subject == "Synthetic review"
    assert "%253a" in scene.microsoft.wire.to("graph")[-1].url


async def test_strangers_get_3003_and_the_unencoded_address_finds_nothing(
    scene: Scene, clients: GraphClients
) -> None:
    with pytest.raises(APIError) as refused:
        await look_up(clients(scene.dee), scene.meeting.join_url)
    assert (refused.value.response_status_code, refused.value.error.message[:4]) == (403, "3003")
    wrong = scene.meeting.join_url.replace("%3a", ":")
    assert (await look_up(clients(scene.ana), wrong)).value == []


async def test_some_tenants_refuse_invitees_the_look_up_but_not_the_meeting(
    scene: Scene, clients: GraphClients
) -> None:
    scene.microsoft.graph.on_meetings.invitee_lookup_refused = True
    with pytest.raises(APIError):
        await look_up(clients(scene.ben), scene.meeting.join_url)
    assert (await the_meeting(clients(scene.ben), scene).get()).subject == "Synthetic review"
    assert (await look_up(clients(scene.ana), scene.meeting.join_url)).value


async def test_the_transcript_is_listed_and_read(scene: Scene, clients: GraphClients) -> None:
    meeting = the_meeting(clients(scene.ben), scene)
    listed = (await meeting.transcripts.get()).value
    assert listed[0].created_date_time == START + timedelta(minutes=2)
    one = meeting.transcripts.by_call_transcript_id(listed[0].id)
    assert (await one.get()).call_id == scene.meeting.takes[0].call_id
    assert await one.content.get(accept("text/vtt")) == VTT
    words = await one.content.get(accept(UNATTRIBUTED))
    assert words.startswith(b"00:00:03.120 --> 00:00:07.440 \n\nThank you")
    assert b"Ana" not in words
    cues = await one.metadata_content.get()
    assert b'"startDateTime":"2026-11-20T10:02:03.1200000+00:00","endDateTime"' in cues
    recorded = (await meeting.recordings.get()).value
    assert recorded[0].content_correlation_id == listed[0].content_correlation_id


async def test_the_organisers_address_works_too(scene: Scene, clients: GraphClients) -> None:
    users = clients(scene.ben).users
    meeting = users.by_user_id(scene.ana.oid).online_meetings.by_online_meeting_id(scene.meeting.id)
    assert len((await meeting.transcripts.get()).value) == 1


async def test_lists_come_in_pages(scene: Scene, clients: GraphClients) -> None:
    graph = scene.microsoft.graph
    graph.on_meetings.page_size = 2
    for number in range(1, 5):
        began = START + timedelta(days=7 * number)
        graph.add_transcript(scene.meeting, VTT, began, began + timedelta(minutes=30))
    client = clients(scene.ana)
    first = await the_meeting(client, scene).transcripts.get()
    seen: list[str] = []

    def see(transcript: Any) -> bool:
        seen.append(transcript.id)
        return True

    await PageIterator(first, client.request_adapter).iterate(see)
    assert seen == [take.transcript_id for take in scene.meeting.takes]
    assert len(scene.microsoft.wire.to("graph", "GET", "/transcripts")) == 3


async def test_tenant_switches_and_meetings_without_a_calendar(scene: Scene, clients: GraphClients) -> None:
    settings = scene.microsoft.graph.on_meetings
    transcripts = the_meeting(clients(scene.ana), scene).transcripts
    one = transcripts.by_call_transcript_id(scene.meeting.takes[0].transcript_id)
    settings.attribution_allowed = False
    with pytest.raises(APIError) as refused:
        await one.content.get(accept("text/vtt"))
    assert inner_code(refused.value) == "SpeakerAttributionNotAllowed"
    assert await one.content.get(accept(UNATTRIBUTED))
    settings.transcripts_enabled = False
    for ask in (transcripts.get, one.content.get, one.metadata_content.get):
        with pytest.raises(APIError) as refused:
            await ask()
        assert inner_code(refused.value) == "GraphAccessToTranscriptsDisabled"
    settings.transcripts_enabled, scene.meeting.calendar_backed = True, False
    with pytest.raises(APIError) as refused:
        await transcripts.get()
    assert refused.value.response_status_code == 400


@pytest.mark.parametrize(
    ("scopes", "claims", "status"),
    [
        (["OnlineMeetings.Read"], {}, 403),
        (["OnlineMeetingTranscript.Read.All"], {"aud": "https://elsewhere.test"}, 401),
        (["OnlineMeetingTranscript.Read.All"], {"exp": 1}, 401),
    ],
)
async def test_the_token_decides(
    scene: Scene, clients: GraphClients, scopes: list[str], claims: dict[str, Any], status: int
) -> None:
    token = scene.microsoft.identity.user_token(scene.ana, scopes, **claims)
    with pytest.raises(APIError) as refused:
        await the_meeting(clients(scene.ana, token=token), scene).transcripts.get()
    assert refused.value.response_status_code == status


async def test_an_apps_own_token_opens_nothing(scene: Scene, clients: GraphClients) -> None:
    keys = scene.microsoft.identity.keys
    claims = {"aud": "https://graph.microsoft.com", "iss": "x", "appid": "an app", "exp": 2**33}
    with pytest.raises(APIError, match="No application access policy"):
        await the_meeting(clients(scene.ana, token=keys.sign(dict(claims))), scene).get()


@pytest.mark.parametrize("path", ["", "/content"])
async def test_undocumented_operations_are_errors(scene: Scene, clients: GraphClients, path: str) -> None:
    graph = scene.microsoft.graph
    take = scene.meeting.takes[0]
    place = (
        f"{graph.base_url}/me/onlineMeetings/{quote(scene.meeting.id)}/transcripts/{take.transcript_id}{path}"
    )
    async with plain() as http:
        answer = await http.delete(place, headers=clients.bearer(scene.ana))
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "MethodNotAllowed"
    assert graph.files.transcript(take.item) == VTT


async def test_throttling_is_sat_out_by_the_sdk(scene: Scene, clients: GraphClients) -> None:
    wire = scene.microsoft.wire
    wire.fail("graph", "GET", "/transcripts", how="status", status=429, headers={"Retry-After": "1"}, times=1)
    assert (await the_meeting(clients(scene.ana), scene).transcripts.get()).value
    assert [call.status for call in wire.to("graph")] == [429, 200]


async def test_the_chat_names_the_recording_by_call_id(scene: Scene, clients: GraphClients) -> None:
    chat = clients(scene.ben).chats.by_chat_id(scene.meeting.thread_id)
    assert (await chat.get()).online_meeting_info.join_web_url == scene.meeting.join_url
    events = [message.event_detail for message in (await chat.messages.get()).value]
    done = [e for e in events if getattr(e, "call_recording_url", None)]
    take = scene.meeting.takes[0]
    assert [(e.call_id, e.call_recording_url) for e in done] == [(take.call_id, take.share_url)]
    with pytest.raises(APIError):
        await clients(scene.dee).chats.by_chat_id(scene.meeting.thread_id).messages.get()


async def test_recent_meetings_are_in_the_calendar(scene: Scene, clients: GraphClients) -> None:
    window = f"startDateTime={START:%Y-%m-%d}T00:00:00Z&endDateTime={START:%Y-%m-%d}T23:00:00Z"
    place = f"{scene.microsoft.graph.base_url}/me/calendarView?{window}&$select=subject,onlineMeeting"
    async with plain() as http:
        mine = (await http.get(place, headers=clients.bearer(scene.ben))).json()["value"]
        theirs = (await http.get(place, headers=clients.bearer(scene.dee))).json()["value"]
    assert [event["onlineMeeting"]["joinUrl"] for event in mine] == [scene.meeting.join_url]
    assert theirs == []
    assert "start" not in mine[0]
