"""The image: what is in it and who it runs as; its files alone serve, write nothing and stop when told."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from local.town import open_town
from tests.infra.image import ROOT, faults, imported, lay_out, taken

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def test_the_dockerfile_keeps_the_rules() -> None:
    assert list(faults(DOCKERFILE)) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("USER 65532:65532\n", "", "user of its own"),
        ("USER 65532:65532", "USER 0:0", "user of its own"),
        ('ENTRYPOINT ["python", "app.py"]', "ENTRYPOINT python app.py", "process 1"),
        ("EXPOSE 3978", "EXPOSE 80", "listens on"),
        ("STOPSIGNAL SIGTERM", "STOPSIGNAL SIGKILL", "SIGTERM"),
        ("COPY --from=build /build/app", "COPY .", "only what was built"),
        ('"--require-hashes", ', "", "--require-hashes"),
        ("COPY . /build/app", "ADD . /build/app", "COPY does what it says"),
        ("FAIRCOPY_HOST=", "FAIRCOPY_ADDRESS=", "is not a setting"),
        ("FAIRCOPY_HOST=", "FAIRCOPY_APP_SECRET=", "a secret in a layer"),
    ],
)
def test_a_planted_bug_is_found(old: str, new: str, found: str) -> None:
    assert old in DOCKERFILE
    assert any(found in x for x in faults(DOCKERFILE.replace(old, new)))


def test_it_holds_what_a_start_imports_and_nothing_else() -> None:
    let_in = taken((ROOT / ".dockerignore").read_text("utf-8"))
    beside = {"requirements/runtime.txt", "infra/container/warm.py", "LICENSE"}
    assert beside <= set(let_in)
    assert set(let_in) - beside == imported()
    assert not imported() & {"local", "tests", "manifest"}


def test_without_settings_it_says_so_and_stops(tmp_path: Path) -> None:
    lay_out(tmp_path)
    done = subprocess.run(
        [sys.executable, "app.py"],
        check=False,
        cwd=tmp_path,
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "FAIRCOPY_TENANT is missing" in done.stderr


async def test_its_files_alone_serve_and_write_nothing_and_stop_when_told(tmp_path: Path) -> None:
    image, empty = tmp_path / "image", tmp_path / "empty"
    image.mkdir()
    empty.mkdir()
    lay_out(image)
    before = {x: x.stat().st_mtime_ns for x in image.rglob("*")}
    async with open_town() as town:
        environment = {
            **{k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT")},
            **town.environment,
            "FAIRCOPY_PORT": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(empty),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "app.py", cwd=image, env=environment, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        address = line.rpartition(" ")[2].strip()
        async with aiohttp.ClientSession() as session:
            for path in ("/livez", "/readyz"):
                async with session.get(f"{address}{path}") as answer:
                    assert answer.status == 200, await answer.text()
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 60) == 0
    assert {x: x.stat().st_mtime_ns for x in image.rglob("*")} == before
    assert list(empty.iterdir()) == []


def test_byte_code_is_written_for_what_a_start_loads(tmp_path: Path) -> None:
    app, site = tmp_path / "app", tmp_path / "site"
    app.mkdir()
    site.mkdir()
    lay_out(app)
    subprocess.run(
        [sys.executable, app / "infra/container/warm.py", app, site],
        check=True,
        capture_output=True,
        timeout=120,
    )
    made = {x.parent.parent.relative_to(app) / x.name.split(".")[0] for x in app.rglob("*.pyc")}
    assert {Path("house"), Path("graph/warming"), Path("drafting/verbatim"), Path("record/line")} <= made
    assert len(made) > 150
