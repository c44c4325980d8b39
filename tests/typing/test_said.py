"""Nobody sees words that were said but a door that reveals them: not printed, written, copied, raised or logged."""

from __future__ import annotations

import copy
import dataclasses
import io
import json
import logging
import pickle
import pprint
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import logs
from record.docket import Docket, Hold, Person, Wait
from record.doors import Content, Note, Token
from record.errors import FaircopyError, RefusedError
from record.packing import dumps
from record.said import Said
from record.terms import PersonId, RecordTypeId
from tests.storage.some import docket

SECRET = "Tyler said he was hit"
WORDS: Said[str] = Said(SECRET)
NOW = datetime(2026, 11, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A value of ours that holds words."""

    words: Said[str]


HOLDERS = {
    "bare": WORDS,
    "in a tuple": (WORDS,),
    "in a mapping": {"words": WORDS},
    "in a value": Held(words=WORDS),
    "in words": Said(WORDS),
    "in a token": Token(value=WORDS, expires=NOW),
    "in a transcript": Content(parts=(Said(SECRET.encode()),), attributed=True),
    "in a note": Note(
        key="k",
        reference="CH-1",
        record_type=RecordTypeId("home-visit"),
        title="t",
        author="a",
        occurred=NOW,
        text=WORDS,
    ),
}


def _printed(held: object) -> str:
    out = io.StringIO()
    print(held, file=out)
    return out.getvalue()


def _traced(held: object) -> str:
    """With every local value, as some error reporters show it."""
    inside = held
    try:
        raise ValueError(inside)
    except ValueError as e:
        return "".join(traceback.TracebackException.from_exception(e, capture_locals=True).format())


SHOWS: dict[str, Callable[[object], str]] = {
    "str": str,
    "repr": repr,
    "ascii": ascii,
    "percent": lambda held: "%s %r" % (held, held),  # noqa: UP031  # each way by itself
    "print": _printed,
    "pprint": pprint.pformat,
    "error": lambda held: str(ValueError(held)) + repr(ValueError(held)),
    "traceback": _traced,
}


@pytest.mark.parametrize("show", SHOWS.values(), ids=SHOWS)
@pytest.mark.parametrize("held", HOLDERS.values(), ids=HOLDERS)
def test_nothing_shows_them(held: object, show: Callable[[object], str]) -> None:
    text = show(held)
    assert "Tyler" not in text
    assert "hit" not in text


@given(words=st.text(min_size=1), more=st.text(min_size=1))
def test_what_is_shown_says_nothing_of_them(words: str, more: str) -> None:
    """Not a letter, not a length, and not whether two are the same."""
    assert str(Said(words)) == repr(Said(more)) == str(Said(words.encode()))


WRITES: dict[str, Callable[[Any], object]] = {
    "f-string": lambda held: f"{held}",
    "format": format,
    "str.format": "{0}".format,
    "json": json.dumps,
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "hash": hash,
    "set": lambda held: {held},
    "vars": vars,
    "bytes": bytes,
    "iteration": list,
    "order": lambda held: held < WORDS,
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_nothing_writes_them(write: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError) as refused:
        write(WORDS)
    assert "Tyler" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_no_protocol_pickles_them(protocol: int) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Held(words=WORDS), protocol)


def test_a_value_that_holds_them_is_not_taken_apart() -> None:
    with pytest.raises(TypeError):
        dataclasses.asdict(Held(words=WORDS))
    assert "Tyler" not in json.dumps({"words": WORDS}, default=str)


def test_they_are_compared_only_with_words() -> None:
    assert Said(SECRET) == WORDS
    assert Said("something else") != WORDS
    assert SECRET != WORDS  # type: ignore[comparison-overlap]  # which mypy refuses, rightly
    assert WORDS.reveal() == SECRET


def test_no_error_of_ours_shows_them() -> None:
    """Not even one that was given them in spite of its type."""
    sentence: str = WORDS  # type: ignore[assignment]  # done wrongly on purpose
    error = RefusedError(sentence)
    shown = f"{error}{error!r}{error.args}{''.join(traceback.format_exception(error))}"
    assert "Tyler" not in shown
    assert "Tyler" not in str(error.say)
    assert "Tyler" not in f"{FaircopyError(SECRET)} {FaircopyError(SECRET)!r}"


@pytest.mark.parametrize("formatter", [logging.Formatter(), logs.Plain()], ids=["anybody's", "ours"])
@pytest.mark.parametrize(
    ("message", "args", "extra"),
    [("%s", (WORDS,), {}), ("%r", (WORDS,), {}), ("act_failed", (), {"what": WORDS}), (WORDS, (), {})],
    ids=["argument", "repr", "field", "message"],
)
def test_no_log_line_holds_them(
    formatter: logging.Formatter, message: object, args: tuple[object, ...], extra: dict[str, object]
) -> None:
    made = logging.getLogger("worker.clerk").makeRecord(
        "worker.clerk", logging.ERROR, "file.py", 7, message, args, None, extra=extra
    )
    assert "Tyler" not in formatter.format(made)


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda words: dataclasses.replace(docket("d", "n"), name=words),
        lambda words: dataclasses.replace(docket("d", "n"), have=words),
        lambda words: dataclasses.replace(docket("d", "n"), made=words),
        lambda words: dataclasses.replace(docket("d", "n"), n=words),
        lambda words: dataclasses.replace(docket("d", "n"), records=(words,)),
        lambda words: dataclasses.replace(docket("d", "n"), source=words),
        lambda words: dataclasses.replace(
            docket("d", "n"), holds=(Hold(by=PersonId("k"), at=NOW, why=words),)
        ),
        lambda words: words,
    ],
)
def test_no_docket_is_written_with_them(spoilt: Callable[[object], object]) -> None:
    with pytest.raises(Exception) as refused:  # noqa: PT011  # whatever it is, it may not repeat them
        dumps(Docket, spoilt(WORDS), version=1)
    assert "Tyler" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("kind", [Said, Held, Token, Note, Content])
def test_no_value_that_may_hold_them_can_be_written(kind: type) -> None:
    """The writer refuses by type: there is no way to write words, sealed or not, but to reveal them first."""
    with pytest.raises(TypeError):
        dumps(kind, WORDS, version=1)


def test_it_is_the_words_that_are_refused() -> None:
    """The same values without words are written."""
    assert dumps(Docket, docket("d", "n"), version=1)
    assert dumps(Wait, Wait(until=None, whom="Kelly Marsh", why="author"), version=1)
    assert dumps(
        Person, Person(id=PersonId("k"), name="n", teams="t", conversation="c", service_url="u"), version=1
    )
