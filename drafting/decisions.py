"""Decisions as somebody who may decide stated them, and what was expressly left undecided: in their words, to check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from drafting.people import People, Role
from drafting.speech import Sentence, Turn, tidy
from drafting.wording.deciding import AGAINST, LEFT_OPEN, STATED, denies
from record.draft import Flag, Line
from record.source import PassageId

_POINTS = re.compile(
    r"\b(?:decid(?:e|ed|ing)|agree[d]?)(?: on| about)? (?:that|it|this)\b"
    r"|^(?:so |and |but )*(?:that|it|this)(?:['’]s|\b)",
    re.IGNORECASE,
)
_MERELY = re.compile(
    r"^(?:(?:so|and|ok|right),? )*(?:that|it|this)(?:(?:['’]s| is| has) (?:not|never)|(?: is"
    r"| has)n['’]t)(?: been)? "
    r"(?:decided|a decision)\W*$",
    re.IGNORECASE,
)
"""Says again what somebody has just left open."""
_NEAR, _FEWEST, _LEAD = 3, 4, 30
"""Turns after which it may be of something else; words that tell what it is of, and the most that do."""
_REASON = re.compile(
    r"^(?:and |so )?(?:that's |this is )?(?:because|(?:the|my|our) (?:\w+ )?reasons?|in view of)\b",
    re.IGNORECASE,
)
_REASONS = re.compile(
    r"^(?:and |so )?(?:the|my|our|these are (?:the|my|our)) (?:\w+ )?reasons\b", re.IGNORECASE
)
"""Several are announced: what follows in the same breath is among them."""
_GOES_ON = re.compile(
    r"^(?:and |so |but )?(?:it['’](?:s|ll)|it (?:is|will)|that['’](?:s|ll)|that (?:is|will|means)"
    r"|there['’](?:s|ll)|which means"
    r"|for [A-Z]\w+|both of|subject to|until|with effect|the category|I['’]m satisfied)\b"
    r"(?! (?:everything|all|it for|lovely))",
    re.IGNORECASE,
)
"""What exactly is decided, for whom, and how."""
_ALL = 110
"""Words of a decision with its reasons."""
_NOTED = re.compile(r"\b(?:noted|minuted|recorded|written|put) ?(?:down)?\b", re.IGNORECASE)
"""A question that asks for it to be written: "can my disagreement be noted?"."""
_VIEW = 70
"""Words of a turn in which somebody disagrees, to be taken whole."""


def lines(
    turns: Sequence[Turn], who: People, held: Mapping[int, object]
) -> Iterator[tuple[Line, tuple[int, ...]]]:
    """Each with the numbers of its sentences. A family's wishes and a question decide nothing and are not among them.

    A reader cannot tell from words alone whether it was theirs to decide: every line that says so is flagged.
    """
    left_open = -_NEAR - 1
    for turn in turns:
        if who.part(turn) in (Role.CHILD, Role.FAMILY):
            continue
        done: set[int] = set()
        for n, s in enumerate(turn.sentences):
            if s.n in held or s.asks or s.n in done:
                continue
            if LEFT_OPEN.search(s.text):
                if _MERELY.search(s.text) and turn.n - left_open <= _NEAR:
                    continue
                left_open = turn.n
                run = _led_in(turn, n, held, done) + _also_open(turn, n, held)
                done |= {x.n for x in run}
                yield _line(run, ()), tuple(x.n for x in run)
            elif STATED.search(s.text) and not _denied(turns, turn):
                run = _with_reasons(turn, n, held)
                done |= {x.n for x in run}
                yield _line(run, (_flag(turn.speaker),)), tuple(x.n for x in run)


def _denied(turns: Sequence[Turn], turn: Turn) -> bool:
    """Whether another says at once that nothing of the sort was decided."""
    after = (t for t in turns[turn.n + 1 : turn.n + 3] if not t.filler and t.speaker != turn.speaker)
    return any(denies(t.text) for t in after)


def dissent(
    turns: Sequence[Turn], who: People, held: Mapping[int, object], used: Set[int]
) -> Iterator[tuple[Line, tuple[int, ...], bool]]:
    """Who did not agree, with the numbers of the sentences, and whether it is the family, whose views stand apart."""
    for turn in turns:
        role = who.part(turn)
        against = [
            s
            for s in turn.sentences
            if AGAINST.search(s.text) and s.n not in held and not (s.asks and not _NOTED.search(s.text))
        ]
        if role is Role.CHILD or not against:
            continue
        whole = turn.words <= _VIEW and not any(s.n in held or s.n in used for s in turn.sentences)
        run = (
            [s for s in turn.sentences if not s.asks or s in against]
            if whole
            else [s for s in against if s.n not in used]
        )
        if run:
            yield _line(run, ()), tuple(s.n for s in run), role is Role.FAMILY


_SAYS = re.compile(
    r"\b(?:I|we)(?:['’]d| would) (?:also |still |just |probably )?(?:say|support|recommend|go for|pick)\b"
    r"|\bin my view\b|\b(?:school|health|police|we) (?:recommends?|supports?)\b"
    r"|\bI(?:['’]d| would)? (?:think|feel) (?:that )?(?:it|he|she|they|we) (?:should|shouldn['’]t|need|could)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\b(?:step(?:ped|ping)? (?:\w+ )?(?:down|up)|child in need|child protection|c\.?p\.? plan|early help"
    r"|neglect"
    r"|(?:emotional|physical|sexual) abuse|category|threshold|maintain|amend(?:ed)?|cease"
    r"|clos(?:e|ed|ing) (?:it|the case)|subject to a|end(?:ed|ing)? the (?:plan|order)|another (?:three|six) months)\b",
    re.IGNORECASE,
)


def recommended(
    turns: Sequence[Turn], who: People, held: Mapping[int, object], used: Set[int]
) -> Iterator[tuple[Line, tuple[int, ...]]]:
    """What each professional would do about the plan itself, in their words: it stands with what was decided."""
    for turn in turns:
        if who.part(turn) in (Role.CHILD, Role.FAMILY):
            continue
        free = [s for s in turn.sentences if s.n not in held and s.n not in used and not s.asks]
        about = [s for s in free if _SAYS.search(s.text) and _STATUS.search(s.text)]
        if not about:
            continue
        whole = turn.words <= _SHORT and len(free) == len(turn.sentences)
        run = free if whole else about
        yield _line(run, ()), tuple(s.n for s in run)


_SHORT = 35
"""Words of a turn in which somebody says what they would do, to be taken whole."""


def _also_open(turn: Turn, n: int, held: Mapping[int, object]) -> list[Sentence]:
    """What goes on to leave it open: whose it is to decide, and how things stay until then."""
    run: list[Sentence] = []
    for s in turn.sentences[n + 1 :]:
        goes_on = s.words < _FEWEST or LEFT_OPEN.search(s.text) or _UNTIL_THEN.search(s.text)
        if s.n in held or s.asks or not goes_on or sum(x.words for x in run) + s.words > _VIEW:
            break
        run.append(s)
    while run and run[-1].words < _FEWEST:
        run.pop()
    return run


_UNTIL_THEN = re.compile(
    r"\b(?:panel|until|till|once|manager|inspector|court|decid\w+|decision|ring me|come back to (?:it"
    r"|that)|in the meantime"
    r"|if (?:there['’]s|it|he|she|they|you))\b",
    re.IGNORECASE,
)
"""What it waits for."""


def _led_in(turn: Turn, n: int, held: Mapping[int, object], done: Set[int]) -> list[Sentence]:
    """A sentence with the one before it, where it only says "that" of what is left open."""
    s, before = turn.sentences[n], turn.sentences[n - 1] if n else None
    points = _POINTS.search(s.text)
    if before is None or points is None or len(s.text[: points.start()].split()) > _FEWEST:
        return [s]
    free = not (before.asks or before.n in held or before.n in done)
    return [before, s] if free and _FEWEST <= before.words <= _LEAD else [s]


def _with_reasons(turn: Turn, n: int, held: Mapping[int, object]) -> list[Sentence]:
    run = [turn.sentences[n]]
    several = False
    for after in turn.sentences[n + 1 :]:
        several = several or bool(_REASONS.match(after.text))
        if (
            after.n in held
            or after.asks
            or not (several or _REASON.match(after.text) or _GOES_ON.match(after.text))
        ):
            break
        if sum(s.words for s in run) + after.words > _ALL:
            break
        run.append(after)
    return run


def _flag(speaker: str | None) -> Flag:
    said = f"{speaker} said this" if speaker else "This was said; the transcript does not name who said it"
    return Flag(
        code="who-decided",
        reason=f"{said}. Check that it was theirs to decide, and that these were the words.",
    )


def _line(run: Sequence[Sentence], flags: tuple[Flag, ...]) -> Line:
    words = tidy(" ".join(s.text for s in run))
    speaker = run[0].speaker
    ids: tuple[PassageId, ...] = tuple(dict.fromkeys(id for s in run for id in s.passages))[:8]
    return Line(
        number=0, text=f"{speaker}: {words}" if speaker else words, sources=ids, speaker=speaker, flags=flags
    )
