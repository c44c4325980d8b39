"""The twelve histories, as they stand on the page."""

from __future__ import annotations

from collections.abc import Callable

from tests.documents import copies, histories
from tests.documents.telling import Telling

TWELVE: tuple[Callable[[], Telling], ...] = (
    histories.approved,
    histories.no_answer_with_keys,
    histories.no_answer_without_keys,
    histories.refused,
    histories.killed_after_the_delete,
    copies.held,
    copies.not_the_organiser,
    copies.untouched,
    copies.wrong_file,
    histories.not_written_to,
    histories.second_approver,
    copies.dropped_file,
)


def twelve() -> str:
    """Each under its question, told as it was walked."""
    return "\n\n".join(
        f"### {n}. {tells.__doc__}\n\n" + "\n".join(tells().lines).replace("\n\n\n", "\n\n")
        for n, tells in enumerate(TWELVE, start=1)
    )
