"""docs/case-system-interface.md is what the connector asks, what it makes of answers, and what the stand-in answers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from connectors import http_json, http_json_answers
from connectors.allowed import Place
from connectors.http_json import HttpJson
from local.case_system import CaseSystem
from local.wire import Wire
from record.doors import Note
from record.errors import BusyError, FaircopyError, NoAnswerError, NotAllowedError, NotThereError
from record.said import Said
from record.terms import RecordTypeId
from setup_check import case_system

PAGE = (Path(__file__).resolve().parents[2] / "docs/case-system-interface.md").read_text("utf-8")
KEY = "loopback-only"
MEANING = {
    "the answer": "answered",
    "asked again later": "BusyError",
    "not let in: said, and asked again later": "ShutOutError",
    "not there": "NotThereError",
    "filed": "answered",
    "not filed: sent again later": "BusyError",
    "not known: looked for by its key": "NoAnswerError",
}
"""The page's words for what the connector raises."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One request of the page, and its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    status: int = 0
    answer: Any = field(default=None)


def examples() -> list[Told]:
    """Every pair of blocks, in the page's order."""
    blocks = re.findall(r"```http\n(.*?)```", PAGE, re.DOTALL)
    found = []
    for asked, answered in zip(blocks[::2], blocks[1::2], strict=True):
        (method, path, _), headers, body = _read(asked)
        (_, status, *_), _, answer = _read(answered)
        found.append(
            Told(method=method, path=path, headers=headers, body=body, status=int(status), answer=answer)
        )
    return found


def _read(block: str) -> tuple[list[str], dict[str, str], Any]:
    head, _, body = block.partition("\n\n")
    first, *rest = head.strip().split("\n")
    return (
        first.split(" "),
        dict(row.split(": ", 1) for row in rest),
        json.loads(body) if body.strip() else None,
    )


def test_there_is_an_example_of_every_request_that_the_connector_makes() -> None:
    asked = [f"{x.method} {re.sub(r'SYN-1042|88213', '{}', x.path.partition('?')[0])}" for x in examples()]
    said = re.findall(r"^(GET|POST) +(/\S+?)(?:\?\S+)? ", http_json.__doc__ or "", re.MULTILINE)
    assert set(asked) == {f"{method} {re.sub(r'{[^}]*}', '{}', path)}" for method, path in said}
    for method, path in said:
        assert f"`{method} {path}" in PAGE


def test_the_hashes_of_the_examples_are_right() -> None:
    for one in examples():
        if one.method == "POST":
            assert one.body["body_sha256"] == hashlib.sha256(one.body["text"].encode()).hexdigest()


# --- the stand-in answers them ------------------------------------------------------------------------------------


async def test_the_stand_in_answers_the_pages_own_examples() -> None:
    async with CaseSystem(Wire(), KEY) as cases, aiohttp.ClientSession() as session:
        cases.add_person("SYN-1042", "Tomos Sample", date(2015, 3, 4), "Ana Example")
        for one in examples():
            for repeat in (False, True):
                async with session.request(
                    one.method, cases.url + one.path, headers=one.headers, json=one.body
                ) as answer:
                    told = await answer.json()
                again = repeat and one.method == "POST"
                assert answer.status == (200 if again else one.status), one.path
                assert _holds(told, one.answer), one.path


def _holds(told: Any, wanted: Any) -> bool:
    """Whether all that the page shows was told; what is told besides is ignored, as the page says."""
    if isinstance(wanted, dict):
        return all(name in told and _holds(told[name], value) for name, value in wanted.items())
    if isinstance(wanted, list):
        return len(told) == len(wanted) and all(map(_holds, told, wanted))
    return bool(told == wanted)


# --- the connector asks them --------------------------------------------------------------------------------------


