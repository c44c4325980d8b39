"""What "it", "that" and "them" mean in a task: the words said before, so that the task can be understood alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from drafting.due import WHEN
from drafting.phrases import SMALL
from drafting.speech import Sentence, Turn, tidy
from drafting.wording.doing import VERB
from drafting.wording.pointing import KIN, NAME, SERVICE, THEM, TURNS_TO
from record.source import PassageId

ANY = frozenset(["do", "sort", "get", "fix"])
"""Verbs that name no task: two that share one need not be the same."""
_MOST = 18
WHICH = 9
"""Words that tell which one: the task itself says what it is."""
_NEAR = 5
"""Turns back in which somebody or something is looked for that only a pronoun names."""
_LOOKS_UP = frozenset(["check", "find", "look", "confirm", "chase", "see", "clarify", "ask"])
_GOES = frozenset(
    ["take", "bring", "come", "go", "attend", "get", "make", "be", "drive", "run", "have", "host"]
)
"""Verbs of a task that is done at an appointment, when that is the last thing spoken of."""
_TO_DO = re.compile(
    r"\b(?:didn['’]t|did not|haven['’]t been able to|couldn['’]t|wasn['’]t able to|needs? to|ha(?:ve|s) to"
    r"|ha(?:ve|s) got to|['’]ve got to|ought to|should"
    r"|(?:can|could|will|would) (?:you|we|I|somebody|someone|anybody|anyone)(?: please| just| maybe)?|who(?:['’]s"
    r"| is) (?:going to|gonna)"
    rf"|(?:want|like|need) (?:you|me|us|somebody|someone) to|wants? to|asking (?:you )?to) (?P<task>(?!(?:do|try"
    rf"|come|get) (?:it|that)\b){VERB}\b[^.?!]*)",
    re.IGNORECASE,
)
"""What "do that" does again: "I didn't see her on her own, I'll do that in school"."""
_DO_THAT = re.compile(r"(?:do|sort|get) (?:that|it|this|those)(?: done| sorted| out)?\b,? ?", re.IGNORECASE)
_HOLLOW = re.compile(
    r"(?:oh,? |and |so )*(?:would|could|can|will|do|did|are|is|have|has|should|really|what|why|how|who"
    r"|shall)(?: (?:you|we|I|he|she|they|it|that))*\?",
    re.IGNORECASE,
)
"""A question that names nothing: "would you?"."""
_IT = re.compile(r"(?:and |but |so )*(?:it|that|they|he|she)(?:['’]s)?\b", re.IGNORECASE)
_ONES = re.compile(
    r"\b(?:ones?|theirs|mine|hers|his) (?:I|we|is|are|was|has|have|still|isn|hasn)\b", re.IGNORECASE
)
_LEAD = 14
_PLAIN = re.compile(r"\b[a-z]{4,}")
"""More than a list of names."""
_TOPIC = re.compile(
    r"^(?:so |and |then |right |ok |um+ |,)*(?P<what>(?:the|your|my|his|her|their|that) [\w'’ -]{3,40}?), ",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^\w+(?: you| me| us| him| her| them| [A-Z]\w+)? the (?P<what>form|leaflet|letter|email|report|list|number"
    r"|link|details"
    r"|paperwork|minutes|information|dates|referral|appointment|application|policy|plan|assessment|chart"
    r"|template)s?$",
    re.IGNORECASE,
)
"""Ends with a paper that has no name: which one was said just before."""


_THAT_ONE = re.compile(r"[a-z]+ (?:that|those) (?P<what>[a-z-]{4,})", re.IGNORECASE)
"""Which one was said just before: "make that referral"."""
_DEEDS = frozenset(
    [
        "referral",
        "call",
        "form",
        "request",
        "application",
        "appointment",
        "email",
        "letter",
        "meeting",
        "visit",
        "check",
    ]
)
_FAR, _ASKS, _SHORT = 30, 5, 6
_LEANING = re.compile(
    r"(?:[a-z]+(?: (?:up|out|off|in|on|over|round|through|back|to|with|about|for|into|at|after|across"
    r"|over))* (?:it|them|['’]?em|that|those"
    r"|this|these)\b(?! (?:if|whether|[a-z]+ (?:is|are|has|will)))"
    r"|have a (?:quiet |little )?(?:word|chat|look|conversation)(?!.* (?:with|about|at|to) )|(?:crack on"
    r"|get on (?:with|on ?to) it|follow up|chase up|look into it|report back|let you know)\b"
    r"|(?:find out|check|ask|see) (?:what|when|where|how|if|whether) (?:it|that|they)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What was said before, to be shown with a task; `task` where it says anew what is done."""

    text: str = field(repr=False)
    passages: tuple[PassageId, ...] = ()
    task: str = field(default="", repr=False)


