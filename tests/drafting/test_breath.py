"""Speech without a full stop is parted where somebody turns to something new, and no word is lost on the way."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from drafting import breath, speech
from record.source import Passage, PassageId, Transcript

_WORDS = st.sampled_from(
    re.findall(
        r"\w+",
        "okay so i and we but then now right alright he she saw the house was cold not no never anyway well as let",
    )
)


def _sentences(text: str) -> list[str]:
    said = Passage(id=PassageId("p1"), speaker="Doctor", start=0.0, end=60.0, text=text)
    return [s.text for t in speech.turns(Transcript(attributed=True, passages=(said,))) for s in t.sentences]


@given(st.lists(_WORDS, min_size=1, max_size=400))
def test_every_word_stays_in_its_place_and_no_part_is_a_scrap(words: list[str]) -> None:
    text = " ".join(words)
    parts = _sentences(text)
    assert " ".join(parts).split() == words
    assert len(parts) == 1 or min(len(p.split()) for p in parts) >= 14


def test_a_long_run_is_parted_where_something_new_begins() -> None:
    heart = (
        "on your heart exam i do hear that murmur which has not changed since the last time that you were in here and "
        "it did not change in the year before that either which is what one hopes for"
    )
    belly = (
        "on your belly exam you have some tenderness on the right side which i would say is mild to moderate today "
        "with no guarding and nothing that comes back when i let go again which is a good sign for you"
    )
    plan = "for the first problem i am ordering blood tests and an ultrasound and you are not to eat anything right now"
    assert _sentences(f"{heart} okay so {belly} and then so now {plan}") == [
        heart,
        f"okay so {belly}",
        f"and then so now {plan}",
    ]


def test_what_only_sounds_like_a_turn_parts_nothing() -> None:
    run = " ".join(["she came home and sat down by the fire as well right now that hurt"] * 8)
    assert not [cut for cut in breath.parts(run, 0, len(run)) if run[cut:].startswith((" well", " right"))]


def test_what_has_full_stops_is_left_alone() -> None:
    text = " ".join(["He was asleep on the sofa when I came in and then we talked about the school."] * 20)
    assert len(_sentences(text)) == 20
