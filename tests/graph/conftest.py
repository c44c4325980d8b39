"""A tenant with one meeting, the door to its Graph, and everybody's tokens."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from graph.door import Graph
from local.microsoft import Microsoft
from local.microsoft.identity import SCOPES
from local.microsoft.meetings import Meeting, Transcript
from local.microsoft.people import Person
from record.docket import Call
from record.doors import Token
from record.said import Said
from record.terms import Address

START = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
NOW = START + timedelta(hours=3)
PHRASE = b"I did ring the surgery"
VTT = b"WEBVTT\n\n00:00:03.120 --> 00:00:07.440\n<v Donna Brook>" + PHRASE + b".</v>\n"
SUBJECT = "Tyler Brook review"


def pytest_configure(config: pytest.Config) -> None:
    """msgraph-sdk warns of its own classes when it is imported."""
    for words in ("GetQueryParameters is deprecated", "This class is deprecated. Please use the generic"):
        config.addinivalue_line("filterwarnings", f"ignore:{words}:DeprecationWarning")


@dataclass
class Scene:
    """Ana organised, Ben was invited, Cai co-organised, Dee was not there. Now is three hours after the start."""

    microsoft: Microsoft
    graph: Graph
    ana: Person
    ben: Person
    cai: Person
    dee: Person
    meeting: Meeting
    now: datetime = NOW

    def token(self, person: Person, *scopes: str, lifetime: float | None = None) -> Token:
        """A person's token; `lifetime` is what Microsoft thinks of it, we are told that it lasts an hour."""
        signed = self.microsoft.identity.user_token(person, scopes or SCOPES, lifetime=lifetime)
        return Token(value=Said(signed), expires=self.now + timedelta(hours=1))

    def hold(
        self, *transcripts: Transcript, recorded: bool = True, drive_of: Person | None = None
    ) -> Meeting:
        """One more meeting of the same people, to take the place of the first."""
        self.meeting = self.microsoft.graph.add_meeting(
            SUBJECT,
            START,
            START + timedelta(hours=1),
            self.ana,
            [self.ben],
            co_organisers=[self.cai],
            transcripts=transcripts,
            recorded=recorded,
            drive_of=drive_of,
        )
        return self.meeting

    async def calls(self, person: Person | None = None) -> tuple[Call, ...]:
        """The meeting's calls, as that person (Ana) sees them."""
        token = self.token(person or self.ana)
        return await self.graph.calls(token, await self.graph.find(token, self.meeting.join_url))

    async def call(self) -> Call:
        """The newest call."""
        return (await self.calls())[0]

    async def located(self) -> tuple[Call, Address]:
        """The newest call and its file."""
        call = await self.call()
        address = await self.graph.locate(self.token(self.ana), call)
        assert address
        self.microsoft.wire.calls.clear()
        return call, address

    def asked(self) -> list[str]:
        """The requests that reached Graph, each as its method and the end of its path."""
        calls = self.microsoft.wire.to("graph")
        return [f"{call.method} {call.url.partition('?')[0].rpartition('/')[2]}" for call in calls]


def take(start: int, end: int) -> Transcript:
    """A transcript that begins and ends so many minutes after the meeting's start."""
    return VTT, START + timedelta(minutes=start), START + timedelta(minutes=end)


@pytest.fixture(name="scene")
async def a_scene() -> AsyncIterator[Scene]:
    async with Microsoft(app_id="app", tenant="tenant") as microsoft:
        ana, ben, cai, dee = (microsoft.person(f"{name} Demo") for name in ("Ana", "Ben", "Cai", "Dee"))
        graph = Graph(
            clock=lambda: scene.now,
            base_url=microsoft.graph.base_url,
            timeout=timedelta(seconds=0.5),
        )
        scene = Scene(microsoft, graph, ana, ben, cai, dee, None)  # type: ignore[arg-type]  # held in the next line
        scene.hold(take(2, 47))
        await graph.warm()
        yield scene
        await graph.aclose()


def fine() -> None:
    """A claim that still holds."""
