"""Choose what a meeting told, within a budget of words, and make lines of it that say who said it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from drafting.answers import GREETS, LISTENING, invited, question, reasons
from drafting.echoes import Echo, echoes
from drafting.people import People, Role
from drafting.place import Placer
from drafting.small import Small
from drafting.speech import Sentence, Turn, plain, tidy
from drafting.weigh import DECIDES, GRAVE, LIFE, PROCESS, RISK, Told, chosen, rarity, tells
from record.draft import Line, SectionId
from record.source import PassageId

_LONGEST = 80
"""Words in one line."""
_SOURCES = 8
_LEAST = 160
"""Words: a few minutes' talk may need nearly all of itself."""
_OBJECTS = Small(
    r"\b(?:object(?:ed|s)? to|(?:he|she|you|I) (?:wasn't|was not|weren't) happy|didn't (?:agree|consent))\b"
)
VIEW = Small(
    r"\b(?:(?:I|we) (?:disagree|don't agree|do not agree|agree with|support)|in the minority|odd one out"
    r"|I(?:'m| am) (?:\w+ )?(?:worried|scared|frightened|concerned) (?:that|about|for|of)"
    r"|I (?:just |really |don't |do not |still )*(?:want|wish)|I'd (?:say|rather|support)"
    r"|my (?:view|worry|concern|wish))\b"
)
"""What somebody thinks, wants or will not agree to: a record says who did."""
_IF_YOU = re.compile(
    r"^(?:and |but |so )*if (?:you|it's)\b|^(?:those|that's|these) (?:are|is)? ?\w*(?:good|great|sensible|"
    r"lovely)",
    re.IGNORECASE,
)
_TENTATIVE = Small(
    r"\b(?:I'd suggest|I've got \w+day|how about|you can|could you|I'd like|we'll come|I'll come)\b"
)
_FULL = Small(r"\b(?:never|no|not|nothing|nobody|got|is|was|has|had)\b|n't|\d")
_DENIES = Small(r"\b(?:no|not|never|nothing|denie\w+|none)\b|n't")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Lines with their sections, and the numbers of the sentences that they hold."""

    placed: tuple[tuple[SectionId | None, Line], ...] = field(repr=False)
    used: frozenset[int]


def room(said: int) -> int:
    """Words for the whole draft: a third of a meeting of up to an hour; of a longer one less, for it must be read."""
    return int(max(_LEAST, min(0.36 * said, 1000 + 0.2 * said, 1450 + 0.1 * said)))


def sources(sentences: Iterable[Sentence]) -> tuple[PassageId, ...]:
    """Every passage that these stand in, once, in order."""
    return tuple(dict.fromkeys(id for s in sentences for id in s.passages))[:_SOURCES]


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
    told, weights = _candidates(turns, who, held, used, everything)
    spend = int(budget * _SPENT)
    while True:
        found = set(chosen(turns, told, spend, weights))
        picked = _told_first(turns, set(found), again, told)
        picked |= _answers(turns, picked, held)
        gathered = _placed(turns, who, held, used, picked, again, placer)
        over = sum(len(line.text.split()) for _, line in gathered.placed) - budget
        ended = sum(told[n].cost for n in found) < spend - _NEAR
        if -_NEAR <= over <= 0 or (over < 0 and ended) or spend != int(budget * _SPENT):
            return gathered
        spend = max(0, spend - over - _NEAR // 4)


def _placed(
    turns: Sequence[Turn],
    who: People,
    held: Mapping[int, object],
    used: set[int] | frozenset[int],
    picked: set[int],
    again: Mapping[int, Echo],
    placer: Placer,
) -> Gathered:
    """Lines of what was chosen, each in its section."""
    placed: list[tuple[SectionId | None, Line]] = []
    taken: set[int] = set()
    at: dict[int, int] = {}
    last = max(1, turns[-1].sentences[-1].n + 1)
    why = reasons(turns)
    for turn in turns:
        for found in _runs(turn, picked, held):
            run = _led_in(turns, turn, found, held, used)
            asked = question(turns, turn, run[0], held)
            line = _line(run, asked)
            context = asked.text if asked else turns[turn.n - 1].text if turn.n else ""
            section = placer.section(
                line.text, context, who.part(turn), run[0].n / last, why=bool(why & {s.n for s in run})
            )
            if (echo := again.get(run[0].n)) and echo.of in at:
                # what was told stands beside what confirms it
                placed[at[echo.of]] = (section, placed[at[echo.of]][1])
            at[turn.n] = len(placed)
            placed.append((section, line))
            taken |= {s.n for s in run}
    return Gathered(placed=tuple(placed), used=frozenset(taken | {n for n, e in again.items() if not e.adds}))


_NEAR = 16
"""Words by which a draft may miss what it is given: a sentence or two."""
_SPENT = 0.92
"""Share of the words that sentences may take: the rest is for who says them, and for what they need beside them."""


def _told_first(
    turns: Sequence[Turn], picked: set[int], again: Mapping[int, Echo], told: Mapping[int, Told]
) -> set[int]:
    """For what only says again what another told, the sentences in which it was told."""
    only = {n: again[n].sentences for n in picked if n in again and not again[n].adds}
    return {n for n in picked if n not in only} | {
        x for n, where in only.items() for x in where or (n,) if x in told
    }


def _candidates(
    turns: Sequence[Turn],
    who: People,
    held: Mapping[int, object],
    used: set[int] | frozenset[int],
    everything: Sequence[Sentence],
) -> tuple[dict[int, Told], dict[int, float]]:
    rare = rarity(everything)
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
            asked = question(turns, turn, s, held)
            if turn.filler and (not asked or LISTENING.fullmatch(s.text)):
                continue
            if (
                s.n in held
                or s.n in used
                or s.asks
                or DECIDES.search(s.text)
                or (
                    s.words < 5
                    and (asked is None or GREETS.search(s.text))
                    and not any(p.search(s.text) for p in (_FULL, VIEW, LIFE))
                )
            ):
                continue
            told[s.n] = tells(s, rare, names, asked)
            weights[s.n] = _weight(s, asked) * (_OPEN if opens else 1.0) * (_REASON if s.n in why else 1.0)
    return told, weights


_REASON = 1.4
"""What a sentence is worth that tells why people meet."""
_STORY, _OPEN = 10, 1.15
"""Words from which on an answer to an open question tells more than how somebody is, and what each is worth then."""


def _weight(s: Sentence, asked: Sentence | None) -> float:
    """How much a sentence's facts count, from how it is said."""
    if _OBJECTS.search(s.text):
        return 4.0
    if VIEW.search(s.text):
        return 2.0
    about = f"{asked.text} {s.text}" if asked else s.text
    weight = 0.3 if PROCESS.search(about) and not RISK.search(s.text) else 1.0
    weight *= 0.4 if (s.words < 5 and not asked) or _IF_YOU.search(s.text) else 1.0
    return weight * (0.75 if _TENTATIVE.search(s.text) else 1.0)


