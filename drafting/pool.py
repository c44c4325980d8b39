"""The door to drafting: reads and drafts in another process, so that the event loop never waits for it."""

from __future__ import annotations

import asyncio
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from drafting import care, flagging, small, types, verbatim
from drafting.wording import stems
from reading import files
from record.doors import Outline
from record.draft import Child, Draft
from record.errors import BusyError, ConfigurationError, NotAllowedError, NoWordsError, UnreadableError
from record.said import Said
from record.source import Passage, PassageId, Transcript
from record.terms import RecordTypeId

T = TypeVar("T")

LIMIT = 60.0
"""Seconds for one draft. An hour's meeting takes well under one."""
PATIENCE = 1.0
"""Seconds for the check of an edit: whoever saved it is waiting."""

GAP = 60.0
"""Seconds put between two transcripts of one call, whose own clocks each start at nought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrong:
    """What went wrong in the other process, as plain values: an exception's own text could hold words."""

    error: str
    say: str
    line: int | None = None


class Drafter:
    """Proposes records with no model. Implements `record.doors.Drafting`; close it with `aclose()`."""

    def __init__(
        self,
        *,
        workers: int = 1,
        limit: float = LIMIT,
        patience: float = PATIENCE,
        record_types: Path | None = None,
    ) -> None:
        """`record_types` is the council's own folder of them, over those that ship."""
        self._patience = patience
        self._workers = workers
        self._record_types = record_types
        self._limit = limit
        self._pool: ProcessPoolExecutor | None = None

    async def warm(self) -> None:
        """Start the other process ahead of the first draft. Raises ConfigurationError, BusyError."""
        await self._run(_ready, self._record_types)

    async def outline(self, source: Said[bytes]) -> Outline:
        """Measures of a transcript alone. Raises UnreadableError, NoWordsError, BusyError."""
        return await self._run(_outline, source.reveal())

    async def draft(
        self,
        sources: Sequence[Said[bytes]],
        *,
        record_type: RecordTypeId,
        child: Child | None,
        siblings: tuple[Child, ...],
        author: str | None,
        occurred: str | None,
    ) -> Said[Draft]:
        """Read the transcripts, given in order of time, and propose a record from all of them together.

        Raises UnreadableError, NoWordsError, BusyError, ConfigurationError.
        """
        data = tuple(source.reveal() for source in sources)
        asked = (data, record_type, child, siblings, author, occurred, self._record_types)
        return Said(await self._run(_draft, *asked))

    async def rechecked(self, before: Said[Draft], after: Said[Draft]) -> Said[Draft]:
        """After an edit, the changed lines with what does not match what was said. Never fails: a check that cannot
        be made just now, because somebody's long meeting is being drafted, leaves the edit as it is.
        """
        try:
            async with asyncio.timeout(self._patience):
                return Said(await self._run(_rechecked, before.reveal(), after.reveal()))
        except (TimeoutError, BusyError, NotAllowedError, ConfigurationError):
            return after

    async def aclose(self) -> None:
        """Stop the other process, and wait until it is gone."""
        pool, self._pool = self._pool, None
        if pool:
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)

    async def _run(self, work: Callable[..., T | _Wrong], *args: object) -> T:
        """Run it in the pool. A process that dies is replaced once: it may have been killed for another's sake."""
        for last in (False, True):
            pool = self._started()
            try:
                async with asyncio.timeout(self._limit):
                    answer = await asyncio.get_running_loop().run_in_executor(pool, work, *args)
            except BrokenProcessPool:
                await self._drop(pool)
                if last:
                    break
            except TimeoutError:
                _kill(pool)
                await self._drop(pool)
                break
            else:
                if isinstance(answer, _Wrong):
                    raise _error(answer)
                return answer
        raise BusyError("I could not draft just now. Nothing is lost. I try again in a while.")

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                max_workers=self._workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
                initargs=(self._record_types,),
            )
        return self._pool

    async def _drop(self, pool: ProcessPoolExecutor) -> None:
        if self._pool is pool:
            self._pool = None
        await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)


FAULT = "fault"
"""Of ours, not of the transcript's: it is tried again, and nothing is concluded from it."""


