"""The child's own words, exactly: from the child's turns, or as somebody else quotes them and is named for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafting import quoting
from drafting.answers import context, needs
from drafting.people import People, Role
from drafting.small import Small
from drafting.speech import Sentence, Turn
from drafting.weigh import GRAVE, LIFE, RISK
from drafting.wording import lives

_FEELS, _LEANS, _DAY, _SECRET = (Small(x) for x in (lives.FEELS, lives.LEANS, lives.DAY, lives.SECRET))
_WISHED, _TOLD, _NOT_MINE = Small(lives.WISHED), Small(lives.TOLD), Small(lives.NOT_MINE)
_CALL = Small(
    r"\b(?:transcri\w+|recording|on mute|can you (?:hear|see)|hear me|camera|lobby|microphone|the screen)\b"
)
"""Of the call itself."""
_SINCE = 8
"""Turns before an adult's thanks for telling in which it was told."""

_COMES_AND_GOES = re.compile(
    r"^(?:(?:um+|oh|ok|okay|right|yeah|yes|so|well|and)[,.]? )*(?:(?:bye|hiya|hello|hi|morning|thanks?|"
    r"thank you)\b.{0,20}$|i['’]?m (?:going|off|back|here)(?: now)?[.!]*$|(?:can|shall|do|should|could) (?:i|"
    r"we) (?:just )?(?:(?:go(?: now| first)?|move on|start|stop|leave)[.?!]*$|(?:have to )?(?:say|read|"
    r"do) (?:my|mine|it|something|one|this|the)\b.{0,25}[.?!]*$)|i (?:said|want(?:ed)?) (?:i['’]d|to) (?:do the|"
    r"read|chair|start)\b|ask me[.!]*$|i forgot[.!]*$|i['’]ve got (?:to go|training|football|swimming|a lesson|"
    r"lessons|maths|pe)(?: now)?[.!]*$|(?:is|are) (?:it|you|this) (?:listening|recording|typing|writing)\b|"
    r"can you (?:hear|see) me\b)",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"^(?:(?:So|And|Um),? )*(?:(?:I'm [A-Z]|[Tt]his is|[Tt]hat['’]s)(?: the other)? (?:[A-Z]\w+|my (?:mum|dad|"
    r"nan|carer))\b|[A-Z]\w+ (?:with|from|in) .{0,40} is (?:my|[A-Z]\w+['’]s) )"
)
"""What a child says about who is there, and of coming and going: no wish, no feeling, and nothing about their life."""


def _to_the_meeting(run: Sequence[Sentence]) -> bool:
    """Whether a turn only says who is there, or that somebody comes or goes."""
    only = [bool(_COMES_AND_GOES.search(s.text) or _INTRODUCES.search(s.text)) for s in run]
    return all(only) or (sum(only) * 2 > len(run) > 2)


_YES_NO = re.compile(
    r"^\W*(?:(?:um|oh|er)\W+)*(?:no|nope|nah|yes|yeah|yep|never|not really)\b", re.IGNORECASE
)
_BARE, _HARD, _OPEN = 3.0, 1.5, 1.5
_A_QUESTION = 18
"""Words."""
_EDGE = re.compile(
    r"^(?:that['’]s (?:it|all)|(?:did|have|can|are) you (?:bring|brought|got|see|going to write)\b.*\?|i swear|"
    r"(?:ok|okay),? wait|look at (?:it|that|this)|(?:ha|lol)+|you know|bye.*|can (?:i|we) (?:go|stop|play)\b.*\?)\W*$",
    re.IGNORECASE,
)
"""What ends a turn and tells nothing."""
_A_LINE, _DENSE = 6, 0.75
"""Words that a line costs besides its own; and how far a short answer goes before a long story."""
_LEAST, _LITTLE = 0.5, 0.75
"""What a turn must be worth where there is room for all, and the share of the room up to which there is."""
_ENOUGH = 1.4
"""Below this a turn is only part of the talk: "Can I go now?"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words to stand exactly as they were said. `reported` is true where the speaker quotes somebody else."""

    sentences: tuple[Sentence, ...] = field(repr=False)
    reported: bool
    worth: float
    asked: tuple[Sentence, ...] = field(default=(), repr=False)
    """What it answers, where it does not speak for itself."""

    sure: bool = True
    """Whether it is plain that the words are a child's, where somebody else quotes them."""
    waits: bool = False
    """Whether the child does not want to have said it."""

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.sentences)

    @property
    def words(self) -> int:
        return sum(s.words for s in (*self.asked, *self.sentences))


def room(turns: Sequence[Turn], people: People) -> int:
    """Words for the child's: a seventh of the meeting's, and more of one that was mostly the child's."""
    said = sum(t.words for t in turns)
    own = sum(t.words for t in turns if people.part(t) is Role.CHILD)
    return max(_FEW, int(_SHARE * said + _MORE * max(0.0, own - _MUCH * said)))


_SHARE, _MORE, _MUCH = 0.13, 0.16, 0.2
_FEW = 100


