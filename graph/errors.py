"""The one place where Graph's refusals and silences become `record.errors`, each with its sentence.

Inside this folder they travel as NoError and SilenceError, which hold statuses and codes and never a text of Graph's:
those name people, meetings and addresses. Rows are those of Microsoft's pages calltranscript-get and
resources/security-api-error-codes, and of users' reports where no page says it (marked [R]).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from record.errors import (
    BusyError,
    FaircopyError,
    NoAnswerError,
    NotAllowedError,
    NotThereError,
    SignInNeededError,
)


class Row(StrEnum):
    """What Graph meant. The values are the codes that a docket may keep."""

    ACCESS_OFF = "transcript-access-off"
    NAMES_OFF = "speaker-names-off"
    NOT_INVITED = "not-invited"
    APP_ONLY = "app-only"
    NO_CALENDAR = "not-in-a-calendar"
    HOLD = "hold"
    SIGN_IN = "sign-in"
    NOT_THERE = "not-there"
    BUSY = "busy"
    DOWN = "down"
    UNSURE = "no-answer"
    REFUSED = "refused"


_SAY = {
    Row.ACCESS_OFF: (
        "Your council has not turned on transcripts for apps. You did nothing wrong. You can upload the transcript "
        "now. To fix it for everyone, a Teams administrator must turn on Teams admin centre > Meetings > "
        "Meeting settings > Transcript API access."
    ),
    Row.NAMES_OFF: "Your council has turned off speaker names. I do not guess who spoke.",
    Row.NOT_INVITED: "Teams does not let you see this meeting. Ask the organiser to invite you, or to draft it.",
    Row.APP_ONLY: (
        "Microsoft took this for a request of an app, not of a person. Nothing has changed. "
        "Ask your IT team to set up sign-in with each person's own account."
    ),
    Row.NO_CALENDAR: (
        "Microsoft gives apps no transcript of this meeting, because it is in nobody's calendar. Nothing is lost. "
        "You can upload the transcript."
    ),
    Row.HOLD: "Microsoft holds this file: nobody can delete it now. Nothing has changed. Ask information governance.",
    Row.SIGN_IN: "Sign in, so that I see only the meetings that you may see.",
    Row.NOT_THERE: (
        "Microsoft does not find this: it was deleted, it has expired, or your sign-in may not see it. "
        "I cannot tell which. I have changed nothing."
    ),
    Row.BUSY: "Microsoft is busy. I try again by myself. Nothing is lost.",
    Row.DOWN: "Microsoft does not answer. I try again by myself. Nothing is lost.",
    Row.UNSURE: (
        "Microsoft did not answer, so I cannot tell whether the file was deleted. The record is safe. "
        "I look before I do anything else."
    ),
    Row.REFUSED: (
        "Microsoft refused this with your sign-in. Nothing has changed. "
        "Ask your IT team whether the permissions of Faircopy were agreed to."
    ),
}


class NoError(Exception):
    """Graph answered no. `code` and `request` are Graph's own, checked to be no more than a code and an id."""

    def __init__(
        self, row: Row, *, status: int, code: str = "", request: str = "", until: datetime | None = None
    ) -> None:
        super().__init__(row)
        self.row, self.status, self.code, self.request, self.until = row, status, code, request, until


class SilenceError(Exception):
    """No answer came. `unsure`: the request was to change something, and may have done so."""

    def __init__(self, *, unsure: bool) -> None:
        super().__init__()
        self.unsure = unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that says no, as read off the wire. `inner` is error.innerError.code, `request` its request-id."""

    status: int
    headers: Mapping[str, str]
    code: str = ""
    inner: str = ""
    message: str = ""
    request: str = ""


def read_no(answer: Answer, *, writes: bool, now: datetime) -> NoError:
    """What an answer of 300 and above means. `writes`: whether the request was to change something."""
    until = _retry_after(answer.headers.get("retry-after"), now)
    row = _row(answer, sure=not writes or until is not None)
    code = _code(answer.inner or answer.code)
    return NoError(
        row,
        status=answer.status,
        code=code,
        request=request_id(answer.headers) or _code(answer.request),
        until=until,
    )


def _row(answer: Answer, *, sure: bool) -> Row:
    by_code = {
        "GraphAccessToTranscriptsDisabled": Row.ACCESS_OFF,
        "SpeakerAttributionNotAllowed": Row.NAMES_OFF,
    }
    match answer.status:
        case 401:
            return Row.SIGN_IN
        case 400 | 403:
            return by_code.get(answer.inner) or _by_message(answer) or Row.REFUSED
        case 404 | 410:
            return Row.NOT_THERE
        case 423 | 429:  # locked while somebody has it open; throttled: certainly nothing was done
            return Row.BUSY
        case 503:
            return Row.BUSY if sure else Row.UNSURE
        case status if status == 408 or status >= 500:
            return Row.DOWN if sure else Row.UNSURE
    return Row.REFUSED


# Here, and only here, the message decides: these errors carry no innerError.code, and their error.code ("Forbidden",
# "BadRequest", "accessDenied") says too little [R]. If Microsoft rewords them, the answer becomes Row.REFUSED.
_MESSAGES = (
    (403, re.compile(r"3003:"), Row.NOT_INVITED),
    (403, re.compile(r"No application access policy found for this app\b"), Row.APP_ONLY),
    (403, re.compile(r"Application is not allowed to perform operations on the user\b"), Row.APP_ONLY),
    (403, re.compile(r"Request was cancelled by event received\b.*\bon hold\b", re.DOTALL), Row.HOLD),
    (400, re.compile(r"No iCalUid found for the meeting\b"), Row.NO_CALENDAR),
)


def _by_message(answer: Answer) -> Row | None:
    return next(
        (row for status, text, row in _MESSAGES if status == answer.status and text.match(answer.message)),
        None,
    )


def _retry_after(header: str | None, now: datetime) -> datetime | None:
    """When to come back: seconds or an HTTP date, at most a day away. None if it does not say."""
    if not header:
        return None
    try:
        if header.strip().isdigit():
            then = now + timedelta(seconds=min(int(header), 86_400))
        else:
            then = parsedate_to_datetime(header)
            then = then.replace(tzinfo=UTC) if then.tzinfo is None else then
    except (ValueError, OverflowError):
        return None
    return max(now, min(then, now + timedelta(days=1)))


def _code(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", text) else ""


def request_id(headers: Mapping[str, str]) -> str:
    """Graph's own name for the request, or ""."""
    return _code(headers.get("request-id", ""))


def explain(no: NoError | SilenceError) -> FaircopyError:
    """The error to raise at the door, with its sentence."""
    if isinstance(no, SilenceError):
        return NoAnswerError(_SAY[Row.UNSURE]) if no.unsure else BusyError(_SAY[Row.DOWN])
    say = _SAY[no.row]
    match no.row:
        case Row.SIGN_IN:
            return SignInNeededError(say)
        case Row.NOT_THERE:
            return NotThereError(say)
        case Row.BUSY | Row.DOWN:
            return BusyError(say, until=no.until)
        case Row.UNSURE:
            return NoAnswerError(say)
    return NotAllowedError(say, code=no.row)


def sign_in_needed() -> SignInNeededError:
    """The token is spent, or Entra wants more than it holds."""
    return SignInNeededError(_SAY[Row.SIGN_IN])


@contextmanager
def explained() -> Iterator[None]:
    """Turns what Graph said into `record.errors`, with no trace of Graph's own words behind it."""
    try:
        yield
    except (NoError, SilenceError) as no:
        error = explain(no)
    else:
        return
    raise error
