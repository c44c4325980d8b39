"""Why something waits, in words: every reason that the line knows, and what a person can do about it."""

from __future__ import annotations

from dataclasses import dataclass

HELP_IT = (
    "Faircopy cannot read meeting transcripts. A Teams administrator must turn on Teams admin centre > Meetings > "
    "Meeting settings > Transcript API access, or run: Set-CsTeamsMeetingConfiguration -EnableGraphTranscriptAccess "
    "true -EnableAttributedTranscripts true -Identity Global. Microsoft turned this off for everyone in July 2026. "
    "Error: GraphAccessToTranscriptsDisabled."
)


NOT_LET = (
    "Faircopy may not speak to this record's case system any more, and sends it to no other. What was not done yet "
    "waits. Whoever installed Faircopy can allow it again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A title, what happened and what is safe. `presses` are (verb, title); `message` is one to pass on."""

    title: str
    say: str
    presses: tuple[tuple[str, str], ...] = (("try-now", "Try now"),)
    message: str = ""


_UPLOAD = ("upload", "Use a file")
_STOP = ("discard", "Stop")
_AGAIN = ("try-now", "Look again")
_TRY = ("try-now", "Try now")

NO_TRANSCRIPT = Why(
    title="I cannot find a transcript yet",
    say="This meeting has no transcript, or it is not ready yet. I cannot tell which. It can take an hour.",
    presses=(_AGAIN, _UPLOAD, _STOP),
)
BUSY = Why(
    title="Microsoft is busy", say="Microsoft does not answer now. Nothing is lost.", presses=(_TRY, _STOP)
)
SIGN_IN = Why(
    title="Sign in to go on",
    say="Sign in, so that I see only the meetings that you may see. Nothing is lost.",
    presses=(("sign-in", "Sign in"), _STOP),
)
ORGANISER = Why(
    title="I wait for the organiser",
    say="Only the meeting's organiser can destroy its recording. Nothing is lost.",
    presses=(),
)
UNREACHABLE = Why(
    title="I cannot reach the organiser",
    say=(
        "The meeting's organiser has not added Faircopy in Teams, so I cannot ask them. Nothing is lost. "
        "Ask them to add Faircopy, or to delete the meeting's recap in Teams themselves."
    ),
    presses=(("try-now", "Look again"),),
)
HOLD = Why(title="Kept", say="Nothing of this meeting is destroyed until it is released.", presses=())
LABEL = Why(
    title="A label does not let me destroy it",
    say="A retention label keeps the meeting's file. I try for a day, then I say so in the receipt.",
    presses=(),
)
UNREADABLE = Why(
    title="I cannot read this transcript",
    say="I cannot read this transcript. I have filed nothing. I can read the .vtt and .docx that Teams offers.",
    presses=(_UPLOAD,),
)
NO_WORDS = Why(
    title="Nothing was said in this transcript",
    say="This transcript has no words in it. I have filed nothing. The meeting's own file is where it was.",
    presses=(_UPLOAD,),
)
NOT_INVITED = Why(
    title="I cannot see this meeting",
    say="Teams does not let you see this meeting. Ask the organiser to invite you, or to draft it.",
    presses=(_UPLOAD, _TRY, _STOP),
)
REFUSED = Why(
    title="The case system refused it",
    say="The case system refused it. Nothing is filed, nothing is destroyed.",
    presses=(("change-file", "Change the file"), ("retry", "Try again"), ("discard", "Discard")),
)
OTHER = Why(
    title="I have to wait", say="I cannot go on at the moment. Nothing is lost.", presses=(_TRY, _STOP)
)
NO_ANSWER = Why(title="I got no answer", say="I got no answer. Nothing is lost.", presses=(_TRY, _STOP))
ALTERED = Why(
    title="The sealed words are not as they were",
    say="The sealed words are not those that I wrote. I stopped. Nothing is filed, nothing is destroyed.",
    presses=(_STOP,),
)

REASONS: dict[str, Why] = {
    "undo": Why(
        title="Approved",
        say="You can still undo this.",
        presses=(("undo", "Undo"), ("file-now", "File it now")),
    ),
    "second": Why(
        title="With a second person",
        say="A second person reads it. Nothing is filed until they approve it.",
        presses=(("undo", "Undo"),),
    ),
    "no-second-approver": Why(
        title="Nobody may approve this with you",
        say="Your council wants a second person for this, and has named nobody who may. Your approval stands.",
        presses=(("undo", "Undo"),),
    ),
    "second-unreachable": Why(
        title="I cannot reach a second person",
        say=(
            "They have not added Faircopy in Teams, so I cannot write to them. Your approval stands. "
            "Ask them to add it."
        ),
        presses=(("undo", "Undo"),),
    ),
    "author": Why(title="Yours to check", say="The draft waits for you.", presses=()),
    "sign-in": SIGN_IN,
    "sign_in": SIGN_IN,
    "organiser": ORGANISER,
    "not_organiser": ORGANISER,
    "not-organiser": ORGANISER,
    "organiser-unreachable": UNREACHABLE,
    "which-file": Why(
        title="Which file is it?",
        say="More than one file may be this meeting's recording. I destroy none of them until you say which.",
        presses=(),
    ),
    "storage": OTHER,
    "no-answer": NO_ANSWER,
    "altered": ALTERED,
    "words-changed": ALTERED,
    "grace": Why(title="Filed", say="The meeting's own file goes when the waiting time is over.", presses=()),
    "hold": HOLD,
    "on_hold": Why(
        title="A hold does not let me destroy it",
        say="A hold of Microsoft's keeps the meeting's file. I try for a day, then I say so in the receipt.",
        presses=(),
    ),
    "label": LABEL,
    "microsoft": BUSY,
    "busy": BUSY,
    "case-system": Why(
        title="Filing is waiting",
        say="The case system does not answer. Your approval stands and nothing is destroyed.",
        presses=(_TRY, ("undo", "Undo")),
    ),
    "ai": Why(
        title="The AI does not answer", say="The AI does not answer. Nothing is lost.", presses=(_TRY, _STOP)
    ),
    "refused": REFUSED,
    "not-found": Why(
        title="It is not in the case system",
        say="I sent the record, but the case system does not have it. Nothing is filed, nothing is destroyed.",
        presses=(("retry", "Try again"), ("discard", "Discard")),
    ),
    "differs": Why(
        title="The words are not the same",
        say=(
            "What the case system holds is not word for word what you approved. I stopped. Nothing is destroyed. "
            "Do not file it by hand yet."
        ),
        presses=(),
    ),
    "looks": Why(
        title="I am looking again", say="The copies were asked to go. I look again, to be sure.", presses=()
    ),
    "claim": Why(
        title="One moment", say="I am doing something for this record. Nothing is lost.", presses=()
    ),
    "no-transcript": NO_TRANSCRIPT,
    "not_there": OTHER,
    "absent": Why(
        title="I cannot find it",
        say="I looked for it and did not find it. I look again by myself. Nothing is lost.",
    ),
    "second-wanted": Why(
        title="A second person is wanted now",
        say="Since you approved it, your council wants a second person for this. Press Undo, then approve it again.",
        presses=(("undo", "Undo"),),
    ),
    "fault": Why(
        title="Something went wrong on my side",
        say="I could not draft it, because of a fault of mine. Nothing is lost. I try again by myself.",
        presses=(_TRY, _STOP),
    ),
    "case-system-refused": REFUSED,
    "case-system-key": Why(
        title="The case system does not know Faircopy",
        say="The case system does not take Faircopy's key. Nothing is filed, nothing is destroyed. Tell your IT team.",
        presses=(("retry", "Try again"), ("discard", "Discard")),
    ),
    "case-system-host": Why(
        title="I may not speak to its case system",
        say=NOT_LET,
        presses=(("retry", "Try again"), ("discard", "Discard")),
    ),
    "case-file-host": Why(
        title="I may not speak to a case system",
        say="To draft this I must ask its case system, or that of another child of the same meeting. Faircopy may not "
        "speak to it any more. Nothing is lost. Whoever installed Faircopy can allow it again.",
        presses=(_TRY, _STOP),
    ),
    "not-permitted": Why(
        title="I may not destroy it",
        say="Microsoft does not let me destroy the meeting's file. I try for a day, then I say so in the receipt.",
    ),
    "bot-removed": Why(
        title="I cannot write in that chat",
        say="Faircopy was removed from that chat, so I cannot write there. Nothing is lost. Add it again to go on.",
    ),
    "words-gone": Why(
        title="The sealed words are not where I put them",
        say="I cannot find the words of this draft. I stopped. Nothing is filed. Ask for help.",
        presses=(_TRY, _STOP),
    ),
    "speaker-names-off": Why(
        title="Speaker names are turned off",
        say="Your council has turned off speaker names, and Teams gave me nothing without them. Nothing is lost.",
        presses=(_UPLOAD, _TRY, _STOP),
    ),
    "app-only": Why(
        title="Sign-in is not set up",
        say=(
            "Microsoft took this for a request of an app, not of a person. Nothing is lost. Your IT team has to set up "
            "sign-in with each person's own account. You can upload the transcript now."
        ),
        presses=(_UPLOAD, _STOP),
    ),
    "not-in-a-calendar": Why(
        title="This meeting is in no calendar",
        say="Teams gives apps no transcript of a meeting that is in nobody's calendar. You can upload it.",
        presses=(_UPLOAD, _TRY, _STOP),
    ),
    "transcript-access-off": Why(
        title="I cannot read this meeting yet",
        say=(
            "Your council has not turned on transcripts for apps. You did nothing wrong, and nothing is lost. "
            "You can upload the transcript now. To fix it for everyone, send your IT team this message."
        ),
        presses=(_UPLOAD, _TRY, _STOP),
        message=HELP_IT,
    ),
    "not-invited": NOT_INVITED,
    "unreadable": UNREADABLE,
    "no-words": NO_WORDS,
    "no_words": NO_WORDS,
    "unknown": NO_ANSWER,
    "drop-again": Why(
        title="I no longer hold that file",
        say="I no longer hold the file that you dropped. Nothing is filed. Drop it into this chat again.",
        presses=(_STOP,),
    ),
    "choose-person": Why(
        title="Whose file is it?",
        say="I hold the file that you dropped, sealed. If you choose nobody, I destroy my copy.",
        presses=(),
    ),
    "only-account": Why(
        title="Is this the only account?",
        say="What I hold may be the only account of what was said. I do not destroy it until you say so.",
        presses=(("delete-meeting", "Decide"),),
    ),
    "filed-gone": Why(
        title="The filed record is not there",
        say="I cannot find the filed record any more, or it was changed. I stopped. Nothing more is destroyed.",
        presses=(_TRY, _STOP),
    ),
    "case-file": Why(
        title="The case system does not answer",
        say="The case system does not answer. Nothing is lost.",
        presses=(_TRY, _STOP),
    ),
    "no-such-file": Why(
        title="The case system knows no such file",
        say="The case system knows no file with that number any more. Nothing is filed.",
        presses=(_TRY, _STOP),
    ),
    "by-hand": Why(
        title="I cannot read your case system",
        say="I cannot read what stands in your case system. Nothing is lost. Do it by hand there.",
        presses=(_STOP,),
    ),
    "attest": Why(
        title="Approved. File it by hand",
        say="I cannot write to your case system. Copy the text into it, then tell me the number of the note.",
        presses=(("copy", "Show the text"), ("undo", "Undo")),
    ),
    "attested": Why(
        title="Does the note stand?",
        say="You filed it by hand. The other copies stay until you say that the note stands.",
        presses=(),
    ),
    "mark-by-hand": Why(
        title="Mark the wrong file by hand",
        say="I cannot write on the wrong file. Write there by hand that it was filed in error, then tell me.",
        presses=(("marked-by-hand", "I have done it by hand"),),
    ),
    "whose-file": Why(
        title="Whose file should it be on?",
        say="It was filed on the wrong file. Say whose file it should be on, or do it by hand.",
        presses=(),
    ),
}


def why_of(why: str) -> Why:
    """The words for a reason; for one that nobody wrote words for, that it waits and that nothing is lost."""
    return REASONS.get(why, OTHER)
