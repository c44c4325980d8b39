"""The table of all that people press: how often, and whose it is; and what they press next if they co-operate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.claimed import ElsewhereError
from record.docket import Docket, Person, Record
from record.errors import FaircopyError
from record.propose import waiting_for
from record.terms import Face, Saw, State
from tests.simulation.colleagues import (
    organiser_no,
    organiser_yes,
    release,
    remind_second,
    second_approve,
    second_read,
    send_back,
    take_over,
)
from tests.simulation.people import ASHA, KELLY, ROBIN, SAM, Hand
from tests.simulation.presses import (
    approve,
    attest,
    bring,
    by_hand,
    choose_file,
    delete_too,
    discard,
    discard_for_good,
    drop_again,
    edit,
    file_now,
    join,
    keep,
    look,
    may_count,
    move,
    read,
    reassign,
    retry,
    throw_away,
    try_now,
    undo,
    wrong_file,
)
from tests.simulation.world import Card

Press = Callable[[Hand], Awaitable[None]]
By = Callable[[Docket, Record | None], Person]
Cards = Callable[[Person], Card | None]
"""The newest card of the record before that person."""


def author(docket: Docket, record: Record | None) -> Person:
    """Whose record it is; of a docket with none, whoever opened it."""
    return record.author if record else docket.opener


def reader(docket: Docket, record: Record | None) -> Person:
    """Who is asked for the second approval."""
    asked = record.reader if record else None
    return next((p for p in (SAM, ROBIN, ASHA) if asked and p.id == asked.id), ROBIN)


def organiser(docket: Docket, record: Record | None) -> Person:
    """Whose meeting it was."""
    whose = getattr(docket.source, "organiser", "")
    return next((p for p in (KELLY, SAM, ROBIN) if p.id == whose), docket.opener)


def covering(docket: Docket, record: Record | None) -> Person:
    """Who covers for absent colleagues."""
    return SAM


def governance(docket: Docket, record: Record | None) -> Person:
    """Who may release what was kept."""
    return ASHA


@dataclass(frozen=True, slots=True)
class Kinds:
    """A press, how often it is chosen beside the others, and whose it would be."""

    press: Press
    weight: float
    by: By = author


PRESSES = (
    Kinds(read, 8),
    Kinds(approve, 9),
    Kinds(edit, 4),
    Kinds(look, 2),
    Kinds(undo, 1.5),
    Kinds(file_now, 1.5),
    Kinds(keep, 0.4),
    Kinds(bring, 0.7),
    Kinds(try_now, 1.5),
    Kinds(retry, 1.5),
    Kinds(discard, 0.8),
    Kinds(discard_for_good, 0.8),
    Kinds(delete_too, 1.5),
    Kinds(reassign, 0.7),
    Kinds(attest, 0.7),
    Kinds(may_count, 0.7),
    Kinds(choose_file, 0.7),
    Kinds(wrong_file, 0.7),
    Kinds(move, 1.0),
    Kinds(by_hand, 0.4),
    Kinds(join, 1),
    Kinds(drop_again, 0.7),
    Kinds(throw_away, 0.2),
    Kinds(second_read, 1.5, reader),
    Kinds(second_approve, 1.5, reader),
    Kinds(send_back, 0.5, reader),
    Kinds(remind_second, 0.5),
    Kinds(take_over, 0.7, covering),
    Kinds(organiser_yes, 0.7, organiser),
    Kinds(organiser_no, 0.3, organiser),
    Kinds(release, 0.4, governance),
)


async def pressed(hand: Hand, press: Press) -> None:
    """One press; what the bot refuses is said, and that is all."""
    standing = hand.world.dockets.get(hand.docket)
    if standing is None or (hand.n > len(standing[0].records) and press is not throw_away):
        return
    hand.world.tell(f"presses {press.__name__.replace('_', ' ')!r} for record {hand.n}")
    try:
        await press(hand)
    except ElsewhereError:
        if hand.card is not None and not hand.card.deleted:
            hand.world.blank(hand.card, Face.MOVED)  # as the reply says
    except FaircopyError as e:
        hand.world.tell(f"  is told: {e.say.split('.')[0]}. ({type(e).__name__})")


# --- co-operation -------------------------------------------------------------------------------------------------


def wanted_of_record(
    docket: Docket, record: Record, cards: Cards, *, discarding: bool = False
) -> tuple[Press, By] | None:
    """What is pressed next for this record, and by whom, if everybody co-operates; None if nothing is asked."""
    state = record.state
    if state is State.DRAFT and discarding:
        return discard_for_good, author
    if state is State.DRAFT:
        card = cards(record.author)
        if card is None:
            return (bring, author) if record.card is not None else None
        if record.todo:
            return edit, author
        read_it = (
            card.final
            and record.shown == record.version
            and set(record.sent) >= set(range(1, record.pages + 1))
        )
        return (approve if read_it else read), author
    if state is State.SECOND and record.reader is not None:
        theirs = record.reader
        before = cards(reader(docket, record))
        if before is None:
            return remind_second, author
        read_it = before.final and set(theirs.sent) >= set(range(1, record.pages + 1))
        return (second_approve if read_it else second_read), reader
    if state is State.STUCK:
        return (discard_for_good if record.why in ("differs", "filed-gone") else retry), author
    if state is State.APPROVED:
        gone = docket.source_seen is not None and docket.source_seen.saw is Saw.ABSENT
        return (discard_for_good if gone else attest), author
    if state is State.POSTED and not record.last_ok and record.proof == "attested":
        return may_count, author
    if state in (State.MISFILED, State.MARKED) and not record.is_settled:
        moved = any(r.copy_of == record.n for r in docket.records)
        return (by_hand if moved or state is State.MISFILED else move), author
    if state is State.MARKED and not record.last_ok:
        return discard_for_good, author
    if state is State.DROPPED and not record.last_ok:
        return discard_for_good, author
    if state is State.ASKED and not hasattr(docket.source, "call"):
        # a file that somebody else drops has an account of its own
        return (drop_again if record.author.id == docket.opener.id else discard_for_good), author
    if state is State.SOURCED and waiting_for(docket, record) == "filed-gone":
        return discard_for_good, author
    if state is State.ASKED and waiting_for(docket, record) == "no-transcript":
        return discard_for_good, author
    return None


def wanted_of_source(docket: Docket, *, refusing: bool = False) -> tuple[Press, By] | None:
    """What is pressed next for the source as a whole, if everybody co-operates."""
    if any(not h.policy for h in docket.holds):
        return release, governance
    if docket.choices:
        return choose_file, author
    if docket.handover is not None and docket.handover.answer is None:
        return (organiser_no if refusing else organiser_yes), organiser
    return None
