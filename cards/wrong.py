"""On the wrong person's file: who must be told, what had gone before destroying stopped, whose file it should be on."""

from __future__ import annotations

from datetime import date, datetime

from cards import copies, dates, person, state, waits
from cards.parts import (
    Card,
    Part,
    bold,
    buttons,
    execute,
    heading,
    own_words,
    run,
    say,
    subheading,
    subtle,
    text_box,
    words,
)
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Docket, Filed, Record
from record.draft import Child
from record.entries import held, record_of, tries_of
from record.faces import not_let, only_account
from record.holds import may_be_out
from record.policy import Policy
from record.terms import SOURCE, Doing, Proof, State

MARKED_BY_US = "marked as filed in error"
"""What the line writes on the trace of a note that it has marked."""
WHOSE = "Whose file should it be on? Type the file number."


def card(
    *,
    docket: Docket,
    n: int,
    policy: Policy,
    title: str,
    now: datetime,
    banner: str | None = None,
    reference: str = "",
) -> Card:
    """Wordless. Input: reference, while it can be moved. Buttons: move-find, marked-by-hand, discard.

    `reference` is what was typed and not taken.
    """
    record = record_of(docket, n)
    at = state.where(docket.id, record)
    copy = _copy(docket, record)
    waits = not record.is_settled and copy is None
    open_still = waits or (copy is not None and not copy.is_settled)
    stopped = "On the wrong file" if _late(docket) else "On the wrong file. I have stopped destroying"
    body: list[Part] = [
        heading(stopped if open_still else "It was on the wrong file"),
        *bannered(banner),
        subtle(f"{title}. File {record.reference}, note {record.filed}."),
        words(bold(f"This is a data breach: tell {policy.help_contact} now.")),
        say(_mark(docket, record, policy)),
        *_gone(docket, n, now),
    ]
    pressed: list[Part] = []
    if waits and _readable(record, policy):
        body.append(text_box("reference", WHOSE, reference[:100]))
        pressed.append(execute("move-find", "Find the file", at))
    if waits:
        pressed.append(execute("marked-by-hand", "I have done it by hand", at))
    else:
        body.append(say(_then(copy)))
    if record.is_settled and only_account(docket, record) and not held(docket, policy):
        pressed.append(execute("discard", "Destroy our copy too", at))
    return made([*body, *buttons(*pressed)])


def confirm(*, docket: Docket, n: int, title: str, child: Child, today: date) -> Card:
    """Buttons: move-yes ref, back. Of what was said it holds nothing."""
    record = record_of(docket, n)
    at = state.where(docket.id, record)
    return made(
        [
            heading(person.asked(child)),
            person.child(child, today),
            say(f"{title}, which now stands on file {record.reference} as note {record.filed}."),
            say("I read it back from the case system. You read all of it and approve it for this file."),
            say(person.check(child)),
            *buttons(
                execute("move-yes", "Yes, make the draft", at, ref=child.reference),
                execute("back", person.another(child), at),
            ),
        ]
    )


def _late(docket: Docket) -> bool:
    """Whether it was found after its own account had ended with a receipt: then nothing is left to stop."""
    return isinstance(docket.source, Filed)


def _readable(record: Record, policy: Policy) -> bool:
    """Whether what stands there can be read back and marked by us."""
    return policy.posts_to(record.system) and record.proof is not Proof.ATTESTED


def _copy(docket: Docket, record: Record) -> Record | None:
    """The record for the right file, if one is made."""
    return next((r for r in docket.records if r.copy_of == record.n and r.state is not State.DROPPED), None)


def _mark(docket: Docket, record: Record, policy: Policy) -> str:
    """What the wrong file says by now, and whose hand it takes."""
    note = f"note {record.filed}"
    if any(t.record == record.n and t.why == MARKED_BY_US for t in docket.traces):
        return f"Below {note} it now says: Filed here in error. I cannot remove a note: information governance can."
    if record.state is State.MARKED:
        return f"You say that you have dealt with {note} by hand. I have not looked."
    if not _readable(record, policy):
        when = dates.day(record.changed or docket.made)
        return (
            f"I cannot reach {note}. Write below it by hand: Filed here in error on {when}. See information "
            "governance. Then file it by hand on the right file."
        )
    if not_let(docket, Doing.MARK, record.n):
        return f"I could not mark {note}. {waits.NOT_LET} You can also mark it by hand."
    if tries_of(docket, Doing.MARK, record.n):
        return f"I could not mark {note} yet. I try again by myself. You can also do it by hand."
    return f"I write below {note} that it was filed here in error. I cannot remove a note."


def _then(copy: Record | None) -> str:
    """How it goes on."""
    if copy is None:
        return "I have not taken it to another file. The meeting's own file stays where it is."
    return f"The record for file {copy.reference} is further down in this chat. Read it and approve it there."


def _gone(docket: Docket, n: int, now: datetime) -> list[Part]:
    """What was asked to go before it was found out, and what may have been."""
    if _late(docket):
        return [say("The other copies had gone by then: the record's receipt says what became of each.")]
    out = [o for o in may_be_out(docket) if o.record in (SOURCE, n)]
    if not out:
        return [say("Nothing had been asked to go yet.")]
    rows: dict[str, Part] = {}
    for o in out:
        name = copies.NAMES.get(o.kind) or own_words(o.kind)[:60].capitalize()
        said = "asked to go at" if o.certain else "may have been asked to go by"
        rows.setdefault(
            name, words(bold(f"{name}: "), run(f"{said} {dates.soon(o.since, now)}."), spacing="Small")
        )
    return [subheading("What has gone, or may have"), *rows.values()]
