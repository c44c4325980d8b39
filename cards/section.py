"""One section to check, answer or write: lines with their sources, and boxes for what only a person can say."""

from __future__ import annotations

from collections.abc import Mapping

from cards import actions, correct, lines, looks, reading, speakers, state
from cards.parts import (
    ROOM,
    Card,
    Part,
    bold,
    buttons,
    execute,
    heading,
    many,
    page_with,
    paged,
    run,
    say,
    short,
    slices,
    subtle,
    text_box,
    words,
)
from cards.parts import card as made
from record import naming
from record.docket import Record
from record.draft import HELD_OUT, Draft, Kind, Line, Origin, Section

FRAME = 5 * 1024
"""Bytes kept free for heading, banner and buttons."""

OWN = frozenset({Kind.METADATA, Kind.ATTENDANCE, Kind.OBSERVATION, Kind.ANALYSIS, Kind.VOICE, Kind.DECISION})
"""Kinds with a box for the practitioner's own words."""

EDITABLE = frozenset(
    {Kind.OBSERVATION, Kind.FACTS, Kind.FAMILY_VIEWS, Kind.AGENCY, Kind.PLAN, Kind.CONTINGENCY}
)
"""Kinds whose lines can all be edited in one box."""


def card(
    *,
    docket_id: str,
    record: Record,
    draft: Draft,
    section_id: str,
    banner: str | None = None,
    edit: bool = False,
    first: int | None = None,
    values: Mapping[str, object] | None = None,
) -> Card:
    """Buttons: save, save with `go` (more lines, earlier lines), edit, contents; in edit: save-text, open.

    All carry s (section) and p (the part of the text that the box on this card holds). Inputs: t<n> words of line n,
    k<n> reason, x<n> leave out; words (own words); at, ao, ad, ax <i> (actions); sp<i> (speakers); all (edit).
    `first` is the first line to show (None: the first that waits), or in edit the part; `values` what was typed and
    not taken.
    Raises RefusedError: no such section.
    """
    s = state.section(draft, section_id)
    at = state.where(docket_id, record)
    top: list[Part] = [heading(state.numbered(draft, s)), *state.whose(draft.child)]
    if edit:
        body, pressed = _edit(s, first or 0)
        return made(
            [
                *top,
                words(bold(banner or "When you save, I check again the lines that you changed.")),
                *body,
                *buttons(
                    *(execute(v, title, at, s=s.id, **data) for v, title, data in pressed),
                    execute("open", "Back, change nothing", at, s=s.id, nothing=True),
                ),
            ]
        )
    typed = {k: v for k, v in (values or {}).items() if isinstance(v, str)}
    entries, parts = _entries(draft, s, typed)
    lines_end = len(entries) - parts
    pages = _pages(entries, parts)
    shown = page_with(pages, _first(s) if first is None else first)
    start, stop = pages[shown]
    part = max(0, stop - 1 - lines_end)
    carried = {"s": s.id, "p": part}
    body = [piece for entry in entries[start:stop] for piece in entry]
    if len(pages) > 1:
        body.append(subtle(f"{start + 1} to {stop} of {len(entries)}.", spacing="Medium"))
    pressed = [("save", "Save and go on", {})]
    if stop < len(entries):
        pressed = [("save", "Save, show more", {"go": stop})]
    if start:
        pressed.append(("save", "Earlier", {"go": pages[shown - 1][0]}))
    if s.kind in EDITABLE and s.lines:
        pressed.append(("edit", "Edit all lines", {}))
    pressed.append(("contents", "Contents", {}))
    made_buttons = buttons(*(execute(v, title, at, **carried, **data) for v, title, data in pressed))
    return made([*top, words(*_banner(s, banner)), *body, *made_buttons])


def _banner(s: Section, given: str | None) -> list[list[Part]]:
    """What the last press did, or what to do here."""
    if given:
        return [bold(given)]
    checks = sum(x.blocks for x in s.lines)
    if checks:
        one = "1 line to check. Change it, keep it with a reason, or leave it out."
        return [
            bold(
                many(
                    checks,
                    one,
                    "{n} lines to check. Change each one, keep it with a reason, or leave it out.",
                )
            )
        ]
    if s.id == correct.SECTION:
        return [bold(correct.BELOW)]
    if s.kind in HELD_OUT:
        return [bold("Held out. "), run("Nothing here is filed unless you add it.")]
    if s.kind is Kind.ANALYSIS:
        return [bold("Only you can write this. "), run("I draft nothing here.")]
    if s.kind is Kind.VOICE and any(x.quote for x in s.lines):
        return [
            bold("In their own words. "),
            run("They are copied from the transcript and cannot be reworded."),
        ]
    if s.kind is Kind.VOICE:
        return [bold("I found no words of theirs. "), run("Write what you saw.")]
    if s.kind is Kind.DECISION and not s.lines:
        return [bold("I heard no decision. "), run("If one was made, write who made it and why.")]
    if s.kind in state.QUESTIONS:
        return [bold("Your answers. "), run("I never fill them from what was said.")]
    if s.kind is Kind.ACTIONS:
        return [bold("Who does what, by when. "), run("What nobody said is left empty.")]
    return [bold(_plain(s))]


