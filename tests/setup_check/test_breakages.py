"""Each of some forty things is broken in turn: it is named with its remedy, and nothing else is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
import pytest_asyncio
from azure.storage.blob import RetentionPolicy

from cards.findings import State
from graph.scopes import SCOPES
from graph.trying import INSTALLED
from local.ai_host import AiHost
from local.microsoft.identity import CONSENTED
from local.town import QUICK, open_town
from record.policy import Group, TypeRule
from record.terms import GroupId, RecordTypeId
from setup_check.case_system import TEXT
from storage.policies import BlobPolicies
from storage.rooms import NUDGES, POISON
from tests.setup_check.breaks import BREAKS, ELSE, Break, without
from tests.setup_check.scene import NOBODY, SAID, TEST_FILE, Scene, broken, open_scene, replaced, set_to
from tests.test_app import silent

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened() -> AsyncIterator[Scene]:
    async with open_town() as town, open_scene(town) as scene:
        yield scene


@pytest.fixture
def scene(opened: Scene) -> Iterator[Scene]:
    """With nothing broken, and no test note yet."""
    opened.town.cases.notes.clear()
    opened.link = opened.meeting.join_url
    yield opened
    opened.town.wire.mend()


# --- nothing broken -----------------------------------------------------------------------------------------------


async def test_all_works_and_what_was_tried_leaves_a_test_note_and_nothing_else(scene: Scene) -> None:
    before = {name for name, _ in await scene.town.places() if name.startswith("storage")}
    found = await scene.check()
    assert broken(found) == {}
    assert {f.name for f in found if f.state is State.NOT_TRIED} == {"app package in Teams"}
    assert {name for name, _ in await scene.town.places() if name.startswith("storage")} == before
    [note] = scene.town.cases.notes.values()
    assert (note.reference, note.text) == (TEST_FILE, TEXT)
    assert f"Note {note.id} on file {TEST_FILE} was read back, word for word." in scene.shown(found)


async def test_no_word_of_a_transcript_is_asked_for_unless_a_meeting_is_named(scene: Scene) -> None:
    scene.link = ""
    already = len(scene.town.wire.calls)
    found = {f.name: f for f in await scene.check()}
    assert not [c for c in scene.town.wire.calls[already:] if c.url.endswith("/content")]
    assert found["transcript access"].state is State.WORKS
    assert found["speaker names in transcripts"].state is State.NOT_TRIED
    assert SAID.decode() not in repr(found)


# --- one thing broken ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", BREAKS, ids=lambda b: b.id)
async def test_what_is_broken_is_named_with_its_remedy_and_nothing_else(scene: Scene, one: Break) -> None:
    with one.does(scene):
        found = await scene.check(**one.told)
    named = broken(found)
    read = scene.shown(found)
    assert set(named) == set(one.named)
    first = named[one.named[0]]
    assert one.says in first.say
    assert one.fix in first.fix
    assert all(f"BROKEN: {name}" in read for name in one.named)


async def test_at_least_twenty_five_things_are_broken_here() -> None:
    assert len({b.id for b in BREAKS}) == len(BREAKS) >= 40


async def test_the_remedy_of_a_permission_is_an_address_for_the_application_that_lacks_it(
    scene: Scene,
) -> None:
    """The connection may belong to another application than the bot's: consent is asked for that one."""
    with set_to(scene.standing, scopes=("Chat.Read",), claims={"appid": ELSE}):
        named = broken(await scene.check())
    for name in ("permission OnlineMeetings.Read", "permission Files.ReadWrite.All"):
        assert named[name].command.endswith(f"/{scene.town.microsoft.tenant}/adminconsent?client_id={ELSE}")


async def test_more_than_is_used_is_a_remark_with_what_to_take_away_and_is_not_broken(scene: Scene) -> None:
    with set_to(scene.standing, scopes=(*CONSENTED, "Mail.Read", "User.Read", "openid")):
        found = await scene.check()
    assert broken(found) == {}
    [remark] = [f for f in found if f.state is State.REMARK]
    assert (remark.name, "Take away Mail.Read: " in remark.fix) == ("your sign-in", True)
    assert "Cloud Application Administrator" in remark.who
    read = scene.shown(found)
    assert read.count("Remark: your sign-in") == 2  # open on the card, and in the text
    assert "nothing is broken. 28 work, 1 of them with a remark. 1 not tried." in read
    assert not [x for x in ("User.Read", "openid") if x in remark.say + remark.fix]


