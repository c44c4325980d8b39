"""Choose what a meeting told, within a budget of words, and make lines of it that say who said it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from drafting import alone, topics
from drafting.answers import GREETS, LISTENING, invited, question, reasons
from drafting.choose import chosen
from drafting.echoes import Echo, echoes
from drafting.people import People, Role
from drafting.place import Placer
from drafting.small import Small
from drafting.speech import Sentence, Turn
from drafting.weigh import DATE, DECIDES, GRAVE, LIFE, NUMBER, PROCESS, RISK, VIEW, Told, rarity, tells
from drafting.wording.deciding import LEFT_OPEN
from drafting.wording.stems import says_little, stem
from record.draft import Line, SectionId

_LEAST = 270
"""Words: a few minutes' talk may need nearly all of itself."""
_OBJECTS = Small(
    r"\b(?:object(?:ed|s)? to|(?:he|she|you|I) (?:wasn't|was not|weren't) happy|didn't (?:agree|consent))\b"
)
_IF_YOU = re.compile(
    r"^(?:and |but |so )*if (?:you|it's)\b|^(?:those|that's|these) (?:are|is)? ?\w*(?:good|great|sensible|"
    r"lovely)",
    re.IGNORECASE,
)
_TENTATIVE = Small(
    r"\b(?:I'd suggest|I've got \w+day|how about|you can|could you|I'd like|we'll come|I'll come)\b"
)
_FULL = Small(r"\b(?:never|no|not|nothing|nobody|got|is|was|has|had)\b|n't|\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Lines with their sections, and the numbers of the sentences that they hold."""

    placed: tuple[tuple[SectionId | None, Line], ...] = field(repr=False)
    used: frozenset[int]
    rare: Mapping[str, float] = field(repr=False)
    """How telling each word of this meeting is."""


def room(said: int) -> int:
    """Words for the whole draft: a third of a meeting of up to an hour; of a longer one less, for it must be read."""
    return int(max(_LEAST, min(0.327 * said, 1000 + 0.2 * said, 1450 + 0.1 * said)))


def lines(
    turns: Sequence[Turn],
    who: People,
    held: Mapping[int, object],
    used: set[int] | frozenset[int],
    budget: int,
    placer: Placer,
) -> Gathered:
    """What most needs to be in the record, in the order said, within so many words as they will be read."""
    everything = [s for t in turns for s in t.sentences]
    again = echoes(turns, held)
    rare = rarity(everything)
    told, weights = _candidates(turns, who, held, used, rare)
    said = sum(t.words for t in turns)
    most = int(_AT_MOST * said) - (room(said) - budget)
    budget = max(budget, _LEAST // 2, min(int(_AT_LEAST * said), max(most, int(_STILL * said))))
    of_harm = {
        n: turn
        for n, turn in alone.asked_of_harm(turns, held).items()
        if n not in used and who.part(turns[turn]) is not Role.CHILD
    }
    spend = int(budget * _SPENT)
    best = Gathered(placed=(), used=frozenset(), rare=rare)
    for _ in range(_TRIES):
        picked = _told_first(turns, set(chosen(turns, told, spend, weights)), again, told)
        beside = alone.answers(turns, picked, held) | of_harm
        gathered = _placed(turns, who, held, used, picked | {*beside}, beside, again, placer, rare)
        over = sum(len(line.text.split()) for _, line in gathered.placed) - budget
        if not best.placed or over <= 0:
            best = gathered
        if -_NEAR <= over <= 0:
            break
        spend = max(0, spend - over - _NEAR // 4)
    return best


def _placed(
    turns: Sequence[Turn],
    who: People,
    held: Mapping[int, object],
    used: set[int] | frozenset[int],
    picked: set[int],
    beside: Mapping[int, int],
    again: Mapping[int, Echo],
    placer: Placer,
    rare: Mapping[str, float],
) -> Gathered:
    """Lines of what was chosen, each in its section. `beside`: sentences that stand with those of an earlier turn."""
    placed: list[tuple[SectionId | None, Line]] = []
    taken: set[int] = set()
    at: dict[int, int] = {}
    last = max(1, turns[-1].sentences[-1].n + 1)
    why = reasons(turns)
    raised = topics.raised(turns, who)
    work = topics.speaks_for(turns, who)
    for turn in turns:
        for found in alone.runs(turn, picked, held):
            run = alone.led_in(turns, turn, found, held, used)
            asked = question(turns, turn, run[0], held)
            line = alone.line(run, asked, alone.put_right(turn, run, held))
            context = asked.text if asked else turns[turn.n - 1].text if turn.n else ""
            section = placer.section(
                line.text,
                context,
                _speaks_as(turn, line.text, who, work.get(turn.speaker or "", _NONE)),
                run[0].n / last,
                why=bool(why & {s.n for s in run}),
                raised=raised.get(run[0].n, _NONE),
                work=work.get(turn.speaker or "", _NONE),
            )
            if (echo := again.get(run[0].n)) and echo.of in at:
                # what was told stands beside what confirms it
                placed[at[echo.of]] = (section, placed[at[echo.of]][1])
            if (before := beside.get(run[0].n)) is not None and before in at:
                section = placed[at[before]][0]
            at[turn.n] = len(placed)
            placed.append((section, line))
            taken |= {s.n for s in run}
    return Gathered(
        placed=tuple(placed), used=frozenset(taken | {n for n, e in again.items() if not e.adds}), rare=rare
    )


_NONE: frozenset[str] = frozenset()
_TRIES = 3
"""Times that a draft is tried for the words that there are: what a line needs beside it is known only then."""
_NEAR = 16
"""Words by which a draft may miss what it is given: a sentence or two."""
_AT_MOST, _STILL = 0.355, 0.10
"""Share of a meeting's words beyond which that is less, because the rest of the draft is long; and how much less."""
_AT_LEAST = 0.13
"""Share of a meeting's words that there is for what was told, however many took part and however much was promised."""
_SPENT = 0.92
"""Share of the words that sentences may take: the rest is for who says them, and for what they need beside them."""


def _told_first(
    turns: Sequence[Turn], picked: set[int], again: Mapping[int, Echo], told: Mapping[int, Told]
) -> set[int]:
    """For what only says again what another told, the sentences in which it was told; both, where it adds a figure."""
    only = {n: again[n].sentences for n in picked if n in again and not again[n].adds}
    beside = {x for n in picked if n in again and again[n].adds for x in again[n].sentences if x in told}
    # Where nothing of what was told may be drafted, the echo is all that there is.
    first = {x for n, where in only.items() for x in [x for x in where if x in told] or [n]}
    return {n for n in picked if n not in only} | beside | first


def _candidates(
    turns: Sequence[Turn],
    who: People,
    held: Mapping[int, object],
    used: set[int] | frozenset[int],
    rare: Mapping[str, float],
) -> tuple[dict[int, Told], dict[int, float]]:
    names = frozenset(w for label in who.speakers for w in re.findall(r"\w+", label))
    told: dict[int, Told] = {}
    weights: dict[int, float] = {}
    why = reasons(turns)
    for turn in turns:
        role = who.part(turn)
        if role is Role.CHILD:
            continue
        opens = role is Role.FAMILY and turn.words >= _STORY and invited(turns, turn)
        for s in turn.sentences:
            if s.n in held or s.n in used or s.asks or TODAY.match(s.text):
                continue
            if DECIDES.search(s.text) and not LEFT_OPEN.search(s.text):
                continue
            if _UNHEARD.search(s.text) and not GRAVE.search(s.text):
                continue
            asked = question(turns, turn, s, held)
            leads = asked is not None or alone.put_right(turn, [s], held) is not None
            if turn.filler and (not asked or LISTENING.fullmatch(s.text)):
                continue
            short = s.words < 5 and (not leads or GREETS.match(s.text))
            if short and not any(p.search(s.text) for p in (_FULL, VIEW, LIFE)):
                continue
            told[s.n] = tells(s, rare, names, asked, view=bool(VIEW.search(s.text)))
            weights[s.n] = (
                _weight(s, asked, leads=leads) * (_OPEN if opens else 1.0) * (_REASON if s.n in why else 1.0)
            )
    return told, weights


_UNHEARD = Small(
    r"\bI (?:just )?(?:lost|missed|(?:didn't|did not|couldn't|can't) (?:catch|hear|get)) "
    r"(?:(?:all|some|a bit) of )?(?:that|you|the (?:last|first) (?:bit|part))(?: (?:bit|part))?(?=[.,]|$)"
)
"""What was not heard on the call is no part of what was told, whatever the noise was."""
_REASON = 1.8
"""What a sentence is worth that tells why people meet."""
_STORY, _OPEN = 10, 1.15
"""Words from which on an answer to an open question tells more than how somebody is, and what each is worth then."""


TODAY = re.compile(
    r"^(?:(?:so|and|ok|right|now)[,.]? )*(?:(?:it['’]s|today is|today's|this is)(?: the)? (?:\w+day,? )?"
    r"(?:the )?(?:\d{1,2}(?:st|nd|rd|th)?|\w+(?:st|nd|rd|th|first|second|third)) (?:of )?[A-Z]\w+)"
    r"(?:,? (?:\d{4}|(?:and )?(?:it's )?(?:about |around )?\w+(?: \w+){0,2}(?: o'clock| am| pm)?))?[.]?$",
    re.IGNORECASE,
)
"""What day it is: of the meeting itself, which the calendar tells better."""


_PROFESSIONS = frozenset({"health", "education"})
_INTERPRETS = Small(r"\binterpret(?:er|ing)\b")
_FIRST_PERSON = re.compile(r"(?<!: )\bI\b|\b(?:[Mm]y|[Mm]e|[Ww]e|[Oo]ur)\b")


def _speaks_as(turn: Turn, text: str, who: People, work: frozenset[str]) -> Role:
    """In what part something is said: an interpreter's "I" is the parent whose words they give, and a guest who says
    that they are the registrar is none of the family.
    """
    if _INTERPRETS.search(turn.speaker or "") and _FIRST_PERSON.search(text):
        return Role.FAMILY
    part = who.part(turn)
    guessed = part is Role.FAMILY and who.speakers[turn.speaker or ""].told is None
    return Role.PROFESSIONAL if guessed and work & _PROFESSIONS else part


def of_nothing(text: str) -> bool:
    """Whether it gives a figure or a day and does not say of what: "Three hundred and forty-one. Three four one." """
    rest = _FIGURES.cut(text, leave=" ")
    return all(says_little(stem(re.split(r"n?['’]", w)[0])) for w in _WORD.findall(rest.lower()))


_FIGURES = Small(rf"{DATE.pattern}|{NUMBER.pattern}|\b(?:pounds?|quid|pence|per ?cent)\b")
_WORD = re.compile(r"[a-zà-ÿ'’]{2,}")


def _weight(s: Sentence, asked: Sentence | None, *, leads: bool) -> float:
    """How much a sentence's facts count, from how it is said. `leads`: something before it says what it is of."""
    if _OBJECTS.search(s.text):
        return 4.0
    if VIEW.search(s.text):
        return 2.0
    about = f"{asked.text} {s.text}" if asked else s.text
    weight = 0.3 if PROCESS.search(about) and not RISK.search(s.text) else 1.0
    scrap = not leads and (s.words < 5 or of_nothing(s.text))
    weight *= 0.4 if scrap or _IF_YOU.match(s.text) else 1.0
    return weight * (0.75 if _TENTATIVE.search(s.text) else 1.0)
