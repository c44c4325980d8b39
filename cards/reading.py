"""What a person typed or chose on a card, as values: from data in which anything at all may stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cards import state
from cards.parts import clean, slices
from record import edits, naming
from record.draft import Action, Draft, Kind, Omission, Origin, Section
from record.edits import Change
from record.errors import RefusedError
from record.terms import Told

Data = Mapping[str, object]

MOST = 20_000
"""Characters taken of one box: more than any card of ours can send."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What every button carries: docket, record, version of the words that were on the card."""

    r: str
    n: int
    v: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the start card holds. `told` is None until it is answered."""

    type: str
    reference: str
    told: Told | None
    interpreter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Approving:
    """The last page's answers: the hash of the text that was on it, and the ticks."""

    hash: str
    child: bool
    looked: bool


# --- single values ------------------------------------------------------------------------------------------------


def text(data: Data, key: str) -> str | None:
    """Typed words, without direction marks and control characters; None if that box was not on the card."""
    value = data.get(key)
    if not isinstance(value, str):
        return None
    return clean(value[:MOST]).replace("\r\n", "\n").replace("\r", "\n")


def tidy(words: str) -> str:
    """One line of words, as an edit compares them."""
    return " ".join(clean(words).split())


def number(data: Data, key: str, default: int = 0) -> int:
    """A whole number from 0 up to a million, whatever it was sent as."""
    value = data.get(key)
    if isinstance(value, bool):
        return default
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,7}", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and 0 <= value <= 1_000_000 else default


def ticked(data: Data, key: str) -> bool:
    """A ticked box. Clients send "true"."""
    return data.get(key) in ("true", True)


def press(data: Data) -> Press:
    """Where the button belongs. What is missing or odd is "" or 0, which is nowhere."""
    return Press(r=tidy(text(data, "r") or ""), n=number(data, "n"), v=number(data, "v"))


def target(data: Data) -> str:
    """The section of the card or row that was pressed."""
    return text(data, "s") or ""


def go(data: Data) -> int | None:
    """The line, part or row to show next; None to go on."""
    return number(data, "go") if "go" in data else None


def asked(data: Data) -> Asked:
    """The start card's answers."""
    told = data.get("told")
    return Asked(
        type=tidy(text(data, "type") or ""),
        reference=tidy(text(data, "reference") or "")[:100],
        told=Told(told) if isinstance(told, str) and told in {t.value for t in Told} else None,
        interpreter=ticked(data, "interpreter"),
    )


def approving(data: Data) -> Approving:
    """What stands beside Approve. `looked` is asked for only where `state.looks` is not 0."""
    return Approving(
        hash=tidy(text(data, "h") or ""), child=ticked(data, "child"), looked=ticked(data, "looked")
    )


def which(data: Data) -> tuple[str, int] | None:
    """The draft chosen among `my drafts`: docket id and record number."""
    docket, slash, n = (text(data, "which") or "").rpartition("/")
    return (docket, int(n)) if slash and docket and re.fullmatch(r"[0-9]{1,4}", n) else None


# --- a section ----------------------------------------------------------------------------------------------------


def section_text(s: Section) -> str:
    """All lines that stand, as the edit box shows them."""
    return "\n\n".join(tidy(x.text) for x in s.lines if not x.left_out)


def own_text(s: Section) -> str:
    """The practitioner's own words in a section, as their box shows them."""
    return "\n".join(tidy(x.text) for x in s.lines if x.origin is Origin.OWN and not x.left_out)


def changes(data: Data, draft: Draft, section_id: str) -> tuple[Change, ...]:
    """What was entered beside the lines. A line whose boxes stand as they were drawn is not among them."""
    found: list[Change] = []
    for line in state.section(draft, section_id).lines:
        n = line.number
        typed, reason = text(data, f"t{n}"), text(data, f"k{n}")
        leave = ticked(data, f"x{n}") if f"x{n}" in data else line.left_out
        changed = None if typed is None or line.quote or tidy(typed) == tidy(line.text) else tidy(typed)
        reason = (tidy(reason) or None) if reason else None
        if changed is not None or reason is not None or leave != line.left_out:
            found.append(Change(number=n, text=changed, reason=reason, leave_out=leave))
    return tuple(found)


def own(data: Data, draft: Draft, section_id: str) -> str | None:
    """The whole of the practitioner's own words, for `edits.write`; None if not on the card, or not changed."""
    return _whole(data, "words", own_text(state.section(draft, section_id)))


