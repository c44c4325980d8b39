"""One call may have several files, one folder the files of several calls: which are whose, and each by itself."""

import itertools
from datetime import timedelta

import pytest

from local.microsoft.files import retain_label
from local.microsoft.identity import SCOPES
from local.microsoft.meetings import Take
from local.wire import How
from record.docket import Upload
from record.doors import DriveFile, Located, Token
from record.errors import BusyError
from record.terms import Saw
from tests.graph.conftest import PHRASE, VTT, Scene, fine, take
from tests.graph.test_files import address_of

NOT_CHATS = tuple(scope for scope in SCOPES if scope != "Chat.Read")


def drive_file(scene: Scene, taken: Take) -> DriveFile:
    """What is to be found of the stand-in's file."""
    item = scene.microsoft.graph.item(taken)
    return DriveFile(address=address_of(scene, taken), made=item.created, size=len(item.content))


def without_chats(scene: Scene) -> Token:
    """Ana's token, where the council did not agree to reading chats."""
    return scene.token(scene.ana, *NOT_CHATS)


def pieces(scene: Scene, *spans: tuple[int, int], recorded: bool = True) -> list[Take]:
    """One call, recorded in so many pieces, which come in this order."""
    meeting, add = scene.hold(), scene.microsoft.graph.add_transcript
    call = add(meeting, *take(*spans[0]), recorded=recorded).call_id
    for span in spans[1:]:
        add(meeting, *take(*span), recorded=recorded, call_id=call)
    return meeting.takes


# --- which are whose ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(itertools.permutations([(2, 20), (22, 47), (50, 55)])))
async def test_a_call_recorded_in_pieces_has_them_all_in_order_of_time(
    scene: Scene, order: list[tuple[int, int]]
) -> None:
    taken = sorted(pieces(scene, *order), key=lambda t: t.created)
    call = await scene.call()
    assert call.transcripts == tuple(t.transcript_id for t in taken)
    scene.microsoft.wire.calls.clear()
    found = await scene.graph.files(scene.token(scene.ana), call)
    assert found == Located(files=tuple(drive_file(scene, t) for t in taken), sure=True)
    assert scene.asked() == ["GET messages"] + ["GET driveItem"] * 3
    assert await scene.graph.locate(scene.token(scene.ana), call) is None


async def test_two_events_of_one_file_are_one_file(scene: Scene) -> None:
    first, again = pieces(scene, (2, 20), (22, 47))
    scene.microsoft.files.delete(scene.microsoft.graph.item(again), scene.ana.oid, permanently=True)
    again.share_url = scene.microsoft.graph.item(first).web_url
    found = await scene.graph.files(scene.token(scene.ana), await scene.call())
    assert found == Located(files=(drive_file(scene, first),), sure=True)


async def test_a_piece_that_is_gone_is_not_among_them(scene: Scene) -> None:
    first, second = pieces(scene, (2, 20), (22, 47))
    call = await scene.call()
    await scene.graph.delete(scene.token(scene.ana), address_of(scene, first), fine)
    found = await scene.graph.files(scene.token(scene.ana), call)
    assert found == Located(files=(drive_file(scene, second),), sure=True)
    await scene.graph.delete(scene.token(scene.ana), address_of(scene, second), fine)
    assert await scene.graph.files(scene.token(scene.ana), call) == Located()


async def test_a_piece_that_was_transcribed_only_is_asked_about(scene: Scene) -> None:
    (recorded,) = pieces(scene, (2, 20))
    scene.microsoft.graph.add_transcript(scene.meeting, *take(22, 47), call_id=recorded.call_id)
    found = await scene.graph.files(scene.token(scene.ana), await scene.call())
    assert found == Located(files=tuple(drive_file(scene, t) for t in scene.meeting.takes), sure=False)


async def test_calls_of_one_thread_close_together_cannot_be_told_apart_without_the_chat(scene: Scene) -> None:
    meeting = scene.hold(take(0, 20), take(25, 45))
    both = tuple(drive_file(scene, t) for t in meeting.takes)
    newer, older = await scene.calls()
    assert newer.call != older.call
    assert await scene.graph.files(without_chats(scene), older) == Located(files=both, sure=False)
    assert await scene.graph.locate(without_chats(scene), older) is None
    for call, own in ((older, both[0]), (newer, both[1])):
        assert await scene.graph.files(scene.token(scene.ana), call) == Located(files=(own,), sure=True)


