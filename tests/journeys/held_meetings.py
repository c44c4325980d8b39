"""A meeting that was held, for journeys about its own transcript and recording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from local import rehearsal
from local.hand import Hand, words
from local.microsoft.meetings import Meeting, Take
from local.microsoft.people import Person
from local.rehearsal import Plan, Walk
from record.docket import Docket
from record.receipt import Copy, Receipt
from record.terms import Holder
from tests.journeys.conftest import Stage, fresh

LENGTH = timedelta(minutes=30)


@dataclass
class Held:
    """A meeting that was held, its author at Teams, and its organiser, who may be at Teams too."""

    stage: Stage
    walk: Walk
    meeting: Meeting
    organiser: Person

    @property
    def hand(self) -> Hand:
        """The author's."""
        return self.walk.hand

    @property
    def card(self) -> str:
        """The author's card."""
        return self.walk.cards[0]

    @property
    def screen(self) -> str:
        """What the author's card says now."""
        return words(self.hand.card(self.card))

    def at_teams(self) -> Hand:
        """The organiser, who has added the app."""
        return Hand(self.stage.town.microsoft.user(self.organiser))

    def there(self, take: Take) -> bool:
        """Whether the file of a take still exists."""
        return take.item in self.stage.town.microsoft.files.items

    async def filed(self, *, call: str = "") -> None:
        """The author types the link, checks, approves: the record stands in the case system."""
        message = (await self.hand.say(f"draft {self.meeting.join_url}")).id
        if call:
            await self.hand.press(message, "start", c=call)
        await rehearsal._confirmed(self.walk, message)
        await rehearsal._drafted(self.walk, message)
        await self.hand.check(self.card)
        await self.hand.read_and_approve(self.card)
        await self.hand.until("the filing", lambda: "Filed" in self.screen)

    async def says(self, text: str) -> None:
        """Wait until the author's card says that, and what it says is written down."""
        await self.hand.until(text, lambda: text in self.screen)
        await self.stage.house.clerk.settle()

    async def asked(self, boss: Hand) -> str:
        """The organiser's card with the question, once it is written down that they have it."""
        await boss.until("the question", lambda: self.questions(boss))
        await self.stage.house.clerk.settle()
        return self.questions(boss)[-1]

    def questions(self, boss: Hand) -> list[str]:
        """The cards on which the organiser can answer."""
        return [m.id for m in boss.messages() if m.cards and boss.has(m.id, "organiser-delete")]

    async def docket(self) -> Docket:
        """The account as it stands."""
        return (await self.stage.house.desk.dockets.read(self.walk.docket))[0]

    async def receipt(self) -> Receipt:
        """The lasting one, once the account is closed."""
        found = await rehearsal._receipt(self.walk)
        assert found is not None
        return found

    async def own_files(self) -> list[Copy]:
        """What the receipt says of the meeting's own files."""
        return [c for c in (await self.receipt()).copies if c.holder is Holder.DRIVE]


def held(stage: Stage, *, organised: bool = False, signed_in: bool = True, plan: Plan | None = None) -> Held:
    """One meeting with one recording: somebody else's, to which the author was invited, or (`organised`) theirs."""
    plan = plan or fresh()
    walk = stage.walk(plan)
    microsoft = stage.town.microsoft
    boss = walk.author if organised else microsoft.person("Sam Okoro", signed_in=signed_in)
    meeting = microsoft.graph.add_meeting(
        plan.subject,
        plan.began,
        plan.began + LENGTH,
        boss,
        [] if organised else [walk.author],
        transcripts=[(plan.transcript, plan.began, plan.began + LENGTH)],
        recorded=True,
    )
    return Held(stage, walk, meeting, boss)
