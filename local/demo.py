"""Shows a rehearsal in the terminal as it happens: each station, the record as filed, every copy and its end."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from collections.abc import Callable

from cards.copies import STATES
from local.rehearsal import Plan, Seen, Walk, rehearse
from local.residue import runs_of, search
from local.samples import Sample
from record.draft import Child, Draft
from record.edits import todos
from record.fair_copy import born as born_on
from record.terms import Outcome

WIDE = 96

STATIONS = {
    "asked": "1 Ask",
    "drafted": "2 Draft",
    "checked": "3 Check",
    "approved": "4 Approve",
    "receipt": "5 File · 6 Destroy · 7 Receipt",
}

HOLDERS = {
    "storage": "Faircopy, sealed",
    "keys": "Faircopy, keys",
    "teams": "Teams chat",
    "onedrive": "OneDrive",
    "case_system": "Case system",
}


class Screen:
    """Writes to the terminal; bold and dim only where it is one."""

    def __init__(self, out: Callable[[str], None] = print, *, colour: bool | None = None) -> None:
        self._out = out
        self._colour = sys.stdout.isatty() if colour is None else colour

    def line(self, text: str = "", *, indent: int = 0) -> None:
        """A paragraph, wrapped."""
        for row in textwrap.wrap(text, WIDE - indent) or [""]:
            self._out(" " * indent + row)

    def heading(self, text: str) -> None:
        """A bold line with a rule under it."""
        self._out("")
        self._out(f"\033[1m{text}\033[0m" if self._colour else text)
        self._out("─" * WIDE)

    def row(self, *cells: tuple[str, int]) -> None:
        """Cells of fixed widths, the last one as it is."""
        self._out("  ".join(text[:width].ljust(width) for text, width in cells).rstrip())

    def verbatim(self, text: str) -> None:
        """Text as it stands, in a margin."""
        for row in text.splitlines():
            for part in textwrap.wrap(row, WIDE - 4, subsequent_indent="  ") or [""]:
                self._out(f"  │ {part}")


async def show(plan: Plan, screen: Screen | None = None) -> Seen:
    """Walk one meeting and show it."""
    screen = screen or Screen()
    screen.line("Faircopy demo · invented people · nothing leaves this computer")
    screen.line(
        "Waits here are 0 seconds: a council has 2 minutes to undo, and 24 hours before the meeting's file goes."
    )
    needles = runs_of(plan.transcript.decode("utf-8-sig", "replace"))

    async def watch(station: str, walk: Walk) -> None:
        if station not in STATIONS:
            return
        screen.heading(f"{STATIONS[station]:<60}{walk.seen.seconds[station]:>8.1f} s")
        _station(screen, station, walk)
        places = await walk.town.places()
        _, hits = search(places, needles)
        _places(screen, [h.place for h in hits], sum(_sealed(place) for place, _ in places))

    seen = await rehearse(plan, watch=watch)
    _filed(screen, seen)
    _copies(screen, seen)
    _end(screen, seen)
    return seen


def _station(screen: Screen, station: str, walk: Walk) -> None:
    plan, seen = walk.plan, walk.seen
    if station == "asked":
        said = (
            "dropped the transcript into the chat"
            if plan.by == "upload"
            else "typed: draft, and the meeting's link"
        )
        screen.line(f"{plan.author} {said}. People were told, and everyone agreed.")
        for name, born, reference in plan.people:
            birthday = born_on(Child(reference=reference, name=name, born=born))
            screen.line(f"Is this the right child? {name}, born {birthday}, file {reference}. Yes.", indent=2)
    elif station == "drafted":
        for draft in seen.drafts:
            _draft(screen, draft)
    elif station == "checked":
        screen.line(
            f"{plan.author} wrote what only a person can write, and decided about everything that was flagged."
        )
    elif station == "approved":
        screen.line(f"{plan.author} read every page of the exact text, and approved it for the right child.")
    elif seen.receipt is not None:
        for filing in seen.receipt.filings:
            screen.line(
                f"Filed as note {filing.filed} on file {filing.reference}. Read back: word for word the same."
            )


def _draft(screen: Screen, draft: Draft) -> None:
    lines = [x for s in draft.sections for x in s.lines]
    rests = sum(bool(x.sources) for x in lines)
    child = f" for {draft.child.name}" if draft.child else ""
    screen.line(
        f"{draft.title}{child}: {len(draft.sections)} sections, {len(lines)} lines, {rests} of them with the words "
        f"they rest on. Left for the practitioner: {sum(t.count for t in todos(draft))}."
    )
    for line in lines[:3]:
        where = draft.passage(line.sources[0]) if line.sources else None
        at = (
            f"{where.speaker or 'Speaker not named'} at {int(where.start // 60)}:{int(where.start % 60):02d}"
            if where
            else ""
        )
        screen.line(f"{line.number}. {line.text}  ({at})", indent=2)


def _sealed(place: str) -> bool:
    """A sealed copy of ours: nothing that was said can be read in it without its key."""
    return place.startswith("storage temporary/words/") and not place.endswith("(name)") and "/k" not in place


def _places(screen: Screen, places: list[str], sealed: int) -> None:
    """What holds words that were said, found by looking in each place and not by asking Faircopy."""
    screen.line()
    named = dict.fromkeys(_named(p) for p in places)
    screen.line(f"Places that hold what was said, found by looking: {len(named)}")
    if sealed:
        screen.line(
            f"Besides, {sealed} sealed cop{'y' if sealed == 1 else 'ies'} of ours, which nobody can read.",
            indent=2,
        )
    for place in named:
        screen.line(f"· {place}", indent=2)


def _named(place: str) -> str:
    """A place in words, for people."""
    for start, name in (
        ("case system/notes", "Case system: the filed record"),
        ("teams", "Teams: this chat"),
        ("onedrive", "OneDrive: recording and transcript"),
        ("graph", "Microsoft Graph: the transcript"),
        ("storage", "Faircopy's storage (not sealed!)"),
    ):
        if place.startswith(start):
            return name
    return place


def _filed(screen: Screen, seen: Seen) -> None:
    for posted in seen.posted:
        screen.heading(
            f"The record as the case system holds it: note {posted['id']} on file {posted['case_reference']}"
        )
        screen.verbatim(posted["text"])


def _copies(screen: Screen, seen: Seen) -> None:
    if seen.receipt is None:
        return
    screen.heading("Every copy, and what became of it")
    alike = Counter((c.holder, c.kind, c.outcome, c.looks) for c in seen.receipt.copies)
    for (holder, kind, outcome, looks), count in alike.items():
        what = kind if count == 1 else f"{kind} ({count})"
        screen.row((HOLDERS[holder], 18), (what, 28), (STATES[outcome], 20), (_looked(outcome, looks), 60))


def _looked(outcome: Outcome, looks: int) -> str:
    """What was done to see it."""
    if outcome is Outcome.KEPT:
        return "read back, and again before the meeting's file went"
    if outcome is Outcome.REPLACED:
        return "words replaced, twice; nobody can look there"
    return "" if not looks else "looked for once" if looks == 1 else f"looked for {looks} times"


def _end(screen: Screen, seen: Seen) -> None:
    filed = len(seen.posted)
    screen.line()
    records = "1 record filed" if filed == 1 else f"{filed} records filed"
    screen.line(
        f"{records}. {len(seen.places)} places searched afterwards, plain, base64, UTF-16 and gzip: "
        f"what was said was found in {len(seen.hits)} of them besides the filed record. "
        f"{sum(seen.seconds.values()):.0f} seconds."
    )


def plan_of(sample: Sample) -> Plan:
    """A sample meeting as a plan."""
    return Plan(
        transcript=sample.transcript,
        record_type=sample.record_type,
        people=[(p.name, p.born.isoformat(), p.reference) for p in sample.people],
        subject=sample.subject,
        author=sample.organiser,
        began=sample.began,
    )
