"""The case system that the council uses today: whether it answers; and one note on a test person's file, tried for
real: written, found, read back, and not filed twice."""

from __future__ import annotations

import re
from datetime import datetime

from connectors.allowed import Place
from health import BrokenError, NotTriedError
from parties import Parties
from record.doors import CaseSystem, Note
from record.errors import BusyError, NoAnswerError, NotAllowedError, NotThereError
from record.said import Said
from record.terms import RecordTypeId
from setup_check.policy import case_system

TEXT = (
    "Faircopy set-up check. This is no record of anybody.\nWords are filed exactly, so these must come back "
    "exactly: “quotation marks”, ‘apostrophes’, £5, café, dŵr, 1–2.\n\nThe line above is empty. This is the last "
    "line."
)
"""What real records hold and some systems change: marks, accents, an empty line."""
ASKED = "See whether the case system is up, that {where} is its address, and that it takes the key in {key}."
WHO = "the administrator of the case system, with whoever installed Faircopy"
TEST = re.compile(r"\btest\b|^zz", re.IGNORECASE)
"""How the name of a test person is known. Nothing is written to anybody else's file, whatever is set."""


async def asked(parties: Parties) -> str:
    """The one that the council has chosen; and which that is, where it is not the installation's. Where nobody can say
    what it has chosen, the installation's is asked: whether that one answers rests on nothing else."""
    try:
        system = await case_system(parties)
    except NotTriedError:
        system = parties.cases.chosen(None)
    place, installed = parties.cases.place(system), system == parties.cases.chosen(None)
    if system.address and place is None:
        raise BrokenError(
            f"The council has chosen the case system at {system.host}. This installation does not let me speak to it.",
            fix="Have that address put into FAIRCOPY_OTHER_CASE_SYSTEM_URL by whoever installed Faircopy, or choose "
            "another case system in configure, on the page AI tool and case system.",
        )
    try:
        await parties.cases.at(system).ping()
    except BusyError as e:
        setting = place.setting if place is not None else "FAIRCOPY_CASE_SYSTEM"
        where = f"{setting}_URL" if installed else f"{system.address} (chosen in configure)"
        raise BrokenError(e.say, fix=ASKED.format(where=where, key=f"{setting}_KEY")) from None
    return "" if installed else f"Chosen in configure: {system.host or 'people file by hand'}."


async def note(parties: Parties, at: datetime) -> str:
    """The test note, in the case system that the council uses today. Raises as `test_note`."""
    system = await case_system(parties)
    return await test_note(parties.cases.at(system), parties.cases.place(system), at)


async def test_note(cases: CaseSystem, place: Place | None, at: datetime) -> str:
    """Write one note to the test person's file, and read it back. Never to a file that is not a test person's. `place`
    says of `cases` what the installation does: which file that is, and by which settings.

    Raises NotTriedError where there is
    nothing to write to, BrokenError, NotAllowedError, NotThereError, BusyError, NoAnswerError.
    """
    if not cases.posts:
        raise NotTriedError("Your people file by hand: I never write to the case system.")
    if place is None:
        raise NotTriedError("I may not speak to the case system that was chosen: see case system.")
    file, setting = place.test_file, place.setting
    if not file:
        raise NotTriedError(
            "No test person's file is named, and I write to nobody else's.",
            fix="Make a test person in the case system, with the word test in their name, and put the number of their "
            f"file into {setting}_TEST_FILE.",
            who=WHO,
        )
    await _is_a_test_file(cases, file, setting)
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
        raise _refused(no, file, setting) from None
    await _reads_back(cases, filed, setting)
    if cases.honours_keys:
        await _files_once(cases, note, filed, setting)
    return f"Note {filed} on file {file} was read back, word for word."


def _good() -> None:
    """There is no claim that could lapse: nothing rests on this note."""


async def _is_a_test_file(cases: CaseSystem, file: str, setting: str) -> None:
    try:
        person = await cases.find(file)
    except NotThereError:
        raise BrokenError(
            f"The case system knows no file {file}.",
            fix=f"Put the number of a test person's file into {setting}_TEST_FILE.",
        ) from None
    except BusyError:
        raise NotTriedError("The case system cannot be asked whose file that is: see case system.") from None
    if not TEST.search(person.name):
        raise BrokenError(
            f"File {file} is not a test person's: the word test is not in its name. I wrote nothing to it.",
            fix=f"Put the number of a test person's file into {setting}_TEST_FILE. The person's name "
            "must hold the word test, or begin with ZZ.",
        )


def _refused(no: NotAllowedError, file: str, setting: str) -> BrokenError:
    """Why a note was not taken, and what to do about it."""
    say, fix = {
        "file-closed": (
            f"File {file} is closed.",
            f"Open the test person's file again, or name another in {setting}_TEST_FILE.",
        ),
        "case-system-key": (
            f"The key in {setting}_KEY may read, but may not write.",
            "Let the key write notes, in the case system.",
        ),
    }.get(no.code, ("", ""))
    return BrokenError(
        say or "The case system refused the test note.",
        fix=fix
        or "See in the case system's own log why it refused a note of the type case-note by Faircopy.",
    )


async def _reads_back(cases: CaseSystem, filed: str, setting: str) -> None:
    try:
        text = (await cases.read(filed)).reveal()
    except NotThereError:
        raise BrokenError(
            f"Note {filed} was written, and cannot be read back.",
            fix=f"Let the key in {setting}_KEY read notes, in the case system.",
        ) from None
    if text != TEXT:
        raise BrokenError(
            f"Note {filed} does not hold the words that were sent.",
            fix="Have the case system keep text as it is sent: no trimming, no other marks, no joined lines.",
        )


async def _files_once(cases: CaseSystem, note: Note, filed: str, setting: str) -> None:
    """The same note under the same key is the same note, and is found by its key."""
    again = await _again(cases, note)
    if again != filed or await cases.look_up(note.key) != filed:
        raise BrokenError(
            "The case system files twice what was sent twice, or does not find it by its key.",
            fix=f"Set {setting}_HONOURS_KEYS to false, or have the case system honour the header "
            "Idempotency-Key.",
        )


async def _again(cases: CaseSystem, note: Note) -> str:
    try:
        return await cases.post(note, _good)
    except (NotAllowedError, NoAnswerError, BusyError):
        return ""
