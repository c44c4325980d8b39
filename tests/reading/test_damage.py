"""A damaged transcript is read or refused: no crash, no speaker invented, no word lost that is still whole.

Lost: a run of English letters that stands whole in the damaged file, stood only in speech before, and is not read.
What stands in a tag, an entity, a comment or under the header is no speech; a comment runs to the next blank line.
Invented: a speaker who was not in the file and is not in a voice tag of the damaged one; where the damage left every
name and word whole, also a word given to somebody who did not say it (to nobody is right: it is no longer known).
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading import vtt
from reading.text import lines
from record.errors import NoWordsError, UnreadableError
from record.source import Transcript
from tests.reading import damage
from tests.reading.damage import Damage, Form

FORMS = damage.forms()
SEEDS = 3
KINDS = (*damage.BY_BYTES, *damage.BY_MARKS)


def damaged(form: Form, kinds: Sequence[Damage], seed: int) -> bytes:
    """The form's file after one damage and another; the same seed gives the same bytes."""
    rng = random.Random(f"{seed} {form.name} {' '.join(kind.__name__ for kind in kinds)}")
    data = form.data
    for kind in kinds:
        data = kind(rng, data, form.encoding) if data else data
    return data


def invented(form: Form, data: bytes, read: Transcript, *, strict: bool) -> set[object]:
    """Speakers who are neither the form's nor the damaged file's; strictly, also words given to the wrong person."""
    speakers: set[object] = {*({p.speaker for p in read.passages} - form.speakers)}
    if not strict:
        return speakers - damage.names_in(data)
    had = damage.words_read(form.read)
    wrong = {
        (w, p.speaker) for p in read.passages if p.speaker for w in damage.words_read_in(p.text) if w in had
    }
    return {*speakers, *(wrong - form.told)}


def read_or_refused(data: bytes) -> Transcript | UnreadableError:
    """What is read; a transcript with no passages where there are no words; or why it was refused."""
    try:
        return vtt.read(data)
    except NoWordsError:
        return Transcript(attributed=False, passages=())
    except UnreadableError as error:
        return error


def lost(form: Form, data: bytes, read: Transcript) -> set[str]:
    """Words that still stand in the file and were not read. Of what is doubled, once is enough."""
    stands, had = damage.words_that_must_be_read(data), damage.words_read(form.read)
    found = damage.words_read(read)
    return {w for w in form.spoken_only if min(stands[w], had[w]) > found[w]}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_damage_costs_no_word_and_invents_nobody(kind: Damage) -> None:
    for form in FORMS:
        for seed in range(SEEDS):
            data = damaged(form, [kind], seed)
            where = f"{form.name}, {kind.__name__}, seed {seed}"
            read = read_or_refused(data)
            if isinstance(read, UnreadableError):
                assert not damage.has_a_time(data), where
                assert read.line in range(1, len(lines(data)) + 1), where
                continue
            assert not invented(form, data, read, strict=kind in damage.BY_MARKS), where
            assert not lost(form, data, read), where


def test_there_are_at_least_three_hundred_damaged_files() -> None:
    assert len({damaged(f, [k], seed) for f in FORMS for k in KINDS for seed in range(SEEDS)}) > 300


@given(
    st.sampled_from(FORMS), st.lists(st.sampled_from(KINDS), min_size=2, max_size=5), st.integers(0, 10**6)
)
def test_damage_upon_damage_is_read_or_refused(form: Form, kinds: list[Damage], seed: int) -> None:
    data = damaged(form, kinds, seed)
    read = read_or_refused(data)
    if isinstance(read, UnreadableError):
        return
    assert all(p.text for p in read.passages)
    assert [p.start for p in read.passages] == sorted(p.start for p in read.passages)
    if not form.read.attributed:
        assert {p.speaker for p in read.passages} <= {None} | damage.names_in(data)


def test_a_lost_word_and_an_invented_speaker_would_be_seen() -> None:
    form = next(f for f in FORMS if f.name == "past-the-hour")
    less = vtt.read(form.data.replace(b"swarms", b""))
    assert lost(form, form.data, less) == {"swarms"}
    other = vtt.read(form.data.replace(b"Petra Voss", b"Petra Moss"))
    assert invented(form, form.data, other, strict=False) == {"Petra Moss"}


# --- what the damage taught, one by one ---------------------------------------------------------------------------

CUES = """WEBVTT

2f9b6c41-7d0e-4a35-86f2-c1e8d5037b94/3-0
00:00:01.000 --> 00:00:02.000
<v Ida Penn>First, the minutes.</v>

2f9b6c41-7d0e-4a35-86f2-c1e8d5037b94/4-0
00:00:02.500 --> 00:00:04.000
<v Cy Webb>I have not read them.</v>

2f9b6c41-7d0e-4a35-86f2-c1e8d5037b94/6-0
00:00:04.200 --> 00:00:05.000
Right.
"""
WHOLE = [
    ("Ida Penn", "First, the minutes."),
    ("Cy Webb", "I have not read them."),
    (None, "Right."),
]


