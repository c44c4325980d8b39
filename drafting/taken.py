"""Tasks told in other words than "I'll": what somebody will have, who comes again, what a service will do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from drafting import meant
from drafting.asked import following, taken_on
from drafting.due import due_in
from drafting.owners import Owners
from drafting.people import People, Role
from drafting.phrases import ASSENT, HERE, NOT, NOT_WHO
from drafting.speech import Turn, tidy
from drafting.tasks import Promise, promise
from drafting.wording.doing import (
    ACTION_FOR,
    AND_SO,
    BACK,
    BOOKED,
    CAN_I_SAY,
    DOWN_FOR,
    FIRST,
    HANGS_ON,
    LAST_TIME,
    OFFERED,
    ON_ME,
    ONGOING,
    REFUSES,
    ROLE_WILL,
    SENDS,
    WANT_THEM,
    WE_SAID,
    YOU_WILL_HAVE,
)
from drafting.wording.when import DUE, WEEKLY

VISITS = (Role.PROFESSIONAL, Role.AUTHOR, Role.UNKNOWN)
_SAID = re.compile(
    r"\b(?:reckons?|thinks?|hopes?|says?|heard|apparently|might|may|probably|would|could|never|not|n['’]t|always"
    r"|usually|used to|since)\b",
    re.IGNORECASE,
)
"""Told of others, or not sure: nothing that was arranged here."""
_DONE = re.compile(r"\b(?:done|that['’]s happened)[.,]?$", re.IGNORECASE)
_LISTED = re.compile(r"^(?:(?:so|and|then|ok|right),? )*$", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:yes|yeah|yep|I will|will do|I['’]ll|I am|doing it)\b", re.IGNORECASE)
_SOMEWHERE = re.compile(r"\b(?:back|round|over|out|again|see|visit|call|come)\b", re.IGNORECASE)


def taken(turns: Sequence[Turn], turn: Turn, n: int, known: Owners, people: People) -> Iterator[Promise]:
    """What sentence `n` of a turn tells of a task in other words than "I will", by the first rule that fits."""
    for rule in _ASKED if turn.sentences[n].asks else _TOLD:
        if made := list(rule(_At(turns=turns, turn=turn, n=n, known=known, people=people))):
            yield from made
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class _At:
    """One sentence of a meeting, for the rules."""

    turns: Sequence[Turn]
    turn: Turn
    n: int
    known: Owners
    people: People

    @property
    def text(self) -> str:
        return self.turn.sentences[self.n].text

    def made(self, task: str, owner: str | None, *, named: bool = False) -> Promise:
        return promise(self.turns, self.turn, self.n, task, owner, named=named)


def _for_somebody(at: _At) -> Iterator[Promise]:
    """ "Action for school: a new timetable"."""
    if match := ACTION_FOR.match(at.text):
        who = match["who"]
        mine = who.lower() in ("me", "myself")
        owner = at.turn.speaker if mine else at.known.of(who) if who[:1].isupper() else _capital(who)
        yield at.made(match["task"], owner, named=True)


def _recalled(at: _At) -> Iterator[Promise]:
    """What somebody agreed to before, if it is still to be done: a day is said for it, or they say that they will."""
    match = WE_SAID.search(at.text)
    if not match:
        return
    task = at.text[match.start("task") :].rstrip("?")
    answer = following(at.turns, at.turn) if at.n >= len(at.turn.sentences) - 2 else None
    will = answer and (
        ASSENT.match(answer.text) and _FUTURE.search(answer.text) and not REFUSES.search(answer.text)
    )
    if not will and (LAST_TIME.search(at.text) or not DUE.search(task)):
        return
    who = match["who"]
    owner: str | None
    if who.lower() == "i":
        owner = at.turn.speaker
    elif who.lower() == "you":
        owner = at.known.spoken_to(at.turn, at.n)
        owner = owner or (answer.speaker if answer and will else at.known.partner(at.turns, at.turn))
    elif who in NOT_WHO and who not in ("Mum", "Dad"):
        return
    else:
        owner = at.known.of(who, task) if who[0].isupper() else _capital(who)
    if owner:
        yield at.made(task, owner)


def _taken_on(at: _At) -> Iterator[Promise]:
    """ "Leave it with me", "put me down for the stall"."""
    if at.turn.speaker and (match := DOWN_FOR.search(at.text)):
        what = match["task"].rstrip(". ")
        yield replace(at.made(match["task"], at.turn.speaker, named=True), task=f"Down for {what}")
    elif at.turn.speaker and (match := ON_ME.search(at.text)) and not NOT.search(at.text):
        yield from taken_on(at.turns, at.turn, at.n, match.start(), at.turn.speaker)


def _from_me(at: _At) -> Iterator[Promise]:
    """What others will have from the speaker, with what "it" is where the words do not say so."""
    match = YOU_WILL_HAVE.search(at.text)
    if not match or at.turn.speaker is None or not due_in(match["all"]) or _SAID.search(at.text):
        return
    made = at.made(match["all"], at.turn.speaker, named=True)
    told = meant.before(at.turns, at.turn, at.n, "have it") if _POINTS.search(match["all"]) else None
    if told:
        ids = tuple(dict.fromkeys((*told.passages, *made.sources)))
        made = replace(made, task=f"{tidy(match['all']).rstrip('. ')} (“{told.text}”)", sources=ids)
    if made.task:
        yield made


def _comes_again(at: _At) -> Iterator[Promise]:
    """A visit by somebody whose work it is, with its day: "I'm back on the sixteenth"."""
    match = BACK.search(at.text)
    if not match or at.people.part(at.turn) not in VISITS or not DUE.search(match["task"]):
        return
    if not _SAID.search(at.text) and _SOMEWHERE.search(match["task"]):
        task = re.sub(r"^I(?:['’]ll| will|['’]m going to be|['’]m| can)(?: then)? ", "", match["task"])
        task = re.sub(r"^(?=(?:back|round|over|out|here|up|in)\b)", "be ", task)
        made = at.made(match["task"], at.turn.speaker, named=True)
        yield replace(made, task=_capital(task.rstrip(". ")))


def _offered(at: _At) -> Iterator[Promise]:
    """What somebody who is not there can do on a day, unless the next words are somebody's promise to see to it."""
    match = OFFERED.search(at.text)
    after = " ".join(s.text for s in at.turn.sentences[at.n + 1 : at.n + 3])
    if not match or not DUE.search(match["task"]) or FIRST.search(after):
        return
    before = at.text[: match.start()].strip(" ,")
    made = at.made(match["task"], match["who"], named=True)
    if len(meant.content(before)) > 1:
        made = replace(made, task=f"{made.task} (“{meant.clipped(before)}”)", sentences=())
    yield made


