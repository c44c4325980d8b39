"""Each way in which Graph says no, or says nothing, becomes its error and its sentence, with none of Graph's words."""

import asyncio
import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path

import jwt
import pytest
from aiohttp import web
from typing_extensions import override

from graph.door import Graph
from local.microsoft.keys import GRAPH, lifespan
from local.wire import How, StandIn, Wire
from record.docket import Call
from record.doors import Meeting, Token
from record.errors import (
    BusyError,
    FaircopyError,
    NoAnswerError,
    NotAllowedError,
    NotThereError,
    SignInNeededError,
)
from record.said import Said
from record.terms import Address, PersonId, Saw
from tests.graph.conftest import NOW, START, SUBJECT, Scene, fine
from tests.graph.test_look import PLACES

DOWN = "Microsoft does not answer. I try again by myself. Nothing is lost."
BUSY = "Microsoft is busy. I try again by myself. Nothing is lost."


async def test_access_off_in_the_tenant(scene: Scene) -> None:
    call = await scene.call()
    scene.microsoft.graph.on_meetings.transcripts_enabled = False
    for asking in (scene.calls(), scene.graph.content(scene.token(scene.ana), call)):
        with pytest.raises(NotAllowedError) as no:
            await asking
        assert no.value.code == "transcript-access-off"
        assert no.value.say.startswith(
            "Your council has not turned on transcripts for apps. You did nothing wrong."
        )
        assert "Transcript API access" in no.value.say


async def test_a_meeting_in_no_calendar(scene: Scene) -> None:
    scene.hold().calendar_backed = False
    with pytest.raises(NotAllowedError) as no:
        await scene.calls()
    assert no.value.code == "not-in-a-calendar"
    assert "in nobody's calendar" in no.value.say


async def test_an_apps_own_token(scene: Scene) -> None:
    signed = scene.microsoft.identity.keys.sign({"aud": GRAPH, "iss": "x", "appid": "a", **lifespan(60)})
    with pytest.raises(NotAllowedError) as no:
        await scene.graph.find(Token(value=Said(signed), expires=NOW + timedelta(1)), scene.meeting.join_url)
    assert no.value.code == "app-only"
    assert "a request of an app, not of a person" in no.value.say


async def test_a_permission_that_was_not_agreed_to(scene: Scene) -> None:
    with pytest.raises(NotAllowedError) as no:
        await scene.graph.find(scene.token(scene.ana, "Chat.Read"), scene.meeting.join_url)
    assert no.value.code == "refused"
    assert "IT team" in no.value.say


async def test_a_token_that_microsoft_no_longer_takes(scene: Scene) -> None:
    with pytest.raises(SignInNeededError) as no:
        await scene.graph.find(scene.token(scene.ana, lifetime=-60), scene.meeting.join_url)
    assert no.value.say == "Sign in, so that I see only the meetings that you may see."


async def test_a_token_that_is_spent_is_not_even_sent(scene: Scene) -> None:
    token = scene.token(scene.ana)
    scene.now += timedelta(hours=1)
    with pytest.raises(SignInNeededError):
        await scene.graph.find(token, scene.meeting.join_url)
    assert scene.asked() == []


SPENT = [
    *(("files", path) for path in ("/messages", "/driveItem")),
    *(("preflight", path) for path in ("/items/", "/retentionLabel", "/me/drive", "/permissions")),
    *(("delete", path) for path in ("/retentionLabel", "/permanentDelete")),
    *(("look", path) for path in PLACES),
    ("glance", "/items/"),
    ("calls", "/transcripts"),
    ("content", "/content"),
]


@pytest.mark.parametrize(("method", "path"), SPENT)
async def test_a_token_that_is_spent_midway_is_said_to_be_wherever_it_happens(
    scene: Scene, method: str, path: str
) -> None:
    """Whoever keeps a token learns that it is no longer any: never that something is busy, absent or unknown."""
    call, address = await scene.located()
    meeting = await scene.graph.find(scene.token(scene.ana), scene.meeting.join_url)
    if method == "look":
        await scene.graph.delete(scene.token(scene.ana), address, fine)
    graph, token = scene.graph, scene.token(scene.cai)
    scene.microsoft.wire.fail("graph", path=path, how="status", status=401, times=1)
    asking: dict[str, Callable[[], Awaitable[object]]] = {
        "files": lambda: graph.files(token, call),
        "preflight": lambda: graph.preflight(token, call, address),
        "delete": lambda: graph.delete(token, address, fine),
        "look": lambda: graph.look(token, call, address),
        "glance": lambda: graph.look(token, call, address, thorough=False),
        "calls": lambda: graph.calls(token, meeting),
        "content": lambda: graph.content(token, call),
    }
    with pytest.raises(SignInNeededError):
        await asking[method]()


async def test_what_is_gone(scene: Scene) -> None:
    call, address = await scene.located()
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    with pytest.raises(NotThereError) as no:
        await scene.graph.content(scene.token(scene.ana), call)
    assert "deleted" in no.value.say