def _plain(s: Section) -> str:
    look = sum(state.looking(x) for x in s.lines)
    if look:
        return many(look, "1 line to look at.", "{n} lines to look at.")
    return (
        "Nothing to check here." if s.lines else "I put nothing here. Write it, or look at what was left out."
    )


def _entries(draft: Draft, s: Section, typed: Mapping[str, str]) -> tuple[list[list[Part]], int]:
    """What stands in the section, to be packed; and how many of the last entries are parts of the own words."""
    draw = lines.held if s.kind in HELD_OUT else lines.quoted if s.kind is Kind.VOICE else lines.drawn
    entries = [draw(draft, x, typed) for x in _drawn_lines(s)]
    if s.kind is Kind.ACTIONS:
        entries += actions.entries(draft, typed)
    if s.id == naming.asked_in(draft):
        entries += speakers.entries(draft, typed)
    if not _own_box(s):
        return entries, 0
    parts = slices(reading.own_text(s))
    own_lines = [x for x in s.lines if x.origin is Origin.OWN and not x.left_out]
    care = [piece for x in own_lines[:8] for piece in looks.wording(x.flags)]
    boxes = {f"Who is {label}?" for label in naming.labels(draft)}
    prompts = () if s.id == correct.SECTION else [x for x in s.prompts[:20] if x not in boxes]
    asked = [say(short(own, 300), spacing="Small") for own in prompts]
    for i, text in enumerate(parts):
        note = [subtle(f"Part {i + 1} of {len(parts)}.")] if len(parts) > 1 else []
        again = typed.get("words", text)
        shown = again if len(parts) == 1 and len(slices(again)) == 1 else text
        box = text_box("words", _label(s), shown, lines=_tall(s))
        entries.append([*(asked if i == 0 else []), *note, box, *(care if i == 0 else [])])
    return entries, len(parts)


def _own_box(s: Section) -> bool:
    return s.kind in OWN or (not s.lines and s.kind not in HELD_OUT and s.kind is not Kind.ACTIONS)


def _drawn_lines(s: Section) -> list[Line]:
    """The lines drawn one by one: all but one's own words, where they have a box."""
    return [x for x in s.lines if not (_own_box(s) and x.origin is Origin.OWN)]


def _first(s: Section) -> int:
    """The first line that waits for a person; else the beginning."""
    return next((i for i, x in enumerate(_drawn_lines(s)) if x.blocks), 0)


def _pages(entries: list[list[Part]], parts: int) -> list[tuple[int, int]]:
    """Lines packed together with the first part of the own words; each further part on a page of its own."""
    end = len(entries) - max(0, parts - 1)
    return [*paged(entries[:end], ROOM - FRAME), *((i, i + 1) for i in range(end, len(entries)))]


def _tall(s: Section) -> int:
    return 9 if s.kind in (Kind.ANALYSIS, Kind.METADATA, Kind.ATTENDANCE) else 4


def _label(s: Section) -> str:
    required = " (required)" if s.required else ""
    if s.id == correct.SECTION:
        return correct.LABEL
    if s.kind is Kind.ANALYSIS:
        return f"Your analysis{required}"
    if s.kind in state.QUESTIONS:
        return f"Your answers, a line each{required}"
    if s.kind in (Kind.VOICE, Kind.OBSERVATION):
        return f"What you saw. These are your words.{required if not s.lines else ''}"
    if s.kind is Kind.DECISION:
        return "Who decided what, and why. These are your words."
    return "Your own words, if something belongs here."


def _edit(s: Section, part: int) -> tuple[list[Part], list[tuple[str, str, dict[str, object]]]]:
    """Every line in one tall box, with an empty line between lines; in parts where it is too long."""
    parts = slices(reading.section_text(s))
    part = min(max(0, part), len(parts) - 1)
    label = "All lines, an empty line between lines"
    if len(parts) > 1:
        label = f"All lines, part {part + 1} of {len(parts)}"
    text = parts[part]
    body = [text_box("all", label, text, lines=min(24, max(6, 3 + len(text) // 70)))]
    pressed: list[tuple[str, str, dict[str, object]]] = []
    if part + 1 < len(parts):
        pressed.append(("save-text", f"Save, show part {part + 2}", {"p": part, "go": part + 1}))
    pressed.append(("save-text", "Save", {"p": part}))
    if part:
        pressed.append(("save-text", f"Save, show part {part}", {"p": part, "go": part - 1}))
    return body, pressed
