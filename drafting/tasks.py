"""One task as it was promised: in the words used, with the day that was said, and what its "it" means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from drafting.phrases import DUE, NOT, SHALL_WE, SMALL
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


def promise(
    turns: Sequence[Turn], turn: Turn, n: int, task: str, owner: str | None, *, named: bool = False
) -> Promise:
    """What sentence `n` of a turn promises, with its date and what its "it" means.

    `task` is the part of the sentence from its verb on. `named` ones say by a noun what is to be done: "the
    chronology by Friday". The task is empty where nothing says what it is.
    """
    s = turn.sentences[n]
    before = "" if named else s.text[: s.text.rfind(task)]
    task = tidy(task).rstrip(".?! ,")
    due, ids, numbers = due_in(s.text[_clause(before) :]), list(s.passages), [s.n]
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
    bare = not named and _bare(task, due)
    if bare or _POINTS.match(task):
        told = None if len(content(before) - _EMPTY) > 2 else _before(turns, turn, n)
        meant = tidy(told.text) if told else tidy(_I_WILL.sub("", before)).rstrip(", ")
        # "Do it", with nothing to say what, is no action that anybody could check.
        task = f"{task} (“{_clipped(meant)}”)" if len(content(meant)) > 1 else ""
        ids = [*(told.passages if told else ()), *ids]
    return Promise(
        turn=turn.n,
        task=task,
        owner=owner,
        due=due,
        sources=tuple(dict.fromkeys(ids)),
        sentences=tuple(numbers),
        bare=bare,
    )


_EMPTY = frozenset(
    ["i've", "i'd", "been", "told", "thin", "like", "said", "goin", "know", "want", "woul", "supp"]
)
"""Of words before a promise, those that say nothing of what is promised."""
_POINTS = re.compile(r"(?:that|this|it|they|those|these)(?:'s|'ll)?\b", re.IGNORECASE)
"""A task that begins by pointing at something says nothing without it."""
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
    return before.rfind(", ") + 1 if NOT.search(before) or re.search(r"\bnot\b|n't", before) else 0


def _clipped(text: str) -> str:
    """The end of it: "it" and "that" mean what was said last."""
    words = text.split()
    return ("… " if len(words) > 18 else "") + " ".join(words[-18:])


def _bare(task: str, due: str | None) -> bool:
    """Whether a task says too little by itself: "do it", "ask her", "pop it over today"."""
    return len(content(task) - content(due or "")) < 2


def due_in(text: str) -> str | None:
    """When, as said: a "by" or "before" first, else the last time named. Past days are no date for a task."""
    found = [m for m in DUE.finditer(text) if not re.match(r"(?:on |at |in )?last\b", m[0], re.IGNORECASE)]
    found = [m for m in found if not text[: m.start()].endswith("apart ")]
    if not found:
        return None
    best = next(
        (
            m
            for m in found
            if re.match(r"(?:by|before|within|until|this side|no later)\b", m[0], re.IGNORECASE)
        ),
        found[0],
    )
    return re.sub(r"^by ", "", best[0].strip(" ,"), flags=re.IGNORECASE)


def _due_after(turns: Sequence[Turn], turn: Turn, n: int) -> tuple[str | None, Sentence | None]:
    """A date given at once afterwards: "By the 30th?" "Yeah.", "Starting when?" "Next Thursday, so the 12th"."""
    coming = [
        *turn.sentences[n + 1 : n + 2],
        *(s for t in turns[turn.n + 1 : turn.n + 4] for s in t.sentences[:2]),
    ]
    for s in coming[:5]:
        match = DUE.search(s.text)
        if match and s.words <= 10 and len(match[0].split()) + 2 >= s.words:
            return due_in(s.text), s
        if s.words > 12:
            break
    return None, None


def _before(turns: Sequence[Turn], turn: Turn, n: int) -> Sentence | None:
    """What "it" may mean: the sentence before, or the last that somebody else said."""
    if n and turn.sentences[n - 1].words > 4:
        return turn.sentences[n - 1]
    for t in reversed(turns[max(0, turn.n - 4) : turn.n]):
        if not t.filler and t.words > 3:
            return max(t.sentences[-2:], key=lambda s: s.words)
    return None


def content(text: str) -> set[str]:
    return {w[:4] for w in re.findall(r"[a-zà-ÿ']{2,}", text.lower()) if w not in SMALL}
