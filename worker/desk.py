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
