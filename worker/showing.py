"""How cards are sent, shown and redrawn, and people asked or reminded. Words reach a card only by `show_card`."""

from __future__ import annotations

from record.docket import Act, Docket, Seen
from record.doors import Good
from record.entries import record_of
from record.values import replace
from worker.answers import done
from worker.desk import Desk
from worker.versions import words_of


async def send_card(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """A wordless card; its id is written down before words come."""
    return replace(done(desk), value=await desk.chat.send(docket, act.record))


async def show_card(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """The contents of the draft, by update."""
    words = await words_of(desk.words, docket, act.record, act.version)
    await desk.chat.show(docket, act.record, words, good)
    return done(desk)


async def tell(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Redraw a wordless face."""
    record = record_of(docket, act.record)
    look = await desk.chat.tell(docket, act.record, record.card or "", record.author.id, good)
    return replace(done(desk), saw=look.saw)


async def remind(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """A message that a draft waits, without a child or a word."""
    await desk.chat.remind(docket, act.record)
    return done(desk)


async def ask_second(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """A wordless card to the second approver."""
    reached = await desk.chat.ask_second(docket, act.record, act.who, act.key)
    return replace(done(desk), value=reached.message, person=reached.person)


async def ask_organiser(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """A card to the meeting's organiser."""
    reached = await desk.chat.ask_organiser(docket)
    return replace(done(desk), value=reached.message, person=reached.person)