async def test_two_calls_at_the_very_same_time_are_two_candidates(scene: Scene) -> None:
    scene.hold(take(0, 20), take(0, 20), recorded=False)
    for call in await scene.calls():
        found = await scene.graph.files(scene.token(scene.ana), call)
        assert (len(found.files), found.sure) == (2, False)


async def test_the_only_one_in_the_folder_is_sure(scene: Scene) -> None:
    meeting = scene.hold(take(2, 47), recorded=False)
    own = drive_file(scene, meeting.takes[0])
    call = await scene.call()
    for token in (scene.token(scene.ana), without_chats(scene)):
        assert await scene.graph.files(token, call) == Located(files=(own,), sure=True)


async def test_what_the_chat_gives_to_another_call_is_no_candidate(scene: Scene) -> None:
    meeting = scene.hold(take(0, 20), recorded=False)
    scene.microsoft.graph.add_transcript(meeting, *take(25, 45), recorded=True)
    own, others = (drive_file(scene, t) for t in meeting.takes)
    call = (await scene.calls())[-1]
    assert await scene.graph.files(scene.token(scene.ana), call) == Located(files=(own,), sure=True)
    both = Located(files=(own, others), sure=False)
    assert await scene.graph.files(without_chats(scene), call) == both
    await scene.graph.delete(scene.token(scene.ana), own.address, fine)
    assert await scene.graph.files(scene.token(scene.ana), call) == Located()


async def test_a_file_in_the_place_of_one_that_the_chat_named_is_not_sure(scene: Scene) -> None:
    scene.hold(take(0, 20))
    scene.microsoft.graph.add_transcript(scene.meeting, *take(25, 45))
    call = (await scene.calls())[-1]
    named, stray = (drive_file(scene, t) for t in scene.meeting.takes)
    await scene.graph.delete(scene.token(scene.ana), named.address, fine)
    found = await scene.graph.files(scene.token(scene.ana), call)
    assert found == Located(files=(stray,), sure=False)
    assert await scene.graph.locate(scene.token(scene.ana), call) is None


async def test_somebody_who_may_see_nothing_finds_nothing(scene: Scene) -> None:
    pieces(scene, (2, 20), (22, 47))
    call = await scene.call()
    assert await scene.graph.files(scene.token(scene.dee), call) == Located()


async def test_an_upload_is_the_one_file_behind_its_link(scene: Scene) -> None:
    item = scene.microsoft.files.add_file(scene.ben, "Microsoft Teams Chat Files", "t.vtt", VTT)
    found = await scene.graph.files(scene.token(scene.ben), Upload(link=item.web_url))
    assert found.sure
    assert [(f.address.rpartition("/")[2], f.size) for f in found.files] == [(item.id, len(VTT))]
    assert found.files[0].made is not None
    assert abs(found.files[0].made - item.created) < timedelta(seconds=1)
    assert scene.asked() == ["GET driveItem"]
    for source in (Upload(), Upload(link=item.web_url + "x")):
        assert await scene.graph.files(scene.token(scene.ben), source) == Located()


@pytest.mark.parametrize(
    ("path", "recorded"), [("/messages", True), ("/driveItem", True), ("/children", False)]
)
@pytest.mark.parametrize("how", ["status", "down", "lost"])
async def test_graph_being_busy_is_neither_none_nor_unsure(
    scene: Scene, path: str, recorded: bool, how: How
) -> None:
    pieces(scene, (2, 20), (22, 47), recorded=recorded)
    call = await scene.call()
    scene.microsoft.wire.fail("graph", "GET", path, how=how, status=429)
    with pytest.raises(BusyError):
        await scene.graph.files(scene.token(scene.ana), call)


async def test_no_name_of_a_file_is_asked_for_or_kept(scene: Scene) -> None:
    pieces(scene, (2, 20), (22, 47))
    call = await scene.call()
    scene.microsoft.wire.calls.clear()
    found = [await scene.graph.files(t, call) for t in (scene.token(scene.ana), without_chats(scene))]
    assert "Tyler" not in repr(found)
    asked = [c.url for c in scene.microsoft.wire.to("graph") if "messages" not in c.url]
    assert asked
    assert not any("name" in url.lower() or "select" not in url for url in asked)


