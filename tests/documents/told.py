"""How a history is told: a sentence for each answer of an act, and for each reason to wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from cards.copies import STATES
from record.docket import Act, Docket, Seen, Trace, Wait
from record.entries import record_of, trace_of
from record.hand_over import reaches
from record.terms import SOURCE, Custody, Doing, Holder, PersonId, Saw, Shelf, State
from tests.documents.words import say

ASKED = "Asked to go: "

ACT: Mapping[tuple[Doing, Saw | None], str] = {
    (Doing.FETCH, Saw.DONE): "What was said is fetched, with {author}'s own sign-in, and sealed.",
    (Doing.DRAFT, Saw.DONE): "A draft is made.",
    (Doing.SEND_CARD, Saw.DONE): "{author} gets a card, without words.",
    (Doing.SHOW_CARD, Saw.DONE): "The card shows the draft.",
    (Doing.REMIND, Saw.DONE): "{author} is reminded.",
    (Doing.BLANK, Saw.DONE): "Blanked: {copies}.",
    (Doing.ASK_SECOND, Saw.DONE): "{whom} is asked to read and approve it, on a card of their own.",
    (Doing.POST, Saw.MATCHES): "It is filed, and read back: word for word what was approved.",
    (Doing.POST, Saw.REFUSED): "It is sent to the case system, which refuses it: nothing is filed.",
    (Doing.POST, None): "It is sent to the case system. No answer comes.",
    (Doing.LOOK_UP, Saw.MATCHES): "It is looked up, and stands there: word for word what was approved.",
    (Doing.LOOK_UP, Saw.ABSENT): "It is looked up: the case system does not have it.",
    (Doing.MARK, Saw.DONE): "The wrong file is marked: filed here in error.",
    (Doing.ERASE, Saw.DONE): ASKED + "{copies}.",
    (Doing.ERASE, None): "{copies} are asked to go; no answer comes.",
    (Doing.ERASE_SOURCE, Saw.DONE): ASKED + "{copies}.",
    (Doing.LOOK_SOURCE, Saw.PRESENT): "The meeting's own file is looked for, and is there.",
    (Doing.LOOK_SOURCE, Saw.ABSENT): "The meeting's own file is looked for, and is not there.",
    (Doing.PREFLIGHT, Saw.PRESENT): "The meeting's own file is there, and {reaches} may delete it.",
    (
        Doing.PREFLIGHT,
        Saw.NOT_ORGANISER,
    ): "{reaches} may not delete the meeting's own file: only its organiser may.",
    (Doing.ASK_ORGANISER, Saw.DONE): "{whom}, its organiser, is asked on a card.",
    (Doing.LOOK_FILED, Saw.MATCHES): "The {nth}filed record is read once more, and stands.",
    (Doing.DELETE_MEETING, Saw.DONE): "The meeting's own file is deleted, with {reaches}'s own sign-in.",
    (Doing.DELETE_MEETING, Saw.NOT_THERE): "It is asked to go once more: it is not there, and that will do.",
    (
        Doing.DELETE_MEETING,
        None,
    ): "The meeting's own file is deleted. Faircopy is killed before that is written down.",
    (Doing.LOOK, Saw.ABSENT): "Looked for{last}: {copies}. There no more.",
    (Doing.LEAVE, Saw.DONE): "Left where it is: {copies} ({left}).",
    (Doing.WRITE_RECEIPT, Saw.DONE): "The receipt is written. {ends}",
    (Doing.REMOVE_DOCKET, Saw.DONE): "Then the account itself goes.",
}
"""By what was seen; of an act on several places, by what each answered. None: no answer came."""

SENT_AGAIN = "It is sent again, with the same key. "
AGAIN = "Cleaned once more, a day later, since nobody can look there: {copies}."
RECEIPT = "{author}'s card shows it."
EXPIRED: Mapping[State, str] = {
    State.DRAFT: "Nobody decided in time: the draft is dropped.",
    State.MARKED: "Nobody said whose file: the account goes on without a move.",
}
LEFT: Mapping[str, str] = {
    "nothing was filed from it": "nothing was filed from it",
    "left by choice": "its author chose so",
    "organiser-still-needed": "its organiser still needs it",
}

WAIT: Mapping[str, str] = {
    "undo": "it can still be undone",
    "author": "the draft is theirs to decide about",
    "hold": "a hold stands, so nothing is destroyed and nothing expires",
    "refused": "the case system refused it, and a person has to decide",
    "not-found": "it surely is not there, and a person has to decide",
    "organiser": "only the organiser can destroy the meeting's own file",
    "whose-file": "whose file should it be on?",
    "attest": "they file it by hand, then tell the number of the note",
    "attested": "does the note stand? Until they say so the other copies stay",
    "second": "nothing is filed until they approve it",
    "no-second-approver": "a second person has to approve it, and nobody is named who may",
    "choose-person": "whose file is it?",
    "only-account": "what we hold may be the only account; it stays until they say that it may go",
}
OTHERS: Mapping[str, str] = {
    "looks": "It looks again at {until}.",
    "grace": "The meeting's own file is left alone until {until}.",
    "absent": "Not found, and so it looks again at {until}.",
    "claim": "Until {until} nothing else is done: the attempt may still be under way.",
}
"""Reasons that need a sentence of their own."""

KIND: Mapping[str, str] = {
    "key of the draft": "the {nth}draft's key",
    "draft": "the {nth}draft",
    "this card": "the words on {whose}'s {nth}card",
    "key of the transcript": "the transcript's key",
    "our copy of the transcript": "our copy of the transcript",
    "recording and transcript": "the meeting's own file",
    "the file you dropped": "their own file",
    "the message you pasted": "their own message",
}


NTH = ("", "", "second ")
"""By the number of the record; nothing is said of the source's own and of the first."""


