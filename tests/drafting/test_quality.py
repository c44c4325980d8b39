"""The drafter on six invented meetings stays as good as it was found to be, and the measure itself can tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.quality import drafts, sentences
from tests.benchmarks.quality.drafts import Scores
from tests.benchmarks.quality.goals import Figure, table

OURS = Path(__file__).parents[1] / "data" / "transcripts" / "social-care"
HELD_OUT = OURS.with_name("held-out")


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return {f.name: f for f in drafts.figures(OURS)}


def test_every_goal_is_reached(figures: dict[str, Figure]) -> None:
    fallen = [f.name for f in figures.values() if f.holds is False]
    assert not fallen, table(figures[name] for name in fallen)


def test_on_meetings_that_no_rule_was_made_on_it_falls_no_further() -> None:
    """Far from the goals, some of them: this is where the next work is."""
    found = {f.name.strip(): f.here or 0.0 for f in drafts.figures(HELD_OUT)}
    at_least = {
        "facts in the draft, by weight": 0.34,
        "facts safe: drafted or listed": 0.76,
        "in a section that may hold it": 0.80,
        "child's words verbatim": 0.75,
        "actions, precision": 0.68,
        "actions, recall": 0.68,
        "owner right": 0.92,
    }
    fallen = {name: found[name] for name, least in at_least.items() if found[name] < least}
    assert not fallen
    assert found["lines: restricted matter in the open"] == 0


def test_what_is_not_in_the_draft_is_counted_as_missing() -> None:
    name = "cin-review-sharples"
    gold = json.loads((OURS / f"{name}.gold.json").read_text(encoding="utf-8"))
    scores, altered = Scores(), Scores()
    expected, transcript = OURS / f"{name}.expected.json", OURS / f"{name}.vtt"
    drafts.score(scores, gold, expected, transcript)
    first = gold["facts"][0]
    # Facts, words and owners that nobody mentioned, and ordinary words that nobody may write.
    gold["facts"] = [first, {**first, "id": "none", "keys": ["zeppelin"], "sources": []}]
    gold["must_not_say"] = [{"pattern": "school", "unless": None}]
    gold["child_quotes"] = [{"quote": "I never said any such thing as this"}]
    gold["actions"] = [{**a, "owner_match": ["zeppelin"]} for a in gold["actions"]]
    drafts.score(altered, gold, expected, transcript)
    assert altered.counts["facts"][0] <= 1
    assert altered.rate("quotes") == 0
    assert altered.rate("owner") == 0
    assert altered.counts["say what must not be said"][0] > 0
    assert scores.counts["say what must not be said"][0] == 0


def test_a_mismatch_on_a_true_sentence_counts_against_the_checker() -> None:
    told = sentences.judged(OURS)
    assert {x.kind for x in told} > {sentences.TRUE, "number", "negation", "fabricated"}
    assert len(told) > 250


def test_a_figure_is_judged_as_it_is_printed() -> None:
    near = Figure(name="a rate", baseline=0.5, goal=0.8, here=0.796)
    assert near.holds
    assert not Figure(name="a rate", baseline=0.5, goal=0.8, here=0.794).holds
    assert Figure(name="alarms", baseline=0.1, goal=0.08, here=0.084, less=True).holds
    assert Figure(name="nothing", baseline=0.1, goal=0.08, here=None).holds is None
    assert "no labels" in table([Figure(name="nothing", baseline=0.1, goal=0.08, here=None)])
