"""Starting, checking and probing the whole house: each door broken in turn is named, and nothing else is."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from azure.storage.blob import RetentionPolicy

import settings
from cards.findings import Finding, State
from house import open_house
from local.town import Town, open_town
from parties import open_parties
from record.errors import ConfigurationError
from settings import PREFIX
from setup_check import check as set_up
from storage.rooms import open_storage

ROOT = Path(__file__).resolve().parents[1]
NOBODY = "http://127.0.0.1:9"
"""The discard port: nobody listens."""
SECRET = ("APP_SECRET", "CASE_SYSTEM_KEY", "TEMPORARY_KEY", "LASTING_KEY")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened


async def asked(environment: Mapping[str, str]) -> tuple[Finding, ...]:
    """What a set-up check finds where nobody is there to sign in. Nothing in it is a secret."""
    told = settings.read(environment)
    async with open_parties(told) as parties:
        findings = await set_up.check(parties, told)
    assert not [x for x in SECRET if environment[f"{PREFIX}{x}"] in repr(findings)]
    return findings


def broken(findings: tuple[Finding, ...]) -> set[str]:
    """The names of what is broken; each says what stops, who can mend it, and how."""
    found = [f for f in findings if f.state is State.BROKEN]
    assert all(f.stops and f.who and f.fix for f in found)
    return {f.name for f in found}


@pytest.mark.asyncio(loop_scope="module")
async def test_before_the_first_start_all_works_and_asking_makes_nothing(town: Town) -> None:
    before = {name for name, _ in await town.places()}
    assert broken(await asked(town.environment)) == set()
    assert {name for name, _ in await town.places()} == before


BREAKS = [
    ({"APP_SECRET": "wrong"}, {"bot identity"}),
    ({"TENANT": "99999999-0000-4000-8000-000000000009"}, {"bot identity"}),
    ({"APP_ID": "99999999-0000-4000-8000-000000000009"}, {"bot identity"}),
    ({"CHANNEL_KEYS_URL": f"{NOBODY}/keys"}, {"channel keys"}),
    ({"SIGN_IN_CONNECTION": "another"}, {"token service"}),
    ({"TOKEN_SERVICE_URL": NOBODY}, {"token service"}),
    ({"GRAPH_URL": NOBODY}, {"Graph"}),
    ({"CASE_SYSTEM_URL": NOBODY}, {"case system"}),
    ({"CASE_SYSTEM_KEY": "wrong"}, {"case system"}),
    ({"TEMPORARY_QUEUE_URL": f"{NOBODY}/q"}, {"queue"}),
    ({"LASTING_KEY": "lasting:d3JvbmcgYnV0IHdlbGwgZm9ybWVk"}, {"lasting blobs"}),
    (
        {"TEMPORARY_KEY": "temporary:d3JvbmcgYnV0IHdlbGwgZm9ybWVk"},
        {"temporary blobs", "queue", "key wrap", "deleting deletes"},
    ),
    ({"KEY_FILE": "no-such-folder/key"}, {"key wrap"}),
]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("changed", "named"), BREAKS)
async def test_what_is_broken_is_named_and_nothing_else(
    town: Town, changed: dict[str, str], named: set[str]
) -> None:
    async with open_parties(settings.read(town.environment)) as parties:  # as after a first start
        wrapper = await parties.wrapper.open()
        await open_storage(temporary=parties.temporary, lasting=parties.lasting, wrapper=wrapper)
    told = {**town.environment, **{f"{PREFIX}{name}": text for name, text in changed.items()}}
    assert broken(await asked(told)) == named


@pytest.mark.asyncio(loop_scope="module")
async def test_another_key_file_than_the_one_of_old_is_found_out(town: Town, tmp_path: Path) -> None:
    async with open_parties(settings.read(town.environment)) as parties:
        wrapper = await parties.wrapper.open()
        await open_storage(temporary=parties.temporary, lasting=parties.lasting, wrapper=wrapper)
    other = tmp_path / "key"
    other.write_bytes(bytes(32))
    other.chmod(0o600)
    found = await asked({**town.environment, "FAIRCOPY_KEY_FILE": str(other)})
    assert broken(found) == {"key wrap"}


@pytest.mark.asyncio(loop_scope="module")
async def test_parties_that_take_a_call_and_say_nothing_hold_nobody_up(town: Town) -> None:
    async with silent() as port:
        url = f"http://127.0.0.1:{port}"
        told = {**town.environment, "FAIRCOPY_GRAPH_URL": url, "FAIRCOPY_CASE_SYSTEM_URL": url}
        found = await asyncio.wait_for(asked(told), 20)
    assert broken(found) == {"Graph", "case system"}


@asynccontextmanager
async def silent() -> AsyncIterator[int]:
    """A port that takes every call and says nothing. Each call is hung up before this is left: one that is not is
    found by the garbage collector, in whatever test runs then."""
    over = asyncio.Event()
    taken: list[asyncio.Task[None]] = []

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        taken.append(task)
        await over.wait()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            over.set()
            await asyncio.gather(*taken)


@pytest.mark.asyncio(loop_scope="module")
async def test_an_account_that_keeps_what_is_deleted_is_found_out(town: Town) -> None:
    async with open_parties(settings.read(town.environment)) as parties:
        await parties.temporary.make(containers=("words",))
        keeps = RetentionPolicy(enabled=True, days=7)
        await parties.temporary.blobs.set_service_properties(delete_retention_policy=keeps)
        try:
            found = await asked(town.environment)
        finally:
            forgets = RetentionPolicy(enabled=False)
            await parties.temporary.blobs.set_service_properties(delete_retention_policy=forgets)
    assert broken(found) == {"deleting deletes"}


@pytest.mark.asyncio(loop_scope="module")
async def test_a_house_that_runs_says_so_and_goes_on_without_the_case_system(town: Town) -> None:
    told = {**town.environment, "FAIRCOPY_CASE_SYSTEM_URL": NOBODY}
    async with open_house(settings.read(told)) as house, aiohttp.ClientSession() as session:
        async with session.get(f"{house.address}/livez") as answer:
            assert answer.status == 200
        async with session.get(f"{house.address}/readyz") as answer:
            body = await answer.json()
            assert (answer.status, body["ready"]) == (200, True)
        assert {name for name, x in body["doors"].items() if not x["ok"]} == {"case system"}
        async with session.get(f"{house.address}/metrics") as answer:
            assert answer.status == 404


@pytest.mark.asyncio(loop_scope="module")
async def test_a_port_that_is_taken_is_said_in_a_sentence(town: Town) -> None:
    async with silent() as port:
        with pytest.raises(ConfigurationError) as wrong:
            async with open_house(settings.read({**town.environment, "FAIRCOPY_PORT": str(port)})):
                pass
    assert f"I cannot listen on 127.0.0.1, port {port}." in wrong.value.say


@pytest.mark.asyncio(loop_scope="module")
async def test_a_key_file_that_cannot_be_made_is_said_in_a_sentence(town: Town, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no-such-folder" / "key"):
        async with open_parties(
            settings.read({**town.environment, "FAIRCOPY_KEY_FILE": str(path)})
        ) as parties:
            with pytest.raises(ConfigurationError) as wrong:
                await parties.wrapper.open()
        assert "The key file can be neither read nor made." in wrong.value.say


@pytest.mark.asyncio(loop_scope="module")
async def test_a_container_that_is_gone_is_no_longer_ready(town: Town) -> None:
    async with open_house(settings.read(town.environment)) as house, aiohttp.ClientSession() as session:
        async with open_parties(settings.read(town.environment)) as parties:
            await parties.lasting.blobs.delete_container("policies")
        async with session.get(f"{house.address}/readyz") as answer:
            assert answer.status == 503
            assert (await answer.json())["doors"]["lasting blobs"]["ok"] is False


def _check(environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", "check"],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.asyncio(loop_scope="module")
async def test_check_in_the_terminal(town: Town) -> None:
    wrong = {**town.environment, "FAIRCOPY_CASE_SYSTEM_KEY": "wrong-key"}
    good, bad = await asyncio.gather(*[asyncio.to_thread(_check, x) for x in (town.environment, wrong)])
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.endswith("0 of 29 broken. 17 work. 12 not tried.\n")
    assert good.stdout.count("\nWorks ") == 16  # and the first row
    assert (bad.returncode, bad.stderr) == (1, "")
    assert "BROKEN     case system " in bad.stdout
    assert "This stops: Whose file it is, and filing." in bad.stdout
    assert "Fix: See whether the case system is up" in bad.stdout
    assert "1 of 29 broken." in bad.stdout
    told = (good.stdout, bad.stdout)
    assert not [x for x in told if "wrong-key" in x or town.environment["FAIRCOPY_APP_SECRET"] in x]


def test_the_drafting_process_reads_the_launcher_and_imports_nothing_by_it() -> None:
    reads = "import runpy, sys; had = set(sys.modules); runpy.run_path('app.py', run_name='__mp_main__')\n"
    ours = "bad = {x.split('.')[0] for x in set(sys.modules) - had} - sys.stdlib_module_names; print(sorted(bad))"
    done = subprocess.run(
        [sys.executable, "-c", reads + ours], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_a_word_that_it_does_not_know_is_answered_with_those_that_it_does() -> None:
    done = subprocess.run(
        [sys.executable, "app.py", "chekc"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert "python app.py check" in done.stderr
