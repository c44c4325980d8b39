"""What is said in confidence or not to be written, by how people mark it, and how far back and forward that reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from drafting import marks
from drafting.introductions import FAMILY
from drafting.people import People, Role
from drafting.small import Small
from drafting.speech import Sentence, Turn
from drafting.weigh import DATE, NUMBER
from drafting.why import Why
from drafting.wording.stems import says_little, stem

_TOPIC = re.compile(
    r"^(?:(?:ok|okay|right|so|now|and|but|anyway|well|um|er),? )*(?:(?:ok|okay|anyway|moving on|next|the other thing|"
    r"another thing|as for|in terms of|on (?:the )?(?:other|school|health|contact|housing)|back to|school|health|"
    r"attendance|contact|education|housing|let['’]s)\b(?!-)|(?:then|and) there['’]s\b)",
    re.IGNORECASE,
)
"""How somebody turns to something else."""
_POINTS_ON = re.compile(
    r"\b(?:this|the next|these|about to|going to (?:say|tell|give)|just between|between (?:you|our|us)|"
    r"off the record|in (?:\w+ )?confidence|i said (?:this|it))\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:that|it|those|them|any of (?:it|that)|both|all)\b", re.IGNORECASE)
_BUT = re.compile(r"[A-Za-z]{3,}\W+but (?:please )?$", re.IGNORECASE)
"""What is meant stands before the "but": "and Jago, but don't tell him"."""
_NOTED = Small(r"\b(?:noted?|record|minute)d? that\b|\bobject\w*|\bconsent\w*")
"""That somebody objected, or asked for something to be left out, is itself to be recorded."""
_SAYS_ON = re.compile(
    r"(?:(?:um|er|well|yeah|no|oh|only),? )*(?:and|but|so|because|cos|only|he|she|it|they|that|this|"
    r"there|his|her|their|"
    r"him|them|who|which|then)\b(?! one\b)",
    re.IGNORECASE,
)
_OF_THEM = Small(r"\b(?:he|she|they|him|her|them|it)\b(?! \w+ (?:says|said)\b)")
_I = re.compile(r"(?:(?:um|er|well|yeah|no|oh|and|but|so),? )*(?:I|we|me|my)\b", re.IGNORECASE)
_PROMISES = Small(
    r"\b(?:i|we)(?:'ll| will|'m|'re| am| are)? ?(?:won't|wouldn't|not|never)\b(?! (?:supposed|meant|allowed)\b)"
)
_OWES = Small(
    r"\b(?:kill|murder|forgive) me|go mad|supposed|meant to|allowed|shouldn't|nobody|promise|swore|asked me"
)
"""Told first, before what it is that somebody else wants kept."""
_INSIDE = re.compile(
    r"\s*(?:that )?(?:I|he|she|we|they|about)\b(?! (?:said|told|say|'ve said) (?:this|that|it|so)?)",
    re.IGNORECASE,
)
"""What is not to be told stands in the same sentence: "don't tell Dad I cried"."""
_ASSURES = Small(
    r"\b(?:won't|will not|not|never|n't)\b[^.?!]{0,25}\b(?:tell|telling|say|saying|share|sharing|put|putting|write|"
    r"writing|mention|breathe|repeat|go in|from you)\b|\bwhen (?:he|she|they)(?:'s| has|'ve| have|"
    r"'re)?(?: been)? (?:told|know|"
    r"knows|found out|aware)\b|\b(?:tell|telling) (?:him|her|them),? (?:at|on|when|after|in|before|this|next|by)\b|"
    r"^(?:oh,? )?congratulations|\bbetween us\b|\bunderstood\b|\bsafe with me\b"
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-zà-ÿ]{2,}(?:['’]s)?")
_MOST, _SENTENCES, _OWN = 70, 5, 5
"""Words and sentences that one mark reaches; words of its own from which a sentence tells something itself."""
_NEAR, _FAR = 4, 7
"""Turns after which an answer, and what somebody said before, belong to something else."""
_RARE = 3
"""Sentences in which a word may stand and still point at one matter."""


def held(turns: Sequence[Turn], people: People) -> dict[int, Why]:
    """By the number of each sentence that somebody marks so, and of what the mark reaches, why."""
    found: dict[int, Why] = {}
    for turn in turns:
        role = people.part(turn)
        for n, s in enumerate(turn.sentences):
            if marks.police(s, role):
                for x in (s, *_ahead(turn.sentences[n + 1 :], leaning=True)):
                    found.setdefault(x.n, Why.RESTRICTED)
            if found and marks.takes_back(s):
                for x in _recent(turns, turn, n):
                    if found.get(x.n) is Why.NOT_TO_BE_TOLD or x.speaker == s.speaker:
                        found.pop(x.n, None)
            elif mark := marks.mark(turn, s, role):
                for x in (s, *_reach(turns, turn, n, mark, role)):
                    found.setdefault(x.n, mark[0])
        found |= {n: why for n, why in _cut_off(turns, turn, role).items() if n not in found}
    if found:
        found |= _answered(turns, found)
        found |= _again(turns, people, found)
    return found


def _cut_off(turns: Sequence[Turn], turn: Turn, role: Role) -> dict[int, Why]:
    """What somebody was stopped in saying, and what somebody does not know yet: "does fostering know?" "No."."""
    recent = [t for t in reversed(turns[max(0, turn.n - _FAR) : turn.n]) if not t.filler]
    if not recent or turn.speaker is None:
        return {}
    before = recent[0]
    if any(marks.stops(s, role) for s in turn.sentences[:3]) and before.speaker != turn.speaker:
        return {before.sentences[-1].n: Why.PRIVATE}
    if not marks.asks_who_knows(before.sentences[-1]) or before.speaker == turn.speaker:
        return {}
    if not any(marks.unknown(s) for s in turn.sentences[:2]):
        return {}
    told = next((t for t in recent[1:] if t.speaker == turn.speaker and t.words > _OWN), None)
    if told is None:
        return {}
    matter = [x for x in told.sentences if not x.asks][-_SENTENCES:]
    return {x.n: Why.RESTRICTED for x in (*matter, before.sentences[-1])}


def _reach(
    turns: Sequence[Turn], turn: Turn, n: int, mark: tuple[Why, re.Match[str]], role: Role
) -> Sequence[Sentence]:
    """What a mark is of: what was said before it, or what comes after."""
    why, match = mark
    s = turn.sentences[n]
    if _BUT.search(s.text[: match.start()]):
        return _ahead(turn.sentences[n + 1 :], leaning=True)
    own = s.words - len(match[0].split())
    before, after = turn.sentences[:n], turn.sentences[n + 1 :]
    if why is Why.PRIVATE:
        return () if _told_now(before) else _others(turns, turn)
    if why is Why.NOT_TO_BE_TOLD and _INSIDE.match(s.text[match.end() :]):
        return ()
    if _PROMISES.search(s.text[: match.end()]) and role is not Role.CHILD:
        return ()
    points = _POINTS_BACK.search(match[0])
    that = bool(points) and points is not None and points[0].lower() != "it"
    if _OWES.search(match[0]) and "," not in s.text[match.end() :]:
        return _ahead(after) or _next(turns, turn)
    on = not that and bool(_POINTS_ON.search(match[0]))
    if on and own >= _OWN:
        return _ahead(after, leaning=True) if match.start() <= len(s.text) // 2 else ()
    if on and (after or not before):
        return _ahead(after) or _next(turns, turn)
    told = _back(before)
    if sum(x.words for x in told) >= _OWN:
        return told
    if own >= _OWN:
        return [*told, *_ahead(after, leaning=True)]
    if after and not that:
        return _ahead(after)
    earlier = _others(turns, turn) if role in (Role.PROFESSIONAL, Role.AUTHOR) else []
    return [*told, *(earlier or _earlier(turns, turn) or _ahead(after) or _next(turns, turn))]


def _told_now(before: Sequence[Sentence]) -> bool:
    return sum(x.words for x in before) >= 2 * _OWN


def _back(before: Sequence[Sentence]) -> list[Sentence]:
    """From a mark back to where its speaker turned to it."""
    found: list[Sentence] = []
    words = 0
    for at in range(len(before) - 1, -1, -1):
        x = before[at]
        words += x.words
        if x.asks or words > _MOST or len(found) == _SENTENCES:
            break
        found.append(x)
        if _TOPIC.match(x.text) or not _leans(before[at - 1] if at else None, x):
            break
    return found[::-1]


def _ahead(after: Sequence[Sentence], *, leaning: bool = False) -> list[Sentence]:
    """From a mark on to where its speaker turns to something else; `leaning`: only what plainly goes on about it."""
    found: list[Sentence] = []
    words = 0
    for x in after:
        words += x.words
        going = _leans(None, x) if leaning or found else True
        if (found or leaning) and (
            not going or _TOPIC.match(x.text) or words > _MOST or len(found) == _SENTENCES
        ):
            break
        found.append(x)
    return found


def _leans(before: Sentence | None, s: Sentence) -> bool:
    """Whether a sentence goes on from the one before it: "and", "she", or more of what "I" did."""
    if s.words < _OWN or _SAYS_ON.match(s.text):
        return True
    if _OF_THEM.search(" ".join(s.text.split()[:6])):
        return True
    return before is not None and bool(_I.match(s.text) and _I.match(before.text))


def _next(turns: Sequence[Turn], turn: Turn) -> list[Sentence]:
    """What somebody says next who has announced it."""
    coming = (
        t
        for t in turns[turn.n + 1 : turn.n + _NEAR]
        if t.speaker == turn.speaker and not t.filler and t.words > _OWN
    )
    return _ahead(next((t.sentences for t in coming), ())) if turn.speaker is not None else []


def _earlier(turns: Sequence[Turn], turn: Turn) -> list[Sentence]:
    """What the speaker told in their turns before; else what they have just been told."""
    if turn.speaker is None:
        return []
    recent = [t for t in reversed(turns[max(0, turn.n - _FAR) : turn.n]) if not t.filler]
    own = [t for t in recent if t.speaker == turn.speaker and t.words > 2]
    found: list[Sentence] = []
    for t in own[:3]:
        found = [*_back(t.sentences), *found]
        if sum(x.words for x in found) >= 2 * _OWN:
            break
    return found or _others(turns, turn)


def _others(turns: Sequence[Turn], turn: Turn) -> list[Sentence]:
    """What somebody else has just told."""
    if turn.speaker is None:
        return []
    recent = turns[max(0, turn.n - _NEAR) : turn.n]
    told = [t for t in recent if t.speaker != turn.speaker and t.words > _OWN and not t.sentences[-1].asks]
    return _back(told[-1].sentences) if told else []


def _recent(turns: Sequence[Turn], turn: Turn, n: int) -> Iterator[Sentence]:
    yield from turn.sentences[:n]
    for t in turns[max(0, turn.n - _NEAR) : turn.n]:
        yield from t.sentences


def _answered(turns: Sequence[Turn], found: Mapping[int, Why]) -> dict[int, Why]:
    """What is said at once to something marked, and would give it away: "I won't tell him it came from you"."""
    more: dict[int, Why] = {}
    last: tuple[int, Why] | None = None
    for turn in turns:
        if last and turn.n - last[0] <= _NEAR:
            said = (s for s in turn.sentences if s.n not in found and not _NOTED.search(s.text))
            more |= {s.n: last[1] for s in said if _ASSURES.search(s.text)}
        if why := next((found[s.n] for s in reversed(turn.sentences) if s.n in found), None):
            last = (turn.n, why)
    return more


def _again(turns: Sequence[Turn], people: People, found: Mapping[int, Why]) -> dict[int, Why]:
    """The same matter spoken of elsewhere: two words, or a name, that nobody used but of that."""
    marked = {n for n, why in found.items() if why is not Why.NOT_TO_BE_TOLD}
    if not marked:
        return {}
    own = " ".join((*people.speakers, *people.children)).lower()
    at: dict[str, list[int]] = {}
    named: dict[str, list[int]] = {}
    for turn in turns:
        for s in turn.sentences:
            if _NOTED.search(s.text):
                continue
            for w in {stem(x) for x in _LONG.findall(_WHEN.cut(s.text.lower(), " "))}:
                at.setdefault(w, []).append(s.n)
            for name in {re.sub(r"['’]s$", "", x) for x in _NAME.findall(_WHEN.cut(s.text, " "))}:
                named.setdefault(name, []).append(s.n)
    shared: dict[int, int] = {}
    for w, where in at.items():
        once = [n for n in where if n not in found]
        if len(once) == 1 and len(where) <= _RARE and marked.intersection(where) and not says_little(w):
            shared[once[0]] = shared.get(once[0], 0) + 1
    more = {n: Why.RESTRICTED for n, count in shared.items() if count > 1}
    for name, where in named.items():
        if (
            where[0] in marked
            and len(where) <= _RARE + 1
            and name.lower() not in own
            and not _KIN.search(name)
        ):
            more |= {n: Why.RESTRICTED for n in where if n not in found}
    return more


_LONG = re.compile(r"[a-z]{5,}")
_WHEN = Small(f"{DATE.pattern}|{NUMBER.pattern}")
_KIN = Small(rf"\b(?:{FAMILY}|mom|mommy|mam|nanny|grampy|police|school|team)\b")
