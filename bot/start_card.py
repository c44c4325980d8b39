"""The start card as today's policy has it for one person: what they may have drafted, and what people are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import replies
from bot.opening import Opening
from cards import start
from record.docket import Person
from record.errors import RefusedError
from record.policy import Policy
from record.terms import RecordTypeId
from worker.desk import Desk

Types = Sequence[tuple[RecordTypeId, str]]


class StartCard:
    """Draws it, where there is anything at all that this person may begin."""

    def __init__(self, *, desk: Desk, types: Types) -> None:
        self._desk = desk
        self._types = types

    async def may_begin(self, who: Person) -> Policy:
        """The policy, where it lets this person begin a record. Raises RefusedError while Faircopy is being taken away,
        and where all their records are written by hand."""
        policy = await self._desk.policy()
        if policy.leaving:
            raise RefusedError(replies.LEAVING)
        if not policy.might_draft_any((id for id, _ in self._types), who.id):
            raise RefusedError(replies.ALL_BY_HAND)
        return policy

    async def card(
        self,
        who: Person,
        at: Opening,
        *,
        outline: str | None = None,
        choosing: Sequence[dict[str, object]] = (),
        banner: str | None = None,
        values: Mapping[str, object] | None = None,
    ) -> Mapping[str, object]:
        """`choosing` is the question which meeting, while that is still to be chosen. Raises as `may_begin`."""
        policy = await self.may_begin(who)
        drafted = [(str(id), title) for id, title in self._types if policy.might_draft(id, who.id)]
        return start.card(
            source=at.carried(),
            types=drafted,
            by_hand=[title for id, title in self._types if not policy.might_draft(id, who.id)],
            notice=policy.notice,
            meeting=at.w or None,
            outline=outline,
            choosing=choosing,
            banner=banner,
            values=values,
        )
