"""What the clerk has to hand: every door, and the clock."""

from __future__ import annotations

from dataclasses import dataclass

from record.doors import (
    CaseSystem,
    Chat,
    Clock,
    Dockets,
    Drafting,
    Meetings,
    Policies,
    Queue,
    Receipts,
    Tokens,
    Words,
)
from record.policy import Policy
from record.values import replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The council's choices as they stand, with what its case system can do, which is that one's own to say."""

    policies: Policies
    cases: CaseSystem

    async def read(self) -> Policy:
        """Uncached, so that a hold is seen at once. Raises BusyError."""
        return _with_what_it_can(await self.policies.read(), self.cases)


def _with_what_it_can(policy: Policy, cases: CaseSystem) -> Policy:
    can = (cases.honours_keys, cases.posts)
    if can == (policy.honours_keys, policy.posts):
        return policy
    return replace(policy, honours_keys=can[0], posts=can[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Every door that an act may go through. Handed in by `app.py` or `local/`; the clerk opens none itself."""

    words: Words
    dockets: Dockets
    queue: Queue
    receipts: Receipts
    policies: Policies
    tokens: Tokens
    meetings: Meetings
    chat: Chat
    cases: CaseSystem
    drafting: Drafting
    clock: Clock

    async def policy(self) -> Policy:
        """Today's policy, uncached, with what the case system can do. Raises BusyError."""
        return _with_what_it_can(await self.policies.read(), self.cases)
