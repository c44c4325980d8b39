"""Whose words they are at a place: the speaker's own, or those of somebody of whom the speaker tells "she said"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from drafting.evidence import Meeting
from drafting.pronouns import HE, SHE
from drafting.units import Unit
from drafting.wording.words import Word, words

_SAID = frozenset(["said", "says", "told", "tells", "asked", "asks", "saying", "answered", "replied"])
_MINE = frozenset(["i", "me", "my", "mine", "myself"])
_BEGINNING, _FEW = 6, 3
"""Words by which the beginning of a quotation is found, and how many it must have at the least."""
_UNITS = 3
"""Sentences of the same turn, before a place, in which "she said" still tells whose words stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who says what stands at a place. `gender`: "he" or "she", where no more is told. Neither: not plain."""

    names: frozenset[str] = field(default=frozenset(), repr=False)
    gender: str = ""
    reported: bool = False
    """Whether the speaker tells it of somebody: "he said"."""

    def may_be(self, names: Iterable[str], meeting: Meeting) -> bool:
        """Whether it may have been somebody with these names."""
        if self.names:
            return not self.names.isdisjoint(names)
        genders = {meeting.who.genders.get(n, "") for n in names} - {""}
        return not self.gender or not genders or self.gender in genders


def teller(unit: Unit, told: Iterable[str], meeting: Meeting) -> Teller:
    """Whose words stand at a sentence of the meeting. `told`: the stems that are looked for there."""
    wanted = frozenset(told)
    first = next((n for n, w in enumerate(unit.words) if w.stem in wanted), len(unit.words))
    return teller_at(unit, first, meeting)


def quoted(quotes: Iterable[str], meeting: Meeting) -> Iterator[tuple[Unit, int]]:
    """Where the words of a quotation were said: the sentence, and the number of the word with which it begins there."""
    for quote in quotes:
        raw = [w.raw.lower() for w in words(quote)][:_BEGINNING]
        if len(raw) < _FEW:
            continue
        rarest = min((w.stem for w in words(quote)[: len(raw)]), key=lambda s: len(meeting.of(s)))
        for n in sorted({meeting.number(at) for at in meeting.of(rarest)}):
            unit = meeting.units[n]
            said = [w.raw.lower() for w in unit.words]
            for k in range(len(said)):
                if said[k : k + len(raw)] == raw[: len(said) - k] and len(said) - k >= _FEW:
                    yield unit, k
                    break


def teller_at(unit: Unit, first: int, meeting: Meeting) -> Teller:
    """Whose words stand in a sentence from that word on."""
    before = [u for u in meeting.units[max(0, unit.n - _UNITS) : unit.n] if u.turn == unit.turn]
    for part in [unit.words[:first], *(u.words for u in reversed(before))]:
        found = _says(part, unit, meeting)
        if found is not None:
            return found
    spoken_of = any(w.raw.lower() in HE or w.raw.lower() in SHE for u in (*before, unit) for w in u.words)
    mine = any(w.raw.lower() in _MINE for w in unit.words)
    if mine and not spoken_of:
        return Teller(names=speaks(unit, meeting))
    return Teller()


def _says(part: Sequence[Word], unit: Unit, meeting: Meeting) -> Teller | None:
    """Who said it, by the last "she said", "I asked" or "Leanne told" of these words."""
    for n in range(len(part) - 1, 0, -1):
        if part[n].raw.lower() not in _SAID:
            continue
        who = part[n - 1]
        low = who.raw.lower()
        if low == "i":
            return Teller(names=speaks(unit, meeting))
        if low in ("he", "she"):
            return Teller(gender=low, reported=True)
        if who.capital and who.stem in meeting.who.known:
            return Teller(names=_whole({who.stem}, meeting), reported=True)
        return Teller(reported=True)
    return None


def speaks(unit: Unit, meeting: Meeting) -> frozenset[str]:
    """The names of the one who speaks a sentence: on a shared device whoever said "Pete here"."""
    return meeting.who.instead.get(unit.turn) or names_of(unit.speaker, meeting)


def names_of(speaker: str | None, meeting: Meeting) -> frozenset[str]:
    """The names of a speaker who has any, or gave one; none where it may be anybody."""
    person = meeting.people.speakers.get(speaker or "")
    if person is None or (person.nameless and person.label not in meeting.who.bound):
        return frozenset()
    return frozenset(n for n, labels in meeting.who.labels.items() if speaker in labels)


def _whole(names: set[str], meeting: Meeting) -> frozenset[str]:
    labels = {x for n in names for x in meeting.who.labels.get(n, ())}
    return frozenset(names | {n for n, there in meeting.who.labels.items() if there & labels})