@pytest.mark.parametrize(
    ("status", "header", "seconds", "say"),
    [
        (429, "10", 10, BUSY),
        (429, None, None, BUSY),
        (429, "soon", None, BUSY),
        (429, "999999999999", 86_400, BUSY),
        (429, "Fri, 20 Nov 2026 13:05:00 GMT", 300, BUSY),
        (429, "Fri, 20 Nov 2020 13:05:00 GMT", 0, BUSY),
        (503, "120", 120, BUSY),
        (503, None, None, BUSY),
        (423, None, None, BUSY),
        (500, None, None, DOWN),
        (502, None, None, DOWN),
        (504, None, None, DOWN),
        (408, None, None, DOWN),
    ],
)
async def test_busy(scene: Scene, status: int, header: str | None, seconds: int | None, say: str) -> None:
    headers = {"Retry-After": header} if header else {}
    scene.microsoft.wire.fail("graph", how="status", status=status, headers=headers)
    with pytest.raises(BusyError) as no:
        await scene.graph.find(scene.token(scene.ana), scene.meeting.join_url)
    assert no.value.say == say
    assert no.value.until == (None if seconds is None else NOW + timedelta(seconds=seconds))
    assert len(scene.asked()) == 1, "nobody retries but the line"


@pytest.mark.parametrize("how", ["down", "lost"])
async def test_a_broken_connection_while_reading(scene: Scene, how: How) -> None:
    scene.microsoft.wire.fail("graph", how=how)
    with pytest.raises(BusyError) as no:
        await scene.graph.find(scene.token(scene.ana), scene.meeting.join_url)
    assert no.value.say == DOWN
    assert len(scene.asked()) == 1


async def test_no_answer_in_time_while_reading(scene: Scene) -> None:
    scene.microsoft.wire.fail("graph", how="slow", seconds=1.0)
    with pytest.raises(BusyError):
        await scene.graph.find(scene.token(scene.ana), scene.meeting.join_url)


async def test_nobody_there(scene: Scene) -> None:
    token = scene.token(scene.ana)
    graph = Graph(clock=lambda: NOW, base_url="http://127.0.0.1:9/v1.0")
    with pytest.raises(BusyError):
        await graph.find(token, scene.meeting.join_url)
    with pytest.raises(BusyError):
        await graph.delete(token, Address("d/i"), fine)
    await graph.aclose()


@pytest.mark.parametrize(
    ("how", "status", "headers", "error"),
    [
        ("lost", 0, {}, NoAnswerError),
        ("down", 0, {}, NoAnswerError),
        ("slow", 0, {}, NoAnswerError),
        ("status", 500, {}, NoAnswerError),
        ("status", 502, {}, NoAnswerError),
        ("status", 503, {}, NoAnswerError),
        ("status", 504, {}, NoAnswerError),
        ("status", 503, {"Retry-After": "10"}, BusyError),
        ("status", 429, {}, BusyError),
        ("status", 423, {}, BusyError),
        ("status", 401, {}, SignInNeededError),
    ],
)
async def test_no_certain_answer_to_a_deletion(
    scene: Scene, how: How, status: int, headers: dict[str, str], error: type[FaircopyError]
) -> None:
    _, address = await scene.located()
    scene.microsoft.wire.fail("graph", "POST", how=how, status=status, headers=headers, seconds=1.0)
    with pytest.raises(error) as no:
        await scene.graph.delete(scene.token(scene.ana), address, fine)
    if how == "slow":  # the stand-in writes a call down when it has answered
        await asyncio.sleep(1.0)
    assert scene.asked().count("POST permanentDelete") == 1, "once, whatever happens"
    if error is NoAnswerError:
        assert no.value.say.startswith(
            "Microsoft did not answer, so I cannot tell whether the file was deleted."
        )


class Says(StandIn):
    """A Graph that answers everything in one way."""

    party = "graph"
    status = 200
    body = b"{}"
    headers: Mapping[str, str] = {}
    kind = "application/json"

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        return [web.route("*", "/{path:.*}", self._answer)]

    async def _answer(self, _: web.Request) -> web.Response:
        return web.Response(status=self.status, body=self.body, headers=self.headers, content_type=self.kind)

    @override
    def holdings(self) -> Mapping[str, object]:
        return {}


MEETING = Meeting(id="m", organiser=PersonId("o"), thread="t", join_url="", starts=None, ends=None)
CALL = Call(organiser=MEETING.organiser, meeting="m", call="c", thread="t", transcripts=("x",), began=START)
TOKEN = Token(value=Said(jwt.encode({"oid": "o"}, "k" * 32)), expires=NOW + timedelta(hours=1))


async def answered(said: Says) -> FaircopyError:
    """What the door raises over that answer to a list of transcripts."""
    graph = Graph(clock=lambda: NOW, base_url=said.url + "/v1.0")
    try:
        with pytest.raises(FaircopyError) as no:
            await graph.calls(TOKEN, MEETING)
    finally:
        await graph.aclose()
    return no.value


EXAMPLES = Path(__file__).parent / "examples"


