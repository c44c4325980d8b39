"""One task as it was promised: in the words used, with the day that was said, and what its "it" means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from drafting import meant
from drafting.due import due_after, due_in
from drafting.meant import content
from drafting.phrases import NOT, SHALL_WE
from drafting.speech import Turn, tidy
from drafting.wording.doing import ASIDE, FIRST
from drafting.wording.when import CLOCK, DUE
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
    whole = tidy(task).rstrip(".?! ,")
    task = _without_aside(task)
    due, ids = (
        due_in(task) or due_in(s.text[_clause(before) : len(before) + len(task)], soon=False),
        list(s.passages),
    )
    if due and _AT_HOUR.fullmatch(due) and (day := _SAME_DAY.search(before)):
        due = f"{day[0]} {due}"
    # A sentence that tells something else besides may still be drafted for that.
    task = _THEN.sub("", tidy(task).rstrip(".?! ,"))
    task = task if named else _plain(task)
    also = len(content(before) - _EMPTY) > _ELSE or len(content(whole) - content(task)) > _ELSE
    numbers = [] if also else [s.n]
    again = bool(_AGAIN.match(task))
    verb = task.split()[0].lower() if task else ""
    if to:
        task = re.sub(r"\byou\b", f"you [{to}]", task, count=1)
    if turn.speaker and turn.speaker != owner:
        task = re.sub(r"\b(me|us)\b(?! (?:and|an')\b)", rf"\1 [{turn.speaker}]", task, count=1)
    settled = next(
        (x for x in turn.sentences[n + 1 : n + 3] if SHALL_WE.search(x.text) and DUE.search(x.text)), None
    )
    if settled:
        due = due_in(settled.text)
        numbers.append(settled.n)
    if (
        due is None
        and n
        and (answer := turn.sentences[n - 1]).words <= _A_DAY
        and _ONLY_DAY.match(answer.text)
    ):
        due = due_in(answer.text)
    if due is None:
        due, more = due_after(turns, turn, n)
        if more:
            ids += more.passages
            numbers.append(more.n)
    named_first = meant.topic(before)
    if named_first and len(content(task)) < 3:
        task = f"{task} (“{named_first}”)"
    begun = _begun(before)
    bare = (
        not named
        and _bare(task, due)
        and not (due and verb in _MEETS and not again and not meant.only_pronoun(task))
    )
    if bare or _POINTS.match(task):
        bare = True
        own = len(content(begun) - _EMPTY) > 1 and not meant.to_people(task)
        told = None if own else meant.before(turns, turn, n, task)
        if told and due is None:
            due = _due_meant(told.text, verb)
        task = _whole(task, told, begun, due)
        ids = [*(told.passages if told else ()), *ids]
    elif told := _also_meant(turns, turn, n, task, begun, named=named, due=due):
        task = told.task or f"{task} (“{meant.clipped(told.text)}”)"
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
    "takes": "take", "having": "have", "hosting": "host", "doing": "do", "chairing": "chair", "bringing": "bring",
    "organising": "organise", "drafting": "draft", "sorting": "sort", "meeting": "meet", "leading": "lead",
    "checks": "check", "makes": "make", "speaks": "speak", "visits": "visit", "chases": "chase",
}  # fmt: skip
"""How a list of tasks begins each: with what is to be done."""


def _plain(task: str) -> str:
    first, _, rest = task.partition(" ")
    plain = _FORMS.get(first.lower())
    return f"{plain.capitalize()} {rest}" if plain and rest else task


_WHO = re.compile(r"(?<=\bme) \[[^\]]*\]")
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
    r"|(?:is )?that(?:'s)? (?:ok|okay|all right)|(?:are )?you(?:['’]re)?(?: still)? (?:ok|okay|all right|happy"
    r"|fine) with (?:that|it)"
    r"|ok|okay|all right|yeah|yes)$",
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
_I_WILL = re.compile(
    r",? ?(?:but |and |so )?\b(?:I|you|we|[A-Z][a-z]+)(?:['’](?:ll|d|m|re|ve)| will| can| could)?(?: \w+){0,3} ?$"
)


_ASKS = re.compile(
    r"(?:^|,? )(?:so |and |but |then )*(?:[A-Z][a-z]+, )?(?:can|could|would|will|are|shall|do|did|is|if|I (?:need"
    r"|want)|I['’]d like)$"
    r"|^[A-Z][a-z]+,?$"
)
"""What is left of a request before its verb: it says nothing of what is asked."""


def _begun(before: str) -> str:
    """What a sentence tells before its "I'll" or "could you", if anything."""
    text = tidy(_I_WILL.sub("", before)).rstrip(", ")
    text = _ASKS.sub("", text).rstrip(", ")
    # What it says before may be another promise, which says nothing of this one.
    return "" if FIRST.match(text) and len(text.split()) < _OTHER else text


def _clause(before: str) -> int:
    """Where the clause begins whose verb a promise is: a day named in an earlier one is not when it will be done."""
    if NOT.search(before) or re.search(r"\bnot\b|n't", before):
        return before.rfind(", ") + 1
    return max((m.end() for m in _ANOTHER.finditer(before)), default=0)


_ANOTHER = re.compile(
    r", (?:and|but|so)(?: then)? (?=(?:I|you|he|she|they|we)\b)"
    r"|, (?=(?-i:[A-Z][\w-]+(?: [A-Z][\w-]*)?) (?:to|is|will|needs)\b[^,]*$)",
    re.IGNORECASE,
)


def _bare(task: str, due: str | None) -> bool:
    """Whether a task says too little by itself: "do it", "ask her", "pop it over today"."""
    said = _WHO.sub("", task)
    few = len(content(said) - content(due or "")) < _FEW
    return (few and not _NAMES.search(said.replace(due or "\n", ""))) or bool(_AGAIN_BY.match(task))


_FEW = 2
_NAMES = re.compile(r"^[a-z]+ (?:the|an?|my|your|his|her|their|our|that) [a-z'’-]{5,}", re.IGNORECASE)
"""One word after the verb is enough, where it is a thing: "do the genogram"."""


def _without_aside(task: str) -> str:
    """Without a remark behind it that names no day: ", I've not done that yet"."""
    match = ASIDE.search(task.rstrip(".!?… "))
    return (
        task[: match.start()]
        if match and len(task[: match.start()].split()) > 1 and not DUE.search(match[0])
        else task
    )


def _also_meant(
    turns: Sequence[Turn], turn: Turn, n: int, task: str, begun: str, *, named: bool, due: str | None
) -> meant.Meant | None:
    """What a task that says something by itself still needs, to be understood alone."""
    if told := meant.which(turns, turn, n, task):
        return told
    if not due and (told := meant.that_one(turns, turn, n, task)):
        return told
    if named or not meant.leans(task):
        return None
    if len(content(begun) - _EMPTY) > 1 and not meant.to_people(task):
        return meant.Meant(text=begun)
    return meant.before(turns, turn, n, task)


def _whole(task: str, told: meant.Meant | None, begun: str, due: str | None) -> str:
    """A task that only points at something, so that it can be understood alone; nothing where nobody can tell."""
    if said := told.task if told else meant.again(task, begun):
        return said
    text = told.text if told else begun
    # "Do it", with nothing to say what, is no action that anybody could check.
    if len(content(text)) > (len(text.split()) < _TELLING):
        return f"{task} (“{meant.clipped(text)}”)"
    return task if due and not _AGAIN.match(task) else ""


def _due_meant(text: str, verb: str) -> str | None:
    """The day of what a task takes up: of an appointment to take somebody to, or of "can we have that by Friday?"."""
    return due_in(text) if meant.at_appointment(verb) or _BY_WHEN.search(text) else None


_A_DAY = 6
_ONLY_DAY = re.compile(
    rf"(?:(?:yes|yeah|ok|er|um|well|so|it['’]ll be|say),? )*{DUE.pattern}[^.?!]*[.!]?$", re.IGNORECASE
)
"""A sentence that says only when: "Photographs?" "Tomorrow, at the medical. I'll ask the nurse to do them"."""
_TELLING = 4
_OTHER = 6
_BY_WHEN = re.compile(r"\b(?:by|before|until|no later than) [^?]*(?:\?|please\.?)$", re.IGNORECASE)
