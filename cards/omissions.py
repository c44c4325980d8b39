"""What was said but not drafted, the most serious first: to add word for word, or to leave out."""

from __future__ import annotations

from cards import state
from cards.parts import (
    ROOM,
    Card,
    Part,
    bold,
    box,
    buttons,
    choice,
    execute,
    heading,
    page_with,
    paged,
    pressable,
    run,
    say,
    short,
    subheading,
    subtle,
    toggler,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record import edits
from record.docket import Record
from record.draft import HELD_OUT, Draft, Kind, NotCovered, Omission

FRAME = 4 * 1024
FIRST, WHOLE = 600, 8_000
"""Characters of what was said that stand there at first, and when all of it is opened: some ten minutes."""
MOST = 8
"""Things to decide about on one card: each asks for thought."""


def card(*, docket_id: str, record: Record, draft: Draft, first: int = 0, banner: str | None = None) -> Card:
    """Inputs o<place>: "", "leave" or a section id. Buttons: save-omissions (with go: more), contents."""
    at = state.where(docket_id, record)
    order = sorted(range(len(draft.not_covered)), key=lambda i: (not draft.not_covered[i].serious, i))
    entries = [_one(draft, shown, place) for shown, place in enumerate(order, 1)]
    pages = [
        (a, min(a + MOST, stop))
        for start, stop in paged(entries, ROOM - FRAME)
        for a in range(start, max(stop, start + 1), MOST)
    ]
    page = page_with(pages, first)
    start, stop = pages[page]
    if entries:
        count = [
            bold(f"{start + 1} to {stop} of {len(entries)}. "),
            run(
                "The most serious come first. What you add goes in word for word, with who said it and when."
            ),
        ]
    else:
        count = [run("Nothing that was said was left out of the draft.")]
    body: list[Part] = [
        heading("Said, but left out of the draft"),
        *state.whose(draft.child),
        *bannered(banner),
        words(*count),
        *(part for entry in entries[start:stop] for part in entry),
    ]
    if stop < len(entries):
        last = pages[page + 1][1]
        title = f"Save and show {stop + 1} to {last}" if last > stop + 1 else f"Save and show {last}"
        pressed = [execute("save-omissions", title, at, go=stop)]
    else:
        pressed = [execute("save-omissions", "Save and go on", at)] if entries else []
    return made([*body, *buttons(*pressed, execute("contents", "Contents", at))])


def _one(draft: Draft, shown: int, place: int) -> list[Part]:
    item = draft.not_covered[place]
    parts = [subheading(f"{shown} {item.kind[:1].upper()}{item.kind[1:]}", separator=True, spacing="Medium")]
    spoken = [p for p in (draft.passage(i) for i in item.sources) if p is not None]
    if spoken:
        parts.append(subtle(state.who(spoken[0]), spacing="Small"))
    parts += _said(edits.in_full(draft, item), shown)
    if item.fate is Omission.ADDED:
        parts.append(say("Added by you.", spacing="Small"))
        return parts
    chosen = "leave" if item.fate is Omission.LEFT_OUT else "later"
    parts.append(choice(f"o{place}", f"What to do with {shown}", _options(draft, item), chosen))
    return parts


def _said(text: str, shown: int) -> list[Part]:
    """The words; of many, the first, and all of them to be opened under them."""
    if len(text) <= FIRST:
        return [words(run(f"“{text}”", italic=True), spacing="None")]
    opens = pressable("Show all of it", toggler(f"Show all of {shown}", f"wo{shown}"), size="Small")
    return [
        words(run(f"“{text[:FIRST].rsplit(' ', 1)[0]} …”", italic=True), spacing="None"),
        subtle("", opens),
        box([words(run(f"“{short(text, WHOLE)}”", italic=True))], id=f"wo{shown}", isVisible=False),
    ]


def _options(draft: Draft, item: NotCovered) -> list[tuple[str, str]]:
    homes = [s for s in draft.sections if s.kind not in HELD_OUT]
    if "child" in item.kind.lower():
        homes.sort(key=lambda s: s.kind is not Kind.VOICE)
    later = [] if item.fate is Omission.LEFT_OUT else [("later", "Decide later")]
    return [
        *later,
        *((s.id, f"Add to {s.title}") for s in homes[:24]),
        ("leave", "Leave out"),
    ]
