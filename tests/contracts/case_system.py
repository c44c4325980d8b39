"""The contract of a case system's connector: derive from `CaseSystemContract`, give it a `stand`, and every test runs.

class TestMine(CaseSystemContract):
    @pytest.fixture
    async def stand(self) -> AsyncIterator[Stand]: ...
"""

from __future__ import annotations

import dataclasses
import secrets
import traceback
from abc import ABC, abstractmethod
from datetime import UTC, date, datetime
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from record.doors import CaseSystem, Note
from record.errors import (
    BusyError,
    FaircopyError,
    LapsedError,
    NoAnswerError,
    NotAllowedError,
    NotThereError,
)
from record.said import Said
from record.terms import RecordTypeId

MARK = "zebra-crossing-7391"
"""Stands in every note: it must be in no exception."""

OPEN, CLOSED = "CH-104233", "CH-9/9 ?#é"

Spoilt = Literal["lost", "down", "slow", "busy", "broken", "refused", "gibberish"]
"""The next post is done but not answered; not done nor answered; answered too late; 503; 500; 403; 200 with no JSON."""


class Stand(ABC):
    """A connector and the stand-in of its case system, with ways to look behind it and to spoil it."""

    connector: CaseSystem

    @abstractmethod
    def open_file(self, reference: str, name: str, born: date, worker: str) -> None:
        """A person whose file is open."""

    @abstractmethod
    def close_file(self, reference: str) -> None:
        """The file takes no more notes."""

    @abstractmethod
    def held(self, reference: str) -> list[str]:
        """The notes' texts on a person's file, found without the connector."""

    @abstractmethod
    def added(self, filed: str) -> list[str]:
        """The texts that were added below that note, found without the connector."""

    @abstractmethod
    def rewrite(self, reference: str, text: str) -> None:
        """Change the text of the last note, as somebody in the case system might."""

    @abstractmethod
    def clear(self, reference: str) -> None:
        """Take all notes, and what was added to them, off a file, as somebody in the case system might."""

    @abstractmethod
    def spoil_post(self, how: Spoilt) -> None:
        """Spoil the next post."""

    @abstractmethod
    def spoil_all(self, how: Spoilt) -> None:
        """Spoil every request from now on."""

    @abstractmethod
    async def stop(self) -> None:
        """Nobody listens any more: connections are refused."""


def note(
    text: str = "",
    *,
    key: str = "",
    reference: str = OPEN,
    occurred: datetime | None = None,
    adds_to: str = "",
) -> Note:
    return Note(
        key=key or secrets.token_hex(8),
        reference=reference,
        record_type=RecordTypeId("case-note"),
        title="Home visit",
        author="Ana Example",
        occurred=occurred or datetime(2026, 11, 10, 16, 10, tzinfo=UTC),
        text=Said(f"{MARK}\n{text}"),
        adds_to=adds_to,
    )


def as_held(one: Note) -> str:
    """The text with the line ends that a read gives."""
    return one.text.reveal().replace("\r\n", "\n").replace("\r", "\n")


def good() -> None:
    """The claim holds."""


def lapsed() -> None:
    raise LapsedError("too late")


def silent(fault: BaseException) -> None:
    """Nothing of the note is in the exception, in what it came from, or in how it is printed."""
    seen: BaseException | None = fault
    while seen is not None:
        parts = [
            str(seen),
            repr(seen),
            *(repr(value) for value in vars(seen).values()),
            *map(repr, seen.args),
        ]
        assert not any(MARK in part for part in parts)
        seen = seen.__cause__ or seen.__context__
    assert MARK not in "".join(traceback.format_exception(fault))
    assert isinstance(fault, FaircopyError)
    assert fault.say.endswith(".")


