"""Every form of Teams transcript is read exactly; anything else is refused in a sentence."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reading import vtt
from record.errors import NoWordsError, UnreadableError
from record.source import Transcript

DATA = Path(__file__).parents[1] / "data" / "transcripts"
EXPECTED = sorted(DATA.glob("*/*.expected.json"))
Told = list[tuple[str | None, str, float, float]]


def _source(expected: Path) -> Path:
    stem = expected.name.removesuffix(".expected.json")
    return next(p for ext in (".vtt", ".txt") if (p := expected.with_name(stem + ext)).exists())


def _told(transcript: Transcript) -> Told:
    return [(p.speaker, p.text, p.start, p.end) for p in transcript.passages]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda p: p.name.removesuffix(".expected.json"))
def test_every_form_is_read_exactly(expected: Path) -> None:
    wanted = json.loads(expected.read_text(encoding="utf-8"))
    data = _source(expected).read_bytes()
    if not wanted["passages"]:
        with pytest.raises(NoWordsError):
            vtt.read(data)
        return
    read = vtt.read(data)
    assert read.attributed is wanted["attributed"]
    assert _told(read) == [(p["speaker"], p["text"], p["start"], p["end"]) for p in wanted["passages"]]
    assert len({p.id for p in read.passages}) == len(read.passages)


def test_all_the_files_are_here() -> None:
    assert len(EXPECTED) == 43


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 1),
        (b"PK\x03\x04\x14\x00\x06\x00", 1),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 1),
        (b"Dear Kelly,\n\nThank you for your letter.\n", 1),
        (b"\n\n<html><body>Sign in</body></html>", 3),
        (b"WEBVTT\n\nDear Kelly, here is the transcript.\n", 3),
        (b"WEBVTT\n\n00:00:01 -> 00:00:02\nHello\n", 3),
    ],
)
def test_what_is_no_transcript_is_refused_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(UnreadableError) as raised:
        vtt.read(data)
    assert raised.value.line == line
    assert f"line {line} " in raised.value.say
    assert "Kelly" not in raised.value.say


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableError, match="UnreadableError") as raised:
        vtt.read(b"WEBVTT\n" + b" " * vtt.LIMIT)
    assert "20 MB" in raised.value.say


def test_a_damaged_letter_does_not_turn_a_file_into_another_encoding() -> None:
    data = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Zoë>Café, naïve, déjà.</v>\n".encode() + b"\xff"
    assert vtt.read(data).passages[0].text == "Café, naïve, déjà."


def test_words_after_a_blank_line_inside_a_cue_are_not_lost() -> None:
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>First.\n\nSecond.</v>\n\n00:03.000 --> 00:04.000\nThird.\n"
    assert [p.text for p in vtt.read(data).passages] == ["First. Second.", "Third."]


def test_a_piece_exported_twice_is_one() -> None:
    cue = b"a/1-0\n00:01.000 --> 00:02.000\n<v Ann>Once.</v>\n\n"
    assert [p.text for p in vtt.read(b"WEBVTT\n\n" + cue + cue).passages] == ["Once."]


def test_a_file_of_nothing_but_lines_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableError) as raised:
        vtt.read(b"WEBVTT\n" + b"\n" * (2 * vtt.LINES))
    assert "more lines" in raised.value.say


HEAD = "WEBVTT\n\n00:01.000 --> 00:02.000\n"


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<v",
            "<v ",
            "<v Ann>",
            "</v",
            "<a ",
            "<a b=",
            "<b>",
            "&#1;",
            "&amp",
            "v x",
            "a/1-",
            "-",
            "1:",
            "NOTE ",
        ),
        *(
            "00:01.000 --> ",
            "00:01.000 ",
            "-->",
            " ",
            "\n\n-->\n",
            "\na/1-0\n",
            '{"spokenText":"',
            '"',
            '\\"',
            "\ufeff",
        ),
        *(
            '{"spokenText":"a","speakerName":"b"}',
            '"spokenText":" ',
            "\nNOTE\n",
            "\n\n1\n",
            "\nWEBVTT\n\n",
            "0 ",
            "9",
        ),
    ],
)
def test_no_text_takes_long_to_read(piece: str) -> None:
    for head in (HEAD, HEAD + "{", HEAD + "<v ", "00:01.000 --> 00:02.000 ", ""):
        began = time.process_time()
        with contextlib.suppress(UnreadableError, NoWordsError):
            vtt.read((head + piece * (200_000 // len(piece))).encode())
        assert time.process_time() - began < 3, head


@given(st.binary(max_size=400))
@example(b"WEBVTT\n\n00:00.0 --> 00:00.0\n&#99999999999;<v")
@example(b'WEBVTT\n\n00:00.0 --> 00:00.0\n{"spokenText":"\\ud800","speakerName":"\\udc00"}')
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read = vtt.read(data)
    except (UnreadableError, NoWordsError):
        return
    assert read.passages
    assert all(p.text for p in read.passages)


_LINES = st.sampled_from(
    [
        *(
            "WEBVTT",
            "",
            "NOTE x",
            "STYLE",
            "00:00:01.000 --> 00:00:02.000",
            "-00:00:01.5 --> 0:0:3.0",
            "a/1-0",
            "a/1-1",
        ),
        *("17", "<v Ann>Words", "<v>None</v>", "more words</v>", "Kim Dale: Morning", "-->", "{", "&#0;"),
        *("<v Bo &amp; Co>x</v><v Ann>y", '{"speakerName":"Cy","spokenText":"hm"}'),
    ]
)


@given(st.lists(_LINES, max_size=30))
def test_no_speaker_is_invented_and_order_is_time(lines: list[str]) -> None:
    try:
        read = vtt.read("\n".join(["WEBVTT", "", *lines]).encode())
    except (UnreadableError, NoWordsError):
        return
    assert {p.speaker for p in read.passages} <= {None, "Ann", "Bo & Co", "Cy"}
    starts = [p.start for p in read.passages]
    assert starts == sorted(starts)
    assert read.attributed is any(p.speaker for p in read.passages)
    assert [p.id for p in read.passages] == [f"p{n}" for n in range(1, len(starts) + 1)]


def test_three_hours_are_read_in_well_under_a_second() -> None:
    cues = "".join(
        f"g/{n}-0\n{n // 1800}:{n // 30 % 60}:{n % 30}.0 --> {n // 1800}:{n // 30 % 60}:{n % 30}.9\n"
        f"<v Speaker {n % 5}>This is what was said in cue {n}, and nothing else &amp; more.</v>\n\n"
        for n in range(5000)
    )
    began = time.process_time()
    assert len(vtt.read(f"WEBVTT\n\n{cues}".encode()).passages) == 5000
    assert time.process_time() - began < 0.8
