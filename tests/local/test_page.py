"""The demo's page over HTTP: from a sample to the receipt, an honest failure, a file of one's own, two tabs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest
import pytest_asyncio
from azure.storage.blob.aio import BlobServiceClient
from yarl import URL

from local import samples
from local.azurite import API_VERSION
from local.hand import buttons
from local.page.server import Page, serving
from local.page.stage import Theatre
from local.town import QUICK
from tests.local.page_visitor import Visitor, visiting

pytestmark = pytest.mark.asyncio(loop_scope="module")

OWN = b"""WEBVTT

00:00:01.000 --> 00:00:05.000
<v Kelly Marsh>Hello Sam, how was the school trip to the lighthouse yesterday?</v>

00:00:06.000 --> 00:00:12.000
<v Sam Example>We went up all the stairs and I saw a seal in the water.</v>
"""


class Open:
    """A page that is open: its theatre, its address, a session, and whether somebody has played on it."""

    def __init__(self, theatre: Theatre, address: str, session: aiohttp.ClientSession) -> None:
        self.theatre, self.address, self.session = theatre, address, session
        self.played = False


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened() -> AsyncIterator[Open]:
    """The page with waits of no seconds, and nothing else different."""
    theatre = Theatre(QUICK)
    async with serving(Page(theatre), 0) as address:
        playing = asyncio.create_task(theatre.run())
        async with aiohttp.ClientSession(read_bufsize=2**20) as session:
            yield Open(theatre, address, session)
        theatre.stop()
        await playing


@pytest_asyncio.fixture(loop_scope="module")
async def anybody(opened: Open) -> AsyncIterator[Visitor]:
    """A visitor, whoever was here before."""
    async with visiting(opened.session, opened.address) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(anybody: Visitor, opened: Open) -> Visitor:
    """A visitor before whom nobody was here."""
    if opened.played:
        assert await anybody.post("/again") == (200, {})
        await anybody.until(lambda s: s["ready"] and not s["copies"] and len(s["chat"]) == 1)
        anybody.seen.clear()
    opened.played = True
    return anybody


def rows(state: dict[str, object], *, gone: bool = False) -> dict[tuple[str, str], str]:
    """(where, what) → whether it holds words, of those that are there or that went."""
    copies = state["copies"]
    assert isinstance(copies, list)
    return {(c["where"], c["what"]): c["holds"] for c in copies if bool(c["gone"]) == gone}


async def test_a_home_visit_from_one_press_to_the_receipt(visitor: Visitor) -> None:
    sample = samples.load("home-visit")
    assert (visitor.state["step"], visitor.state["count"], visitor.state["file"]) == (0, 0, [])
    assert await visitor.search(sample.search) == set()

    draft = await visitor.to_draft("home-visit")
    state = await visitor.until(lambda s: s["count"] == 4)
    assert rows(state) == {
        ("OneDrive", "Recording and transcript"): "yes",
        ("Faircopy", "Transcript, sealed"): "sealed",
        ("Faircopy", "Draft, sealed"): "sealed",
        ("Teams chat", "Card about Tyler Brook"): "yes",
    }
    assert "Tyler Brook" in state["helped"]
    assert await visitor.search(sample.search) == {"OneDrive"}
    await visitor.hand.press(draft, "open", s=section_with(visitor, draft, "parents or carers"))
    assert await visitor.search(sample.search) == {"OneDrive", "Teams chat"}

    await visitor.hand.check(draft)
    await visitor.until(lambda s: s["count"] == 6)  # each save is one more version
    state = await visitor.to_receipt(draft)
    assert rows(state) == {("Case file", "The record, on file CH-104233"): "yes"}
    assert set(rows(state, gone=True)) >= {
        ("OneDrive", "Recording and transcript"),
        ("Faircopy", "Transcript, sealed"),
        ("Teams chat", "Card about Tyler Brook"),
    }
    assert state["count"] == 1
    assert state["summary"].startswith("1 record filed. 0 other copies. ")
    assert await visitor.search(sample.search) == {"Case file"}
    [file] = state["file"]
    [note] = file["notes"]
    assert file["person"] == {
        "name": "Tyler Brook",
        "reference": "CH-104233",
        "born": "14 March 2017",
    }
    assert sample.search in note["text"]
    assert note["new"]
    assert "Gone" in visitor.read(draft)
    steps = [s["step"] for s in visitor.seen if s["step"]]
    assert steps == sorted(steps)


def section_with(visitor: Visitor, message: str, title: str) -> str:
    """The id of the section whose row has this in its title."""
    found = [b for b in buttons(visitor.hand.card(message)) if title in str(b.get("title"))]
    return str(found[0]["data"]["s"])


async def test_a_deletion_that_fails_is_told_and_the_copy_stays(visitor: Visitor) -> None:
    assert await visitor.post("/fail", {"on": True}) == (200, {})
    assert (await visitor.until(lambda s: s["fail"]))["fail"]
    draft = await visitor.to_draft("home-visit")
    state = await visitor.to_receipt(draft)
    assert "Still listed" in visitor.read(draft)
    assert "It is still there." in visitor.read(draft)
    [left] = [c for c in state["copies"] if not c["gone"] and not c["stays"]]
    assert (left["where"], left["holds"]) == ("OneDrive", "yes")
    assert left["why"] == "Microsoft answered that it is deleted. It is still there."
    assert "1 record filed. 1 other copy. " in state["summary"]
    assert left["why"] in state["summary"]
    assert await visitor.search("washing machine") == {"Case file", "OneDrive"}


async def test_a_transcript_of_ones_own_is_dropped_and_filed_for_an_invented_child(visitor: Visitor) -> None:
    await visitor.drop_file("own.vtt", OWN)
    state = await visitor.until(lambda s: s["step"] == 1)
    assert "CH-000001" in state["helped"]
    message = state["chat"][-1]["id"]
    assert [m["file"] for m in state["chat"] if m["by"] == "me"] == ["own.vtt"]
    assert ("OneDrive", "The file that you dropped") in rows(await visitor.until(lambda s: s["count"] >= 1))
    await visitor.hand.start(message, "case-note", ["CH-000001"])
    await visitor.until(lambda s: s["step"] == 3)
    state = await visitor.to_receipt(message)
    assert rows(state) == {("Case file", "The record, on file CH-000001"): "yes"}
    assert state["summary"].startswith("1 record filed. 0 other copies. ")


async def test_what_is_no_transcript_is_answered_in_the_chat(anybody: Visitor) -> None:
    before = len(anybody.state["chat"])
    await anybody.drop_file("odd.vtt", b"nothing that anybody said")
    state = await anybody.until(lambda s: len(s["chat"]) == before + 2)
    assert "cannot read this file" in state["chat"][-1]["text"]


async def test_a_second_tab_sees_the_same(anybody: Visitor, opened: Open) -> None:
    async with visiting(opened.session, opened.address) as other:
        before = len(anybody.state["chat"])
        await other.say("help")
        for tab in (anybody, other):
            await tab.until(lambda s: len(s["chat"]) == before + 2)
        assert other.state["chat"] == anybody.state["chat"]
        assert [m["by"] for m in other.state["chat"][-2:]] == ["me", "bot"]


LEAKS = (
    (0, "words/d/r1/v9", ("Faircopy", "Draft, not sealed")),
    (0, "names/odd", ("Faircopy", "Random ids, not sealed")),
    (1, "receipts/odd", ("Faircopy", "Receipts, not sealed")),
)


async def test_a_copy_that_should_not_be_is_found(visitor: Visitor, opened: Open) -> None:
    """The list comes from looking: it would show a fault of Faircopy's as well."""
    await visitor.to_draft("home-visit")
    before = rows(await visitor.until(lambda s: s["count"] == 4))
    stage = opened.theatre.stage
    assert stage is not None
    for account, place, row in LEAKS:
        there = stage.town.azurite.accounts[account]
        container, _, name = place.partition("/")
        async with BlobServiceClient(
            there.blob_url, credential=there.credential, api_version=API_VERSION
        ) as client:
            blob = client.get_blob_client(container, name)
            await blob.upload_blob(samples.load("home-visit").transcript)
            stage.observe("PUT", f"{there.blob_url}/{place}", 201)
            state = await visitor.until(lambda s: s["count"] == 5)
            assert rows(state) == before | {row: "yes"}
            await blob.delete_blob()
            stage.observe("DELETE", f"{there.blob_url}/{place}", 202)
            state = await visitor.until(lambda s: s["count"] == 4)
            assert rows(state) == before
            assert row in rows(state, gone=True)


