"""Tasks that somebody is asked or told to do: theirs who say yes, or who are told in so many words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafting.due import due_in
from drafting.owners import Owners
from drafting.phrases import ASSENT, HERE, ME, ORDER, SOMEBODY, TELL_ME, TOLD
from drafting.speech import Sentence, Turn
from drafting.tasks import Promise, promise
from drafting.wording.doing import (
    I_NEED_IT,
    LEAVE_YOU,
    MORE,
    REFUSES,
    REQUEST,
    SHALL_I,
    YES_PLEASE,
    YOU_ARE,
    YOU_DO,
)
from drafting.wording.when import DUE

_CONDITION = re.compile(r"\b(?:if|when|as soon as|whenever) [^,.?!]{4,80}, ?$", re.IGNORECASE)
"""On what a request hangs: "if you hear anything else, ring me"."""
_TAKES_UP = re.compile(
    r"\bI(?:['’]ll| will| can) (?:just )?\w+ (?:it|that|this|them|those)\b|^(?:yeah |yes |ok )?will do\b",
    re.IGNORECASE,
)
"""A yes that says no more than the request: "I'll do it by the 4th"."""
_GETS = re.compile(
    r"(?:get|receive) (?:the|a|an|your|it|that)\b(?!.*(?:\bto (?:me|us|[A-Z])|\bfor me|done|sorted|finished"
    r"|written|signed))",
    re.IGNORECASE,
)
"""What will reach those who are spoken to, and is not theirs to do: "you'll get the letter tomorrow"."""
_NOT_THEN = re.compile(r"\b(?:not|can['’]t|isn['’]t|won['’]t|except|unless)\b|n['’]t\b", re.IGNORECASE)
_MORE = 6
"""Words beside what somebody is told to do, from which on the sentence says more than that."""
_NO_TASK = re.compile(
    r"(?:tell me|tell us|let me (?!have)|let['’]s|take (?:your time|care|it easy)|go (?:on|ahead|away|and)|come\b"
    r"|give me|see\b|look at|try\b|"
    r"stay\b|ask me|do (?:that|it|you|not|one)\b|hold\b|pop\b|wait\b|get (?:in|on|off|out|up|down|it|lost)\b"
    r"|have (?:a (?:think|look|seat))|keep\b|talk to me|"
    r"start\b|finish\b|make (?:me|it|that)|call (?:it|me)|check (?:it|that) out|help\b|catch\b|clear\b|change\b"
    r"|address\b|plan\b|"
    r"support\b|record\b|review\b|test\b|contact\b|contacts\b|report\b|progress\b|visit\b|call\b|text\b|phone\b"
    r"|post\b|share\b|order\b|type\b|file\b|form\b|"
    r"move\b|take (?:me|him|her|them|it)\b|send\b(?= him| her)|read\b|offer\b|drive\b|cook\b|wash\b|own\b"
    r"|measure\b|screen\b|action\b|attempt\b|request\b)",
    re.IGNORECASE,
)
"""Begins like an order, and is a question, a noun, or about the talk itself."""
_LEAST = 2
_SAY_NO = re.compile(
    r"^(?:(?:no|nope|nah)\b(?! (?:problem|worries|bother|probs|trouble))|not (?:really|me))", re.IGNORECASE
)


def asked(turns: Sequence[Turn], turn: Turn, n: int, known: Owners) -> Iterator[Promise]:
    """What sentence `n` of a turn asks of somebody, by the first rule that fits."""
    s = turn.sentences[n]
    if match := REQUEST.search(s.text):
        task = s.text[match.start(match.lastindex or 1) :]
        if _GETS.match(task) and not s.asks:
            return
        yield from _theirs(turns, turn, n, task, known, told=not s.asks and match["told"] is not None)
    elif match := LEAVE_YOU.search(s.text):
        yield from _left(turns, turn, n, match, known)
    elif (match := SHALL_I.search(s.text)) and turn.speaker:
        answer = following(turns, turn) if n == len(turn.sentences) - 1 else None
        at_once = HERE.match(match["task"]) or (
            match["task"].startswith("come") and not DUE.search(match["task"])
        )
        if answer and YES_PLEASE.match(answer.text) and not at_once:
            made = promise(turns, turn, n, match["task"], turn.speaker)
            yield replace(made, sources=(*made.sources, *answer.sentences[0].passages))
    elif (match := ORDER.match(s.text)) and not s.asks:
        task = match["asked"] or match["task"]
        more = len(s.text[s.text.find(task) + len(task) :].split()) > _MORE
        for made in _theirs(turns, turn, n, task.strip(), known, told=False):
            yield replace(made, sentences=()) if more else made
    elif match := I_NEED_IT.search(s.text):
        yield from _theirs(turns, turn, n, match["task"], known, told=True)
    elif (match := YOU_DO.match(s.text)) and (who := known.partner(turns, turn)) and turn.speaker:
        yield promise(turns, turn, n, match["task"], who)
    elif match := YOU_ARE.search(s.text):
        if DUE.search(s.text) or (n and DUE.search(turn.sentences[n - 1].text)):
            yield from _theirs(turns, turn, n, match["task"], known, told=False)
    elif match := SOMEBODY.search(s.text):
        # What somebody or other needs to do stands without an owner, until a person says whose it is.
        task = s.text[match.start(1) :]
        taken = list(_theirs(turns, turn, n, task, known, told=False))
        yield from taken or ([] if s.asks or HERE.match(task) else [promise(turns, turn, n, task, None)])
    elif match := TELL_ME.search(s.text):
        only_if = _CONDITION.search(s.text[: match.start(1)])
        begin = only_if.start() if only_if else match.start(1)
        yield from _theirs(turns, turn, n, s.text[begin:], known, told=False)
    elif not s.asks and s.words > 1 and (match := TOLD.match(s.text)) and not _NO_TASK.match(match["task"]):
        goes_on = MORE.search(match["task"])
        yield from _ordered(turns, turn, n, match["task"][: goes_on.start() if goes_on else None], known)


def following(turns: Sequence[Turn], turn: Turn) -> Turn | None:
    """What somebody else says next."""
    return next(
        (t for t in turns[turn.n + 1 : turn.n + 4] if t.speaker != turn.speaker and t.sentences), None
    )


def _ordered(turns: Sequence[Turn], turn: Turn, n: int, task: str, known: Owners) -> Iterator[Promise]:
    """An order without a please: somebody's who says yes in words of doing, or is named with it."""
    if HERE.match(task):
        return
    answer = following(turns, turn) if n >= len(turn.sentences) - 3 else None
    agreed = answer and _WILL_DO.match(answer.text) and not REFUSES.search(answer.sentences[0].text)
    who = known.spoken_to(turn, n)
    if (
        not (agreed or who)
        and _PLAIN_ORDER.match(task)
        and turn.speaker in known.staff
        and known.partner(turns, turn)
    ):
        agreed = bool(answer and ASSENT.match(answer.text) and not _refused(answer.sentences))
    if len(task.split()) < _SAYS and not agreed:
        return
    if agreed or who:
        yield from _theirs(turns, turn, n, task, known, told=bool(who))


