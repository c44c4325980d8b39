"""The door to drafting: another process, which may die; nothing said comes back in an error."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from drafting import pool, small
from drafting.wording import stems
from record.doors import Drafting
from record.draft import Draft
from record.errors import BusyError, ConfigurationError, NoWordsError, UnreadableError
from record.said import Said
from record.terms import RecordTypeId

HOME = (Path(__file__).parents[1] / "data/transcripts/social-care/home-visit-brook.vtt").read_bytes()
SHORT = b"WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann Lee>Attendance is ninety-one per cent since May.\n"
TYPE = RecordTypeId("home-visit")


@pytest.fixture
async def drafter() -> AsyncIterator[pool.Drafter]:
    found = pool.Drafter()
    yield found
    await found.aclose()


async def _draft(drafter: Drafting, *sources: bytes, record_type: RecordTypeId = TYPE) -> Draft:
    told = await drafter.draft(
        [Said(s) for s in sources],
        record_type=record_type,
        child=None,
        siblings=(),
        author=None,
        occurred="Tuesday",
    )
    return told.reveal()


async def test_it_drafts_and_outlines(drafter: pool.Drafter) -> None:
    await drafter.warm()
    draft = await _draft(drafter, HOME)
    assert draft.occurred == "Tuesday"
    assert any(s.lines for s in draft.sections)
    outline = await drafter.outline(Said(HOME))
    assert (outline.speakers, round(outline.seconds)) == (4, 1135)
    assert outline.words > 2_500


async def test_several_transcripts_are_one_meeting(drafter: pool.Drafter) -> None:
    draft = await _draft(drafter, SHORT, b"WEBVTT\n", SHORT.replace(b"ninety-one", b"sixty"))
    text = " ".join(x.text for s in draft.sections for x in s.lines) + " ".join(
        n.text for n in draft.not_covered
    )
    assert "ninety-one" in text
    assert "sixty" in text
    starts = [p.start for p in draft.passages]
    assert starts == sorted(starts)
    assert starts[-1] > pool.GAP
    assert len({p.id for p in draft.passages}) == len(draft.passages)


async def test_errors_come_back_with_their_sentence_and_no_words(drafter: pool.Drafter) -> None:
    with pytest.raises(NoWordsError):
        await _draft(drafter, b"WEBVTT\n")
    with pytest.raises(UnreadableError) as raised:
        await _draft(drafter, b"Dear Kelly")
    assert raised.value.line == 1
    assert "Kelly" not in raised.value.say + repr(raised.value)
    with pytest.raises(ConfigurationError):
        await _draft(drafter, SHORT, record_type=RecordTypeId("no-such-type"))


async def test_a_killed_process_is_replaced(drafter: pool.Drafter) -> None:
    await drafter.warm()
    assert drafter._pool is not None
    for pid in list(drafter._pool._processes):
        os.kill(pid, signal.SIGKILL)
    assert (await _draft(drafter, SHORT)).record_type == TYPE


async def test_a_process_that_never_answers_is_ended() -> None:
    drafter = pool.Drafter(limit=0.001)
    with pytest.raises(BusyError):
        await _draft(drafter, HOME)
    await drafter.aclose()


async def test_an_hours_meeting_is_drafted_in_half_a_second(drafter: pool.Drafter) -> None:
    await drafter.warm()
    hour = [HOME] * 4  # about 10,000 words
    await _draft(drafter, HOME)
    # The time of the other process itself: a busy machine takes nothing from it.
    began = await drafter._run(time.process_time)
    await _draft(drafter, *hour)
    took = await drafter._run(time.process_time) - began
    print(f"\n{took:.2f} s")
    assert took < 2  # 0.5 on a machine with nothing else to do


def test_a_fault_of_ours_says_where_and_not_what() -> None:
    def work() -> None:
        raise KeyError("Tyler said")

    wrong = pool._safely(work)
    assert isinstance(wrong, pool._Wrong)
    assert "KeyError at test_pool.py line" in wrong.say
    assert "Tyler" not in wrong.say


def test_no_word_of_a_meeting_is_kept_for_the_next() -> None:
    assert isinstance(pool._draft((HOME,), TYPE, None, (), None, None, None), Draft)
    assert stems.stem.cache_info().currsize == 0
    assert small._last == ["", ""]
