"""Who said it: what the record says that somebody said or thought is held against who spoke those words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from drafting.checking.claim import SAYS, Claim, Reason
from drafting.checking.reported import Teller, names_of, quoted, teller, teller_at
from drafting.evidence import Meeting
from drafting.roles import named
from drafting.units import Unit
from drafting.wording.stems import stem
from drafting.wording.words import Word

BETTER = 1.25
"""How much more of it another speaker must have said."""
_SHARE = 0.3
"""Share of what is told that the other must have said at the least."""
_MOST, _CLOSE = 0.6, 0.85
"""Share of what is told that must stand at one place to see whose words they are; and other places as good."""
_TO_ALL = re.compile(
    r"\b(?:(?:told|informed|advised|assured)|(?:confirmed|reported|explained|said|stated|indicated) to) (?:the|this) "
    r"(?:\w+ )?(?:meeting|review|conference|group|panel|discussion)\b"
)
_STANCES = frozenset(stem(w) for w in ["agree", "disagree", "deny", "accept", "object", "prefer"])
"""Verbs of what somebody takes a side on: others will have said what it is."""
_WISHES = frozenset(stem(w) for w in ["want", "wish", "hope", "feel", "worry", "prefer", "enjoy"])
"""What others may tell of somebody: "he wants to go"."""
_TO_SOMEBODY = frozenset(["told", "tell", "tells", "asked", "asks", "ask", "informed"])
_SAID = _TO_SOMEBODY | {"said", "say", "says", "answered", "replied", "added"}
_THAT = frozenset(["that", "if", "whether", "about", "to", "for", "how", "what", "why", "when", "who", "not"])


def speakers(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason: somebody else said this, and the one named did not."""
    holder = claim.holder
    if holder is None or claim.words[holder[1]].stem in _STANCES or not meeting.attributed:
        return
    labels = labels_of(claim, meeting, holder[0])
    if reason := _told_whom(claim, meeting, labels, holder):
        yield reason
        return
    if reason := _was_not_there(claim, meeting, labels, holder):
        yield reason
        return
    if reason := _another(claim, meeting, labels, holder):
        yield reason
        return
    if not labels:
        return
    # "The health visitor" is a person like any who is named, and no words of anybody's.
    people_there = {stem(x) for role in named(claim.text) if _is_there(role, meeting) for x in role.split()}
    told = {
        w.stem: claim.weights[k]
        for k, w in enumerate(claim.words)
        if k >= holder[1]
        and claim.weights[k] > 0
        and w.stem not in meeting.who.labels
        and w.stem not in people_there
    } | {f.key: 2.0 for f in claim.facts if f.first > holder[1]}
    if len(told.keys() - meeting.who.known) < 2:  # names and one word are said by anybody
        return
    best = spoken(told, meeting)
    whole = sum(told.values())
    mine = max((best[x][0] for x in labels if x in best), default=0.0)
    other, (score, n) = max(
        ((x, found) for x, found in best.items() if x not in labels),
        key=lambda x: x[1][0],
        default=("", (0.0, -1)),
    )
    if (
        n < 0
        or score < _SHARE * whole
        or score < BETTER * mine
        or _passed_on(labels, meeting, n)
        or _answered(labels, meeting, n)
        or _tells_of(labels, told, meeting, n)
    ):
        return
    name = claim.words[holder[0]].raw
    yield Reason(
        code="speaker",
        detail=f"The record gives this to {name}; what was said here was said by {other}.",
        at=meeting.units[n].words[0].at,
    )


def _was_not_there(
    claim: Claim, meeting: Meeting, labels: set[str], holder: tuple[int, int]
) -> Reason | None:
    """ "Her key worker told the review": somebody whom the meeting names, and who does not speak in it."""
    told = _TO_ALL.search(claim.text)
    verb = claim.words[holder[1]]
    if labels or not told or told.start() != verb.begins or _may_be_anybody(meeting):
        return None
    words = claim.words[max(claim.heading, holder[0] - 2) : holder[0] + 1]
    known = meeting.who.called.keys() | meeting.parts.keys()
    names = {w.stem for w in words if w.capital and w.stem in known and not _possesses(claim, w)}
    roles = set(named(claim.shown(max(claim.heading, holder[0] - 2), holder[0]).lower()))
    names |= {n for n, parts in meeting.parts.items() if parts & roles}
    if not names or any(meeting.who.labels.get(n) for n in names):
        return None
    return Reason(
        code="third_hand",
        detail=f"{claim.words[holder[0]].raw} does not speak in this meeting: see who says that they said it.",
    )


def _may_be_anybody(meeting: Meeting) -> bool:
    """Whether somebody speaks of whom nobody knows who it is."""
    people = meeting.people.speakers
    return any(p.nameless and label not in meeting.who.bound for label, p in people.items())


def _is_there(role: str, meeting: Meeting) -> bool:
    return role in meeting.roles or any(role in found for found in meeting.parts.values())


