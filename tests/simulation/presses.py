"""A table of all that people press, each tried without asking first whether it may be done.

A refusal is a normal end. What a press means is told to the judges by the person when its save lands.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.claimed import ElsewhereError
from record import cover, hand_over, joining, misfiled, post, review, second
from record.docket import Claim, Docket, Person, Record
from record.draft import Child, Draft, Kind, Section
from record.edits import write
from record.errors import FaircopyError
from record.policy import Policy
from record.propose import waiting_for
from record.terms import ContentHash, Face, Saw, State
from record.values import replace
from tests.simulation import openings
from tests.simulation.driving import TURN
from tests.simulation.people import ASHA, KELLY, ROBIN, SAM, Hand
from tests.simulation.world import Card
from worker.keeping import let_go

Press = Callable[[Hand], Awaitable[None]]
By = Callable[[Docket, Record | None], Person]
Cards = Callable[[Person], Card | None]
"""The newest card of the record before that person."""


def _nothing(docket: Docket) -> None:
    """It means nothing to the judges."""


async def look(hand: Hand) -> None:
    """Contents: words on the card, but not all pages."""
    await hand.turn(pages=False)


async def read(hand: Hand) -> None:
    """Every final page of the version that stands."""
    await hand.turn(pages=True)


async def edit(hand: Hand) -> None:
    """Write something into a section."""
    await hand.turn(pages=False, edit=_written(hand))


def _written(hand: Hand) -> Callable[[Draft], Draft]:
    text = f"written {hand.world.number()}"

    def edited(draft: Draft) -> Draft:
        if not draft.sections:
            return draft
        open_to_all = next((s for s in draft.sections if s.kind is Kind.OBSERVATION), draft.sections[0])
        return write(draft, _id(open_to_all), text)

    return edited


def _id(section: Section) -> str:
    return section.id


async def reassign(hand: Hand) -> None:
    """It belongs to another person's file."""
    n, who, reference = hand.n, hand.who.id, hand.world.any_reference()
    child = Child(reference=reference, name="Robin Hill", born="2017-03-14")
    judges = hand.world.judges

    def take(docket: Docket, policy: Policy) -> tuple[Docket, Claim]:
        hand.pressed_on(review.own(docket, n, who).card)
        return review.reassign(docket, n, who, reference=reference, policy=policy, now=hand.now)

    await hand.colleague_turn(
        take,
        lambda d: judges.reassigned(d.id, n, reference),
        edit=lambda draft: replace(draft, child=child),
    )


async def approve(hand: Hand) -> None:
    """Approve what is on the card, or, from a view that is out of date, what stood there before."""
    if hand.card is None:
        return
    judges, who, n, card = hand.world.judges, hand.who, hand.n, hand.card
    view = (card.version, card.hash, card.reference)
    if card.views and hand.world.mood.every and hand.world.rng.random() < 0.2:
        view = card.views[int(hand.world.rng.random() * len(card.views))]
    elif not card.final:
        return
    version, hash, reference = view
    policy = await hand.policy()
    await hand.decides(
        lambda d: review.approve(
            d,
            n,
            who.id,
            name=who.name,
            version=version,
            hash=ContentHash(hash),
            policy=policy,
            now=hand.now,
        ),
        lambda d: judges.approved(d.id, n, who.id, hash, reference),
    )


async def undo(hand: Hand) -> None:
    """Take the approval back."""
    n, who, policy = hand.n, hand.who.id, await hand.policy()
    await hand.decides(
        lambda d: review.undo(d, n, who, policy=policy, now=hand.now),
        lambda d: hand.world.judges.withdrawn(d.id, n),
    )


async def file_now(hand: Hand) -> None:
    """Do not wait for the time in which it could be undone."""
    await hand.touches(lambda d: review.file_now(d, hand.n, hand.who.id, now=hand.now))


async def keep(hand: Hand) -> None:
    """Nothing of this meeting is destroyed until it is released."""
    await hand.decides(lambda d: review.keep(d, hand.n, hand.who.id, now=hand.now), hand.world.judges.kept)


