"""Who said that they would do what, by when: strict rules, in the words used, with nothing made up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from drafting import again
from drafting.asked import asked
from drafting.mine import mine
from drafting.owners import Owners, owners
from drafting.people import People
from drafting.phrases import (
    BY,
    DO_IT,
    DONE_BY,
    FROM,
    HERE,
    IF,
    MYSELF,
    NOT_WHO,
    SHALL_WE,
    SO_MUCH_BY,
    THIRD,
    YOU,
)
from drafting.recaps import merged
from drafting.speech import Turn
from drafting.taken import VISITS, taken
from drafting.tasks import Promise, promise
from drafting.wording.doing import (
    MORE,
)
from drafting.wording.when import DUE
from record.draft import Action

_PAST = re.compile(
    r"\b(?:was|were|had|has|have|been|did|went|came|said|told|got|is|are|stays?|goes|lives?|works?|sleeps?)\b"
    r"|(?:it|that|he|she|there|what)'s\b|['’]s from\b|\w+ed\b|n't\b",
    re.IGNORECASE,
)
"""Tells what is or was, and arranges nothing."""
_ARRANGED = re.compile(
    r"\bI(?:'ve| have)(?: \w+)? (?:sorted|arranged|booked|set|organised|fixed|agreed|sent|got)\b"
    r"|\bI'll be (?:doing|running|seeing|there)\b|\b(?:with|and) me\b",
    re.IGNORECASE,
)


def promises(
    turns: Sequence[Turn], people: People, held: Mapping[int, object], *, used: Collection[int] = ()
) -> tuple[tuple[Action, ...], frozenset[int]]:
    """The actions said in a meeting, and the numbers of the sentences that they are in.

    `used`: those of sentences that stand elsewhere in the record, such as when people meet again.
    """
    known = owners(turns, people)
    # What is held out is not even looked at: an action quotes the sentence before it where "it" needs one.
    shown = [
        replace(t, sentences=tuple(s for s in t.sentences if s.n not in held))
        if any(s.n in held for s in t.sentences)
        else t
        for t in turns
    ]
    found: list[Promise] = []
    for turn in shown:
        for n, s in enumerate(turn.sentences):
            if s.words <= 70 and s.n not in used and not IF.match(s.text):
                found += [p for p in _in_sentence(shown, turn, n, known, people) if p.task]
    once = merged([replace(p, owner=known.voiced(p.owner)) for p in found])
    return (
        tuple(Action(text=p.task, owner=p.owner, due=p.due, sources=p.sources[:6]) for p in once),
        frozenset(n for p in once for n in p.sentences),
    )


def _in_sentence(
    turns: Sequence[Turn], turn: Turn, n: int, known: Owners, people: People
) -> Iterator[Promise]:
    """What one sentence promises: at most one thing, by the first rule that fits."""
    s = turn.sentences[n]
    if third := _third(s.text, known):
        owner, verb = third
        if not HERE.match(s.text[verb:].rstrip(".")):
            yield promise(turns, turn, n, s.text[verb:], owner)
    elif taken_up := list(mine(turns, turn, n, known)):
        yield from _beside(turns, turn, n, known, people)
        yield from taken_up
    elif made := list(asked(turns, turn, n, known)):
        yield from made
    elif (match := YOU.match(s.text)) and DUE.search(s.text):
        who = known.told(turn, n, you=True) or known.spoken_to(turn, n) or known.partner(turns, turn)
        yield promise(turns, turn, n, s.text[match.start(1) :], who)
    elif listed := _listed(turns, turn, n, known):
        yield listed
    elif told := list(taken(turns, turn, n, known, people)):
        yield from told
    elif when := again.meeting(turn, n):
        yield Promise(
            turn=turn.n,
            task=when.text.rstrip("."),
            owner=turn.speaker if when.visit and people.part(turn) in VISITS else None,
            due=when.day,
            sources=when.sources,
            sentences=when.sentences,
        )
    elif (match := FROM.match(s.text)) and s.words <= 20 and not s.asks and not _PAST.search(match[1]):
        yield promise(turns, turn, n, match[1], _arranges(turn, n), named=True)
    elif (match := DONE_BY.match(s.text)) and DUE.search(s.text) and not s.asks:
        yield promise(turns, turn, n, match[1], None, named=True)
    elif BY.match(s.text) and s.words <= 10 and not SHALL_WE.search(s.text):
        who = known.told(turn, n, you=True) or (known.partner(turns, turn) if _TO_ME.match(s.text) else None)
        yield promise(turns, turn, n, s.text, who, named=not _TO_ME.match(s.text))


def _beside(turns: Sequence[Turn], turn: Turn, n: int, known: Owners, people: People) -> Iterator[Promise]:
    """What a sentence asks or tells before its "and I'll": "send me the form and I'll sign it"."""
    s = turn.sentences[n]
    more = next((m for m in MORE.finditer(s.text) if m.start()), None)
    if more is None or s.text.count(" ", 0, more.start()) < _CLAUSE:
        return
    head = replace(s, text=s.text[: more.start()], words=len(s.text[: more.start()].split()))
    alone = replace(turn, sentences=(*turn.sentences[:n], head, *turn.sentences[n + 1 :]))
    yield from list(asked(turns, alone, n, known)) or taken(turns, alone, n, known, people)


_CLAUSE = 3


def _listed(turns: Sequence[Turn], turn: Turn, n: int, known: Owners) -> Promise | None:
    """What a chair lists as agreed: a name, and what by when or what to do."""
    s = turn.sentences[n]
    if s.asks or s.words > 35:
        return None
    if (mine := MYSELF.match(s.text)) and turn.speaker:
        return promise(turns, turn, n, mine[1], turn.speaker)
    called = known.called(s.text)
    if not called:
        return None
    owner, begin = called
    rest = s.text[begin:]
    match = SO_MUCH_BY.match(rest) or DO_IT.match(rest)
    if not match or _PAST.search(match[1]) or HERE.match(rest) or len(rest.split()) < 3:
        return None
    return promise(turns, turn, n, rest, owner, named=True)


def _arranges(turn: Turn, n: int) -> str | None:
    """The speaker, where they go on to say that they arranged it themselves."""
    said = " ".join(s.text for s in turn.sentences[n : n + 2])
    return turn.speaker if _ARRANGED.search(said) else None


_TO_ME = re.compile(r"(?:back )?(?:to|with) (?:me|us)\b", re.IGNORECASE)
_PLAINLY = re.compile(r"(?:is|are) to\b|['’]s to\b")


def _leads(text: str, match: re.Match[str]) -> bool:
    """Whether a name begins the sentence, or what was agreed: nothing is told of what they said or might do."""
    return bool(_BEGINS.fullmatch(text[: match.start(1)])) if match[1] else False


_BEGINS = re.compile(
    r"(?:(?:so|and|then|ok|right|it['’]s agreed|we(?:['’]ve)? agreed|that),? )*", re.IGNORECASE
)


def _third(text: str, known: Owners) -> tuple[str, int] | None:
    """ "Callum does", "Imran's sending", "I'd like Beth to write": who, and where the task begins."""
    for match in THIRD.finditer(text):
        spoken = next(g for g in match.groups() if g)
        if spoken.split()[0] in NOT_WHO:
            continue
        begin = match.start(match.lastindex or 1)
        plain = match[0][len(spoken) :].lstrip(", ")
        # A name that is no speaker's needs the plainest form: "Ryan is to ring".
        planned = re.match(
            r"(?:(?:is|are|['’]s) (?:going )?to|will|['’]ll|needs? to|has (?:got )?to)\b", plain
        )
        if (
            known.either(text[: match.start()], spoken)
            or _PLAINLY.match(plain)
            or (planned and _leads(text, match) and DUE.search(text[begin:]))
        ):
            return known.both(text[: match.start()], spoken, text[begin:]), begin
    return None
