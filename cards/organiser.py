"""To the meeting's organiser: may its recording and transcript go? No word of the meeting, no child, no file number."""

from __future__ import annotations

from cards import dates
from cards.parts import At, Card, Part, bold, buttons, choice, execute, heading, many, run, say, words
from cards.parts import banner as bannered
from cards.parts import card as made
from record.docket import Call, Docket
from record.entries import traces
from record.erase import author, settle_source
from record.hand_over import Because
from record.joining import OBJECTION
from record.terms import SOURCE, Custody, Shelf

WHY = {
    Because.EVIDENCE: "It may be evidence",
    Because.REQUEST: "Somebody has asked for a copy",
    Because.STILL_NEEDED: "It is still needed",
    Because.OTHER: "Another reason",
}
"""What an organiser may say no for, in words."""

FILED = (
    "The record is filed. By your council's rule, its recording and transcript are then destroyed. "
    "Only you, as organiser, can do that."
)
OBJECTED = "Somebody objected to AI being used for the notes. Nothing was drafted, and nothing is on file."
DISCARDED = "The draft of the record was discarded, so nothing is on file."
NO_ACCOUNT = "If you destroy both, no account of this meeting is left."


def card(*, docket: Docket, banner: str | None = None) -> Card:
    """Input: why. Buttons: organiser-delete, organiser-keep; once it is answered, none."""
    answer = docket.handover.answer if docket.handover else None
    if answer is None:
        return _question(docket, banner)
    title = "Thank you. I destroy both" if answer else "Kept"
    return made([heading(title), _meeting(docket), *bannered(banner), *_answered(docket, yes=answer)])


def _question(docket: Docket, banner: str | None) -> Card:
    at = At(r=docket.id)
    files = len(traces(docket, SOURCE, Shelf.OPEN, custody=Custody.TEMPORARY))
    goes = many(
        files,
        "1 file in OneDrive, with the recording and the transcript. It cannot be brought back.",
        "{n} files in OneDrive, with the recording and the transcript. They cannot be brought back.",
    )
    return made(
        [
            heading("Can this recording be destroyed?"),
            *bannered(banner),
            _meeting(docket),
            *_reason(docket),
            words(bold("What goes: "), run(goes)),
            choice(
                "why",
                "If you say no, say why. The receipt will show it.",
                [(b.value, said) for b, said in WHY.items()],
            ),
            *buttons(
                execute("organiser-delete", "Destroy both", at), execute("organiser-keep", "Keep them", at)
            ),
        ]
    )


def _meeting(docket: Docket) -> Part:
    """When it was, and who asks. Never its subject: subjects name children."""
    asked = run(f"Asked by {author(docket).name}.")
    if not isinstance(docket.source, Call):
        return words(asked)
    began, ended = docket.source.began, docket.source.ended
    until = f" to {dates.clock(ended)}" if ended else ""
    return words(run(f"Your meeting of {dates.moment(began)}{until}. "), asked)


def _reason(docket: Docket) -> list[Part]:
    settled = settle_source(docket)
    if settled is None or settled.filed:
        return [say(FILED)]
    objected = any(r.why == OBJECTION for r in docket.records)
    asked = "Only you, as organiser, can destroy its recording and transcript."
    return [say(f"{OBJECTED if objected else DISCARDED} {asked}"), words(bold(NO_ACCOUNT))]


def _answered(docket: Docket, *, yes: bool) -> list[Part]:
    asker = author(docket).name
    if yes:
        return [
            say("I destroy the recording and the transcript with your sign-in, and look again for a day."),
            words(run(f"{asker} is shown a receipt of what I saw.")),
        ]
    why = because(docket)
    return [
        say(f"You said no: {why}." if why else "You said no."),
        say("The recording and the transcript stay where they are."),
        words(run(f"{asker} is told that you said no, and why.")),
    ]


def because(docket: Docket) -> str:
    """Why the organiser said no, within a sentence; empty if they did not, or gave no reason."""
    return reason(f"organiser-{docket.handover.why}") if docket.handover else ""


def reason(why: str) -> str:
    """The same from a trace's constant: "organiser-evidence" is "it may be evidence"; empty for any other."""
    known = {f"organiser-{b.value}": said for b, said in WHY.items()}
    said = known.get(why, "")
    return said[:1].lower() + said[1:]
