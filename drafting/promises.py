"""Who said that they would do what, by when: strict rules, in the words used, with nothing made up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from drafting.people import People, first_name
from drafting.phrases import (
    ASSENT,
    BY,
    CALLED,
    CAN,
    DUE,
    FIRST,
    FROM,
    HERE,
    IF,
    ME,
    NEXT_TIME,
    NOT,
    NOT_WHO,
    REQUEST,
    SHALL_WE,
    SO_MUCH_BY,
    SOMEBODY,
    TELL_ME,
    THIRD,
    YOU,
)
from drafting.speech import Turn, tidy
from drafting.tasks import Promise, content, due_in, promise
from record.draft import Action

_PAST = re.compile(
    r"\b(?:was|were|had|has|have|been|did|went|came|said|told|got|is|are|stays?|goes|lives?|works?|sleeps?)\b"
    r"|(?:it|that|he|she|there|what)'s\b|\w+ed\b|n't\b",
    re.IGNORECASE,
)
"""Tells what is or was, and arranges nothing."""


def promises(
    turns: Sequence[Turn], people: People, held: Mapping[int, object]
) -> tuple[tuple[Action, ...], frozenset[int]]:
    """The actions said in a meeting, and the numbers of the sentences that they are in."""
    names: dict[str, list[str]] = {}
    for label, person in people.speakers.items():
        if not person.nameless:
            names.setdefault(first_name(label), []).append(label)
    # What is held out is not even looked at: an action quotes the sentence before it where "it" needs one.
    shown = [replace(t, sentences=tuple(s for s in t.sentences if s.n not in held)) for t in turns]
    found: list[Promise] = []
    for turn in shown:
        for n, s in enumerate(turn.sentences):
            if s.words <= 70 and not IF.search(s.text):
                found += [p for p in _in_sentence(shown, turn, n, names) if p.task]
    merged = _merged(found)
    return (
        tuple(Action(text=p.task, owner=p.owner, due=p.due, sources=p.sources[:6]) for p in merged),
        frozenset(n for p in merged for n in p.sentences),
    )


def _in_sentence(
    turns: Sequence[Turn], turn: Turn, n: int, names: Mapping[str, Sequence[str]]
) -> Iterator[Promise]:
    """What one sentence promises: at most one thing, by the first rule that fits."""
    s = turn.sentences[n]
    if third := _third(s.text, names):
        owner, verb = third
        if HERE.match(s.text[verb:].rstrip(".")):
            return
        yield promise(turns, turn, n, s.text[verb:], owner)
    elif not s.asks and (match := FIRST.search(s.text) or _with_date(CAN.search(s.text), turn, n)):
        before = s.text[: match.start(1)][-30:]
        if not HERE.match(s.text[match.start(1) :].rstrip(".")) and not NOT.search(before):
            yield promise(turns, turn, n, s.text[match.start(1) :], turn.speaker)
    elif match := REQUEST.search(s.text):
        yield from _asked(turns, turn, n, s.text[match.start(match.lastindex or 1) :], names, told=not s.asks)
    elif match := SOMEBODY.search(s.text):
        yield from _asked(turns, turn, n, s.text[match.start(1) :], names, told=True)
    elif match := TELL_ME.search(s.text):
        yield from _asked(turns, turn, n, s.text[match.start(1) :], names, told=False)
    elif (match := YOU.search(s.text)) and DUE.search(s.text):
        yield promise(turns, turn, n, s.text[match.start(1) :], None)
    elif (match := SO_MUCH_BY.match(s.text)) and match[1].split()[0] in names:
        yield promise(turns, turn, n, s.text[match.start(2) :], _owner(match[1], names), named=True)
    elif NEXT_TIME.search(s.text) and not s.asks:
        yield from _next_time(turn, n)
    elif (match := FROM.match(s.text)) and s.words <= 20 and not s.asks and not _PAST.search(match[1]):
        yield promise(turns, turn, n, match[1], None, named=True)
    elif BY.match(s.text) and s.words <= 10 and not SHALL_WE.search(s.text):
        yield promise(turns, turn, n, s.text, None, named=True)


def _next_time(turn: Turn, n: int) -> Iterator[Promise]:
    """When people meet again, if a day is named: in that sentence or the next."""
    for run in (turn.sentences[n : n + 1], turn.sentences[n : n + 2]):
        text = " ".join(s.text for s in run)
        day = next((m[0] for m in DUE.finditer(text) if re.search(r"\d", m[0])), None)
        if day:
            ids = tuple(dict.fromkeys(id for s in run for id in s.passages))
            yield Promise(
                turn=turn.n,
                task=tidy(text).rstrip("."),
                owner=None,
                due=day,
                sources=ids,
                sentences=tuple(s.n for s in run),
            )
            return


def _asked(
    turns: Sequence[Turn], turn: Turn, n: int, task: str, names: Mapping[str, Sequence[str]], *, told: bool
) -> Iterator[Promise]:
    """A request is somebody's only when they say yes. One that is `told` stands without an owner if nobody does."""
    task = task.rstrip("?")
    if HERE.match(task) or turn.speaker is None:
        return
    answer = _next(turns, turn) if n >= len(turn.sentences) - 3 else None
    called = CALLED.match(turn.sentences[n].text)
    who = _owner(called[1], names) if called and called[1].split()[0] in names else None
    if who and answer and answer.speaker != who:
        answer = None
    if answer and (ASSENT.search(answer.text) or ME.search(answer.text)):
        made = promise(turns, turn, n, task, answer.speaker)
        ids = tuple(dict.fromkeys((*made.sources, *answer.sentences[0].passages)))
        yield replace(made, due=made.due or due_in(answer.text), sources=ids)
    elif told and (who or DUE.search(task)):
        yield promise(turns, turn, n, task, who or _spoken_with(turns, turn, names))


