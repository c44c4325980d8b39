"""Walks one real meeting from a command in Teams to a receipt, headless, and says everything that was seen."""

from __future__ import annotations

import asyncio
import io
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import settings
from drafting.types import titles
from house import House, open_house
from local.hand import Hand, StuckError, buttons, words
from local.microsoft.people import Person
from local.residue import Hit, runs_of, search
from local.town import QUICK, Town, open_town
from reading import files
from record.draft import Draft
from record.errors import NotThereError, NoWordsError, UnreadableError
from record.fair_copy import text_of
from record.policy import Policy
from record.receipt import Receipt
from record.terms import DocketId
from worker.versions import read_version

BEGAN = datetime(2026, 11, 10, 16, 10, tzinfo=UTC)
NO_WORDS, UNREADABLE = "no words in", "cannot read"
"""What the practitioner reads, on whichever card, when there is nothing to draft from."""
DEFAULT_PEOPLE = (("Sam Example", "2016-05-04", "CH-000001"),)
"""An invented child, for a transcript of which nobody said whose file it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is walked. People are (name, ISO date of birth, file number); `by` is "graph" or "upload"."""

    transcript: bytes
    record_type: str
    people: Sequence[tuple[str, str, str]] = DEFAULT_PEOPLE
    by: str = "graph"
    subject: str = "Visit"
    author: str = "Kelly Marsh"
    name: str = "meeting.vtt"
    began: datetime = BEGAN


