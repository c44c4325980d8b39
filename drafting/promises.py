"""Who said that they would do what, by when: strict rules, in the words used, with nothing made up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from drafting import again
from drafting.owners import Owners, owners
from drafting.people import People, Role
from drafting.phrases import (
    ASSENT,
    BY,
    CAN,
    DO_IT,
    DONE_BY,
    DUE,
    FIRST,
    FROM,
    HERE,
    IF,
    IF_IT_SUITS,
    ME,
    MYSELF,
    NOT,
    NOT_WHO,
    ORDER,
    REQUEST,
    SHALL_WE,
    SO_MUCH_BY,
    SOMEBODY,
    TELL_ME,
    THIRD,
    WONT,
    YOU,
)
from drafting.recaps import merged
from drafting.speech import Turn
from drafting.tasks import Promise, due_in, promise
from record.draft import Action

_PAST = re.compile(
    r"\b(?:was|were|had|has|have|been|did|went|came|said|told|got|is|are|stays?|goes|lives?|works?|sleeps?)\b"
    r"|(?:it|that|he|she|there|what)'s\b|\w+ed\b|n't\b",
    re.IGNORECASE,
)
"""Tells what is or was, and arranges nothing."""
_ARRANGED = re.compile(
    r"\bI(?:'ve| have)(?: \w+)? (?:sorted|arranged|booked|set|organised|fixed|agreed|sent|got)\b"
    r"|\bI'll be (?:doing|running|seeing|there)\b|\b(?:with|and) me\b",
    re.IGNORECASE,
)


_CONDITION = re.compile(r"\b(?:if|when|as soon as|whenever) [^,.?!]{4,80}, ?$", re.IGNORECASE)
"""On what a request hangs: "if you hear anything else, ring me"."""
_TAKES_UP = re.compile(r"\bI(?:'ll| will| can) (?:just )?\w+ (?:it|that|this|them|those)\b", re.IGNORECASE)
"""A yes that says no more than the request: "I'll do it by the 4th"."""
_MORE = 6
"""Words beside what somebody is told to do, from which on the sentence says more than that."""
_VISITS = (Role.PROFESSIONAL, Role.AUTHOR, Role.UNKNOWN)


def promises(
    turns: Sequence[Turn], people: People, held: Mapping[int, object], *, used: Collection[int] = ()
) -> tuple[tuple[Action, ...], frozenset[int]]:
    """The actions said in a meeting, and the numbers of the sentences that they are in.

    `used`: those of sentences that stand elsewhere in the record, such as when people meet again.
    """
    known = owners(turns, people)
    # What is held out is not even looked at: an action quotes the sentence before it where "it" needs one.
    shown = [
        replace(t, sentences=tuple(s for s in t.sentences if s.n not in held))
        if any(s.n in held for s in t.sentences)
        else t
        for t in turns
    ]
    found: list[Promise] = []
    for turn in shown:
        for n, s in enumerate(turn.sentences):
            if s.words <= 70 and s.n not in used and not IF.match(s.text):
                found += [p for p in _in_sentence(shown, turn, n, known, people) if p.task]
    once = merged(found)
    return (
        tuple(Action(text=p.task, owner=p.owner, due=p.due, sources=p.sources[:6]) for p in once),
        frozenset(n for p in once for n in p.sentences),
    )


def _in_sentence(
    turns: Sequence[Turn], turn: Turn, n: int, known: Owners, people: People
) -> Iterator[Promise]:
    """What one sentence promises: at most one thing, by the first rule that fits."""
    s = turn.sentences[n]
    if third := _third(s.text, known):
        owner, verb = third
        if not HERE.match(s.text[verb:].rstrip(".")):
            yield promise(turns, turn, n, s.text[verb:], owner)
    elif match := _first(turn, n):
        begin = match.start(match.lastindex or 1)
        before = s.text[:begin][-30:]
        mine = turn.speaker or known.told(turn, n, you=False)
        if not HERE.match(s.text[begin:].rstrip(".")) and not NOT.search(before):
            yield promise(turns, turn, n, s.text[begin:], mine, to=_addressed(s.text, known))
    elif match := REQUEST.search(s.text):
        yield from _asked(turns, turn, n, s.text[match.start(match.lastindex or 1) :], known, told=not s.asks)
    elif (match := ORDER.match(s.text)) and not s.asks:
        task = match["asked"] or match["task"]
        more = len(s.text[s.text.find(task) + len(task) :].split()) > _MORE
        for made in _asked(turns, turn, n, task.strip(), known, told=False):
            yield replace(made, sentences=()) if more else made
    elif match := SOMEBODY.search(s.text):
        # What somebody or other needs to do stands without an owner, until a person says whose it is.
        task = s.text[match.start(1) :]
        taken = list(_asked(turns, turn, n, task, known, told=True))
        yield from taken or ([] if s.asks or HERE.match(task) else [promise(turns, turn, n, task, None)])
    elif match := TELL_ME.search(s.text):
        only_if = _CONDITION.search(s.text[: match.start(1)])
        begin = only_if.start() if only_if else match.start(1)
        yield from _asked(turns, turn, n, s.text[begin:], known, told=False)
    elif (match := YOU.match(s.text)) and DUE.search(s.text):
        yield promise(turns, turn, n, s.text[match.start(1) :], known.told(turn, n, you=True))
    elif listed := _listed(turns, turn, n, known):
        yield listed
    elif when := again.meeting(turn, n):
        yield Promise(
            turn=turn.n,
            task=when.text.rstrip("."),
            owner=turn.speaker if when.visit and people.part(turn) in _VISITS else None,
            due=when.day,
            sources=when.sources,
            sentences=when.sentences,
        )
    elif (match := FROM.match(s.text)) and s.words <= 20 and not s.asks and not _PAST.search(match[1]):
        yield promise(turns, turn, n, match[1], _arranges(turn, n), named=True)
    elif (match := DONE_BY.match(s.text)) and DUE.search(s.text) and not s.asks:
        yield promise(turns, turn, n, match[1], None, named=True)
    elif BY.match(s.text) and s.words <= 10 and not SHALL_WE.search(s.text):
        yield promise(turns, turn, n, s.text, known.told(turn, n, you=True), named=True)


def _first(turn: Turn, n: int) -> re.Match[str] | None:
    """Where the speaker promises something; a question only if it merely asks whether that suits."""
    s = turn.sentences[n]
    if s.asks and not IF_IT_SUITS.search(s.text):
        return None
    after = turn.sentences[n + 1].text if n + 1 < len(turn.sentences) else ""
    if WONT.match(after):
        return None
    return FIRST.search(s.text) or _with_date(CAN.search(s.text), turn, n)


def _addressed(text: str, known: Owners) -> str | None:
    """Who "you" is, where the sentence begins with a name: "Lee, I'll ring you"."""
    called = known.called(text)
    return called[0] if called else None


def _listed(turns: Sequence[Turn], turn: Turn, n: int, known: Owners) -> Promise | None:
    """What a chair lists as agreed: a name, and what by when or what to do."""
    s = turn.sentences[n]
    if s.asks or s.words > 35:
        return None
    if (mine := MYSELF.match(s.text)) and turn.speaker:
        return promise(turns, turn, n, mine[1], turn.speaker)
    called = known.called(s.text)
    if not called:
        return None
    owner, begin = called
    rest = s.text[begin:]
    match = SO_MUCH_BY.match(rest) or DO_IT.match(rest)
    if not match or _PAST.search(match[1]) or HERE.match(rest) or len(rest.split()) < 3:
        return None
    return promise(turns, turn, n, rest, owner, named=True)


def _arranges(turn: Turn, n: int) -> str | None:
    """The speaker, where they go on to say that they arranged it themselves."""
    said = " ".join(s.text for s in turn.sentences[n : n + 2])
    return turn.speaker if _ARRANGED.search(said) else None


def _asked(
    turns: Sequence[Turn], turn: Turn, n: int, task: str, known: Owners, *, told: bool
) -> Iterator[Promise]:
    """A request is somebody's only when they say yes. One that is `told` stands without an owner if nobody does."""
    task = task.rstrip("?")
    if HERE.match(task) or turn.speaker is None:
        return
    answer = _next(turns, turn) if n >= len(turn.sentences) - 3 else None
    who = _addressed(turn.sentences[n].text, known)
    if who and answer and answer.speaker != who:
        answer = None
    if answer and (ASSENT.match(answer.text) or ME.match(answer.text)):
        made = promise(turns, turn, n, task, answer.speaker)
        ids = tuple(dict.fromkeys((*made.sources, *answer.sentences[0].passages)))
        promptly = [x for x in answer.sentences[:2] if not x.asks and x.words <= 14]
        due = made.due or due_in(" ".join(x.text for x in promptly))
        taken_up = tuple(x.n for x in promptly if _TAKES_UP.search(x.text))
        yield replace(made, due=due, sources=ids, sentences=(*made.sentences, *taken_up))
    elif told and (who or DUE.search(task)):
        yield promise(turns, turn, n, task, who or _spoken_with(turns, turn, known.names))


