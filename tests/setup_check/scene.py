"""A council whose set-up works, with an administrator who asks; and ways to break one thing at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import settings
from bot.teams import Teams
from cards import findings, setup_check
from cards.findings import Finding, State
from local.microsoft.meetings import Meeting
from local.microsoft.teams_user import TeamsUser
from local.town import Town
from parties import Parties, open_parties
from record.docket import Person
from record.terms import PersonId
from setup_check import check as set_up
from setup_check.person import Asker
from storage.rooms import open_storage
from tests.cards import rules

TEST_FILE = "T-1"
SAID = b"I did ring the surgery"
VTT = b"WEBVTT\n\n00:00:03.120 --> 00:00:07.440\n<v Asha Rahman>" + SAID + b".</v>\n"
SECRETS = ("APP_SECRET", "CASE_SYSTEM_KEY", "TEMPORARY_KEY", "LASTING_KEY")
ROWS = 29
"""Things that are asked."""
NOBODY = "http://127.0.0.1:9"
"""The discard port: nobody listens."""


@dataclass
class Scene:
    """`told` is what the house is told, and `parties` are open with it."""

    town: Town
    parties: Parties
    user: TeamsUser
    meeting: Meeting
    told: Mapping[str, str]
    link: str = ""
    seen: list[str] = field(default_factory=list)

    @property
    def standing(self) -> object:
        """The asker's sign-in, as the token service has it."""
        return self.town.microsoft.tokens.people[self.user.person.teams_id]

    @property
    def asha(self) -> Person:
        """The administrator, as the bot knows people."""
        return Person(
            id=PersonId(self.user.person.oid),
            name=self.user.person.name,
            teams=self.user.person.teams_id,
            conversation=self.user.conversation.id,
            service_url=self.town.microsoft.connector.service_url,
        )

    async def check(self, **changed: str) -> tuple[Finding, ...]:
        """What the check finds, asked by Asha; with `changed` settings by another house that is told so."""
        if not changed:
            return await self._asked(self.parties, self.told, self.parties.teams)
        told = {**self.told, **{f"FAIRCOPY_{name}": text for name, text in changed.items()}}
        async with open_parties(settings.read(told)) as parties:
            return await self._asked(parties, told, self.parties.teams)

    async def _asked(self, parties: Parties, told: Mapping[str, str], teams: Teams) -> tuple[Finding, ...]:
        card = setup_check.checking(ROWS, set_up.PATIENCE)
        message = await teams.send_card(self.asha, card)
        asker = Asker(person=self.asha, message=message, card=card, link=self.link)
        return await set_up.check(parties, settings.read(told), asker)

    def shown(self, found: tuple[Finding, ...]) -> str:
        """All that an administrator reads of it: card and text. Neither holds a secret, a name or a stack trace."""
        card = setup_check.card(findings=found, at=datetime.now(UTC), seconds=3)
        rules.check(card)
        read = "\n".join(
            [rules.text_of_card(card), *findings.text(found, "Set-up check"), *findings.table(found)]
        )
        assert not [x for x in SECRETS if self.told[f"FAIRCOPY_{x}"] in read]
        for word in ("Traceback", "object at 0x", SAID.decode(), self.meeting.subject, self.user.person.name):
            assert word not in read
        return read


def broken(found: tuple[Finding, ...]) -> dict[str, Finding]:
    """What is broken, by name; each with all that an administrator needs."""
    those = {f.name: f for f in found if f.state is State.BROKEN}
    assert all(f.say and f.stops and f.who and f.fix for f in those.values())
    return those


@contextmanager
def set_to(thing: object, **values: object) -> Iterator[None]:
    """The attributes of a stand-in are these for a while."""
    before = {name: getattr(thing, name) for name in values}
    for name, value in values.items():
        setattr(thing, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(thing, name, value)


@contextmanager
def replaced(scene: Scene, **doors: Any) -> Iterator[None]:
    """Those of the parties' doors lead elsewhere for a while."""
    before = scene.parties
    scene.parties = replace(before, **doors)
    try:
        yield
    finally:
        scene.parties = before


@asynccontextmanager
async def open_scene(town: Town) -> AsyncIterator[Scene]:
    """A test person in the case system, storage as after a first start, a meeting of yesterday with its transcript."""
    town.cases.add_person(TEST_FILE, "Test Person", date(2015, 3, 4), "Asha Rahman")
    user = town.microsoft.user(town.governance)
    began = datetime.now(UTC) - timedelta(days=1)
    meeting = town.microsoft.graph.add_meeting(
        "About a child", began, began + timedelta(hours=1), user.person, [],
        transcripts=[(VTT, began, began + timedelta(minutes=30))],
    )  # fmt: skip
    told = {**town.environment, "FAIRCOPY_CASE_SYSTEM_TEST_FILE": TEST_FILE}
    async with open_parties(settings.read(told)) as parties:
        wrapper = await parties.wrapper.open()
        await open_storage(temporary=parties.temporary, lasting=parties.lasting, wrapper=wrapper)
        await parties.drafter.warm()
        scene = Scene(town=town, parties=parties, user=user, meeting=meeting, told=told)
        await parties.teams.send_text(scene.asha, "Hello.")  # as a house that has answered before
        yield scene