async def bring(hand: Hand) -> None:
    """A new card at the bottom; the old one says that the draft has moved."""
    await hand.touches(lambda d: review.bring(d, hand.n, hand.who.id, now=hand.now))
    await TURN
    if hand.card is not None and not hand.card.deleted:
        hand.world.blank(hand.card, "moved")


async def try_now(hand: Hand) -> None:
    """Do not wait for the next try."""
    await hand.decides(lambda d: review.try_now(d, hand.n, hand.who.id, now=hand.now), _nothing)


async def retry(hand: Hand) -> None:
    """File again what the case system refused."""
    await hand.touches(lambda d: post.retry(d, hand.n, hand.who.id, now=hand.now))


async def discard(hand: Hand, *, only_account: bool = False) -> None:
    """Drop the draft; ours may be the only account, and that is not said."""
    n, who, judges, policy = hand.n, hand.who.id, hand.world.judges, await hand.policy()
    await hand.decides(
        lambda d: review.discard(d, n, who, only_account=only_account, policy=policy, now=hand.now),
        lambda d: judges.discarded(d.id, n, only_account=only_account),
    )


async def discard_for_good(hand: Hand) -> None:
    """Drop the draft, and ours is not needed."""
    await discard(hand, only_account=True)


async def delete_too(hand: Hand) -> None:
    """The meeting's own file shall go although nothing was filed."""
    n, who, judges = hand.n, hand.who.id, hand.world.judges
    await hand.decides(
        lambda d: review.delete_too(d, n, who, understood=True, now=hand.now),
        lambda d: judges.chose_to_delete(d.id, n),
    )


async def attest(hand: Hand) -> None:
    """It was filed by hand, under a number."""
    n, who, judges, policy = hand.n, hand.who.id, hand.world.judges, await hand.policy()
    await hand.decides(
        lambda d: post.attest(d, n, who, number="A-17", policy=policy, now=hand.now),
        lambda d: judges.attested(d.id, n),
    )


async def may_count(hand: Hand) -> None:
    """What was attested may count as the account."""
    n, who, judges = hand.n, hand.who.id, hand.world.judges
    await hand.decides(lambda d: post.may_count(d, n, who, now=hand.now), lambda d: judges.may_count(d.id, n))


async def choose_file(hand: Hand) -> None:
    """Which of the files that look alike is the meeting's; now and then: none of them."""
    account = hand.world.judges.accounts[hand.docket]
    files = (account.file,) if account.file and hand.world.rng.random() < 0.8 else ()
    await hand.touches(lambda d: hand_over.choose(d, hand.n, hand.who.id, files=files, now=hand.now))


async def wrong_file(hand: Hand) -> None:
    """It stands on the wrong person's file."""
    n, who, judges = hand.n, hand.who.id, hand.world.judges
    await hand.decides(
        lambda d: misfiled.wrong_file(d, n, who, now=hand.now), lambda d: judges.misfiled(d.id, n)
    )


async def move(hand: Hand) -> None:
    """A new record for the right file, from what the case system holds."""
    world, n, who = hand.world, hand.n, hand.who
    reference, id = world.any_reference(), f"i{world.number()}"
    await hand.decides(
        lambda d: misfiled.move(d, n, who.id, reference=reference, record_id=id, card=None, now=hand.now),
        openings.joined(hand.bot, who, None),
    )


async def by_hand(hand: Hand) -> None:
    """What is misfiled is dealt with by hand."""
    n, who, judges = hand.n, hand.who.id, hand.world.judges
    await hand.decides(lambda d: misfiled.by_hand(d, n, who, now=hand.now), lambda d: judges.by_hand(d.id, n))


async def join(hand: Hand) -> None:
    """A record of the same source: for another child, or by another practitioner."""
    standing = hand.world.dockets.get(hand.docket)
    if standing is None:
        return
    call = getattr(standing[0].source, "call", None)
    if call is None:
        await openings.names_child(hand, (hand.world.any_reference(),))
    else:
        await openings.asks(hand.bot, hand.who, call, (hand.world.any_reference(),))


