"""What a press shows: cards with words, drawn from the docket and the words as they will stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cards import (
    contents,
    final,
    omissions,
    section,
    state,
)
from record import showing
from record.docket import Docket, Record
from record.draft import Draft
from record.edits import todos
from record.fair_copy import pages_of, text_of
from record.policy import Policy

Card = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a card is drawn from: the docket, the record and its words as they will stand after this press."""

    docket: Docket
    record: Record
    draft: Draft
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A card with words, and the final pages that it shows."""

    card: Card
    sent: tuple[int, ...] = ()


def contents_of(view: View, banner: str | None = None, *, first: int = 0) -> Card:
    return contents.card(
        docket_id=view.docket.id,
        record=view.record,
        draft=view.draft,
        expires=showing.expires(view.record, view.policy),
        banner=banner,
        first=first,
        beside=contents.siblings(view.docket, view.record),
    )


def section_of(
    view: View,
    wanted: str,
    banner: str | None = None,
    *,
    edit: bool = False,
    first: int | None = None,
    values: Mapping[str, object] | None = None,
) -> Card:
    return section.card(
        docket_id=view.docket.id,
        record=view.record,
        draft=view.draft,
        section_id=wanted,
        banner=banner,
        edit=edit,
        first=first,
        values=values,
    )


def omissions_of(view: View, *, first: int = 0, banner: str | None = None) -> Card:
    return omissions.card(
        docket_id=view.docket.id, record=view.record, draft=view.draft, first=first, banner=banner
    )


def next_of(view: View, banner: str | None) -> Card:
    """The next thing to do; the contents when nothing is left."""
    left = todos(view.draft)
    if not left:
        said = f"{banner} Nothing is left to do." if banner else "Nothing is left to do."
        return contents_of(view, said)
    if left[0].section is None:
        return omissions_of(view, banner=banner)
    name = state.numbered(view.draft, state.section(view.draft, left[0].section))
    return section_of(view, left[0].section, f"{banner} Next: {name}." if banner else None)


def final_of(
    view: View, page: int, banner: str | None, *, missed: str | None = None, ticked: Collection[str] = ()
) -> Drawn:
    pages = pages_of(text_of(view.draft))
    page = min(page, len(pages))
    card = final.card(
        docket_id=view.docket.id,
        record=view.record,
        draft=view.draft,
        page=page,
        pages=pages,
        author=view.record.author.name,
        undo=view.policy.undo,
        banner=banner,
        missed=missed,
        ticked=ticked,
    )
    return Drawn(card=card, sent=(page,))
