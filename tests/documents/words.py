"""What the page says in words of its own. Whatever is missing here stops the page, with its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import Enum
from typing import TypeVar

from cards.copies import DETAILS, STATES
from record.terms import Custody, Doing, Outcome, Saw, Shelf, State

Key = TypeVar("Key", bound=Enum | str)

STATE: Mapping[State, str] = {
    State.ASKED: "Somebody asked for it. We do not hold what was said yet.",
    State.SOURCED: "We hold what was said, sealed. There is no draft yet.",
    State.DRAFT: "There is a draft. Its author reads, edits and decides; nobody else does it for them.",
    State.SECOND: "Its author approved it. A second person, whom policy names, has to approve the same words.",
    State.APPROVED: "Approved: these words, this person's file. For a short time it can still be undone.",
    State.POSTING: "It is on its way to the case system. Until an answer is certain, it may or may not stand there.",
    State.STUCK: "The case system refused it, or holds something else. A person has to decide.",
    State.POSTED: "It is filed, and settled: its own copies go. If its author only attested it, it counts as filed "
    "only once they confirm that.",
    State.MISFILED: "It stands on the wrong person's file. The source is not destroyed until that is marked there.",
    State.MARKED: "It stands on the wrong file, which says so. It never counts as filed. It is settled once its author "
    "moves it or deals with it by hand, or after a week: then the account goes on without a move.",
    State.DROPPED: "There will be no record: discarded, expired, or nothing to draft from.",
}

BEGINS: Mapping[State, str] = {
    State.ASKED: "add record",
    State.SOURCED: "a correction",
    State.MISFILED: "found on the wrong file after its account had gone",
}
"""How a record comes to be that is there from the start."""

OF_THE_SOURCE: Mapping[str, str] = {
    "add record": "(the meeting's own file is not being destroyed)",
    "answer": "(the organiser was asked about the meeting's own file)",
    "choose": "(several files look alike)",
    "keep": "(until the receipt is written)",
    "leave": "(every record is settled, and the meeting's own file waits)",
    "release": "(somebody pressed Keep)",
    "throw away": "(no record is asked for yet)",
}
"""When what is decided about the source as a whole can be decided."""

SHELF: Mapping[Shelf, str] = {
    Shelf.OPEN: "Words are there, or may be.",
    Shelf.ASKED: "It was asked to go. We look again until it can be said what became of it.",
    Shelf.CLOSED: "It has its end, and the receipt says which.",
}

CUSTODY: Mapping[Custody, str] = {
    Custody.OURS: "ours",
    Custody.TEMPORARY: "the meeting's own file",
    Custody.ORIGINAL: "a professional's own",
    Custody.KEPT: "the filed record",
}

SAW: Mapping[Saw, str] = {
    Saw.DONE: "done",
    Saw.NOT_THERE: "it is not there",
    Saw.PRESENT: "it is there",
    Saw.ABSENT: "it is there no more",
    Saw.RECYCLED: "it is in the recycle bin",
    Saw.MATCHES: "word for word the same",
    Saw.DIFFERS: "not the same words",
    Saw.REFUSED: "refused",
    Saw.BUSY: "busy or down",
    Saw.SIGN_IN: "sign-in is missing",
    Saw.NOT_ORGANISER: "only the organiser may",
    Saw.LABEL: "a retention label forbids it",
    Saw.ON_HOLD: "a hold of Microsoft's forbids it",
    Saw.NO_WORDS: "there are no words in it",
    Saw.UNREADABLE: "it cannot be read",
    Saw.UNKNOWN: "it cannot be told",
}

POLICY: Mapping[str, str] = {
    "version": "which version of the council's choices this is",
    "undo": "how long an approval can be undone before it is filed",
    "grace": "how long the meeting's own file is left alone after the last record is settled",
    "expiry": "how long an undecided draft is kept after its author last touched it",
    "looks": "when we look again for what was asked to go, counted from then",
    "fresh": "how old a look may be on which destroying rests",
    "lease": "for how long one attempt at an act is good",
    "skew": "by how much two clocks of ours may differ",
    "late": "the latest at which a request that got no answer can still land",
    "retry": "the first pause before trying again; doubled at each failure, an hour at most",
    "undecided": "how long a dropped or pasted transcript is held for which nobody has named a person",
    "reminders": "how long before a draft expires its author is reminded",
    "ask_again": "the pause before the meeting's organiser is asked again",
    "asks": "how often the organiser is asked; then they are waited for until they answer or an author leaves it",
    "offer_looks": "when, after the end of a meeting that we are in, its transcript is looked for, to offer a draft",
    "offer_stands": "how long such an offer stands unanswered",
    "case_system": "the one that records which are begun from now on belong to; none: that of the installation",
    "honours_keys": "whether that of the installation files once, however often the same record is sent",
    "posts": "whether that one can be written to; if not, the author files by hand and says so",
    "able": "the same of each case system that this installation may speak to",
    "second": "for which types of record a second person approves, and who may",
    "cover": "who may take over whose records",
    "governance": "who may release what people kept",
    "retention_statement": "what the council has declared about Microsoft 365 retention",
    "holds": "the council's holds",
    "help_contact": "whom people are told to ask",
    "saved": "who made this version, when and why",
    "admins": "who may change the policy, besides those whom the installation names",
    "admin_groups": "the Entra groups whose members may change the policy",
    "governance_groups": "the Entra groups whose members may release what people kept",
    "names": "what those are called who are named by their ids alone",
    "types": "which types of record only some people may have drafted, or nobody",
    "notice": "what the council tells people of a meeting, in its own words",
    "consent": "what it takes before AI may help with the notes",
    "leaving": "whether Faircopy is being taken away, so that no record is begun",
    "tool": "what drafts what is begun from now on: Faircopy's own, without a model, or nothing",
    "ai_hosts": "the only hosts to which words may go to be drafted; no tool of today uses one",
}


def say(words: Mapping[Key, str], key: Key) -> str:
    """What stands there for this one. Raises LookupError with what is to be added."""
    if key not in words:
        raise LookupError(f"tests/documents/words.py: say in words what {key!r} is")
    return words[key]


def title(doing: Doing | str) -> str:
    """An act or a decision, as the page calls it."""
    return doing.replace("_", " ")


def end(outcome: Outcome) -> str:
    """An end of a copy, in the receipt's own words."""
    return " ".join(x for x in (f"{say(STATES, outcome)}.", DETAILS.get(outcome, "")) if x)


def time(of: timedelta) -> str:
    """A length of time, as people say it: whole days, hours, minutes or seconds, or nearly so."""
    seconds = round(of.total_seconds())
    for name, unit, least in (("day", 86_400, 2), ("hour", 3600, 1), ("minute", 60, 1)):
        number = seconds / unit
        if number >= least and (seconds % unit == 0 or number >= 3):
            return f"{number:.2g} {name}{'s' if number != 1 else ''}"
    return f"{seconds} seconds"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)
