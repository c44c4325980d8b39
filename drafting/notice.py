"""Who did not want to be recorded, in their words, and how it ended: that belongs to every record of a meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafting.people import People, Role
from drafting.small import Small
from drafting.speech import Sentence, Turn, tidy
from record.draft import Line
from record.source import PassageId

_OF_IT = Small(
    r"\b(?:record(?:ing|er)(?! of\b)|(?:being|be|get|getting) recorded(?! as\b)|transcri\w+|typ(?:es|ing) (?:it|"
    r"this|that|what|up|all)|types what|(?:it's|is it|is this|it is) (?:listening|typing|on|going|"
    r"taking notes)\b|listening to (?:us|me|this)|(?:my|your|the) (?:voice|phone)(?: is| 's|'s)? on (?:it|there|"
    r"that|this|my phone)|voice on|(?:leave|left|keep|kept) it (?:on|running|going)|(?:turn|switch|turned|"
    r"switched) (?:it|that|this) (?:off|on)|note[- ]?tak\w+|does a transcript|copilot|dictaphone|"
    r"it's still (?:on|going|running|recording)(?= my phone|[,.?!]|$)|being taped|on tape|taping)\b"
)
"""Talk of the recording itself."""
_PLAINLY = Small(
    r"\b(?:record(?:ing|er)(?! of\b)|(?:being|be|get|getting) (?:recorded|taped|filmed)(?! as\b)|transcri\w+|"
    r"voice on|typ(?:es|ing) (?:it|this|that|what|up|all)|types what|listening to (?:us|me|this)|"
    r"note[- ]?tak\w+|copilot|dictaphone|leave it (?:on|running)|it's still (?:on|going|running|"
    r"recording)(?= my phone|[,.?!]|$)|on tape|if I say (?:off|stop))\b"
)
"""The same, in words that are of nothing else."""
_REFUSES = Small(
    r"\b(?:(?:not|isn't|ain't|wasn't|in't|aren't|never) (?:\w+ )?(?:happy|comfortable|keen|all right|ok|okay|"
    r"having|agreeing|consenting|being (?:recorded|taped))\b|(?:don't|do not|didn't|wouldn't|dinnae|dunna|"
    r"don't really) (?:want|like|agree|consent)\b|(?:I )?object(?:ed|ing)?(?: to)?|(?:I'd|I would|"
    r"we'd) (?:rather|prefer)\b.{0,25}(?:n't|not|off|by hand)|(?:turn|switch) (?:it|that|this) off|stop (?:it|"
    r"recording|the|that)|no recording|no way|(?:wanted|want) it (?:noted|off|stopped|put down)|without (?:it|"
    r"the recording|that thing))\b"
)
_AGREES = Small(
    r"\b(?:leave it (?:on)?|carry on|go on then|keep it (?:on|going)|(?:that's|it's|that'll be) (?:fine|ok|okay|"
    r"all right|grand|sound)|fine (?:by|with) me|don't mind|not bothered|(?:you|ye|yous) can (?:leave|keep|use|"
    r"have|record)|as long as|so long as|no problem|not a problem|if I say)\b"
)
_IT = Small(r"\b(?:that|it|this|them|one)\b")
_ANSWER = Small(r"^(?:no|nope|nah|not really|no thanks|no thank you|I'd rather not|I do)\b")
_ONLY_IF = Small(
    r"\b(?:if|as long as|so long as|only|except|unless)\b.*\b(?:off|stop|stops|anywhere|anyone|anybody|delet\w+|"
    r"wip\w+|police|courts?|hears?|sees?|get it|gets it|read|goes)\b"
)
"""On what somebody lets it run."""
_ASKS_LEAVE = Small(r"\b(?:ok|okay|all right|happy|mind|problem|object\w*|comfortable|fine|agree|want)\b")
_WITHIN = 3
"""Turns after talk of the recording in which somebody who objected may still speak of it."""
_A_QUESTION = 9
"""Words in a question that goes with an objection: "Who gets it?"."""
_MOST = 45
"""Words of one person's that a line gives."""


