"""What a card says that the record has left: where it is now, or that nothing waits for whoever had it. Wordless."""

from __future__ import annotations

from cards import dates
from cards.parts import Card, Part, bold, heading, run, say, short, subtle, words
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Docket, Record
from record.entries import record_of
from record.terms import PersonId, State


def card(*, docket: Docket, n: int, whose: PersonId, title: str, banner: str | None = None) -> Card:
    """No buttons. `whose` is the person in whose chat the card is: empty for the author's own."""
    record = record_of(docket, n)
    head, said = _said(record, whose)
    return made([heading(head), *bannered(banner), subtle(f"{title}."), said])


def _said(record: Record, whose: PersonId) -> tuple[str, Part]:
    here = record.reader is not None and record.reader.id == whose
    if whose in ("", record.author.id) or (here and record.state is State.SECOND):
        return "This draft has moved down", say("Its newest card stands further down in this chat.")
    author = bold(short(record.author.name, 100))
    if whose in record.had:
        return "Somebody else has this now", words(author, run(" has taken this over. You need do nothing."))
    if record.second is not None and record.second.by == whose:
        filed = " It is filed." if record.state is State.POSTED else ""
        return "You approved this", say(f"You approved it on {dates.when(record.second.at)}.{filed}")
    if record.state is State.DROPPED:
        return "Nothing waits for you here", words(author, run(" has discarded this. Nothing was filed."))
    return "Nothing waits for you here", words(author, run(" has this again. Nothing was filed."))