@pytest.mark.parametrize(
    ("version", "state", "says"),
    [
        ("1.0.0", State.WORKS, "Teams has version 1.0.0 for you."),
        ("1.10.3", State.WORKS, "Teams has version 1.10.3 for you."),
        ("0.9.7", State.REMARK, "an older package for you: 0.9.7. This Faircopy's is 1.0,"),
        (None, State.NOT_TRIED, "names no version of Faircopy"),
        ("draft", State.NOT_TRIED, "names no version of Faircopy"),
    ],
)
async def test_the_package_in_teams_is_asked_for_where_it_happens_to_be_allowed(
    scene: Scene, version: str | None, state: State, says: str
) -> None:
    """With a permission that nobody is told to give, and that is not called too much where it was given."""
    with (
        set_to(scene.standing, scopes=(*CONSENTED, INSTALLED)),
        set_to(scene.town.microsoft.graph.apps, version=version),
    ):
        found = {f.name: f for f in await scene.check()}
    package = found["app package in Teams"]
    assert (package.state, says in package.say) == (state, True)
    assert found["your sign-in"].state is State.WORKS
    assert INSTALLED not in {scope.name for scope in SCOPES}


async def test_the_package_in_teams_is_not_asked_for_with_what_everybody_agrees_to(scene: Scene) -> None:
    already = len(scene.town.wire.calls)
    found = {f.name: f for f in await scene.check()}
    assert found["app package in Teams"].say.startswith("Not asked: Teams tells a bot nothing")
    assert not [c for c in scene.town.wire.calls[already:] if "installedApps" in c.url]


async def test_the_groups_that_configure_names_are_asked_for_real(scene: Scene) -> None:
    """Each once, whatever it is named for; where none is, the permission is tried all the same."""
    rows = {f.name: f for f in await scene.check()}
    assert rows["permission User.Read"].say == "No Entra group is named in configure."
    groups = scene.town.microsoft.graph.groups
    mine, others = (Group(id=GroupId(groups.add(*who).id), name="x") for who in ([scene.user.person], []))
    rule = TypeRule(record_type=RecordTypeId("home-visit"), group="Team", groups=(mine, others))
    await scene.town.set_policy(replace(QUICK, admin_groups=(mine,), types=(rule,)))
    try:
        rows = {f.name: f for f in await scene.check()}
        assert rows["permission User.Read"].say == (
            "Groups named in configure that can be asked: 2. You are in 1 of them."
        )
        with without(scene, "User.Read"):
            lacks = broken(await scene.check())["permission User.Read"]
        assert "Groups named in configure let nobody in" in lacks.stops
    finally:
        await scene.town.set_policy(QUICK)


async def test_a_wider_permission_does_as_well(scene: Scene) -> None:
    wide = tuple(
        {"Calendars.ReadBasic": "Calendars.Read", "Chat.Read": "Chat.ReadWrite"}.get(s, s) for s in CONSENTED
    )
    with set_to(scene.standing, scopes=wide):
        assert broken(await scene.check()) == {}


# --- not tried ----------------------------------------------------------------------------------------------------


async def test_nobody_signed_in_is_not_tried_and_breaks_nothing(scene: Scene) -> None:
    tokens = scene.town.microsoft.tokens
    tokens.sign_out(scene.user.person)
    try:
        found = await scene.check()
    finally:
        tokens.sign_in(scene.user.person)
    assert broken(found) == {}
    untried = {f.name: f for f in found if f.state is State.NOT_TRIED}
    assert {"your sign-in", "transcript access", *(f"permission {s.name}" for s in SCOPES)} < untried.keys()
    assert "You are not signed in" in untried["your sign-in"].say


async def test_without_a_test_file_nothing_is_written_anywhere(scene: Scene) -> None:
    found = {f.name: f for f in await scene.check(CASE_SYSTEM_TEST_FILE="")}
    assert found["case system test note"].state is State.NOT_TRIED
    assert "FAIRCOPY_CASE_SYSTEM_TEST_FILE" in found["case system test note"].fix
    assert scene.town.cases.notes == {}


async def test_filing_by_hand_is_not_tried(scene: Scene) -> None:
    found = {f.name: f for f in await scene.check(CASE_SYSTEM="by_hand")}
    assert found["case system test note"].state is State.NOT_TRIED
    assert "by hand" in found["case system test note"].say


async def test_with_no_meeting_to_ask_about_the_switches_are_not_tried(scene: Scene) -> None:
    scene.link = scene.meeting.join_url.replace("meeting_", "meeting_another")
    found = {f.name: f for f in await scene.check()}
    for name in ("transcript access", "speaker names in transcripts"):
        assert found[name].state is State.NOT_TRIED
        assert "cannot find the meeting of that link" in found[name].say


# --- storage, which is one for all --------------------------------------------------------------------------------


async def test_an_account_that_keeps_what_is_deleted(scene: Scene) -> None:
    blobs = scene.parties.temporary.blobs
    await blobs.set_service_properties(delete_retention_policy=RetentionPolicy(enabled=True, days=7))
    try:
        named = broken(await scene.check())
    finally:
        await blobs.set_service_properties(delete_retention_policy=RetentionPolicy(enabled=False))
    assert set(named) == {"deleting deletes"}
    assert "blob soft delete" in named["deleting deletes"].fix