@dataclass(slots=True)
class _Said:
    """What one person said of being recorded."""

    against: list[Sentence] = field(default_factory=list)
    after: list[Sentence] = field(default_factory=list)


def lines(
    turns: Sequence[Turn], who: People, held: Mapping[int, object]
) -> Iterator[tuple[Line, frozenset[int]]]:
    """A line for each who objected, or set a condition: what they said of it, and what they said last."""
    for speaker, said in _said(turns, who, held).items():
        sentences = [*_within(said.against), *_within(said.after[-2:])]
        first, last = _quoted(said.against), _quoted(said.after[-2:])
        text = f"On being recorded, {speaker or 'somebody'}: {first}"
        if last:
            text += f" Then: {last}"
        sources: tuple[PassageId, ...] = tuple(dict.fromkeys(id for s in sentences for id in s.passages))
        yield (
            Line(number=0, text=text, sources=sources[:12], speaker=speaker),
            frozenset(s.n for s in sentences),
        )


def _said(turns: Sequence[Turn], who: People, held: Mapping[int, object]) -> dict[str | None, _Said]:
    found: dict[str | None, _Said] = {}
    spoken_of, by = -_WITHIN - 1, None
    records: str | None = None
    asked = False
    for turn in turns:
        own = any(_OF_IT.search(s.text) for s in turn.sentences)
        begun = records is not None or any(_PLAINLY.search(s.text) for s in turn.sentences)
        own = own and begun
        if own and records is None:
            records = turn.speaker
        # Who runs the recording explains it, and says what happens to it.
        if records is not None and turn.speaker != records and who.role(turn.speaker) is not Role.AUTHOR:
            near = turn.n - spoken_of <= (_WITHIN if turn.speaker in found else 1) and by == records
            for n, s in enumerate(turn.sentences):
                if s.n not in held and s.words <= _MOST:
                    before = turn.sentences[n - 1] if n else None
                    _sort(found, s, before, near=near and n < _WITHIN, asked=asked and n == 0)
        if own:
            spoken_of, by = turn.n, turn.speaker
        last = turn.sentences[-1]
        asked = own and last.asks and bool(_ASKS_LEAVE.search(last.text))
    return {x: said for x, said in found.items() if said.against}


def _sort(
    found: dict[str | None, _Said], s: Sentence, before: Sentence | None, *, near: bool, asked: bool
) -> None:
    """Whether a sentence is against being recorded, or lets it be after all."""
    of_it = (_OF_IT if near else _PLAINLY).search(s.text) is not None
    said = found.get(s.speaker)
    agrees, sets = _AGREES.search(s.text) is not None, _ONLY_IF.search(s.text) is not None
    refuses = _REFUSES.search(s.text) is not None and (of_it or (near and _IT.search(s.text) is not None))
    if s.asks:
        if said and near and before in said.against and s.words <= _A_QUESTION:
            said.against.append(s)
    elif (sets and (of_it or near)) or (not agrees and (refuses or (asked and _ANSWER.search(s.text)))):
        against = found.setdefault(s.speaker, _Said()).against
        if sets and before and _AGREES.search(before.text):
            against.append(before)
        against.append(s)
    elif said and agrees and (of_it or near):
        said.after.append(s)


def _within(run: Sequence[Sentence]) -> list[Sentence]:
    kept: list[Sentence] = []
    for s in run:
        if sum(x.words for x in kept) + s.words <= _MOST:
            kept.append(s)
    return kept


def _quoted(run: Sequence[Sentence]) -> str:
    """Their words, each run in quotation marks of its own."""
    parts: list[str] = []
    last = -2
    for s in _within(run):
        if s.n == last + 1 and parts:
            parts[-1] += f" {tidy(s.text)}"
        else:
            parts.append(tidy(s.text))
        last = s.n
    return " ".join(f"“{re.sub('[“”]', '', p)}”" for p in parts)
