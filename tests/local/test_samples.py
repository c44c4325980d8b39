"""The invented meetings: in Teams' layout, read as they should be, true to the calendar, nobody real."""

import json
import re
from datetime import UTC, date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import local.samples
from local.samples import Sample, load, names
from reading import vtt
from record.source import Transcript

CUE = re.compile(
    r"(?P<guid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<utterance>\d+)-(?P<piece>\d+)\n"
    r"(?P<start>\d\d:\d\d:\d\d\.\d{3}) --> (?P<end>\d\d:\d\d:\d\d\.\d{3})\n"
    r"<v (?P<speaker>[^>]+)>(?P<words>[^<]+)</v>"
)

# Everybody and everything named in the meetings. A name that is not here was not invented for them.
INVENTED = (
    "Kelly Marsh, Donna Brook, Tyler Brook, Ellie-Mae, Ellie, Craig, Auntie Kirsty, Dee, Bev, Sam, Dr Ansah, "
    "Miss Farrow, Gerald the stick insect, Tansy Lane Centre, "
    "Laleh Rahmani, Amira Rahmani, Yusuf Rahmani, Bridget Aldous, Tom Haddow, Marcus Pryce, Parisa, "
    "Gwen Parrish, Miss Penn, Reece, Ottermere, "
    "Zoë Hartnell, Zo, Claire Hartnell, Rachel Adams, Mrs Lomax, Dr Siân Pritchard, Becky Noonan, Dawn Ferris, Ruby, "
    "St Oswin, the Academy, Penrose, The Larches"
)
MONTHS = (
    *("January", "February", "March", "April", "June", "July"),
    *("September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COMMON = {
    *(*MONTHS, *DAYS, *(f"{day}s" for day in DAYS), "Christmas", "Mum", "OK", "U"),
    *("B", "DLD", "EPS", "F", "Lego", "OT", "PE", "SEN", "SENCo", "SaLT", "WhatsApp", "Year", "iPad"),
}
DATED = re.compile(
    rf"({'|'.join(DAYS)}),? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b(?: of)?(?: ({'|'.join(MONTHS)}))?"
)


@pytest.fixture(params=names())
def sample(request: pytest.FixtureRequest) -> Sample:
    return load(request.param)


def cues(sample: Sample) -> list[re.Match[str]]:
    header, *blocks = sample.transcript.decode("utf-8").rstrip("\n").split("\n\n")
    assert header == "WEBVTT"
    matches = [CUE.fullmatch(block) for block in blocks]
    assert None not in matches
    return [match for match in matches if match]


def seconds(stamp: str) -> float:
    hours, minutes, rest = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def read(sample: Sample) -> Transcript:
    return vtt.read(sample.transcript)


def said(sample: Sample) -> str:
    return "\n".join(passage.text for passage in read(sample).passages)


# --- what a sample says of itself ---------------------------------------------------------------------------


def test_there_are_a_core_group_an_annual_review_and_a_home_visit() -> None:
    assert names() == ("core-group", "ehc-annual-review", "home-visit")
    for name in names():
        assert load(name).name == load(name).record_type == name


@pytest.mark.parametrize("name", ["", "home", "../samples/home-visit", "home-visit.json"])
def test_no_other_name_is_loaded(name: str) -> None:
    with pytest.raises(KeyError):
        load(name)


def test_every_field_of_the_file_is_told(sample: Sample) -> None:
    folder = Path(local.samples.__file__).parent
    told = json.loads((folder / f"{sample.name}.json").read_text(encoding="utf-8"))
    assert {*told, "name", "transcript"} == set(Sample.__dataclass_fields__)


def test_the_meeting_has_one_organiser_who_was_there(sample: Sample) -> None:
    assert sample.organiser in sample.attendees
    assert sample.organiser == "Kelly Marsh"
    assert set(sample.attendees) <= set(sample.speakers)


def test_the_times_are_those_of_the_transcript(sample: Sample) -> None:
    assert sample.began.tzinfo == sample.ended.tzinfo == UTC
    spoken = timedelta(seconds=max(seconds(cue["end"]) for cue in cues(sample)))
    assert spoken <= sample.ended - sample.began < spoken + timedelta(minutes=1)


def test_people_have_file_numbers_of_one_style_and_are_as_old_as_is_said(sample: Sample) -> None:
    assert len({person.reference for person in sample.people}) == len(sample.people)
    for person in sample.people:
        assert re.fullmatch(r"CH-\d{6}", person.reference)
        assert person.worker == sample.organiser
    ages = {person.name: _age(person.born, sample.began.date()) for person in sample.people}
    assert ages in ({"Tyler Brook": 9}, {"Amira Rahmani": 7, "Yusuf Rahmani": 12}, {"Zoë Hartnell": 10})


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def test_no_file_number_is_used_twice() -> None:
    references = [person.reference for name in names() for person in load(name).people]
    assert len(set(references)) == len(references)


def test_neither_the_subject_nor_a_file_number_is_spoken(sample: Sample) -> None:
    """So whoever finds one of them outside knows that it did not come from the words."""
    words = sample.transcript.decode().casefold()
    assert sample.subject.casefold() not in words
    assert not [person for person in sample.people if person.reference.casefold() in words]


def test_the_words_nobody_should_print_are_not_in_the_repr(sample: Sample) -> None:
    assert "WEBVTT" not in repr(sample)


# --- the layout ---------------------------------------------------------------------------------------------


def test_pieces_are_at_most_two_lines_of_forty_five_letters(sample: Sample) -> None:
    for cue in cues(sample):
        lines = cue["words"].split("\n")
        assert 1 <= len(lines) <= 2
        assert all(0 < len(line) <= 45 and line == line.strip() for line in lines)


def test_cues_stand_in_order_of_start_and_pieces_follow_one_another(sample: Sample) -> None:
    found = cues(sample)
    starts = [seconds(cue["start"]) for cue in found]
    assert starts == sorted(starts)
    assert len({cue["guid"] for cue in found}) == 1
    utterances: dict[str, list[re.Match[str]]] = {}
    for cue in found:
        assert seconds(cue["start"]) < seconds(cue["end"])
        utterances.setdefault(cue["utterance"], []).append(cue)
    for pieces in utterances.values():
        assert [int(piece["piece"]) for piece in pieces] == list(range(len(pieces)))
        assert len({piece["speaker"] for piece in pieces}) == 1
        for before, after in pairwise(pieces):
            assert before["end"] == after["start"]


def test_people_talk_over_one_another_as_people_do(sample: Sample) -> None:
    found = cues(sample)
    over = [
        (before, after)
        for before, after in pairwise(found)
        if seconds(after["start"]) < seconds(before["end"]) and after["speaker"] != before["speaker"]
    ]
    assert len(over) >= 5


def test_nobody_talks_over_themselves(sample: Sample) -> None:
    ends: dict[str, float] = {}
    for cue in cues(sample):
        assert seconds(cue["start"]) >= ends.get(cue["speaker"], 0.0)
        ends[cue["speaker"]] = seconds(cue["end"])


def test_the_words_to_search_for_stand_on_one_line(sample: Sample) -> None:
    """The page looks in the file as it is stored, where a phrase may be broken over two lines."""
    assert sample.search.encode() in sample.transcript


# --- as the product reads them ------------------------------------------------------------------------------


def test_the_reader_finds_every_speaker_and_no_other(sample: Sample) -> None:
    transcript = read(sample)
    assert transcript.attributed
    assert set(transcript.speakers) == set(sample.speakers)
    assert all(passage.speaker for passage in transcript.passages)


def test_the_reader_joins_pieces_to_utterances_and_loses_no_word(sample: Sample) -> None:
    passages = read(sample).passages
    found = cues(sample)
    assert len(passages) == len({cue["utterance"] for cue in found})
    joined = sorted(word for passage in passages for word in passage.text.split())
    assert joined == sorted(word for cue in found for word in cue["words"].split())


def test_the_reader_keeps_passages_in_order_and_inside_the_meeting(sample: Sample) -> None:
    passages = read(sample).passages
    starts = [passage.start for passage in passages]
    assert starts == sorted(starts)
    length = (sample.ended - sample.began).total_seconds()
    assert all(0 <= passage.start < passage.end <= length for passage in passages)


@pytest.mark.parametrize(
    ("name", "least", "most", "minutes"),
    [("home-visit", 1800, 2250, 19), ("core-group", 2000, 2600, 15), ("ehc-annual-review", 2000, 2600, 14)],
)
def test_meetings_are_as_long_as_the_demo_says(name: str, least: int, most: int, minutes: int) -> None:
    sample = load(name)
    assert least <= len(said(sample).split()) <= most
    assert round(read(sample).seconds / 60) == minutes


@pytest.mark.parametrize(
    ("name", "speaker", "sentence"),
    [
        (
            "home-visit",
            "Kelly Marsh",
            "Have you had any thoughts of ending your life, or of hurting yourself?",
        ),
        ("home-visit", "Speaker 1", "but no, I've not had thoughts of ending my life."),
        ("home-visit", "Speaker 1", "It says here, 30 milligrams, one at night."),
        ("home-visit", "Speaker 1", "He's not set foot in here since the summer holidays."),
        ("home-visit", "Speaker 2", "I wish every day was quiet like a Monday."),
        ("home-visit", "Speaker 2", "Craig came. It was dark. He wanted his drill."),
        (
            "home-visit",
            "Speaker 2",
            "School is my best place because Miss Farrow lets me feed the stick insects",
        ),
        (
            "home-visit",
            "Speaker 2",
            "When it gets loud I put my big headphones on Ellie and we look at the shapes book.",
        ),
        ("core-group", "Tom Haddow", "So it's 81 per cent."),
        ("core-group", "Laleh Rahmani (Guest)", "I counted it, and I say 90."),
        ("core-group", "Kelly Marsh", "Somebody needs to make that referral."),
        ("core-group", "Kelly Marsh", "that's for the conference, on the 14th of January."),
        ("ehc-annual-review", "Year 5 iPad 3", "I want to have lunch in the den all the time"),
        ("ehc-annual-review", "Kelly Marsh", "There's no decision on placement."),
    ],
)
def test_what_the_demo_shows_is_said_in_one_passage(name: str, speaker: str, sentence: str) -> None:
    passages = read(load(name)).passages
    assert [p.speaker for p in passages if sentence in p.text] == [speaker]


# --- true to the calendar, and about nobody real ------------------------------------------------------------


def test_every_weekday_said_falls_on_its_date(sample: Sample) -> None:
    """A month that is not said is the meeting's own or the next."""
    found = DATED.findall(said(sample).replace("\n", " "))
    assert len(found) >= 2
    for day, number, month in found:
        near = [date(2026, 10, 1) + timedelta(days=n) for n in range(120)]
        dates = [d for d in near if d.day == int(number) and d.strftime("%B") == (month or "November")]
        assert [DAYS[d.weekday()] for d in dates] == [day], (day, number, month)


@pytest.mark.parametrize(("name", "clock"), [("home-visit", "ten past four"), ("core-group", "ten o'clock")])
def test_the_meeting_begins_when_it_is_said_to(name: str, clock: str) -> None:
    """In November London keeps UTC."""
    began = load(name).began
    assert (
        f"{began.hour % 12 or 12}:{began.minute:02}"
        == {"ten past four": "4:10", "ten o'clock": "10:00"}[clock]
    )
    opening = said(load(name))[:600]
    assert f"it's {DAYS[began.weekday()]} the {began.day}th of November 2026".casefold() in opening.casefold()
    assert clock in opening


def test_no_name_is_used_that_was_not_invented_here(sample: Sample) -> None:
    known = COMMON | set(re.findall(r"[A-Za-z-]+", INVENTED))
    words = [
        word.removesuffix("'s").removesuffix("'")
        for passage in read(sample).passages
        for sentence in re.split(r"(?<=[.?!])\s+|\"", passage.text)
        for word in re.findall(r"[A-Za-z][A-Za-z'-]*", sentence)[1:]
    ]
    named = {word for word in words if word[0].isupper() and word.split("'")[0] != "I"}
    assert named <= known
    labels = {word for label in sample.speakers for word in re.findall(r"[A-Za-z][A-Za-z-]*", label)}
    assert labels <= known | {"Speaker", "Guest"}


def test_no_address_telephone_number_or_postcode_is_said(sample: Sample) -> None:
    words = said(sample)
    assert not re.search(r"\d{4,}", re.sub(r"\b20(?:2[4-8])\b", "", words))
    assert not re.search(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", words)
    assert "@" not in words
    assert "://" not in words
