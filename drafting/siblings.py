"""What was said of one child of a family only, and so belongs in that child's record and in no other's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafting.introductions import first_name
from drafting.people import People, Role
from drafting.speech import Turn
from record.draft import Child

_GOES_ON = re.compile(
    r"^(?:and |but |so |um,? )*(?:he|she|his|her|he's|she's|he'd|she'd|him)\b", re.IGNORECASE
)


def elsewhere(
    turns: Sequence[Turn], child: Child | None, siblings: Sequence[Child], who: People
) -> frozenset[int]:
    """Numbers of the sentences that name a sibling and not this child, with those that plainly go on about them."""
    if not siblings:
        return frozenset()
    own = _names([child] if child else [])
    others = _names(siblings)
    names = {first_name(s.name) for s in siblings} - {first_name(c.name) for c in ([child] if child else [])}
    # Without a name of their own they are whom they are called: the list of those present asks whether that is so.
    speakers = {
        label
        for label, p in who.speakers.items()
        if first_name(label) in names or (p.role is Role.CHILD and p.called in names)
    }
    found: set[int] = set()
    for turn in turns:
        # A sibling's own words are theirs, whomever they name.
        theirs = turn.speaker in speakers
        about_other = False
        for s in turn.sentences:
            mine, named = bool(own and own.search(s.text)), bool(others and others.search(s.text))
            if named or mine:
                about_other = named and not mine
            elif not _GOES_ON.search(s.text):
                about_other = False
            if about_other or (theirs and not mine):
                found.add(s.n)
    return frozenset(found)


def _names(children: Sequence[Child]) -> re.Pattern[str] | None:
    names = [re.escape(first_name(c.name)) for c in children if c.name.strip()]
    return re.compile(rf"\b(?:{'|'.join(names)})\b") if names else None