def _spoken_with(turns: Sequence[Turn], turn: Turn, names: Mapping[str, Sequence[str]]) -> str | None:
    """Who answered just before, if this speaker had just called them by name: "By when, Beth?" "Three weeks." """
    earlier = [t for t in turns[max(0, turn.n - 6) : turn.n] if not t.filler]
    if len(earlier) < 2 or earlier[-1].speaker == turn.speaker or earlier[-2].speaker != turn.speaker:
        return None
    called = re.search(r", ([A-Z][a-zà-ÿ-]+)\?$", earlier[-2].text.strip())
    who = earlier[-1].speaker
    return who if called and who in names.get(called[1], ()) else None


def _with_date(match: re.Match[str] | None, turn: Turn, n: int) -> re.Match[str] | None:
    """ "I can" promises only together with a date, said with it or settled at once after it."""
    if match is None:
        return None
    settled = any(SHALL_WE.search(s.text) and DUE.search(s.text) for s in turn.sentences[n + 1 : n + 4])
    return match if settled or DUE.search(turn.sentences[n].text) else None


def _third(text: str, known: Owners) -> tuple[str, int] | None:
    """ "Callum does", "Imran's sending", "I'd like Beth to write": who, and where the task begins."""
    for match in THIRD.finditer(text):
        spoken = next(g for g in match.groups() if g)
        if spoken.split()[0] in NOT_WHO:
            continue
        begin = match.start(match.lastindex or 1)
        plain = match[0][len(spoken) :].lstrip(", ")
        # A name that is no speaker's needs the plainest form: "Ryan is to ring".
        if known.either(text[: match.start()], spoken) or re.match(r"(?:is|are) to\b|['’]s to\b", plain):
            return known.both(text[: match.start()], spoken, text[begin:]), begin
    return None


def _next(turns: Sequence[Turn], turn: Turn) -> Turn | None:
    return next(
        (t for t in turns[turn.n + 1 : turn.n + 4] if t.speaker != turn.speaker and t.sentences), None
    )
