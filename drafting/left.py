"""What a draft leaves out, most serious first; and what is held out of it until a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from drafting.hold import CAME_OF_IT, Why
from drafting.people import People, Role
from drafting.speech import Sentence, Turn, tidy
from drafting.voice import Quotation
from drafting.weigh import DATE, DECIDES, GRAVE, LIFE, NUMBER, PROCESS, RISK, VIEW
from record.draft import Flag, Line, NotCovered
from record.source import PassageId

_MOST = 40
_SERIOUS = 8
"""Each of these must be decided before approval: with many, people learn to press without reading."""
_CLIP = 14
_LIMIT = 8
"""Words more for what takes back a part of it."""
_LIMITS = re.compile(
    r"(?:and |but )?(?:I['’]m|I am|we['’]re|we are) not saying\b|mind you\b|not that\b", re.IGNORECASE
)
""" "I've not had a drink on a Sunday" reads as a denial without "I'm not saying I've not had a drink"."""
_NAME = re.compile(r"(?<![.?!…:\"“] )(?<!^)\b(?!I\b|I')[A-Z][a-zà-ÿ'’-]{2,}")
_NOT_SHARED = re.compile(
    r"(?:\b(?:not|never|nobody|no one)\b|n't)[^.?!]{0,25}\b(?:shar(?:e|ed|ing)|tell|told|disclos\w+|"
    r"pass(?:ed)? (?:it |this )?on|repeat\w*|mention\w*)\b",
    re.IGNORECASE,
)
"""Who must not hear of it goes with what was said."""
_TELLS = {
    Why.WITHDRAWN: "{who} asked for what they said here to be left out. It is not in the draft.",
    Why.RESTRICTED: "This is restricted, or was said not to be shared. It is not in the open sections.",
    Why.ANOTHERS: "This is of another family, or the worker's own. It is not in the draft.",
    Why.PRIVATE: "It was said that this is not for this record. It is not in the draft.",
}
_HELD = {
    Why.PASSED_ON: (
        "third-hand",
        "This was passed on by others; the speaker did not see it. Decide whether it belongs here.",
    ),
    Why.RESTRICTED: (
        "restricted",
        "Restricted, or said not to be shared. Decide whether it may stand in this record.",
    ),
    Why.NOT_TO_BE_TOLD: (
        "not-to-be-told",
        "It was asked that somebody is not told this. Decide whether it may stand in this record.",
    ),
}
_OPENS = {Why.RESTRICTED: "Restricted. "}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    kind: str
    text: str = field(repr=False)
    sources: tuple[PassageId, ...]
    serious: bool
    rank: float


def third_party(turns: Sequence[Turn], held: Mapping[int, object], *, restricted: bool) -> Iterator[Line]:
    """Lines for the section whose matter is filed only if a person adds it: passed-on talk, and restricted parts.

    Where the record has no such section, passed-on talk stands among its facts; what is `restricted` may not.
    """
    for turn in _with_held(turns, held):
        for why, (code, reason) in _HELD.items():
            if why is not Why.PASSED_ON and not restricted:
                continue
            least = 0 if why is Why.NOT_TO_BE_TOLD else 3
            run = [s for s in turn.sentences if held.get(s.n) is why and s.words > least]
            if why is Why.RESTRICTED:
                run = [
                    s
                    for s in run
                    if _NOT_SHARED.search(s.text)
                    or CAME_OF_IT.search(s.text)
                    or (not s.asks and _worth(s) > 1.5 and not PROCESS.search(s.text))
                ]
            if not run:
                continue
            words = tidy(" ".join(s.text for s in run))
            yield Line(
                number=0,
                text=f"{_OPENS.get(why, '')}{f'{turn.speaker}: ' if turn.speaker else ''}{words}",
                sources=_sources(run),
                flags=(Flag(code=code, reason=reason),),
                speaker=turn.speaker,
            )


def _with_held(turns: Sequence[Turn], held: Mapping[int, object]) -> Iterator[Turn]:
    return (t for t in turns if any(s.n in held for s in t.sentences))


def not_covered(
    turns: Sequence[Turn],
    who: People,
    held: Mapping[int, object],
    apart: frozenset[int],
    used: set[int] | frozenset[int],
    unquoted: Sequence[Quotation],
    *,
    room: int,
    third_party: bool,
) -> tuple[NotCovered, ...]:
    """What was said and is in no line, within `room` words: held out, risk, the child's words, decisions, figures."""
    items = list(_held_out(turns, held, third_party))
    items += [_child(q) for q in unquoted]
    seen = {s.n for q in unquoted for s in q.sentences}
    for turn in turns:
        if turn.filler:
            continue
        for at, s in enumerate(turn.sentences):
            if s.n in held or s.n in used or s.n in seen or s.n in apart:
                continue
            if item := _left_out(s, who.part(turn)):
                after = turn.sentences[at + 1 : at + 2]
                limits = [x for x in after if not (x.n in held or x.n in apart) and _LIMITS.match(x.text)]
                items.append(replace(item, text=_text([s, *limits], _CLIP + _LIMIT)) if limits else item)
    items = _broad(sorted(items, key=lambda i: -i.rank))
    kept: list[NotCovered] = []
    spent = serious = 0
    for i in items:
        words = len(i.text.split())
        if spent + words > room or len(kept) >= _MOST:
            continue
        grave = i.serious and serious < _SERIOUS
        serious += grave
        spent += words
        kept.append(NotCovered(kind=i.kind, text=i.text, sources=i.sources, serious=grave))
    return tuple(sorted(kept, key=lambda n: not n.serious))


