"""The case system: people, notes under keys, and the ways in which it may go wrong."""

import hashlib
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import aiohttp
import pytest

from local.case_system import CaseSystem
from local.wire import Wire

NOTE = {
    "type": "meeting",
    "title": "Synthetic review",
    "event_date": "2026-11-20",
    "author": "Ana Example",
    "text": "Tomos was there.\n\nWe agreed a plan.",
}
NOTES = "/people/SYN-1042/notes"


@pytest.fixture
async def cases() -> AsyncIterator[CaseSystem]:
    async with CaseSystem(Wire(), api_key="loopback-only") as opened:
        opened.add_person("SYN-1042", "Tomos Sample", date(2015, 3, 4), "Ana Example")
        opened.add_person("SYN-2", "Cai Demo", date(2012, 1, 2), "Ben Sample", open=False)
        yield opened


@pytest.fixture
async def session(cases: CaseSystem) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": "Bearer loopback-only"}
    async with aiohttp.ClientSession(cases.url, headers=headers) as opened:
        yield opened


async def post(session: aiohttp.ClientSession, key: str = "k", **changes: Any) -> tuple[int, Any]:
    async with session.post(NOTES, json=NOTE | changes, headers={"Idempotency-Key": key}) as answer:
        return answer.status, await answer.json()


async def test_a_person_is_looked_up(session: aiohttp.ClientSession) -> None:
    assert await (await session.get("/people/SYN-1042")).json() == {
        "reference": "SYN-1042",
        "name": "Tomos Sample",
        "date_of_birth": "2015-03-04",
        "worker": "Ana Example",
        "open": True,
    }
    unknown = await session.get("/people/SYN-9")
    assert (unknown.status, list(await unknown.json())) == (404, ["error"])


async def test_the_key_is_needed(session: aiohttp.ClientSession) -> None:
    wrong = await session.get("/people/SYN-1042", headers={"Authorization": "Bearer wrong"})
    assert (wrong.status, list(await wrong.json())) == (401, ["error"])


async def test_a_note_is_stored_once_a_key_and_read_back(
    cases: CaseSystem, session: aiohttp.ClientSession
) -> None:
    status, first = await post(session, body_sha256=hashlib.sha256(NOTE["text"].encode()).hexdigest())
    assert status == 201
    assert await post(session) == (200, first)
    assert (await post(session, text="Another text."))[0] == 422
    assert len(cases.notes_on("SYN-1042")) == 1
    stored = await (await session.get(f"/notes/{first['id']}")).json()
    assert stored["text"] == NOTE["text"]
    assert [n["id"] for n in await (await session.get("/notes?key=k")).json()] == [first["id"]]
    assert await (await session.get("/notes?key=other")).json() == []
    assert [place for place, data in cases.everything() if b"We agreed a plan" in data]


@pytest.mark.parametrize(
    ("path", "changes", "headers", "status"),
    [
        ("/people/SYN-2/notes", {}, {"Idempotency-Key": "k"}, 409),
        ("/people/SYN-9/notes", {}, {"Idempotency-Key": "k"}, 404),
        (NOTES, {}, {}, 400),
        (NOTES, {"text": ""}, {"Idempotency-Key": "k"}, 422),
        (NOTES, {"event_date": "last week"}, {"Idempotency-Key": "k"}, 422),
        (NOTES, {"body_sha256": "0"}, {"Idempotency-Key": "k"}, 422),
    ],
)
async def test_bad_notes_are_refused(
    cases: CaseSystem,
    session: aiohttp.ClientSession,
    path: str,
    changes: dict[str, str],
    headers: dict[str, str],
    status: int,
) -> None:
    async with session.post(path, json=NOTE | changes, headers=headers) as answer:
        assert (answer.status, list(await answer.json())) == (status, ["error"])
    assert cases.notes == {}


async def test_a_lost_answer_leaves_one_note(cases: CaseSystem, session: aiohttp.ClientSession) -> None:
    cases.wire.fail("case system", "POST", "/notes", how="lost", times=1)
    with pytest.raises(aiohttp.ClientError):
        await post(session)
    assert (await post(session))[0] == 200
    assert len(cases.notes) == 1


async def test_one_that_ignores_keys_makes_two(cases: CaseSystem, session: aiohttp.ClientSession) -> None:
    cases.honours_keys = False
    assert [(await post(session))[0] for _ in range(2)] == [201, 201]
    assert len(cases.notes) == 2


async def test_one_that_alters_the_text_is_found_out_by_reading(
    cases: CaseSystem, session: aiohttp.ClientSession
) -> None:
    cases.alters_text = True
    _, receipt = await post(session)
    assert (await (await session.get(f"/notes/{receipt['id']}")).json())["text"] != NOTE["text"]


async def test_an_addition_is_kept_once_a_key_and_read_as_its_own(
    cases: CaseSystem, session: aiohttp.ClientSession
) -> None:
    _, receipt = await post(session)
    place, body = f"/notes/{receipt['id']}/additions", NOTE | {"text": "A correction."}
    answers = [await session.post(place, json=body, headers={"Idempotency-Key": "a"}) for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 200]
    added = (await answers[0].json())["id"]
    assert (await answers[1].json())["id"] == added != receipt["id"]
    assert (await (await session.get(f"/notes/{added}")).json())["text"] == "A correction."
    assert [n["id"] for n in await (await session.get("/notes?key=a")).json()] == [added]
    stored = await (await session.get(f"/notes/{receipt['id']}")).json()
    assert (stored["text"], [a["text"] for a in stored["additions"]]) == (NOTE["text"], ["A correction."])
    assert [n.id for n in cases.notes_on("SYN-1042")] == [receipt["id"]]


async def test_bad_additions_are_refused(cases: CaseSystem, session: aiohttp.ClientSession) -> None:
    _, receipt = await post(session)
    place, key = f"/notes/{receipt['id']}/additions", {"Idempotency-Key": "a"}
    assert (await session.post(place, json=NOTE)).status == 400
    assert (await session.post(place, json=NOTE | {"body_sha256": "0"}, headers=key)).status == 422
    assert (await session.post("/notes/9/additions", json=NOTE, headers=key)).status == 404
    added = (await (await session.post(place, json=NOTE, headers=key)).json())["id"]
    assert (
        await session.post(f"/notes/{added}/additions", json=NOTE, headers={"Idempotency-Key": "b"})
    ).status == 404
    assert (await session.post(NOTES, json=NOTE, headers=key)).status == 422, "a key is of one place"
    cases.people["SYN-1042"].open = False
    assert (await session.post(place, json=NOTE, headers={"Idempotency-Key": "c"})).status == 409
    cases.take_off(receipt["id"])
    assert cases.notes == {}