async def test_a_message_that_was_set_aside(scene: Scene) -> None:
    queue = scene.parties.temporary.queue(POISON)
    await queue.send_message("written by a newer Faircopy")
    try:
        named = broken(await scene.check())
    finally:
        await queue.clear_messages()
    assert set(named) == {"nothing set aside"}
    assert "About 1 set aside" in named["nothing set aside"].say


async def test_what_the_first_start_made_and_somebody_deleted(scene: Scene) -> None:
    queues, blobs = scene.parties.temporary.queues, scene.parties.lasting.blobs
    assert queues is not None
    await queues.delete_queue(NUDGES)
    await blobs.delete_container("policies")
    try:
        named = broken(await scene.check())
    finally:
        await scene.parties.temporary.make(containers=(), queues=(NUDGES,))
        await scene.town.set_policy(QUICK)
    assert set(named) == {"queue", "lasting blobs", "council's policy"}
    assert "not there any more" in named["queue"].say


async def test_a_policy_that_names_nobody_to_hold_and_one_that_cannot_be_read(scene: Scene) -> None:
    policies = scene.parties.lasting.container("policies")
    before = await policies.get("current")
    try:
        doors = BlobPolicies(policies)
        policy, etag = await doors.read_for_change()
        await doors.save(replace(policy, governance=()), etag)
        named = broken(await scene.check())
        assert set(named) == {"council's policy"}
        await policies.write("current", b"{ not a policy")
        found = await scene.check()
        assert set(broken(found)) == {"council's policy"}
        scene.shown(found)
    finally:
        await policies.write("current", before.data)


async def test_an_ai_host_that_is_allowed_and_cannot_be_used(scene: Scene) -> None:
    """Named with what it stops, who mends it and how; one that can be used beside it is not."""
    ours, gone = "ours.ai.council.example", "gone.ai.council.example"
    async with AiHost(scene.town.wire, ours) as host:
        with replaced(scene, reach=host.reach):
            await scene.town.set_policy(replace(QUICK, ai_hosts=(ours,)))
            try:
                found = await scene.check()
                assert broken(found) == {}
                await scene.town.set_policy(replace(QUICK, ai_hosts=(ours, gone)))
                found = await scene.check()
            finally:
                await scene.town.set_policy(QUICK)
    named = broken(found)
    assert set(named) == {"AI host"}
    assert named["AI host"].say == f"{gone} cannot be reached."
    assert f"{gone} cannot be reached." in scene.shown(found)
    assert host.wire.to("ai host") == []


async def test_nobody_is_named_as_an_admin(scene: Scene) -> None:
    named = broken(await scene.check(ADMINS=""))
    assert set(named) == {"council's policy"}
    assert "FAIRCOPY_ADMINS" in named["council's policy"].fix


# --- everything ---------------------------------------------------------------------------------------------------


async def test_everything_broken_at_once_is_one_card_and_whole_in_the_text(scene: Scene) -> None:
    wrong = {
        "APP_SECRET": "wrong", "CHANNEL_KEYS_URL": f"{NOBODY}/k", "SERVICE_HOSTS": "example.net", "GRAPH_URL": NOBODY,
        "CASE_SYSTEM_URL": NOBODY, "TEMPORARY_BLOB_URL": f"{NOBODY}/t", "TEMPORARY_QUEUE_URL": f"{NOBODY}/q",
        "LASTING_BLOB_URL": f"{NOBODY}/l", "TOKEN_SERVICE_URL": NOBODY, "RECORD_TYPES": "no-such-folder",
    }  # fmt: skip
    found = await scene.check(**wrong)
    named = broken(found)
    assert len(named) >= 10
    read = scene.shown(found)
    assert all(f"BROKEN: {name}." in read for name in named)


async def test_where_every_door_takes_the_call_and_says_nothing_the_answer_stands_within_twenty_seconds(
    scene: Scene,
) -> None:
    for party in ("entra", "keys", "tokens", "graph", "case system"):
        scene.town.wire.fail(party, how="slow", seconds=40)
    async with silent() as port:
        url = f"http://127.0.0.1:{port}"
        slow = {
            "TEMPORARY_BLOB_URL": f"{url}/t",
            "TEMPORARY_QUEUE_URL": f"{url}/q",
            "LASTING_BLOB_URL": f"{url}/l",
        }
        began = time.monotonic()
        found = await asyncio.wait_for(scene.check(**slow), 60)
        took = time.monotonic() - began
    assert took < 20
    named = broken(found)
    assert {
        "bot identity",
        "channel keys",
        "temporary blobs",
        "queue",
        "lasting blobs",
        "Graph",
        "case system",
    } <= named.keys()
    assert "Teams channel" not in named
    scene.shown(found)
