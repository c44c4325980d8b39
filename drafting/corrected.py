"""Figures and days that their own speaker puts right a moment later, and what they are of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafting.small import Small
from drafting.speech import Sentence, Turn, plain
from drafting.wording.stems import says_little, stem

_CORRECTS = Small(
    r"\b(?:I tell a lie\b|(?:hang on|sorry|wait)[.,]? no\b"
    r"|no, I'll say\b|I apologise for that\b|is that, no\b|correct that\b|that's the other\b"
    r"|no, it was the\b|not number\b"
    r"|^(?:no,? (?:sorry|wait|hang on)|(?:no\.?,? )?hang on|no[.,]? it(?:'s| was))\b)"
)
_NO_ANOTHER = Small(
    r"^no[.,]? (?:(?:that's|it's|it was|make (?:that|it)|only|just) )*(?:(?:the )?\d|(?:two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|\w+day)\b)"
)
"""The same within one turn: "four times. No, three"; after another's turn it may answer them."""
_WAS_WRONG = Small(r"\b(?:I(?:'d| had) (?:her|him|them|it|that) down as|hang on)\b")
_FIGURES = (
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|"
    r"nine)teen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|thousand|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|last|half|third(?!-)|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|"
    r"twentieth|thirtieth)\b"
)
_FIGURE = Small(rf"\d|{_FIGURES}")


WORDINGS = (_CORRECTS, _NO_ANOTHER, _WAS_WRONG)
"""A turn with none of these puts nothing right."""


def numbers(some: Sequence[Turn], turns: Sequence[Turn]) -> set[int]:
    """Those of the sentences whose figure or day their own speaker puts right; the correction itself stays.

    `some`: the turns that have such a wording.
    """
    found: set[int] = set()
    for turn in some:
        for n, s in enumerate(turn.sentences):
            if _WAS_WRONG.search(s.text) and _FIGURE.search(s.text):
                found.add(s.n)
            told = _CORRECTS.search(s.text)
            # "Sixty-one, sorry, no, seventy-one": what was wrong stands in the same sentence.
            if told and _FIGURE.search(s.text[: told.start()]):
                continue
            if told or (n and _NO_ANOTHER.search(s.text)):
                now = _figures(" ".join(x.text for x in turn.sentences[n : n + 4]))
                wrong = _superseded(turns, turn, n, now)
                found |= {x.n for x in wrong}
                after = _figures(turn.sentences[n + 1].text) if n + 1 < len(turn.sentences) else set()
                if wrong and after and s.words <= _PREFACE and _figures(s.text) <= after:
                    found.add(s.n)  # "Is that, no, that's when you're here": the next says it
    return found


_PREFACE = 9
"""Words of a correction that only says that it is one."""


def _figures(text: str) -> set[str]:
    return {m.lower() for m in _FIGURE.findall(text)}


def without(text: str, now: str) -> str:
    """A sentence that was put right, up to the first figure that does not stand in what is said `now`. Empty where it
    says nothing without.
    """
    right = {m[0] for m in _WHOLE.finditer(now)}
    wrong = next((m for m in _WHOLE.finditer(text) if m[0] not in right), None)
    begun = _HANGS.sub("", text[: wrong.start()]).rstrip(" ,") if wrong else ""
    begun = _TWICE.sub(r"\1", plain(begun))
    telling = any(not says_little(stem(w)) for w in _WORD.findall(begun.lower()))
    return begun if telling and len(begun.split()) >= _SAYS else ""


_TWICE = re.compile(r"\b(\w.{3,40}?),? \1$", re.IGNORECASE)
_WORD = re.compile(r"[a-zà-ÿ]{3,}")
_WHOLE = Small(rf"\d[\d,.:]*|{_FIGURES}")
_HANGS = re.compile(
    r"(?:[\s,]*\b(?:the|on|at|in|about|around|like|I['’]d say|I think|say|it['’]s|it is|it was|for|from|a|an|of|to|and"
    r"|or|by|only|just|um+|er)\b)+[\s,£]*$",
    re.IGNORECASE,
)
"""What hangs before a figure and says nothing without it."""
_SAYS = 4


def _superseded(turns: Sequence[Turn], turn: Turn, n: int, now: set[str]) -> list[Sentence]:
    """The sentences just before that give another figure: in this turn, or else in an earlier one of the speaker."""
    if not now and not turn.sentences[n + 1 :]:
        return []
    places = [list(turn.sentences[max(0, n - 3) : n])]
    if turn.speaker is not None and not _answers_another(turns, turn, n, now):
        recent = [t for t in reversed(turns[max(0, turn.n - 6) : turn.n]) if t.speaker == turn.speaker]
        places += [list(t.sentences) for t in recent[:3]]
    for place in places:
        wrong: list[Sentence] = []
        for x in reversed(place):
            told = _figures(x.text)
            if told - now and not x.asks and not _CORRECTS.search(x.text):
                wrong.append(x)
            elif wrong or (told and not _CORRECTS.search(x.text)):
                break
        if wrong:
            return wrong
    return []


def _answers_another(turns: Sequence[Turn], turn: Turn, n: int, now: set[str]) -> bool:
    """Whether it is a figure of who spoke just before that is put right, and none of one's own."""
    before = turns[turn.n - 1] if turn.n else turn
    told = _figures(" ".join(s.text for s in before.sentences[-2:]))
    return n == 0 and before.speaker != turn.speaker and bool(told - now)
