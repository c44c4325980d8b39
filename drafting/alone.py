"""What chosen sentences need beside them to be read alone: a question, a denial, and who "she" is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from drafting import corrected, hold
from drafting.answers import GREETS, LISTENING, question
from drafting.small import Small
from drafting.speech import Sentence, Turn, plain, tidy
from drafting.weigh import GRAVE, PROCESS, RISK, VIEW
from record.draft import Line
from record.source import PassageId

_LONGEST = 80
"""Words in one line."""
_SOURCES = 8
_DENIES = Small(r"\b(?:no|not|never|nothing|denie\w+|none)\b|n't")


def sources(sentences: Iterable[Sentence]) -> tuple[PassageId, ...]:
    """Every passage that these stand in, once, in order."""
    return tuple(dict.fromkeys(id for s in sentences for id in s.passages))[:_SOURCES]


ASKS_OF_HARM = Small(
    r"^(?=.*\b(?:ever|do|does|did|has|have|had|is|are|was|were|any)\b).*"
    r"\b(?:hit|hitting|hurt|hurts|hurting|push(?:ed)?|slap(?:ped)?|smack(?:ed)?|punch(?:ed)?|kick(?:ed)?|grab(?:bed)?"
    r"|strangl\w+|chok(?:e|ed|ing)|touch(?:ed|es)?|laid a finger|lays? hands|harm(?:ed|ing)?|threaten(?:ed|s)?"
    r"|frightened|scared|afraid|unsafe|feel safe|dying|die|dead|cut(?:ting)? (?:yourself|herself|himself)"
    r"|self-?harm\w*|overdose\w*|forced?|made (?:you|her|him) do|drink(?:ing)? again|using again)\b"
)
"""A question whose answer is of use to a record, yes or no: "Has he ever pushed you?" """


def asked_of_harm(turns: Sequence[Turn], held: Mapping[int, object]) -> dict[int, int]:
    """By number, with its turn, the short answers of adults to a question after harm. A child's stand as quotations."""
    more: dict[int, int] = {}
    for turn in turns:
        last = turn.sentences[-1]
        if not last.asks or last.n in held or not ASKS_OF_HARM.search(last.text):
            continue
        replies = (t for t in turns[turn.n + 1 : turn.n + 3] if t.speaker != turn.speaker)
        answer = next((t for t in replies if not LISTENING.fullmatch(t.text.strip())), None)
        if answer:
            told = [x for x in answer.sentences[:_OF_HARM] if x.n not in held and not x.asks]
            more |= {x.n: answer.n for x in told}
    return more


_OF_HARM = 3
"""Sentences of an answer to it."""


def answers(turns: Sequence[Turn], picked: set[int], held: Mapping[int, object]) -> dict[int, int]:
    """Sentences that must stand with another, by number, with its turn: a grave word goes with its denial."""
    more: dict[int, int] = {}
    for turn in turns:
        for n, s in enumerate(turn.sentences):
            if s.n in held or not GRAVE.search(s.text):
                continue
            if s.asks:
                # "Right." said into a grave question is a sign of listening: as its answer it would read as a yes
                replies = (t for t in turns[turn.n + 1 : turn.n + 4] if t.speaker != turn.speaker)
                answer = next((t for t in replies if not LISTENING.fullmatch(t.text.strip())), None)
                if answer:
                    more |= {x.n: answer.n for x in answer.sentences[:5] if x.n not in held}
            elif s.n in picked and not _DENIES.search(GRAVE.cut(s.text)):
                more |= {x.n: turn.n for x in _denial(turns, turn, n) if x.n not in held and not x.asks}
    return more


def _denial(turns: Sequence[Turn], turn: Turn, n: int) -> Sequence[Sentence]:
    """What follows a grave word up to where it is denied; if it is not, the next two sentences."""
    coming = [
        *turn.sentences[n + 1 : n + 4],
        *(s for t in turns[turn.n + 1 : turn.n + 3] for s in t.sentences[:2]),
    ]
    for k, s in enumerate(coming):
        if _DENIES.search(s.text):
            return coming[: k + 1]
    return coming[:2]


def runs(turn: Turn, picked: set[int], held: Mapping[int, object]) -> list[list[Sentence]]:
    """Runs of chosen sentences of one turn; a short one between two is kept, so that nothing reads as joined up."""
    found: list[list[Sentence]] = []
    run: list[Sentence] = []
    gap: list[Sentence] = []
    for s in turn.sentences:
        if s.n in picked:
            if run and len(gap) <= 1 and sum(x.words for x in (*run, *gap, s)) <= _LONGEST:
                run += [*gap, s]
            else:
                if run:
                    found.append(run)
                run = [s]
            gap = []
        elif s.n in held or s.words > 9:
            gap = [s, s]
        else:
            gap.append(s)
    if run:
        found.append(run)
    return found


