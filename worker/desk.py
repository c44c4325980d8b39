"""What the clerk has to hand: every door, and the clock."""

from __future__ import annotations

from dataclasses import dataclass

from record.doors import (
    CaseSystems,
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
from record.system import System
from record.values import replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The council's choices as they stand, with what each case system can do, which is that one's own to say."""

    policies: Policies
    cases: CaseSystems

    async def read(self) -> Policy:
        """Uncached, so that a hold is seen at once. Raises BusyError."""
        return _with_what_they_can(await self.policies.read(), self.cases)


def _with_what_they_can(policy: Policy, cases: CaseSystems) -> Policy:
    installed = cases.at(None)
    return replace(policy, honours_keys=installed.honours_keys, posts=installed.posts, able=tuple(cases.able))


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
    cases: CaseSystems
    drafting: Drafting
    clock: Clock

    async def policy(self) -> Policy:
        """Today's policy, uncached, with what each case system can do. Raises BusyError."""
        return _with_what_they_can(await self.policies.read(), self.cases)

    async def case_system(self) -> System:
        """The one that a record which is begun now belongs to, uncached. Raises BusyError."""
        return self.cases.chosen((await self.policies.read()).case_system)
