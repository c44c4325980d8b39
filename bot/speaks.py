"""What the conversation needs of the doors to Teams and to signing in, besides the reply to what was asked."""

from __future__ import annotations

from typing import Protocol

from bot.incoming import Answer, Exchange
from record.docket import Person


class SignsIn(Protocol):
    """What the sign-in door does for us besides tokens."""

    async def card(self, person: Person, say: str) -> dict[str, object]: ...

    async def exchange(self, person: Person, exchange: Exchange) -> bool: ...


class Speaks(Protocol):
    """What the Teams door does for us besides replying."""

    async def answer(self, person: Person, answer: Answer) -> None: ...

    async def privately(self, person: Person) -> Person: ...
