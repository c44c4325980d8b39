"""Figures and days that their own speaker puts right a moment later, and what they are of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafting.small import Small
from drafting.speech import Sentence, Turn, plain
from drafting.wording.stems import says_little, stem

_SURELY = (
    r"(?:i )?tell a lie\b|(?:hang on|sorry|wait)[.,]? (?:um,? |er,? |wait,? )?no\b"
    r"|no,? (?:sorry|wait|hang on|actually)\b"
    r"|actually,? no\b|(?:scrap|scratch|strike|correct|forget) that\b|(?:^|, )correction\b|my (?:mistake"
    r"|bad|error)\b"
    r"|sorry,? (?:i )?meant?\b|i meant? to say\b|or rather\b|make that\b|i stand corrected\b"
    r"|(?:got|read|said|had) (?:that|it|this) (?:all |the )?wrong\b|i(?:'ve)? (?:misread|misspoke|miscounted)\b"
    r"|(?:the )?wrong (?:line|page|child|one|column|sheet|row|way round|day|date|week|form)\b"
    r"|the other way round\b"
    r"|no, i'll say\b|i apologise for that\b|is that, no\b|that's the other\b|no, it was the\b|not number\b"
)
_CORRECTS = Small(rf"\b(?:{_SURELY}|^(?:(?:no\.?,? )?hang on|no[.,]? it(?:'s| was))\b)")
_NO_ANOTHER = Small(
    r"^(?:oh,? )?no[.,]? (?:(?:that's|it's|it was|make (?:that|it)|only|just|i've|there's|we've|she's"
    r"|he's|they've|got|"
    r"been|i|there|had|more like|about|like) )*(?:(?:the )?\d|(?:two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|once"
    r"|twice|\w+day)\b)"
)
"""The same within one turn: "four times. No, three"; after another's turn it may answer them."""
_WAS_WRONG = Small(r"\b(?:I(?:'d| had) (?:her|him|them|it|that) down as|hang on)\b")
_CONCEDES = Small(
    r"\b(?:you're|she's|he's|they're|that's) (?:quite |absolutely |dead )?right\b|\bmy (?:mistake|bad"
    r"|error|fault)\b"
    r"|\bi stand corrected\b|^(?:(?:oh|ah|sorry|yes|yep|yeah|ok|okay|right|hang on)[,.]? )+"
)
"""How somebody takes over what another has put right, who then says it as the other did."""
_CONTRADICTS = Small(
    r"^(?:(?:oh|er|um|sorry|well|but),? )*(?:no|nah|not|it's|it is|it was|that's|(?:i|you|she|he|we"
    r"|they) (?:haven't|hasn't|"
    r"didn't|did not|ain't)|only|i (?:make|made) it|(?:the )?[\w-]+[.,!]?$)\b"
)
_RETORT = 14
"""Words of a turn that does nothing but put another right."""
_MEANS = Small(
    r"^(?:(?:sorry|do|um|oh|wait|hang on),? )*(?:you mean|is that|that'd be|that'll be|don't you mean)\b"
)
_ERROR = Small(
    r"\b(?:(?:interpreter's|my|translation|a|translator's) (?:own )?error\b|interpreter (?:will correct"
    r"|corrects|correction)"
    r"|(?:i )?said (?:that|it) (?:all )?wrong\b|let me (?:say|put|start) that again\b|that (?:came"
    r"|come) out wrong\b)"
)
"""Whatever was said before it was wrong, whether it had a figure or not."""
_NO = Small(r"^(?:no|nah|nope)\b")
_FIGURES = (
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|"
    r"nine)teen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|thousand|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday|last|half|third(?!-)|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|"
    r"twentieth|thirtieth)\b"
)
_FIGURE = Small(rf"\d|{_FIGURES}")
_KINDS = {
    "number": Small(
        r"\d+|\b(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-(?:one|two|three|four|five|six|seven"
        r"|eight|nine))?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven"
        r"|eigh|nine)teen"
        r"|hundred|thousand|half|once|twice|first"
        r"|second(?<!a second)|third"
        r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|\w+tieth)\b"
    ),
    "day": Small(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"),
    "month": Small(
        r"\b(?:january|february|march|april|(?:in|of) may|june|july|august|september|october|november"
        r"|december)\b"
    ),
    "side": Small(
        r"\b(?:left|right)(?= (?:\w+ )?(?:arm|forearm|leg|hand|side|ear|eye|foot|knee|wrist|elbow"
        r"|shoulder|cheek|thigh|"
        r"ankle|hip|ulna|temple))|(?<=the )(?:left|right)\b(?! (?:time|thing|one|place|way|to|school))"
    ),
    "kin": Small(
        r"\b(?:mum|mom|mam|mother|(?:step-?)?dad|father|step-?mum|nan|gran|grandma|grandad|aunt|auntie|uncle|"
        r"brother|sister|husband|wife|boyfriend|girlfriend)\b"
    ),
}
"""A figure is put right by a figure, a day by a day, an arm by the other arm."""
_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]{2,}\b")
_LITTLE = 8
"""Words of a question that only says a name again."""

