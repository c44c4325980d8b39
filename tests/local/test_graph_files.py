"""The meeting's file through msgraph-sdk: found, deleted by those who may, and honest or not about it."""

import base64
from typing import Any

import httpx
import pytest
from kiota_abstractions.api_error import APIError

from local.microsoft.files import DriveItem, quick_xor_hash, retain_label
from local.microsoft.people import Person
from tests.local.clients import GraphClients, plain
from tests.local.conftest import VTT, Scene

PHRASE = b"Thank you all for coming."


@pytest.fixture
def item(scene: Scene) -> DriveItem:
    return scene.microsoft.graph.item(scene.meeting.takes[0])


def at(client: Any, scene: Scene, item: DriveItem) -> Any:
    drive = client.drives.by_drive_id(scene.microsoft.files.drive(item.owner).id)
    return drive.items.by_drive_item_id(item.id)


def share(url: str) -> str:
    return "u!" + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


async def transcripts(scene: Scene, clients: GraphClients) -> Any:
    meeting = clients(scene.ana).me.online_meetings.by_online_meeting_id(scene.meeting.id)
    return (await meeting.transcripts.get()).value


async def content_status(scene: Scene, clients: GraphClients) -> int:
    meeting = clients(scene.ana).me.online_meetings.by_online_meeting_id(scene.meeting.id)
    try:
        one = meeting.transcripts.by_call_transcript_id(scene.meeting.takes[0].transcript_id)
        await one.content.get()
    except APIError as no:
        return int(no.response_status_code or 0)
    return 200


async def refused(doing: Any) -> tuple[int, str]:
    with pytest.raises(APIError) as no:
        await doing
    return int(no.value.response_status_code or 0), str(no.value.error.code)


async def test_the_chats_address_leads_to_the_item(
    scene: Scene, clients: GraphClients, item: DriveItem
) -> None:
    client = clients(scene.ana)
    shares = client.shares.by_shared_drive_item_id(share(scene.meeting.takes[0].share_url))
    found = await shares.drive_item.get()
    assert (found.id, found.name) == (item.id, "Synthetic review-20261120_100200UTC-Meeting Recording.mp4")
    assert found.additional_data["source"]["threadId"] == scene.meeting.thread_id
    assert found.parent_reference.drive_id == (await client.me.drive.get()).id
    assert found.file.hashes.quick_xor_hash == quick_xor_hash(item.content)
    assert PHRASE in item.content


async def test_the_recordings_folder_lists_it(scene: Scene, clients: GraphClients, item: DriveItem) -> None:
    base, drive = scene.microsoft.graph.base_url, scene.microsoft.files.drive(scene.ana)
    listed: list[dict[str, Any]] = []
    async with plain(clients.bearer(scene.ana)) as http:
        for place in ("me/drive", f"drives/{drive.id}"):
            listed = (await http.get(f"{base}/{place}/special/recordings/children")).json()["value"]
            assert [child["id"] for child in listed] == [item.id]
    folder = (
        clients(scene.ana)
        .drives.by_drive_id(drive.id)
        .items.by_drive_item_id(listed[0]["parentReference"]["id"])
    )
    assert [child.id for child in (await folder.children.get()).value] == [item.id]


@pytest.mark.parametrize("who", ["ana", "cai"])
async def test_organiser_and_co_organiser_delete_for_good(
    scene: Scene, clients: GraphClients, item: DriveItem, who: str
) -> None:
    assert scene.microsoft.copies(PHRASE)
    person: Person = getattr(scene, who)
    await at(clients(person), scene, item).permanent_delete.post()
    assert scene.microsoft.wire.calls[-1].status == 204
    assert await refused(at(clients(person), scene, item).get()) == (404, "itemNotFound")
    assert await transcripts(scene, clients) == []
    assert await content_status(scene, clients) == 404
    assert scene.microsoft.copies(PHRASE) == []
    assert await refused(at(clients(person), scene, item).permanent_delete.post()) == (404, "itemNotFound")


async def test_invitees_and_narrow_scopes_may_not_delete(
    scene: Scene, clients: GraphClients, item: DriveItem
) -> None:
    for client in (clients(scene.ben), clients(scene.dee), clients(scene.cai, "Files.ReadWrite")):
        deletion = at(client, scene, item).permanent_delete.post()
        assert await refused(deletion) == (403, "accessDenied")
    assert (await at(clients(scene.ben), scene, item).get()).id == item.id
    own = at(clients(scene.ana, "Files.Read.All"), scene, item)
    assert (await refused(own.permanent_delete.post()))[0] == 403
    assert item.id in scene.microsoft.files.items
    await at(clients(scene.ana, "Files.ReadWrite"), scene, item).permanent_delete.post()
    assert item.id not in scene.microsoft.files.items


async def test_the_owner_sees_every_permission_and_others_their_own(
    scene: Scene, clients: GraphClients, item: DriveItem
) -> None:
    async def roles(person: Person) -> list[list[str]]:
        return [p.roles for p in (await at(clients(person), scene, item).permissions.get()).value]

    assert sorted(await roles(scene.ana)) == [["owner"], ["read"], ["write"]]
    assert (await roles(scene.ben), await roles(scene.cai)) == ([["read"]], [["write"]])


