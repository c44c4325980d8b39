"""Each grant unlocks exactly what it says: none is needed from upload to receipt, and each adds its own and no more."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import pytest_asyncio

import settings
from graph.door import Graph
from graph.scopes import SCOPES
from house import House, open_house
from local import rehearsal, samples
from local.demo import plan_of
from local.hand import inputs, words
from local.microsoft import Microsoft
from local.microsoft.meetings import Meeting
from local.microsoft.people import Person
from local.microsoft.token_service import SignIn
from local.rehearsal import Plan, Walk
from local.town import QUICK, Town, open_town
from record.docket import Call
from record.doors import Token
from record.errors import NotAllowedError
from record.receipt import Receipt
from record.said import Said
from record.terms import Address, GroupId, Outcome, PersonId, Saw

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = tuple(scope.name for scope in SCOPES)
CALENDAR, MEETINGS, TRANSCRIPTS, CHAT, FILES, SELF = NAMES
APP_ID = "88888888-aaaa-4bbb-8ccc-000000000008"
TENANT = "22222222-aaaa-4bbb-8ccc-000000000002"
VTT = b"WEBVTT\n\n00:00:03.120 --> 00:00:07.440\n<v Ana Example>Thank you for coming.</v>\n"
BEGAN = datetime.now(UTC) - timedelta(days=1)


# --- by itself: what of Graph a grant opens -----------------------------------------------------------------------


@dataclass
class Desk:
    """A meeting stopped and begun again within a minute, so that two files fit both calls; and the door to Graph."""

    microsoft: Microsoft
    graph: Graph
    ana: Person
    meeting: Meeting
    group: GroupId

    def token(self, *scopes: str) -> Token:
        signed = self.microsoft.identity.user_token(self.ana, scopes)
        return Token(value=Said(signed), expires=datetime.now(UTC) + timedelta(hours=1))

    async def opens(self, *scopes: str) -> set[str]:
        """What can be done with a sign-in that holds these, each tried by itself with what all of them would give."""
        all_of_them, token = self.token(*NAMES), self.token(*scopes)
        meeting = await self.graph.find(all_of_them, self.meeting.join_url)
        call = (await self.graph.calls(all_of_them, meeting))[0]
        address = (await self.graph.files(all_of_them, call)).files[0].address
        trials: dict[str, Callable[[], Awaitable[object]]] = {
            "list meetings": lambda: self.graph.recent(
                token, BEGAN - timedelta(days=1), datetime.now(UTC), 9
            ),
            "find a meeting": lambda: self.graph.find(token, self.meeting.join_url),
            "list transcripts": lambda: self.graph.calls(token, meeting),
            "read a transcript": lambda: self.graph.content(token, call),
            "the meeting of a chat": lambda: self.graph.of_chat(token, meeting.thread),
            "see its files": lambda: self.graph.files(token, call),
            "be sure which is its": lambda: self._sure(token, call),
            "destroy its file": lambda: self._may_destroy(token, call, address),
            "see who is in a group": lambda: self.graph.member_of(
                token, PersonId(self.ana.oid), [self.group]
            ),
        }
        return {name for name, trial in trials.items() if await _given(trial)}

    async def _sure(self, token: Token, call: Call) -> bool:
        return (await self.graph.files(token, call)).sure

    async def _may_destroy(self, token: Token, call: Call, address: Address) -> bool:
        return (await self.graph.preflight(token, call, address)).saw is Saw.PRESENT


async def _given(trial: Callable[[], Awaitable[object]]) -> bool:
    try:
        found = await trial()
    except NotAllowedError:
        return False
    return bool(getattr(found, "files", found))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk() -> AsyncIterator[Desk]:
    async with Microsoft(app_id=APP_ID, tenant=TENANT) as microsoft:
        ana, ben = microsoft.person("Ana Example"), microsoft.person("Ben Sample")
        parts = [
            (VTT, BEGAN, BEGAN + timedelta(minutes=5)),
            (VTT, BEGAN + timedelta(minutes=6), BEGAN + timedelta(minutes=20)),
        ]
        meeting = microsoft.graph.add_meeting(
            "Review", BEGAN, BEGAN + timedelta(hours=1), ana, [ben], transcripts=parts, recorded=True
        )
        graph = Graph(clock=lambda: datetime.now(UTC), base_url=microsoft.graph.base_url)
        try:
            yield Desk(microsoft, graph, ana, meeting, GroupId(microsoft.graph.groups.add(ana).id))
        finally:
            await graph.aclose()


ALONE = {
    (): set(),
    (CALENDAR,): {"list meetings"},
    (MEETINGS,): {"find a meeting"},
    (TRANSCRIPTS,): {"list transcripts", "read a transcript"},
    (CHAT,): {"the meeting of a chat"},
    (FILES,): {"see its files", "destroy its file"},
    (SELF,): {"see who is in a group"},
    (CHAT, FILES): {"the meeting of a chat", "see its files", "be sure which is its", "destroy its file"},
}


@pytest.mark.parametrize("scopes", ALONE, ids=lambda s: "+".join(s) or "none")
async def test_a_grant_by_itself_opens_what_is_said_of_it_and_nothing_else(
    desk: Desk, scopes: tuple[str, ...]
) -> None:
    assert await desk.opens(*scopes) == ALONE[scopes]


async def test_all_of_them_open_all_and_there_is_none_that_opens_nothing(desk: Desk) -> None:
    everything = await desk.opens(*NAMES)
    assert everything == set().union(*ALONE.values())
    for name in NAMES:
        assert await desk.opens(*(n for n in NAMES if n != name)) < everything, name


# --- in the house: one after another ------------------------------------------------------------------------------


@dataclass
class Stage:
    """The house in its town."""

    town: Town
    house: House
    numbers: itertools.count[int]

    def walk(self, *scopes: str, by: str = "graph", signed_in: SignIn = SignIn.YES) -> Walk:
        """Somebody new, with a child of their own, whose sign-in holds these and no other."""
        n = next(self.numbers)
        plan = plan_of(samples.load("home-visit"))
        mark = f"\n\n01:30:00.000 --> 01:30:01.000\n<v Kelly Marsh>Number {n}.</v>\n".encode()
        people = [(name, born, f"{reference}-{n}") for name, born, reference in plan.people]
        plan = replace(
            plan,
            by=by,
            people=people,
            author=f"Practitioner {n}",
            transcript=plan.transcript + mark,
            began=BEGAN,
        )
        walk = rehearsal.start(plan, self.town, self.house, again=3)
        standing = self.town.microsoft.tokens.people[walk.author.teams_id]
        standing.state, standing.scopes = signed_in, scopes
        return walk

    def met(self, walk: Walk) -> str:
        """That practitioner's meeting was held; its join link."""
        plan: Plan = walk.plan
        ends = plan.began + timedelta(minutes=30)
        return self.town.microsoft.graph.add_meeting(
            plan.subject, plan.began, ends, walk.author, [],
            transcripts=[(plan.transcript, plan.began, ends)], recorded=True,
        ).join_url  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with (
        open_town(QUICK) as town,
        open_house(settings.read(town.environment), observe=town.observe) as house,
    ):
        town.microsoft.connector.bot_url = f"{house.address}/api/messages"
        yield Stage(town, house, itertools.count(1))


