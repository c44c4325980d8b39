"""Typed words, however they are typed: properties, and the forms that Teams and Outlook make of a link."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import (
    CheckSetUp,
    Command,
    Cover,
    Draft,
    Hello,
    Help,
    Holds,
    MyDrafts,
    Open,
    Pasted,
    Receipts,
    Unknown,
    parse,
    transcript,
)
from reading.vtt import read

LINK = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_YWJj%40thread.v2/0"
    "?context=%7b%22Tid%22%3a%2222222222-aaaa-4bbb-8ccc-000000000002%22%2c%22Oid%22%3a%221%22%7d"
)
SHORT = "https://teams.microsoft.com/meet/3581234567890?p=aBcDeF"
TYPED: list[tuple[str, Command]] = [
    ("draft", Draft()),
    ("my drafts", MyDrafts()),
    ("help", Help()),
    ("hello", Hello()),
    ("hi", Hello()),
    ("open 5", Open(n=5)),
    ("open 16", Open(n=16)),
    ("receipts", Receipts()),
    ("cover", Cover()),
    ("holds", Holds()),
    ("check set-up", CheckSetUp()),
    ("set-up check", CheckSetUp()),
    ("What is held?", Holds()),
]
SPACES = st.text(alphabet=" \t\n\u00a0\u2003", min_size=1, max_size=4)
WRAPS = st.sampled_from(
    ["{}", '"{}"', "“{}”", "‘{}’", "'{}'", "{}.", "{}!", "{} ?", "**{}**", "<p>{}</p>", "<div>{}</div>"]
)
MENTIONS = st.sampled_from(
    ["", "<at>Faircopy</at>", '<at id="0">Fair Copy</at>', "@Faircopy", "\u200b", "\ufeff", "\u200e"]
)


@given(
    typed=st.sampled_from(TYPED),
    spaces=SPACES,
    around=st.tuples(st.one_of(st.just(""), SPACES), st.one_of(st.just(""), SPACES)),
    wrap=WRAPS,
    mention=MENTIONS,
    case=st.lists(st.booleans(), min_size=12, max_size=12),
)
def test_any_case_spacing_quotes_and_mention(
    typed: tuple[str, Command],
    spaces: str,
    around: tuple[str, str],
    wrap: str,
    mention: str,
    case: list[bool],
) -> None:
    words, command = typed
    cased = "".join(c.upper() if up else c for c, up in zip(words, case, strict=False))
    text = f"{mention} {around[0]}{wrap.format(cased.replace(' ', spaces))}{around[1]}"
    assert parse(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("drafts", MyDrafts()),
        ("my drafts.", MyDrafts()),
        ("?", Help()),
        ("Good morning", Hello()),
        ("open section 5", Open(n=5)),
        ("open no. 5", Unknown()),
        ("open 0", Unknown()),
        ("open 1000", Unknown()),
        ("open five", Unknown()),
        ("open ５", Open(n=5)),
        ("draft something for me", Draft()),
        ("drafty in here", Unknown()),
        ("please draft", Unknown()),
        ("", Unknown()),
        ("   ", Unknown()),
        ("<at>Faircopy</at>", Unknown()),
        ("helpful", Unknown()),
        ("he said help", Unknown()),
        ("1 < 2", Unknown()),
    ],
)
def test_forms(text: str, command: Command) -> None:
    assert parse(text) == command


@pytest.mark.parametrize("link", [LINK, SHORT])
@pytest.mark.parametrize(
    "form",
    [
        "draft {}",
        "{}",
        "{} draft",
        "DRAFT   {}  thanks",
        "draft <{}>",
        "draft “{}”.",
        "draft ({})",
        "draft [the review]({})",
        "can you draft {}, please",
        "<at>Faircopy</at> draft {}",
    ],
)
def test_a_link_anywhere(link: str, form: str) -> None:
    assert parse(form.format(link)) == Draft(link=link)


@pytest.mark.parametrize("quotes", ['"', "'"])
def test_a_link_behind_words(quotes: str) -> None:
    anchor = f"<p>draft <a title={quotes}x{quotes} href={quotes}{html.escape(LINK + '&b=2')}{quotes}>The review</a></p>"
    assert parse(anchor) == Draft(link=LINK + "&b=2")


def test_a_link_that_something_has_wrapped_or_decoded() -> None:
    safe = f"https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url={quote(LINK, safe='')}&data=05"
    assert parse(f"draft {safe}") == Draft(link=LINK)
    plain = LINK.replace("%7b", "{").replace("%7d", "}").replace("%22", '"').replace("%3a%22", ':"')
    decoded = plain.replace('"%3a"', '":"').replace("%2c", ",")
    assert '{"Tid":"' in decoded
    assert parse(f"draft {decoded}") == Draft(link=LINK)


@pytest.mark.parametrize(
    "link",
    [
        "http://teams.microsoft.com/l/meetup-join/19%3ax/0",
        "https://teams.microsoft.com/l/channel/19%3ax",
        "https://teams.microsoft.com/l/meetup-join/",
        "https://example.test/help",
        "https://",
        "https://[::1",
        "https://[x]/meet/1",
    ],
)
def test_other_links_are_no_meeting(link: str) -> None:
    assert parse(f"draft {link}") == Draft()
    assert parse(link) == Unknown()


def test_an_invitation_with_its_link_is_a_draft() -> None:
    invitation = (
        f"Microsoft Teams meeting\nTuesday 10 November, 16:10 to 16:29\nJoin: {LINK}\n" + "Dial in. " * 100
    )
    assert parse(invitation) == Draft(link=LINK)


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ana>Good morning.</v>",
        f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ana>It is at {LINK}</v>",
        "0:0:3.120 --> 0:0:7.440\nAna Example\nGood morning.",
        "Ana Example   0:03\nGood morning.\n\nBen Sample   0:09\nHello.",
        "00:00:03 Ana: good morning\n00:00:09 Ben: hello",
        "She said that " * 60,
        "draft " + "and then she said " * 40,
    ],
)
def test_a_transcript_or_a_long_text_is_pasted(text: str) -> None:
    assert parse(text) == Pasted(text=text)


@pytest.mark.parametrize("text", ["See you at 10:30", "draft the one at 10:30", "from 10:30 to 11:15"])
def test_a_time_of_day_is_no_transcript(text: str) -> None:
    assert not isinstance(parse(text), Pasted)


@given(st.text(max_size=700))
def test_anything_at_all_is_read(text: str) -> None:
    command = parse(text)
    if isinstance(command, Pasted):
        assert command.text == text


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_a_link_among_any_words(before: str, after: str) -> None:
    command = parse(f"{before} {LINK} {after}")
    if not isinstance(command, Pasted):
        assert command == Draft(link=LINK)


def test_words_do_not_stand_in_a_repr() -> None:
    assert "Tyler" not in repr(parse("Tyler said " * 60)) + repr(parse("Tyler said"))
    assert LINK not in repr(parse(LINK))


SAMPLES = sorted((Path(__file__).parents[2] / "local" / "samples").glob("*.vtt"))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(line) or '&nbsp;'}</p>" for line in text.splitlines())


def _breaks(text: str) -> str:
    return "<div>" + "<br>".join(html.escape(line) for line in text.splitlines()) + "</div>"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
@pytest.mark.parametrize("form", [str, _paragraphs, _breaks, lambda t: t.removeprefix("WEBVTT").strip()])
def test_a_pasted_transcript_reads_as_its_file_does(sample: Path, form: Callable[[str], str]) -> None:
    text = sample.read_text("utf-8")
    pasted = form(text)
    assert isinstance(parse(pasted), Pasted)
    assert read(transcript(pasted).reveal()) == read(text.encode())


@given(st.text(max_size=400))
def test_any_text_can_be_pasted(text: str) -> None:
    """What it is, is decided by whoever reads it; here nothing fails, and nothing of it can be printed."""
    assert repr(transcript(text)) == repr(transcript("another"))