WORDINGS = (_CORRECTS, _NO_ANOTHER, _WAS_WRONG, _ERROR)
"""A turn with none of these puts nothing right."""


def numbers(some: Sequence[Turn], turns: Sequence[Turn]) -> set[int]:
    """Those of the sentences that their own speaker puts right, or lets another put right; the correction itself stays.

    `some`: the turns that have such a wording.
    """
    found: set[int] = set()
    for turn in some:
        found |= _own(turns, turn)
    for turn in turns:
        if turn.filler:
            continue
        first = turn.sentences[0].text[:_LOOK]
        means = turn.n and _MEANS.search(turns[turn.n - 1].text[:_LOOK])
        if means or _CONCEDES.search(first) or _NO.search(first):
            found |= _anothers(turns, turn) | _named(turns, turn)
    return found


def disputed(turns: Sequence[Turn]) -> set[int]:
    """Sentences with one of two figures alone, where somebody later sets both accounts side by side."""
    found: set[int] = set()
    for turn in turns:
        if any(s.text.count("sa") > 1 and len(_SAYING.findall(s.text)) > 1 for s in turn.sentences):
            found |= _disputed(turns, turn)
    return found


def _own(turns: Sequence[Turn], turn: Turn) -> set[int]:
    found: set[int] = set()
    for n, s in enumerate(turn.sentences):
        coming = " ".join(x.text for x in turn.sentences[n + 1 : n + 4])
        if _WAS_WRONG.search(s.text) and _FIGURE.search(s.text):
            found.add(s.n)
        if error := _ERROR.search(s.text):
            whole = len(s.text[: error.start()].split()) > _SAYS or not n
            found.add(s.n if whole else turn.sentences[n - 1].n)
        mark = _CORRECTS.search(s.text)
        if mark and (told := _kinds(s.text[: mark.start()])):
            # "forty, sorry, fourteen" says both, and stands; "forty, sorry, wrong line. Fourteen." does not
            if not _differ(_kinds(s.text[mark.end() :]), told) and _differ(told, _kinds(coming)):
                found.add(s.n)
            continue
        if mark or (n and _NO_ANOTHER.search(s.text)):
            now = _kinds(s.text) | {x for x in _kinds(coming) if x[0] != "kin"}
            wrong = _superseded(turns, turn, n, now, surely=bool(mark and _SURE.search(s.text)))
            found |= {x.n for x in wrong}
            after = _figures(turn.sentences[n + 1].text) if n + 1 < len(turn.sentences) else set()
            if wrong and after and s.words <= _PREFACE and _figures(s.text) <= after:
                found.add(s.n)  # "Is that, no, that's when you're here": the next says it
    return found


