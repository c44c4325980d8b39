"""Graph's JSON is read without the SDK's models; what is not Graph's is no answer, and odd values are nothing."""

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph import answers
from graph.door import Graph
from graph.errors import SilenceError
from local.wire import Wire
from record.errors import BusyError, FaircopyError, NotThereError
from record.terms import Address, Saw
from tests.graph.conftest import NOW, Scene
from tests.graph.test_errors import CALL, MEETING, TOKEN, Says

LINK = "https://teams.microsoft.com/l/meetup-join/19%3at%40thread.v2/0?context=%7b%22Oid%22%3a%22o%22%7d"

# Every kind of read, against a stand-in, in a process in which nobody else has imported anything.
PROGRAM = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from graph.door import Graph
from record.doors import Token
from record.said import Said

async def main(base, link):
    now = datetime.now(UTC)
    graph = Graph(clock=lambda: now, base_url=base)
    await graph.warm()
    warmed = set(sys.modules)
    token = Token(value=Said(sys.stdin.read()), expires=now + timedelta(minutes=5))
    call = (await graph.calls(token, await graph.find(token, link)))[0]
    await graph.content(token, call)
    address = await graph.locate(token, call)
    await graph.preflight(token, call, address)
    await graph.delete(token, address, lambda: None)
    print((await graph.look(token, call, address)).saw)
    await graph.aclose()
    print(sum(name.startswith("msgraph.") for name in set(sys.modules) - warmed))
    models = (name for name in sys.modules if name.startswith("msgraph.generated.models."))
    print(sum(".o_data_errors" not in name for name in models))

asyncio.run(main(*sys.argv[1:]))
"""


async def test_no_model_of_the_sdk_is_imported_and_nothing_more_of_it_once_warm(scene: Scene) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-c", PROGRAM),
        *(scene.microsoft.graph.base_url, scene.meeting.join_url),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    token = scene.token(scene.ana).value.reveal().encode()
    said, _ = await asyncio.wait_for(process.communicate(token), timeout=30)
    assert said.split() == [b"absent", b"0", b"0"]


@pytest.mark.parametrize(
    "kind", ["application/json", "Application/JSON; charset=utf-8", "application/x+json"]
)
def test_json_is_read(kind: str) -> None:
    assert answers.understood(b'{"id": "d"}', kind, answers.drive) == "d"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"id": "d"}', ""),
        (b'{"id": "d"}', "text/html"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b"\xff", "application/json"),
        (b'{"id": "Tyler"', "application/json"),
        (b"[" * 100_000, "application/json"),
    ],
)
def test_what_is_not_graphs_is_no_answer_and_leaves_no_words_behind(body: bytes, kind: str) -> None:
    with pytest.raises(SilenceError) as no:
        answers.understood(body, kind, answers.drive)
    assert no.value.__context__ is None


@pytest.mark.parametrize(
    "node",
    [
        {},
        {"id": 7},
        {"id": "m", "startDateTime": "tomorrow"},
        {"id": "m", "endDateTime": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_a_meeting_without_id_or_with_a_broken_date_is_no_answer(node: dict[str, object]) -> None:
    with pytest.raises(SilenceError):
        answers.understood(json.dumps(node).encode(), "application/json", answers.meeting)


def test_odd_values_are_nothing() -> None:
    found = answers.meeting({"id": "m", "participants": None, "chatInfo": [], "startDateTime": 5})
    assert (found.organiser, found.thread, found.join_url, found.starts) == ("", "", "", None)
    assert answers.roles({"roles": "write"}) == answers.roles({}) == ()
    assert answers.roles({"roles": [None, "read"]}) == ("read",)
    assert answers.page(answers.drive)({"value": None, "@odata.nextLink": None}).values == ()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T10:00:00.1234567Z", datetime(2026, 11, 20, 10, 0, 0, 123456, tzinfo=UTC)),
        ("2026-11-20T11:00:00+01:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2026-11-20T10:00:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("", None),
    ],
)
def test_graphs_dates(text: str, moment: datetime | None) -> None:
    assert answers.transcript({"createdDateTime": text}).began == moment


@pytest.mark.parametrize(
    ("kind", "link"),
    [
        ("callRecordingEventMessageDetail", "https://a.example.test/r"),
        ("callTranscriptEventMessageDetail", ""),
        ("", ""),
    ],
)
def test_only_the_event_of_a_recording_names_a_file(kind: str, link: str) -> None:
    event = {
        "@odata.type": f"#microsoft.graph.{kind}",
        "callId": "c",
        "callRecordingUrl": "https://a.example.test/r",
    }
    message = answers.message({"body": {"content": "Tyler"}, "eventDetail": event})
    assert message.recording == link
    assert "Tyler" not in repr(message)


@pytest.mark.parametrize("after", [7, ["x"], {"a": 1}])
async def test_a_list_that_goes_on_unreadably_is_not_taken_for_whole(after: object) -> None:
    async with Says(Wire()) as said:
        said.body = json.dumps({"value": [], "@odata.nextLink": after}).encode()
        graph = Graph(clock=lambda: NOW, base_url=said.url + "/v1.0")
        with pytest.raises(BusyError):
            await graph.calls(TOKEN, MEETING)
        await graph.aclose()


@pytest.mark.parametrize(("status", "body"), [(204, b""), (200, b"")])
async def test_an_empty_body(status: int, body: bytes) -> None:
    async with Says(Wire()) as said:
        said.status, said.body = status, body
        graph = Graph(clock=lambda: NOW, base_url=said.url + "/v1.0")
        with pytest.raises(NotThereError):
            await graph.find(TOKEN, LINK)
        with pytest.raises(BusyError):
            await graph.calls(TOKEN, MEETING)
        assert (await graph.preflight(TOKEN, CALL, Address("d/i"))).saw is Saw.PRESENT
        assert (await graph.content(TOKEN, CALL)).parts[0].reveal() == b""
        await graph.aclose()


async def test_an_answer_that_is_no_object_shows_no_file() -> None:
    async with Says(Wire()) as said:
        said.body = b"[]"
        graph = Graph(clock=lambda: NOW, base_url=said.url + "/v1.0")
        for asking in (graph.find(TOKEN, LINK), graph.preflight(TOKEN, CALL, Address("d/i"))):
            with pytest.raises(FaircopyError):
                await asking
        await graph.aclose()
