"""Which file it is, who may delete it, and deleting it once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from local.microsoft.files import retain_label
from local.microsoft.identity import SCOPES
from local.microsoft.meetings import Take
from record.docket import Call, Upload
from record.errors import BusyError, LapsedError, NoAnswerError
from record.terms import Address, PersonId, Saw
from tests.graph.conftest import PHRASE, START, VTT, Scene, fine, take

NOT_CHATS = tuple(scope for scope in SCOPES if scope != "Chat.Read")


def address_of(scene: Scene, taken: Take) -> Address:
    """Where the stand-in keeps a file."""
    item = scene.microsoft.graph.item(taken)
    return Address(f"{scene.microsoft.files.drive(item.owner).id}/{item.id}")


# --- which file ----------------------------------------------------------------------------------------------------


async def test_a_recording_is_found_by_the_event_in_the_chat(scene: Scene) -> None:
    call = await scene.call()
    scene.microsoft.wire.calls.clear()
    found = await scene.graph.locate(scene.token(scene.ana), call)
    assert found == address_of(scene, scene.meeting.takes[0])
    assert scene.asked() == ["GET messages", "GET driveItem"]


async def test_a_long_chat_is_read_page_by_page_no_further_than_the_call(scene: Scene) -> None:
    scene.microsoft.graph.on_meetings.page_size = 2
    meeting = scene.hold(*(take(n * 7 * 24 * 60, n * 7 * 24 * 60 + 30) for n in range(4)))
    call = await scene.call()
    scene.microsoft.wire.calls.clear()
    assert await scene.graph.locate(scene.token(scene.ana), call) == address_of(scene, meeting.takes[3])
    assert scene.asked() == ["GET messages", "GET messages", "GET driveItem"]


async def test_a_transcript_without_recording_is_found_by_its_folder(scene: Scene) -> None:
    meeting = scene.hold(take(2, 47), recorded=False)
    call = await scene.call()
    scene.microsoft.wire.calls.clear()
    assert await scene.graph.locate(scene.token(scene.ana), call) == address_of(scene, meeting.takes[0])
    assert scene.asked() == ["GET messages", "GET children"]


async def test_without_the_chat_permission_it_is_found_by_its_folder(scene: Scene) -> None:
    call = await scene.call()
    found = await scene.graph.locate(scene.token(scene.ana, *NOT_CHATS), call)
    assert found == address_of(scene, scene.meeting.takes[0])


async def test_each_occurrence_of_a_series_has_its_own_file(scene: Scene) -> None:
    meeting = scene.hold(take(0, 40), take(24 * 60, 24 * 60 + 30), recorded=False)
    found = [await scene.graph.locate(scene.token(scene.ana), call) for call in await scene.calls()]
    assert found == [address_of(scene, taken) for taken in reversed(meeting.takes)]


@pytest.mark.parametrize("recorded", [True, False])
async def test_two_that_match_are_refused(scene: Scene, recorded: bool) -> None:
    meeting = scene.hold(take(2, 20), take(22, 47), recorded=recorded)
    meeting.takes[0].call_id = meeting.takes[1].call_id
    assert await scene.graph.locate(scene.token(scene.ana), await scene.call()) is None


async def test_the_right_time_in_another_chat_does_not_match(scene: Scene) -> None:
    scene.hold(take(2, 47), recorded=False)
    call = await scene.call()
    scene.microsoft.graph.item(scene.meeting.takes[0]).source = {
        "application": "teams",
        "threadId": "19:other",
    }
    assert await scene.graph.locate(scene.token(scene.ana), call) is None


@pytest.mark.parametrize("late", [timedelta(minutes=31), timedelta(days=7), timedelta(minutes=-50)])
async def test_the_right_chat_at_another_time_does_not_match(scene: Scene, late: timedelta) -> None:
    scene.hold(take(2, 47), recorded=False)
    call = await scene.call()
    item = scene.microsoft.graph.item(scene.meeting.takes[0])
    item.created += late
    assert await scene.graph.locate(scene.token(scene.ana), call) is None


@pytest.mark.parametrize(
    "source", [None, {"application": "Word", "threadId": "same"}, {"application": "Teams"}]
)
async def test_a_file_that_does_not_say_its_chat_never_matches(
    scene: Scene, source: dict[str, str] | None
) -> None:
    scene.hold(take(2, 47), recorded=False)
    call = await scene.call()
    scene.microsoft.graph.item(scene.meeting.takes[0]).source = source
    assert await scene.graph.locate(scene.token(scene.ana), call) is None


async def test_graph_being_busy_is_not_being_unsure(scene: Scene) -> None:
    call = await scene.call()
    for path in ("/messages", "/driveItem"):
        scene.microsoft.wire.fail("graph", "GET", path, how="status", status=429, times=1)
        with pytest.raises(BusyError):
            await scene.graph.locate(scene.token(scene.ana), call)


async def test_an_upload_is_found_by_its_own_address(scene: Scene) -> None:
    item = scene.microsoft.files.add_file(scene.ben, "Microsoft Teams Chat Files", "t.vtt", VTT)
    found = await scene.graph.locate(scene.token(scene.ben), Upload(link=item.web_url))
    assert found == f"{scene.microsoft.files.drive(scene.ben).id}/{item.id}"
    assert scene.asked() == ["GET driveItem"]
    assert await scene.graph.locate(scene.token(scene.dee), Upload(link=item.web_url)) is None
    assert await scene.graph.locate(scene.token(scene.ben), Upload(link=item.web_url + "x")) is None
    assert await scene.graph.locate(scene.token(scene.ben), Upload()) is None


# --- may it go? ----------------------------------------------------------------------------------------------------


async def test_the_organiser_may_delete_it(scene: Scene) -> None:
    call, address = await scene.located()
    assert (await scene.graph.preflight(scene.token(scene.ana), call, address)).saw is Saw.PRESENT
    assert scene.asked() == [f"GET {address.partition('/')[2]}", "GET retentionLabel"]


async def test_a_co_organiser_may(scene: Scene) -> None:
    call, address = await scene.located()
    assert (await scene.graph.preflight(scene.token(scene.cai), call, address)).saw is Saw.PRESENT
    assert scene.asked()[2:] == ["GET drive", "GET permissions"]


async def test_whoever_has_it_in_their_own_drive_may(scene: Scene) -> None:
    scene.hold(take(2, 47), drive_of=scene.ben)
    call, address = await scene.located()
    assert (await scene.graph.preflight(scene.token(scene.ben), call, address)).saw is Saw.PRESENT
    assert (await scene.graph.preflight(scene.token(scene.ana), call, address)).saw is Saw.PRESENT


@pytest.mark.parametrize("who", ["ben", "dee"])
async def test_somebody_else_is_not_the_organiser(scene: Scene, who: str) -> None:
    call, address = await scene.located()
    look = await scene.graph.preflight(scene.token(getattr(scene, who)), call, address)
    assert look.saw is Saw.NOT_ORGANISER


async def test_rights_that_cannot_be_read_are_no_rights(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.wire.fail("graph", "GET", "/permissions", how="status", status=403)
    assert (await scene.graph.preflight(scene.token(scene.cai), call, address)).saw is Saw.NOT_ORGANISER


async def test_a_label_forbids_it(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.graph.item(scene.meeting.takes[0]).label = retain_label()
    assert (await scene.graph.preflight(scene.token(scene.ana), call, address)).saw is Saw.LABEL
    assert (await scene.graph.delete(scene.token(scene.ana), address, fine)).saw is Saw.LABEL
    assert "POST permanentDelete" not in scene.asked()


@pytest.mark.parametrize(
    ("settings", "saw"),
    [
        ({"isDeleteAllowed": True, "behaviorDuringRetentionPeriod": "retain"}, Saw.PRESENT),
        ({"isDeleteAllowed": None, "behaviorDuringRetentionPeriod": "retain"}, Saw.LABEL),
        ({"isDeleteAllowed": None, "behaviorDuringRetentionPeriod": "doNotRetain"}, Saw.PRESENT),
        ({"isDeleteAllowed": True, "isRecordLocked": True}, Saw.LABEL),
        ({}, Saw.PRESENT),
    ],
)
async def test_what_a_label_may_say(scene: Scene, settings: dict[str, object], saw: Saw) -> None:
    call, address = await scene.located()
    label = retain_label()
    label["retentionSettings"] = settings
    scene.microsoft.graph.item(scene.meeting.takes[0]).label = label
    assert (await scene.graph.preflight(scene.token(scene.ana), call, address)).saw is saw


async def test_what_is_gone_is_absent(scene: Scene) -> None:
    call, address = await scene.located()
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    assert (await scene.graph.preflight(scene.token(scene.ana), call, address)).saw is Saw.ABSENT


async def test_a_file_closed_to_its_organiser_is_unknown(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.wire.fail("graph", "GET", "/items/", how="status", status=403)
    assert (await scene.graph.preflight(scene.token(scene.ana), call, address)).saw is Saw.UNKNOWN


# --- it goes --------------------------------------------------------------------------------------------------------


async def test_it_is_deleted_once_and_for_good(scene: Scene) -> None:
    _, address = await scene.located()
    asked: list[int] = []
    look = await scene.graph.delete(scene.token(scene.ana), address, lambda: asked.append(len(scene.asked())))
    assert look.saw is Saw.DONE
    assert look.request
    assert scene.asked() == ["GET retentionLabel", "POST permanentDelete"]
    assert asked == [0, 1], "the claim was asked for right before each request"
    assert scene.microsoft.copies(PHRASE) == []
    assert (await scene.graph.delete(scene.token(scene.ana), address, fine)).saw is Saw.NOT_THERE


def lapses_after(times: int) -> Callable[[], None]:
    """A claim that holds so many times and then no more."""
    left = iter(range(times))

    def good() -> None:
        if next(left, None) is None:
            raise LapsedError("The claim ran out. Nothing was done.")

    return good


@pytest.mark.parametrize("times", [0, 1])
async def test_a_claim_that_ran_out_deletes_nothing(scene: Scene, times: int) -> None:
    _, address = await scene.located()
    with pytest.raises(LapsedError):
        await scene.graph.delete(scene.token(scene.ana), address, lapses_after(times))
    assert scene.asked() == ["GET retentionLabel"][:times]
    assert scene.microsoft.copies(PHRASE)


async def test_a_hold_is_named(scene: Scene) -> None:
    _, address = await scene.located()
    scene.microsoft.graph.item(scene.meeting.takes[0]).on_hold = True
    look = await scene.graph.delete(scene.token(scene.ana), address, fine)
    assert (look.saw, look.why) == (Saw.ON_HOLD, "accessDenied")
    assert look.request


async def test_an_invitees_deletion_waits_for_the_organiser(scene: Scene) -> None:
    _, address = await scene.located()
    look = await scene.graph.delete(scene.token(scene.ben), address, lapses_after(2))
    assert (look.saw, look.why) == (Saw.NOT_ORGANISER, "accessDenied")
    assert scene.asked() == ["GET retentionLabel", "POST permanentDelete", "GET drive"]


async def test_a_refusal_in_ones_own_drive_is_nobody_elses(scene: Scene) -> None:
    _, address = await scene.located()
    scene.microsoft.wire.fail("graph", "POST", how="status", status=403)
    assert (await scene.graph.delete(scene.token(scene.ana), address, fine)).saw is Saw.REFUSED


@pytest.mark.parametrize("status", [400, 405, 409, 412, 501])
async def test_other_refusals(scene: Scene, status: int) -> None:
    _, address = await scene.located()
    scene.microsoft.wire.fail("graph", "POST", how="status", status=status)
    if status == 501:
        with pytest.raises(NoAnswerError):
            await scene.graph.delete(scene.token(scene.ana), address, fine)
    else:
        assert (await scene.graph.delete(scene.token(scene.ana), address, fine)).saw is Saw.REFUSED


async def test_a_label_that_cannot_be_read_does_not_stop_the_deletion_but_graph_does(scene: Scene) -> None:
    _, address = await scene.located()
    token = scene.token(scene.ana, "Files.ReadWrite")
    scene.microsoft.graph.item(scene.meeting.takes[0]).label = retain_label()
    assert (await scene.graph.delete(token, address, fine)).saw is Saw.REFUSED
    scene.microsoft.graph.item(scene.meeting.takes[0]).label = None
    assert (await scene.graph.delete(token, address, fine)).saw is Saw.DONE


async def test_a_busy_label_means_that_nothing_was_deleted(scene: Scene) -> None:
    _, address = await scene.located()
    scene.microsoft.wire.fail("graph", "GET", "/retentionLabel")
    with pytest.raises(BusyError):
        await scene.graph.delete(scene.token(scene.ana), address, fine)
    assert "POST permanentDelete" not in scene.asked()


async def test_a_lost_answer_is_no_answer_though_it_went(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.wire.fail("graph", "POST", "/permanentDelete", how="lost", times=1)
    with pytest.raises(NoAnswerError):
        await scene.graph.delete(scene.token(scene.ana), address, fine)
    assert (await scene.graph.look(scene.token(scene.ana), call, address)).saw is Saw.ABSENT


async def test_a_request_that_never_arrived_is_no_answer_either(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.wire.fail("graph", "POST", "/permanentDelete", how="status", status=504, times=1)
    with pytest.raises(NoAnswerError):
        await scene.graph.delete(scene.token(scene.ana), address, fine)
    assert (await scene.graph.look(scene.token(scene.ana), call, address)).saw is Saw.PRESENT


async def test_an_address_of_another_form_reaches_no_file(scene: Scene) -> None:
    call = Call(
        organiser=PersonId(scene.ana.oid),
        meeting=scene.meeting.id,
        call="c",
        thread="t",
        transcripts=(),
        began=START,
    )
    look = await scene.graph.preflight(scene.token(scene.ana), call, Address("../me/x?y#z/../.."))
    assert look.saw is Saw.ABSENT