def rewritten(data: Data, draft: Draft, section_id: str) -> str | None:
    """The whole text of a section from its edit box, for `edits.rewrite`; None if nothing was changed."""
    return _whole(data, "all", section_text(state.section(draft, section_id)))


def _whole(data: Data, key: str, before: str) -> str | None:
    """A text of which one part was on the card, whole again."""
    typed = text(data, key)
    parts = list(slices(before))
    part = number(data, "p")
    if typed is not None and data.get("whole") is True:
        return typed
    if typed is None or part >= len(parts) or typed.strip() == parts[part].strip():
        return None
    end = parts[part][len(parts[part].rstrip()) :]
    parts[part] = typed.rstrip() + (end if part + 1 < len(parts) else "")
    return "".join(parts)


def actions(data: Data, draft: Draft) -> tuple[Action, ...]:
    """The actions as entered; those that were not on the card as they were. Emptied ones are left out, not lost."""
    found = [_action(data, i, a) for i, a in enumerate(draft.actions)]
    new = len(draft.actions)
    what = tidy(text(data, f"at{new}") or "")
    if what:
        found.append(
            Action(text=what, owner=_said(data, f"ao{new}", None), due=_said(data, f"ad{new}", None))
        )
    return tuple(found)


def _action(data: Data, i: int, action: Action) -> Action:
    typed = text(data, f"at{i}")
    what = action.text if typed is None or tidy(typed) == tidy(action.text) else tidy(typed)
    leave = ticked(data, f"ax{i}") if f"ax{i}" in data else action.left_out
    changed = replace(
        action,
        owner=_said(data, f"ao{i}", action.owner),
        due=_said(data, f"ad{i}", action.due),
        left_out=leave,
    )
    if what == action.text:
        return changed
    return replace(changed, text=what, sources=(), flags=()) if what else replace(changed, left_out=True)


def _said(data: Data, key: str, before: str | None) -> str | None:
    typed = text(data, key)
    if typed is None or (before is not None and tidy(typed) == tidy(before)):
        return before
    return tidy(typed) or None


def fates(data: Data, draft: Draft) -> dict[int, str]:
    """What was decided about each omission on the card, by its place, for `edits.decide`; not "Decide later"."""
    homes = {s.id for s in draft.sections}
    found: dict[int, str] = {}
    for place, item in enumerate(draft.not_covered):
        chosen = data.get(f"o{place}")
        known = isinstance(chosen, str) and (chosen == "leave" or chosen in homes)
        if (
            known
            and item.fate is not Omission.ADDED
            and not (chosen == "leave" and item.fate is Omission.LEFT_OUT)
        ):
            found[place] = str(chosen)
    return found


def named(data: Data, draft: Draft, section_id: str) -> dict[str, str]:
    """Who a speaker without a name is, for `naming.named`: what was typed into the boxes that were on the card."""
    if section_id != naming.asked_in(draft):
        return {}
    typed = {x: text(data, f"sp{i}") for i, x in enumerate(naming.labels(draft))}
    return {x: said for x, said in typed.items() if said is not None}


def entered(data: Data, draft: Draft) -> tuple[Draft, tuple[str, ...]]:
    """The draft with everything that stood on the card, whichever button was pressed; and why something was not taken.

    One refusal stops nothing else that was typed. The very same draft comes back if nothing was changed, or if the
    button says that it changes nothing. With the first change goes what a second approver wanted changed.
    """
    after, said = _entered(data, draft)
    return (after if after == draft else replace(after, comment=None, comment_by=None)), said


def _entered(data: Data, draft: Draft) -> tuple[Draft, tuple[str, ...]]:
    if data.get("nothing") is True:
        return draft, ()
    said: list[str] = []
    after = edits.decide(draft, chosen) if (chosen := fates(data, draft)) else draft
    section_id = target(data)
    try:
        s = state.section(draft, section_id)
    except RefusedError:
        return after, ()
    for change in changes(data, draft, section_id):
        try:
            after = edits.change_lines(after, section_id, [change])
        except RefusedError as refused:
            said.append(refused.say)
    words = own(data, after, section_id) if s.id != state.ACTIONS else None
    if words is not None:
        after = edits.write(after, section_id, words)
    whole = rewritten(data, after, section_id) if s.id != state.ACTIONS else None
    if whole is not None:
        after = edits.rewrite(after, section_id, whole)
    if s.kind is Kind.ACTIONS and (now := actions(data, after)) != after.actions:
        after = edits.change_actions(after, now)
    return naming.named(after, named(data, after, section_id)), tuple(said)
