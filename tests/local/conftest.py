"""The stand-ins, started for one test: a tenant with two people, one bot and nothing in it yet."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from local.microsoft import Microsoft
from local.microsoft.meetings import Meeting
from local.microsoft.people import Person
from tests.local.clients import GraphClients

APP_ID = "88888888-aaaa-4bbb-8ccc-000000000008"
TENANT = "22222222-aaaa-4bbb-8ccc-000000000002"
SECRET = "loopback-only"
START = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
VTT = b"""WEBVTT

00:00:03.120 --> 00:00:07.440
<v Ana Example>Thank you all for coming.</v>

00:00:07.900 --> 00:00:11.020
<v Ben Sample>Fy enw i yw Ben &amp; I'm the SENCO.</v>
"""


def pytest_configure(config: pytest.Config) -> None:
    """msgraph-sdk warns of its own classes when it is imported."""
    for words in ("GetQueryParameters is deprecated", "This class is deprecated. Please use the generic"):
        config.addinivalue_line("filterwarnings", f"ignore:{words}:DeprecationWarning")


@dataclass
class Scene:
    """Ana organised, Ben was invited, Cai co-organised, Dee was not there."""

    microsoft: Microsoft
    ana: Person
    ben: Person
    cai: Person
    dee: Person
    meeting: Meeting


@pytest.fixture
async def microsoft() -> AsyncIterator[Microsoft]:
    async with Microsoft(app_id=APP_ID, tenant=TENANT, secret=SECRET) as opened:
        yield opened


@pytest.fixture
def scene(microsoft: Microsoft) -> Scene:
    ana, ben = microsoft.person("Ana Example"), microsoft.person("Ben Sample")
    cai, dee = microsoft.person("Cai Demo"), microsoft.person("Dee Stranger")
    meeting = microsoft.graph.add_meeting(
        "Synthetic review",
        START,
        START + timedelta(hours=1),
        ana,
        [ben],
        co_organisers=[cai],
        transcripts=[(VTT, START + timedelta(minutes=2), START + timedelta(minutes=47))],
        recorded=True,
    )
    return Scene(microsoft, ana, ben, cai, dee, meeting)


@pytest.fixture
async def clients(microsoft: Microsoft) -> AsyncIterator[GraphClients]:
    async with GraphClients(microsoft) as opened:
        yield opened
