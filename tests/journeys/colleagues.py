"""An author and a colleague of the same council, at one draft: for journeys of more than one person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local import rehearsal
from local.hand import Hand, buttons, inputs, words
from local.microsoft.people import Person
from local.rehearsal import Walk
from local.residue import runs_of, search
from record.policy import Policy
from tests.journeys.conftest import QUICKER, Stage, fresh


@dataclass
class Colleagues:
    """An author's journey, and somebody else of the same council at Teams."""

    stage: Stage
    walk: Walk
    other: Person
    hand: Hand

    @property
    def card(self) -> str:
        """The author's card."""
        return self.walk.cards[0]

    def screen(self, hand: Hand) -> str:
        """All that stands in somebody's chat now."""
        return "\n".join(words(c) for m in hand.messages() for c in m.cards)

    def of(self, hand: Hand, verb: str) -> list[str]:
        """Somebody's cards with that button, oldest first."""
        return [m.id for m in hand.messages() if m.cards and hand.has(m.id, verb)]

    def cards(self, verb: str) -> list[str]:
        """The other's cards with that button, oldest first."""
        return self.of(self.hand, verb)

    async def asked(self) -> str:
        """The card that asks the other for the second approval, once it is written down that they have it."""
        await self.hand.until("the question", lambda: self.cards("second-read"))
        await self.stage.house.clerk.settle()
        return self.cards("second-read")[-1]

    async def read(self, card: str) -> dict[str, str]:
        """The other reads every page; the ticks that the last one asks for."""
        drawn = self.hand.card(card)
        while "second-approve" not in verbs(drawn):
            page = max(b["data"]["p"] for b in buttons(drawn) if b["verb"] == "second-read")
            drawn = await self.hand.press(card, "second-read", p=page)
        return {name: "true" for name, n in inputs(drawn).items() if n["type"] == "Input.Toggle"}

    async def write(self, text: str) -> dict[str, Any]:
        """The author adds their own words to the first section that takes any; the contents."""
        hand = self.walk.hand
        section = next(b["data"]["s"] for b in buttons(hand.card(self.card)) if b["verb"] == "open")
        opened = await hand.press(self.card, "open", s=section)
        own = f"{inputs(opened)['words'].get('value', '')}\n{text}"
        return await hand.press(self.card, "save", {"words": own})

    async def nothing_left(self, *phrases: str) -> None:
        """Nothing that was said, and none of these, stands anywhere but in the filed record."""
        assert await self.stage.residue(self.walk.plan) == []
        places = list(rehearsal.other_than_filed(await self.stage.town.places()))
        for phrase in phrases:
            assert search(places, runs_of(phrase))[1] == []


def verbs(card: dict[str, Any]) -> list[str]:
    return [b["verb"] for b in buttons(card)]


async def drafted(
    stage: Stage, policy: Callable[[Walk, Person], Policy], name: str = "Sam Okoro"
) -> Colleagues:
    """A meeting's draft, checked and ready to approve, under a policy that names the other."""
    walk = stage.walk(fresh())
    other = stage.town.microsoft.person(name)
    await stage.town.set_policy(policy(walk, other))
    message = await rehearsal._commanded(walk)
    await rehearsal._confirmed(walk, message)
    await rehearsal._drafted(walk, message)
    await walk.hand.check(walk.cards[0])
    return Colleagues(
        stage=stage, walk=walk, other=other, hand=Hand(stage.town.microsoft.user(other), again=8)
    )


def unapproved(walk: Walk, other: Person) -> Policy:
    return QUICKER