@dataclass
class Seen:
    """What came of it."""

    drafts: list[Draft] = field(default_factory=list)
    posted: list[dict[str, str]] = field(default_factory=list)
    receipt: Receipt | None = None
    calls: list[dict[str, Any]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    said: str = ""


Watch = Callable[[str, "Walk"], Awaitable[None]]


@dataclass
class Walk:
    """A rehearsal under way: the town, the house in it, and the practitioner's hand."""

    plan: Plan
    town: Town
    house: House
    author: Person
    hand: Hand
    seen: Seen
    watch: Watch
    docket: DocketId = field(default=DocketId(""))
    cards: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def station(self, name: str) -> AsyncIterator[None]:
        """Time one stretch, and tell whoever watches when it is over."""
        began = time.perf_counter()
        yield
        self.seen.seconds[name] = round(time.perf_counter() - began, 3)
        await self.watch(name, self)


async def quiet(_: str, __: Walk) -> None:
    """Nobody watches."""


async def rehearse(plan: Plan, *, policy: Policy = QUICK, watch: Watch = quiet) -> Seen:
    """The whole walk. Raises NoWordsError and UnreadableError with the sentence that the practitioner reads;
    StuckError if something that should have come did not.
    """
    began = time.perf_counter()
    log = _listening()
    async with open_town(policy) as town:
        async with open_house(settings.read(town.environment), observe=town.observe) as house:
            town.microsoft.connector.bot_url = f"{house.address}/api/messages"
            walk = start(plan, town, house, watch=watch)
            walk.seen.seconds["opened"] = round(time.perf_counter() - began, 3)
            await to_receipt(walk)
            await house.clerk.settle()
        walk.seen.calls = [{"method": c.method, "url": c.url, "status": c.status} for c in town.wire.calls]
        async with walk.station("searched"):
            places = [*await town.places(), ("log", log.getvalue().encode())]
            walk.seen.places, walk.seen.hits = search(
                other_than_filed(places), runs_of(text(plan.transcript))
            )
    return walk.seen


def start(plan: Plan, town: Town, house: House, *, watch: Watch = quiet, again: int = 0) -> Walk:
    """A practitioner at Teams, and their people's files in the case system. `again` is how often they press again
    when they are told to."""
    for name, born, reference in plan.people:
        town.cases.add_person(reference, name, date.fromisoformat(born), plan.author)
    author = town.microsoft.person(plan.author)
    hand = Hand(town.microsoft.user(author), again=again)
    return Walk(plan=plan, town=town, house=house, author=author, hand=hand, seen=Seen(), watch=watch)


async def to_receipt(walk: Walk) -> None:
    """From the command to the receipt. Raises as `rehearse` does."""
    await _walked(walk)
    async with walk.station("receipt"):
        walk.seen.receipt = await _receipt(walk)
    _filed(walk)


def _listening() -> io.StringIO:
    """Everything that anybody logs, however small, from here on."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    return log


def text(transcript: bytes) -> str:
    """What a transcript says, as its bytes hold it; a Word file's bytes hold it packed."""
    if transcript.startswith(b"PK"):
        try:
            return "\n".join(p.text for p in files.read(transcript).passages)
        except (UnreadableError, NoWordsError):
            return ""
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        try:
            return transcript.decode(encoding)
        except UnicodeError:
            continue
    return transcript.decode("utf-8", "replace")


def other_than_filed(places: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Everywhere but the filed record itself."""
    return ((place, data) for place, data in places if not _is_filed(place))


def _is_filed(place: str) -> bool:
    return place.startswith("case system/notes/") and place.endswith("/text")


# --- the stations -------------------------------------------------------------------------------------------------


async def _walked(walk: Walk) -> None:
    async with walk.station("asked"):
        message = await (_dropped(walk) if walk.plan.by == "upload" else _commanded(walk))
        await _confirmed(walk, message)
    async with walk.station("drafted"):
        await _drafted(walk, message)
    for n, card in enumerate(walk.cards, 1):
        async with walk.station(f"checked {n}" if n > 1 else "checked"):
            await walk.hand.check(card)
        async with walk.station(f"approved {n}" if n > 1 else "approved"):
            ticks = await walk.hand.read(card)
            # once its pages are out every save before them is written down: this is the text that was read
            words_to_file = text_of(await _draft(walk, n))
            await walk.hand.approve(card, ticks)
        walk.seen.posted.append({"id": "", "case_reference": "", "approved_text": words_to_file, "text": ""})


async def _commanded(walk: Walk) -> str:
    """A meeting was held; its organiser types draft and its join link."""
    plan = walk.plan
    length = timedelta(minutes=30)
    meeting = walk.town.microsoft.graph.add_meeting(
        plan.subject,
        plan.began,
        plan.began + length,
        walk.author,
        [],
        transcripts=[(plan.transcript, plan.began, plan.began + length)],
        recorded=True,
    )
    return (await walk.hand.say(f"draft {meeting.join_url}")).id


async def _dropped(walk: Walk) -> str:
    return (await walk.hand.drop(walk.plan.name, walk.plan.transcript)).id


async def _confirmed(walk: Walk, message: str) -> None:
    """Which kind of record, whose file, were they told; then: yes, this is the right child."""
    if not walk.hand.has(message, "find"):
        _raise(walk, message)
    references = [reference for _, _, reference in walk.plan.people]
    await walk.hand.start(message, walk.plan.record_type, references)


async def _drafted(walk: Walk, message: str) -> None:
    """The drafts are there, a card a child, in the order in which the children were named."""

    def ready() -> bool:
        cards = [m.id for m in walk.hand.messages() if walk.hand.has(m.id, "final")]
        ended = any(said in _screen(walk) for said in (NO_WORDS, UNREADABLE))
        return ended or (message in cards and len(cards) == len(walk.plan.people))

    await walk.hand.until("the draft", ready)
    if not walk.hand.has(message, "final"):
        _raise(walk, message)
    cards = {}
    for m in walk.hand.messages():
        for node in _places(walk.hand.card(m.id)) if m.cards else ():
            cards[node["n"]] = m.id
            walk.docket = DocketId(str(node["r"]))
    walk.cards = [cards[n] for n in sorted(cards)]
    for n in range(1, len(walk.cards) + 1):
        walk.seen.drafts.append(await _draft(walk, n))


def _places(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Which record a card is of; a button that brings another's card says nothing of this one."""
    return [b["data"] for b in buttons(card) if b.get("data", {}).get("n") and b["verb"] != "bring"]


def _screen(walk: Walk) -> str:
    return "\n".join(words(c) for m in walk.hand.messages() for c in m.cards)


def _raise(walk: Walk, message: str) -> None:
    """No draft came: the practitioner reads why."""
    found = next(m for m in walk.hand.messages() if m.id == message)
    read = "\n".join(words(c) for c in found.cards) or str(found.activity.get("text", ""))
    for said, kind in ((NO_WORDS, NoWordsError), (UNREADABLE, UnreadableError)):
        found_in = next((row for row in read.splitlines() if said in row), None)
        if found_in is not None:
            raise kind(found_in)
    raise StuckError("no draft came", read)


async def _draft(walk: Walk, n: int) -> Draft:
    """The words of a record as they stand."""
    desk = walk.house.desk
    docket, _ = await desk.dockets.read(walk.docket)
    record = next(r for r in docket.records if r.n == n)
    return (await read_version(desk.words, docket, n, record.version)).reveal()


async def _receipt(walk: Walk) -> Receipt:
    """Filed, read back, destroyed, looked for four times: the account is closed."""
    receipts, dockets = walk.house.desk.receipts, walk.house.desk.dockets
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            await dockets.read(walk.docket)
        except NotThereError:
            return await receipts.read(walk.docket)
        await asyncio.sleep(0.1)
    raise StuckError("the receipt did not come", _screen(walk))


def _filed(walk: Walk) -> None:
    """What the case system holds, found by asking it and not us."""
    if walk.seen.receipt is None:
        return
    for posted, filing in zip(walk.seen.posted, walk.seen.receipt.filings, strict=True):
        note = walk.town.cases.notes.get(filing.filed or "")
        posted["id"] = filing.filed or ""
        posted["case_reference"] = filing.reference
        posted["text"] = note.text if note else ""


def plan_from(path: Path, record_type: str, people: Sequence[str], by: str) -> Plan:
    """The plan of a command line. Raises ValueError if a person is not "name,dob,ref"."""
    known = dict(titles())
    if record_type not in known:
        raise ValueError(f"There is no record type {record_type}. Choose one of: {', '.join(sorted(known))}.")
    named = [tuple(part.strip() for part in p.split(",")) for p in people]
    if any(len(p) != 3 for p in named):
        raise ValueError(
            'A person is written "name,date of birth,file number", such as "Tyler Brook,2017-03-14,CH-1".'
        )
    chosen = [(p[0], p[1], p[2]) for p in named] or list(DEFAULT_PEOPLE)
    return Plan(transcript=path.read_bytes(), record_type=record_type, people=chosen, by=by, name=path.name)