_SAYS = 3
_PLAIN_ORDER = re.compile(
    r"(?:ask|ring|phone|email|send|chase|book|write to|arrange|update|finish|complete|refer|find out|speak to"
    r"|get) (?:the|a|an|that|those|your|his|her|him|them|it|hold of|on to|(?-i:[A-Z]))\b(?=.* )",
    re.IGNORECASE,
)
"""What somebody whose work it is tells the only other one to do; a mere yes to it is enough."""
_WILL_DO = re.compile(
    r"^(?:um+,? |oh,? |ok,? |okay,? |yeah,? |yes,? |yep,? |right,? |sure,? |fine,? |no problem,? )*(?:will do"
    r"|i will|i['’]ll (?:do|get|ring|send|sort|have|make)|leave (?:it|that) with me|consider it done|"
    r"on it\b|noted|course|of course|no problem|understood|got it|no worries)\b",
    re.IGNORECASE,
)


def _theirs(
    turns: Sequence[Turn], turn: Turn, n: int, task: str, known: Owners, *, told: bool
) -> Iterator[Promise]:
    """A request is somebody's only when they say yes. One that is `told` stands without an owner if nobody does."""
    task = task.rstrip("?")
    if HERE.match(task) or len(task.split()) < _LEAST:
        return
    if turn.speaker is None:
        if told and (owner := known.told(turn, n, you=True)):
            yield promise(turns, turn, n, task, owner)
        return
    who = known.spoken_to(turn, n)
    answer = _answer(turns, turn, n, who)
    if answer and _agrees(answer):
        made = promise(turns, turn, n, task, answer.speaker)
        ids = tuple(dict.fromkeys((*made.sources, *answer.sentences[0].passages)))
        promptly = [x for x in answer.sentences[:2] if not x.asks and x.words <= 14]
        due = made.due or due_in(" ".join(x.text for x in promptly if not _NOT_THEN.search(x.text)))
        taken_up = tuple(x.n for x in promptly if _TAKES_UP.search(x.text))
        yield replace(made, due=due, sources=ids, sentences=(*made.sentences, *taken_up))
    elif (
        told
        and not (answer and _refused(answer.sentences))
        and (who or DUE.search(task) or known.partner(turns, turn))
    ):
        yield promise(
            turns, turn, n, task, who or _spoken_with(turns, turn, known) or known.partner(turns, turn)
        )


