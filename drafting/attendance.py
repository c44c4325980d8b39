"""Who was there, as the transcript shows it: who spoke, what they said they were, and what must be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile

from drafting.introductions import said_of, shortened
from drafting.people import People, Person
from drafting.small import Small
from drafting.speech import Sentence, Turn, tidy
from drafting.weigh import RISK, VIEW
from record.draft import Flag, Line

_ABSENT = Small(
    r"\b(?:apologies|couldn't (?:make it|come)|didn't want to come|won't be (?:speaking|coming|here)|"
    r"not (?:here|coming) today|sent a report|taking the minutes|(?:is|are) joining (?:late|online)|has to leave)\b"
)
_TELLS = Small("|".join(x.pattern for x in (RISK, VIEW)))
"""What somebody says in the same sentence as their name, and is not said with it."""
_MOST_ABSENT = 6
_EARLY = 900.0
"""Seconds."""
_CLIP = 12


def lines(turns: Sequence[Turn], who: People, held: Mapping[int, object]) -> Iterator[Line]:
    """One line for each speaker, then what was said of those who were not there or did not speak."""
    for label, person in who.speakers.items():
        if label in who.sets:
            continue
        first = next(t for t in turns if t.speaker == label)
        told = person.told if person.told and person.told.n not in held else None
        flags = []
        if person.nameless:
            called = f" They seem to be called {person.called}." if person.called else ""
            reason = f"Who is {label}? The transcript gives no name.{called}"
            flags.append(Flag(code="who-is-this", reason=reason))
        if not person.sure:
            flags.append(Flag(code="who-spoke", reason=taken_for_a_child(person)))
        part = _part(told, label) if told else ""
        text = f"{label}: {part}" if part else label
        sources = told.passages if told else first.sentences[0].passages[:1]
        yield Line(number=0, text=text, sources=sources, flags=tuple(flags), speaker=label)
    for s in islice(_absent(turns, held), _MOST_ABSENT):
        by = f"{s.speaker}: " if s.speaker else ""
        yield Line(number=0, text=f"{by}{tidy(s.text)}", sources=s.passages, speaker=s.speaker)


def taken_for_a_child(person: Person) -> str:
    """Why somebody whom the transcript does not name as the child is taken for one."""
    return f"I take {person.label} for a child: {person.label} {person.why}. Check who this is."


def sentences(turns: Sequence[Turn], who: People, held: Mapping[int, object]) -> set[int]:
    """Numbers of the sentences that these lines give whole."""
    own = {
        p.told.n
        for p in who.speakers.values()
        if p.told and p.told.speaker == p.label and not _TELLS.search(shortened(p.told.text)[1])
    }
    # Only early on do people take stock of who is there.
    early = takewhile(lambda s: s.start < _EARLY, _absent(turns, held))
    return own | {s.n for s in islice(early, _MOST_ABSENT)}


def _absent(turns: Sequence[Turn], held: Mapping[int, object]) -> Iterator[Sentence]:
    """What was said of those who are missing."""
    return (
        s for t in turns for s in t.sentences if s.n not in held and not s.asks and _ABSENT.search(s.text)
    )


def _part(told: Sentence, label: str) -> str:
    """What was said of somebody's part, in the words used: their own sentence, or the few words about them."""
    if told.speaker == label:
        return tidy(shortened(told.text)[0])
    near = said_of(told.text, label)
    return f"“{near}” (said by {told.speaker or 'somebody'})" if near else ""


def prompts(who: People, turns: Sequence[Turn]) -> tuple[str, ...]:
    """The questions that only a person who was there can answer."""
    asked = [
        f"Who is {label}?"
        for label, person in who.speakers.items()
        if person.nameless and label not in who.sets
    ]
    for label in sorted(who.sets):
        words = " ".join(" ".join(t.text for t in turns if t.speaker == label).split()[:_CLIP])
        asked.append(
            f"{label} seems to be a television or radio (“{words}”), and is not counted as there. Was it a person?"
        )
    if not who.speakers:
        asked.append("The transcript names nobody. Who was there?")
    return (*asked, "Who was there and did not speak?", "Who sent apologies, or was asked and did not come?")
