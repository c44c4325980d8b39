"""Who said that they would do what, by when: strict rules, in the words used, with nothing made up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from drafting import again
from drafting.asked import asked
from drafting.owners import Owners, owners
from drafting.people import People
from drafting.phrases import (
    BY,
    CAN,
    DO_IT,
    DONE_BY,
    FROM,
    HERE,
    IF,
    IF_IT_SUITS,
    MYSELF,
    NOT,
    NOT_WHO,
    SHALL_WE,
    SO_MUCH_BY,
    THIRD,
    WONT,
    YOU,
)
from drafting.recaps import merged
from drafting.speech import Turn
from drafting.taken import VISITS, taken
from drafting.tasks import Promise, promise
from drafting.wording.doing import (
    FIRST,
    HANGS_ON,
    IF_THEY_LIKE,
    LAST_TIME,
    MORE,
    MUST_ASK,
    OTHERS_SAY,
    VERB,
    WANTED,
    WE,
    WE_BY,
)
from drafting.wording.when import DUE, WHEN
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
    elif mine := list(_mine(turns, turn, n, known)):
        yield from _beside(turns, turn, n, known, people)
        yield from mine
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


def _mine(turns: Sequence[Turn], turn: Turn, n: int, known: Owners) -> Iterator[Promise]:
    """What the speaker promises in a sentence, each thing by itself; a question only if it asks whether that suits."""
    s = turn.sentences[n]
    if s.asks and not IF_IT_SUITS.search(s.text):
        return
    after = turn.sentences[n + 1].text if n + 1 < len(turn.sentences) else ""
    if WONT.match(after):
        return
    found = list(_begun(turns, turn, n))
    owner = turn.speaker or known.told(turn, n, you=False)
    for begin in found:
        before = s.text[:begin]
        end = min(
            (m.start() for m in MORE.finditer(s.text, begin) if any(x > m.start() for x in found)),
            default=None,
        )
        task = s.text[begin:end]
        if (
            (HERE.match(task.rstrip(".")) and not _LATER.match(task))
            or NOT.search(before[-30:])
            or HANGS_ON.search(_up_to(before))
        ):
            continue
        if re.match(r"read (?:it|that|this)\b", task, re.IGNORECASE) and not _READ.search(
            turns[turn.n - 1].text if turn.n else ""
        ):
            continue
        if IF_THEY_LIKE.search(task.rstrip(". ")) or (
            MUST_ASK.search(before) and re.match(r"ask (?:you|about|this|that)\b", task)
        ):
            continue
        if not (LAST_TIME.search(task) or OTHERS_SAY.search(_up_to(before))):
            yield promise(turns, turn, n, task, owner, to=_addressed(s.text, known))


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
_LATER = re.compile(
    rf"(?:put|write|type|take|make|record|share|print|read|keep)\b.*(?:\b(?:by|before) (?:{WHEN})|\b(?:tomorrow"
    rf"|tonight|this (?:afternoon|evening|week)|next week))",
    re.IGNORECASE,
)
"""What would be done in the meeting itself, were there no day."""
_READ = re.compile(r"\bread\b", re.IGNORECASE)


def _begun(turns: Sequence[Turn], turn: Turn, n: int) -> Iterator[int]:
    """Where in a sentence each thing begins that its speaker will do."""
    text = turn.sentences[n].text
    begins = (_says(text, m.start(m.lastindex or 1)) for m in FIRST.finditer(text))
    found = list(dict.fromkeys(x for x in begins if x is not None))
    if not found and (match := _we(text) or _offers(turns, turn, n) or _with_date(CAN.search(text), turn, n)):
        found = [match.start(match.lastindex or 1)]
    # "I'll do that this afternoon" tells when, of what was promised just before it.
    found = [
        x for k, x in enumerate(found) if not (k + 1 < len(found) and _again(text[x:], text[found[k + 1] :]))
    ]
    for k, x in enumerate(found):
        verb = text[x:].split(" ", 1)[0].lower()
        if not k or not (
            _THAT.match(text[x:])
            or (
                re.match(rf"{verb} (?:it|them|him|her|that)\b", text[x:], re.IGNORECASE)
                and verb == text[found[k - 1] :].split(" ", 1)[0].lower()
            )
        ):
            yield x


def _again(one: str, other: str) -> bool:
    """Begun twice: "I'll get her to, um, I'll get her to sign"."""
    return (
        one.split()[:3] == [*other.split()[:2], *[f"{w}," for w in other.split()[2:3]]]
        or one.split()[:3] == other.split()[:3]
    )


def _we(text: str) -> re.Match[str] | None:
    match = WE.search(text)
    by = None if match else WE_BY.search(text)
    return match or (by if by and DUE.search(text[by.start() :]) else None)


def _offers(turns: Sequence[Turn], turn: Turn, n: int) -> re.Match[str] | None:
    """ "I can pop round and do that", in answer to who wanted it."""
    match = CAN.search(turn.sentences[n].text) if n == 0 and turn.n else None
    if not match or not _IT.search(turn.sentences[n].text[match.start() :]):
        return None
    earlier = turns[turn.n - 1].sentences
    return match if earlier and WANTED.search(earlier[-1].text) else None


_IT = re.compile(r"\b(?:that|it|them|those)\b", re.IGNORECASE)


def _says(text: str, begin: int) -> int | None:
    """Where the task itself begins in "what I'll do is talk to her"; nowhere in "what I'll do, right"."""
    what = _WHAT.search(text[:begin])
    if not what or not re.match(r"do\b", text[begin:], re.IGNORECASE):
        return begin
    told = _DO_IS.match(text, begin)
    return told.end() if told else None


_WHAT = re.compile(
    r"\b(?:what|all|(?:one|first) thing)(?: that)? (?:I|we)(?:['’]\w+| \w+){1,4} ?$", re.IGNORECASE
)
_DO_IS = re.compile(
    rf"do(?: next| first| now| then)?(?:,? (?:is|right|OK|then|,))*,? (?:I['’]ll |I['’]m going to )?(?={VERB}\b)",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"(?:(?:do|get|sort) (?:that|it|this)|have (?:it|that|this|them) (?:done|finished|ready|written|sent))\b",
    re.IGNORECASE,
)
_I = re.compile(r"\b(?:I|we)(?:['’]\w+| \w+){0,4} ?$", re.IGNORECASE)


def _up_to(before: str) -> str:
    """What stands before "I'll"."""
    return _I.sub("", before)


def _addressed(text: str, known: Owners) -> str | None:
    """Who "you" is, where the sentence begins with a name: "Lee, I'll ring you"."""
    called = known.called(text)
    return called[0] if called else None


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


def _with_date(match: re.Match[str] | None, turn: Turn, n: int) -> re.Match[str] | None:
    """ "I can" promises only together with a date, said with it or settled at once after it."""
    if match is None:
        return None
    settled = any(SHALL_WE.search(s.text) and DUE.search(s.text) for s in turn.sentences[n + 1 : n + 4])
    return match if settled or DUE.search(turn.sentences[n].text) else None


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
