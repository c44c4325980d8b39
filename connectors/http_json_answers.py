"""What the answers that `http_json` gets mean, as our own errors, in constant words: theirs might quote the note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from record.doors import Note
from record.errors import BusyError, FaircopyError, NoAnswerError, NotAllowedError, ShutOutError

LONGEST_WAIT = timedelta(hours=1)
"""A case system that asks us to wait longer is asked again after this."""

NOTHING = "Nothing is filed, nothing is destroyed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers and JSON (None if it was none). May hold words: never shown."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: Any = field(repr=False)


def refused(answer: Answer, note: Note, now: datetime) -> FaircopyError:
    """Why a note was not filed, in constant words: the case system's own might quote the note."""
    status, reference = answer.status, note.reference
    if status in (429, 503):
        return busy(answer, now)
    if status >= 500 or status == 408:
        return unanswered(wrote=True)
    if status == 409:
        say, code = f"The case system refused it: file {reference} is closed. {NOTHING}", "file-closed"
    elif status == 404 and note.adds_to:
        say, code = (
            f"The case system refused it: the record that it belongs to is not there any more. {NOTHING}",
            "filed-gone",
        )
    elif status == 404:
        say, code = (
            f"The case system refused it: it knows no file {reference}. {NOTHING}",
            "no-such-file",
        )
    elif status in (401, 403):
        say, code = (
            f"The case system does not let Faircopy in. {NOTHING} Please tell your Faircopy contact.",
            "case-system-key",
        )
    else:
        say, code = (
            f"The case system refused it. {NOTHING} Please tell your Faircopy contact.",
            "case-system-refused",
        )
    return NotAllowedError(say, code=code)


def busy(answer: Answer, now: datetime) -> BusyError:
    """Nothing was done; whether that is a moment's matter, or somebody has to let us in again."""
    if answer.status in (401, 403):
        return ShutOutError(
            f"The case system does not let Faircopy in. {NOTHING} Please tell your Faircopy contact."
        )
    return BusyError(
        f"The case system is busy just now. {NOTHING} I try again by myself.",
        until=_until(answer.headers.get("Retry-After", ""), now),
    )


def _until(after: str, now: datetime) -> datetime | None:
    """When to ask again, from seconds or an HTTP date; None if it does not say."""
    if after.isascii() and after.isdigit():
        return now + timedelta(seconds=min(int(after[:9]), LONGEST_WAIT.total_seconds()))
    try:
        then = parsedate_to_datetime(after)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return min(max(then, now), now + LONGEST_WAIT)


def unanswered(*, wrote: bool) -> FaircopyError:
    """No answer at all: after a read that is certain, after a write it is not."""
    if wrote:
        return NoAnswerError(
            "The case system did not answer, so I do not know whether the note was filed. I look for it by myself."
            " Nothing is destroyed."
        )
    return BusyError(f"The case system did not answer. {NOTHING} I try again by myself.")


def unreadable() -> BusyError:
    """An answer to a read that is not what `docs/case-system-interface.md` asks for."""
    return BusyError(f"I could not make sense of the case system's answer. {NOTHING} I try again by myself.")