def _answers(turns: Sequence[Turn], picked: set[int], held: Mapping[int, object]) -> set[int]:
    """Sentences that must not stand without another: a grave word goes with its denial."""
    more: set[int] = set()
    for turn in turns:
        for n, s in enumerate(turn.sentences):
            if s.n in held or not GRAVE.search(s.text):
                continue
            if s.asks:
                # "Right." said into a grave question is a sign of listening: as its answer it would read as a yes
                replies = (t for t in turns[turn.n + 1 : turn.n + 4] if t.speaker != turn.speaker)
                answer = next((t for t in replies if not LISTENING.fullmatch(t.text.strip())), None)
                if answer:
                    more |= {x.n for x in answer.sentences[:5] if x.n not in held}
            elif s.n in picked and not _DENIES.search(GRAVE.cut(s.text)):
                more |= {x.n for x in _denial(turns, turn, n) if x.n not in held and not x.asks}
    return more


def _denial(turns: Sequence[Turn], turn: Turn, n: int) -> Sequence[Sentence]:
    """What follows a grave word up to where it is denied; if it is not, the next two sentences."""
    coming = [
        *turn.sentences[n + 1 : n + 4],
        *(s for t in turns[turn.n + 1 : turn.n + 3] for s in t.sentences[:2]),
    ]
    for k, s in enumerate(coming):
        if _DENIES.search(s.text):
            return coming[: k + 1]
    return coming[:2]


