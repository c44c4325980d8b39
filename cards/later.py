"""What can still be done with a record that is on file: correct it, or say that it is on the wrong file."""

from __future__ import annotations

from cards.parts import At, Part, bold, box, buttons, execute, run, say, toggler, words
from record.docket import Docket, Filed, Record
from record.policy import Policy
from record.terms import Proof, State

_WRONG = "wrong"


def presses(docket: Docket, record: Record, policy: Policy) -> list[Part]:
    """Buttons: correct, where we can add to it; one that opens `asked`. None for a correction: it stands below its own
    record."""
    if not _stands(docket, record):
        return []
    fix = [execute("correct", "Correct it", _at(docket, record))] if _ours(record, policy) else []
    return [*fix, toggler("Wrong file", _WRONG)]


def asked(docket: Docket, record: Record, policy: Policy) -> list[Part]:
    """What Wrong file opens, in the client alone: what would happen, and the button for it, wrong-file. The mark on
    somebody's file stays for good, so no single press makes it; and the card may be older than its account."""
    if not _stands(docket, record):
        return []
    note = f"note {record.filed}"
    marks = (
        f"I write below {note} that it was filed here in error. I cannot take that back."
        if _ours(record, policy)
        else f"I cannot reach {note}, so you mark it by hand."
    )
    yes = execute("wrong-file", "Yes, it is on the wrong file", _at(docket, record))
    return [
        box(
            [
                words(bold("Is it on the wrong person's file? "), run("If not, press Wrong file again.")),
                say(f"If you press Yes, I destroy nothing more. {marks}"),
                *buttons(yes),
            ],
            id=_WRONG,
            isVisible=False,
        )
    ]


def _stands(docket: Docket, record: Record) -> bool:
    return record.state is State.POSTED and record.filed is not None and not is_correction(docket)


def _ours(record: Record, policy: Policy) -> bool:
    return policy.posts_to(record.system) and record.proof is not Proof.ATTESTED


def _at(docket: Docket, record: Record) -> At:
    return At(r=docket.id, n=record.n, v=record.version)


def is_correction(docket: Docket) -> bool:
    """Whether its one record is added below another that was filed before."""
    return isinstance(docket.source, Filed) and not docket.source.wrong


def about(docket: Docket, record: Record) -> str:
    """Where a record comes from that is not drawn from a meeting, as a sentence to add; empty for any other."""
    if isinstance(docket.source, Filed) and is_correction(docket):
        return f" A correction of note {docket.source.note}."
    wrong = next((r for r in docket.records if r.n == record.copy_of), None)
    return f" Moved from file {wrong.reference}, where it was filed in error." if wrong else ""
