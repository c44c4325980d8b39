"""Decisions as somebody who may decide stated them, and what was expressly left undecided: in their words, to check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from drafting.people import People, Role
from drafting.speech import Sentence, Turn, tidy
from record.draft import Flag, Line
from record.source import PassageId

_STATED = re.compile(
    r"\b(?:my decision|the decision|our decision|our recommendation|\w+'s recommendation|the recommendation|"
    r"my recommendation) (?:is|was|today is)\b(?! (?:for|with|up to|not (?:mine|for|up to)))"
    r"|\b(?:I|we) (?:endorse|don't endorse|do not endorse)\b|\b(?:I|we)(?:'ve| have) decided\b"
    r"|\bI'm (?:asking that|not agreeing to|agreeing (?:to|that))\b|\bI (?:am )?approv(?:e|ing)\b"
    r"|\bwe(?:'ve| have) (?:all )?agreed (?:that|to)\b|\b(?:maintain and amend|threshold is (?:not )?met)\b",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(
    r"(?:\b(?:not|never|nobody(?:'s| is)|nothing(?:'s| is))|n't) (?:\w+ ){0,3}?(?:decid(?:e|ed|ing)|agree wording)\b"
    r"|\bno decision\b|\bnot (?:been )?a decision\b|\bnot making (?:any|that|a) decision\b"
    r"|\b(?:plan|order|arrangement) (?:carries|stays|goes) on\b|\buntil (?:\w+(?:'s|'ve| has| have)|we|they) "
    r"(?:made|make) a decision\b|\bnot able to (?:agree|decide)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"^(?:and |so )?(?:that's |this is )?(?:because|the reason|my reason|in view of)\b", re.IGNORECASE
)


def lines(
    turns: Sequence[Turn], who: People, held: Mapping[int, object]
) -> Iterator[tuple[Line, tuple[int, ...]]]:
    """Each with the numbers of its sentences. A family's wishes and a question decide nothing and are not among them.

    A reader cannot tell from words alone whether it was theirs to decide: every line that says so is flagged.
    """
    for turn in turns:
        if who.part(turn) in (Role.CHILD, Role.FAMILY):
            continue
        for n, s in enumerate(turn.sentences):
            if s.n in held or s.asks:
                continue
            if _LEFT_OPEN.search(s.text):
                yield _line([s], ()), (s.n,)
            elif _STATED.search(s.text):
                run = [s]
                for after in turn.sentences[n + 1 : n + 3]:
                    if after.n in held or not _REASON.search(after.text):
                        break
                    run.append(after)
                yield _line(run, (_flag(turn.speaker),)), tuple(x.n for x in run)


def _flag(speaker: str | None) -> Flag:
    said = f"{speaker} said this" if speaker else "This was said; the transcript does not name who said it"
    return Flag(
        code="who-decided",
        reason=f"{said}. Check that it was theirs to decide, and that these were the words.",
    )


def _line(run: Sequence[Sentence], flags: tuple[Flag, ...]) -> Line:
    words = tidy(" ".join(s.text for s in run))
    speaker = run[0].speaker
    ids: tuple[PassageId, ...] = tuple(dict.fromkeys(id for s in run for id in s.passages))[:8]
    return Line(
        number=0, text=f"{speaker}: {words}" if speaker else words, sources=ids, speaker=speaker, flags=flags
    )
