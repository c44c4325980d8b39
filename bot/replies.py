"""Every sentence that Faircopy says and that stands on no card's layout; those about holds have a file of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cards import dates, objected, waits
from cards.parts import many
from record import errors
from record.terms import Told

# --- first contact ------------------------------------------------------------------------------------------------

HELLO = "Hello. Type **draft** to start, **my drafts** to see what waits, **help** for more."
UNKNOWN = (
    "I did not understand that. I have not kept it; your message is still in this chat. "
    "Type **draft** to start, or **help**."
)
PRIVATELY = "I have written to you privately."
WRITE_TO_ME = "Open a chat with me and type draft."
NO_TRANSCRIPT_PASTED = (
    "I cannot read this as a transcript. I have not kept it; your message is still in this chat. "
    "Save the transcript as a .vtt or .docx file and drop it into this chat. Or paste all of a .vtt."
)
DROP_PRIVATELY = "I have not read that. Drop or paste a transcript here, where only you and I see it."
FORGOTTEN = "I have thrown my copy away. I hold nothing of it."
MESSAGE_STAYS = "The message that you pasted is still in this chat. Delete it: only you can."
NOT_WRITTEN = (
    "This still needs your words before you can file. Write them here, or press Contents for another section."
)
NOTHING_WAITS = "Nothing waits for you. Type **draft** to start a record."
USE_A_FILE = (
    "Drop the transcript (.vtt or .docx) into this chat, or paste a .vtt as a message. That needs no permissions. "
    "I then ask whose file it is for."
)
PRIVACY = (
    "I hold a meeting's words, sealed, only until its record is filed or discarded. Then I destroy our copies and "
    "look again. Receipts stay: who filed what, when, and what became of each copy. They hold nothing that was said."
)


def help_text(contact: str, *, governs: bool = False, admin: bool = False) -> str:
    """`contact` is the council's own, from its policy; `governs`: for somebody of information governance."""
    more = (f"{HELP_GOVERNANCE} " if governs else "") + (f"{HELP_ADMINS} " if admin else "")
    return (
        "**draft** start a record · **my drafts** what waits for you · **open 5** open section 5 · "
        f"**receipts** what was destroyed · **cover** what waits for people you cover for. {more}Stuck? Ask {contact}."
    )


# --- files --------------------------------------------------------------------------------------------------------


def outline(seconds: float, speakers: int) -> str:
    """What was read of a dropped file: its length and how many spoke."""
    minutes = max(1, round(seconds / 60))
    time = many(minutes, "1 minute", "{n} minutes")
    if not speakers:
        return f"I read {time}. Nobody is named in it."
    return f"I read {time} and {many(speakers, '1 speaker', '{n} speakers')}."


TOO_BIG = "This file is too big for me. I have thrown it away. I can read transcripts of up to 8 hours."
ONE_FILE = "I can read one file at a time. I have kept none of these. Drop one of them."
GONE = "I no longer hold that transcript. Nothing has changed. Give it to me in this chat again."
TOO_LONG = "That took too long. Nothing is lost. Drop the file again."
CANNOT_FETCH = "I could not fetch your file from Teams. I hold nothing. Drop it into this chat again."

# --- starting -----------------------------------------------------------------------------------------------------

SIGN_IN = waits.SIGN_IN.say
NO_TRANSCRIPT_YET = waits.NO_TRANSCRIPT.say
CHOOSE_MEETING = "Choose the meeting, then find the file."
PASTE_LINK = "Paste the meeting's join link, then find the file."
NO_LINK = "That is not a link to a Teams meeting. Copy the link from the invitation, then find the file."
SLOW = "Microsoft does not answer now. Nothing is lost. Try again in a minute."
CASES_SILENT = "The case system does not answer now. Nothing has changed. Try again in a minute."
NO_LIST = "Microsoft does not answer now, so I cannot list your meetings. Nothing is lost. You can paste a join link."
CHOOSE_TYPE = "Choose what kind of record it is, then find the file."
SAY_TOLD = "Say whether people were told, then find the file."
TYPE_NUMBER = "Type the file number, then find the file."
BY_HAND = objected.BY_HAND
NOT_TOLD = f"I have stopped, because people were not told. I hold nothing of the meeting. {BY_HAND}"
NOT_TOLD_FILE = (
    f"I have stopped, because people were not told. I have thrown away the file that you gave me. {BY_HAND}"
)
NOT_TOLD_PASTE = (
    "I have stopped, because people were not told. I have thrown away my copy of what you pasted. "
    f"{MESSAGE_STAYS} {BY_HAND}"
)
OBJECTED_FILE = f"I have stopped, and thrown away the file that you gave me. {BY_HAND}"
OBJECTED_PASTE = f"I have stopped, and thrown away my copy of what you pasted. {MESSAGE_STAYS} {BY_HAND}"
LEAVING = (
    "Faircopy is being taken away here, so nothing new is begun. Nothing has changed, and what you have begun goes on: "
    "type my drafts. Write this record as you did before."
)
ALL_BY_HAND = (
    "Your council has these records written by hand, so I draft none for you. I have read nothing of this. What you "
    "have begun goes on: type my drafts."
)
NO_MEETING = "I cannot find a meeting with that link. Nothing has changed. Check the link and try again."


