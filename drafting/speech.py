"""What was said, as turns and sentences that still know their passages; and the little tidying that is safe."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from drafting import breath
from drafting.small import Small
from record.source import Passage, PassageId, Transcript

_FILLERS = frozenset(
    [
        "mm",
        "mhm",
        "mmm",
        "hm",
        "hmm",
        "uh",
        "um",
        "er",
        "erm",
        "ah",
        "oh",
        "yeah",
        "yep",
        "yes",
        "ok",
        "okay",
        "right",
        "no",
        "sure",
        "ha",
        "lovely",
        "brilliant",
        "great",
    ]
)
_SHORT_FORMS = frozenset(["mr", "mrs", "ms", "dr", "st", "prof", "rev", "no", "vs", "eg", "ie", "etc"])
_END = re.compile(r"[.?!…]+[\"”'’)]*(?=\s)")
_UM = r"\b(?:um+|uh+|erm+|er|uhm)\b"
_HESITATION = Small(rf"(?:,\s*|\s\s*|){_UM}(?:,|\.\.\.)?")
# Only little words: a repeated number, name, "no" or "very" may be meant.
_STUTTER = Small(
    r"\b(?P<twice>I|it|it's|he|he's|she|she's|we|we've|they|the|a|and|to|that|that's|in|of|is|was|I'm|I've|there's|"
    r"for|about|at|on|with|my|his|her|you|but|if|are|do)"
    r"(?:,? (?P=twice)\b)+"
)
_STARTS_AGAIN = Small(
    r"\b(?P<begun>(?:I|you|he|she|it|we|they|that|there)(?:['’](?:s|m|re|ve|d))? (?:was|were|had|have|has|is|are|am"
    r"|think|just|can|could|do|did|don['’]t|didn['’]t))(?:,? (?P=begun)\b(?!['’]t| not\b))+"
)
"""Begun twice. "I can, I can't" is put right, and stays."""
_BY_THE_WAY = Small(
    r"\b(?:(?:^|(?<=,)|(?<=[.?!,] ))(?:you know|you see|basically|obviously)|^I mean), (?=\w)"
)
"""Said to keep speaking, between commas: "we don't, you know, ask". "Do you know" and "I mean it" are none; nor is "I
mean" where anything stands before it, which it may put right: "on Monday, I mean, Tuesday"."""
_OPENING = re.compile(
    r"^(?:(?:ok|okay|well|right|so|and),? (?=(?:ok|okay|well|right|so|and)\b)|(?:ok|okay|well|right|so), |"
    r"and,? |"
    r"so (?!(?:far|long|much|many|not|often|on|be|that|i|it)$|(?:far|long|much|many|not|often|on|"
    r"be)\b))+(?=\w)",
    re.IGNORECASE,
)
_UNTIDY = Small("|".join((_UM, *(x.pattern for x in (_STUTTER, _STARTS_AGAIN, _BY_THE_WAY)))))
_NEXT = re.compile(r"(?<=[a-z0-9][.?!] )[a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, exactly as it stands in the transcript. `start` is seconds; `n` its place in the meeting."""

    n: int
    turn: int
    speaker: str | None = field(repr=False)
    start: float
    text: str = field(repr=False)
    passages: tuple[PassageId, ...]
    words: int
    asks: bool
    """A question, as far as the punctuation tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker said in one go. `filler` is a mere "Mm" or "Yeah": a sign of listening, or a bare answer."""

    n: int
    speaker: str | None = field(repr=False)
    sentences: tuple[Sentence, ...] = field(repr=False)
    filler: bool

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.sentences)

    @property
    def words(self) -> int:
        return sum(s.words for s in self.sentences)


def turns(transcript: Transcript) -> tuple[Turn, ...]:
    """The turns in order. Passages without a speaker run on into each other, because captions cut mid-sentence."""
    told: list[Turn] = []
    n = 0
    for block in _blocks(transcript):
        sentences = []
        for text, passages in _sentences(block):
            sentences.append(
                Sentence(
                    n=n,
                    turn=len(told),
                    speaker=block[0].speaker,
                    start=passages[0].start,
                    text=text,
                    passages=tuple([p.id for p in passages]),
                    words=len(text.split()),
                    asks=text.rstrip("\"”'’) ").endswith("?"),
                )
            )
            n += 1
        if sentences:
            whole = " ".join(s.text for s in sentences)
            told.append(
                Turn(
                    n=len(told),
                    speaker=block[0].speaker,
                    sentences=tuple(sentences),
                    filler=is_filler(whole),
                )
            )
    return tuple(told)


def _blocks(transcript: Transcript) -> Iterator[list[Passage]]:
    """Each passage of a named speaker; passages without a name together, without the listener's "Mm"."""
    block: list[Passage] = []
    for p in transcript.passages:
        if p.speaker:
            if block:
                yield block
            block = []
            yield [p]
        elif not (block and is_filler(p.text) and not block[-1].text.rstrip().endswith((".", "?", "!"))):
            block.append(p)
    if block:
        yield block


