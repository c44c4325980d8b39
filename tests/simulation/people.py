"""Whoever presses something: the person, the bot of the process that answers, and what one press goes through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.incoming import Answer, DroppedFile, Incoming, Kind
from bot.starting import Starting
from bot.turns import Turns
from bot.views import Drawn, View
from cards.reading import Press as At
from record import line
from record.docket import Claim, Docket, DocketId, Person, PersonId, Record, RecordTypeId, Saw, Seen
from record.draft import Draft
from record.entries import record_of
from record.errors import FaircopyError, RefusedError, StaleError
from record.policy import Policy
from record.said import Said
from tests.simulation.driving import TURN, Pause
from tests.simulation.world import Card, World
from worker.desk import Desk
from worker.versions import put_version, read_version

PATIENCE = 15.0
"""Seconds after which Teams no longer waits for the answer to a press."""

TYPE = RecordTypeId("home-visit")

Change = Callable[[Docket], Docket]
Edit = Callable[[Draft], Draft]
Claims = Callable[[Docket, Policy, datetime], tuple[Docket, Claim]]


def person(name: str) -> Person:
    """A practitioner with their own chat."""
    return Person(
        id=PersonId(name), name=name.title(), teams=f"29:{name}", conversation=f"chat-{name}", service_url=""
    )


KELLY, SAM, ROBIN, ASHA = person("kelly"), person("sam"), person("robin"), person("asha")
"""Kelly opens every source; Asha is information governance."""


@dataclass(eq=False, slots=True)
class Bot:
    """The bot in one process: its turns, and what one press through them needs."""

    world: World
    desk: Desk
    wake: Callable[[DocketId], None]
    starting: Starting = field(init=False)
    turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        self.turns = Turns(desk=self.desk, titles=str, wake=self.wake)
        self.starting = Starting(
            desk=self.desk,
            tenant="council",
            types=((TYPE, "Home visit"),),
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
    def now(self) -> datetime:
        """By the bot's own clock."""
        return self.bot.desk.clock()

    async def policy(self) -> Policy:
        """As the bot reads it."""
        return await self.bot.desk.policy()

    def means(self, meaning: Callable[[Docket], None]) -> None:
        """What the next save of this press means, told to the judges when it lands."""
        actor = self.world.stage.actor
        assert actor is not None
        actor.means = meaning

    async def decides(self, change: Change, meaning: Callable[[Docket], None]) -> None:
        """A decision whose answer holds no words."""
        self.means(meaning)
        docket = await self.bot.turns.changed(At(r=self.docket, n=max(1, self.n), v=0), change)
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
        at = At(r=self.docket, n=self.n, v=card.version)
        answer = await self.bot.turns.turn(incoming, at, draw, edited)
        await TURN
        if drawn and self._reaches(card, pressed, drawn[0].record.version, drawn[0].draft, pages=pages):
            await after(answer)

    async def claims(
        self,
        claims: Claims,
        meaning: Callable[[Docket], None],
        *,
        edit: Edit | None = None,
        pages: bool = False,
    ) -> None:
        """A reply with words for which the bot has no turn yet: the same steps, in the same order."""
        desk, world, pressed = self.bot.desk, self.world, self.world.now
        self.means(meaning)
        for _ in range(3):
            docket, etag = await desk.dockets.read(self.docket)
            record = record_of(docket, max(1, self.n))
            draft = (await read_version(desk.words, docket, record.n, record.version)).reveal()
            policy = await desk.policy()
            docket, claim = claims(docket, policy, desk.clock())
            try:
                etag = await desk.dockets.save(docket, etag)
            except StaleError:
                continue
            break
        else:
            raise RefusedError("One moment.")

        def good() -> None:
            if desk.clock() >= claim.until:
                raise RefusedError("One moment.")

        at = desk.clock()
        sent = tuple(range(1, record.pages + 1)) if pages else ()
        seen = Seen(saw=Saw.DONE, at=at, sent=sent)
        if edit is not None:
            draft = edit(draft)
            seen = await put_version(
                desk.words, docket, record.n, claim.act.version, Said(draft), good, at=at
            )
        await TURN
        card = world.cards.get(claim.act.key)
        if card is None or self._reaches(card, pressed, claim.act.version, draft, pages=pages):
            await self._absorbed(docket, etag, claim, seen, policy)

    async def _absorbed(self, docket: Docket, etag: str, claim: Claim, seen: Seen, policy: Policy) -> None:
        desk = self.bot.desk
        while desk.clock() < claim.until:
            try:
                await desk.dockets.save(line.absorb(docket, claim.act, seen, policy, claim), etag)
            except StaleError:
                docket, etag = await desk.dockets.read(docket.id)
            except FaircopyError:
                await Pause(0.15)
            else:
                self.bot.wake(docket.id)
                return

    def _reaches(self, card: Card, pressed: datetime, version: int, draft: Draft, *, pages: bool) -> bool:
        """Whether the reply is over for the bot: shown on the card, or too late for Teams, which nobody is sure to
        learn."""
        world = self.world
        if card.deleted:
            return False
        if (world.now - pressed).total_seconds() >= PATIENCE:
            world.tell("  Teams waits no longer: the reply is not shown")
            return world.rng.random() < 0.5
        world.show(card, version, draft, final=pages)
        if pages:
            world.judges.sent(self.docket, self.n, self.who.id, card.hash)
        return True


async def after(answer: Answer) -> None:
    """What the bot does once its answer is out."""
    if answer.after is not None:
        await answer.after()
