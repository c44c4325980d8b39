"""What information governance is told about holds, besides what stands on a card's layout."""

from __future__ import annotations

from datetime import datetime

from cards import dates
from cards.parts import many

ONLY_GOVERNANCE = (
    "Only information governance can do this. Nothing has changed. Type **help** to see what you can do."
)
CHOOSE_WHAT = "Choose what to hold. Nothing is held yet."
CHOOSE_WHY = "Choose why. Nothing is held yet."
CHOOSE_HOLD_TYPE = "Choose which type of record. Nothing is held yet."
TYPE_HOLD_NUMBER = "Type its number. Nothing is held yet."
CHOOSE_RELEASE = "Choose what to release. Nothing has changed."
NO_ACCOUNT = "No open account has that receipt number. Nothing is held. Check it, or hold by the file number."
NOT_HELD = "I got no certain answer, so I cannot say that it is held. Press again, then look at what is held."
NOT_HELD_ANY_MORE = "That is not held any more. Nothing has changed."


def closed(at: datetime) -> str:
    """The account that was to be held has its receipt already."""
    return f"That account was closed on {dates.when(at)}. Nothing is held: its receipt says what became of each copy."


def no_file_to_hold(reference: str) -> str:
    """A number that the case system does not know would hold nothing. Shown in words that are never markdown."""
    return f"No file has the number {reference}. Nothing is held. Check it and try again."


def released(at: str) -> str:
    """`at` is the time of day."""
    return f"Released at {at}. What it held up goes on."


def looked_at(count: int, unread: int, *, more: bool, on: bool) -> str:
    """How far the open accounts were gone through for what people kept. `on`: these are further ones."""
    which = "further open " if on else "open "
    looked = many(count, f"I looked at 1 {which}account.", f"I looked at {{n}} {which}accounts.")
    missed = many(unread, "I could not read 1 of them.", "I could not read {n} of them.") if unread else ""
    rest = "There are more." if more else "There are no more."
    return " ".join(s for s in (looked, missed, rest) if s)