def _broad(items: Sequence[_Item]) -> list[_Item]:
    """One thing of every passage before a second of any: whoever opens one reads what stands around it."""
    first: list[_Item] = []
    more: list[_Item] = []
    seen: set[PassageId] = set()
    for i in items:
        (more if not i.serious and seen.issuperset(i.sources) else first).append(i)
        seen.update(i.sources)
    return first + more


def _held_out(turns: Sequence[Turn], held: Mapping[int, object], third_party: bool) -> Iterator[_Item]:
    told: dict[str, int] = {}
    for turn in _with_held(turns, held):
        for why in Why:
            run = [s for s in turn.sentences if held.get(s.n) is why]
            if not run or why is Why.CORRECTED:
                continue
            if why is Why.PASSED_ON and third_party:
                continue
            if why in _TELLS:
                if sum(s.words for s in run) < 8:
                    continue
                text = _TELLS[why].format(who=turn.speaker or "Somebody")
            else:
                text = _text(run)
            # The same of a part of many turns is said once.
            last = told.get(text) if why in _TELLS else None
            told[text] = turn.n
            if last is not None and turn.n - last < 8:
                continue
            grave = why is Why.NOT_TO_BE_TOLD
            rank = 60.0 if why is not Why.RESTRICTED else 45.0 + _worth(run[0])
            yield _Item(kind=str(why), text=text, sources=_sources(run), serious=grave, rank=rank)


def _child(q: Quotation) -> _Item:
    grave = bool(GRAVE.search(q.text) or RISK.search(q.text))
    return _Item(
        kind="child's words",
        text=_text(q.sentences),
        sources=_sources(q.sentences),
        serious=grave,
        rank=(40.0 if grave else 14.0) + q.worth,
    )


def _left_out(s: Sentence, role: Role) -> _Item | None:
    kind, rank, grave = "", 0.0, False
    if GRAVE.search(s.text) and not s.asks:
        kind, rank, grave = "risk", 50.0, True
    elif DECIDES.search(s.text):
        kind, rank = "decision", 48.0
    elif s.asks or s.words < 4 or PROCESS.search(s.text):
        return None
    elif VIEW.search(s.text):
        kind, rank = "view", 11.0
    elif role is Role.CHILD and s.words > 4:
        kind, rank = "child's words", 9.0
    elif RISK.search(s.text):
        kind, rank = "risk", 16.0
    elif NUMBER.search(s.text):
        kind, rank = "number", 6.0
    elif DATE.search(s.text):
        kind, rank = "date", 5.0
    elif _NAME.search(s.text):
        kind, rank = "name", 2.0
    elif len(LIFE.findall(s.text)) > 1:
        kind, rank = "other", 2.0
    if not kind:
        return None
    worth = rank + _worth(s) * 8 / (s.words + 6)
    return _Item(kind=kind, text=_text([s]), sources=s.passages[:3], serious=grave, rank=worth)


def _worth(s: Sentence) -> float:
    return (
        2.0 * len(RISK.findall(s.text))
        + 1.5 * len(NUMBER.findall(s.text))
        + 1.2 * len(DATE.findall(s.text))
        + 1.0 * len(_NAME.findall(s.text))
        + 1.0 * len(LIFE.findall(s.text))
    )


def _text(run: Sequence[Sentence], most: int = _CLIP) -> str:
    words = " ".join(s.text for s in run).split()
    text = " ".join(words[:most]) + (" …" if len(words) > most else "")
    return f"{run[0].speaker}: {text}" if run[0].speaker else text


def _sources(run: Sequence[Sentence]) -> tuple[PassageId, ...]:
    return tuple(dict.fromkeys(id for s in run for id in s.passages))[:3]
