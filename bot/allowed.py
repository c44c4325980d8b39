"""Whether the council lets a person have such a record drafted, and what is said where it does not."""

from __future__ import annotations

from bot import replies
from record.policy import NOT_SEEN, Policy, Seen
from record.terms import PersonId, RecordTypeId, Told


def why_not(
    policy: Policy, who: PersonId, type: RecordTypeId, told: Told | None, title: str, seen: Seen = NOT_SEEN
) -> str:
    """The sentence, or "" where they may. `told` is None while nothing has been said about telling people."""
    if not policy.may_draft(type, who, seen):
        rule = policy.type_rule(type)
        return (
            replies.restricted(title, rule.group) if rule and not rule.by_hand else replies.forbidden(title)
        )
    return "" if told is None or policy.enough(told) else replies.agreement(title)