def _anothers(turns: Sequence[Turn], turn: Turn) -> set[int]:
    """What the speaker said before another put it right, whom they now follow: "Sorry, yes, thirteen"."""
    if turn.speaker is None or not _CONCEDES.search(turn.text):
        return set()
    before = _before(turns, turn)
    now = _kinds(turn.text)
    if len(before) < 2 or before[0].speaker == turn.speaker or before[1].speaker != turn.speaker:
        return set()
    theirs = {x for x in _kinds(before[0].text) if x in now}
    kinds = {kind for kind, _ in theirs}
    if before[0].sentences[-1].asks or before[0].words > _RETORT or not _CONTRADICTS.search(before[0].text):
        return set()
    said = ((x, {w for w in _kinds(x.text) if w[0] in kinds}) for x in before[1].sentences[-2:] if not x.asks)
    return {x.n for x, told in said if told and not told & now}


def _disputed(turns: Sequence[Turn], turn: Turn) -> set[int]:
    """Either of two figures alone, where somebody then says that one has it so and the other so."""
    found: set[int] = set()
    for s in turn.sentences:
        if not _BOTH.search(s.text):
            continue
        two = {w for kind, w in _kinds(s.text) if kind == "number"}
        if len(two) != _PAIR:
            continue
        before = [x for t in turns[max(0, turn.n - _TALK) : turn.n] for x in t.sentences]
        alone = [(x, two & {w for _, w in _kinds(x.text)}) for x in before]
        if len({w for _, told in alone if len(told) == 1 for w in told}) == _PAIR:
            found |= {x.n for x, told in alone if len(told) == 1 and not x.asks}
    return found


_BOTH = Small(
    r"\b(?:says?|said|saying|has it|have it|makes it|reckons?|thinks?|got it)\b[^?!]*\b(?:says?|said"
    r"|saying|has it|have it|"
    r"makes it|reckons?|thinks?|got it|against|versus)\b"
)
"""Two accounts side by side: "the register says eleven and he says fourteen"."""
_SAYING = re.compile(r"\b(?:says?|said|saying)\b")
_LOOK = 60
"""Letters of a turn in which somebody gives way, or says no."""
_PAIR, _TALK = 2, 16


def _named(turns: Sequence[Turn], turn: Turn) -> set[int]:
    """What was said of one by the other's name: asked "Josie does?", or told "No, that was Josie" and going by it."""
    before = _before(turns, turn)
    if turn.speaker is None or not before:
        return set()
    asked = before[0].sentences[-1].asks and before[0].words <= _LITTLE
    if _NO.search(turn.text) and asked and len(before) > 1 and before[1].speaker == turn.speaker:
        right, wrong, of = _names(turn.sentences[:2]), _names(before[0].sentences), before[1]
    elif _CONCEDES.search(turn.text) and _NO.search(before[0].text) and len(before) > 1:
        told = _names(before[0].sentences[:1])
        right, of = told & _names(turn.sentences[:2]), before[1]
        wrong = _names(of.sentences) - told if of.speaker == turn.speaker else set()
    elif _MEANS.search(before[0].text) and len(before) > 1 and before[1].speaker == turn.speaker:
        told, of = _names(before[0].sentences[:1]), before[1]
        right, wrong = told & _names(turn.sentences[:2]), _names(of.sentences[-1:]) - told
    else:
        return set()
    if not right or not wrong or right & wrong:
        return set()
    return {x.n for x in of.sentences[-2:] if _names([x]) & wrong and not _names([x]) & right}


def _before(turns: Sequence[Turn], turn: Turn) -> list[Turn]:
    """The turns before this one, the last first, without the signs of listening."""
    return [t for t in reversed(turns[max(0, turn.n - 4) : turn.n]) if not t.filler]


def _names(sentences: Sequence[Sentence]) -> set[str]:
    text = " ".join(s.text for s in sentences)
    return {w for w in _NAME.findall(text) if w.lower() not in _NO_NAMES}


