"""Whoever presses something: the person, the bot of the process that answers, and what one press goes through."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from typing_extensions import override

from bot.claimed import Claimed, Take, here
from bot.incoming import Answer, DroppedFile, Incoming, Kind
from bot.membership import Membership
from bot.patience import A, Asking, Patience
from bot.starting import Starting
from bot.turns import Turns
from bot.views import Drawn, View
from cards.reading import Press as At
from record.docket import Docket, Person, Record
from record.doors import Token
from record.draft import Draft
from record.fair_copy import hash_of, text_of
from record.policy import Policy, Seen
from record.said import Said
from record.terms import DocketId, GroupId, PersonId, RecordTypeId
from tests.simulation.driving import TURN
from tests.simulation.world import Card, World
from worker.desk import Desk

PATIENCE = 15.0
"""Seconds after which Teams no longer waits for the answer to a press."""

TYPE = RecordTypeId("home-visit")

Change = Callable[[Docket], Docket]
Edit = Callable[[Draft], Draft]


def person(name: str) -> Person:
    """A practitioner with their own chat."""
    return Person(
        id=PersonId(name), name=name.title(), teams=f"29:{name}", conversation=f"chat-{name}", service_url=""
    )


KELLY, SAM, ROBIN, ASHA = person("kelly"), person("sam"), person("robin"), person("asha")
"""Kelly opens every source; Asha is information governance."""


class NoGroups:
    """This council names nobody by group."""

    async def member_of(self, token: Token, who: PersonId, groups: Sequence[GroupId]) -> Seen:
        raise AssertionError("Nobody is to be asked.")


class Undrawn(Turns):
    """The bot's turns; but replies without words, of which nobody here reads anything, are not drawn."""

    async def wordless(self, docket: Docket, n: int) -> Mapping[str, object]:
        await self._desk.policy()
        return {}

    def _wordless(self, docket: Docket, n: int, policy: Policy) -> Mapping[str, object]:
        return {}


class InTurn(Patience):
    """One after the other, and for as long as each takes: how long that may be is the doors' own to say here."""

    @override
    async def asks(self, asking: Awaitable[A], silent: str) -> A:
        return await asking

    @override
    async def together(self, *many: Asking[Any]) -> tuple[Any, ...]:
        try:
            return tuple([await one for one in many])
        finally:
            for one in many:
                one.close()


@dataclass(eq=False, slots=True)
class Bot:
    """The bot in one process: its turns, and what one press through them needs."""

    world: World
    desk: Desk
    wake: Callable[[DocketId], None]
    starting: Starting = field(init=False)
    turns: Turns = field(init=False)
    claimed: Claimed = field(init=False)

    def __post_init__(self) -> None:
        turns = Turns if self.world.draws else Undrawn
        self.turns = turns(desk=self.desk, titles=str, wake=self.wake)
        self.claimed = Claimed(desk=self.desk, wake=self.wake)
        self.starting = Starting(
            desk=self.desk,
            tenant="council",
            types=((TYPE, "Home visit"),),
            membership=Membership(tokens=self.desk.tokens, directory=NoGroups()),
            download=self._download,
            wake=self.wake,
            new_id=lambda: f"i{self.world.number()}",
        )

    async def _download(self, file: DroppedFile) -> Said[bytes]:
        return Said(file.download.encode())


