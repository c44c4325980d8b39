"""The words of the line: ids, and every closed list. What they mean to people is said in `docs/flow.md`."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

RecordTypeId = NewType("RecordTypeId", str)
DocketId = NewType("DocketId", str)
PersonId = NewType("PersonId", str)
GroupId = NewType("GroupId", str)
Address = NewType("Address", str)
ContentHash = NewType("ContentHash", str)

NOBODY = PersonId("")
"""Where a person's id could stand, and none does."""

GOVERNANCE = "information governance"
"""Who is waited for while a hold stands: nobody else can release one."""

SOURCE = 0
"""Stands for the source where a record's number could: traces, claims and acts of the source carry it."""


class Holder(StrEnum):
    """Whose shelf a copy stands on."""

    WORDS = "storage"
    KEYS = "keys"
    CARD = "teams"
    DRIVE = "onedrive"
    CASE = "case_system"


class Custody(StrEnum):
    """Whose it is to destroy."""

    OURS = "ours"
    TEMPORARY = "temporary"
    ORIGINAL = "original"
    KEPT = "kept"


class Shelf(StrEnum):
    """The life of a trace."""

    OPEN = "open"
    ASKED = "asked"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What can honestly be said of a copy in the end (`graph.md` section 5.5, and our own places)."""

    GONE = "gone_verified"
    GONE_FOR_USERS = "removed_from_users_retained_copy_possible"
    RECYCLE_BIN = "recycle_bin"
    BLOCKED_LABEL = "blocked_label"
    BLOCKED_HOLD = "blocked_hold"
    NOT_PERMITTED = "not_permitted"
    STILL_LISTED = "still_listed"
    UNKNOWN = "unknown"
    REPLACED = "replaced"
    KEPT = "kept"
    LEFT = "left_where_it_was"


class State(StrEnum):
    """The life of a record."""

    ASKED = "asked"
    SOURCED = "sourced"
    DRAFT = "draft"
    SECOND = "second"
    APPROVED = "approved"
    POSTING = "posting"
    STUCK = "stuck"
    POSTED = "posted"
    MISFILED = "misfiled"
    MARKED = "marked"
    DROPPED = "dropped"


class Proof(StrEnum):
    """How we know that the case system holds the approved words."""

    READ_BACK = "read_back"
    ACKNOWLEDGED = "acknowledged"
    ATTESTED = "attested"


class Told(StrEnum):
    """What the practitioner said about telling people before AI was used."""

    AGREED = "agreed"
    NOBODY_OBJECTED = "nobody_objected"
    OBJECTED = "objected"
    NOT_TOLD = "not_told"


class Saw(StrEnum):
    """What happened when an act was done: plain, closed, never prettier than the evidence."""

    DONE = "done"
    NOT_THERE = "not_there"
    PRESENT = "present"
    ABSENT = "absent"
    RECYCLED = "recycled"
    MATCHES = "matches"
    DIFFERS = "differs"
    REFUSED = "refused"
    BUSY = "busy"
    SIGN_IN = "sign_in"
    NOT_ORGANISER = "not_organiser"
    LABEL = "label"
    ON_HOLD = "on_hold"
    NO_WORDS = "no_words"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"


class Face(StrEnum):
    """What a record's one card shows. `CONTENTS` and `WORDS` hold words; every other face holds none."""

    NONE = "none"
    PROGRESS = "progress"
    WAIT = "wait"
    CONTENTS = "contents"
    WORDS = "words"
    SECOND = "second"
    APPROVED = "approved"
    COPY = "copy"
    FILING = "filing"
    AFTER = "after"
    KEPT = "kept"
    DISCARDED = "discarded"
    WRONG = "wrong"
    MOVED = "moved"
    RECEIPT = "receipt"


class Doing(StrEnum):
    """The acts: everything that can be done outside. `line.py` says when, `worker/acts.py` says how."""

    FETCH = "fetch"
    DRAFT = "draft"
    SEND_CARD = "send_card"
    SHOW_CARD = "show_card"
    REPLY = "reply"
    BLANK = "blank"
    REMIND = "remind"
    ASK_SECOND = "ask_second"
    SEND_BACK = "send_back"
    TELL = "tell"
    POST = "post"
    LOOK_UP = "look_up"
    MARK = "mark"
    ERASE = "erase"
    ERASE_SOURCE = "erase_source"
    LOOK_SOURCE = "look_source"
    PREFLIGHT = "preflight"
    ASK_ORGANISER = "ask_organiser"
    LOOK_FILED = "look_filed"
    DELETE_MEETING = "delete_meeting"
    LOOK = "look"
    WRITE_RECEIPT = "write_receipt"
    REMOVE_DOCKET = "remove_docket"
    EXPIRE = "expire"
    LEAVE = "leave"
