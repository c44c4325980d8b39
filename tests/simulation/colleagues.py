"""What others press: second approvers, whoever covers, the meeting's organiser, information governance."""

from __future__ import annotations

from record import cover, hand_over, second
from record.docket import Claim, Docket
from record.policy import Policy
from record.terms import ContentHash
from tests.simulation.people import Hand
from tests.simulation.presses import nothing, written
from worker.keeping import let_go


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
        written(hand),
    )


async def remind_second(hand: Hand) -> None:
    """The author asks the second approver again."""
    await hand.decides(lambda d: second.remind(d, hand.n, hand.who.id, now=hand.now), nothing)


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