def content(text: str) -> set[str]:
    return {w[:4] for w in re.findall(r"[a-zà-ÿ']{2,}", text.lower()) if w not in SMALL}


def clipped(text: str, most: int = _MOST) -> str:
    """The end of it: "it" and "that" mean what was said last."""
    words = text.split()
    return ("… " if len(words) > most else "") + " ".join(words[-most:])


def topic(before: str) -> str:
    """What a sentence names before it says who will do what: "the bus, you'll talk to Kai"."""
    match = _TOPIC.match(before)
    return match["what"] if match else ""


def which(turns: Sequence[Turn], turn: Turn, n: int, task: str) -> Meant | None:
    """What tells which form or letter a task ends with, if nothing in the task does."""
    if not _LEANS.match(task.split(", ", 1)[0]):
        return None
    told = next((s for s in _earlier(turns, turn, n, near=2) if _tells(s)), None)
    return Meant(text=clipped(tidy(told.text), WHICH), passages=told.passages) if told else None


def that_one(turns: Sequence[Turn], turn: Turn, n: int, task: str) -> Meant | None:
    """Which one "make that referral" or "plane that door" means: where the thing was spoken of, or what was wanted."""
    match = _THAT_ONE.fullmatch(task)
    if not match:
        return None
    if match["what"].lower() in _DEEDS:
        return before(turns, turn, n, task)
    thing = re.compile(rf"\b{re.escape(match['what'])}\b", re.IGNORECASE)
    told = next((s for s in _earlier(turns, turn, n, near=_FAR) if thing.search(s.text)), None)
    return Meant(text=clipped(tidy(told.text)), passages=told.passages) if told else None


def thing(turns: Sequence[Turn], turn: Turn, n: int) -> Meant | None:
    """The nearest sentence that names a thing, of what "put a date on it" is said."""
    told = next(
        (s for s in _earlier(turns, turn, n, near=_NEAR) if _says(s) and not WHEN.search(s.text)), None
    )
    told = (
        told
        if told and not re.search(r"\ba date\b", told.text)
        else next(
            (s for s in _earlier(turns, turn, n, near=_NEAR) if re.search(r"\bthe [a-z]{5,}", s.text)), None
        )
    )
    return Meant(text=clipped(tidy(told.text)), passages=told.passages) if told else None


def only_pronoun(task: str) -> bool:
    """Whether whom a task is about is only a pronoun: "ring 'em Monday"."""
    return bool(THEM.match(task))


def to_people(task: str) -> re.Match[str] | None:
    """A task that turns to somebody who is only "him" or "them": who that is, was said before."""
    match = THEM.match(task)
    return match if match and TURNS_TO.match(task) else None


def leans(task: str) -> bool:
    """Whether a task that says something still points at what was said before: "ring 'em Monday", "have a word"."""
    return bool(_LEANING.match(task))


def _tells(s: Sentence) -> bool:
    return s.words > 2 and len(content(s.text)) > 1 and not (s.asks and s.words < _ASKS)


def again(task: str, text: str) -> str:
    """The task that "do that" stands for, if the words before it say one: with the rest of what was said of it."""
    pointed = _DO_THAT.match(task)
    found = next(iter(reversed(list(_TO_DO.finditer(text)))), None)
    if not pointed or not found:
        return ""
    rest = task[pointed.end() :]
    told = re.sub(r",? (?:and |but |so )?(?:I|we)(?:['’]ll| will)?$", "", found["task"].strip(" ,"))
    said = f"{told} {rest}".strip() if not rest or rest[0].islower() else f"{told}, {rest}"
    return said[:1].upper() + said[1:] if len(content(told)) > 1 else ""