def _runs(turn: Turn, picked: set[int], held: Mapping[int, object]) -> list[list[Sentence]]:
    """Runs of chosen sentences of one turn; a short one between two is kept, so that nothing reads as joined up."""
    runs: list[list[Sentence]] = []
    run: list[Sentence] = []
    gap: list[Sentence] = []
    for s in turn.sentences:
        if s.n in picked:
            if run and len(gap) <= 1 and sum(x.words for x in (*run, *gap, s)) <= _LONGEST:
                run += [*gap, s]
            else:
                if run:
                    runs.append(run)
                run = [s]
            gap = []
        elif s.n in held or s.words > 9:
            gap = [s, s]
        else:
            gap.append(s)
    if run:
        runs.append(run)
    return runs


def _led_in(
    turns: Sequence[Turn],
    turn: Turn,
    run: list[Sentence],
    held: Mapping[int, object],
    used: set[int] | frozenset[int],
) -> list[Sentence]:
    """A run with what it needs to be read alone: all of a short answer, and for "she" the sentence before it."""
    whole = list(turn.sentences)
    opening = whole[0]
    if opening.words <= _FEW and run[0] is not opening and run[0] is whole[1]:
        begins = opening.asks or opening.n in held or opening.n in used
        begins = begins or bool(GREETS.search(opening.text) and not _agrees(turns, turn, held))
        run = run if begins else [opening, *run]
    free = not any(s.n in held or s.n in used or s.asks for s in whole)
    if sum(s.words for s in run) < _SCRAP and free and turn.words <= _SHORT_TURN:
        return whole
    at = run[0].n - turn.sentences[0].n
    before = turn.sentences[at - 1] if 0 < at < len(turn.sentences) else None
    if before is None or before.n in held or before.n in used or before.asks or before.words > _LEAD:
        return run
    if before.words <= _FEW and GREETS.search(before.text):
        return run
    return [before, *run] if _POINTS.match(run[0].text) and not PROCESS.search(before.text) else run


def _agrees(turns: Sequence[Turn], turn: Turn, held: Mapping[int, object]) -> bool:
    """Whether a turn begins with a yes to a question about harm: without it that answer would be lost."""
    opening = turn.sentences[0]
    asked = question(turns, turn, opening, held) if _YES.fullmatch(opening.text) else None
    return bool(asked and RISK.search(asked.text))


_YES = re.compile(r"(?:yes|yeah|yep)\W*", re.IGNORECASE)
_FEW, _SCRAP, _SHORT_TURN, _LEAD = 3, 6, 22, 14
"""Words: of a beginning that the rest may need, of a run that says little alone, of a turn that is taken whole, and of
a sentence that leads in."""
_POINTS = re.compile(
    r"(?:and |but |so )?(?:he|she|they|his|her|their|it|that|them)\b(?:'s|'d|'ll|'ve|'re)?", re.IGNORECASE
)


_ASSENTS = 4
"""Words from which on a sentence says by itself what its "Yeah" assents to."""
_YEAH = re.compile(r"^(?:(?:yeah|yep|yes|oh|mm|ah),? )+(?!no\b|not\b|please\b)", re.IGNORECASE)


def _line(run: Sequence[Sentence], asked: Sentence | None) -> Line:
    speaker = run[0].speaker
    words = plain(" ".join(s.text for s in run))
    if not asked and run[0].words > _ASSENTS:
        words = plain(_YEAH.sub("", words))
    text = f"{speaker}: {words}" if speaker else words
    cited = list(run)
    if asked:
        text = f"Asked “{tidy(asked.text)}”, {speaker}: {words}"
        cited.insert(0, asked)
    return Line(number=0, text=text, sources=sources(cited), speaker=speaker)
