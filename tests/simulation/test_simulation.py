"""Histories from a fixed range of seeds; a seed that fails is printed, and is replayed by `make replay SEED=…`."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from random import Random

from tests.simulation.__main__ import Failure, one, some
from tests.simulation.swarm import DOORS, FIRST, LOOKS, draw
from tests.simulation.table import PRESSES
from tests.simulation.troubles import TROUBLES

HISTORIES = 5000
AT_ONCE = 100


def test_everything_that_must_always_be_true_is() -> None:
    ends: dict[str, int] = {}
    failures: list[Failure] = []
    firsts = range(0, HISTORIES, AT_ONCE)
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawned) as pool:
        for some_ends, some_failures in pool.map(some, firsts, [AT_ONCE] * len(firsts)):
            failures += some_failures
            for end, n in some_ends.items():
                ends[end] = ends.get(end, 0) + n
    said = "\n".join(f"make replay SEED={f.seed}   # {f.rule}: {f.what}" for f in failures)
    assert not failures, said
    assert sum(ends.values()) == HISTORIES
    assert ends["done"] > 0.97 * HISTORIES, ends


def test_no_press_trouble_or_door_is_left_out() -> None:
    """Each history draws its own few; among two hundred of them nothing is missing."""
    kinds = [draw(Random(seed)) for seed in range(200)]
    assert {row.press for kind in kinds for row in kind.presses.rows} == {row.press for row in PRESSES}
    assert {row.does for kind in kinds for row in kind.troubles.rows} == {row.does for row in TROUBLES}
    assert {kind.mood.upon for kind in kinds} == set(DOORS)
    assert {kind.first for kind in kinds} == set(FIRST)
    assert {len(kind.references) for kind in kinds} == {1, 2, 3}
    assert {len(kind.looks) for kind in kinds} == {1, 2, len(LOOKS)}


def test_one_seed_is_one_history() -> None:
    for seed in range(5):
        first, second = [], []  # type: list[str], list[str]
        assert one(seed, first) == one(seed, second) == one(seed)
        assert first == second


def test_a_history_is_the_same_on_every_machine() -> None:
    """Neither the order of a hash table nor an id decides anything: another process tells the same story."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        there = pool.submit(told, 7).result()
    assert there == told(7)


def told(seed: int) -> str:
    """A fingerprint of the whole story."""
    story: list[str] = []
    one(seed, story)
    return sha256("\n".join(story).encode()).hexdigest()
