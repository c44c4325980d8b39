"""Is this the right child? The last look before a draft is made for a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from cards import dates
from cards.parts import (
    NOWHERE,
    Card,
    Part,
    bold,
    box,
    buttons,
    execute,
    heading,
    many,
    run,
    say,
    short,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record.draft import Child
from record.fair_copy import born
from record.terms import Told

TOLD = {
    Told.AGREED: "Everyone was told and agreed.",
    Told.NOBODY_OBJECTED: "People were told, and nobody objected.",
    Told.OBJECTED: "Someone objected.",
    Told.NOT_TOLD: "People were not told.",
}
MOST = 12
"""Children on one card."""


def card(
    *,
    children: Sequence[Child],
    today: date,
    title: str,
    occurred: str | None,
    told: Told,
    interpreter: bool,
    carry: Mapping[str, str],
    banner: str | None = None,
) -> Card:
    """Buttons: draft, start, add; each carries `carry`. `title` is the record type's, `occurred` the time in words."""
    what = f"{title}, {occurred}." if occurred else f"{title}."
    language = "An interpreter took part." if interpreter else "No interpreter."
    several = [] if len(children) == 1 else [
        say(
            f"I make {len(children)} drafts. A line about one child goes only in that child's draft, unless you add it."
        )
    ]  # fmt: skip
    return made(
        [
            heading(asked(*children)),
            *bannered(banner),
            *(child(one, today) for one in children[:MOST]),
            say(f"{what} {TOLD[told]} {language}"),
            *several,
            say(check(*children)),
            *buttons(
                execute(
                    "draft",
                    many(len(children), "Yes, make the draft", "Yes, make the drafts"),
                    NOWHERE,
                    **carry,
                ),
                execute("start", another(*children), NOWHERE, **carry),
                execute("add", "Add a child", NOWHERE, **carry),
            ),
        ]
    )


def _named(children: Sequence[Child]) -> bool:
    """Whether the case system could say who they are."""
    return all(one.name for one in children)


def asked(*children: Child) -> str:
    """What is to be said yes or no to."""
    if len(children) == 1:
        return "Is this the right child?" if _named(children) else "Is this the right file?"
    return "Are these the right children?" if _named(children) else "Are these the right files?"


def another(*children: Child) -> str:
    """The button for no."""
    return "Not this child" if _named(children) else "Not this file"


def check(*children: Child) -> str:
    """What to look at before saying yes."""
    what = "the name and the date of birth" if _named(children) else "the number in the case system"
    return f"Check {what}. A record on the wrong file is a data breach."


def child(who: Child, today: date) -> Part:
    """Who it is, as the case system names them; without a name nobody could be asked, and that is said."""
    if not who.name:
        return box(
            [
                words(run(f"File {short(who.reference, 100)}", size="Large", weight="Bolder")),
                say("I cannot look this number up. Nobody but you has checked whose file it is."),
            ]
        )
    years = dates.age(who.born, today)
    worker = f". Social worker {short(who.worker, 100)}" if who.worker else ""
    return box(
        [
            words(run(short(who.name, 200), size="Large", weight="Bolder")),
            words(run("Born "), bold(short(born(who), 40)), run("" if years is None else f", aged {years}")),
            say(f"File {short(who.reference, 100)}{worker}"),
        ]
    )
