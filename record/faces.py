"""What a record's card says between its words: worked out from the docket alone, so it can always be redrawn."""

from __future__ import annotations

from datetime import datetime

from record.docket import Act, Docket, Record, Seen, Wait
from record.entries import (
    Entry,
    held,
    hold_covers,
    record_of,
    retry_wait,
    traces_of,
    tries_of,
    went_through,
    with_record,
)
from record.holds import DESTROYING
from record.policy import Policy
from record.propose import waiting_for
from record.system import NOT_LET
from record.terms import SOURCE, Custody, Doing, Face, Saw, Shelf, State


def face_of(docket: Docket, record: Record, policy: Policy, meeting: str = "") -> tuple[Face, str]:
    """The face that the card should show now, and a mark that changes whenever what stands on it does.

    `meeting` is how it stands with the meeting's own file, for whoever asks of many records at once.
    """
    if docket.receipted is not None and record.is_settled:
        return Face.RECEIPT, "receipt"
    if record.state in (State.ASKED, State.SOURCED):
        why = waiting_for(docket, record)
        return (Face.WAIT, f"wait:{why}") if why else (Face.PROGRESS, "progress")
    if record.state is State.DRAFT:
        return Face.CONTENTS, "words"
    if record.state is State.SECOND:
        return Face.SECOND, f"second:{record.reader.id if record.reader else waiting_second(docket, record)}"
    if record.state is State.APPROVED:
        tries = tries_of(docket, Doing.POST, record.n)
        if tries:
            return Face.FILING, f"filing:waiting:{tries.at.isoformat()}"
        if not policy.posts_to(record.system):
            return Face.COPY, f"copy:{record.version}"
        if not_let(docket, Doing.LOOK_SOURCE):
            return Face.FILING, f"filing:waiting:{NOT_LET}"
        gone = docket.source_seen is not None and docket.source_seen.saw is Saw.ABSENT
        return Face.APPROVED, f"approved:{record.version}:{gone}"
    if record.state is State.POSTING:
        closed = not_let(docket, Doing.LOOK_UP, record.n)
        return Face.FILING, f"filing:unsure:{NOT_LET}" if closed else "filing:unsure"
    if record.state is State.STUCK:
        return Face.FILING, f"filing:{record.why}"
    copies = _copies(docket, record.n)
    if record.state in (State.MISFILED, State.MARKED):
        moved = any(r.copy_of == record.n for r in docket.records)
        tries = tries_of(docket, Doing.MARK, record.n)
        alone = only_account(docket, record)
        why = tries.why if tries else ""
        return Face.WRONG, f"wrong:{record.state}:{moved}:{why}:{alone}:{held(docket, policy)}:{copies}"
    if record.state is State.DROPPED:
        alone = only_account(docket, record)
        kept = held(docket, policy)
        return Face.DISCARDED, f"discarded:{record.why}:{alone}:{kept}:{meeting or _meeting(docket)}:{copies}"
    if held(docket, policy):
        return Face.KEPT, f"kept:{_holders(docket, policy)}:{copies}"
    return Face.AFTER, f"after:{record.proof}:{record.last_ok}:{meeting or _meeting(docket)}:{copies}"


def _holders(docket: Docket, policy: Policy) -> str:
    """How many hold it, people and the council, and whether something may be on its way all the same."""
    own = sum(not h.policy for h in docket.holds)
    councils = sum(hold_covers(h, docket) for h in policy.holds)
    return f"{own}:{councils}:{any(c.act.doing in DESTROYING for c in docket.claims)}"


def waiting_second(docket: Docket, record: Record) -> str:
    """Why nobody is asked for the second approval yet, as a constant; empty if it is on its way."""
    tries = tries_of(docket, Doing.ASK_SECOND, record.n)
    return tries.why if tries else ""


_OF_THE_MEETING = (Doing.PREFLIGHT, Doing.ASK_ORGANISER, Doing.DELETE_MEETING)


def _meeting(docket: Docket) -> str:
    """How it stands with the meeting's own file: the organiser, what it waits for, and which file it is."""
    asked = docket.handover
    why = next((t.why for t in docket.tries if t.doing in _OF_THE_MEETING), "")
    saw = docket.preflight.saw if docket.preflight else ""
    answer, gone = asked.answer if asked else "", filed_gone(docket)
    closed = f":{NOT_LET}" if not_let(docket, Doing.LOOK_FILED) else ""
    return f"{asked.times if asked else 0}:{answer}:{len(docket.choices)}:{why}:{saw}:{gone}{closed}"


def filed_gone(docket: Docket) -> bool:
    """A record that was filed was looked for, before the meeting's own file goes, and is not what was filed."""
    return any(r.seen_filed is not None and r.seen_filed.saw is not Saw.MATCHES for r in docket.records)


def not_let(docket: Docket, doing: Doing, n: int | None = None) -> bool:
    """Whether that waits, of record `n` or of any, because this installation may not speak to its case system."""
    return any(t.doing is doing and t.why == NOT_LET and n in (None, t.record) for t in docket.tries)


def only_account(docket: Docket, record: Record) -> bool:
    """Nothing is filed of it, and our copy of what was said waits: it may be the only account, and its author has not
    said that it may go."""
    ours = any(
        t.record == SOURCE and t.custody is Custody.OURS and t.shelf is Shelf.OPEN for t in docket.traces
    )
    return record.state in (State.DROPPED, State.MARKED) and not record.last_ok and ours


def _copies(docket: Docket, n: int) -> str:
    """What became of each copy that its card shows; a look that only confirms does not redraw it."""
    shown = (*traces_of(docket, SOURCE), *traces_of(docket, n))
    return ",".join([f"{t.n}{_LETTER[t.shelf]}" for t in shown if t.custody is not Custody.KEPT])


_LETTER = {shelf: shelf.value[0] for shelf in Shelf}


def ask(docket: Docket, policy: Policy, now: datetime) -> Act | Wait | None:
    """Redraw the first card whose face has changed. Faces that hold words are put there by their own acts."""
    waits: list[Wait] = []
    meeting = _meeting(docket)
    for record in docket.records:
        if record.card is None:
            continue
        face, mark = face_of(docket, record, policy, meeting)
        if mark == record.told or face is Face.CONTENTS:
            continue
        if (
            record.is_settled
            and not held(docket, policy)
            and any(t.shelf is Shelf.OPEN and t.custody is Custody.OURS for t in traces_of(docket, record.n))
        ):
            continue
        act = retry_wait(
            docket, Act(doing=Doing.TELL, record=record.n, key=mark), policy, now, record.author.name
        )
        if isinstance(act, Act):
            return act
        waits.append(act)
    return waits[0] if waits else None


def _told(docket: Docket, act: Act, seen: Seen, policy: Policy) -> Docket:
    """The card says what is so; or its message is gone, and says nothing."""
    docket = went_through(with_record(docket, act.record, told=act.key), act)
    if record_of(docket, act.record).state is State.DRAFT:
        # undone while this was under way: the wordless face may have landed on the words
        docket = with_record(docket, act.record, shown=0)
    return docket


ENTRIES = (
    Entry(
        doing=Doing.TELL,
        needs="what the card says is no longer so, and it holds no words",
        claimed=False,
        answers=dict.fromkeys((Saw.DONE, Saw.NOT_THERE, Saw.REFUSED), _told),
    ),
)
