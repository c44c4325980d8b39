"""A sentence of a record as the rules look at it: its words with what each weighs, its figures, its quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from drafting.evidence import Context, Meeting
from drafting.facts import Fact, facts
from drafting.spoken import quotations
from drafting.wording.stems import formal, says_little, stem
from drafting.wording.words import Word, words

FIGURE = 2.5
"""What another figure of the sentence weighs."""


_HEADING = re.compile(r"^(?:[A-Z][\w'-]*(?: [\w'-]+){0,3}):\s+(?=\S)")
_TELLS = frozenset(["said", "says", "told", "tells", "asked", "asks"])
_CLAUSE = 2
"""Words that say something, or figures, that a clause must have to stand alone."""
_JOINS = frozenset(
    ["and", "but", "because", "although", "though", "while", "which", "when", "so", "until", "since"]
)
SAYS = frozenset(
    stem(w)
    for w in [
        "say",
        "tell",
        "ask",
        "think",
        "feel",
        "believe",
        "suggest",
        "propose",
        "report",
        "state",
        "explain",
        "note",
        "mention",
        "agree",
        "disagree",
        "want",
        "wish",
        "recommend",
        "describe",
        "raise",
        "confirm",
        "object",
        "deny",
        "claim",
        "prefer",
        "find",
        "introduce",
        "present",
        "add",
        "argue",
        "point",
        "wonder",
        "hope",
        "worry",
        "accept",
        "write",
        "view",
        "design",
        "demonstrate",
        "recall",
        "emphasise",
        "emphasize",
        "stress",
        "comment",
        "doubt",
        "question",
        "expect",
        "insist",
        "admit",
        "show",
        "conclude",
        "inform",
        "advise",
        "warn",
        "consider",
        "mean",
        "bring",
        "refer",
        "complain",
        "acknowledge",
        "maintain",
        "express",
        "indicate",
        "remark",
        "concede",
        "request",
        "reply",
        "answer",
        "repeat",
        "clarify",
        "recount",
        "disclose",
        "allege",
    ]
)
_PASSES_ON = (["passed", "on"], ["passes", "on"], ["shared", "that"], ["shares", "that"])
_ACCOUNT = frozenset(["account", "view", "opinion", "words", "eyes"])
_TO_DO = frozenset(["to", "will", "shall", "can"])
_PASSIVE = frozenset(["is", "was", "were", "are", "been", "be", "being"])
_ROLES = frozenset(
    stem(w)
    for w in [
        "mum",
        "dad",
        "nan",
        "grandad",
        "carer",
        "worker",
        "visitor",
        "nurse",
        "teacher",
        "doctor",
        "chair",
        "iro",
        "officer",
        "manager",
        "head",
        "senco",
        "designer",
        "marketing",
        "interface",
        "professor",
        "patient",
        "practitioner",
        "advocate",
        "police",
        "paediatrician",
    ]
)
ROLE_WORDS = _ROLES | {stem(w) for w in ["social", "support", "key", "team", "deputy", "member", "staff"]}
"""Words that tell what somebody is: they are of another than the one named beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a sentence is held up. `sure` is false where it makes a sentence weak only. `at`: where to look."""

    code: str
    detail: str = field(repr=False)
    sure: bool = True
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence to be checked."""

    text: str = field(repr=False)
    words: tuple[Word, ...] = field(repr=False)
    facts: tuple[Fact, ...] = field(repr=False)
    weights: tuple[float, ...] = field(repr=False)
    quotes: tuple[str, ...] = field(repr=False)
    heading: int = 0
    """How many of the words are a heading, such as "Medical treatment:"."""
    own: frozenset[int] = frozenset()
    """Which of the words are the record's own for what was said: nobody said them, and nobody need have."""

    @property
    def holder(self) -> tuple[int, int] | None:
        """Who says or thinks what this sentence tells: their last word, and the verb. None if nobody does."""
        if found := self._according_to():
            return found
        for v, w in enumerate(self.words[: self.heading + 14]):
            if (
                (w.stem in SAYS or self._passes_on(v))
                and v > self.heading
                and self.words[v - 1].raw.lower() not in _PASSIVE
            ):
                who = [
                    k
                    for k in range(max(self.heading, v - 5), v)
                    if self.words[k].capital or self.words[k].stem in _ROLES
                ]
                # "Leila will tell Poppy" is something to do, and no word of hers.
                if (
                    who
                    and not any(x.raw.lower() in _TO_DO for x in self.words[who[-1] + 1 : v])
                    and w.at - self.words[who[-1]].at <= 4
                ):
                    return who[-1], v
        return None

    def _passes_on(self, v: int) -> bool:
        """Whether "passed on" stands there."""
        return [w.raw.lower() for w in self.words[v : v + 2]] in _PASSES_ON

    def _according_to(self) -> tuple[int, int] | None:
        """The same of "According to Ann Roe, …" and of "By her mum's account …": whose word it is."""
        low = [w.raw.lower() for w in self.words[self.heading : self.heading + 7]]
        for k in range(self.heading + 1, self.heading + len(low)):
            n = k - self.heading
            ends = n + 1 >= len(low) or self.words[k + 1].at - self.words[k].at > 1
            if not self.words[k].capital and self.words[k].stem not in _ROLES:
                continue
            if low[:2] == ["according", "to"] and ends:
                return k, k
            if low[0] in ("by", "in", "on") and n + 1 < len(low) and low[n + 1] in _ACCOUNT:
                return k, k + 1
        return None

    def context(
        self,
        first: int,
        last: int | None = None,
        *,
        reach: float = 8.0,
        without: frozenset[str] = frozenset(),
    ) -> Context:
        """The words round those from `first` to `last`: the nearer, the heavier."""
        last = first if last is None else last
        near, far = self.words[first].at, self.words[last].at
        found = []
        for fact in self.facts:
            if (fact.last < first or fact.first > last) and fact.key not in without:
                k = fact.first
                distance = near - self.words[k].at if k < first else self.words[k].at - far
                found.append((fact.key, FIGURE / (1 + distance / reach)))
        for k, w in enumerate(self.words):
            if (first <= k <= last) or w.stem in without or self.weights[k] <= 0:
                continue
            distance = near - w.at if k < first else w.at - far
            found.append((w.stem, self.weights[k] / (1 + distance / reach)))
        return found

    def shown(self, first: int, last: int) -> str:
        """The words from `first` to `last`, as they stand in the sentence."""
        end = self.words[last]
        return self.text[self.words[first].begins : end.begins + len(end.raw)]

    @property
    def weighed(self) -> dict[str, float]:
        """Every stem that says something, and every figure, with what it weighs."""
        found = {w.stem: self.weights[k] for k, w in enumerate(self.words) if self.weights[k] > 0}
        return found | {f.key: FIGURE for f in self.facts}

    def told(self, first: int, last: int) -> dict[str, float]:
        """The same of the words from `first` to `last` alone."""
        found = {self.words[k].stem: self.weights[k] for k in range(first, last + 1) if self.weights[k] > 0}
        return found | {f.key: FIGURE for f in self.facts if first <= f.first <= last}

    @property
    def clauses(self) -> list[tuple[int, int]]:
        """First and last word of each clause; one that says too little by itself belongs to the one before."""
        found: list[tuple[int, int]] = []
        begin = self.heading
        for k in range(self.heading + 1, len(self.words) + 1):
            if k == len(self.words) or self._parts(k):
                says = sum(self.weights[n] > 0 for n in range(begin, k))
                says += sum(begin <= f.first < k for f in self.facts)
                if says < _CLAUSE and found:
                    found[-1] = (found[-1][0], k - 1)
                elif says >= _CLAUSE or k == len(self.words):
                    found.append((begin, k - 1))
                else:
                    continue
                begin = k
        return found

    def _parts(self, k: int) -> bool:
        """Whether a new clause begins at a word: after a full stop or semicolon, and at "and", "but" or "because"."""
        w, before = self.words[k], self.words[k - 1]
        between = self.text[before.begins + len(before.raw) : w.begins]
        return any(c in between for c in ".;:?!") or w.raw.lower() in _JOINS

    @property
    def quoted(self) -> list[tuple[int, int]]:
        """From where to where in the text something is quoted."""
        return [m.span() for m in quotations(self.text)]

    def is_quoted(self, k: int) -> bool:
        """Whether a word stands in a quotation."""
        return any(a <= self.words[k].begins < b for a, b in self.quoted)

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(w.stem for w in self.words)


def claim(text: str, meeting: Meeting) -> Claim:
    """Prepare a sentence."""
    told = tuple(words(text))
    found = tuple(facts(told))
    title = _HEADING.match(text)
    heading = sum(w.begins < title.end() for w in told) if title and len(told) > 3 else 0
    if any(w.raw in _TELLS for w in told[:heading]):
        heading = 0  # "Leanne told Sarah: …"
    figures = {k for f in found for k in range(f.first, f.last + 1)}
    return Claim(
        text=text,
        words=told,
        facts=found,
        weights=tuple(
            0.0
            if k < heading or k in figures or (says_little(w.stem) and w.stem not in meeting.who.called)
            else meeting.weight(w.stem)
            for k, w in enumerate(told)
        ),
        quotes=tuple(m[1] or m[2] for m in quotations(text)),
        heading=heading,
        own=frozenset(k for k, w in enumerate(told) if formal(w.stem) and not meeting.of(w.stem)),
    )
