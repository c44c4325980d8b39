"""What keeps a three-hour meeting quick: shortcuts that change no answer, and work that grows as the meeting does."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import corrected, evidence, hold, ranking, speech
from drafting.checking.claim import claim
from drafting.small import Small
from drafting.wording.words import bare
from reading import files
from record.source import Passage, PassageId, Transcript
from tests.drafting.conftest import DATA


@pytest.mark.parametrize("beyond", [0.65, 0.5])
def test_the_best_place_is_the_best_of_all(beyond: float) -> None:
    meeting = evidence.meeting(files.read((DATA / "home-visit-brook.vtt").read_bytes()))
    tried = 0
    for unit in meeting.units[::9]:
        told = claim(f"Kelly told me that {unit.text}", meeting)
        for k, w in enumerate(told.words):
            places = [(at, 0.75 if at % 3 else 1.0) for at in meeting.of(w.stem)]
            context = told.context(k, reach=6.0)
            fits = [meeting.within(at, context, beyond=beyond) * x for at, x in places]
            bounds = meeting._bounds(places, context, beyond)
            assert all(
                fit <= bound * x + evidence.CLOSE_CALL
                for fit, bound, (_, x) in zip(fits, bounds, places, strict=True)
            )
            most = max(fits, default=0.0)
            wanted = (most, places[fits.index(most)][0]) if most > 0 else (0.0, -1)
            assert meeting.best(places, context, beyond=beyond) == wanted
            assert meeting.best(places, context, beyond=beyond, least=most) == (0.0, -1)
            tried += len(places)
    assert tried > 1000


def test_each_place_is_in_its_own_sentence() -> None:
    meeting = evidence.meeting(files.read((DATA / "home-visit-brook.vtt").read_bytes()))
    assert all(meeting.unit(w.at) is u for u in meeting.units for w in u.words)


@given(
    st.lists(st.tuples(st.frozensets(st.integers(0, 29)), st.floats(0.1, 9.0)), max_size=6),
    st.integers(1, 8),
    st.frozensets(st.integers(0, 29), max_size=5),
)
def test_the_best_sentences_are_the_best_of_all(
    wanted: list[tuple[frozenset[int], float]], most: int, void: frozenset[int]
) -> None:
    every = ranking.best(wanted, 30, sentences=30, void=void)
    assert all(score > 0 for score, _ in every)
    assert ranking.best(wanted, most, sentences=30, void=void) == every[:most]


def test_small_letters_find_what_a_pattern_that_ignores_capitals_finds() -> None:
    pattern = r"\bI(?:'m| am) (?:\w+ )?worried\b|\b[A-Z]\w+ (?:HIT|hits)\W|\S+!"
    for text in (
        "I'm very worried",
        "i am WORRIED",
        "Mum Hit.",
        "so it HITS!",
        "is it",
        "Éa hits,",
        "İİ mum HITS him",
    ):
        found = re.search(pattern, text, re.IGNORECASE)
        small = Small(pattern).search(text)
        assert (found and found.span()) == (small and small.span()), text


@pytest.mark.parametrize("by", [r"\1", ""])
def test_small_letters_cut_what_a_pattern_that_ignores_capitals_cuts(by: str) -> None:
    """And what stays has its own letters."""
    pattern = r"\b(It|he) \1\b" if by else r",? \bUM\b"
    for text in ("It it was", "So HE he went, Um, UM", "İ, um, it IT", "nothing of the kind", ""):
        assert Small(pattern).cut(text) == re.sub(pattern, by, text, flags=re.IGNORECASE), text


_SPOKEN = [
    *(
        "so",
        "ok,",
        "the",
        "I",
        "I'm",
        "was",
        "was,",
        "not",
        "you",
        "know,",
        "um",
        "um,",
        "Er.",
        "it's",
        ",",
        "it",
    ),
    *("...", "and", "and?", "far", "basically", "mum"),
]


@given(st.lists(st.sampled_from(_SPOKEN), min_size=1, max_size=8).map(" ".join))
def test_what_has_no_word_too_many_keeps_every_word_when_tidied(text: str) -> None:
    if not speech.untidy(text):
        assert {bare(x) for x in speech.tidied_and_plain(text)} == {bare(text)}


def test_every_wording_that_holds_something_out_is_looked_for_at_first() -> None:
    """How something ended holds nothing out by itself, and a word that comes again must stay the only group."""
    wordings = {x for x in vars(hold).values() if isinstance(x, Small)} - {hold._ANY, hold.CAME_OF_IT}
    assert wordings | {*corrected.WORDINGS} == set(hold._WORDINGS)
    assert re.compile(hold._ANY.pattern).groups == 1


@given(st.sampled_from(hold._WORDINGS).flatmap(lambda x: st.from_regex(x.pattern)))
def test_what_one_wording_finds_is_found_at_first(text: str) -> None:
    assert hold._ANY.search(text)


def test_a_meeting_without_names_takes_twice_as_long_when_it_is_twice_as_long() -> None:
    """Its passages run on into each other, so that all of it is one turn."""

    def seconds(passages: int) -> float:
        made = Transcript(
            attributed=False,
            passages=tuple(
                Passage(
                    id=PassageId(f"p{n}"), speaker=None, start=n, end=n + 1, text=f"They came at {n}. He was"
                )
                for n in range(passages)
            ),
        )
        took = []
        for _ in range(3):
            began = time.process_time()
            speech.turns(made)
            took.append(time.process_time() - began)
        return min(took)

    assert seconds(4000) < 3 * seconds(2000)