def _sent(at: _At) -> Iterator[Promise]:
    """ "I'll send Ana out. I want her to see the baby awake"."""
    match = WANT_THEM.search(at.text)
    if match and at.n and (sent := SENDS.search(at.turn.sentences[at.n - 1].text)):
        yield at.made(at.text[match.start("task") :], at.known.of(sent["who"]))


def _others(at: _At) -> Iterator[Promise]:
    """What a relative or a service will do by a day, or is listed to do."""
    match = ROLE_WILL.search(at.text)
    if not match or _SAID.search(at.text[: match.end()]):
        return
    task, before = at.text[match.start("task") :], at.text[: match.start("who")]
    listed = _LISTED.match(before) and at.text[: match.start("task")].endswith(" to ")
    if (DUE.search(task) or listed) and not (
        HERE.match(task) or _DONE.search(task) or HANGS_ON.search(before)
    ):
        yield at.made(task, _capital(match["who"]))


def _settled(at: _At) -> Iterator[Promise]:
    """ "I'm seeing both of them on Thursday"."""
    match = ONGOING.search(at.text)
    if not match or at.turn.speaker is None or _SAID.search(at.text[: match.end()]):
        return
    due = due_in(at.text[match.start() :])
    if due and due not in ("today", "this week", "every week") and not WEEKLY.fullmatch(due):
        yield at.made(at.text[match.start("task") :], at.turn.speaker)


def _booked(at: _At) -> Iterator[Promise]:
    """ "I've got her in at the clinic on Saturday"."""
    match = BOOKED.search(at.text)
    due = due_in(match["task"]) if match else None
    if match and due and at.turn.speaker and not WEEKLY.fullmatch(due) and not _SAID.search(at.text):
        yield at.made(match["task"], at.turn.speaker, named=True)


def _next_of(at: _At) -> Iterator[Promise]:
    """The next thing of somebody who has just promised one, by its name and its day."""
    match = AND_SO.match(at.text) if at.n and at.turn.speaker else None
    if match and DUE.search(match["when"]):
        earlier = at.turn.sentences[at.n - 1].text
        if YOU_WILL_HAVE.search(earlier) or FIRST.search(earlier):
            yield replace(at.made(at.text, at.turn.speaker, named=True), due=due_in(match["when"]))


def _by_then(at: _At) -> Iterator[Promise]:
    """ "Can I say the end of next week?": what was asked for just before, by that day."""
    match = CAN_I_SAY.match(at.text)
    earlier = at.turns[at.turn.n - 1].text if at.turn.n else ""
    if (
        not match
        or at.n
        or at.turn.speaker is None
        or not _WHEN.search(earlier)
        or not DUE.match(match["when"])
    ):
        return
    if told := meant.thing(at.turns, at.turn, at.n):
        made = at.made(match["when"], at.turn.speaker, named=True)
        ids = tuple(dict.fromkeys((*told.passages, *made.sources)))
        yield replace(
            made, task=f"By {due_in(match['when'])}: “{told.text}”", due=due_in(match["when"]), sources=ids
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_POINTS = re.compile(
    r"^(?:\w+ (?:will|'ll)|\w+['’]ll) have (?:it|that|them|those|one)\b|^(?:it|that|mine|ours)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:when|date|how long|how soon|what day|by\?)", re.IGNORECASE)
_TOLD = (
    _for_somebody,
    _recalled,
    _taken_on,
    _from_me,
    _comes_again,
    _offered,
    _sent,
    _others,
    _settled,
    _booked,
    _next_of,
    _by_then,
)
_ASKED = (_for_somebody, _recalled, _by_then)
"""What may be asked, and still be a task."""
