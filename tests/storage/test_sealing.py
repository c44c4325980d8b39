"""Sealed words open at their own place, with their own key, unchanged; and nowhere else."""

from __future__ import annotations

from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.errors import AlteredError
from storage.keys import derive
from storage.sealing import new_key, seal, unseal


class Place(TypedDict):
    """Where words belong."""

    docket: str
    record: int
    kind: str
    address: str


PARTS = st.fixed_dictionaries(
    {"docket": st.text(), "record": st.integers(0, 10**6), "kind": st.text(), "address": st.text()}
)


@given(words=st.binary(), place=PARTS)
def test_what_was_sealed_opens_at_its_place(words: bytes, place: Place) -> None:
    key = new_key()
    sealed = seal(key, words, **place)
    assert len(sealed) == len(words) + 29
    assert unseal(key, sealed, **place) == words


@given(words=st.binary(), place=PARTS, other=PARTS)
def test_what_was_moved_does_not_open(words: bytes, place: Place, other: Place) -> None:
    key = new_key()
    sealed = seal(key, words, **place)
    moves: tuple[Place, ...] = (
        {**place, "docket": other["docket"]},
        {**place, "record": other["record"]},
        {**place, "kind": other["kind"]},
        {**place, "address": other["address"]},
    )
    for moved in moves:
        if moved != place:
            with pytest.raises(AlteredError):
                unseal(key, sealed, **moved)


def test_places_cannot_be_read_two_ways() -> None:
    key = new_key()
    sealed = seal(key, b"words", docket="a", record=1, kind="b|c", address="d")
    with pytest.raises(AlteredError):
        unseal(key, sealed, docket="a", record=1, kind="b", address="c|d")
    sealed = seal(key, b"words", docket="a", record=1, kind="bc", address="d")
    with pytest.raises(AlteredError):
        unseal(key, sealed, docket="a", record=1, kind="b", address="cd")


@given(words=st.binary(), at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_changed_bit_does_not_open(words: bytes, at: int, bit: int) -> None:
    key = new_key()
    sealed = bytearray(seal(key, words, docket="d", record=1, kind="k", address="a"))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(AlteredError):
        unseal(key, bytes(sealed), docket="d", record=1, kind="k", address="a")


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x01" + bytes(12), b"\x01" + bytes(28)])
def test_what_is_too_short_does_not_open(data: bytes) -> None:
    with pytest.raises(AlteredError):
        unseal(new_key(), data, docket="d", record=1, kind="k", address="a")


def test_another_key_does_not_open() -> None:
    sealed = seal(new_key(), b"words", docket="d", record=1, kind="k", address="a")
    with pytest.raises(AlteredError):
        unseal(new_key(), sealed, docket="d", record=1, kind="k", address="a")


def test_nonces_are_fresh_and_the_keys_apart() -> None:
    key = new_key()
    assert len({seal(key, b"same", docket="d", record=1, kind="k", address="a") for _ in range(100)}) == 100
    keys = derive(key)
    assert len({keys.dockets, keys.records, keys.names, key}) == 4
    assert keys.name("source", "x") != keys.name("person", "x")
    assert keys.dockets.hex() not in repr(keys)
    assert str(keys.dockets) not in repr(keys)
