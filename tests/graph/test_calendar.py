"""The calendar as a choice of meetings: newest first, each time of a series, by times and join links alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from graph.answers import event
from record.doors import Appointment
from record.errors import BusyError, NotAllowedError, NotThereError, SignInNeededError
from tests.graph.conftest import NOW, START, SUBJECT, Scene

WINDOW = timedelta(days=14)
HOUR = timedelta(hours=1)


async def recent(scene: Scene, *scopes: str, most: int = 20, who: str = "ana") -> tuple[Appointment, ...]:
    token = scene.token(getattr(scene, who), *scopes)
    return await scene.graph.recent(token, NOW - WINDOW, NOW, most)


def meet(scene: Scene, starts: datetime) -> str:
    """One more meeting of Ana and Ben."""
    return scene.microsoft.graph.add_meeting(SUBJECT, starts, starts + HOUR, scene.ana, [scene.ben]).join_url


@pytest.mark.parametrize("scope", ["Calendars.ReadBasic", "Calendars.Read"])
async def test_newest_first_with_either_permission(scene: Scene, scope: str) -> None:
    older, newer = meet(scene, START - timedelta(days=3)), meet(scene, START + HOUR)
    found = await recent(scene, scope)
    assert [a.join_url for a in found] == [newer, scene.meeting.join_url, older]
    assert (found[1].starts, found[1].ends) == (START, START + HOUR)
    assert scene.asked() == ["GET calendarView"]


async def test_who_was_invited_sees_it_and_nobody_else(scene: Scene) -> None:
    assert [a.join_url for a in await recent(scene, who="ben")] == [scene.meeting.join_url]
    assert await recent(scene, who="dee") == ()


async def test_not_even_the_subject_is_asked_for(scene: Scene) -> None:
    found = await recent(scene)
    (asked,) = scene.microsoft.wire.to("graph")
    select = unquote(asked.url).partition("$select=")[2].partition("&")[0].split(",")
    assert set(select) == {
        "start", "end", "isCancelled", "isOnlineMeeting", "onlineMeetingProvider", "onlineMeeting",
    }  # fmt: skip
    assert SUBJECT not in repr(found)
    assert scene.meeting.join_url not in repr(found)


async def test_each_time_of_a_series_that_has_begun(scene: Scene) -> None:
    weeks = [START + timedelta(weeks=n) for n in (-3, -1, 0, 1)]
    scene.microsoft.graph.on_meetings.series[scene.meeting.id] = [(at, at + HOUR) for at in weeks]
    assert [a.starts for a in await recent(scene)] == [weeks[2], weeks[1]]


async def test_one_that_runs_is_there_and_one_to_come_is_not(scene: Scene) -> None:
    running = meet(scene, NOW - timedelta(minutes=5))
    meet(scene, NOW + timedelta(minutes=5))
    assert [a.join_url for a in await recent(scene)] == [running, scene.meeting.join_url]


async def test_only_teams_meetings_that_stand(scene: Scene) -> None:
    on = scene.microsoft.graph.on_meetings
    cancelled = scene.microsoft.graph.add_meeting("x", START, START + HOUR, scene.ana)
    on.cancelled.add(cancelled.id)
    at = {"dateTime": f"{START:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}
    lunch: dict[str, Any] = {"start": at, "end": at, "isOnlineMeeting": False, "onlineMeeting": None}
    other = {**lunch, "isOnlineMeeting": True, "onlineMeetingProvider": "skypeForBusiness"}
    other["onlineMeeting"] = {"joinUrl": "https://example.test/meet"}
    on.entries[scene.ana.oid] = [lunch, other, {**other, "onlineMeetingProvider": "unknown"}]
    assert [a.join_url for a in await recent(scene)] == [scene.meeting.join_url]


async def test_pages_are_read_until_there_are_enough(scene: Scene) -> None:
    scene.microsoft.graph.on_meetings.page_size = 3
    for n in range(1, 10):
        meet(scene, START - n * HOUR)
    found = await recent(scene)
    assert [a.starts for a in found] == [START - n * HOUR for n in range(10)]
    assert len(scene.asked()) == 4
    scene.microsoft.wire.calls.clear()
    assert await recent(scene, most=5) == found[:5]
    assert len(scene.asked()) == 2


async def test_without_the_permission_it_is_said_kindly(scene: Scene) -> None:
    with pytest.raises(NotAllowedError) as no:
        await recent(scene, "OnlineMeetings.Read")
    assert no.value.code == "calendar"
    assert "Nothing is lost." in no.value.say
    assert "join link" in no.value.say
    assert no.value.__context__ is None


@pytest.mark.parametrize(
    ("status", "error"), [(404, NotAllowedError), (401, SignInNeededError), (503, BusyError)]
)
async def test_what_graph_answers_otherwise(scene: Scene, status: int, error: type[Exception]) -> None:
    scene.microsoft.wire.fail("graph", "GET", "/calendarView", how="status", status=status)
    with pytest.raises(error):
        await recent(scene)


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("UTC", 16), ("", 16), ("Europe/London", 15), ("GMT Standard Time", None), ("../etc", None)],
)
def test_an_entry_at_a_time_that_is_not_sure_is_left_out(zone: str, hour: int | None) -> None:
    at = {"dateTime": "2026-07-10T16:10:00.0000000", "timeZone": zone}
    found = event({"start": at, "end": at}).starts
    assert (found.hour if found else None) == hour


async def test_the_meeting_of_a_chat(scene: Scene) -> None:
    thread, ben = scene.meeting.thread_id, scene.token(scene.ben)
    assert await scene.graph.of_chat(ben, thread) == scene.meeting.join_url
    assert "select=id" in unquote(scene.microsoft.wire.to("graph")[-1].url)
    with pytest.raises(NotAllowedError):
        await scene.graph.of_chat(scene.token(scene.dee), thread)
    with pytest.raises(NotThereError):
        await scene.graph.of_chat(ben, "19:nowhere@thread.v2")
