"""What authors press on their own records, each tried without asking first whether it may be done.

A refusal is a normal end. What a press means is told to the judges by the person when its save lands.
"""

from __future__ import annotations

from collections.abc import Callable

from record import discarding, hand_over, joining, misfiled, post, review
from record.docket import Claim, Docket
from record.draft import Child, Draft, Kind, Section
from record.edits import write
from record.policy import Policy
from record.terms import ContentHash
from record.values import replace
from tests.simulation import openings
from tests.simulation.driving import TURN
from tests.simulation.people import Hand


def nothing(docket: Docket) -> None:
    """It means nothing to the judges."""


async def look(hand: Hand) -> None:
    """Contents: words on the card, but not all pages."""
    await hand.turn(pages=False)


async def read(hand: Hand) -> None:
    """Every final page of the version that stands."""
    await hand.turn(pages=True)


async def edit(hand: Hand) -> None:
    """Write something into a section."""
    await hand.turn(pages=False, edit=written(hand))


def written(hand: Hand) -> Callable[[Draft], Draft]:
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
    await hand.decides(lambda d: review.try_now(d, hand.n, hand.who.id, now=hand.now), nothing)


async def retry(hand: Hand) -> None:
    """File again what the case system refused."""
    await hand.touches(lambda d: post.retry(d, hand.n, hand.who.id, now=hand.now))


async def discard(hand: Hand, *, only_account: bool = False) -> None:
    """Drop the draft; ours may be the only account, and that is not said."""
    n, who, judges, policy = hand.n, hand.who.id, hand.world.judges, await hand.policy()
    await hand.decides(
        lambda d: discarding.discard(d, n, who, only_account=only_account, policy=policy, now=hand.now),
        lambda d: judges.discarded(d.id, n, only_account=only_account),
    )


async def discard_for_good(hand: Hand) -> None:
    """Drop the draft, and ours is not needed."""
    await discard(hand, only_account=True)


async def delete_too(hand: Hand) -> None:
    """The meeting's own file shall go although nothing was filed."""
    n, who, judges = hand.n, hand.who.id, hand.world.judges
    await hand.decides(
        lambda d: discarding.delete_too(d, n, who, understood=True, now=hand.now),
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