def led_in(
    turns: Sequence[Turn],
    turn: Turn,
    run: list[Sentence],
    held: Mapping[int, object],
    used: set[int] | frozenset[int],
) -> list[Sentence]:
    """A run with what it needs to be read alone: all of a short answer, and for "she" the sentence before it."""
    whole = list(turn.sentences)
    opening = whole[0]
    if opening.words <= _FEW and run[0] is not opening and run[0] is whole[1]:
        begins = opening.asks or opening.n in held or opening.n in used
        begins = begins or bool(GREETS.match(opening.text) and not _agrees(turns, turn, held))
        run = run if begins else [opening, *run]
    free = not any(s.n in held or s.n in used or s.asks for s in whole)
    if sum(s.words for s in run) < _SCRAP and free and turn.words <= _SHORT_TURN:
        return whole
    if free and turn.words <= _ALL_OF_IT and any(VIEW.search(s.text) for s in run):
        run = whole[run[0].n - opening.n :]
    at = run[0].n - opening.n
    before = turn.sentences[at - 1] if 0 < at < len(turn.sentences) else None
    if before is None or before.n in held or before.n in used or before.asks or before.words > _LEAD:
        return run
    if before.words <= _FEW and GREETS.match(before.text):
        return run
    return [before, *run] if _POINTS.match(run[0].text) and not PROCESS.search(before.text) else run


def _agrees(turns: Sequence[Turn], turn: Turn, held: Mapping[int, object]) -> bool:
    """Whether a turn begins with a yes to a question about harm: without it that answer would be lost."""
    opening = turn.sentences[0]
    asked = question(turns, turn, opening, held) if _YES.fullmatch(opening.text) else None
    return bool(asked and RISK.search(asked.text))


_YES = re.compile(r"(?:yes|yeah|yep)\W*", re.IGNORECASE)
_ALL_OF_IT = 30
"""Words of a turn in which somebody says what they think, and why."""
_FEW, _SCRAP, _SHORT_TURN, _LEAD = 3, 6, 22, 14
"""Words: of a beginning that the rest may need, of a run that says little alone, of a turn that is taken whole, and of
a sentence that leads in."""
_POINTS = re.compile(
    r"(?:and |but |so )?(?:(?:he|she|they|his|her|their|it|that|them)\b(?:'s|'d|'ll|'ve|'re)?"
    r"|I(?:'ve|'d| have| had)? (?:saw|seen|asked|told|rang|met|heard|caught|found) (?:him|her|them|it)\b)",
    re.IGNORECASE,
)


_ASSENTS = 4
"""Words from which on a sentence says by itself what its "Yeah" assents to."""
_YEAH = re.compile(r"^(?:(?:yeah|yep|yes|oh|mm|ah),? )+(?!no\b|not\b|please\b)", re.IGNORECASE)


def put_right(turn: Turn, run: Sequence[Sentence], held: Mapping[int, object]) -> tuple[Sentence, str] | None:
    """What a figure is of that its speaker puts right, without the wrong one: "She's got me back in …"."""
    first = run[0].n - turn.sentences[0].n
    k = first
    while k and held.get(turn.sentences[k - 1].n) is hold.Why.CORRECTED:
        k -= 1
    now = " ".join(s.text for s in run)
    told = ((s, corrected.without(s.text, now)) for s in turn.sentences[k:first])
    return next(((s, begun) for s, begun in told if begun), None)


def line(run: Sequence[Sentence], asked: Sentence | None, of: tuple[Sentence, str] | None = None) -> Line:
    """Who said it and what, after the question that it answers; `of` is what a figure that was put right is of."""
    speaker = run[0].speaker
    words = plain(" ".join(s.text for s in run))
    if not asked and run[0].words > _ASSENTS:
        words = plain(_YEAH.sub("", words))
    cited = list(run)
    if of:
        cited.insert(0, of[0])
        words = f"{of[1]} … {words}"
    text = f"{speaker}: {words}" if speaker else words
    if asked:
        text = f"Asked “{tidy(asked.text)}”, {speaker}: {words}"
        cited.insert(0, asked)
    return Line(number=0, text=text, sources=sources(cited), speaker=speaker)