def before(turns: Sequence[Turn], turn: Turn, n: int, task: str) -> Meant | None:
    """What a task that only points at something means, from the sentences before it."""
    verb = task.split(" ", 1)[0].lower()
    told = _sentence(turns, turn, n, task, verb)
    if told is None:
        return None
    if (asked := _question(turns, turn, told, verb)) is not None:
        return Meant(text=clipped(tidy(asked.text)), passages=(*asked.passages, *told.passages))
    lead = _led_in(turns, told)
    return Meant(
        text=clipped(tidy(f"{lead} {told.text}")), passages=told.passages, task=again(task, told.text)
    )


def at_appointment(verb: str) -> bool:
    """Whether a task with this verb is done when the appointment is that was spoken of."""
    return verb in _GOES


def _sentence(turns: Sequence[Turn], turn: Turn, n: int, task: str, verb: str) -> Sentence | None:
    """The sentence before, or the last that somebody else said; rather one with the verb, or that names "them"."""
    if (
        (match := to_people(task))
        and verb not in _GOES
        and (told := _named(turns, turn, n, match["who"], verb))
    ):
        return told
    own = [s for s in reversed(turn.sentences[:n]) if s.words > 4 or _says(s)]
    if (
        n
        and (turn.sentences[n - 1].words > 4 or _says(turn.sentences[n - 1]))
        and (told := next((s for s in own[:2] if _PLAIN.search(s.text)), None))
    ):
        return told
    for t in reversed(turns[max(0, turn.n - 4) : turn.n]):
        if (
            t.filler
            or _HOLLOW.fullmatch(t.text)
            or not t.sentences
            or (t.words <= 3 and not t.sentences[-1].asks)
            or (t.words < _SHORT and WHEN.search(t.text) and not _THING.search(t.text))
        ):
            continue
        last = t.sentences[-1]
        if last.asks and len(t.sentences) > 1 and last.words < _SHORT and WHEN.search(last.text):
            last = t.sentences[-2]
        if (
            verb not in ANY
            and re.search(rf"\b{re.escape(verb)}\b", last.text, re.IGNORECASE)
            and last.words > 4
        ):
            return last
        return (
            last
            if last.asks and last.words > 1 and content(last.text)
            else max(t.sentences[-2:], key=lambda s: s.words)
        )
    return None


def _says(s: Sentence) -> bool:
    """Whether a short sentence names a thing: "Then there's the passport"."""
    return _THING.search(s.text) is not None and not _IT.match(s.text)


_THING = re.compile(r"\b(?:the|an?|his|her|their|your|my) [a-z-]{4,}", re.IGNORECASE)


def _named(turns: Sequence[Turn], turn: Turn, n: int, who: str, verb: str) -> Sentence | None:
    """The nearest sentence that names somebody, or a service, whom the pronoun may mean."""
    many = who.lower() in ("them", "'em", "’em", "em", "they")
    for s in _earlier(turns, turn, n, near=_NEAR):
        if re.match(rf"(?:\w+ )?{re.escape(verb)}\b", s.text, re.IGNORECASE) and s.words < 6:
            return s
        if SERVICE.search(s.text) if many else NAME.search(s.text) or KIN.search(s.text):
            return s
    return None


def _earlier(turns: Sequence[Turn], turn: Turn, n: int, *, near: int) -> Iterator[Sentence]:
    """The sentences before this one, the nearest first, of this turn and a few before it."""
    yield from reversed(turn.sentences[:n])
    for t in reversed(turns[max(0, turn.n - near) : turn.n]):
        if not t.filler:
            yield from reversed(t.sentences)


def _question(turns: Sequence[Turn], turn: Turn, told: Sentence, verb: str) -> Sentence | None:
    """What the speaker had asked, where the task is to look up what the answer left open."""
    if verb not in _LOOKS_UP or told.turn == turn.n or told.turn < 1:
        return None
    asked = turns[told.turn - 1].sentences[-1]
    return asked if asked.asks and asked.speaker == turn.speaker and asked.words > 2 else None


def _led_in(turns: Sequence[Turn], told: Sentence) -> str:
    """The sentence before one that itself only says "it": "Dr Rao can see him at four. It needs a parent"."""
    own = turns[told.turn].sentences
    at = next((k for k, s in enumerate(own) if s.n == told.n), 0)
    return (
        own[at - 1].text
        if at and (_IT.match(told.text) or _ONES.search(told.text)) and own[at - 1].words <= _LEAD
        else ""
    )
