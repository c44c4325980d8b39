"""After a meeting: does its organiser want a draft? And what came of asking. Nothing that was said is on either."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cards.parts import NOWHERE, Card, buttons, execute, heading, say
from cards.parts import card as made
from record.dates import moment
from record.offer import Came

TITLE = "Offer of a draft"
STILL = "Type draft to start one at any time."
SAYS: Mapping[Came, str] = {
    Came.NO: f"I do not ask about this meeting again. I have not read its transcript. {STILL}",
    Came.NEVER: f"I do not ask after these meetings any more. I have not read the transcript. {STILL}",
    Came.ENDED: f"This offer has ended. I have not read the transcript. {STILL}",
}
ASKED_AGAIN = f"I ask you after the next of these meetings that has a transcript. {STILL}"


def card(*, id: str, began: datetime, start: Mapping[str, str], thread: str) -> Card:
    """`start` is what the start card carries for that meeting, `thread` its chat, the same for all of a series.
    Buttons: offer-yes, offer-no, offer-never."""
    return made(
        [
            heading(TITLE),
            say(
                f"Your meeting of {moment(began)} has a transcript. I have not read it. Do you want a draft?"
            ),
            *buttons(
                execute("offer-yes", "Yes, start", NOWHERE, o=id, **start),
                execute("offer-no", "Not this time", NOWHERE, o=id),
                execute("offer-never", "Never for these", NOWHERE, o=id, t=thread),
            ),
        ]
    )


def answered(came: Came, *, thread: str = "") -> Card:
    """What came of it. Button after a never whose meetings are known: offer-again, which carries them (`thread`)."""
    took_back = came is Came.NEVER and thread
    pressed = [execute("offer-again", "Ask me after all", NOWHERE, t=thread)] if took_back else []
    return made([heading(TITLE), say(SAYS.get(came, SAYS[Came.ENDED])), *buttons(*pressed)])


def asking_again() -> Card:
    """They took the never back."""
    return made([heading(TITLE), say(ASKED_AGAIN)])
