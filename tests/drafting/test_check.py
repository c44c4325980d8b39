"""What the checker finds: each kind of mismatch in an invented meeting, and what it must leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafting import checks, evidence, flagging
from drafting.__main__ import main
from drafting.pool import Drafter
from record.draft import Draft, Kind, Line, Origin, Section, SectionId
from record.said import Said
from record.source import Transcript
from record.terms import RecordTypeId
from record.values import replace
from tests.drafting.conftest import DATA, said

MEETING = said(
    ("Amy Cole", "I'm Amy Cole, the social worker. Today is about Tyler, who's nine, and his sister Ruby, who's four."),
    ("Ben Hart", "I'm Ben, Tyler's teacher. Attendance is ninety-one per cent. It was seventy-six in the summer term."),
    ("Ben Hart", "He is doing well."),
    ("Amy Cole", "And how is he at home, Dawn?"),
    ("Dawn Price", "I'm Tyler's mum. He sleeps well. Ruby still wakes at three every night and she asks for her dad."),
    ("Amy Cole", "Do you ever think about hurting yourself?"),
    ("Dawn Price", "No. I get tired, but nothing like that."),
    ("Ben Hart", "Tyler told me, \"I like it when Mum reads to me.\" He said it last Tuesday."),
    ("Dawn Price", "My neighbour told me that she'd heard Craig had been seen outside the school with a knife."),
    ("Amy Cole", "I've not seen him there, and school have not seen him."),
    ("Ben Hart", "The reading group is on Thursday the 19th of November at half past one."),
    ("Amy Cole", "Should the plan end? I'm leaning towards it but I'm not deciding that today. I'll ask my manager."),
    ("Ben Hart", "I don't want it to end yet."),
    ("Amy Cole", "So I'll ring the health visitor by the 4th of December. Dawn has not signed the form."),
)  # fmt: skip


def found(sentence: str) -> checks.Verdict:
    return checks.verdict(sentence, evidence.meeting(MEETING))


@pytest.mark.parametrize(
    "sentence",
    [
        "Tyler's attendance is 91%, up from 76% in the summer term.",
        "Ruby wakes at three every night.",
        "Dawn said that she does not think about hurting herself.",
        "Tyler told his teacher, “I like it when Mum reads to me.”",
        "A neighbour told Dawn that she had heard Craig had been seen outside the school with a knife.",
        "The reading group is on Thursday 19 November at 1.30pm.",
        "Amy Cole will ring the health visitor by 4 December.",
        "Dawn has not signed the form.",
    ],
)
def test_what_was_said_is_no_mismatch(sentence: str) -> None:
    assert found(sentence).verdict is not checks.Finding.MISMATCH


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("number", "Tyler's attendance is 95%, up from 76% in the summer term."),
        ("number", "Tyler's attendance is 76%, down from 91% in the summer term."),
        ("date", "The reading group is on Thursday 26 November at 1.30pm."),
        ("date", "Amy Cole will ring the health visitor by 14 December."),
        ("name", "Tyler wakes at three every night and asks for his dad."),
        ("negation", "Dawn has signed the form."),
        ("speaker", "Dawn said that the reading group is on Thursday 19 November at half past one."),
        ("third_hand", "Craig has been outside the school with a knife."),
        ("decision", "It was decided that the plan would end."),
        ("quote", "Tyler told his teacher, “I love it when Dad reads to me.”"),
        ("harm", "Dawn spoke of an overdose."),
        ("entity", "Ruby wakes at three every night and asks for her mum."),
    ],
)
def test_what_was_not_said_is_found_with_its_reason(code: str, sentence: str) -> None:
    verdict = found(sentence)
    assert verdict.verdict is checks.Finding.MISMATCH
    assert code in {r.code for r in verdict.reasons}
    assert all(r.detail.endswith(".") for r in verdict.reasons)
    assert verdict.best


def test_what_nobody_spoke_of_is_weak_at_least() -> None:
    assert found("The grandmother plans to emigrate to Portugal.").verdict is not checks.Finding.NO_MISMATCH


def test_nothing_is_ever_called_verified() -> None:
    assert set(checks.Finding) == {"no_mismatch", "weak", "mismatch"}


def test_a_draft_in_the_words_used_has_no_flag_more(meeting: tuple[Transcript, Draft]) -> None:
    transcript, draft = meeting
    assert flagging.checked(transcript, draft) == draft


def _draft(text: str, *, quote: bool = False, origin: Origin = Origin.DRAFTED) -> Draft:
    signed = next(p for p in MEETING.passages if "signed" in p.text)
    line = Line(number=1, text=text, sources=(signed.id,), quote=quote, origin=origin)
    section = Section(id=SectionId("facts"), title="Facts", kind=Kind.FACTS, required=False, lines=(line,))
    return Draft(
        record_type=RecordTypeId("case-note"),
        title="Case note",
        drafter="a test",
        attributed=True,
        child=None,
        sections=(section,),
        passages=(signed,),
    )


def test_a_mismatch_is_flagged_and_a_quotation_that_was_not_said_blocks() -> None:
    (flags,) = flagging.check(MEETING, _draft("Dawn has signed the form.").sections[0].lines)
    assert [(f.code, f.serious) for f in flags] == [("negation", False)]
    (flags,) = flagging.check(MEETING, _draft("Dawn signed it gladly", quote=True).sections[0].lines)
    assert [(f.code, f.serious) for f in flags] == [("quote", True)]


def test_a_persons_own_words_are_left_alone() -> None:
    assert flagging.check(MEETING, _draft("Dawn has signed it.", origin=Origin.OWN).sections[0].lines) == (
        (),
    )


def test_after_an_edit_the_changed_line_is_asked_about_and_never_blocks() -> None:
    before = _draft("Dawn has not signed the form.")
    line = replace(before.sections[0].lines[0], text="Dawn has signed the form.", origin=Origin.CHANGED)
    after = replace(before, sections=(replace(before.sections[0], lines=(line,)),))
    (flag,) = flagging.rechecked(before, after).sections[0].lines[0].flags
    assert (flag.code, flag.serious) == ("negation", False)
    assert flagging.rechecked(after, after) == after


async def test_the_drafting_process_checks_an_edit_again() -> None:
    before = _draft("Dawn has not signed the form.")
    line = replace(before.sections[0].lines[0], text="Dawn has signed the form.", origin=Origin.CHANGED)
    after = replace(before, sections=(replace(before.sections[0], lines=(line,)),))
    drafter = Drafter(patience=60.0)  # its process starts with this
    try:
        checked = await drafter.rechecked(Said(before), Said(after))
    finally:
        await drafter.aclose()
    assert checked.reveal() == flagging.rechecked(before, after)


def _sentences(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "sentences.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_the_command_prints_a_line_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = _sentences(
        tmp_path,
        '{"id": "a", "sentence": "The second child in need review was on 16 November."}',
        '{"id": 2, "sentence": "Jayden has 99 cats.", "sources": ["p1"]}',
    )
    assert main(["check", str(DATA / "cin-review-sharples.vtt"), "--sentences", asked]) == 0
    told = [json.loads(x) for x in capsys.readouterr().out.splitlines()]
    assert [x["id"] for x in told] == ["a", 2]
    assert all(set(x) == {"id", "verdict", "reasons", "best"} for x in told)
    assert told[1]["verdict"] == "mismatch"


@pytest.mark.parametrize(
    ("words", "line", "code"),
    [
        (b"WEBVTT\n", '{"id": 1, "sentence": "Hello."}', 3),
        (b"Dear Kelly", '{"id": 1, "sentence": "Hello."}', 4),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello there\n", "not JSON", 2),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello there\n", '{"id": 1}', 2),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello there\n", '{"sentence": "x", "sources": 3}', 2),
    ],
)
def test_exit_codes(
    words: bytes, line: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "meeting.vtt"
    file.write_bytes(words)
    assert main(["check", str(file), "--sentences", _sentences(tmp_path, line)]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
