"""A supervision that goes through several families, and what is the worker's own: which part belongs to which record.

A record is of one family. Where a meeting turns from one to the next, its parts are told apart by how that is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from drafting.introductions import first_name
from drafting.people import People, Role
from drafting.small import Small
from drafting.speech import Sentence, Turn

_SUPERVISION = Small(r"\bsupervision\b|\bone[- ]to[- ]one\b")
_EARLY, _SHORT, _LEAST = 14, 9, 2
"""Turns in which a meeting says what it is; words of a sentence that turns to another family; families at least."""
_MOST = 0.35
"""Share of the words that are of the record's own family, where nobody says which it is. Else nothing is told apart."""
_AGENDA = Small(
    r"\b(?:today|cases?|families|children to|on the list|agenda|to (?:get|go) through|got to do|to cover"
    r"|to talk about|"
    r"four|three|two|five|six)\b"
)
_NAMES = re.compile(r"\b[A-Z][a-zà-ÿ'’-]{2,}(?: [A-Z][a-zà-ÿ'’-]{2,})?\b")
_NO_NAMES = frozenset([
    "right", "okay", "yes", "yeah", "fine", "good", "now", "then", "next", "today", "first", "last",
    "the", "and", "but", "can", "let", "that", "this", "what", "who", "how", "anyway", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
    "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "actions", "four", "three", "two", "five", "six", "lovely", "great", "well",
    "brilliant", "thanks", "sorry", "agreed", "before", "oh", "moving", "back", "mum", "dad", "nan",
    "team", "supervision", "one", "start", "starting", "hello", "not",
])  # fmt: skip
_TURNS = re.compile(
    r"^(?:(?:oh|ok|okay|right|so|now|and|well|anyway|next|lovely|good|hang on|before you go|then|first"
    r"|last|lastly|"
    r"finally|let['’]s do|let['’]s (?:talk|think|go) (?:about|to|on to)|on to|onto|moving on to"
    r"|back (?:on|to)|what about|"
    r"how about|how are|how['’]s|which brings (?:me|us) to|let me (?:get|do)|turning to|there['’]s|the"
    r"|we['’]ve got|"
    r"shall we do|i['’]ve got|that (?:leaves|brings us to)|(?:last|next) one(?: is|['’]s)?|new one)[,.:]? )*$",
    re.IGNORECASE,
)
"""All that stands before a name where somebody turns to it."""
_AFTER = re.compile(
    r"^(?:['’]s|s)?(?: (?:case|family|children|kids|boys|girls|lads|siblings|baby|twins|next|now|first"
    r"|then|lot|brothers|"
    r"sisters|quickly|again|out (?:of )?the (?:road|way)|last|please))*[,.?!]?(?: (?:it['’]s|that['’]s) quick\W*)?$",
    re.IGNORECASE,
)
_YOU = re.compile(
    r"^(?:(?:ok|okay|right|so|now|and|then|lastly|last|finally|which)[,.]? )*(?:which )?(?:brings (?:me"
    r"|us) to you|"
    r"(?:what about|how about|that leaves|how are things with|on to|let['’]s talk about"
    r"|turning to) you(?:rself)?|you, then|"
    r"and you|how are you(?: (?:doing|in yourself|getting on|coping))?|your (?:caseload|wellbeing"
    r"|training|leave|own stuff|"
    r"supervision|sickness|portfolio))\W*$",
    re.IGNORECASE,
)
_OWN = Small(
    r"\b(?:my|me) (?:own )?(?:study day|portfolio|caseload|annual leave|sick(?:ness| note| leave)|(?:ex"
    r"|husband|wife|"
    r"boyfriend|girlfriend|fella|counsellor|gp|scan|operation|divorce|miscarriage|maternity|pregnancy"
    r"|therap\w+))\b"
)


def elsewhere(turns: Sequence[Turn], people: People) -> set[int]:
    """Numbers of the sentences in the parts of a supervision that are of another family, or the worker's own."""
    if not any(_SUPERVISION.search(t.text) for t in turns[:_EARLY]):
        return set()
    if any(p.role in (Role.CHILD, Role.FAMILY) and not p.nameless for p in people.speakers.values()):
        return set()
    speakers = {first_name(x) for x in people.speakers}
    cases = _agenda(turns, speakers)
    parts = _parts(turns, cases)
    size = Counter[str]()
    for s, part in parts:
        size[part] += s.words
    theirs = [c for c in cases if cases[c] & {first_name(c) for c in people.children}]
    sized = [c for c, _ in size.most_common() if c not in ("", _WORKER)]
    own = next((c for c in sized if c in theirs), sized[0] if sized else "")
    if own and size[own] < _MOST * sum(size.values()):
        return {s.n for s, part in parts if part == _WORKER or _OWN.search(s.text)}
    others: Set[str] = {w for c, words in cases.items() if c != own for w in words}
    return {
        s.n
        for s, part in parts
        if part not in ("", own) or _OWN.search(s.text) or (not part and len(_words(s.text) & others) > 1)
    }


_WORKER = "*"


def _words(text: str) -> set[str]:
    names = {re.sub(r"['’]s$", "", w) for x in _NAMES.findall(text) for w in x.split()}
    return {w for w in names if w.lower() not in _NO_NAMES}


def _agenda(turns: Sequence[Turn], speakers: Set[str]) -> dict[str, set[str]]:
    """The families that are named in one breath at the start, each with the words of its name."""
    for turn in turns[:_EARLY]:
        for n, s in enumerate(turn.sentences):
            before = turn.sentences[n - 1].text if n else ""
            if not _AGENDA.search(f"{before} {s.text}"):
                continue
            items = [_words(x) - speakers for x in re.split(r",|\band\b|;", s.text)]
            found = {min(x): x | {w.removesuffix("s") for w in x} for x in items if x}
            if len(found) >= _LEAST and sum(bool(x) for x in items) * 3 > s.words / 2:
                return found
    return {}


def _parts(turns: Sequence[Turn], cases: dict[str, set[str]]) -> list[tuple[Sentence, str]]:
    """Each sentence with the family that the meeting had turned to."""
    parts: list[tuple[Sentence, str]] = []
    now, since = "", 0
    for turn in turns:
        for s in turn.sentences:
            since += 1
            if _YOU.match(s.text):
                now, since = _WORKER, 0
            elif s.words <= _SHORT and (to := _turned(s.text, cases)):
                now = to
            elif now == _WORKER and (
                since > _LONGEST or _ONLY_A_NAME.match(s.text) or _BACK_TO_WORK.search(s.text)
            ):
                now = ""
            parts.append((s, now))
    return parts


_LONGEST = 24
"""Sentences about the worker, where nobody says that it is over."""
_ONLY_A_NAME = re.compile(r"^(?:(?:right|ok|okay|so|now)[,.]? )*(?:the )?[A-Z][a-z]+s?[.]$")
_BACK_TO_WORK = Small(
    r"\b(?:let's (?:start|get on|crack on|do|go on|move on)|moving on|last time|actions first"
    r"|first (?:case|family|one)|"
    r"on to the (?:cases|families|children)|back to)\b"
)


def _turned(text: str, cases: dict[str, set[str]]) -> str:
    """The family that a short sentence turns to."""
    for match in _NAMES.finditer(text):
        words = _words(match[0]) | {w.removesuffix("s") for w in _words(match[0])}
        case = next((c for c, known in cases.items() if known & words), "")
        if case and _TURNS.match(text[: match.start()]) and _AFTER.match(text[match.end() :]):
            return case
    return ""