def other_case_system(references: Sequence[str]) -> str:
    """Files were looked up before the council moved; those numbers, as they were typed."""
    again = "Look the file up again: it is that one's."
    if len(references) > 1:
        again = f"Look each file up again, the next with Add a child: {', '.join(references)}."
    return f"Your council uses another case system now. Nothing is lost. {again}"


def no_file(reference: str) -> str:
    """No person has that number. `reference` is shown as it was typed, in words that are never markdown."""
    return f"No file has the number {reference}. Check it and try again."


def thrown_away(told: Told, *, pasted: bool) -> str:
    """Why what was dropped or pasted is thrown away: somebody objected, or people were not told."""
    if told is Told.OBJECTED:
        return OBJECTED_PASTE if pasted else OBJECTED_FILE
    return NOT_TOLD_PASTE if pasted else NOT_TOLD_FILE


def forbidden(title: str) -> str:
    """A record type for which the council allows no AI."""
    return f"Your council does not allow AI for this: {title}. Write this one by hand."


# --- pressing -----------------------------------------------------------------------------------------------------

NOT_YOURS = errors.NOT_YOURS
ONE_MOMENT = "One moment: I am doing something for this record. Nothing is lost. Press again."
NO_SUCH_BUTTON = "I do not know that button. Nothing has changed. Type **my drafts** to see the newest card."
OPENED = "It is open on the draft's own card, above."
BROUGHT = "Your draft comes at the bottom of this chat."
TICK_CHILD = "Tick the box under “Whose file it goes on”."
TICK_LOOKED = "Tick that you have seen the lines marked Look."
THEN_APPROVE = "Then approve."
NOT_APPROVED = "Not approved yet: something is not ticked. It stands at the end of this card."
OBJECTED_KNOWN = (
    "This meeting has an account with me already, so I have changed nothing. "
    "Type **my drafts**: if the draft is yours, discard it. Then you can delete the meeting's own file."
)
TICK_FILE = "Tick each file that is from this meeting, or press None of these. Nothing has changed."
SAY_WHY_KEPT = "Choose why, then press Keep them. Nothing has changed."
ORGANISER_UNREACHABLE = waits.UNREACHABLE.say
NO_MEETING_TO_ASK_ABOUT = "This was not a meeting, so nobody organised it. Nothing has changed."
ASKED_AGAIN = "I have asked you again. The newest card stands below."
CHOOSE_DRAFT = "Choose which one, then press again."


# --- more than one person on a record -----------------------------------------------------------------------------

SAY_WHAT_CHANGES = "Write what should change, then press Send back. Nothing has changed."
APPROVE_OR_RETURN = "You wrote what should change. Send it back, or empty the box and approve."
SENT_BACK = "Sent back. They see what you wrote."
REMINDED = "I ask again, on a new card."
NOT_NAMED = "Your council has not named you to cover for anybody. Type **my drafts** to see your own."
SAY_WHY_COVER = "Say why you are taking it over, then press again. Nothing has changed."
TAKEN_OVER = "From now on this is your record. Its card comes below. The card of whoever had it says so."
FILE_CHANGED = "The file is changed. This draft was made for another file: check every line."
SAME_FILE = "It is for that file already. Nothing has changed."


# --- admins -------------------------------------------------------------------------------------------------------

ONLY_ADMINS = "Only Faircopy's admins can do this. Nothing has changed. Type **help** to see what you can do."
NO_ADMINS = (
    "Nobody is named as an admin yet. Whoever installs Faircopy names the first ones: FAIRCOPY_ADMINS. "
    "Nothing has changed."
)
HELP_GOVERNANCE = "For information governance: **holds** what is held."
HELP_ADMINS = "For admins: **configure** what the council has chosen, **check set-up** what works."
SAY_WHY_CHANGED = "Say why you are changing this. Nothing is changed."
CHOOSE_PAGE = "Choose one, then press Open. Nothing is changed."
CHOOSE_WHICH_PAGE = "Choose a page, then press Go to page. Nothing is changed."
CHECK_IN_CHAT = (
    "Type check set-up in your own chat with me: there the result can take its place. Nothing is changed."
)
NOT_SAVED_YET = "What you typed here is not saved. Save it, or press again to leave it."
UNTOUCHED = "Nothing was changed."
NOT_SURE_SAVED = (
    "I got no certain answer, so I cannot say that it is saved. Press again, then look at the version."
)
NO_NOTICE = "Your council has written no notice, so nothing was posted. Type **help** to see what you can do."
NOTICE_HERE = "Type send notice in the meeting's own chat, and I post this there:"
NOTICE_UNSURE = (
    "I cannot say whether the notice was posted. If it does not stand here, type **send notice** again."
)


