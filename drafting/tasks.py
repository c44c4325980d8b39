"""One task as it was promised: in the words used, with the day that was said, and what its "it" means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from drafting.phrases import AT_MEETING, CLOCK, DUE, NOT, SHALL_WE, SMALL
from drafting.speech import Sentence, Turn, tidy
from record.source import PassageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """An action while it is still being put together."""

    turn: int
    task: str = field(repr=False)
    owner: str | None = field(repr=False)
    due: str | None = field(repr=False)
    sources: tuple[PassageId, ...]
    sentences: tuple[int, ...]
    bare: bool = False
    verb: str = ""
    named: bool = False
    said: frozenset[str] = frozenset()
    """The words that tell what it is, cut short: a recap that shares them is the same task."""
    again: bool = False
    """Whether it only points at what was promised: "I'll do that", "and you'll see them on their own"."""
    asked: bool = False


def promise(
    turns: Sequence[Turn],
    turn: Turn,
    n: int,
    task: str,
    owner: str | None,
    *,
    named: bool = False,
    to: str | None = None,
) -> Promise:
    """What sentence `n` of a turn promises, with its date and what its "it" means.

    `task` is the part of the sentence from its verb on. `named` ones say by a noun what is to be done: "the
    chronology by Friday". `to` is who "you" is, if that was said. The task is empty where nothing says what it is.
    """
    s = turn.sentences[n]
    before = "" if named else s.text[: s.text.rfind(task)]
    due, ids = due_in(task) or due_in(s.text[_clause(before) :]), list(s.passages)
    if due and _AT_HOUR.fullmatch(due) and (day := _SAME_DAY.search(before)):
        due = f"{day[0]} {due}"
    # A sentence that tells something else besides may still be drafted for that.
    numbers = [] if len(content(before) - _EMPTY) > _ELSE else [s.n]
    task = _plain(_THEN.sub("", tidy(task).rstrip(".?! ,")))
    again = bool(_AGAIN.match(task))
    verb = task.split()[0].lower() if task else ""
    if to:
        task = re.sub(r"\byou\b", f"you [{to}]", task, count=1)
    if turn.speaker and turn.speaker != owner:
        task = re.sub(r"\bme\b(?! (?:and|an')\b)", f"me [{turn.speaker}]", task, count=1)
    settled = next(
        (x for x in turn.sentences[n + 1 : n + 3] if SHALL_WE.search(x.text) and DUE.search(x.text)), None
    )
    if settled:
        due = due_in(settled.text)
        numbers.append(settled.n)
    if due is None:
        due, more = _due_after(turns, turn, n)
        if more:
            ids += more.passages
            numbers.append(more.n)
    topic = _topic(before)
    if topic and len(content(task)) < 3:
        task = f"{task} (“{topic}”)"
    bare = not named and _bare(task, due) and not (due and verb in _MEETS and not again)
    if bare or _POINTS.match(task):
        bare = True
        told = None if len(content(before) - _EMPTY) > 2 else _before(turns, turn, n, verb)
        lead = _led_in(turns, told) if told else ""
        meant = tidy(f"{lead} {told.text}") if told else tidy(_I_WILL.sub("", before)).rstrip(", ")
        # "Do it", with nothing to say what, is no action that anybody could check.
        task = f"{task} (“{_clipped(meant)}”)" if len(content(meant)) > 1 else ""
        ids = [*(told.passages if told else ()), *ids]
    elif _THAT_ONE.fullmatch(task) and not due and (told := _before(turns, turn, n, verb)):
        task = f"{task} (“{_clipped(tidy(told.text), _WHICH)}”)"
        ids = [*told.passages, *ids]
    return Promise(
        turn=turn.n,
        task=task,
        owner=owner,
        due=due,
        sources=tuple(dict.fromkeys(ids)),
        sentences=tuple(numbers),
        bare=bare,
        verb=verb,
        named=named,
        said=frozenset(content(_WHO.sub("", task)) - content(due or "")),
        again=again,
        asked=s.asks,
    )


_FORMS = {
    "sending": "send", "writing": "write", "arranging": "arrange", "booking": "book", "chasing": "chase",
    "making": "make", "seeing": "see", "ringing": "ring", "visiting": "visit", "asking": "ask", "taking": "take",
    "does": "do", "rings": "ring", "sends": "send", "writes": "write", "books": "book", "asks": "ask",
    "takes": "take", "checks": "check", "makes": "make", "speaks": "speak", "visits": "visit", "chases": "chase",
}  # fmt: skip
"""How a list of tasks begins each: with what is to be done."""


def _plain(task: str) -> str:
    first, _, rest = task.partition(" ")
    plain = _FORMS.get(first.lower())
    return f"{plain.capitalize()} {rest}" if plain and rest else task


_WHO = re.compile(r"(?<=\bme) \[[^\]]*\]")
ANY = frozenset(["do", "sort", "get", "fix"])
"""Verbs that name no task: two that share one need not be the same."""
_MEETS = frozenset(["come", "visit", "see", "meet", "ring", "call", "phone"])
"""With a day, these say enough: "come again on Tuesday"."""
_AGAIN = re.compile(
    r"(?:(?:do|sort|get|fix|arrange|chase|send|see|come and do|move|check) (?:it|that|this|them|him|her|those)\b"
    r"|do so\b)",
    re.IGNORECASE,
)
_AGAIN_BY = re.compile(
    rf"{_AGAIN.pattern} (?:before|by|when|once|after|as soon as|first thing)\b",
    re.IGNORECASE,
)
"""Only points at what was promised, and tells when: "do it before the bell"."""
_THEN = re.compile(
    r",? (?:then|please|by|if that(?:'s)? (?:still )?(?:works|suits|ok|okay|all right)(?: for you)?"
    r"|(?:is )?that(?:'s)? (?:ok|okay|all right)|ok|okay|all right)$",
    re.IGNORECASE,
)
_ELSE = 4
"""Telling words before a promise, from which on they are more than its beginning."""
_AT_HOUR = re.compile(rf"(?:at |before |by )?{CLOCK}", re.IGNORECASE)
_SAME_DAY = re.compile(
    r"\b(?:today|tonight|tomorrow(?: (?:morning|afternoon|evening))?|this (?:morning|afternoon|evening))\b",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    ["i've", "i'd", "been", "told", "thin", "like", "said", "goin", "know", "want", "woul", "supp"]
)
"""Of words before a promise, those that say nothing of what is promised."""
_POINTS = re.compile(r"(?:that|this|it|they|those|these)(?:'s|'ll)?\b", re.IGNORECASE)
"""A task that begins by pointing at something says nothing without it."""
_THAT_ONE = re.compile(r"[a-z]+ (?:that|those) [a-z-]{4,}", re.IGNORECASE)
"""Which one was said just before: "make that referral"."""
_I_WILL = re.compile(
    r",? ?(?:but |and |so )?\b(?:I|you|we|[A-Z][a-z]+)(?:'ll|'d| will| can| could)?(?: \w+){0,3} ?$"
)
_TOPIC = re.compile(
    r"^(?:so |and |then |right |ok |um+ |,)*(?P<what>(?:the|your|my|his|her|their|that) [\w'’ -]{3,40}?), ",
    re.IGNORECASE,
)


def _topic(before: str) -> str:
    """What a sentence names before it says who will do what: "the bus, you'll talk to Kai"."""
    match = _TOPIC.match(before)
    return match["what"] if match else ""


def _clause(before: str) -> int:
    """Where the clause begins whose verb a promise is: a day named in an earlier one is not when it will be done."""
    if NOT.search(before) or re.search(r"\bnot\b|n't", before):
        return before.rfind(", ") + 1
    return max((m.end() for m in _ANOTHER.finditer(before)), default=0)


_ANOTHER = re.compile(r", (?:and|but|so)(?: then)? (?=(?:I|you|he|she|they|we)\b)", re.IGNORECASE)


def _clipped(text: str, most: int = 18) -> str:
    """The end of it: "it" and "that" mean what was said last."""
    words = text.split()
    return ("… " if len(words) > most else "") + " ".join(words[-most:])


_WHICH = 9
"""Words that tell which one: the task itself says what it is."""


def _bare(task: str, due: str | None) -> bool:
    """Whether a task says too little by itself: "do it", "ask her", "pop it over today"."""
    return len(content(task) - content(due or "")) < 2 or bool(_AGAIN_BY.match(task))


def due_in(text: str) -> str | None:
    """When, as said: a "by" or "before" first, else the last time named. Past days are no date for a task."""
    found = [m for m in DUE.finditer(text) if not re.match(r"(?:on |at |in )?last\b", m[0], re.IGNORECASE)]
    found = [m for m in found if not text[: m.start()].endswith("apart ") and not _NO_DAY.match(m[0])]
    if not found:
        meeting = AT_MEETING.search(text)
        return meeting[1] if meeting else None
    best = next((m for m in found if _BY.match(m[0])), None) or next(
        (m for m in found if _BEGINS.match(m[0])), found[0]
    )
    return re.sub(r"^by ", "", best[0].strip(" ,"), flags=re.IGNORECASE)


_BY = re.compile(r"(?:by|before|within|until|this side|no later)\b", re.IGNORECASE)
_BEGINS = re.compile(r"starting\b", re.IGNORECASE)
_NO_DAY = re.compile(r"from every\b|every (?:two|three|four|six|\d+) (?:days|weeks|months)$", re.IGNORECASE)
"""How often, which is no day by which anything is done."""


def _due_after(turns: Sequence[Turn], turn: Turn, n: int) -> tuple[str | None, Sentence | None]:
    """A date given at once afterwards: "By the 30th?" "Yeah.", "Starting when?" "Next Thursday, so the 12th"."""
    coming = [
        *turn.sentences[n + 1 : n + 2],
        *(s for t in turns[turn.n + 1 : turn.n + 4] for s in t.sentences[:2]),
    ]
    for s in coming[:5]:
        match = DUE.search(s.text)
        more = 3 if s.turn == turn.n and _I_COULD.match(s.text) else 2
        if match and s.words <= 10 and len(match[0].split()) + more >= s.words:
            return due_in(s.text), s
        if s.words > 12:
            break
    return None, None


_I_COULD = re.compile(r"I (?:can|could)\b")


def _before(turns: Sequence[Turn], turn: Turn, n: int, verb: str) -> Sentence | None:
    """What "it" may mean: the sentence before, or the last that somebody else said; rather one that has the verb."""
    own = [s for s in reversed(turn.sentences[:n]) if s.words > 4]
    if (
        n
        and turn.sentences[n - 1].words > 4
        and (told := next((s for s in own[:2] if _PLAIN.search(s.text)), None))
    ):
        return told
    for t in reversed(turns[max(0, turn.n - 4) : turn.n]):
        if not t.filler and t.words > 3:
            last = t.sentences[-1]
            if (
                verb not in ANY
                and re.search(rf"\b{re.escape(verb)}\b", last.text, re.IGNORECASE)
                and last.words > 4
            ):
                return last
            return last if last.asks and last.words > 3 else max(t.sentences[-2:], key=lambda s: s.words)
    return None


def _led_in(turns: Sequence[Turn], told: Sentence) -> str:
    """The sentence before one that itself only says "it": "Dr Rao can see him at four. It needs a parent"."""
    own = turns[told.turn].sentences
    at = next((k for k, s in enumerate(own) if s.n == told.n), 0)
    return own[at - 1].text if at and _IT.match(told.text) and own[at - 1].words <= _LEAD else ""


_IT = re.compile(r"(?:and |but |so )*(?:it|that|they|he|she)\b", re.IGNORECASE)
_LEAD = 14
_PLAIN = re.compile(r"\b[a-z]{4,}")
"""More than a list of names."""


def content(text: str) -> set[str]:
    return {w[:4] for w in re.findall(r"[a-zà-ÿ']{2,}", text.lower()) if w not in SMALL}
