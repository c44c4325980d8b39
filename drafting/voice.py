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

_FEELS = re.compile(
    r"\b(?:I (?:want|wish|like|don't like|love|hate|feel|felt|miss|need|think|thought|listen|sleep|push|"
    r"just want|knew|can't|don't)|I know (?!what)\w+|I'd|I'm|I've|scared|sad|happy|worried|brave|tummy|"
    r"like being|it's like|my (?:mum|dad|nan|room|bed|brother|sister|brain|mummy|daddy)|when I|since I|nobody|"
    r"never|it's not|(?:we|they|he|she) don't|worse)\b",
    re.IGNORECASE,
)
_DAY = Small(
    r"\b(?:breakfast|tea(?= |[.,?!]|$)|toast|dinner|lunch|hungry|starving|cold|freezing|coats?|blankets?|"
    r"mattress|wet|wee|poo|smell\w*|stinks?|dirty|nits|hair|plaits?|wash\w*|bath|clean\w*|cook\w*|by myself|"
    r"on my own|look after|mind the|hid|hide|hiding|under the (?:bed|table|covers|duvet)|cover\w* (?:my|her|"
    r"his) ears|stairs|loud|noisy|quiet|threw|throws?|chuck\w*|smash\w*|broke|slam\w*|bottles?|beers?|cans|wine|"
    r"vodka|smok\w+|cross|angry|mad|mean|lonely|boring|bored|hard|stay|live with|move|go home|come home|"
    r"see (?:my|mum|dad|mom|nan|him|her|them)|knock|prisoner|unfair|fair|not allowed|ask(?:ed)? me|listen\w*|"
    r"secret|trust|safe|cuddles?|magic|dream|each|instead|every (?:day|night|week|two weeks)|more|always|"
    r"everyone|nobody)\b"
)
"""Of what children tell of their days: food, warmth, sleep, who is angry, who listens."""

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
_BARE = 3.0
_EDGE = re.compile(
    r"^(?:that['’]s (?:it|all)|(?:did|have|can|are) you (?:bring|brought|got|see|going to write)\b.*\?|i swear|"
    r"look at (?:it|that|this)|(?:ha|lol)+|you know|bye.*|can (?:i|we) (?:go|stop|play)\b.*\?)\W*$",
    re.IGNORECASE,
)
"""What ends a turn and tells nothing."""
_A_LINE, _DENSE = 6, 0.75
"""Words that a line costs besides its own; and how far a short answer goes before a long story."""
_ENOUGH = 1.1
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

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.sentences)

    @property
    def words(self) -> int:
        return sum(s.words for s in (*self.asked, *self.sentences))


def quotations(
    turns: Sequence[Turn], people: People, held: Mapping[int, object], budget: int
) -> tuple[list[Quotation], list[Quotation]]:
    """The child's words that fit a budget of words, in the order said; and those that had to be left out, worst first.

    Only whole runs of sentences are taken, so that nothing is lifted out of what went around it.
    """
    every = [*_own(turns, people, held), *_reported(turns, people, held)]
    every.sort(key=lambda q: (-q.worth / (q.words + _A_LINE) ** _DENSE, q.sentences[0].n))
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
        if people.part(turn) is not Role.CHILD:
            continue
        about = context(turns, turn, held)
        if turn.filler:
            yield from _bare(turn, about, held)
            continue
        run: list[Sentence] = []
        for s in turn.sentences:
            if s.n in held:
                yield from _quotation(run, about=about)
                run = []
            else:
                run.append(s)
        leads = run and run[0].n == turn.sentences[0].n
        asked = about if leads and needs(turns, turn, run[0], held) else ()
        yield from _quotation(run, asked=asked, about=about if leads else ())


def _bare(turn: Turn, about: Sequence[Sentence], held: Mapping[int, object]) -> Iterator[Quotation]:
    """A mere "No" to a grave question says as much as a sentence."""
    grave = any(GRAVE.search(s.text) or RISK.search(s.text) for s in about)
    if grave and _YES_NO.match(turn.text) and not any(s.n in held for s in turn.sentences):
        yield Quotation(sentences=turn.sentences, reported=False, worth=_BARE, asked=tuple(about))


def _reported(turns: Sequence[Turn], people: People, held: Mapping[int, object]) -> Iterator[Quotation]:
    for told in quoting.reported(turns, people, held):
        yield from _quotation(told.sentences, reported=True, sure=told.sure)


def _quotation(
    run: Sequence[Sentence],
    *,
    reported: bool = False,
    asked: Sequence[Sentence] = (),
    about: Sequence[Sentence] = (),
    sure: bool = True,
) -> Iterator[Quotation]:
    """`about`: what was asked, whether or not it needs to stand before the answer."""
    run = run if reported else _without_edges(run)
    if not run:
        return
    text = " ".join(s.text for s in run)
    grave = RISK.search(text) is not None
    if not reported and not grave and _to_the_meeting(run):
        return
    told = sum(s.words for s in run)
    answers = _worth_of(" ".join(s.text for s in about)) if about else 0.0
    if told < 3 and not (grave or answers or reported):
        return
    worth = _worth_of(text) + min(answers, 3.0) + (5.0 if reported else 0.0) + min(told, 24) / 16
    asks = all(s.asks for s in run)
    yield Quotation(
        sentences=tuple(run),
        reported=reported,
        worth=worth * (0.3 if asks and not reported else 1.0),
        asked=tuple(asked),
        sure=sure,
    )


def _worth_of(text: str) -> float:
    """What a text tells of harm, wishes, feelings and daily life."""
    return (
        2.5 * len(GRAVE.findall(text))
        + 1.4 * len(RISK.findall(text))
        + 1.0 * min(4, len(_FEELS.findall(text)))
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
