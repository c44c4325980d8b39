"""Groups in the policy: they let in whom they were seen to hold at this press, and are written only where named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record import holds
from record.errors import RefusedError, UnreadableError
from record.packing import dumps, loads
from record.policy import Colleague, Group, Policy, TypeRule
from record.terms import GroupId, PersonId, RecordTypeId
from tests.storage.some import docket

TYPE = RecordTypeId("home-visit")
WHO = PersonId("ana")
NOW = datetime(2026, 11, 20, tzinfo=UTC)

ids = st.sampled_from([GroupId(c) for c in "abcd"])
groups = st.lists(ids, unique=True).map(lambda some: tuple(Group(id=id, name=f"Group {id}") for id in some))
people = st.lists(st.sampled_from([WHO, PersonId("ben"), PersonId("cai")]), unique=True).map(tuple)
seen = st.frozensets(ids)


@given(people, groups, groups, groups, seen)
def test_a_group_lets_in_whom_it_was_seen_to_hold_and_nobody_else(
    named: tuple[PersonId, ...],
    admins: tuple[Group, ...],
    governance: tuple[Group, ...],
    drafting: tuple[Group, ...],
    seen: frozenset[GroupId],
) -> None:
    """Each role by its own groups; and who is named by their id may whatever was seen."""
    rule = TypeRule(record_type=TYPE, only=tuple(Colleague(id=id, name=id) for id in named), groups=drafting)
    policy = Policy(
        admins=named,
        governance=named,
        types=(rule,),
        admin_groups=admins,
        governance_groups=governance,
    )

    def among(some: tuple[Group, ...]) -> bool:
        return WHO in named or bool({g.id for g in some} & seen)

    assert policy.administers(WHO, seen) == among(admins)
    assert policy.governs(WHO, seen) == among(governance)
    assert policy.may_draft(TYPE, WHO, seen) == among(drafting)
    assert policy.may_draft(RecordTypeId("another"), WHO, seen)
    assert policy.administers(WHO) == policy.governs(WHO) == policy.may_draft(TYPE, WHO) == (WHO in named)
    assert rule.by_hand == (not named and not drafting)
    assert policy.might_draft(TYPE, WHO) == (WHO in named or bool(drafting)), (
        "a group may let them: they may ask"
    )


@given(groups, seen)
def test_what_people_kept_is_released_by_whom_the_policy_of_today_lets(
    governance: tuple[Group, ...], seen: frozenset[GroupId]
) -> None:
    """What was seen counts for the groups of the policy at hand: one that was taken out of it meanwhile lets nobody."""
    kept = holds.keep(docket("d", "n"), PersonId("author"), now=NOW)
    policy = Policy(governance=(PersonId("ben"),), governance_groups=governance)
    assert not holds.release(kept, PersonId("ben"), policy).holds
    if seen & {g.id for g in governance}:
        assert not holds.release(kept, WHO, policy, seen).holds
    else:
        with pytest.raises(RefusedError):
            holds.release(kept, WHO, policy, seen)
    with pytest.raises(RefusedError):
        holds.release(kept, WHO, policy)


def written(policy: Policy) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(dumps(Policy, policy, version=1, unsaid=False))["value"]
    return value


@given(groups, groups, groups)
def test_what_names_no_group_is_read_by_a_version_that_knows_none(
    admins: tuple[Group, ...], governance: tuple[Group, ...], drafting: tuple[Group, ...]
) -> None:
    rule = TypeRule(record_type=TYPE, group="Duty team", groups=drafting)
    policy = Policy(types=(rule,), admin_groups=admins, governance_groups=governance)
    value = written(policy)
    assert ("admin_groups" in value, "governance_groups" in value) == (bool(admins), bool(governance))
    [of_type] = value["types"]
    assert ("groups" in of_type) == bool(drafting)
    assert loads(Policy, dumps(Policy, policy, version=1, unsaid=False), version=1)[0] == policy


@pytest.mark.parametrize("where", ["admin_groups", "types"])
def test_a_group_with_more_than_is_known_of_one_is_refused(where: str) -> None:
    group = Group(id=GroupId("a"), name="Team")
    policy = Policy(types=(TypeRule(record_type=TYPE, groups=(group,)),), admin_groups=(group,))
    value = written(policy)
    one = value[where][0]
    (one["groups"][0] if where == "types" else one)["nested"] = False
    with pytest.raises(UnreadableError):
        loads(Policy, json.dumps({"v": 1, "value": value}).encode(), version=1)


def test_nothing_seen_is_what_is_meant_where_nothing_is_said() -> None:
    policy = replace(Policy(), governance_groups=(Group(id=GroupId("a"), name="Team"),))
    assert not policy.governs(WHO)
