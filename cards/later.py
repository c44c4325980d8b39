"""What can still be done with a record that is on file: correct it, or say that it is on the wrong file."""

from __future__ import annotations

from cards.parts import At, Part, execute
from record.docket import Docket, Filed, Record
from record.policy import Policy
from record.terms import Proof, State


def presses(docket: Docket, record: Record, policy: Policy) -> list[Part]:
    """Buttons: correct, where we can add to it; wrong-file. None for a correction: it stands below its own record."""
    if record.state is not State.POSTED or record.filed is None or is_correction(docket):
        return []
    at = At(r=docket.id, n=record.n, v=record.version)
    ours = policy.posts and record.proof is not Proof.ATTESTED
    fix = [execute("correct", "Correct it", at)] if ours else []
    return [*fix, execute("wrong-file", "Wrong file", at)]


def is_correction(docket: Docket) -> bool:
    """Whether its one record is added below another that was filed before."""
    return isinstance(docket.source, Filed) and not docket.source.wrong


def about(docket: Docket, record: Record) -> str:
    """Where a record comes from that is not drawn from a meeting, as a sentence to add; empty for any other."""
    if isinstance(docket.source, Filed) and is_correction(docket):
        return f" A correction of note {docket.source.note}."
    wrong = next((r for r in docket.records if r.n == record.copy_of), None)
    return f" Moved from file {wrong.reference}, where it was filed in error." if wrong else ""