def told(before: Docket, after: Docket, act: Act, seen: Seen | None, names: Mapping[PersonId, str]) -> str:
    """One act and its answer, as a sentence; empty where only a card says anew what is so."""
    author = record_of(before, act.record).author.name if act.record != SOURCE else before.opener.name
    if act.doing is Doing.TELL:
        return RECEIPT.format(author=author) if act.key == "receipt" else ""
    if act.doing is Doing.EXPIRE:
        return say(EXPIRED, record_of(before, act.record).state)
    places = [trace_of(before, n) for n in act.targets]
    again = act.doing in (Doing.ERASE, Doing.BLANK) and all(t.shelf is Shelf.ASKED for t in places)
    left = {trace_of(after, t.n).why for t in places} if act.doing is Doing.LEAVE else set()
    sentence = AGAIN if again and seen else _sentence(act, seen)
    if act.doing is Doing.POST and record_of(before, act.record).state is State.POSTING:
        sentence = SENT_AGAIN + sentence
    return sentence.format(
        author=author,
        copies=copies(places, names),
        whom=seen.person.name if seen is not None and seen.person else "",
        reaches=reaches(before).name,
        nth=NTH[act.record],
        last=", the last time" if act.last else "",
        left=" and ".join(LEFT[why] for why in sorted(left)),
        ends=_ends(after, names),
    )


def _sentence(act: Act, seen: Seen | None) -> str:
    saws = {t.saw for t in seen.each} if seen and seen.each else {seen.saw if seen else None}
    if len(saws) != 1 or (key := (act.doing, saws.pop())) not in ACT:
        raise LookupError(f"tests/documents/told.py: say in ACT what {act.doing}, answered {saws}, is")
    return ACT[key]


def waits_for(wait: Wait, until: str) -> str:
    """A wait, as a sentence: for whom, until when, and why."""
    if wait.why in OTHERS:
        return OTHERS[wait.why].format(until=until)
    why = say(WAIT, wait.why)
    if wait.why == "author":  # it ends only in a reminder, or in an expiry
        before = f" By itself nothing happens before {until}." if until else ""
        return f"Waits for {wait.whom}: {why}.{before}"
    return (
        f"Waits for {wait.whom}{f' until {until}' if until else ''}: {why}{'' if why.endswith('?') else '.'}"
    )


def copy(trace: Trace, names: Mapping[PersonId, str]) -> str:
    """A copy by its name: a card by that of whose it is."""
    return say(KIND, trace.kind).format(whose=names.get(trace.whose, ""), nth=NTH[trace.record])


def copies(places: Iterable[Trace], names: Mapping[PersonId, str]) -> str:
    return listed(dict.fromkeys(copy(t, names) for t in places))


def _ends(docket: Docket, names: Mapping[PersonId, str]) -> str:
    """What the receipt says of each copy that was to go."""
    ends: dict[str, list[Trace]] = {}
    for t in docket.traces:
        if t.custody is not Custody.KEPT and t.outcome is not None:
            ends.setdefault(say(STATES, t.outcome), []).append(t)
    said = (f"{copies(sorted(ts, key=_keys_first), names)}: *{end}*" for end, ts in ends.items())
    whole = "; ".join(said)
    return f"It says, of {whole}." if whole else ""


def _keys_first(trace: Trace) -> bool:
    return trace.holder is not Holder.KEYS


def listed(names: Iterable[str]) -> str:
    """Names in a row: with commas, and with "and" before the last."""
    every = list(names)
    return " and ".join([*[", ".join(every[:-1])] * (len(every) > 1), *every[-1:]])


def moment(at: datetime, begun: datetime) -> str:
    """A time of day, and, after the first day, which day it is."""
    day = (at.date() - begun.date()).days + 1
    clock = f"{at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"
    return f"day {day}, {clock}" if day > 1 else clock
