"""What the page is a window on: a town, the real house in it, and one visitor, who is Kelly Marsh at Teams."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import settings
from house import House, open_house
from local import samples
from local.hand import Hand
from local.microsoft import CONNECTION
from local.microsoft.teams_user import Answer, CannotError, TeamsUser
from local.rehearsal import text
from local.residue import runs_of
from local.samples import Sample
from local.town import QUICK, Town, open_town
from record.policy import Colleague, Policy
from record.terms import PersonId

VISITOR = "Kelly Marsh"
OWN_CHILD = samples.Person(
    reference="CH-000001", name="Sam Example", born=datetime(2016, 5, 4, tzinfo=UTC).date(), worker=VISITOR
)
"""An invented child, for a transcript that the visitor brings."""

SHORT = replace(
    QUICK,
    undo=timedelta(seconds=5),
    grace=timedelta(seconds=5),
    looks=tuple(timedelta(seconds=n) for n in (1, 2, 3, 5)),
    offer_looks=tuple(timedelta(seconds=n) for n in (1, 3, 5, 8, 12, 20, 40)),
)
"""The page's waits: long enough to be seen, short enough to be waited for. Everything else as a council has it."""

ARRIVES = 1.5
"""Seconds after the end of a meeting until its transcript is there."""


@dataclass
class Stage:
    """One opening of the town. `moves` grows when the visitor or the house does something; `written` are containers of
    storage (account, name) written to since somebody looked; `needles` what was said in any meeting so far; `began`
    and `first` when the newest record was asked for, and after how many messages; `pressed` what since then; `offered`
    what helps whoever says yes to the newest offer.
    """

    town: Town
    house: House
    hand: Hand
    policy: Policy
    written: set[tuple[str, str]] = field(default_factory=set)
    moves: int = 0
    needles: frozenset[int] = frozenset()
    people: list[samples.Person] = field(default_factory=list)
    helped: str | None = None
    offered: str | None = None
    began: datetime | None = None
    first: int = 0
    pressed: set[str] = field(default_factory=set)

    @property
    def failing(self) -> bool:
        """Whether Microsoft keeps what it says is deleted."""
        return self.town.microsoft.files.says_deleted_but_keeps

    @property
    def user(self) -> TeamsUser:
        """The visitor."""
        return self.hand.user

    def observe(self, method: str, url: str, _: int) -> None:
        """A request of the house to storage: which container it wrote to."""
        for account in self.town.azurite.accounts:
            if method in ("PUT", "POST", "DELETE") and url.startswith(account.blob_url):
                container = url.removeprefix(account.blob_url).split("?")[0].split("/")[1]
                self.written.add((account.name, container))
                self.moves += 1

    def moved(self) -> int:
        """A number that changes when anything has happened since."""
        return self.moves + len(self.town.wire.calls)

    # --- what the visitor does ------------------------------------------------------------------------------------

    async def say(self, text: str) -> Answer:
        """Type a message."""
        self.helped = None
        if text.casefold().startswith("draft"):
            self._begin()
        return await self._done(await self.user.say(text))

    async def press(
        self, message: str, verb: str, data: Mapping[str, Any], inputs: Mapping[str, Any]
    ) -> Answer:
        """Press a button as it stands on the visitor's screen, which may be older than what Teams has by now."""
        self.helped = self.offered if verb == "offer-yes" else None
        self.pressed.add(verb)
        try:
            answer = await self.user.press(message, verb, data, inputs)
        except CannotError:
            answer = await self.user.press(message, verb, data, inputs, unseen=True)
        return await self._done(answer)

    async def sign_in(self) -> Answer:
        """Teams hands the visitor's token over by itself when they press the sign-in card's button."""
        return await self._done(await self.user.sign_in_exchange(CONNECTION))

    async def drop(self, name: str, content: bytes) -> Answer:
        """Drop a transcript of their own into the chat."""
        self._begin()
        self._said(content, _children(content))
        self.helped = "Choose a kind of record. Type this file number: " + ", ".join(
            f"{p.reference} for {p.name}, who is invented" for p in _children(content)
        )
        return await self._done(await self.user.drop_file(name, content))

    async def sample(self, sample: Sample) -> None:
        """The sample meeting was held; Kelly asks for its draft and says whose file it is for. Raises StuckError."""
        self._begin()
        self._said(sample.transcript, sample.people)
        meeting = self.town.microsoft.graph.add_meeting(
            sample.subject,
            sample.began,
            sample.ended,
            self.user.person,
            [],
            transcripts=[(sample.transcript, sample.began, sample.ended)],
            recorded=True,
        )
        message = await self.hand.say(f"draft {meeting.join_url}")
        self.moves += 1
        await self.hand.until("the start card", lambda: self.hand.has(message.id, "find"), 10.0)
        await self.hand.start(message.id, sample.record_type, [p.reference for p in sample.people])
        names = " and ".join(p.name for p in sample.people)
        self.helped = (
            f"For you, the page typed “draft” with the meeting's link, gave the file number of {names}, "
            "said that everyone had agreed, and pressed Yes."
        )
        self.moves += 1

    async def meeting_ends(self, sample: Sample) -> None:
        """A meeting like the sample's ends now. Kelly organised it and had added Faircopy to it; its transcript is
        there a moment later."""
        self._begin()
        microsoft, ended = self.town.microsoft, datetime.now(UTC)
        began = ended - (sample.ended - sample.began)
        meeting = microsoft.graph.add_meeting(sample.subject, began, ended, self.user.person, [])
        microsoft.meeting_chats.add_app(meeting)
        await microsoft.meeting_chats.end(meeting, at=ended)
        children = ", ".join(f"{p.reference} for {p.name}, who is invented" for p in sample.people)
        self.offered = f"As the kind of record choose {sample.title}. Type this file number: {children}."
        self.helped = (
            f"A meeting of yours has ended: {sample.title}. Faircopy was in it, and looks for its transcript with your "
            "own sign-in. It reads nothing before you say yes."
        )
        self.moves += 1
        await asyncio.sleep(ARRIVES)
        self._said(sample.transcript, sample.people)
        microsoft.graph.add_transcript(meeting, sample.transcript, began, ended, recorded=True)
        self.moves += 1

    def fail(self, on: bool) -> None:
        """Whether Microsoft says that a meeting's file is deleted, and keeps it."""
        self.town.microsoft.files.says_deleted_but_keeps = on
        self.moves += 1

    def _begin(self) -> None:
        self.began, self.first, self.pressed = datetime.now(UTC), len(self.user.screen()), set()

    def _said(self, transcript: bytes, people: tuple[samples.Person, ...]) -> None:
        """From now on this is what is looked for."""
        self.needles |= runs_of(text(transcript))
        self.people += [p for p in people if p not in self.people]
        self.moves += 1

    async def _done(self, answer: Answer) -> Answer:
        self.moves += 1
        return answer


