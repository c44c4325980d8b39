"""What an act answers when all went well; and what a door's error is, as something seen."""

from __future__ import annotations

from datetime import datetime

from record import errors
from record.docket import Act, Seen
from record.terms import Doing, Saw
from worker.desk import Desk


def done(desk: Desk) -> Seen:
    """It was done."""
    return Seen(saw=Saw.DONE, at=desk.clock())


def seen_of(act: Act, e: errors.FaircopyError, at: datetime) -> Seen:
    """A door's error as what was seen."""
    if isinstance(e, errors.BusyError):
        return Seen(saw=Saw.BUSY, at=at, until=e.until, why=_PARTY.get(act.doing, "storage"))
    if isinstance(e, errors.NotAllowedError):
        return Seen(saw=_CODES.get(e.code, Saw.REFUSED), at=at, why=e.code)
    for kind, saw, why in _SIMPLE:
        if isinstance(e, kind):
            return Seen(saw=saw, at=at, why=_NOT_THERE.get(act.doing, "") if saw is Saw.NOT_THERE else why)
    return Seen(saw=Saw.REFUSED, at=at, why="fault")


_PARTY = {
    Doing.FETCH: "microsoft",
    Doing.DRAFT: "ai",
    Doing.POST: "case-system",
    Doing.LOOK_UP: "case-system",
    Doing.LOOK_FILED: "case-system",
    Doing.SEND_CARD: "microsoft",
    Doing.SHOW_CARD: "microsoft",
    Doing.TELL: "microsoft",
    Doing.PREFLIGHT: "microsoft",
    Doing.LOOK_SOURCE: "microsoft",
    Doing.DELETE_MEETING: "microsoft",
    Doing.BLANK: "microsoft",
    Doing.REMIND: "microsoft",
    Doing.ASK_SECOND: "microsoft",
    Doing.ASK_ORGANISER: "microsoft",
    Doing.MARK: "case-system",
}
_CODES = {"not-organiser": Saw.NOT_ORGANISER, "label": Saw.LABEL, "hold": Saw.ON_HOLD}
_NOT_THERE = {
    Doing.FETCH: "no-transcript",
    Doing.LOOK_FILED: "filed-gone",
    Doing.MARK: "filed-gone",
    Doing.POST: "filed-gone",
    Doing.LOOK_UP: "filed-gone",
}
_SIMPLE: tuple[tuple[type[errors.FaircopyError], Saw, str], ...] = (
    (errors.SignInNeededError, Saw.SIGN_IN, "sign-in"),
    (errors.NoWordsError, Saw.NO_WORDS, "no-words"),
    (errors.UnreadableError, Saw.UNREADABLE, "unreadable"),
    (errors.NotThereError, Saw.NOT_THERE, ""),
    (errors.AlteredError, Saw.REFUSED, "altered"),
)