def _answer(turns: Sequence[Turn], turn: Turn, n: int, who: str | None) -> Turn | None:
    """The yes or no to a request near the end of a turn: by whoever was named, if somebody was."""
    answer = following(turns, turn) if n >= len(turn.sentences) - 3 else None
    if answer is None or (who and answer.speaker != who):
        return None
    return answer


def _agrees(answer: Turn) -> bool:
    said = answer.sentences[0].text
    return bool(ASSENT.match(answer.text) or ME.match(answer.text)) and not REFUSES.search(said)


def _refused(said: Sequence[Sentence]) -> bool:
    return bool(_SAY_NO.match(said[0].text)) or any(REFUSES.search(x.text) for x in said[:2])


def _left(
    turns: Sequence[Turn], turn: Turn, n: int, match: re.Match[str], known: Owners
) -> Iterator[Promise]:
    """What is left with somebody: named in the request, or said just before it."""
    s = turn.sentences[n]
    who = known.spoken_to(turn, n)
    answer = _answer(turns, turn, n, who)
    if answer and _refused(answer.sentences):
        return
    yes = answer.speaker if answer and _agrees(answer) else None
    owner = yes or who or (None if s.asks else known.partner(turns, turn))
    if not owner:
        return
    if match["task"]:
        yield promise(turns, turn, n, match["task"], owner)
        return
    what = match["what"] or "that"
    made = promise(
        turns, turn, n, s.text[s.text.lower().find(what.lower()) :] if match["what"] else s.text, owner
    )
    if re.fullmatch(r"(?:that|this|it|these|those|them)(?: one)?", what, re.IGNORECASE):
        yield from taken_on(turns, turn, n, match.start(), owner)
    else:
        yield replace(made, task=f"Take on {what}", bare=False)


def taken_on(turns: Sequence[Turn], turn: Turn, n: int, begin: int, owner: str) -> Iterator[Promise]:
    """What somebody takes on by "leave it with me": whatever was said just before."""
    before = turn.sentences[n].text[:begin].rstrip(" ,")
    lead = f"{before}, I'll take that on" if before else "Take that on"
    task = "Take that on"
    s = replace(turn.sentences[n], text=lead if before else task)
    told = replace(turn, sentences=(*turn.sentences[:n], s, *turn.sentences[n + 1 :]))
    made = promise(turns, told, n, s.text[-len("take that on") :], owner)
    if made.task:
        yield made


def _spoken_with(turns: Sequence[Turn], turn: Turn, known: Owners) -> str | None:
    """Who answered just before, if this speaker had just called them by name: "By when, Beth?" "Three weeks." """
    earlier = [t for t in turns[max(0, turn.n - 6) : turn.n] if not t.filler]
    if len(earlier) < 2 or earlier[-1].speaker == turn.speaker or earlier[-2].speaker != turn.speaker:
        return None
    called = re.search(r", ([A-Z][a-zà-ÿ-]+)\?$", earlier[-2].text.strip())
    who = earlier[-1].speaker
    return who if called and who in known.names.get(called[1], ()) else None
