"""The Word transcript is read as Teams lays it out; a package that means harm is refused in a sentence."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading import files, vtt, word
from record.errors import NoWordsError, UnreadableError
from tests.reading import documents
from tests.reading.documents import document, package, run

TURNS: list[documents.Turn] = [
    ("Ann Field", "0:03", ["Morning both.", "Let us begin."]),
    ("Orme, Jo (Guest)", "0:03", ["Hello & <welcome>."]),
    ("Speaker 1", "59:59", ["I have nothing."]),
    ("Ann Field", "1:02:05", ["Kim Dale: Morning,", "see you at 10:30"]),
]
READ = [
    ("Ann Field", 3.0, 3.0, "Morning both. Let us begin."),
    ("Orme, Jo (Guest)", 3.0, 3599.0, "Hello & <welcome>."),
    ("Speaker 1", 3599.0, 3725.0, "I have nothing."),
    ("Ann Field", 3725.0, 3725.0, "Kim Dale: Morning, see you at 10:30"),
]


def _told(data: bytes) -> list[tuple[str | None, float, float, str]]:
    return [(p.speaker, p.start, p.end, p.text) for p in files.read(data).passages]


def _refused(data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as raised:
        files.read(data)
    assert raised.value.say.startswith("I cannot read this file: ")
    assert "try again." in raised.value.say
    return raised.value


@pytest.mark.parametrize("together", [True, False])
def test_turns_are_read_in_either_layout(together: bool) -> None:
    data = documents.transcript(*TURNS, together=together)
    assert _told(data) == READ
    read = files.read(data)
    assert read.attributed
    assert [p.id for p in read.passages] == ["p1", "p2", "p3", "p4"]


def test_the_last_turn_ends_with_the_meeting() -> None:
    data = documents.transcript(*TURNS, head=("Title", "15 June 2026, 03:35pm", "1h 3m 5s"))
    assert _told(data)[-1][1:3] == (3725.0, 3785.0)


def test_no_names_are_never_given_any() -> None:
    read = files.read(documents.transcript(("", "0:03", ["Kim Dale: Morning"]), ("", "0:09", ["Ann   x"])))
    assert [(p.speaker, p.text) for p in read.passages] == [(None, "Kim Dale: Morning"), (None, "Ann x")]
    assert not read.attributed


@pytest.mark.parametrize(
    "line", ["10:30", "at 10:30", "He stopped transcription.", "Kim Dale   said so", "1h 3m"]
)
def test_what_only_looks_like_a_head_is_speech(line: str) -> None:
    data = documents.transcript(("Ann Field", "0:03", ["It was", line]), TURNS[2], together=False)
    assert _told(data)[0][3] == " ".join(f"It was {line}".split())
    assert len(_told(data)) == 2


def test_who_stops_the_transcription_says_nothing_by_it() -> None:
    paragraphs = [
        run("Ann Field   0:03"),
        run("Hello."),
        run("Bo Orme stopped transcription"),
        run("Bo Orme   0:09"),
    ]
    assert [t[3] for t in _told(package(document(*paragraphs, run("Back again."))))] == [
        "Hello.",
        "Back again.",
    ]


def test_turns_are_in_order_of_time() -> None:
    assert [t[1] for t in _told(documents.transcript(TURNS[3], TURNS[0]))] == [3.0, 3725.0]


def test_text_that_stands_twice_or_was_struck_out_is_read_once_or_not_at_all() -> None:
    again = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    twice = (
        f'<mc:AlternateContent xmlns:mc="{again}"><mc:Choice>{run("once")}</mc:Choice>'
        f"<mc:Fallback><w:p>{run('twice')}</w:p></mc:Fallback></mc:AlternateContent>"
        "<w:del><w:r><w:delText>never</w:delText></w:r></w:del>"
    )
    assert _told(package(document(run("Ann Field   0:03"), twice)))[0][3] == "once"


def test_a_tab_and_a_second_document_part_are_read_too() -> None:
    data = package(document(run("Ann Field\t0:03\nHello.")), name="word/document2.xml")
    assert _told(data)[0][0] == "Ann Field"


# --- what is refused ----------------------------------------------------------------------------------------------


def test_another_document_is_refused_with_its_first_paragraph() -> None:
    error = _refused(package(document("", run("Dear Kelly,"), run("Thank you."))))
    assert error.line == 2
    assert "paragraph 2 " in error.say
    assert "Kelly" not in error.say


def test_no_words() -> None:
    for data in (
        documents.transcript(),
        documents.transcript(("Ann Field", "0:03", [""])),
        package(document()),
    ):
        with pytest.raises(NoWordsError):
            files.read(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older Word file"),
        (b"PK\x03\x04\x14\x00\x06\x00", "damaged or locked"),
        (package("<w:document"), "text is damaged"),
        (package("", name="xl/workbook.xml"), "no Word document"),
        (b"PK\x03\x04" + b"\0" * word.LIMIT, "larger than 20 MB"),
    ],
)
def test_each_refusal_says_why(data: bytes, told: str) -> None:
    assert told in _refused(data).say


def test_entities_are_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    body = document(run("Ann Field   0:03")).split("?>", 1)[1].replace("Ann", "&a11;")
    for doctype in (f"<!DOCTYPE x [{laughs}]>", '<!DOCTYPE x SYSTEM "file:///etc/hostname">'):
        assert "entities" in _refused(package(f'<?xml version="1.0"?>{doctype}{body}')).say


def test_a_bomb_is_not_unpacked() -> None:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package_,
        package_.open("word/document.xml", "w") as part,
    ):
        for _ in range(20):
            part.write(b" " * 4_000_000)
    tracemalloc.start()
    began = time.process_time()
    assert "unpacked it is larger than 64 MB" in _refused(made.getvalue()).say
    assert time.process_time() - began < 5
    assert tracemalloc.get_traced_memory()[1] < 3 * word.UNPACKED
    tracemalloc.stop()


def test_a_package_that_lies_about_its_size_is_not_believed() -> None:
    text = document(run("Ann Field   0:03\nHello. " + "so " * 200))
    data = package(text)
    size = len(text.encode()).to_bytes(4, "little")
    lied = data.replace(size, (9).to_bytes(4, "little"))
    assert lied != data
    try:
        assert len(files.read(lied).passages) == 1
    except UnreadableError as error:
        assert "damaged" in error.say  # noqa: PT017 - either answer is right, and no third


def test_thousands_of_parts_are_not_listed() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as many:
        for n in range(word.PARTS + 1):
            many.writestr(f"{n}", b"")
    assert "thousands of parts" in _refused(made.getvalue()).say


def test_a_line_of_spaces_takes_no_time() -> None:
    began = time.process_time()
    data = package(document(run("a" + " " * 3_000_000 + "b"), run("1h" + " " * 300_000)))
    assert _refused(data).line == 1
    assert time.process_time() - began < 3


# --- any bytes ----------------------------------------------------------------------------------------------------

GOOD = documents.transcript(*TURNS)


@given(st.integers(0, 10**9), st.integers(1, 6))
def test_a_damaged_package_is_read_or_refused(seed: int, times: int) -> None:
    rng, data = random.Random(seed), bytearray(GOOD)
    for _ in range(times):
        at = rng.randrange(len(data))
        data[at : at + rng.choice((0, 1, 9))] = rng.randbytes(rng.choice((0, 1, 3)))
    try:
        read = files.read(bytes(data))
    except (UnreadableError, NoWordsError):
        return
    assert {p.speaker for p in read.passages} <= {None, *(t[0] for t in TURNS)}


@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs"]), max_size=60
    )
)
def test_any_text_is_said_by_who_said_it(text: str) -> None:
    said = " ".join(text.split())
    data = documents.transcript(("Ann Field", "0:03", [f"So {text}"]))
    assert _told(data) == [("Ann Field", 3.0, 1662.0, f"So {said}".strip())]


def test_the_other_forms_are_told_by_their_content() -> None:
    cue = b"00:00:01.000 --> 00:00:02.000\n\nHello.\n"
    assert files.read(cue).passages == vtt.read(cue).passages
    assert files.read("WEBVTT\n\n00:01.000 --> 00:02.000\nHello".encode("utf-16")).passages[0].text == "Hello"