@pytest.mark.parametrize(
    ("name", "status", "error", "code"),
    [
        ("error_400_not_calendar_backed", 400, NotAllowedError, "not-in-a-calendar"),
        ("error_403_3003_not_invited", 403, NotAllowedError, "not-invited"),
        ("error_403_no_application_access_policy", 403, NotAllowedError, "app-only"),
        ("error_403_no_policy_nor_rsc_on_artifacts", 403, NotAllowedError, "app-only"),
        ("error_403_speaker_attribution", 403, NotAllowedError, "speaker-names-off"),
        ("error_403_tenant_transcripts_disabled", 403, NotAllowedError, "transcript-access-off"),
        ("error_403_item_on_hold", 403, NotAllowedError, "hold"),
        ("error_404_item", 404, NotThereError, None),
        ("error_429", 429, BusyError, None),
    ],
)
async def test_the_bodies_that_microsoft_documents_or_users_report(
    name: str, status: int, error: type[FaircopyError], code: str | None
) -> None:
    async with Says(Wire()) as said:
        said.status, said.body = status, (EXAMPLES / f"{name}.json").read_bytes()
        no = await answered(said)
    assert type(no) is error
    assert getattr(no, "code", None) == code
    assert no.say.endswith(".")


@pytest.mark.parametrize(
    ("status", "kind", "body", "error"),
    [
        (403, "text/html", b"<html>Zscaler</html>", NotAllowedError),
        (403, "application/json", b'"no"', NotAllowedError),
        (403, "application/json", b'{"error": "no"}', NotAllowedError),
        (500, "text/html", b"<html>", BusyError),
        (200, "text/html", b"<html>Sign in to the network</html>", BusyError),
        (200, "application/json", b"{", BusyError),
        (200, "application/json", b"", BusyError),
        (200, "application/json", b"[]", FaircopyError),
        (302, "text/html", b"", FaircopyError),
        (418, "text/plain", b"", NotAllowedError),
    ],
)
async def test_answers_that_are_none_of_graphs(
    status: int, kind: str, body: bytes, error: type[Exception]
) -> None:
    async with Says(Wire()) as said:
        said.status, said.kind, said.body = status, kind, body
        assert isinstance(await answered(said), error)
        graph = Graph(clock=lambda: NOW, base_url=said.url + "/v1.0")
        if status >= 300:
            looked = await graph.look(TOKEN, CALL, Address("d/i"))
            assert looked.saw == "unknown"
        await graph.aclose()


async def test_a_claims_challenge_asks_for_a_new_sign_in() -> None:
    async with Says(Wire()) as said:
        said.status = 401
        said.headers = {"WWW-Authenticate": 'Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="'}
        assert isinstance(await answered(said), SignInNeededError)
        assert len(said.wire.calls) == 1


async def test_a_list_that_goes_on_elsewhere_is_not_followed() -> None:
    async with Says(Wire()) as said, Says(Wire()) as elsewhere:
        said.body = json.dumps({"value": [], "@odata.nextLink": elsewhere.url + "/v1.0/me"}).encode()
        assert isinstance(await answered(said), BusyError)
        assert elsewhere.wire.calls == []


async def test_a_list_without_an_end_is_no_answer() -> None:
    async with Says(Wire()) as said:
        said.body = json.dumps({"value": [], "@odata.nextLink": said.url + "/v1.0/me"}).encode()
        assert isinstance(await answered(said), BusyError)
        assert len(said.wire.calls) == 60


class SendsOn(Says):
    """A Graph, or something in front of it, that sends a deletion on to a page which says 200."""

    @override
    async def _answer(self, request: web.Request) -> web.Response:
        if request.path.endswith("/permanentDelete"):
            return web.Response(status=302, headers={"Location": "/v1.0/elsewhere"})
        return await super()._answer(request)


async def test_a_deletion_that_is_sent_on_elsewhere_is_not_called_done() -> None:
    async with SendsOn(Wire()) as said:
        graph = Graph(clock=lambda: NOW, base_url=said.url + "/v1.0")
        look = await graph.delete(TOKEN, Address("d/i"), fine)
        await graph.aclose()
    assert look.saw is Saw.REFUSED


async def test_no_word_of_graphs_reaches_an_error_or_a_log(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    call, address = await scene.located()
    token = scene.token(scene.dee)
    scene.microsoft.graph.item(scene.meeting.takes[0]).on_hold = True
    tries = [
        scene.graph.find(token, scene.meeting.join_url),
        scene.graph.content(token, call),
        scene.graph.calls(token, MEETING),
    ]
    for asking in tries:
        with pytest.raises(FaircopyError) as no:
            await asking
        text = "".join(traceback.format_exception(no.value, chain=True))
        assert "3003" not in text
        assert "APIError" not in text
        assert "ODataError" not in text
        assert no.value.__context__ is None or "graph." in type(no.value.__context__).__module__
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    for secret in (
        SUBJECT,
        scene.meeting.thread_id,
        "meetup-join",
        "sharepoint",
        token.value.reveal(),
        address,
    ):
        assert secret not in caplog.text