def quotations(
    turns: Sequence[Turn], people: People, held: Mapping[int, object], budget: int
) -> tuple[list[Quotation], list[Quotation]]:
    """The child's words that fit a budget of words, in the order said; and those that had to be left out, worst first.

    Only whole runs of sentences are taken, so that nothing is lifted out of what went around it.
    """
    every = [*_own(turns, people, held), *_reported(turns, people, held)]
    every.sort(key=lambda q: (-q.worth / (q.words + _A_LINE) ** _DENSE, q.sentences[0].n))
    taken, rest, left = [], [], []
    spent = 0
    # What a child does not want to have said is not written: the practitioner reads it and decides.
    waits = [q for q in every if q.waits]
    for q in (q for q in every if not q.waits):
        if q.worth <= _ENOUGH:
            rest.append(q)
        elif spent + q.words <= budget:
            taken.append(q)
            spent += q.words
        else:
            left.append(q)
    # A child who says little is heard with all of it.
    for q in rest if not left else ():
        if q.worth > _LEAST and spent + q.words <= budget * _LITTLE:
            taken.append(q)
            spent += q.words
    return sorted(taken, key=lambda q: q.sentences[0].n), waits + left


def _own(turns: Sequence[Turn], people: People, held: Mapping[int, object]) -> Iterator[Quotation]:
    weighs = _weighs(turns, people)
    for turn in turns:
        if people.part(turn) is not Role.CHILD:
            continue
        more = _HARD if turn.n in weighs else 0.0
        waits = any(_NOT_MINE.search(s.text) for s in turn.sentences)
        about = context(turns, turn, held)
        if turn.filler:
            yield from _bare(turn, about, held)
            continue
        run: list[Sentence] = []
        for s in turn.sentences:
            if s.n in held:
                yield from _quotation(run, about=about, more=more, waits=waits)
                run = []
            else:
                run.append(s)
        leads = run and run[0].n == turn.sentences[0].n
        asked = about if leads and _stands(about) and needs(turns, turn, run[0], held) else ()
        yield from _quotation(run, asked=asked, about=about if leads else (), more=more, waits=waits)


def _stands(about: Sequence[Sentence]) -> bool:
    """Whether a question is short enough to stand before its answer, or grave."""
    return sum(s.words for s in about) <= _A_QUESTION or any(RISK.search(s.text) for s in about)


def _weighs(turns: Sequence[Turn], people: People) -> set[int]:
    """Turns after which an adult thanks the child for telling, or says who must be told: they tell what weighs."""
    thanked = (
        t.n
        for t in turns
        if people.part(t) is not Role.CHILD and any(_TOLD.search(s.text) for s in t.sentences)
    )
    return {n for at in thanked for n in range(at - _SINCE, at)}


def _bare(turn: Turn, about: Sequence[Sentence], held: Mapping[int, object]) -> Iterator[Quotation]:
    """A mere "No" to a grave question says as much as a sentence."""
    grave = any(GRAVE.search(s.text) or RISK.search(s.text) for s in about)
    if grave and _YES_NO.match(turn.text) and not any(s.n in held for s in turn.sentences):
        yield Quotation(sentences=turn.sentences, reported=False, worth=_BARE, asked=tuple(about))


def _reported(turns: Sequence[Turn], people: People, held: Mapping[int, object]) -> Iterator[Quotation]:
    so_far = ""
    for told in quoting.reported(turns, people, held):
        words = quoting.words(told)
        if words not in so_far:
            yield from _quotation(told.sentences, reported=True, sure=told.sure)
        so_far += f" {words}"


def _quotation(
    run: Sequence[Sentence],
    *,
    reported: bool = False,
    asked: Sequence[Sentence] = (),
    about: Sequence[Sentence] = (),
    more: float = 0.0,
    sure: bool = True,
    waits: bool = False,
) -> Iterator[Quotation]:
    """`about`: what was asked, whether or not it needs to stand before the answer; `more`: what else it is worth."""
    text = " ".join(s.text for s in run)
    grave = RISK.search(text) is not None
    if not run or (not reported and not grave and _to_the_meeting(run)):
        return
    if not reported:
        run = _without_edges(run)
        text = " ".join(s.text for s in run)
    told = sum(s.words for s in run)
    question = " ".join(s.text for s in about)
    if not reported and not grave and not RISK.search(question) and _CALL.search(f"{question} {text}"):
        return
    answers = _answers(question) if about else 0.0
    if told < 3 and not (grave or answers > _OPEN or reported):
        return
    worth = _worth_of(text) + answers + (5.0 if reported else 0.0) + min(told, 24) / 16
    worth += more if told > 2 else 0.0
    asks = all(s.asks for s in run)
    yield Quotation(
        sentences=tuple(run),
        reported=reported,
        worth=worth * (0.3 if asks and not reported else 1.0),
        asked=tuple(asked),
        sure=sure,
        waits=waits,
    )


def _answers(question: str) -> float:
    """What it is worth that something was asked: most, after harm or a wish."""
    return min(3.0, _worth_of(question) + 0.5 + (1.5 if _WISHED.search(question) else 0.0))


def _worth_of(text: str) -> float:
    """What a text tells of harm, wishes, feelings and daily life."""
    return (
        2.5 * len(GRAVE.findall(text))
        + 1.4 * len(RISK.findall(text))
        + 1.0 * min(4, len(_FEELS.findall(text)))
        + 0.2 * min(3, len(_LEANS.findall(text)))
        + 1.5 * bool(_SECRET.search(text))
        + 0.8 * min(4, len({*_DAY.findall(text)}))
        + 0.4 * min(3, len(LIFE.findall(text)))
    )


def _without_edges(run: Sequence[Sentence]) -> Sequence[Sentence]:
    """Without what only opens or closes the talk, where a turn says more than that."""
    first, last = 0, len(run)
    while last - first > 1 and _EDGE.search(run[last - 1].text) and not RISK.search(run[last - 1].text):
        last -= 1
    while last - first > 1 and _COMES_AND_GOES.search(run[first].text) and not RISK.search(run[first].text):
        first += 1
    return run[first:last]
