"""Finding a meeting, its calls, and what was said in them."""

from datetime import timedelta

import pytest

from local.microsoft.people import Person
from record.errors import NotAllowedError, NotThereError
from tests.graph.conftest import PHRASE, START, SUBJECT, Scene, fine, take

SUBJECTS = ("subject", "topic", "name", "webUrl")
# Nothing there holds a subject, or (the chat) Graph does not let us choose.
NO_SELECT = ("/messages", "/retentionLabel", "/content", "/permanentDelete")


async def test_the_organiser_finds_the_meeting_in_one_request(scene: Scene) -> None:
    found = await scene.graph.find(scene.token(scene.ana), scene.meeting.join_url)
    assert (found.id, found.thread, found.organiser) == (
        scene.meeting.id,
        scene.meeting.thread_id,
        scene.ana.oid,
    )
    assert (found.starts, found.ends) == (START, START + timedelta(hours=1))
    assert scene.asked() == ["GET onlineMeetings"]


async def test_the_subject_is_not_even_asked_for(scene: Scene) -> None:
    call, address = await scene.located()
    await scene.graph.find(scene.token(scene.ana), scene.meeting.join_url)
    await scene.graph.preflight(scene.token(scene.ana), call, address)
    await scene.graph.look(scene.token(scene.ana), call, address)
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    await scene.graph.look(scene.token(scene.ana), call, address)
    for asked in scene.microsoft.wire.to("graph"):
        select = asked.url.partition("$select=")[2].partition("&")[0].split(",")
        assert not set(select).intersection(SUBJECTS)
        assert select != [""] or any(end in asked.url for end in NO_SELECT)
    assert SUBJECT not in repr(await scene.graph.find(scene.token(scene.ana), scene.meeting.join_url))


async def test_an_invitee_finds_it(scene: Scene) -> None:
    found = await scene.graph.find(scene.token(scene.ben), scene.meeting.join_url)
    assert found.organiser == scene.ana.oid


async def test_an_invitee_whom_the_filter_refuses_finds_it_by_its_id(scene: Scene) -> None:
    scene.microsoft.graph.on_meetings.invitee_lookup_refused = True
    found = await scene.graph.find(scene.token(scene.ben), scene.meeting.join_url)
    assert found.id == scene.meeting.id
    assert len(scene.asked()) == 2


async def test_a_link_spelt_otherwise_finds_it_by_its_id(scene: Scene) -> None:
    found = await scene.graph.find(scene.token(scene.ana), scene.meeting.join_url.replace("%3a", "%3A"))
    assert found.id == scene.meeting.id


async def test_a_short_link_finds_it_by_its_number(scene: Scene) -> None:
    url = f"https://teams.microsoft.com/meet/{scene.meeting.join_id}?p=x"
    assert (await scene.graph.find(scene.token(scene.ana), url)).id == scene.meeting.id


async def test_a_stranger_does_not(scene: Scene) -> None:
    with pytest.raises(NotAllowedError) as no:
        await scene.graph.find(scene.token(scene.dee), scene.meeting.join_url)
    assert no.value.code == "not-invited"
    assert no.value.say.startswith("Teams does not let you see this meeting.")


async def test_an_unknown_meeting_is_not_there(scene: Scene) -> None:
    for url in (
        "https://teams.microsoft.com/meet/1111111111",
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_no%40thread.v2/0?context=%7b%22Oid%22%3a%22x%22%7d",
    ):
        with pytest.raises(NotThereError) as no:
            await scene.graph.find(scene.token(scene.ana), url)
        assert "no meeting with this link" in no.value.say


async def test_a_series_has_its_calls_newest_first(scene: Scene) -> None:
    day = 24 * 60
    meeting = scene.hold(take(0, 40), take(7 * day, 7 * day + 30), take(14 * day, 14 * day + 20))
    calls = await scene.calls()
    assert [c.call for c in calls] == [t.call_id for t in reversed(meeting.takes)]
    assert [c.began for c in calls] == [t.created for t in reversed(meeting.takes)]
    assert {c.organiser for c in calls} == {scene.ana.oid}
    assert {(c.meeting, c.thread) for c in calls} == {(meeting.id, meeting.thread_id)}


async def test_a_call_has_all_its_transcripts_in_order_of_time_over_all_pages(scene: Scene) -> None:
    scene.microsoft.graph.on_meetings.page_size = 1
    meeting = scene.hold(take(30, 50), take(0, 20), take(90, 100))
    meeting.takes[0].call_id = meeting.takes[1].call_id
    late, parts = await scene.calls()
    assert late.transcripts == (meeting.takes[2].transcript_id,)
    assert parts.transcripts == (meeting.takes[1].transcript_id, meeting.takes[0].transcript_id)
    assert (parts.began, parts.ended) == (meeting.takes[1].created, meeting.takes[0].ended)
    assert scene.asked() == ["GET onlineMeetings"] + 3 * ["GET transcripts"]
    content = await scene.graph.content(scene.token(scene.ana), parts)
    assert len(content.parts) == 2


async def test_no_transcript_and_not_ready_cannot_be_told_apart(scene: Scene) -> None:
    scene.hold()
    with pytest.raises(NotThereError) as no:
        await scene.calls()
    assert no.value.say.startswith(
        "This meeting has no transcript, or it is not ready yet. I cannot tell which."
    )


@pytest.mark.parametrize("who", ["ana", "ben", "cai"])
async def test_everybody_invited_reads_what_was_said_with_names(scene: Scene, who: str) -> None:
    person: Person = getattr(scene, who)
    call = (await scene.calls(person))[0]
    content = await scene.graph.content(scene.token(person), call)
    (part,) = content.parts
    assert content.attributed
    assert part.reveal().startswith(b"WEBVTT")
    assert b"<v Donna Brook>" + PHRASE in part.reveal()
    assert PHRASE.decode() not in repr(content)


async def test_a_tenant_without_names_gives_none_and_says_so(scene: Scene) -> None:
    scene.microsoft.graph.on_meetings.attribution_allowed = False
    scene.microsoft.wire.calls.clear()
    content = await scene.graph.content(scene.token(scene.ana), await scene.call())
    (part,) = content.parts
    assert not content.attributed
    assert PHRASE in part.reveal()
    assert b"Donna" not in part.reveal()
    assert scene.asked()[-2:] == ["GET content", "GET content"]


async def test_a_switch_turned_off_half_way_gives_no_mixture(scene: Scene) -> None:
    meeting = scene.hold(take(0, 20), take(30, 50))
    meeting.takes[0].call_id = meeting.takes[1].call_id
    call = await scene.call()
    second = f"/transcripts/{meeting.takes[1].transcript_id}/content"

    def turn_off(_: object) -> bool:
        scene.microsoft.graph.on_meetings.attribution_allowed = False
        return False

    scene.microsoft.wire.fail("graph", "GET", second, when=turn_off)
    content = await scene.graph.content(scene.token(scene.ana), call)
    assert not content.attributed
    assert all(b"Donna" not in part.reveal() for part in content.parts)