def _kill(pool: ProcessPoolExecutor) -> None:
    """End a process that does not answer: a pool cannot interrupt its own work."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()


def _error(wrong: _Wrong) -> Exception:
    if wrong.error == NoWordsError.__name__:
        return NoWordsError(wrong.say)
    if wrong.error == ConfigurationError.__name__:
        return ConfigurationError(wrong.say)
    if wrong.error == FAULT:
        return NotAllowedError(wrong.say, code=FAULT)
    return UnreadableError(wrong.say, line=wrong.line)


# --- in the other process -----------------------------------------------------------------------------------------


def _begin(record_types: Path | None) -> None:
    """Ctrl-C is the parent's to answer; and record types are read before the first draft asks for them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_go_with_parent, daemon=True).start()
    _safely(lambda: types.standard(record_types))


def _go_with_parent() -> None:
    """When the parent is killed nobody tells this process, and it may hold a meeting's words: it ends itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _ready(record_types: Path | None) -> bool | _Wrong:
    return _safely(lambda: bool(types.standard(record_types)))


def _outline(data: bytes) -> Outline | _Wrong:
    return _safely(lambda: outline(files.read(data)))


def _draft(
    data: tuple[bytes, ...],
    record_type: RecordTypeId,
    child: Child | None,
    siblings: tuple[Child, ...],
    author: str | None,
    occurred: str | None,
    record_types: Path | None,
) -> Draft | _Wrong:
    def work() -> Draft:
        transcript = joined(read_all(data))
        draft = verbatim.draft(
            transcript,
            types.find(record_type, types.standard(record_types)),
            child=child,
            siblings=siblings,
            author=author,
            occurred=occurred,
        )
        return care.marked(flagging.checked(transcript, draft))

    return _safely(work)


def _rechecked(before: Draft, after: Draft) -> Draft | _Wrong:
    return _safely(lambda: care.marked(flagging.rechecked(before, after)))


def _safely(work: Callable[[], T]) -> T | _Wrong:
    """No exception crosses to the parent: its text, or its traceback, could hold what was said."""
    try:
        return work()
    except UnreadableError as error:
        return _Wrong(error=UnreadableError.__name__, say=error.say, line=error.line)
    except (NoWordsError, ConfigurationError) as error:
        return _Wrong(error=type(error).__name__, say=error.say)
    except Exception as error:  # noqa: BLE001 - whatever it is, only its class and place may leave
        return _Wrong(
            error=FAULT,
            say="I could not draft from this transcript, because of a fault of mine. Nothing is lost. "
            f"Tell your administrator: {type(error).__name__} at {_place(error)}.",
        )
    finally:
        stems.forget()
        small.forget()


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return (
        f"{Path(trace.tb_frame.f_code.co_filename).name} line {trace.tb_lineno}"
        if trace
        else "an unknown place"
    )


# --- several transcripts of one call ------------------------------------------------------------------------------


def read_all(data: Sequence[bytes]) -> list[Transcript]:
    """Those that hold words. Raises NoWordsError if none does: a transcription may be started and stopped at once."""
    found = []
    for part in data:
        try:
            found.append(files.read(part))
        except NoWordsError:
            continue
    if not found:
        raise NoWordsError("There are no words in this transcript, so there is nothing to draft from.")
    return found


def joined(transcripts: Sequence[Transcript]) -> Transcript:
    """One transcript of several in order of time: each goes on after the one before, and ids stay unique."""
    if len(transcripts) == 1:
        return transcripts[0]
    passages: list[Passage] = []
    after = 0.0
    for transcript in transcripts:
        shift = after - min(0.0, *(p.start for p in transcript.passages)) if passages else 0.0
        for p in transcript.passages:
            id = PassageId(f"p{len(passages) + 1}")
            passages.append(replace(p, id=id, start=p.start + shift, end=p.end + shift))
        after = max(p.end for p in passages) + GAP
    return Transcript(attributed=any(p.speaker for p in passages), passages=tuple(passages))


def outline(transcript: Transcript) -> Outline:
    """Seconds, how many are named, and words."""
    return Outline(
        seconds=transcript.seconds,
        speakers=len(transcript.speakers),
        words=sum(len(p.text.split()) for p in transcript.passages),
    )