# --- who may ask --------------------------------------------------------------------------------------------------

JSON = "application/json"


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "said"),
    [
        ("GET", "/", {"Host": "evil.example"}, b"", 403, "only at http://127.0.0.1:"),
        ("GET", "/events", {"Host": "evil.example:80"}, b"", 403, "only at http://127.0.0.1:"),
        ("POST", "/say", {"Origin": "https://evil.example"}, b'{"text":"help"}', 403, "Another page"),
        ("POST", "/say", {"Origin": "null"}, b'{"text":"help"}', 403, "Another page"),
        ("POST", "/say", {"Content-Type": "text/plain"}, b'{"text":"help"}', 415, "JSON"),
        ("POST", "/say", {}, b"{text", 400, "not JSON"),
        ("POST", "/say", {}, b"\xff\xfe", 400, "not JSON"),
        ("POST", "/say", {}, b"[" * 50_000, 400, "not JSON"),
        ("POST", "/say", {}, b'["help"]', 400, "not a JSON object"),
        ("POST", "/say", {}, b'{"text":1}', 400, "“text” is missing, or is not text"),
        ("POST", "/say", {}, b'{"text":"  "}', 400, "nothing to send"),
        ("POST", "/say", {}, b'{"text":"' + b"a" * 300_000 + b'"}', 413, "too long"),
        ("POST", "/press", {}, b'{"message":"1","verb":"next"}', 400, "“data” is missing, or is not an object"),
        ("POST", "/press", {}, b'{"message":"1","verb":"next","data":{},"inputs":{}}', 404, "not in the chat"),
        ("POST", "/sample", {}, b'{"name":"../home-visit"}', 404, "Choose one of these: core-group"),
        ("POST", "/fail", {}, b'{"on":"yes"}', 400, "“on” is missing, or is not true or false"),
        ("POST", "/search", {}, b'{"words":" ... "}', 400, "Type some words"),
        ("POST", "/drop?name=a.vtt", {}, b"WEBVTT", 415, "Send the file as it is"),
        (
            "POST", "/drop?name=a.vtt", {"Content-Type": "application/octet-stream"}, b"a" * (9 << 20), 413,
            "too big",
        ),
        ("GET", "/say", {}, b"", 405, "cannot be asked"),
        ("GET", "/nothing", {}, b"", 404, "nothing here"),
        ("GET", "/vendor/..%2f..%2fpackage.json", {}, b"", 404, "nothing here"),
        ("GET", "/static/..%2fserver.py", {}, b"", 404, "nothing here"),
    ],
)  # fmt: skip
async def test_whatever_is_not_from_the_page_gets_a_sentence(
    opened: Open, method: str, path: str, headers: dict[str, str], body: bytes, status: int, said: str
) -> None:
    given = {"Content-Type": JSON, "Origin": opened.address} | headers
    async with opened.session.request(
        method, URL(f"{opened.address}{path}", encoded=True), data=BytesIO(body), headers=given
    ) as answer:
        assert answer.status == status
        assert said in (await answer.json())["said"]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_card_that_has_changed_meanwhile_answers_as_in_teams(anybody: Visitor) -> None:
    """The press of an old card goes to the bot, which says what is so."""
    message = anybody.state["chat"][0]["id"]
    body = {"message": message, "verb": "no-such-button", "data": {}, "inputs": {"typed": "words"}}
    status, answer = await anybody.post("/press", body)
    assert (status, answer["status"]) == (200, 200)
    assert answer["body"]["type"].endswith("activity.message")


async def test_the_sign_in_cards_button_signs_in(anybody: Visitor) -> None:
    status, answer = await anybody.post("/sign-in")
    assert (status, answer["status"]) == (200, 200)


async def test_everything_on_the_page_comes_from_the_page(opened: Open) -> None:
    for path in ("/vendor/adaptivecards.min.js", "/vendor/markdown-it.umd.min.js"):
        async with opened.session.get(f"{opened.address}{path}") as answer:
            assert answer.status == 200
            assert "javascript" in answer.content_type
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
