"""Whose a task is: the speaker, or whoever was named; where a name fits two, both are shown: nobody is guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from drafting.introductions import first_name
from drafting.people import People, Role
from drafting.speech import Sentence, Turn

NAME = r"[A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?"
_BOTH = re.compile(rf"(?:\b(?:So|And|Then|Right|OK),? )?({NAME}) and $")
_CALLED = re.compile(
    rf"^(?:[Ss]o |[Aa]nd |[Tt]hen |[Uu]m,? "
    rf"|OK,? )*(?P<who>(?:{NAME}(?:['’]s [a-z]+)?)(?: and {NAME})?), (?:please,? )?"
)
_VOCATIVE = re.compile(
    r"(?:^|, |^(?:[Tt]hank you|[Tt]hanks|[Cc]heers|OK|[Rr]ight|[Ss]o),? )([A-Z][a-zà-ÿ-]+)(?=[,.?!]|$)"
)
_WORK = (Role.PROFESSIONAL, Role.AUTHOR, Role.UNKNOWN)
_CALLS = re.compile(
    r"(?:^|\b(?:[Ss]o|[Aa]nd|OK|[Rr]ight),? )((?!Yes|No|Yeah|OK|Right|Well|Now|Sorry)[A-Z][a-zà-ÿ-]+), "
    r"(?:could|can|would|will|do|did|are|is|what|how|you|I)\b"
    r"|, ([A-Z][a-zà-ÿ-]+)(?:, OK)?\?"
)
_NEAR, _JUST, _SHORT = 4, 2, 6
_INTERPRETS = re.compile(r"\binterpret", re.IGNORECASE)
_SUPERVISION = re.compile(
    rf"\b[Ss]upervision (?:for|with|of) (?P<worker>{NAME})"
    rf"|\b(?P<whose>(?!It|That|This|He|She)[A-Z][a-zà-ÿ-]+)['’]s supervision\b"
)
_WITH_ME = re.compile(rf"\b(?:with me|I'm|it's|this is|my name is|my name's),? ({NAME})\b")
_TELLS = re.compile(
    r"^(?:so,? |and |then |right,? |ok,? )*(?:you(?:'ll|'re| need)?|please|don't|do not|make sure|leave|put|keep"
    r"|hold|"
    r"ring|book|send|write|get|ask)\b(?! (?:know|mean|said|see|think|were|was|did|had|went)\b)",
    re.IGNORECASE,
)
"""How a supervisor speaks to a worker: what to do, in so many words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """Who may be meant by a name. `worker` and `manager` are those of a supervision that names no speaker."""

    names: Mapping[str, Sequence[str]] = field(repr=False)
    matters: Mapping[str, frozenset[str]] = field(repr=False)
    """Of people who share a first name, the words that only one of them said."""
    staff: frozenset[str] = field(default_factory=frozenset, repr=False)
    """Those whose work it is, as far as anybody knows; neither children nor family."""
    voices: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Whom each interpreter speaks for, by the name by which they are called."""
    worker: str | None = field(default=None, repr=False)
    manager: str | None = field(default=None, repr=False)

    def knows(self, spoken: str) -> bool:
        """Whether somebody of that first name speaks."""
        return spoken.split(maxsplit=1)[0] in self.names

    def of(self, spoken: str, task: str = "") -> str:
        """The label of the only speaker whom that name fits; where it fits two, who spoke of the task, with what was
        said; else the name as said.
        """
        first, *rest = spoken.split()
        known = self.names.get(first, ())
        fits = [x for x in known if all(re.search(rf"\b{re.escape(w)}", x) for w in rest)]
        if len(fits) > 1:
            about = _telling(task)
            theirs = [x for x in fits if about & self.matters.get(x, frozenset())]
            return (
                f"{theirs[0]} (said: “{spoken}”)" if len(theirs) == 1 else f"{spoken} (which of {len(fits)}?)"
            )
        return fits[0] if fits else spoken

    def both(self, before: str, spoken: str, task: str) -> str:
        """The owners where the name before it shares the task: "Sarah and Leanne will tell him"."""
        match = _BOTH.search(before)
        return f"{self.of(match[1], task)} and {self.of(spoken, task)}" if match else self.of(spoken, task)

    def either(self, before: str, spoken: str) -> bool:
        """Whether whoever is named, or named with them, speaks."""
        match = _BOTH.search(before)
        return self.knows(spoken) or bool(match and self.knows(match[1]))

    def called(self, text: str) -> tuple[str, int] | None:
        """Who a sentence is said to, or about, by a name at its beginning; and where it goes on."""
        match = _CALLED.match(text)
        if not match:
            return None
        who = re.split(r" and (?=[A-Z])", match["who"])
        if not any(self.knows(re.sub(r"['’]s .*", "", w)) for w in who):
            return None
        whole = [w if re.search(r"['’]s ", w) else self.of(w, text[match.end() :]) for w in who]
        return " and ".join(whole), match.end()

    def spoken_to(self, turn: Turn, n: int) -> str | None:
        """Whom a sentence is said to by name: "Lee, ring me", "send it to me, Lee"; or "Thanks, Lee" just before it."""
        text = turn.sentences[n].text
        if called := self.called(text):
            return called[0]
        earlier = turn.sentences[n - 1].text if n else ""
        further = turn.sentences[n - 2].text if n > 1 and len(earlier.split()) < _SHORT else ""
        for said in (text, earlier, further):
            for match in _VOCATIVE.finditer(said):
                fits = self.names.get(match[1], ())
                if len(fits) == 1 and fits[0] != turn.speaker:
                    return fits[0]
        return None

    def partner(self, turns: Sequence[Turn], turn: Turn) -> str | None:
        """The only other one who speaks just before and after: who "you" is where two talk to each other."""
        near = turns[max(0, turn.n - _NEAR) : turn.n + _NEAR + 1]
        others = {t.speaker for t in near if t.speaker != turn.speaker and not t.filler}
        others = others or {t.speaker for t in near if t.speaker != turn.speaker}
        return next(iter(others)) if len(others) == 1 else None

    def voiced(self, owner: str | None) -> str | None:
        """For whom an interpreter speaks, with the interpreter's label; anybody else as they are."""
        who = self.voices.get(owner or "")
        return f"{self.of(who)} (through {owner})" if who else owner

    def told(self, turn: Turn, n: int, *, you: bool) -> str | None:
        """Whose a task is in a supervision with no names: the worker's who is told "you", the manager's who tells."""
        if turn.speaker is not None or not (self.worker and self.manager):
            return None
        if you:
            return self.worker
        here = set(turn.sentences[n].passages)
        near = [s for s in turn.sentences[max(0, n - 4) : n] if here & set(s.passages)]
        return self.manager if any(_TELLS.search(s.text) and not s.asks for s in near) else None