def _sentences(block: list[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    """The sentences of passages that run on into each other, each with those in which it stands."""
    whole = " ".join([p.text for p in block])
    ends = [before + n for n, before in enumerate(accumulate(len(p.text) for p in block))]
    begin = 0
    for end in _cuts(whole, ends):
        text = whole[begin:end].strip()
        if text:
            first = begin + len(whole[begin:end]) - len(whole[begin:end].lstrip())
            yield text, block[bisect_right(ends, first) : bisect_left(ends, end) + 1]
        begin = end


def _cuts(whole: str, ends: list[int]) -> Iterator[int]:
    """Where sentences end: never inside a quotation, never after "Mr"."""
    begin = 0
    for match in [*_END.finditer(whole), None]:
        end = match.end() if match else len(whole)
        for place in ends[bisect_right(ends, begin) : bisect_left(ends, end)]:
            # Captions without punctuation would make one sentence of a whole meeting.
            if whole.count(" ", begin, place) >= breath.LONGEST:
                yield place
                begin = place
        if match is None:
            yield from breath.parts(whole, begin, end)
            yield end
        elif not _goes_on(whole, begin, match):
            yield from breath.parts(whole, begin, end)
            yield end
            begin = end


def _goes_on(whole: str, begin: int, end: re.Match[str]) -> bool:
    so_far = whole[begin : end.end()]
    if so_far.count('"') % 2 or so_far.count("“") > so_far.count("”"):
        return len(so_far) < 600  # a lost closing mark must not swallow the rest
    last = so_far.rstrip(".?!…\"”'’) ").rsplit(None, 1)
    if (
        end[0] == "."
        and last
        and last[-1].lower() in _SHORT_FORMS
        and whole[end.end() :].lstrip()[:1].isupper()
    ):
        return last[-1].lower() != "no"
    return end[0].startswith("..") and whole[end.end() :].lstrip()[:1].islower()


def is_filler(text: str) -> bool:
    """Three words at most, none of which says anything by itself."""
    words = re.findall(r"[a-z']+", text.lower())
    return len(words) <= 3 and all(w in _FILLERS for w in words) and not re.search(r"\d", text)


def tidy(text: str) -> str:
    """Spoken words made readable: hesitations and stutters go, a leading "So" or "OK" goes; nothing that can carry
    meaning does, and so never a "No", a number or a name.
    """
    tidied = _STUTTER.cut(_spaced(_unhesitating(text)))
    tidied = _OPENING.sub("", tidied)
    tidied = _NEXT.sub(lambda m: m[0].upper(), tidied)
    return tidied[:1].upper() + tidied[1:]


def _unhesitating(text: str) -> str:
    """Without "um": a comma stays between "the nurse" and "the children's nurse", "the, um, a plan" is "a plan"."""
    kept: list[str] = []
    done = 0
    for match in _HESITATION.finditer(text):
        before, after = text[done : match.start()], text[match.end() :]
        begun = _BEGUN.search(before) if match.start() and _DETERMINES.match(after) else None
        parts = match[0].startswith(",") and _BEGINS.match(after) and not _LEANS.search(before)
        kept += (before[: begun.start()] if begun else before, ", " if parts and not begun else " ")
        done = match.end()
    return "".join((*kept, text[done:])) if kept else text


_BEGINS = re.compile(
    r"\s*(?:the|a|an|his|her|their|my|our|I|he|she|we|they|so|but|because|which|who|there['’]?s?|it['’]s)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"(?:^|[.,?!]|\b(?:the|a|an|and|but|or|so|to|of|in|on|at|for|from|with|by|that|which|who|if|because|as|than"
    r"|is|are|was|were|be|been|has|have|had|said|says|think|thinks|know|I|he|she|it|we|they|you|my|his|her|their|our"
    r"|\w+['’](?:s|m|re|ve|d|ll))) ?$",
    re.IGNORECASE,
)
"""What comes before a hesitation and goes on after it: "from, um, the nurse" needs no comma."""
_BEGUN, _DETERMINES = (
    re.compile(r"\b(?:the|a|an)$", re.IGNORECASE),
    re.compile(r"\s*(?:the|a|an|my|his|her|their)\b", re.IGNORECASE),
)
"""Begun with one small word and gone on with another."""


def untidy(text: str) -> bool:
    """Whether there are words in it that would go; if not, there are at most a capital, a space or a comma to mend."""
    spaced = _spaced(text)
    return bool(_UNTIDY.search(spaced) or _OPENING.match(spaced))


def _spaced(text: str) -> str:
    return " ".join(text.replace(" ,", ",").replace(" .", ".").split()).lstrip(",. ")


def plain(text: str) -> str:
    """Tidied for a line of its own: also without "you know", and without what was begun twice. Never in a quotation."""
    return tidied_and_plain(text)[1]


def tidied_and_plain(text: str) -> tuple[str, str]:
    """Both ways to write it."""
    tidied = tidy(text)
    shorter = _STARTS_AGAIN.cut(_BY_THE_WAY.cut(tidied))
    return tidied, tidied if shorter == text else tidy(shorter)
