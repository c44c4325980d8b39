"""How a source comes to have an account: a call, a dropped file, an objection, a correction, a late find."""

from __future__ import annotations

from collections.abc import Callable

from bot.incoming import DroppedFile, Incoming, Kind
from bot.opening import Opening
from record import joining, misfiled
from record.docket import Call, Docket, Filed, Person
from record.receipt import Filing
from record.terms import ContentHash, DocketId, Proof, Told
from tests.simulation.meanings import file_of
from tests.simulation.people import TYPE, Bot, Hand, InTurn, after
from tests.simulation.world import Card, MeetingFile


async def asks(bot: Bot, who: Person, call: str, references: tuple[str, ...]) -> None:
    """`Yes, make the draft`, on the start card of a call."""
    card = bot.world.new_card(who, DocketId(""), 0, live=True)
    at = Opening(m="call", j="link", c=call, references=references, type=TYPE, told=Told.AGREED)
    await _asks(bot, who, at, card)


async def names_child(hand: Hand, references: tuple[str, ...]) -> None:
    """`Yes, make the draft`, on the start card of a dropped file."""
    card = hand.world.new_card(hand.who, hand.docket, 0, live=True)
    at = Opening(m="upload", d=hand.docket, references=references, type=TYPE, told=Told.AGREED)
    await _asks(hand.bot, hand.who, at, card)


async def _asks(bot: Bot, who: Person, at: Opening, card: Card) -> None:
    _means(bot, joined(bot, who, card))
    incoming = Incoming(
        kind=Kind.PRESS, person=who, personal=True, message=card.id, data=at.carried(), patience=InTurn()
    )
    await after(await bot.starting.ask(incoming))


def joined(bot: Bot, who: Person, card: Card | None) -> Callable[[Docket], None]:
    """The meaning of a save with which this person's records come into an account."""
    world, now = bot.world, bot.world.now

    def meaning(docket: Docket) -> None:
        for r in docket.records:
            if card is not None and r.card == card.id:
                card.docket, card.n = docket.id, r.n
        world.judges.joined(docket, who.id, now=now)

    return meaning


def _means(bot: Bot, meaning: Callable[[Docket], None]) -> None:
    actor = bot.world.stage.actor
    assert actor is not None
    actor.means = meaning


async def drops(bot: Bot, who: Person, file: str) -> None:
    """A transcript is dropped into the chat, and so into that person's own files."""
    file = f"{file.partition('-of-')[0]}-of-{who.id}"
    own = MeetingFile(address=file_of(file), owner=who.id)
    bot.world.files.setdefault(own.address, own)
    judges, now = bot.world.judges, bot.world.now
    _means(bot, lambda docket: judges.opened(docket, now=now))
    dropped = DroppedFile(name="t.vtt", download=file, link=file)
    await after(await bot.starting.dropped(who, dropped))


async def objects(bot: Bot, who: Person, call: Call) -> None:
    """Somebody objected, and the meeting's own file is to be deleted."""
    card = bot.world.new_card(who, DocketId(""), 0, live=True)
    docket = joining.open_objection(
        id=DocketId(f"i{bot.world.number()}"),
        name=bot.desk.dockets.name(f"call:council:{call.call}"),
        call=call,
        opener=who,
        record_type=TYPE,
        reference="",
        card=card.id,
        now=bot.desk.clock(),
    )

    def meaning(made: Docket) -> None:
        joined(bot, who, card)(made)
        bot.world.judges.discarded(made.id, 1, only_account=True)

    await _creates(bot, docket, meaning)


async def corrects(bot: Bot, who: Person, filing: Filing) -> None:
    """A correction of a record that is filed."""
    card = bot.world.new_card(who, DocketId(""), 0, live=True)
    docket = misfiled.open_correction(
        id=DocketId(f"i{bot.world.number()}"),
        name=bot.desk.dockets.name(f"correction:{filing.filed}"),
        filed=_filed(filing),
        record_id=f"i{bot.world.number()}",
        author=who,
        card=card.id,
        now=bot.desk.clock(),
    )
    await _creates(bot, docket, joined(bot, who, card))


async def finds_wrong(bot: Bot, who: Person, filing: Filing) -> None:
    """A record is found on the wrong file after its own account has gone."""
    docket = misfiled.open_misfiled(
        id=DocketId(f"i{bot.world.number()}"),
        name=bot.desk.dockets.name(f"wrong:{filing.filed}"),
        filed=_filed(filing),
        proof=filing.proof or Proof.READ_BACK,
        record_id=f"i{bot.world.number()}",
        author=who,
        now=bot.desk.clock(),
    )

    def meaning(made: Docket) -> None:
        joined(bot, who, None)(made)
        bot.world.judges.found_wrong(made.id, 1)

    await _creates(bot, docket, meaning)


def _filed(filing: Filing) -> Filed:
    return Filed(
        note=filing.filed or "",
        reference=filing.reference,
        record_type=TYPE,
        hash=ContentHash(filing.hash or ""),
    )


async def _creates(bot: Bot, docket: Docket, meaning: Callable[[Docket], None]) -> None:
    _means(bot, meaning)
    id, made = await bot.desk.dockets.create(docket, bot.desk.clock())
    if made:
        bot.wake(id)