def _spoken_with(turns: Sequence[Turn], turn: Turn, names: Mapping[str, Sequence[str]]) -> str | None:
    """Who answered just before, if this speaker had just called them by name: "By when, Beth?" "Three weeks." """
    earlier = [t for t in turns[max(0, turn.n - 6) : turn.n] if not t.filler]
    if len(earlier) < 2 or earlier[-1].speaker == turn.speaker or earlier[-2].speaker != turn.speaker:
        return None
    called = re.search(r", ([A-Z][a-zà-ÿ-]+)\?$", earlier[-2].text.strip())
    who = earlier[-1].speaker
    return who if called and who in names.get(called[1], ()) else None


def _with_date(match: re.Match[str] | None, turn: Turn, n: int) -> re.Match[str] | None:
    """ "I can" promises only together with a date, said with it or settled at once after it."""
    if match is None:
        return None
    settled = any(SHALL_WE.search(s.text) and DUE.search(s.text) for s in turn.sentences[n + 1 : n + 4])
    return match if settled or DUE.search(turn.sentences[n].text) else None


def _third(text: str, names: Mapping[str, Sequence[str]]) -> tuple[str, int] | None:
    """ "Callum does", "Imran's sending", "I'd like Beth to write": who, and where the task begins."""
    for match in THIRD.finditer(text):
        spoken = next(g for g in match.groups() if g)
        if spoken.split()[0] in NOT_WHO:
            continue
        begin = match.start(match.lastindex or 1)
        plain = match[0][len(spoken) :].lstrip(", ")
        known = spoken.split()[0] in names
        # A name that is no speaker's needs the plainest form: "Ryan is to ring".
        if known or re.match(r"(?:is|are) to\b|['’]s to\b", plain):
            return _owner(spoken, names), begin
    return None


def _owner(spoken: str, names: Mapping[str, Sequence[str]]) -> str:
    """The label of the only speaker whom that name fits; otherwise the name as it was said."""
    first, *rest = spoken.split()
    fits = [x for x in names.get(first, ()) if all(re.search(rf"\b{re.escape(w)}", x) for w in rest)]
    return fits[0] if len(fits) == 1 else spoken


def _next(turns: Sequence[Turn], turn: Turn) -> Turn | None:
    return next(
        (t for t in turns[turn.n + 1 : turn.n + 4] if t.speaker != turn.speaker and t.sentences), None
    )


def _merged(found: Sequence[Promise]) -> list[Promise]:
    """One action for one task: a recap joins what it repeats, and the later, fuller wording stands."""
    kept: list[Promise] = []
    for p in found:
        same = next((k for k in reversed(kept) if _same(k, p)), None)
        if same is None:
            kept.append(p)
            continue
        fuller = same if p.bare else max(same, p, key=lambda x: (not x.bare, x.due is not None, len(x.task)))
        kept[kept.index(same)] = replace(
            fuller,
            owner=fuller.owner or same.owner or p.owner,
            due=p.due or same.due if not p.bare or same.bare else same.due or p.due,
            sources=tuple(dict.fromkeys((*same.sources, *p.sources))),
            sentences=(*same.sentences, *p.sentences),
        )
    return kept


def _same(a: Promise, b: Promise) -> bool:
    if a.owner and b.owner and a.owner != b.owner:
        return False
    if b.bare and b.owner and a.owner == b.owner and 0 <= b.turn - a.turn <= 3:
        return a.bare or a.due is None or b.due is None or a.due == b.due
    x, y = content(a.task) - content(a.due or ""), content(b.task) - content(b.due or "")
    common = len(x & y)
    near = b.turn - a.turn < 12
    return common >= 2 and (common * 2 if near else common * 3 / 2) >= min(len(x), len(y))
