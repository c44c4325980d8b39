"""Who was there and who did it: a person in the record is looked for where the rest of the sentence was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafting.checking.claim import SAYS, Claim
from drafting.checking.kinds import members
from drafting.checking.reported import names_of, speaks
from drafting.evidence import Meeting
from drafting.pronouns import HE, SHE
from drafting.units import Unit
from drafting.wording.stems import says_little, stem
from drafting.wording.words import Word

SHARE = 0.45
"""Share of a sentence, without its names, that must stand at one place before we know where to look."""
CLAUSE_SHARE = 0.7
"""The same of a clause, which has fewer words to go by."""
_CLOSE = 0.85
"""Places that hold nearly as much as the best are looked at as well."""
AWAY = 3
"""Turns beyond which somebody who neither speaks nor is named has nothing to do with what is said."""
_MEANT, _MEANT_LONG = 12, 40
"""The same where "he" or "she" is said that could be this person: longer for somebody who is only spoken of."""
_SLOT = 1.6
"""How much must stand alike round two names for one to be said in place of the other: about two words."""
_SLOT_ALONE = 1.0
"""The same where there is one place alone at which the sentence can have been said."""
_SLOT_SIDE = 0.6
"""The same on each side, where the name itself is said close by."""
_FEW = 0.25
"""Share of what is said whose speakers may be nameless."""
_BACK = 9
"""How far, in places, the one who does it stands before what is done."""
_WORDS = 5
"""Words after a name that tell what that person did."""
_I, _YOU = frozenset(["i", "me", "my", "myself"]), frozenset(["you", "your"])
_WE, _ROUND = frozenset(["we", "us", "our"]), 2
"""Sentences before and after a place in which somebody without a name may speak of themselves."""
KIN = frozenset(
    stem(x) for x in ["mum", "mummy", "dad", "daddy", "nan", "nana", "gran", "grandad", "auntie", "uncle"]
)
"""Whoever is called so also has a name."""
_BESIDE = 4
_TITLES = frozenset(["Mr", "Mrs", "Ms", "Miss", "Dr"])
_ENDS = frozenset(
    ["and", "but", "when", "because", "which", "while", "until", "if", "so", "that", "after", "before"]
)
_BE = frozenset(["is", "are", "was", "were", "be", "being", "been"])
_BETWEEN = frozenset(
    ["not", "never", "also", "then", "being", "been", "has", "have", "had", "to", "will", "already"]
)
_PARTICIPLES = frozenset([
    "seen", "told", "given", "taken", "brought", "sent", "shown", "left", "kept", "held", "met", "found", "heard",
    "hit",
    "put", "made", "bought", "caught", "taught", "paid", "known", "thrown", "driven", "written", "spoken", "bitten",
])  # fmt: skip
_SOME = frozenset(
    ["we", "us", "our", "they", "them", "their", "who", "somebody", "someone", "nobody", "it", "that"]
)


def places(claim: Claim, meeting: Meeting, clause: tuple[int, int] | None = None) -> list[Unit]:
    """Where most of a sentence, or of a clause, was said, its names left out; empty where too little of it was."""
    told = claim.weighed if clause is None else claim.told(*clause)
    weights = {s: w for s, w in told.items() if s not in meeting.who.known}
    ranked = meeting.ranked(weights, 4)
    share = SHARE if clause is None else CLAUSE_SHARE
    if sum(bool(meeting.of(s)) for s in weights) < 2:
        return []  # one word that was said, "left" or "alone", may be of anything
    if not ranked or ranked[0][0] < share * sum(weights.values()) or (clause and len(weights) < 2):
        return []
    return [meeting.units[n] for score, n in ranked if score >= _CLOSE * ranked[0][0]]


def away(name: str, there: Sequence[Unit], meeting: Meeting) -> bool:
    """Whether somebody neither speaks, nor is named, nor can be meant by "he" or "she", anywhere near these places."""
    if name in meeting.who.young:
        return False  # everything is about the child
    labels = meeting.who.labels.get(name, set())
    said = [meeting.unit(at).turn for at in meeting.who.acts.get(name, ())]
    gender = meeting.who.genders.get(name, "")
    for unit in there:
        if not labels and meeting.nameless > _FEW and _anybody(unit, meeting):
            return False
        lows = {w.raw.lower() for u in _turns(unit, meeting) for w in u.words}
        meant = bool(lows & HE and gender != "she") or bool(lows & SHE and gender != "he")
        reach = AWAY if not meant else _MEANT if labels else _MEANT_LONG
        if any(-AWAY < t - unit.turn < AWAY or -reach < t - unit.turn <= 0 for t in said):
            return False
        near = meeting.units[max(0, unit.n - 60) : unit.n + 60]
        if any(abs(u.turn - unit.turn) < AWAY and u.speaker in labels for u in near):
            return False
    return True


def _turns(unit: Unit, meeting: Meeting) -> Sequence[Unit]:
    """A sentence with those of its turn and of the two after it: "with her say-so" may come a little later."""
    return [u for u in meeting.units[max(0, unit.n - 3) : unit.n + 8] if 0 <= u.turn - unit.turn <= 2]


def _anybody(unit: Unit, meeting: Meeting) -> bool:
    """Whether one whom nobody names tells of "I" or "you" just there, or is spoken to: that may be anybody."""
    near = meeting.units[max(0, unit.n - 2 * _ROUND) : unit.n + 2 * _ROUND + 1]
    nameless = {u.turn for u in near if not names_of(u.speaker, meeting)}
    for u in meeting.units[max(0, unit.n - _ROUND) : unit.n + _ROUND + 1]:
        low = {w.raw.lower() for w in u.words}
        if u.turn in nameless and low & (_I | _YOU | _WE):
            return True
        if low & _YOU and not nameless.isdisjoint((u.turn - 1, u.turn + 1)):
            return True
    return False


def beside(name: str, at: int, meeting: Meeting) -> bool:
    """Whether somebody speaks, is named or seems meant in the turn of a place, or in those just before and after it."""
    unit = meeting.unit(at)
    if any(abs(meeting.unit(x).turn - unit.turn) <= 1 for x in meeting.who.acts.get(name, ())):
        return True
    labels = meeting.who.labels.get(name, set())
    near = meeting.units[max(0, unit.n - 40) : unit.n + 40]
    return any(abs(u.turn - unit.turn) <= 1 and u.speaker in labels for u in near)


def slot(claim: Claim, k: int, there: Sequence[Unit], meeting: Meeting) -> tuple[str, int] | None:
    """Who is named just where a name stands, between the same words; None where the name itself is said there."""
    mine = {w.stem for w in claim.words[max(0, k - 1) : k + 2] if w.capital and w.stem in meeting.who.known}
    mine |= {x for name in mine for label in meeting.who.labels.get(name, ()) for x in _label(label, meeting)}
    others = {w.stem for w in claim.words if w.capital}
    found: tuple[str, int] | None = None
    enough = _SLOT if len(there) > 1 else _SLOT_ALONE
    for unit in there:
        if _names_in(unit, meeting) & mine:
            return None
        near = any(u.turn == unit.turn and _names_in(u, meeting) & mine for u in _beside(unit, meeting))
        for n, w in enumerate(unit.words):
            if not w.capital or w.stem not in meeting.who.persons or w.stem in others | KIN:
                continue
            before, after = _side(claim, k, unit, n, -1), _side(claim, k, unit, n, 1)
            # Where the name is said next to this sentence, both sides must be the same words.
            if near and (min(before, after) < _SLOT_SIDE or before + after < _SLOT):
                return None
            if before + after >= enough:
                found = found or (w.stem, w.at)
    return found


def _side(claim: Claim, k: int, unit: Unit, n: int, way: int) -> float:
    """How much of what stands just before or after the one name stands just so at the other: the next word counts 1."""
    mine = _next_to(claim.words, k, way)
    theirs = _next_to(unit.words, n, way)
    found = 0.0
    for a, w in enumerate(mine):
        for b, x in enumerate(theirs):
            if w.stem == x.stem:
                found += (0.6 if says_little(w.stem) else 1.0) / (1 + max(a, b) / 2)
    return found


def _next_to(words: Sequence[Word], k: int, way: int) -> list[Word]:
    """The three words just before (-1) or after (1) a word, without a "Mrs" or "Mr"."""
    found = words[k + 1 :][:_BESIDE] if way > 0 else words[max(0, k - _BESIDE) : k][::-1]
    return [w for w in found if w.raw not in _TITLES][:3]


def _beside(unit: Unit, meeting: Meeting) -> Sequence[Unit]:
    return meeting.units[max(0, unit.n - 1) : unit.n + 2]


def _names_in(unit: Unit, meeting: Meeting) -> set[str]:
    found = {w.stem for w in unit.words if w.capital and w.stem in meeting.who.known}
    if unit.speaker and any(w.raw.lower() in _I for w in unit.words):
        found |= _label(unit.speaker, meeting)
    return found


def another(claim: Claim, k: int, there: Sequence[Unit], meeting: Meeting) -> tuple[str, int] | None:
    """Who did what the words after a name tell, where it plainly was somebody else; and where that was said."""
    mine = {w.stem for w in claim.words[max(0, k - 1) : k + 2] if w.capital and w.stem in meeting.who.known}
    if not is_doer(claim, k, meeting):
        return None
    done = list(_done(claim, k, meeting))
    found: tuple[str, int] | None = None
    for unit in there:
        for n, w in enumerate(unit.words):
            if w.stem not in done:
                continue
            who = _doer(unit, n, meeting)
            if who is None:
                if any(_acts_in(x, unit, meeting) for x in mine):
                    return None
                continue
            if who & mine:
                return None
            if who and found is None:
                found = (min(who), w.at)
    return found


def is_doer(claim: Claim, k: int, meeting: Meeting) -> bool:
    """Whether a name begins its clause, and is not "Leanne's": the words after it then tell what they did."""
    word = claim.words[k]
    if _is_done_to(claim, k):
        return False
    if claim.text[word.begins + len(word.raw) :][:1] in ("'", "’"):
        return False
    for n in range(k - 1, claim.heading - 1, -1):
        w = claim.words[n]
        if claim.words[n + 1].at - w.at > 1 or w.raw.lower() in _ENDS:
            break
        if not w.capital or w.stem in members() or (w.stem in meeting.who.known and n < k - 1):
            return False
    return True


def _is_done_to(claim: Claim, k: int) -> bool:
    """ "Alice was not seen": whoever saw her is another."""
    after = [w.raw.lower() for w in claim.words[k + 1 : k + 5] if w.raw.lower() not in _BETWEEN]
    return len(after) > 1 and after[0] in _BE and (after[1].endswith("ed") or after[1] in _PARTICIPLES)


def _acts_in(name: str, unit: Unit, meeting: Meeting) -> bool:
    first, last = unit.words[0].at, unit.words[-1].at
    return any(first <= at <= last for at in meeting.who.acts.get(name, ()))


def _done(claim: Claim, k: int, meeting: Meeting) -> Iterator[str]:
    for n in range(k + 1, min(len(claim.words), k + 1 + _WORDS)):
        w = claim.words[n]
        if (w.capital and w.stem in meeting.who.known and n > k + 1) or w.at - claim.words[n - 1].at > 2:
            return
        if w.raw.lower() in _ENDS or w.stem in SAYS:
            return
        if claim.weights[n] > 0 and not w.capital:
            yield w.stem


def _doer(unit: Unit, n: int, meeting: Meeting) -> set[str] | None:
    """The names of the one who does what stands at a word; None where that is not plain."""
    at = unit.words[n].at
    for k in range(n - 1, -1, -1):
        w = unit.words[k]
        low = w.raw.lower()
        if at - w.at > _BACK:
            return None
        if low == "i":
            return set(speaks(unit, meeting)) or None
        if low == "you":
            return _addressed(unit, meeting)
        if low in ("he", "she"):
            meant = {s for s, there in meeting.who.acts.items() if w.at in there}
            kept = low
            if not meant:
                return None
            return meant | {c for c in meeting.who.young if meeting.who.genders.get(c, kept) == kept}
        if low in _SOME or w.stem in members():
            return None
        if w.capital and w.stem in meeting.who.known:
            return {w.stem} | {
                x for label in meeting.who.labels.get(w.stem, ()) for x in _label(label, meeting)
            }
    return None


def _label(label: str, meeting: Meeting) -> set[str]:
    return {n for n, labels in meeting.who.labels.items() if label in labels}


def _names_of(speaker: str | None, meeting: Meeting) -> set[str] | None:
    return set(names_of(speaker, meeting)) or None


def _addressed(unit: Unit, meeting: Meeting) -> set[str] | None:
    """Whom "you" may mean: those named in this turn, and who spoke just before or speaks next."""
    found: set[str] = set()
    for u in meeting.units[max(0, unit.n - 8) : unit.n + 9]:
        if u.turn == unit.turn:
            found |= {w.stem for w in u.words if w.capital and w.stem in meeting.who.known}
        elif abs(u.turn - unit.turn) <= 1 and u.speaker and u.speaker != unit.speaker:
            names = _names_of(u.speaker, meeting)
            if names is None:
                return None
            found |= names
    return found or None
