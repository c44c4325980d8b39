"""What is sent to a chat, as the protocol writes it: a sentence, a card, or Teams' own card for signing in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.fit import assert_card
from bot.incoming import Answer

ADAPTIVE = "application/vnd.microsoft.card.adaptive"

Message = Mapping[str, object]
"""What a message shows, as the protocol writes it: `text`, or `attachments`."""
Send = Callable[[Message], Awaitable[str]]


def card_message(card: Mapping[str, object]) -> Message:
    """A message with one card. Raises UnfitCardError."""
    assert_card(card)
    return {"attachments": [{"contentType": ADAPTIVE, "content": card}]}


def message_of(answer: Answer) -> Message | None:
    """An answer as a message; None where there is nothing to say. A sign-in card carries its own sentence."""
    if answer.card is not None:
        return card_message(answer.card)
    if answer.sign_in is not None:
        return {"attachments": [answer.sign_in]}
    return {"text": answer.text} if answer.text else None