async def test_labels_and_holds_stop_it(scene: Scene, clients: GraphClients, item: DriveItem) -> None:
    mine = at(clients(scene.ana), scene, item)
    assert (await mine.retention_label.get()).name is None
    item.label = retain_label()
    label = await mine.retention_label.get()
    assert label.retention_settings.is_delete_allowed is False
    assert await refused(mine.permanent_delete.post()) == (403, "accessDenied")
    item.label, item.on_hold = None, True
    assert await refused(mine.permanent_delete.post()) == (403, "accessDenied")
    assert scene.microsoft.copies(PHRASE)


async def test_a_liar_says_204_and_keeps_everything(
    scene: Scene, clients: GraphClients, item: DriveItem
) -> None:
    scene.microsoft.files.says_deleted_but_keeps = True
    await at(clients(scene.ana), scene, item).permanent_delete.post()
    assert scene.microsoft.wire.calls[-1].status == 204
    assert len(await transcripts(scene, clients)) == 1
    assert await content_status(scene, clients) == 200


async def test_lists_may_lag_behind(scene: Scene, clients: GraphClients, item: DriveItem) -> None:
    scene.microsoft.files.lists_lag = 2
    await at(clients(scene.ana), scene, item).permanent_delete.post()
    assert [len(await transcripts(scene, clients)) for _ in range(3)] == [1, 1, 0]
    assert await content_status(scene, clients) == 404
    drive = scene.microsoft.files.drive(scene.ana)
    shown = [len(scene.microsoft.files.children(drive, "Recordings")) for _ in range(3)]
    assert shown == [1, 1, 0]
    assert scene.microsoft.copies(PHRASE) == []


@pytest.mark.parametrize("permanently", [True, False])
async def test_the_recycle_bin_is_found(
    scene: Scene, clients: GraphClients, item: DriveItem, permanently: bool
) -> None:
    scene.microsoft.files.deletes_into_recycle_bin = True
    mine = at(clients(scene.ana), scene, item)
    site = (await mine.get()).parent_reference.site_id
    await (mine.permanent_delete.post() if permanently else mine.delete())
    place = f"{scene.microsoft.graph.url}/beta/sites/{site}/recycleBin/items"
    async with plain(clients.bearer(scene.ana)) as http:
        names = [entry["name"] for entry in (await http.get(place)).json()["value"]]
    assert names == [item.name]
    assert await content_status(scene, clients) == 404
    assert all("recycle bin" in place for place in scene.microsoft.copies(PHRASE))


async def test_a_preserved_copy_is_out_of_sight(scene: Scene, clients: GraphClients, item: DriveItem) -> None:
    scene.microsoft.files.preserves = True
    await at(clients(scene.ana), scene, item).permanent_delete.post()
    assert await content_status(scene, clients) == 404
    assert all("preservation hold" in place for place in scene.microsoft.copies(PHRASE))
    assert scene.microsoft.copies(PHRASE)


async def test_a_transcript_may_outlive_its_file(
    scene: Scene, clients: GraphClients, item: DriveItem
) -> None:
    scene.microsoft.files.transcript_outlives_file = True
    await at(clients(scene.ana), scene, item).permanent_delete.post()
    assert len(await transcripts(scene, clients)) == 1
    assert await content_status(scene, clients) == 200


async def test_an_answer_may_be_lost_after_the_work(
    scene: Scene, clients: GraphClients, item: DriveItem
) -> None:
    scene.microsoft.wire.fail("graph", "POST", "/permanentDelete", how="lost", times=1)
    with pytest.raises(httpx.HTTPError):
        await at(clients(scene.ana), scene, item).permanent_delete.post()
    assert await content_status(scene, clients) == 404


async def test_a_dropped_file_is_served_for_a_while_and_deleted_by_its_owner(
    scene: Scene, clients: GraphClients
) -> None:
    onedrive = scene.microsoft.onedrive
    file = onedrive.files.add_file(scene.ben, "Microsoft Teams Chat Files", "a.vtt", VTT)
    good = onedrive.download_url(file)
    onedrive.download_lifetime = -1
    late = onedrive.download_url(file)
    async with plain() as http:
        assert (await http.get(good)).content == VTT
        assert (await http.get(late)).status_code == 401
        assert (await http.get(file.web_url)).status_code == 403
        shares = clients(scene.ben).shares.by_shared_drive_item_id(share(file.web_url))
        found = await shares.drive_item.get()
        assert found.id == file.id
        await at(clients(scene.ben), scene, file).permanent_delete.post()
        assert (await http.get(good)).status_code == 404


def test_quick_xor_hash_of_known_values() -> None:
    assert quick_xor_hash(b"") == "AAAAAAAAAAAAAAAAAAAAAAAAAAA="
    assert quick_xor_hash(b"J") == "SgAAAAAAAAAAAAAAAQAAAAAAAAA="
    assert quick_xor_hash(b"\xb5\xb4") == "taAFAAAAAAAAAAAAAgAAAAAAAAA="
