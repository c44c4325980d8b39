"""Whether all that the house needs works: first what is broken, with what it stops, who can mend it, and how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cards import dates
from cards.findings import Finding, State, of, title
from cards.parts import (
    NOWHERE,
    ROOM,
    Card,
    Part,
    bold,
    box,
    buttons,
    execute,
    heading,
    many,
    pressable,
    run,
    say,
    short,
    size,
    subheading,
    subtle,
    text_box,
    toggler,
    words,
)
from cards.parts import (
    banner as bannered,
)
from cards.parts import card as made

LINK = "link"
"""The box for a meeting's join link."""
ROWS = 7_000
"""Bytes of the rows of what works, and of what was not tried, at most: what is broken needs the rest."""
REMARKS = 3_000
"""Bytes of what works with a remark, at most."""
LONGEST_LINK = 2048
"""Characters of what is typed there, at most."""
SIGN_IN = "your sign-in"
"""The row without which the reader is offered to sign in."""


def checking(count: int, seconds: int) -> Card:
    """While it is asked: no buttons, and the result takes its place."""
    return made(
        [
            heading("Set-up check"),
            say(f"Checking {count} things. Up to {seconds} seconds."),
            say("You can close Teams. The result comes in this place."),
        ]
    )


def timed(at: datetime, seconds: int) -> str:
    """When it was asked, and how long it took."""
    return f"{dates.moment(at)}. {many(seconds, 'Took 1 second.', 'Took {n} seconds.')}"


def card(
    *,
    findings: Sequence[Finding],
    at: datetime,
    seconds: int,
    link: str = "",
    banner: str | None = None,
) -> Card:
    """Input: link. Buttons: check, check-text, config, and check-sign-in where the reader's own sign-in does not work.

    What is broken is shown whole for as long as there is room; the rest by name, and whole in the text.
    """
    sign_in = any(f.name == SIGN_IN and f.state in (State.BROKEN, State.NOT_TRIED) for f in findings)
    broken, remarks, untried, works = (of(findings, state) for state in State)
    head: list[Part] = [heading(title(findings)), *bannered(banner), subtle(timed(at, seconds))]
    foot: list[Part] = [
        *_remarks(remarks),
        *_untried(untried),
        *_works(works, len(remarks)),
        text_box(
            LINK,
            "To try the switches for transcripts: the join link of a meeting of yours that has one",
            link,
        ),
        *buttons(
            execute("check", "Check again", NOWHERE),
            execute("check-text", "Copy as text", NOWHERE),
            *([execute("check-sign-in", "Sign in", NOWHERE)] if sign_in else []),
            execute("config", "Configure", NOWHERE),
        ),
    ]
    room = ROOM - size(head) - size(foot)
    shown: list[Part] = []
    hidden = 0
    for finding in broken:
        part = _broken(finding)
        room -= size(part) + 4
        if hidden or room < 400:
            hidden += 1
            continue
        shown.append(part)
    more = many(
        hidden,
        "1 more is broken, and does not fit here. Press Copy as text to read it.",
        "{n} more are broken, and do not fit here. Press Copy as text to read them.",
    )
    return made([*head, *shown, *([words(bold(more))] if hidden else []), *foot])


def _broken(finding: Finding) -> Part:
    """One that is broken: a strip, and all that it says in words."""
    parts: list[Part] = [subheading(f"BROKEN: {finding.name}", spacing="None")]
    if finding.say:
        parts.append(say(finding.say, spacing="Small"))
    parts += [
        words(bold("This stops: "), run(finding.stops), spacing="Small"),
        words(bold("Who can fix it: "), run(finding.who), spacing="Small"),
        words(bold("Fix: "), run(finding.fix), spacing="Small"),
    ]
    if finding.command:
        parts.append(box([words(run(finding.command, fontType="Monospace"))], spacing="Small"))
    return box(parts, "warning", separator=True)


def _remarks(findings: Sequence[Finding]) -> list[Part]:
    """Those that work and should be seen all the same, open to the eye, with what to do; as many as fit."""
    rows = []
    for f in findings:
        mended = words(
            bold("Who can fix it: "), run(f"{f.who}. "), bold("Fix: "), run(f.fix), spacing="Small"
        )
        rows.append(
            box([subheading(f"Remark: {f.name}", spacing="None"), say(f.say, spacing="Small"), mended])
        )
    return _fitting(rows, REMARKS)


def _untried(findings: Sequence[Finding]) -> list[Part]:
    """Those that were not tried, by name; why, and how to try them, opens under the words."""
    if not findings:
        return []
    rows = []
    for f in findings:
        who = f"Who can try it: {f.who}." if f.who else ""
        said = " ".join(x for x in (f.say, f.fix, who) if x)
        rows.append(words(bold(f"{f.name}: "), run(said), spacing="Small"))
    return _folded(f"{len(findings)} not tried. ", "Why, and how to try them", "untried", findings, rows)


def _works(findings: Sequence[Finding], remarks: int) -> list[Part]:
    """Those that work; which they are opens under the words. `remarks` stand above, and are not counted twice."""
    if not findings:
        return []
    rows = [words(bold(f"{f.name}. "), run(f.say), spacing="Small") for f in findings]
    more = " more" if remarks else ""
    head = many(len(findings), f"1{more} works. ", f"{{n}}{more} work. ")
    return _folded(head, "Show them", "works", (), rows)


def _folded(head: str, opens: str, id: str, named: Sequence[Finding], rows: Sequence[Part]) -> list[Part]:
    """A line, and what it opens."""
    names = ", ".join(f.name for f in named)
    return [
        words(bold(head), pressable(opens, toggler(opens, id)), separator=True, spacing="Large"),
        *([say(f"{short(names, 1500)}.", spacing="Small")] if names else []),
        box(_fitting(rows, ROWS), id=id, isVisible=False, spacing="Small"),
    ]


def _fitting(rows: Sequence[Part], room: int) -> list[Part]:
    """As many rows as fit into these bytes, and that the text has the rest."""
    shown: list[Part] = []
    for row in rows:
        room -= size(row) + 4
        if room < 0:
            return [*shown, say("There are more. Press Copy as text to read them.")]
        shown.append(row)
    return shown