# --- each its own ---------------------------------------------------------------------------------------------------


async def test_each_is_asked_about_deleted_and_looked_for_by_itself(scene: Scene) -> None:
    pieces(scene, (2, 20), (22, 47))
    call, token = await scene.call(), scene.token(scene.ana)
    addresses = [f.address for f in (await scene.graph.files(token, call)).files]
    for address in addresses:
        assert (await scene.graph.preflight(token, call, address)).saw is Saw.PRESENT
    assert [(await scene.graph.delete(token, a, fine)).saw for a in addresses] == [Saw.DONE] * 2
    assert not {t.item for t in scene.meeting.takes} & set(scene.microsoft.files.items)
    for address in addresses:
        assert (await scene.graph.preflight(token, call, address)).saw is Saw.ABSENT
        assert (await scene.graph.delete(token, address, fine)).saw is Saw.NOT_THERE
        assert (await scene.graph.look(token, call, address)).saw is Saw.ABSENT


async def test_one_that_stays_does_not_bring_back_the_other_nor_let_it_be_called_gone(scene: Scene) -> None:
    first, second = (address_of(scene, t) for t in pieces(scene, (2, 20), (22, 47)))
    scene.microsoft.graph.item(scene.meeting.takes[1]).label = retain_label()
    call, token = await scene.call(), scene.token(scene.ana)
    assert (await scene.graph.preflight(token, call, second)).saw is Saw.LABEL
    assert (await scene.graph.delete(token, first, fine)).saw is Saw.DONE
    look = await scene.graph.look(token, call, first)
    assert (look.saw, look.why) == (Saw.UNKNOWN, "other-file")
    assert look.request
    assert (await scene.graph.look(token, call, first, thorough=False)).saw is Saw.ABSENT
    assert (await scene.graph.look(token, call, second)).why == "item"


async def test_beside_another_file_a_lagging_folder_still_tells(scene: Scene) -> None:
    first, _ = (address_of(scene, t) for t in pieces(scene, (2, 20), (22, 47)))
    call, token = await scene.call(), scene.token(scene.ana)
    scene.microsoft.files.lists_lag = 1
    await scene.graph.delete(token, first, fine)
    look = await scene.graph.look(token, call, first)
    assert (look.saw, look.why) == (Saw.PRESENT, "still-listed")


async def test_what_one_may_delete_here_another_must_there(scene: Scene) -> None:
    scene.hold()
    add = scene.microsoft.graph.add_transcript
    mine = add(scene.meeting, *take(2, 20), recorded=True, drive_of=scene.ben)
    add(scene.meeting, *take(22, 47), recorded=True, call_id=mine.call_id)
    call, token = await scene.call(), scene.token(scene.ben)
    found = await scene.graph.files(token, call)
    assert (len(found.files), found.sure) == (2, True)
    may = [(await scene.graph.preflight(token, call, f.address)).saw for f in found.files]
    assert may == [Saw.PRESENT, Saw.NOT_ORGANISER]
    done = [(await scene.graph.delete(token, f.address, fine)).saw for f in found.files]
    assert done == [Saw.DONE, Saw.NOT_ORGANISER]


async def test_the_organiser_who_wrote_nothing_deletes_what_the_author_could_not(scene: Scene) -> None:
    """Any person's own token will do. Only whoever may list the folder can afterwards say that it is gone."""
    call, address = await scene.located()
    author, organiser = scene.token(scene.ben), scene.token(scene.ana)
    assert (await scene.graph.preflight(author, call, address)).saw is Saw.NOT_ORGANISER
    assert (await scene.graph.delete(author, address, fine)).saw is Saw.NOT_ORGANISER
    assert scene.microsoft.copies(PHRASE)
    assert (await scene.graph.preflight(organiser, call, address)).saw is Saw.PRESENT
    assert (await scene.graph.delete(organiser, address, fine)).saw is Saw.DONE
    assert scene.microsoft.copies(PHRASE) == []
    assert (await scene.graph.look(organiser, call, address)).saw is Saw.ABSENT
    assert (await scene.graph.look(author, call, address)).why == "folder"
