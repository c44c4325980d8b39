"""A sentence that was said is never a mismatch; with one thing changed it is found. Rates where all is impossible."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import checks, evidence, facts
from drafting.evidence import Meeting
from drafting.naming import label_names
from drafting.units import Unit
from reading import vtt
from tests.drafting.conftest import DATA, TYPES

_MEETINGS = {name: evidence.meeting(vtt.read((DATA / name).read_bytes())) for name in TYPES}
_NAMED = [name for name in TYPES if _MEETINGS[name].attributed and "brook" not in name]
"""The home visit has "Speaker 2" and the supervision nobody: who said it cannot be known there."""


def _said(meeting: Meeting, least: int = 7) -> Iterator[Unit]:
    return (u for u in meeting.units if len(u.words) >= least and not u.asks and not u.void)


def _reported(unit: Unit, text: str, speaker: str | None = None) -> str:
    """What a record would say that somebody said, so that it is no copy."""
    who = label_names(speaker or unit.speaker or "") or ["The meeting"]
    return f"{who[0]} said that {text[0].lower()}{text[1:].rstrip('.')}."


def _is_found(sentence: str, meeting: Meeting) -> bool:
    return checks.verdict(sentence, meeting).verdict is checks.Finding.MISMATCH


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_sentence_copied_is_never_a_mismatch(name: str) -> None:
    meeting = _MEETINGS[name]
    assert [u.text for u in meeting.units if _is_found(u.text, meeting)] == []


def test_a_sentence_that_is_reported_is_hardly_ever_a_mismatch() -> None:
    pairs = [(_reported(u, u.text), _MEETINGS[n]) for n in _NAMED for u in _said(_MEETINGS[n])]
    alarms = sum(_is_found(sentence, meeting) for sentence, meeting in pairs[::3])
    assert alarms <= 0.02 * len(pairs[::3])


def _figure_changed(unit: Unit, kinds: frozenset[str], rng: random.Random) -> str | None:
    for fact in unit.facts:
        if fact.kind in kinds:
            first, last = unit.words[fact.first], unit.words[fact.last]
            there = unit.text[first.begins : last.begins + len(last.raw)]
            if fact.kind == facts.Kind.WEEKDAY:
                other = rng.choice(
                    [d for d in ("Monday", "Wednesday", "Saturday") if d.lower() != fact.value]
                )
            elif fact.kind == facts.Kind.MONTH:
                other = rng.choice([m for m in ("February", "May", "August") if m.lower() != there.lower()])
            else:
                other = str(rng.choice([n for n in range(2, 31) if str(n) != fact.value]))
            return unit.text.replace(there, other, 1)
    return None


@pytest.mark.parametrize(
    ("kinds", "least"),
    [
        (frozenset({facts.Kind.NUMBER}), 0.85),
        (frozenset({facts.Kind.DAY, facts.Kind.MONTH, facts.Kind.WEEKDAY}), 0.85),
    ],
    ids=["number", "date"],
)
def test_a_changed_figure_is_found(kinds: frozenset[str], least: float) -> None:
    """Not all: the other figure may have been said of nearly the same thing."""
    rng = random.Random(7)
    changed = [
        (_reported(u, text), _MEETINGS[n])
        for n in sorted(TYPES)
        for u in _said(_MEETINGS[n])
        if (text := _figure_changed(u, kinds, rng))
    ]
    assert len(changed) > 40
    assert sum(_is_found(s, m) for s, m in changed) >= least * len(changed)


def test_another_speaker_is_found() -> None:
    """Not all: of a short sentence others may have said the same words."""
    rng = random.Random(8)
    changed = []
    for n in _NAMED:
        labels = sorted({u.speaker for u in _MEETINGS[n].units if u.speaker and label_names(u.speaker)})
        for u in _said(_MEETINGS[n], least=12):
            others = [x for x in labels if label_names(x)[0] not in label_names(u.speaker or "")]
            changed.append((_reported(u, u.text, rng.choice(others)), _MEETINGS[n]))
    assert sum(_is_found(s, m) for s, m in changed) >= 0.7 * len(changed)


def test_a_name_that_was_never_said_is_found() -> None:
    for name, meeting in _MEETINGS.items():
        assert _is_found("On Monday the school rang Bartholomew about his lunch.", meeting), name


def test_a_denial_that_was_not_said_is_found() -> None:
    """Not all: the denial may fall on a word that says nothing by itself."""
    changed = []
    for n in _NAMED:
        for u in _said(_MEETINGS[n]):
            if not any(w.denied or w.stem in ("not", "no") for w in u.words):
                for verb in (" is ", " was ", " has ", " will ", " can "):
                    if verb in u.text:
                        changed.append((_reported(u, u.text.replace(verb, f"{verb}not ", 1)), _MEETINGS[n]))
                        break
    assert len(changed) > 100
    assert sum(_is_found(s, m) for s, m in changed) >= 0.65 * len(changed)


_ANY = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                *("no", "not", "half", "past", "ten", "£", "“", "”", "3/7", "the", "13th"),
                *("of", "May", "Mum", ":", ",", ".", "and", "a"),
            ]
        ),
        max_size=30,
    ).map(" ".join),
)  # fmt: skip


@settings(max_examples=150, derandomize=True)
@given(_ANY)
def test_any_text_is_judged_and_the_same_each_time(text: str) -> None:
    meeting = _MEETINGS["cin-review-sharples.vtt"]
    found = checks.verdict(text, meeting)
    assert found == checks.verdict(text, meeting)
    assert set(found.best) <= set(meeting.by_passage)
    assert bool(found.reasons) == (found.verdict is not checks.Finding.NO_MISMATCH)


@settings(max_examples=60, derandomize=True)
@given(st.lists(_ANY, max_size=6))
def test_any_words_can_be_a_meeting(turns: list[str]) -> None:
    cues = "".join(
        f"00:0{n}.000 --> 00:0{n}.900\n<v Kim>{' '.join(t.split()) or 'x'}</v>\n\n"
        for n, t in enumerate(turns)
    )
    meeting = evidence.meeting(
        vtt.read(f"WEBVTT\n\n{cues}00:09.000 --> 00:09.900\nOne more thing.\n".encode())
    )
    for unit in meeting.units:
        assert not _is_found(unit.text, meeting)