@asynccontextmanager
async def playing(*answers: tuple[int, Any]) -> AsyncIterator[tuple[HttpJson, list[Told]]]:
    """The connector before a server that gives these answers one after the other, the last for ever."""
    seen: list[Told] = []

    async def handle(request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        own = {name: value for name, value in request.headers.items() if name in ours(request.method)}
        seen.append(
            Told(method=request.method, path=request.raw_path.removeprefix("/v1"), headers=own, body=body)
        )
        status, answer = answers[min(len(seen), len(answers)) - 1]
        return web.json_response(answer, status=status)

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession() as session:
            base = f"http://127.0.0.1:{runner.addresses[0][1]}/v1/"
            yield HttpJson(session=session, base_url=base, key=Said(KEY), honours_keys=True), seen
    finally:
        await runner.cleanup()


def ours(method: str) -> set[str]:
    """The headers of the page's table for that method."""
    rows = re.findall(r"^\| `([\w-]+)` \| .* \| (every request|`POST`) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 5
    return {name for name, on in rows if on == "every request" or method == "POST"}


def note(one: Told, *, adds_to: str = "") -> Note:
    """The note that an example files."""
    when = one.body.get("event_date")
    return Note(
        key=one.headers["Idempotency-Key"],
        reference="SYN-1042",
        record_type=RecordTypeId(one.body["type"]),
        title=one.body["title"],
        author=one.body["author"],
        occurred=datetime.fromisoformat(when) if when else None,
        text=Said(one.body["text"]),
        adds_to=adds_to,
    )


def good() -> None:
    """The claim holds."""


async def test_the_connector_asks_what_the_page_shows_and_takes_what_it_answers() -> None:
    told = examples()
    async with playing(*((x.status, x.answer) for x in told)) as (connector, seen):
        child = await connector.find("SYN-1042")
        filed = await connector.post(note(told[1]), good)
        added = await connector.post(note(told[2], adds_to="88213"), good)
        text = await connector.read("88213")
        found = await connector.look_up(told[1].headers["Idempotency-Key"])
        await connector.ping()
    assert [(x.method, x.path, x.headers, x.body) for x in seen] == [
        (x.method, x.path, x.headers, x.body) for x in told
    ]
    assert (child.reference, child.name, child.born, child.worker) == tuple(told[0].answer.values())
    assert (filed, added, found) == ("88213", "88214", "88213")
    assert text.reveal() == told[1].body["text"], "what is read back is what was filed"


async def test_every_field_that_is_sent_or_needed_stands_in_a_table() -> None:
    named = set(re.findall(r"^\| `(\w+)` \| text", PAGE, re.MULTILINE))
    for one in examples():
        for part in (one.body, one.answer):
            for value in part if isinstance(part, list) else [part or {}]:
                assert set(value) <= named | {"id"}
    # without a field that is needed, or with another's number, it is no answer
    for name in ("reference", "name", "date_of_birth"):
        body = {k: v for k, v in examples()[0].answer.items() if k != name}
        async with playing((200, body)) as (connector, _):
            with pytest.raises(BusyError):
                await connector.find("SYN-1042")
        assert f"| `{name}` | text, needed" in PAGE
    for answer in ({}, {"id": ""}, {"id": 88213}):
        async with playing((201, answer)) as (connector, _):
            with pytest.raises(NoAnswerError):
                await connector.post(note(examples()[1]), good)


async def test_a_segment_is_encoded_as_the_page_says() -> None:
    async with playing((404, {})) as (connector, seen):
        with pytest.raises(NotThereError):
            await connector.find("CH-9/9 é")
    assert f"`{seen[0].path}`" in PAGE


# --- what is made of each status ----------------------------------------------------------------------------------


ROWS = re.findall(r"^\| `(\d{3})` \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)


def test_every_status_that_the_connector_tells_apart_stands_there() -> None:
    source = "".join(Path(part.__file__ or "").read_text("utf-8") for part in (http_json, http_json_answers))
    assert set(re.findall(r"\b[2-5]\d\d\b", source)) <= {status for status, _, _ in ROWS}


@pytest.mark.parametrize(("status", "get", "post"), ROWS)
async def test_a_status_means_what_the_page_says(status: str, get: str, post: str) -> None:
    filing = examples()[1]
    async with playing((int(status), {"id": "1", "text": "t"})) as (connector, _):
        assert await _came(connector.read("1")) == MEANING[get]
        refused = re.findall(r"`([\w-]+)`", post)
        wanted = refused or [MEANING[post]]
        assert await _came(connector.post(note(filing), good)) == wanted[0]
        assert await _came(connector.post(note(filing, adds_to="1"), good)) == wanted[-1]


async def _came(asked: Any) -> str:
    """What the connector made of it: its error's name, or the code of a refusal."""
    try:
        await asked
    except NotAllowedError as no:
        return no.code
    except FaircopyError as e:
        return type(e).__name__
    return "answered"


def test_the_limits_are_the_connectors_own() -> None:
    assert f"within {http_json.CONNECT_SECONDS:g} seconds" in PAGE
    assert f"within {http_json.SECONDS:g}." in PAGE
    assert f"({http_json.LARGEST:,} bytes)" in PAGE
    assert (http_json_answers.LONGEST_WAIT.total_seconds(), "at most an hour" in PAGE) == (3600, True)


async def test_the_test_note_is_the_one_that_the_check_writes() -> None:
    async with CaseSystem(Wire(), KEY) as cases, aiohttp.ClientSession() as session:
        cases.add_person("T-1", "Test Person", date(2015, 3, 4), "Ana Example")
        connector = HttpJson(session=session, base_url=cases.url, key=Said(KEY), honours_keys=True)
        place = Place(url=cases.url, setting="FAIRCOPY_CASE_SYSTEM", test_file="T-1")
        await case_system.test_note(connector, place, datetime(2026, 11, 10, tzinfo=UTC))
        [filed] = cases.notes.values()
    said = PAGE.partition("## The test note")[2].partition("\n## ")[0]
    for value in (filed.type, filed.author, filed.key[:22]):
        assert f"`{value}`" in said
    assert filed.event_date == ""
    for mark in ("£", "é", "ŵ", "–", "“", "\n\n"):
        assert mark in filed.text
        assert mark in said or mark in "–“\n\n"
