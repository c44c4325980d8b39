"""The case system tried for real: one note on a test person's file, written, found, read back, and not filed twice."""

from __future__ import annotations

import re
from datetime import datetime

from connectors import Opened
from health import BrokenError, NotTriedError
from record.doors import Note
from record.errors import BusyError, NoAnswerError, NotAllowedError, NotThereError
from record.said import Said
from record.terms import RecordTypeId

TEXT = (
    "Faircopy set-up check. This is no record of anybody.\nWords are filed exactly, so these must come back "
    "exactly: “quotation marks”, ‘apostrophes’, £5, café, dŵr, 1–2.\n\nThe line above is empty. This is the last "
    "line."
)
"""What real records hold and some systems change: marks, accents, an empty line."""
WHO = "the administrator of the case system, with whoever installed Faircopy"
SETTING = (
    "Make a test person in the case system, with the word test in their name, and put the number of their file into "
    "FAIRCOPY_CASE_SYSTEM_TEST_FILE."
)
TEST = re.compile(r"\btest\b|^zz", re.IGNORECASE)
"""How the name of a test person is known. Nothing is written to anybody else's file, whatever is set."""


async def test_note(cases: Opened, file: str, at: datetime) -> str:
    """Write one note to the test person's file, and read it back. Never to a file that is not a test person's.

    Raises NotTriedError where there is
    nothing to write to, BrokenError, NotAllowedError, NotThereError, BusyError, NoAnswerError.
    """
    if not cases.posts:
        raise NotTriedError("Your people file by hand: I never write to the case system.")
    if not file:
        raise NotTriedError(
            "No test person's file is named, and I write to nobody else's.", fix=SETTING, who=WHO
        )
    await _is_a_test_file(cases, file)
    note = Note(
        key=f"faircopy-set-up-check-{at:%Y%m%dT%H%M%S}",
        reference=file,
        record_type=RecordTypeId("case-note"),
        title="Faircopy set-up check",
        author="Faircopy",
        occurred=None,
        text=Said(TEXT),
    )
    try:
        filed = await cases.post(note, _good)
    except NotAllowedError as no:
        raise _refused(no, file) from None
    await _reads_back(cases, filed)
    if cases.honours_keys:
        await _files_once(cases, note, filed)
    return f"Note {filed} on file {file} was read back, word for word."


def _good() -> None:
    """There is no claim that could lapse: nothing rests on this note."""


async def _is_a_test_file(cases: Opened, file: str) -> None:
    try:
        person = await cases.find(file)
    except NotThereError:
        raise BrokenError(
            f"The case system knows no file {file}.",
            fix="Put the number of a test person's file into FAIRCOPY_CASE_SYSTEM_TEST_FILE.",
        ) from None
    except BusyError:
        raise NotTriedError("The case system cannot be asked whose file that is: see case system.") from None
    if not TEST.search(person.name):
        raise BrokenError(
            f"File {file} is not a test person's: the word test is not in its name. I wrote nothing to it.",
            fix="Put the number of a test person's file into FAIRCOPY_CASE_SYSTEM_TEST_FILE. The person's name "
            "must hold the word test, or begin with ZZ.",
        )


def _refused(no: NotAllowedError, file: str) -> BrokenError:
    """Why a note was not taken, and what to do about it."""
    say, fix = {
        "file-closed": (
            f"File {file} is closed.",
            "Open the test person's file again, or name another in FAIRCOPY_CASE_SYSTEM_TEST_FILE.",
        ),
        "case-system-key": (
            "The key in FAIRCOPY_CASE_SYSTEM_KEY may read, but may not write.",
            "Let the key write notes, in the case system.",
        ),
    }.get(no.code, ("", ""))
    return BrokenError(
        say or "The case system refused the test note.",
        fix=fix
        or "See in the case system's own log why it refused a note of the type case-note by Faircopy.",
    )


async def _reads_back(cases: Opened, filed: str) -> None:
    try:
        text = (await cases.read(filed)).reveal()
    except NotThereError:
        raise BrokenError(
            f"Note {filed} was written, and cannot be read back.",
            fix="Let the key in FAIRCOPY_CASE_SYSTEM_KEY read notes, in the case system.",
        ) from None
    if text != TEXT:
        raise BrokenError(
            f"Note {filed} does not hold the words that were sent.",
            fix="Have the case system keep text as it is sent: no trimming, no other marks, no joined lines.",
        )


async def _files_once(cases: Opened, note: Note, filed: str) -> None:
    """The same note under the same key is the same note, and is found by its key."""
    again = await _again(cases, note)
    if again != filed or await cases.look_up(note.key) != filed:
        raise BrokenError(
            "The case system files twice what was sent twice, or does not find it by its key.",
            fix="Set FAIRCOPY_CASE_SYSTEM_HONOURS_KEYS to false, or have the case system honour the header "
            "Idempotency-Key.",
        )


async def _again(cases: Opened, note: Note) -> str:
    try:
        return await cases.post(note, _good)
    except (NotAllowedError, NoAnswerError, BusyError):
        return ""