class CaseSystemContract:
    """Every connector must pass this against its stand-in."""

    @pytest.fixture(autouse=True)
    def files(self, stand: Stand) -> None:
        stand.open_file(OPEN, "Tomos Sample", date(2015, 3, 4), "Ana Example")
        stand.open_file(CLOSED, "Mali Sample", date(2012, 1, 2), "Ben Example")
        stand.close_file(CLOSED)

    # --- the person before the post -------------------------------------------------------------------------------

    async def test_a_file_is_found_by_its_whole_reference(self, stand: Stand) -> None:
        child = await stand.connector.find(OPEN)
        assert (child.reference, child.name, child.born) == (OPEN, "Tomos Sample", "2015-03-04")
        assert child.worker == "Ana Example"
        assert (await stand.connector.find(CLOSED)).name == "Mali Sample"

    @pytest.mark.parametrize(
        "reference", ["", ".", "..", OPEN[:-1], f"{OPEN}/notes", f"{OPEN}?x", "no such", "%2e%2e"]
    )
    async def test_no_other_file_is_taken_for_it(self, stand: Stand, reference: str) -> None:
        with pytest.raises(NotThereError):
            await stand.connector.find(reference)

    # --- filing ---------------------------------------------------------------------------------------------------

    async def test_filed_found_and_read_back(self, stand: Stand) -> None:
        mine = note("She said “I’m fine”.")
        filed = await stand.connector.post(mine, good)
        assert stand.held(OPEN) == [mine.text.reveal()]
        assert await stand.connector.look_up(mine.key) == filed
        assert (await stand.connector.read(filed)).reveal() == mine.text.reveal()
        assert await stand.connector.look_up("another key") is None

    async def test_what_it_says_of_keys_is_so(self, stand: Stand) -> None:
        """With keys, one key files once; without, every post is filed, and the connector must not claim otherwise."""
        mine, keeps = note("once"), stand.connector.honours_keys
        first, second = await stand.connector.post(mine, good), await stand.connector.post(mine, good)
        assert (first == second) is keeps
        assert len(stand.held(OPEN)) == (1 if keeps else 2)
        await stand.connector.post(dataclasses.replace(mine, key=secrets.token_hex(8)), good)
        assert len(stand.held(OPEN)) == (2 if keeps else 3)

    @settings(
        max_examples=40,
        deadline=None,
        # One stand for all examples is meant; and each connector's class runs this same test.
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(text=st.text() | st.text(alphabet="\n\r\t \"'\\{}<>&\u2028\u00a0\ufeffé😀\x00"))
    async def test_any_text_is_read_back_word_for_word(self, stand: Stand, text: str) -> None:
        mine = note(text)
        filed = await stand.connector.post(mine, good)
        assert (await stand.connector.read(filed)).reveal() == as_held(mine)

    @pytest.mark.parametrize("letter", ["a", "\n", '"', "😀", "\u0645"])
    async def test_a_hundred_thousand_characters(self, stand: Stand, letter: str) -> None:
        mine = note(letter * 100_000)
        assert (await stand.connector.read(await stand.connector.post(mine, good))).reveal() == as_held(mine)

    async def test_foreign_line_ends_are_made_plain(self, stand: Stand) -> None:
        filed = await stand.connector.post(note(), good)
        stand.rewrite(OPEN, "one\r\ntwo\rthree\n")
        assert (await stand.connector.read(filed)).reveal() == "one\ntwo\nthree\n"

    async def test_what_was_taken_off_is_not_there(self, stand: Stand) -> None:
        mine = note()
        filed = await stand.connector.post(mine, good)
        stand.clear(OPEN)
        with pytest.raises(NotThereError):
            await stand.connector.read(filed)
        assert await stand.connector.look_up(mine.key) is None

    async def test_a_lapsed_claim_files_nothing(self, stand: Stand) -> None:
        with pytest.raises(LapsedError):
            await stand.connector.post(note(), lapsed)
        assert stand.held(OPEN) == []

    async def test_characters_that_are_no_text_are_refused(self, stand: Stand) -> None:
        with pytest.raises(NotAllowedError) as refused:
            await stand.connector.post(note("\ud800"), good)
        silent(refused.value)
        assert stand.held(OPEN) == []

    # --- adding below what is filed -------------------------------------------------------------------------------

    async def test_an_addition_is_found_and_read_back_by_itself(self, stand: Stand) -> None:
        mine = note("It was Tuesday.")
        filed = await stand.connector.post(mine, good)
        more = note("It was “Wednesday”.\n", adds_to=filed)
        added = await stand.connector.post(more, good)
        assert added != filed
        assert stand.added(filed) == [more.text.reveal()]
        assert stand.held(OPEN) == [mine.text.reveal()], (
            "what is filed is not changed, and it is no note of its own"
        )
        assert await stand.connector.look_up(more.key) == added
        assert (await stand.connector.read(added)).reveal() == more.text.reveal()
        assert (await stand.connector.read(filed)).reveal() == mine.text.reveal()

    async def test_an_addition_is_filed_once_a_key(self, stand: Stand) -> None:
        filed = await stand.connector.post(note(), good)
        more, keeps = note("once", adds_to=filed), stand.connector.honours_keys
        first, second = await stand.connector.post(more, good), await stand.connector.post(more, good)
        assert (first == second) is keeps
        assert len(stand.added(filed)) == (1 if keeps else 2)

    async def test_nothing_is_added_to_what_is_gone(self, stand: Stand) -> None:
        filed = await stand.connector.post(note(), good)
        stand.clear(OPEN)
        for gone in (filed, "no such note", "a/../b ?#"):
            with pytest.raises(NotAllowedError) as refused:
                await stand.connector.post(note(adds_to=gone), good)
            silent(refused.value)
            assert refused.value.code == "filed-gone"
        assert stand.held(OPEN) == stand.added(filed) == []

    async def test_nothing_is_added_on_a_closed_file(self, stand: Stand) -> None:
        filed = await stand.connector.post(note(), good)
        stand.close_file(OPEN)
        with pytest.raises(NotAllowedError) as refused:
            await stand.connector.post(note(adds_to=filed), good)
        silent(refused.value)
        assert refused.value.code == "file-closed"
        assert stand.added(filed) == []

    async def test_an_addition_with_no_answer_is_looked_up(self, stand: Stand) -> None:
        filed = await stand.connector.post(note(), good)
        trials: tuple[tuple[Spoilt, bool], ...] = (("lost", True), ("down", False))
        for how, there in trials:
            more = note(how, adds_to=filed)
            stand.spoil_post(how)
            with pytest.raises(NoAnswerError):
                await stand.connector.post(more, good)
            assert (await stand.connector.look_up(more.key) is not None) is there
        with pytest.raises(LapsedError):
            await stand.connector.post(note(adds_to=filed), lapsed)
        assert len(stand.added(filed)) == 1

    # --- saying no, and saying nothing ----------------------------------------------------------------------------

    async def test_a_closed_file_is_said_so(self, stand: Stand) -> None:
        with pytest.raises(NotAllowedError) as refused:
            await stand.connector.post(note(reference=CLOSED), good)
        silent(refused.value)
        assert refused.value.code == "file-closed"
        assert CLOSED in refused.value.say
        assert refused.value.say.endswith("Nothing is filed, nothing is destroyed.")
        assert stand.held(CLOSED) == []

    async def test_an_unknown_file_is_said_so(self, stand: Stand) -> None:
        with pytest.raises(NotAllowedError) as refused:
            await stand.connector.post(note(reference="CH-0"), good)
        silent(refused.value)
        assert refused.value.code == "no-such-file"

    @pytest.mark.parametrize(
        ("how", "kind"),
        [
            ("lost", NoAnswerError),
            ("down", NoAnswerError),
            ("slow", NoAnswerError),
            ("broken", NoAnswerError),
            ("gibberish", NoAnswerError),
            ("busy", BusyError),
            ("refused", NotAllowedError),
        ],
    )
    async def test_a_spoilt_post_is_never_guessed_about(
        self, stand: Stand, how: Spoilt, kind: type[FaircopyError]
    ) -> None:
        stand.spoil_post(how)
        with pytest.raises(FaircopyError) as spoilt:
            await stand.connector.post(note("words"), good)
        assert type(spoilt.value) is kind
        silent(spoilt.value)

    async def test_a_lost_answer_is_looked_up(self, stand: Stand) -> None:
        mine = note("words")
        stand.spoil_post("lost")
        with pytest.raises(NoAnswerError):
            await stand.connector.post(mine, good)
        filed = await stand.connector.look_up(mine.key)
        assert filed is not None
        assert (await stand.connector.read(filed)).reveal() == mine.text.reveal()
        if stand.connector.honours_keys:
            assert await stand.connector.post(mine, good) == filed
        assert len(stand.held(OPEN)) == 1

    async def test_what_never_arrived_is_absent(self, stand: Stand) -> None:
        mine = note("words")
        stand.spoil_post("down")
        with pytest.raises(NoAnswerError):
            await stand.connector.post(mine, good)
        assert await stand.connector.look_up(mine.key) is None

    @pytest.mark.parametrize("how", ["lost", "slow", "busy", "broken", "refused", "gibberish"])
    async def test_a_read_that_fails_is_busy(self, stand: Stand, how: Spoilt) -> None:
        mine = note("words")
        filed = await stand.connector.post(mine, good)
        stand.spoil_all(how)
        for ask in (
            stand.connector.find(OPEN),
            stand.connector.look_up(mine.key),
            stand.connector.read(filed),
        ):
            with pytest.raises(FaircopyError) as failed:
                await ask
            assert isinstance(failed.value, BusyError)
            silent(failed.value)

    async def test_a_refused_connection_is_certainly_not_filed(self, stand: Stand) -> None:
        await stand.stop()
        for ask in (
            stand.connector.find(OPEN),
            stand.connector.post(note(), good),
            stand.connector.look_up("key"),
            stand.connector.read("id"),
        ):
            with pytest.raises(BusyError) as refused:
                await ask
            silent(refused.value)
