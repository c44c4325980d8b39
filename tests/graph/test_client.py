"""The shared connections, the permissions, and how long the first request takes."""

import asyncio
import gc
import time
import warnings
from datetime import timedelta

import pytest

from graph.door import Graph
from graph.scopes import SCOPES
from record.doors import Token
from record.errors import ConfigurationError
from record.said import Said
from record.terms import Saw
from tests.graph.conftest import NOW, Scene, fine


@pytest.mark.parametrize(
    "url", ["http://graph.microsoft.com/v1.0", "", "ftp://127.0.0.1", "http://127.0.0.1.example.test"]
)
async def test_only_https_or_loopback(url: str) -> None:
    with pytest.raises(ConfigurationError):
        Graph(clock=lambda: NOW, base_url=url)


async def test_a_slash_at_the_end_is_taken_off(scene: Scene) -> None:
    graph = Graph(clock=lambda: NOW, base_url=scene.microsoft.graph.base_url + "/")
    await graph.find(scene.token(scene.ana), scene.meeting.join_url)
    await graph.aclose()
    assert "//users" not in scene.microsoft.wire.to("graph")[-1].url.removeprefix("http://")


async def test_two_people_at_once_are_never_mixed_up(scene: Scene) -> None:
    call, address = await scene.located()
    people = [scene.ana, scene.ben, scene.cai] * 7
    looks = await asyncio.gather(*(scene.graph.preflight(scene.token(p), call, address) for p in people))
    assert [look.saw for look in looks] == [Saw.PRESENT, Saw.NOT_ORGANISER, Saw.PRESENT] * 7


async def test_the_scopes_that_we_name_are_enough_for_everything(scene: Scene) -> None:
    token = scene.token(scene.ana, *(scope.name for scope in SCOPES))
    meeting = await scene.graph.find(token, scene.meeting.join_url)
    call = (await scene.graph.calls(token, meeting))[0]
    await scene.graph.content(token, call)
    address = await scene.graph.locate(token, call)
    assert address
    assert (await scene.graph.preflight(token, call, address)).saw is Saw.PRESENT
    assert (await scene.graph.delete(token, address, fine)).saw is Saw.DONE
    assert (await scene.graph.look(token, call, address)).saw is Saw.ABSENT


async def test_a_token_that_is_no_jwt_is_nobodys(scene: Scene) -> None:
    token = Token(value=Said("opaque"), expires=NOW + timedelta(hours=1))
    for value in ("opaque", "a.b.c", "a.W10.c", ""):
        assert scene.graph._client.talk(Token(value=Said(value), expires=token.expires)).oid() == ""


async def test_no_token_is_kept_once_its_turn_is_over(scene: Scene) -> None:
    call, address = await scene.located()
    token = scene.token(scene.ana)
    await scene.graph.preflight(token, call, address)
    await scene.graph.delete(token, address, fine)
    await scene.graph.look(token, call, address)
    signed = token.value.reveal()
    gc.collect()
    for holder in gc.get_objects():
        if isinstance(holder, dict | list | set | tuple):
            values = list(holder.values() if isinstance(holder, dict) else holder)
            assert not any(isinstance(value, str) and signed in value for value in values)


async def test_warm_the_first_request_is_quick(scene: Scene) -> None:
    began = time.perf_counter()
    await scene.graph.find(scene.token(scene.ana), scene.meeting.join_url)
    assert time.perf_counter() - began < 1.0


async def test_closing_leaves_nothing_open(scene: Scene) -> None:
    graph = Graph(clock=lambda: NOW, base_url=scene.microsoft.graph.base_url)
    await graph.find(scene.token(scene.ana), scene.meeting.join_url)
    await graph.aclose()
    del graph
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        gc.collect()