_NO_NAMES = frozenset([
    "no", "yes", "yeah", "the", "that", "and", "but", "she", "they", "you", "its", "this", "then",
    "was", "what", "who", "sorry", "right", "not", "well", "okay", "has", "there", "his", "her",
    "have", "been", "their", "our", "your", "him", "how", "all", "still", "when", "where", "why",
    "mum", "dad", "nan",
])  # fmt: skip
_SURE = Small(rf"\b(?:{_SURELY}|^no\b)")
_PREFACE = 9
"""Words of a correction that only says that it is one."""


def _kinds(text: str) -> set[tuple[str, str]]:
    return {(kind, w) for kind, pattern in _KINDS.items() for w in pattern.findall(text)}


def _differ(told: set[tuple[str, str]], now: set[tuple[str, str]]) -> bool:
    """Whether something of a kind that is said now was said otherwise."""
    kinds = {kind for kind, _ in now}
    return any(kind in kinds for kind, _ in told - now)


def _figures(text: str) -> set[str]:
    return {m.lower() for m in _FIGURE.findall(text)}


def without(text: str, now: str) -> str:
    """A sentence that was put right, up to the first figure that does not stand in what is said `now`. Empty where it
    says nothing without.
    """
    right = {m[0] for m in _WHOLE.finditer(now)}
    wrong = next((m for m in _WHOLE.finditer(text) if m[0] not in right), None)
    begun = _HANGS.sub("", text[: wrong.start()]).rstrip(" ,") if wrong else ""
    begun = _TWICE.sub(r"\1", plain(begun))
    telling = any(not says_little(stem(w)) for w in _WORD.findall(begun.lower()))
    return begun if telling and len(begun.split()) >= _SAYS else ""


_TWICE = re.compile(r"\b(\w.{3,40}?),? \1$", re.IGNORECASE)
_WORD = re.compile(r"[a-zà-ÿ]{3,}")
_WHOLE = Small(rf"\d[\d,.:]*|{_FIGURES}")
_HANGS = re.compile(
    r"(?:[\s,]*\b(?:the|on|at|in|about|around|like|I['’]d say|I think|say|it['’]s|it is|it was|for|from|a"
    r"|an|of|to|and"
    r"|or|by|only|just|um+|er)\b)+[\s,£]*$",
    re.IGNORECASE,
)
"""What hangs before a figure and says nothing without it."""
_SAYS = 4


def _superseded(
    turns: Sequence[Turn], turn: Turn, n: int, now: set[tuple[str, str]], *, surely: bool
) -> list[Sentence]:
    """The sentences just before that say it otherwise: in this turn, or else in an earlier one of the speaker."""
    if not now:
        return []
    places = [list(turn.sentences[max(0, n - 3) : n])]
    if turn.speaker is not None and surely and not _answers_another(turns, turn, n, now):
        recent = [t for t in reversed(turns[max(0, turn.n - 6) : turn.n]) if t.speaker == turn.speaker]
        places += [list(t.sentences) for t in recent[:3]]
    for place in places:
        wrong: list[Sentence] = []
        for x in reversed(place):
            told = _kinds(x.text)
            if _differ(told, now) and not x.asks and not _CORRECTS.search(x.text):
                wrong.append(x)
            elif wrong or (told and not _CORRECTS.search(x.text)):
                break
        if wrong:
            return wrong
    return []


def _answers_another(turns: Sequence[Turn], turn: Turn, n: int, now: set[tuple[str, str]]) -> bool:
    """Whether it is a figure of who spoke just before that is put right, and none of one's own."""
    before = turns[turn.n - 1] if turn.n else turn
    told = _figures(" ".join(s.text for s in before.sentences[-2:]))
    return n == 0 and before.speaker != turn.speaker and bool(told - {word for _, word in now})
