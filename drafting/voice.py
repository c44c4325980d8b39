"""The child's own words, exactly: from the child's turns, or as somebody else quotes them and is named for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafting.answers import question
from drafting.people import People, Role
from drafting.speech import Sentence, Turn
from drafting.weigh import GRAVE, LIFE, RISK

_QUOTED = re.compile(r"[\"“][^\"”]{2,}[\"”]")
_SAYS = re.compile(
    r"\b(?:he|she|they|\w+)(?:'d|'s)? (?:also )?(?:said|says|wrote|asked|told|goes|called it|put|"
    r"writes)\b|\bin (?:his|her|their) (?:own )?words\b",
    re.IGNORECASE,
)
_FEELS = re.compile(
    r"\b(?:I (?:want|wish|like|don't like|love|hate|feel|felt|miss|need|think|thought|listen|sleep|push|"
    r"just want|knew|can't|don't)|I know (?!what)\w+|I'd|I'm|"
    r"I've|scared|sad|happy|worried|brave|tummy|like being|it's like|my (?:mum|dad|nan|room|bed|brother|"
    r"sister|brain|mummy|daddy)|when I|since I|nobody|never|it's not|(?:we|they|he|she) don't|worse)\b",
    re.IGNORECASE,
)
_OWN_ADULT = re.compile(
    r"\b(?:my (?:kids|children|daughter|son|methadone|script)|as a (?:mum|dad|parent))\b", re.IGNORECASE
)

_COMES_AND_GOES = re.compile(
    r"^(?:(?:um+|oh|ok|okay|right|yeah|yes|so|well|and)[,.]? )*(?:"
    r"(?:bye|hiya|hello|hi|morning|thanks?|thank you)\b.{0,20}$|i['’]?m (?:going|off|back|here)(?: now)?[.!]*$"
    r"|(?:can|shall|do|should|could) (?:i|we) (?:just )?(?:(?:go(?: now| first)?|move on|start|stop|leave)[.?!]*$"
    r"|(?:have to )?(?:say|read|do) (?:my|mine|it|something|one|this|the)\b.{0,25}[.?!]*$)"
    r"|i (?:said|want(?:ed)?) (?:i['’]d|to) (?:do the|read|chair|start)\b|ask me[.!]*$|i forgot[.!]*$"
    r"|i['’]ve got (?:to go|training|football|swimming|a lesson|lessons|maths|pe)(?: now)?[.!]*$"
    r"|(?:is|are) (?:it|you|this) (?:listening|recording|typing|writing)\b|can you (?:hear|see) me\b)",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"^(?:(?:So|And|Um),? )*(?:(?:I'm [A-Z]|[Tt]his is|[Tt]hat['’]s)(?: the other)? "
    r"(?:[A-Z]\w+|my (?:mum|dad|nan|carer))\b|[A-Z]\w+ (?:with|from|in) .{0,40} is (?:my|[A-Z]\w+['’]s) )"
)
"""What a child says about who is there, and of coming and going: no wish, no feeling, and nothing about their life."""


def _to_the_meeting(run: Sequence[Sentence]) -> bool:
    """Whether a turn only says who is there, or that somebody comes or goes."""
    only = [bool(_COMES_AND_GOES.search(s.text) or _INTRODUCES.search(s.text)) for s in run]
    return all(only) or (sum(only) * 2 > len(run) > 2)


_ENOUGH = 1.1
"""Below this a turn is only part of the talk: "Can I go now?"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words to stand exactly as they were said. `reported` is true where the speaker quotes somebody else."""

    sentences: tuple[Sentence, ...] = field(repr=False)
    reported: bool
    worth: float
    asked: Sentence | None = field(default=None, repr=False)
    """The question that it answers, where it does not speak for itself."""

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.sentences)

    @property
    def words(self) -> int:
        return sum(s.words for s in self.sentences) + (self.asked.words if self.asked else 0)


def quotations(
    turns: Sequence[Turn], people: People, held: Mapping[int, object], budget: int
) -> tuple[list[Quotation], list[Quotation]]:
    """The child's words that fit a budget of words, in the order said; and those that had to be left out, worst first.

    Only whole runs of sentences are taken, so that nothing is lifted out of what went around it.
    """
    every = [*_own(turns, people, held), *_reported(turns, people, held)]
    every.sort(key=lambda q: (-q.worth, q.sentences[0].n))
    taken, left = [], []
    spent = 0
    for q in every:
        if q.worth > _ENOUGH and spent + q.words <= budget:
            taken.append(q)
            spent += q.words
        elif q.worth > _ENOUGH:
            left.append(q)
    return sorted(taken, key=lambda q: q.sentences[0].n), left


def _own(turns: Sequence[Turn], people: People, held: Mapping[int, object]) -> Iterator[Quotation]:
    for turn in turns:
        if people.part(turn) is not Role.CHILD or turn.filler:
            continue
        run: list[Sentence] = []
        for s in turn.sentences:
            if s.n in held:
                yield from _quotation(run, reported=False)
                run = []
            else:
                run.append(s)
        asked = question(turns, turn, run[0], held) if run else None
        yield from _quotation(run, reported=False, asked=asked)


def _reported(turns: Sequence[Turn], people: People, held: Mapping[int, object]) -> Iterator[Quotation]:
    for turn in turns:
        if people.part(turn) is Role.CHILD:
            continue
        for n, s in enumerate(turn.sentences):
            if s.n in held or not _QUOTED.search(s.text):
                continue
            before = turn.sentences[n - 1] if n and not _SAYS.search(s.text) else None
            lead = [before] if before and _SAYS.search(before.text) and before.n not in held else []
            if not lead and not _SAYS.search(s.text):
                continue
            if _OWN_ADULT.search(s.text):
                continue
            yield from _quotation([*lead, s], reported=True)


def _quotation(
    run: Sequence[Sentence], *, reported: bool, asked: Sentence | None = None
) -> Iterator[Quotation]:
    if not run:
        return
    text = " ".join(s.text for s in run)
    words = len(text.split())
    if words < 4 and not GRAVE.search(text) and not reported:
        return
    asks = all(s.asks for s in run)
    if not reported and not RISK.search(text) and _to_the_meeting(run):
        return
    worth = (
        2.5 * len(GRAVE.findall(text))
        + 1.4 * len(RISK.findall(text))
        + 1.0 * min(4, len(_FEELS.findall(text)))
    )
    worth += 0.4 * min(3, len(LIFE.findall(text))) + (5.0 if reported else 0.0) + min(words, 24) / 16
    yield Quotation(
        sentences=tuple(run),
        reported=reported,
        worth=worth * (0.3 if asks and not reported else 1.0),
        asked=asked,
    )
