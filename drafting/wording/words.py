"""Words as the checks compare them: stems, places that say how far apart two words are, and where a "not" reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from drafting.small import Small
from drafting.wording.stems import carries, stem

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-z]+)*|£?\d+(?:[,.:/]\d+)*|%")
_BARE = re.compile(r"[^\W_]+")
_SHORT = {
    "can't": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "cannot": "can not",
    "gonna": "going to",
    "cos": "because",
    "ok": "okay",
}
_TAIL = {"'s": "", "'ve": "have", "'ll": "will", "'d": "'d", "'re": "are", "'m": "am"}
_NEGATIONS = frozenset(
    stem(w)
    for w in [
        "not",
        "no",
        "never",
        "none",
        "nothing",
        "nobody",
        "neither",
        "nor",
        "without",
        "nil",
        "nowhere",
        "deny",
        "refuse",
        "decline",
    ]
)
_ONLY = frozenset(
    stem(w)
    for w in [
        *("want", "know", "care", "mind", "remember", "understand", "sure", "worry", "agree", "accept"),
        *("mention", "say", "tell"),
    ]
)
"""Verbs that alone are denied: what somebody does not want may be so all the same."""
_TITLES = frozenset(["Mr", "Mrs", "Ms", "Dr", "St", "Prof"])
_OBJECTS = frozenset(stem(w) for w in ["no", "none", "nothing", "nobody", "neither"])
_IDIOM = Small(
    r"\b(?P<told>yes or no|or not|not(?= only\b)|not(?= to mention\b)|why not|(?:so as|in order) not(?= to\b)|"
    r"no harm(?= in\b)|no doubt|no wonder)\b"
)
"""Words in which "no" and "not" deny nothing, or no more than the word after them: "no harm in asking"."""
_IS = frozenset(["is", "are", "was", "were"])
_THAT = frozenset(
    stem(w) for w in ["think", "believe", "that", "feel", "if", "say", "sure", "suggest", "mean"]
)
"""With one of these before it, "there is" belongs to what is denied: "I don't think there is"."""
_ENDS, _PARTS = frozenset(".?!"), frozenset(',;:–—()"“”')
_SENTENCE = 6
"""How far apart, in places, two sentences stand."""
_REACH = 10
"""How far, in places, a "not" reaches where no new clause begins."""
_BEGINS = frozenset([
    "i", "he", "she", "it", "they", "we", "you", "that", "this", "there", "the", "his", "her", "my",
    "our", "and", "but", "so", "which", "who", "then", "saying", "stating", "adding", "explaining",
])  # fmt: skip
_SUBJECTS = frozenset([
    "i", "he", "she", "it", "they", "we", "noted", "said", "says", "told", "asked", "reported", "confirmed",
    "agreed", "explained", "is", "was", "are", "were", "has", "had", "will", "does", "did", "went", "came",
])  # fmt: skip
"""With an "and" before it, one of these begins a clause that the "not" before does not reach."""
_APOSTROPHE = re.compile("['’]")
_HESITATIONS = frozenset(["um", "uh", "er", "erm", "uhm", "mm", "hmm"])
_CLAUSE = frozenset([
    "but", "because", "although", "though", "which", "who", "while", "whereas", "so", "however",
    "except", "until", "unless", "if",
])  # fmt: skip


class Word(NamedTuple):
    """One word. `at` is its place: words side by side are 1 apart, clauses 3, sentences 6, speakers 10."""

    stem: str
    raw: str
    at: int
    denied: int
    """0 if it is not; 1 if a "not" reaches it; 2 for the word that the "not" is about, as far as that is plain."""
    begins: int
    """Where it begins in the text, in characters."""

    @property
    def capital(self) -> bool:
        return self.raw[:1].isupper()


def words(text: str, first: int = 0) -> list[Word]:
    """The words of a text, with places from `first` on."""
    found: list[Word] = []
    at, before, until, head = first, 0, -1, False
    for match in _WORD.finditer(text):
        between = text[before : match.start()]
        gap = _gap(found[-1].raw, between) if found else 0
        at += gap
        if gap == _SENTENCE or ";" in between:
            until = -1
        elif until >= at - 3 and "," in between:
            # "No fever, cough or rash": the list goes on; "No, she came": a new clause does not.
            until = -1 if _APOSTROPHE.split(match[0].lower())[0] in _BEGINS else at + 4
        elif until >= at and match[0].lower() in ("or", "nor"):
            until = max(until, at + 5)
        before = match.end()
        for raw in _parts(match[0]):
            low = raw.lower()
            s = stem(low)
            if low in _CLAUSE or (low in _SUBJECTS and found and found[-1].raw.lower() == "and"):
                until = -1
            if (
                low in _IS
                and len(found) > 1
                and found[-1].raw.lower() == "there"
                and found[-2].stem not in _THAT
            ):
                until = -1
            denied = 1 if at <= until and s not in _NEGATIONS else 0
            if denied and head and carries(s):
                denied, head = 2, False
                if s in _ONLY:
                    until = at
            if s in _NEGATIONS and (idiom := _idiom(text, match.start())):
                until, head = at + len(text[match.end() : idiom.end("told")].split()), True
            elif low == "no" and text[match.end() : match.end() + 1] == ",":
                until = -1  # "a tenner, no, twenty": it denies what was said before, and not what follows
            elif s in _NEGATIONS and not any(w.raw.lower() == "why" for w in found[-2:]):
                until, head = at + _REACH, True  # "why don't we" proposes it
                if s in _OBJECTS:
                    _look_back(found, at)
            found.append(Word(s, raw, at, denied, match.start()))
            at += 1
        at -= 1 if found else 0
    return found


def _idiom(text: str, at: int) -> re.Match[str] | None:
    return next((x for x in _IDIOM.finditer(text) if x.start() <= at < x.end()), None)


def _look_back(found: list[Word], at: int) -> None:
    """ "Sent neither", "saw nothing": the verb just before is denied as well."""
    for k in range(len(found) - 1, max(-1, len(found) - 3), -1):
        if (
            at - found[k].at > len(found) - k
            or found[k].raw.lower() in (*_CLAUSE, "and", "or")
            or found[k].stem in _NEGATIONS
        ):
            break
        found[k] = found[k]._replace(denied=max(1, found[k].denied))


def _gap(last: str, between: str) -> int:
    if between == " ":
        return 1
    if not _ENDS.isdisjoint(between) and last not in _TITLES:
        return _SENTENCE
    return 3 if not _PARTS.isdisjoint(between) or " - " in between else 1


def _parts(raw: str) -> Sequence[str]:
    """ "Didn't" is "did not"; "Leanne's" is "Leanne"."""
    raw = raw.replace("’", "'")
    low = raw.lower()
    if low in _SHORT:
        return _SHORT[low].split()
    if "'" not in raw:
        return (raw,)
    if low.endswith("n't"):
        return [x for x in (raw[:-3], "not") if x]
    base, _, _ = raw.partition("'")
    tail = _TAIL.get(raw[len(base) :].lower(), "")
    return [x for x in (base, tail) if x and x != "'d"]


def denies(word: Word) -> bool:
    return word.stem in _NEGATIONS


def bare(text: str) -> str:
    """Small letters and digits only, without hesitations."""
    text = text.lower().replace("’", "").replace("'", "")
    return " ".join(w for w in _BARE.findall(text) if w not in _HESITATIONS)