def notice_stands(at: datetime) -> str:
    """Asked for again while it has just been posted in the same chat."""
    return f"I posted the notice here at {dates.clock(at)}: see above."


def configured(version: int, at: datetime) -> str:
    """A new version of the policy is in force."""
    return f"Saved at {dates.clock(at)} as version {version}. It is in force now."


def configured_before(name: str, version: int, at: datetime) -> str:
    """Another admin saved first. `name` is shown in words that are never markdown."""
    return f"{name} saved version {version} at {dates.clock(at)}. Your values are below. Nothing of yours is saved."


def agreement(title: str) -> str:
    """The council asks for everyone's agreement, and nobody objecting is less than that."""
    return f"Your council asks that everyone agrees first. I have not started: {title}. Ask them, or write it by hand."


SIGN_IN_GROUPS = (
    "Sign in with the account that you use in Teams. Then I can ask Microsoft whether you are in a group that may do "
    "this. Nothing has changed."
)
SIGN_IN_FIRST = (
    "To do this here you must be signed in. Type **configure** in your own chat with me and sign in, then come back. "
    "Nothing has changed."
)
GROUPS_REFUSED = (
    "Microsoft does not let me ask whether you are in a group that may do this. So I cannot let you. "
    "Nothing has changed. Ask an admin to type **check set-up**, or to name you by your object id."
)
GROUPS_SILENT = (
    "Microsoft does not say now whether you are in a group that may do this. So I cannot let you. "
    "Nothing has changed. Try again in a minute."
)
STAY_ADMIN = (
    "After this you would not be an admin any more. Somebody who stays one must save it. Nothing is changed."
)


def restricted(title: str, group: str) -> str:
    """A record type that only some people may have drafted."""
    return f"Your council lets only {group} have this drafted: {title}. Nothing was started. Write this one by hand."


# --- the set-up check ---------------------------------------------------------------------------------------------

CHECK_AS_TEXT = "The same stands below as text, to copy."
CHECK_NO_LINK = (
    "That is not a link to a Teams meeting, so I looked at your own meetings. Copy it from the invitation."
)


# --- afterwards ---------------------------------------------------------------------------------------------------

UNDONE = "Undone. Nothing was filed."


NOTHING_TO_COPY = "This is not yours to file by hand now. Nothing has changed."
TYPE_NOTE = "Nothing is recorded yet. Type the number of the note, as the case system shows it."
TICK_PASTED = "Nothing is recorded yet. Tick that you pasted all of it into this person's file."
TICK_STANDS = "Nothing has changed. Look in the case system, then tick that the note stands."
CORRECTING = (
    "The filed record cannot be changed. I add a correction below it. Its card comes at the bottom here."
)
CORRECT_BY_HAND = (
    "I cannot write to your case system, so I cannot correct it. Write the correction there by hand."
)
MOVE_BY_HAND = "I cannot read what stands there, so I cannot move it. Do it by hand in the case system."
UNDER_WAY = "It is under way already. Its card is further down in this chat."
BEING_CORRECTED = "A correction of it is under way. File it or discard it, then press again."
BEING_MOVED = "It is on the wrong file, and being moved. Its card is further down in this chat."
A_CORRECTION = (
    "This is a correction. Press it on the card of the record that it corrects. Nothing has changed."
)
NOT_FILED = "This does not stand on file. Nothing has changed."
NEW_CARD = "A new card comes at the bottom of this chat."


def breach(contact: str) -> str:
    """A record is on the wrong person's file. `contact` is the council's own, from its policy."""
    return f"This is a data breach: tell {contact} now."


STAYS_MEETING = "The meeting's own transcript stays."
STAYS_FILE = "The file that you dropped stays where you put it."
STAYS_PASTED = "The message that you pasted stays in this chat."
STAYS_FILED = "The record that is on file stays as it is."


def reminder(title: str, of: str, ends: datetime, stays: str) -> str:
    """Three days and one day before a draft goes. `of`: what it was made from, and when; `stays`: what does not go."""
    return (
        f"A draft waits for you: {title}, {of}. On {dates.when(ends)} I destroy it if nobody decides. {stays} "
        "Type **my drafts** to open it."
    )


def no_section(place: int, count: int) -> str:
    """`open 12` where there are only `count`."""
    there = many(count, "It has 1.", "It has {n}.")
    return f"The draft that you touched last has no section {place}. {there} Nothing has changed."