def _told(text: str, encoding: str = "utf-8") -> list[tuple[str | None, str]]:
    return [(p.speaker, p.text) for p in vtt.read(text.encode(encoding)).passages]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("02.500 --> 00", "02.500 -> 00"),
        ("02.500 --> 00", "02.500 --&gt; 00"),
        ("00:00:02.500 --> 00", "0x:00:02.500 --> 00"),
        ("00:00:04.000", "00:00:0"),
        ("00:00:02.500 --> 00:00:04.000", ""),
        ("00:00:02.500 --> 00:00:04.000", "--:--"),
        ("2f9b6c41-7d0e-4a35-86f2-c1e8d5037b94/4-0\n", ""),
        ("\n\n2f9b6c41-7d0e-4a35-86f2-c1e8d5037b94/4-0", "\n2f9b6c41-7d0e-4a35-86f2-c1e8d5037b94/4-0"),
        ("WEBVTT\n\n", ""),
        ("WEBVTT", "EBVTT"),
        ("WEBVTT", "WEB\x00TT"),
        ("00:00:04.000\n<v Cy", "00:00:04.000<v Cy"),
        ("them.</v>", "them."),
        ("Right.\n", "Right.\n\nWEBVTT\n"),
        ("Right.\n", "Right.\n\n2f9b6c41-7d0e-4a"),
        ("\n\n2f9b6c41-7d0e-4a35-86f2-c1e8d5037b94/6-0", "\nNOTE Confidence: 0.87\n"),
    ],
)
def test_damage_between_the_words_changes_none(was: str, now: str) -> None:
    assert was in CUES
    assert _told(CUES.replace(was, now, 1)) == WHOLE


def test_words_never_go_to_somebody_else_when_a_tag_is_broken() -> None:
    two = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ida>Morning</v>\n<v Cy>And to you</v>\n"
    assert _told(two.replace("<v Cy", "v Cy")) == [("Ida", "Morning"), (None, "v Cy>And to you")]
    assert _told(two.replace("</v>\n<v Cy>", "</v\nv Cy>"))[0] == ("Ida", "Morning")
    assert _told(two.replace("Ida>", "Ida"))[0] == (None, "<v IdaMorning")


def test_a_name_ends_with_its_line() -> None:
    assert _told("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ida\nwe need > 5\n") == [(None, "<v Ida we need > 5")]


def test_speech_in_angle_brackets_is_no_tag() -> None:
    assert _told("WEBVTT\n\n00:01.000 --> 00:02.000\na <b and c> d <i>e</i> <00:00:01.500>f\n") == [
        (None, "a <b and c> d e f")
    ]


def test_a_number_that_was_said_is_no_id() -> None:
    said = "WEBVTT\n\n00:01.000 --> 00:02.000\nHow many?\n\n40\n00:03.000 --> 00:04.000\nForty.\n"
    assert _told(said) == [(None, "How many? 40"), (None, "Forty.")]


def test_the_same_word_twice_in_a_cue_is_two() -> None:
    said = "WEBVTT\n\na/1-0\n00:01.000 --> 00:02.000\n<v Ida>No.</v><v Ida>No.</v>\n"
    assert _told(said) == [("Ida", "No. No.")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"])
def test_every_encoding_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert _told(CUES.replace("Ida", "Zoë"), encoding) == [("Zoë Penn", WHOLE[0][1]), *WHOLE[1:]]


def test_a_file_in_two_encodings_is_read_line_by_line() -> None:
    cue = "00:0{n}.000 --> 00:0{n}.500\n<v Zoë>Déjà vu, naïve café {n}.</v>\n\n"
    first = "WEBVTT\n\n" + "".join(cue.format(n=n) for n in range(3))
    second = "".join(cue.format(n=n) for n in range(3, 6))
    read = vtt.read(first.encode() + second.encode("cp1252"))
    assert [(p.speaker, p.text) for p in read.passages] == [
        ("Zoë", f"Déjà vu, naïve café {n}.") for n in range(6)
    ]


def test_an_object_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    head = 'WEBVTT\n\n00:01.000 --> 00:02.000\n{"speakerName":"Test Person","spokenText":"Only a \\"test'
    assert _told(head) == [("Test Person", 'Only a "test')]
    assert _told(head.replace('Person",', "Person,")) == [(None, 'Only a "test')]


def test_a_letter_that_quotes_a_cue_is_no_transcript() -> None:
    with pytest.raises(UnreadableError) as raised:
        vtt.read(b"Dear Kelly,\n\nYou asked.\n\n00:01.000 --> 00:02.000\nHello\n")
    assert raised.value.line == 1