def _another(claim: Claim, meeting: Meeting, labels: set[str], holder: tuple[int, int]) -> Reason | None:
    """The one named cannot have said it: where it was said these are another's words, or "he said" of a woman."""
    names = {
        w.stem
        for w in claim.words[max(claim.heading, holder[0] - 2) : holder[0] + 1]
        if w.capital and w.stem in meeting.who.known
    }
    names |= {n for n, there in meeting.who.labels.items() if there & labels}
    verb = claim.words[holder[1]].begins
    # What is said within the quotation, "as Kai asked", tells nothing of who says it.
    if not names or any(begin <= verb < end for begin, end in claim.quoted):
        return None
    where = [(unit, teller_at(unit, k, meeting)) for unit, k in quoted(claim.quotes, meeting)]
    if where and not _passes_on(claim, meeting, holder[1]):
        others = [
            u for u, who in where if (who.reported and _own(u, labels, who)) or not who.may_be(names, meeting)
        ]
        there = others if len(others) == len(where) else []
    elif where:
        there = _passed_by_another(where, meeting, labels, names)
    elif claim.words[holder[1]].stem in _WISHES:
        there = []
    else:
        there = _told_by_another(claim, meeting, labels, names, holder)
    if not there:
        return None
    return Reason(
        code="speaker",
        detail=f"The record gives this to {claim.words[holder[0]].raw}; where it was said they are another’s words.",
        at=there[0].words[0].at,
    )


def _passed_by_another(
    where: Sequence[tuple[Unit, Teller]], meeting: Meeting, labels: set[str], names: set[str]
) -> list[Unit]:
    """ "Sam reported that Poppy said …", where it is somebody else who tells what Poppy said, and names no Sam."""
    units = [unit for unit, _ in where]
    for unit in units:
        near = [u for u in meeting.units[max(0, unit.n - 4) : unit.n + 2] if u.turn == unit.turn]
        roles = {role for u in near for role in named(u.text)}
        if not labels or unit.speaker in labels or not names_of(unit.speaker, meeting):
            return []
        if any(w.capital and w.stem in names for u in near for w in u.words):
            return []
        if any(meeting.roles.get(role, set()) & labels for role in roles):
            return []
    return units


def _passes_on(claim: Claim, meeting: Meeting, verb: int) -> bool:
    """ "Sam reported that Poppy said …": whether the quotation is told of yet another."""
    begin = claim.quoted[0][0]
    between = [w for w in claim.words[verb + 1 :] if w.begins < begin]
    told = claim.words[verb].raw.lower()
    if told not in _SAID or any(w.stem in SAYS for w in between):
        return True
    return told not in _TO_SOMEBODY and any(w.capital and w.stem in meeting.who.known for w in between)


def _own(unit: Unit, labels: set[str], who: Teller) -> bool:
    """Whether it is the one named who tells of another "he said"."""
    return labels == {unit.speaker} and bool(who.gender or who.names)


def _told_by_another(
    claim: Claim, meeting: Meeting, labels: set[str], names: set[str], holder: tuple[int, int]
) -> list[Unit]:
    """The places where all that is told was said in another's words, and the one named is nowhere near."""
    told = {
        s: x for s, x in claim.told(holder[1] + 1, len(claim.words) - 1).items() if s not in meeting.who.known
    }
    ranked = meeting.ranked(told, 4)
    if len(told) < 2 or not ranked or ranked[0][0] < _MOST * sum(told.values()):
        return []
    there = [meeting.units[n] for score, n in ranked if score >= _CLOSE * ranked[0][0]]
    for unit in there:
        near = meeting.units[max(0, unit.n - 12) : unit.n + 13]
        if teller(unit, told, meeting).may_be(names, meeting) or _answered(labels, meeting, unit.n):
            return []
        if any(
            abs(u.turn - unit.turn) <= 1
            and (u.speaker in labels or any(w.capital and w.stem in names for w in u.words))
            for u in near
        ):
            return []
    return there