def owners(turns: Sequence[Turn], people: People) -> Owners:
    """Everybody with a name who speaks; and, where nobody is named, who says whose supervision it is, and with whom."""
    names: dict[str, list[str]] = {}
    for label, person in people.speakers.items():
        if not person.nameless:
            names.setdefault(first_name(label), []).append(label)
    if people.speakers:
        return Owners(
            names=names, matters=_matters(turns, names), voices=_voices(turns), staff=_staff(people)
        )
    worker, manager = _supervision([s for t in turns for s in t.sentences[:40]])
    return Owners(names=names, matters={}, worker=worker, manager=manager)


def _telling(text: str) -> set[str]:
    """Words long enough to be of one matter and not of any: "post-adoption", "passport"."""
    return {w[:8] for w in re.findall(r"[a-zà-ÿ-]{7,}", text.lower())}


def _matters(turns: Sequence[Turn], names: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """What each of those who share a first name speaks of, and nobody else of that name."""
    found: dict[str, frozenset[str]] = {}
    for labels in names.values():
        if len(labels) > 1:
            words = {x: _telling(" ".join(t.text for t in turns if t.speaker == x)) for x in labels}
            for x in labels:
                others = set().union(*(words[y] for y in labels if y != x))
                found[x] = frozenset(words[x] - others)
    return found


def _staff(people: People) -> frozenset[str]:
    return frozenset(x for x, p in people.speakers.items() if p.role in _WORK)


def _voices(turns: Sequence[Turn]) -> dict[str, str]:
    """Who is called by name most often just before an interpreter speaks."""
    found: dict[str, Counter[str]] = {}
    for t in turns:
        if t.speaker and _INTERPRETS.search(t.speaker):
            called = found.setdefault(t.speaker, Counter())
            for earlier in turns[max(0, t.n - _JUST) : t.n]:
                if earlier.speaker != t.speaker:
                    called.update(m[1] or m[2] for s in earlier.sentences for m in _CALLS.finditer(s.text))
    return {label: names.most_common(1)[0][0] for label, names in found.items() if names}


def _supervision(opening: Sequence[Sentence]) -> tuple[str | None, str | None]:
    """ "It's supervision for Dom, with me, Anneliese": both, or neither."""
    for s in opening[:40]:
        if match := _SUPERVISION.search(s.text):
            worker = match["worker"] or match["whose"]
            if (me := _WITH_ME.search(s.text, match.end())) and me[1] != worker:
                return worker, me[1]
    return None, None