def _children(transcript: bytes) -> tuple[samples.Person, ...]:
    """Whom it may be filed for: a sample's own, so that it is never filed for somebody whom it is not about."""
    known = (samples.load(name) for name in samples.names())
    return next((s.people for s in known if s.transcript == transcript), (OWN_CHILD,))


@asynccontextmanager
async def open_stage(policy: Policy = SHORT) -> AsyncIterator[Stage]:
    """Open the town and the house, with Kelly Marsh signed in and Faircopy installed. Raises as they do."""
    stages: list[Stage] = []

    def observe(method: str, url: str, status: int) -> None:
        for stage in stages:
            stage.observe(method, url, status)

    # In the demo the visitor is an admin besides, to whom the council's set-up can be shown.
    kelly = PersonId(str(uuid.uuid4()))
    async with (
        open_town(replace(policy, admins=(kelly,), names=(Colleague(id=kelly, name=VISITOR),))) as town,
        open_house(settings.read(town.environment), observe=observe) as house,
    ):
        town.microsoft.connector.bot_url = f"{house.address}/api/messages"
        for person in (*(p for name in samples.names() for p in samples.load(name).people), OWN_CHILD):
            town.cases.add_person(person.reference, person.name, person.born, person.worker)
        user = town.microsoft.user(town.microsoft.person(VISITOR, oid=kelly))
        stage = Stage(town=town, house=house, hand=Hand(user, again=3), policy=policy)
        stages.append(stage)
        # So that a typed "draft" has something to choose from: a meeting of this morning, with no transcript yet.
        now = datetime.now(UTC)
        town.microsoft.graph.add_meeting(
            "Team meeting", now - timedelta(hours=3), now - timedelta(hours=2), user.person, []
        )
        await user.install()
        yield stage


class Theatre:
    """Opens a stage, and another when the visitor starts over; the one task that does owns them all."""

    def __init__(self, policy: Policy = SHORT) -> None:
        self.policy = policy
        self._stage: Stage | None = None
        self._ready = asyncio.Event()
        self._over = asyncio.Event()
        self._stopping = False

    @property
    def stage(self) -> Stage | None:
        """What is open now; None while one closes and the next opens."""
        return self._stage

    async def run(self) -> None:
        """Until `stop`. Raises what opening raises."""
        while not self._stopping:
            async with open_stage(self.policy) as stage:
                self._stage = stage
                self._ready.set()
                await self._over.wait()
                self._over.clear()
                self._ready.clear()
                self._stage = None

    async def opened(self) -> None:
        """Wait until a stage is open."""
        await self._ready.wait()

    async def again(self) -> None:
        """Throw everything away, and open anew."""
        if self._stage is not None:
            self._stage = None
            self._ready.clear()
            self._over.set()
        await self._ready.wait()

    def stop(self) -> None:
        """Close the stage, and open no other."""
        self._stopping = True
        self._over.set()