def _told_whom(claim: Claim, meeting: Meeting, labels: set[str], holder: tuple[int, int]) -> Reason | None:
    """Whom it was told: somebody who was there when it was said, or who passes it on."""
    verb = claim.words[holder[1]]
    if verb.raw.lower() not in _TO_SOMEBODY:
        return None
    end = next(
        (
            k
            for k in range(holder[1] + 1, len(claim.words))
            if k - holder[1] > 4
            or claim.words[k].at - claim.words[k - 1].at > 1
            or claim.words[k].raw.lower() in _THAT
        ),
        len(claim.words),
    )
    words = claim.words[holder[1] + 1 : end]
    text = " ".join(w.raw for w in words)
    whom = {x for w in words if w.capital for x in meeting.who.labels.get(w.stem, ())}
    whom |= {x for role in named(text) for x in meeting.roles.get(role, ())} if not whom else set()
    called = {w.stem for w in words if w.capital and w.stem in meeting.who.called}
    where = next(quoted(claim.quotes, meeting), None)
    ranked = meeting.ranked({s: w for s, w in claim.weighed.items() if s not in meeting.who.persons}, 1)
    if not (whom or called) or not (where or (ranked and ranked[0][0] >= 0.5 * sum(claim.weighed.values()))):
        return None
    unit = where[0] if where else meeting.units[ranked[0][1]]
    near = meeting.units[max(0, unit.n - 6) : unit.n + 6]
    # "He said": he said it to the one who now tells of it, and not to who speaks next.
    who = teller_at(*where, meeting) if where else teller(unit, (w.stem for w in claim.words[end:]), meeting)
    reach = 0 if who.reported else 1
    near = [u for u in near if u.turn == unit.turn] if who.reported else near
    names = {n for n, there in meeting.who.labels.items() if there & whom} | called
    turns = {t.turn for t in near if t.speaker in whom}
    if not whom and any(abs(u.turn - unit.turn) <= reach and not names_of(u.speaker, meeting) for u in near):
        return None  # one whom nobody names may be the one who was told
    if any(abs(t - unit.turn) <= reach for t in turns) or any(
        w.stem in names and w.capital for u in near for w in u.words
    ):
        return None
    if labels and unit.speaker in labels:
        return None
    return Reason(
        code="speaker",
        detail=f"The record says that {text} was told this; here {unit.speaker or 'somebody else'} speaks of it.",
        at=unit.words[0].at,
    )


def labels_of(claim: Claim, meeting: Meeting, last: int) -> set[str]:
    """The speakers that the words up to `last` name: by first and last name together, or by one of them."""
    found: set[str] | None = None
    for k in range(max(0, last - 2), last + 1):
        w = claim.words[k]
        if claim.words[last].at - w.at > last - k:
            continue
        labels = None if k < last and _possesses(claim, w) else meeting.who.labels.get(w.stem)
        if labels:
            found = labels if found is None else (found & labels or labels)
    return set(found or ()) or _in_part(claim, meeting, last)


def _possesses(claim: Claim, w: Word) -> bool:
    """Whether it is "Kai's", as in "Kai's mother said": Kai says nothing."""
    return claim.text[w.begins + len(w.raw) :][:1] in ("'", "’")


def _in_part(claim: Claim, meeting: Meeting, last: int) -> set[str]:
    """The one speaker who is there as what the words up to `last` say: "the school nurse"; none where two are."""
    first = last
    while (
        first > claim.heading and claim.words[first].at - claim.words[first - 1].at == 1 and last - first < 3
    ):
        first -= 1
    for role in reversed(named(claim.shown(first, last))):
        labels = meeting.roles.get(role, set())
        return set(labels) if len(labels) == 1 else set()
    return set()


def spoken(told: dict[str, float], meeting: Meeting) -> dict[str, tuple[float, int]]:
    """By speaker, how much of it they said in one stretch, and in which sentence most of it."""
    scores: dict[int, float] = defaultdict(float)
    for s, w in told.items():
        here: dict[int, float] = {}
        for at in meeting.of(s):
            n = meeting.unit(at).n
            unit = meeting.units[n]
            here[n] = 1.0
            for k in (n - 2, n - 1, n + 1, n + 2):
                if 0 <= k < len(meeting.units):
                    beside = meeting.units[k]
                    same = beside.turn == unit.turn
                    share = (
                        0.6
                        if same
                        else 0.4
                        if unit.asks and k > n
                        else 0.25
                        if beside.speaker == unit.speaker
                        else 0.0
                    )
                    here[k] = max(here.get(k, 0.0), share)
        for n, share in here.items():
            scores[n] += w * share
    best: dict[str, tuple[float, int]] = {}
    for n, score in scores.items():
        label = meeting.units[n].speaker
        if label and score > best.get(label, (0.0, -1))[0]:
            best[label] = (score, n)
    return best


def _passed_on(labels: set[str], meeting: Meeting, n: int) -> bool:
    """Whether the other only tells what the one named said: they are named close by."""
    near = meeting.units[max(0, n - 1) : n + 2]
    for unit in near:
        for w in unit.words:
            if w.capital and meeting.who.labels.get(w.stem, set()) & labels and unit.n != n + 1:
                return True
    roles = named(meeting.units[n].text)
    return any(meeting.roles.get(role, set()) & labels for role in roles)  # "Mum would like him to stay"


def _tells_of(labels: set[str], told: dict[str, float], meeting: Meeting, n: int) -> bool:
    """Whether the other tells it of "he said" or "she goes", who may be the one named."""
    who = teller(meeting.units[n], told, meeting)
    plain = who.reported and (who.gender or who.names)
    return bool(plain) and who.may_be(
        {x for x, there in meeting.who.labels.items() if there & labels}, meeting
    )


def _answered(labels: set[str], meeting: Meeting, n: int) -> bool:
    """Whether the other put it to the one named, who then spoke: a question, or something said to "you"."""
    unit = meeting.units[n]
    if not unit.asks and not any(w.raw.lower() in ("you", "your") for w in unit.words):
        return False
    turns = {unit.turn + k for k in (-1, 1, 2)}
    near = meeting.units[max(0, n - 12) : n + 12]
    return any(u.turn in turns and u.speaker in labels for u in near)