def outcome(receipt: Receipt | None, kind: str) -> Outcome | None:
    assert receipt is not None
    return next(c.outcome for c in receipt.copies if c.kind == kind)


@pytest.mark.parametrize("signed_in", [SignIn.NO, SignIn.CONSENT_MISSING, SignIn.YES])
async def test_with_no_grant_at_all_a_dropped_transcript_is_drafted_filed_and_receipted(
    stage: Stage, signed_in: SignIn
) -> None:
    """Nobody has signed in, nobody has agreed, or nothing was agreed to: all the same. What only a grant could destroy
    is said to be there still, and whose it is to remove."""
    walk = stage.walk(by="upload", signed_in=signed_in)
    already = len(stage.town.wire.calls)
    await rehearsal.to_receipt(walk)
    [filed] = walk.seen.posted
    assert filed["text"] == filed["approved_text"] != ""
    assert outcome(walk.seen.receipt, "our copy of the transcript") is Outcome.GONE
    assert outcome(walk.seen.receipt, "the file you dropped") is Outcome.UNKNOWN
    given = [c for c in stage.town.wire.calls[already:] if c.party == "graph" and c.status and c.status < 400]
    assert given == []


async def test_the_grant_for_files_adds_that_the_dropped_file_is_destroyed(stage: Stage) -> None:
    walk = stage.walk(FILES, by="upload")
    await rehearsal.to_receipt(walk)
    assert outcome(walk.seen.receipt, "the file you dropped") is Outcome.GONE


async def test_one_after_another_each_adds_its_own(stage: Stage) -> None:
    """Nothing: the file still works. Then the list; then nothing more that is seen, since a meeting alone has no words;
    then the draft; and at last that the meeting's own file goes."""
    seen = {}
    for n in range(3):
        granted = (CALENDAR, MEETINGS, TRANSCRIPTS)[:n]
        walk = stage.walk(*granted)
        link = stage.met(walk)
        listed = (await walk.hand.say("draft")).id
        await walk.hand.until("the list", partial(_is_known, walk, listed))
        started = await walk.hand.say(f"draft {link}")
        seen[granted] = (_listed(walk, listed), walk.hand.has(started.id, "find"))
        read = "\n".join(words(c) for c in started.cards)
        assert walk.hand.has(started.id, "find") or "permissions of Faircopy were agreed to" in read
    assert seen == {
        (): (False, False),
        (CALENDAR,): (True, False),
        (CALENDAR, MEETINGS): (True, False),
    }
    walk = stage.walk(CALENDAR, MEETINGS, TRANSCRIPTS, FILES)
    await rehearsal.to_receipt(walk)
    assert outcome(walk.seen.receipt, "recording and transcript") is Outcome.GONE


async def test_without_the_grant_for_files_a_meeting_is_filed_and_its_file_waits_for_somebody(
    stage: Stage,
) -> None:
    walk = stage.walk(CALENDAR, MEETINGS, TRANSCRIPTS, CHAT)
    await rehearsal._walked(walk)

    def waits() -> bool:
        read = words(walk.hand.card(walk.cards[0])).partition("Recording and transcript")[2]
        return "Waiting" in read.partition("OneDrive")[2][:40]

    await walk.hand.until("what waits", waits)
    assert len(stage.town.cases.notes_on(walk.plan.people[0][2])) == 1


def _listed(walk: Walk, message: str) -> bool | None:
    """Whether the person's meetings are offered to choose from; None while they are being looked for."""
    card = walk.hand.card(message)
    if "I am looking into your calendar" in words(card):
        return None
    return bool(inputs(card).get("meeting", {}).get("choices"))


def _is_known(walk: Walk, message: str) -> bool:
    return _listed(walk, message) is not None