async def drop_again(hand: Hand) -> None:
    """The same file is dropped into the chat once more."""
    standing = hand.world.dockets.get(hand.docket)
    link = getattr(standing[0].source, "link", None) if standing else None
    if link is not None:
        await openings.drops(hand.bot, hand.who, link)


async def throw_away(hand: Hand) -> None:
    """A dropped file was a mistake, or somebody objected."""
    hand.means(lambda d: hand.world.judges.thrown_away(d.id))
    await hand.bot.starting._changed(hand.docket, lambda d: joining.throw_away(d, hand.who.id))


# --- colleagues ---------------------------------------------------------------------------------------------------


async def second_read(hand: Hand) -> None:
    """The second approver reads every page, on their own card."""
    n, who, judges = hand.n, hand.who.id, hand.world.judges

    def take(docket: Docket, policy: Policy) -> tuple[Docket, Claim]:
        asked = second.asked(docket, n, who, policy).reader
        hand.pressed_on(asked.card if asked else None)
        return second.read(docket, n, who, policy=policy, now=hand.now)

    await hand.colleague_turn(take, lambda d: judges.touched(d.id, n), pages=True)


async def second_approve(hand: Hand) -> None:
    """The second approver approves what is on their card."""
    if hand.card is None or not hand.card.final:
        return
    n, who, judges, card = hand.n, hand.who, hand.world.judges, hand.card
    version, hash = card.version, card.hash
    await hand.colleague_decides(
        lambda d, policy: second.approve(
            d,
            n,
            who.id,
            name=who.name,
            version=version,
            hash=ContentHash(hash),
            policy=policy,
            now=hand.now,
        ),
        lambda d: judges.seconded(d.id, n, who.id, hash),
    )


async def send_back(hand: Hand) -> None:
    """The second approver sends it back with a comment."""
    n, who, judges = hand.n, hand.who.id, hand.world.judges
    await hand.sends_back(
        lambda d, policy: second.send_back(d, n, who, policy=policy, now=hand.now),
        lambda d: judges.touched(d.id, n),
        _written(hand),
    )


async def remind_second(hand: Hand) -> None:
    """The author asks the second approver again."""
    await hand.decides(lambda d: second.remind(d, hand.n, hand.who.id, now=hand.now), _nothing)


async def take_over(hand: Hand) -> None:
    """A colleague covers for the author."""
    n, who, judges = hand.n, hand.who, hand.world.judges
    await hand.colleague_decides(
        lambda d, policy: cover.take(d, n, who, why=cover.Absence.SICK, policy=policy, now=hand.now),
        lambda d: judges.taken_over(d.id, n, who.id),
    )


async def organiser_says(hand: Hand, *, delete: bool) -> None:
    """The organiser answers whether the meeting's own file may go."""
    judges = hand.world.judges
    why = None if delete else hand_over.Because.EVIDENCE
    await hand.colleague_decides(
        lambda d, policy: hand_over.answer(d, hand.who, delete=delete, why=why, policy=policy, now=hand.now),
        lambda d: judges.organiser_said(d.id, delete=delete),
    )


async def organiser_yes(hand: Hand) -> None:
    """It may go."""
    await organiser_says(hand, delete=True)


async def organiser_no(hand: Hand) -> None:
    """It is still needed."""
    await organiser_says(hand, delete=False)


async def release(hand: Hand) -> None:
    """Information governance lets go of what people kept."""
    hand.means(lambda d: hand.world.judges.released(d.id))
    await let_go(hand.bot.desk, hand.docket, hand.who.id)


# --- the table ----------------------------------------------------------------------------------------------------


def author(docket: Docket, record: Record | None) -> Person:
    """Whose record it is; of a docket with none, whoever opened it."""
    return record.author if record else docket.opener


def reader(docket: Docket, record: Record | None) -> Person:
    """Who is asked for the second approval."""
    asked = record.reader if record else None
    return next((p for p in (SAM, ROBIN) if asked and p.id == asked.id), ROBIN)


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


def wanted(docket: Docket, record: Record, cards: Cards) -> tuple[Press, By] | None:
    """What is pressed next for this record, and by whom, if everybody co-operates; None if nothing is asked."""
    state = record.state
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
        return drop_again, author
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
