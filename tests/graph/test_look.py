"""Looking again: what each kind of deletion, honest or not, looks like afterwards."""

from dataclasses import replace

import pytest

from local.microsoft.identity import SCOPES
from local.wire import How
from record.docket import Upload
from record.errors import SignInNeededError
from record.terms import Address, Saw
from tests.graph.conftest import PHRASE, VTT, Scene, fine, take


async def test_what_is_there_is_seen_in_one_request(scene: Scene) -> None:
    call, address = await scene.located()
    look = await scene.graph.look(scene.token(scene.ana), call, address)
    assert (look.saw, look.why) == (Saw.PRESENT, "item")
    assert look.request
    assert len(scene.asked()) == 1


async def test_gone_means_that_every_read_says_so(scene: Scene) -> None:
    call, address = await scene.located()
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    scene.microsoft.wire.calls.clear()
    look = await scene.graph.look(scene.token(scene.ana), call, address)
    assert (look.saw, look.why) == (Saw.ABSENT, "")
    assert look.request
    assert scene.asked() == [
        f"GET {address.partition('/')[2]}",
        "GET messages",
        "GET driveItem",
        "GET content",
        "GET children",
        "GET transcripts",
    ]


async def test_a_holder_that_says_deleted_and_keeps_is_caught(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.graph.files.says_deleted_but_keeps = True
    assert (await scene.graph.delete(scene.token(scene.ana), address, fine)).saw is Saw.DONE
    look = await scene.graph.look(scene.token(scene.ana), call, address)
    assert (look.saw, look.why) == (Saw.PRESENT, "item")


async def test_a_transcript_that_outlives_its_file_is_caught_and_not_read(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.graph.files.transcript_outlives_file = True
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    look = await scene.graph.look(scene.token(scene.ana), call, address)
    assert (look.saw, look.why) == (Saw.PRESENT, "content")
    assert PHRASE.decode() not in repr(look)


async def test_so_it_is_where_names_are_turned_off(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.graph.files.transcript_outlives_file = True
    scene.microsoft.graph.on_meetings.attribution_allowed = False
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    assert (await scene.graph.look(scene.token(scene.ana), call, address)).why == "content"


async def test_a_list_that_lags_is_said_to_be_a_list(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.graph.files.lists_lag = 1
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    look = await scene.graph.look(scene.token(scene.ana), call, address)
    assert (look.saw, look.why) == (Saw.PRESENT, "still-listed")
    assert (await scene.graph.look(scene.token(scene.ana), call, address)).saw is Saw.ABSENT


PLACES = ["/items/", "/messages", "/driveItem", "/content", "/children", "/transcripts"]
WHY = {
    "/items/": "item",
    "/messages": "link",
    "/driveItem": "link",
    "/content": "content",
    "/children": "folder",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("how", "status"), [("status", 500), ("status", 429), ("down", 0), ("lost", 0)])
async def test_one_read_without_an_answer_makes_it_unknown(
    scene: Scene, place: str, how: How, status: int
) -> None:
    call, address = await scene.located()
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    scene.microsoft.wire.fail("graph", "GET", place, how=how, status=status)
    look = await scene.graph.look(scene.token(scene.ana), call, address)
    assert look.saw is Saw.UNKNOWN
    assert look.why in (WHY.get(place), "content", "transcripts")


@pytest.mark.parametrize("place", ["/items/", "/driveItem", "/content", "/children", "/transcripts"])
async def test_so_does_one_that_is_refused(scene: Scene, place: str) -> None:
    call, address = await scene.located()
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    scene.microsoft.wire.fail("graph", "GET", place, how="status", status=403)
    assert (await scene.graph.look(scene.token(scene.ana), call, address)).saw is Saw.UNKNOWN


async def test_a_file_that_cannot_be_read_but_is_listed_is_present(scene: Scene) -> None:
    call, address = await scene.located()
    for place in ("/items/", "/driveItem", "/content"):
        scene.microsoft.wire.fail("graph", "GET", place, how="status", status=503)
    look = await scene.graph.look(scene.token(scene.ana), call, address)
    assert (look.saw, look.why) == (Saw.PRESENT, "still-listed")


async def test_without_the_chat_permission_the_link_is_left_out(scene: Scene) -> None:
    call, address = await scene.located()
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    token = scene.token(scene.ana, *(s for s in SCOPES if s != "Chat.Read"))
    assert (await scene.graph.look(token, call, address)).saw is Saw.ABSENT


async def test_somebody_who_cannot_see_the_folder_cannot_say_that_it_is_gone(scene: Scene) -> None:
    call, address = await scene.located()
    await scene.graph.delete(scene.token(scene.cai), address, fine)
    look = await scene.graph.look(scene.token(scene.cai), call, address)
    assert (look.saw, look.why) == (Saw.UNKNOWN, "folder")


async def test_a_spent_token_says_nothing(scene: Scene) -> None:
    call, address = await scene.located()
    with pytest.raises(SignInNeededError):
        await scene.graph.look(scene.token(scene.ana, lifetime=-60), call, address)


async def test_without_an_address_nothing_is_ever_gone(scene: Scene) -> None:
    call, address = await scene.located()
    there = await scene.graph.look(scene.token(scene.ana), call, Address(""))
    assert there.saw is Saw.PRESENT
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    look = await scene.graph.look(scene.token(scene.ana), call, Address(""))
    assert (look.saw, look.why) == (Saw.UNKNOWN, "not-located")


async def test_another_calls_transcripts_prove_nothing(scene: Scene) -> None:
    scene.hold(take(0, 20), take(24 * 60, 24 * 60 + 20))
    call, address = await scene.located()
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    assert (await scene.graph.look(scene.token(scene.ana), call, address)).saw is Saw.ABSENT
    other = (await scene.calls())[-1]
    assert other.call != call.call
    looked = await scene.graph.look(
        scene.token(scene.ana), replace(call, transcripts=other.transcripts), address
    )
    assert (looked.saw, looked.why) == (Saw.PRESENT, "content")


async def test_an_upload(scene: Scene) -> None:
    item = scene.microsoft.files.add_file(scene.ben, "Microsoft Teams Chat Files", "t.vtt", VTT)
    source, token = Upload(link=item.web_url), scene.token(scene.ben)
    address = await scene.graph.locate(token, source)
    assert address
    assert (await scene.graph.preflight(token, source, address)).saw is Saw.PRESENT
    assert (await scene.graph.preflight(scene.token(scene.dee), source, address)).saw is Saw.NOT_ORGANISER
    assert (await scene.graph.look(token, source, address)).saw is Saw.PRESENT
    assert (await scene.graph.delete(token, address, fine)).saw is Saw.DONE
    scene.microsoft.wire.calls.clear()
    assert (await scene.graph.look(token, source, address)).saw is Saw.ABSENT
    assert len(scene.asked()) == 2


# --- a glance -------------------------------------------------------------------------------------------------------


async def test_a_glance_is_one_request_there_or_gone(scene: Scene) -> None:
    call, address = await scene.located()
    there = await scene.graph.look(scene.token(scene.ana), call, address, thorough=False)
    assert (there.saw, there.why) == (Saw.PRESENT, "item")
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    scene.microsoft.wire.calls.clear()
    gone = await scene.graph.look(scene.token(scene.ana), call, address, thorough=False)
    assert (gone.saw, gone.why) == (Saw.ABSENT, "item")
    assert there.request
    assert gone.request
    assert scene.asked() == [f"GET {address.partition('/')[2]}"]


async def test_a_glance_catches_a_holder_that_says_deleted_and_keeps(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.graph.files.says_deleted_but_keeps = True
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    assert (await scene.graph.look(scene.token(scene.ana), call, address, thorough=False)).saw is Saw.PRESENT


async def test_what_a_glance_misses_a_thorough_look_sees(scene: Scene) -> None:
    call, address = await scene.located()
    scene.microsoft.graph.files.transcript_outlives_file = True
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    assert (await scene.graph.look(scene.token(scene.ana), call, address, thorough=False)).saw is Saw.ABSENT
    assert (await scene.graph.look(scene.token(scene.ana), call, address)).saw is Saw.PRESENT


@pytest.mark.parametrize(
    ("how", "status"), [("status", 403), ("status", 500), ("status", 429), ("down", 0), ("lost", 0)]
)
async def test_a_glance_without_an_answer_is_unknown(scene: Scene, how: How, status: int) -> None:
    call, address = await scene.located()
    scene.microsoft.wire.fail("graph", "GET", "/items/", how=how, status=status)
    look = await scene.graph.look(scene.token(scene.ana), call, address, thorough=False)
    assert (look.saw, look.why) == (Saw.UNKNOWN, "item")


async def test_a_glance_at_nowhere_asks_nobody(scene: Scene) -> None:
    call, _ = await scene.located()
    look = await scene.graph.look(scene.token(scene.ana), call, Address(""), thorough=False)
    assert (look.saw, look.why) == (Saw.UNKNOWN, "not-located")
    assert scene.asked() == []


async def test_a_file_that_its_link_finds_elsewhere_is_not_gone(scene: Scene) -> None:
    call, address = await scene.located()
    scene.meeting.takes[0].share_url = scene.microsoft.files.add_file(
        scene.ana, "Moved", "t.mp4", VTT
    ).web_url
    await scene.graph.delete(scene.token(scene.ana), address, fine)
    look = await scene.graph.look(scene.token(scene.ana), call, address)
    assert (look.saw, look.why) == (Saw.UNKNOWN, "other-file"), "it may have been moved: not gone"
    assert (await scene.graph.look(scene.token(scene.ana), call, Address(""))).saw is Saw.PRESENT
