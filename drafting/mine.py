"""What a speaker promises in so many words, each thing in a sentence by itself: "I'll ring them and I'll write"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafting.owners import Owners
from drafting.phrases import CAN, HERE, IF_IT_SUITS, NOT, SHALL_WE, WONT
from drafting.speech import Turn
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


def mine(turns: Sequence[Turn], turn: Turn, n: int, known: Owners) -> Iterator[Promise]:
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


def _with_date(match: re.Match[str] | None, turn: Turn, n: int) -> re.Match[str] | None:
    """ "I can" promises only together with a date, said with it or settled at once after it."""
    if match is None:
        return None
    settled = any(SHALL_WE.search(s.text) and DUE.search(s.text) for s in turn.sentences[n + 1 : n + 4])
    return match if settled or DUE.search(turn.sentences[n].text) else None
