"""Whether the council lets a person have such a record drafted, and what is said where it does not."""

from __future__ import annotations

from bot import replies
from record.policy import Policy
from record.terms import PersonId, RecordTypeId, Told


def why_not(policy: Policy, who: PersonId, type: RecordTypeId, told: Told | None, title: str) -> str:
    """The sentence, or "" where they may. `told` is None while nothing has been said about telling people."""
    rule = policy.type_rule(type)
    if rule is not None and not policy.may_draft(type, who):
        return replies.restricted(title, rule.group) if rule.only else replies.forbidden(title)
    return "" if told is None or policy.enough(told) else replies.agreement(title)
