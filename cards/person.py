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
from record.docket import Told
from record.draft import Child
from record.fair_copy import born

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
    one = len(children) == 1
    what = f"{title}, {occurred}." if occurred else f"{title}."
    language = "An interpreter took part." if interpreter else "No interpreter."
    several = [] if one else [
        say(
            f"I make {len(children)} drafts. A line about one child goes only in that child's draft, unless you add it."
        )
    ]  # fmt: skip
    return made(
        [
            heading("Is this the right child?" if one else "Are these the right children?"),
            *bannered(banner),
            *(child(one, today) for one in children[:MOST]),
            say(f"{what} {TOLD[told]} {language}"),
            *several,
            say("Check the name and the date of birth. A record on the wrong file is a data breach."),
            *buttons(
                execute(
                    "draft",
                    many(len(children), "Yes, make the draft", "Yes, make the drafts"),
                    NOWHERE,
                    **carry,
                ),
                execute("start", "Not this child", NOWHERE, **carry),
                execute("add", "Add a child", NOWHERE, **carry),
            ),
        ]
    )


def child(who: Child, today: date) -> Part:
    """Who it is, as the case system names them."""
    years = dates.age(who.born, today)
    worker = f". Social worker {short(who.worker, 100)}" if who.worker else ""
    return box(
        [
            words(run(short(who.name, 200), size="Large", weight="Bolder")),
            words(run("Born "), bold(short(born(who), 40)), run("" if years is None else f", aged {years}")),
            say(f"File {short(who.reference, 100)}{worker}"),
        ]
    )
