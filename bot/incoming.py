"""What came in and what is answered: plain values between the entrance and the conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.patience import Patience
from record.docket import Person
from record.offer import Ended


class Kind(StrEnum):
    """What a person did."""

    MESSAGE = "message"
    FILE = "file"
    PRESS = "press"
    CONFIG_FETCH = "config_fetch"
    CONFIG_SUBMIT = "config_submit"
    SIGN_IN_EXCHANGE = "sign_in_exchange"
    SIGN_IN_VERIFY = "sign_in_verify"
    INSTALL = "install"
    REMOVED = "removed"
    MEETING_ENDED = "meeting_ended"
    OTHER = "other"


DIALOGS = (Kind.CONFIG_FETCH, Kind.CONFIG_SUBMIT)
"""Teams' own way to set up a bot in a channel or a group chat, in a dialog that only who pressed it sees."""
PRESSED = (Kind.PRESS, *DIALOGS)
"""What is answered in the reply itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedFile:
    """A file that was put into the chat. `download` is short-lived; `link` is the file in the person's OneDrive."""

    name: str = field(repr=False)
    download: str = field(repr=False)
    link: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Single sign-on's offer of the person's token, or the code of the sign-in page (`state`)."""

    id: str
    connection: str
    token: str | None = field(default=None, repr=False)
    state: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One activity after it was authenticated. Who it is comes from the signed activity, never from a card.

    `message` is the id of the message pressed, or of what was typed; `data` what the button carried, with the inputs
    merged in by Teams. `thread` is the chat in which it was said, where that is not the person's own with us. `end` is
    of a meeting; who is named beside it did nothing. `patience` runs from when it came.
    """

    kind: Kind
    person: Person
    personal: bool
    text: str = field(default="", repr=False)
    message: str | None = None
    thread: str = ""
    verb: str = ""
    data: Mapping[str, object] = field(default_factory=dict, repr=False)
    files: tuple[DroppedFile, ...] = ()
    exchange: Exchange | None = None
    end: Ended | None = None
    patience: Patience = field(default_factory=Patience, compare=False, repr=False)


After = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of: a card, a sentence, a sign-in card (an OAuth attachment), or nothing.

    `after` runs when the HTTP answer has been written completely: what a reply put on a card is then known to be
    out. `failed` marks a sign-in that did not succeed: Teams then falls back to its card (412).
    """

    card: Mapping[str, object] | None = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)
    sign_in: Mapping[str, object] | None = field(default=None, repr=False)
    failed: bool = False
    after: After | None = None


Handle = Callable[[Incoming], Awaitable[Answer]]