@dataclass(frozen=True, slots=True)
class Hand:
    """One press: whose, through which bot, on which record. `card` is what they have before them, if anything."""

    bot: Bot
    who: Person
    docket: DocketId
    n: int
    card: Card | None

    @property
    def world(self) -> World:
        return self.bot.world

    @property
    def at(self) -> At:
        """What the button carries."""
        return At(r=self.docket, n=max(1, self.n), v=self.card.version if self.card else 0)

    @property
    def now(self) -> datetime:
        """By the bot's own clock."""
        return self.bot.desk.clock()

    async def policy(self) -> Policy:
        """As the bot reads it."""
        return await self.bot.desk.policy()

    def pressed_on(self, card: str | None) -> None:
        """As the bot does before words are drawn: refuses a press on another card than that one."""
        incoming = Incoming(
            kind=Kind.PRESS, person=self.who, personal=True, message=self.card.id if self.card else None
        )
        here(incoming, card)

    def means(self, meaning: Callable[[Docket], None]) -> None:
        """What the next save of this press means, told to the judges when it lands."""
        actor = self.world.stage.actor
        assert actor is not None
        actor.means = meaning

    async def decides(self, change: Change, meaning: Callable[[Docket], None]) -> None:
        """A decision whose answer holds no words."""
        self.means(meaning)
        docket = await self.bot.turns.changed(self.at, change)
        await self.bot.turns.woken(docket.id)()

    async def touches(self, change: Change) -> None:
        """A decision that means nothing but that somebody is at this record."""
        await self.decides(change, lambda docket: self.world.judges.touched(docket.id, self.n))

    # --- replies with words ---------------------------------------------------------------------------------------

    async def turn(self, *, pages: bool, edit: Edit | None = None) -> None:
        """A reply with words, by the bot's own turn."""
        card, pressed = self.card, self.world.now
        if card is None:
            return  # there is nothing to press
        drawn: list[View] = []

        def draw(view: View) -> Drawn:
            drawn.append(view)
            return Drawn(card={}, sent=tuple(range(1, view.record.pages + 1)) if pages else ())

        def edited(draft: Draft, record: Record) -> Draft:
            return edit(draft) if edit else draft

        self.means(lambda docket: self.world.judges.touched(docket.id, self.n))
        incoming = Incoming(kind=Kind.PRESS, person=self.who, personal=True, message=card.id)
        answer = await self.bot.turns.turn(incoming, self.at, draw, edited)
        await TURN
        if not drawn or self._reaches(card, pressed, drawn[0].record.version, drawn[0].draft, pages=pages):
            await after(answer)

    async def colleague_decides(
        self, change: Callable[[Docket, Policy], Docket], meaning: Callable[[Docket], None]
    ) -> None:
        """A decision by the way that serves several people on one record."""
        self.means(meaning)
        docket = await self.bot.claimed.decided(self.at, change)
        await self.bot.claimed.woken(docket.id)()

    async def colleague_turn(
        self, take: Take, meaning: Callable[[Docket], None], *, edit: Edit | None = None, pages: bool = False
    ) -> None:
        """A reply with words, by the same way."""
        card, pressed = self.card, self.world.now
        if card is None:
            return
        drawn: list[View] = []

        def draw(view: View) -> Drawn:
            drawn.append(view)
            return Drawn(card={}, sent=tuple(range(1, view.record.pages + 1)) if pages else ())

        self.means(meaning)
        answer = await self.bot.claimed.turn(self.at, take, draw, edit)
        await TURN
        if drawn and self._reaches(card, pressed, drawn[0].record.version, drawn[0].draft, pages=pages):
            await after(answer)

    async def sends_back(self, take: Take, meaning: Callable[[Docket], None], edit: Edit) -> None:
        """Words that go into a version of their own, with a reply that has none."""
        self.means(meaning)
        taken = await self.bot.claimed.take(self.at, take, edit)
        await self.bot.claimed.absorbed(self.at, taken, due=True)

    def _reaches(self, card: Card, pressed: datetime, version: int, draft: Draft, *, pages: bool) -> bool:
        """Whether the reply is over for the bot: shown on the card, or too late for Teams, which nobody is sure to
        learn."""
        world = self.world
        if card.deleted:
            return False
        if (world.now - pressed).total_seconds() >= PATIENCE:
            world.tell("  Teams waits no longer: the reply is not shown")
            if world.rng.random() < 0.5:
                return False
            if pages:  # as far as anybody but its reader can know
                world.judges.sent(self.docket, self.n, self.who.id, hash_of(text_of(draft)))
            return True
        world.show(card, version, draft, final=pages)
        if pages:
            world.judges.sent(self.docket, self.n, self.who.id, card.hash)
        return True


async def after(answer: Answer) -> None:
    """What the bot does once its answer is out."""
    if answer.after is not None:
        await answer.after()
