"""One page of `configure`: what the council has chosen, boxes to change it, and who changed it last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards import dates
from cards.configure_fields import Field, Values, drawn
from cards.configure_page import Installed, Page, Types
from cards.configure_pages import EARLIER, ORDER, PAGES
from cards.configure_tool import INSTALLED
from cards.parts import (
    At,
    Card,
    Part,
    bold,
    buttons,
    choice,
    execute,
    heading,
    many,
    paged,
    run,
    say,
    short,
    subheading,
    subtle,
    text_box,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record.policy import Policy, Saved

WHY = "why"
ITEM = "which"
PAGE = "to"
ROWS = 12_000
"""Bytes of the rows of a list, at most: the form below them needs the rest."""
MOST_WHY = 300
"""Characters of a reason, at most."""
NOTHING_YET = "Version 1. Nobody has changed anything yet."


def card(
    *,
    page: Page,
    policy: Policy,
    etag: str = "",
    types: Types,
    installed: Installed,
    item: str = "",
    typed: Values | None = None,
    stood: Policy | None = None,
    why: str = "",
    banner: str | None = None,
    earlier: Sequence[Policy] = (),
    leave: bool = False,
) -> Card:
    """Inputs: those of the page's fields and `why`; on a list, `which`; on a page, `to`. Buttons: config-save, or
    config-open on a list; config and, to the page that was chosen, config-go; config-check. All carry the version that
    is shown, and its ETag.

    `typed` is what was typed before and was not saved; `stood` the policy on which it was typed, where somebody else
    has changed it since; `earlier` the versions that were, for the last page; `leave`: the next press on another page
    leaves what was typed behind.
    """
    place = ORDER.index(page.id)
    body: list[Part] = [
        heading(f"Configure: {page.title} ({place + 1} of {len(ORDER)})"),
        *bannered(banner),
        subtle(_version(policy)),
        *(say(text) for text in page.said if not item),
    ]
    at = At(v=policy.version)
    here: dict[str, object] = {"here": page.id, "e": etag}
    here |= {name: value for name, value in (("item", item), ("leave", leave)) if value}
    if page.id == EARLIER:
        body += _history((policy, *earlier))
    elif page.items is not None and not item:
        body += _list(page, policy, types)
        body += buttons(execute("config-open", "Open", at, page=page.id, e=etag))
    else:
        body += _form(page, policy, types, item, typed or {}, stood, why)
        save = execute(
            "config-save", "Save" if item else "Save and go on", at, page=page.id, item=item, e=etag
        )
        back = [execute("config", "Back to the list", at, page=page.id, **here)] if item else []
        body += buttons(save, *back)
    if page.id == INSTALLED:
        body += [subheading("Set where Faircopy is installed"), *(say(text) for text in installed.lines)]
    return made([*body, *([] if item else _elsewhere(place, at, here))])


def _elsewhere(place: int, at: At, here: Mapping[str, object]) -> list[Part]:
    """To any other page, and to whether what is chosen works."""
    others = [(p.id, p.title.capitalize()) for p in PAGES.values() if p.id != ORDER[place]]
    beside = [
        execute("config", title, at, page=ORDER[n], **here)
        for title, n in (("Earlier page", place - 1), ("Next page", place + 1))
        if 0 <= n < len(ORDER)
    ]
    go = execute("config-go", "Go to page", at, **here)
    check = execute("config-check", "Set-up check", at, **here)
    return [*buttons(*beside), choice(PAGE, "Which page?", others), *buttons(go, check)]


def _version(policy: Policy) -> str:
    saved = policy.saved
    if saved is None:
        return NOTHING_YET
    return f"Version {policy.version}, by {_name(saved)} on {dates.when(saved.at)}. Why: {short(saved.why, MOST_WHY)}"


def _name(saved: Saved) -> str:
    return short(saved.name or "somebody", 100)


def _form(
    page: Page, policy: Policy, types: Types, item: str, typed: Values, stood: Policy | None, why: str
) -> list[Part]:
    body: list[Part] = []
    if item and page.items is not None:
        title = dict(page.items(policy, types)).get(item, item)
        body.append(words(bold(title)))
    for field in page.fields(item):
        body += drawn(field, policy, typed, _now(field, policy, typed, stood))
    body.append(text_box(WHY, "Why are you changing this? (required)", why))
    return body


def _now(field: Field, policy: Policy, typed: Values, stood: Policy | None) -> str:
    """What somebody else has put there since, where this person typed something else."""
    if stood is None or field.id not in typed or field.read(policy) == typed[field.id]:
        return ""
    said = field.read(policy)
    return dict(field.options).get(said, said) or "nothing"


def _list(page: Page, policy: Policy, types: Types) -> list[Part]:
    rows = page.rows(policy, types) if page.rows is not None else ()
    items = page.items(policy, types) if page.items is not None else ()
    drawn = [words(bold(f"{short(a, 100)}: "), run(short(b, 300)), spacing="Small") for a, b in rows]
    body = _fitting(drawn)
    if hidden := len(drawn) - len(body):
        body.append(subtle(many(hidden, "1 more is not shown.", "{n} more are not shown.")))
    return [*body, choice(ITEM, page.ask, items)]


def _fitting(rows: Sequence[Part]) -> list[Part]:
    """As many as there is room for."""
    return list(rows[: paged([[row] for row in rows], ROWS)[0][1]])


def _history(versions: Sequence[Policy]) -> list[Part]:
    """Newest first. What a version chose is kept with it, in the lasting account."""
    rows = [
        words(
            bold(f"Version {version.version}: "),
            run(f"{_name(by)}, {dates.when(by.at)}. {short(by.why, MOST_WHY)}"),
            spacing="Small",
        )
        for version in versions
        if (by := version.saved) is not None
    ]
    return _fitting(rows) or [say(NOTHING_YET)]
