"""What the set-up check asks about the Entra groups that `configure` names: whether it can be seen who is in them."""

from __future__ import annotations

from parties import Parties
from record.doors import Token
from record.errors import FaircopyError
from record.policy import Group
from record.terms import GroupId, PersonId
from storage.policies import BlobPolicies

NO_GROUP = GroupId("00000000-0000-0000-0000-000000000000")
"""Asked about where none is named, so that the permission is tried before it is needed."""


async def in_groups(parties: Parties, token: Token, who: PersonId) -> str:
    """The very question of a press, about every group that the policy names. Raises as `Directory.member_of`."""
    groups = await _named(parties)
    seen = await parties.graph.member_of(token, who, groups or (NO_GROUP,))
    if not groups:
        return "No Entra group is named in configure."
    return f"Groups named in configure that can be asked: {len(groups)}. You are in {len(seen)} of them."


async def _named(parties: Parties) -> tuple[GroupId, ...]:
    """None where the policy cannot be read: the row of the policy says that."""
    try:
        policy = await BlobPolicies(parties.lasting.container("policies")).read()
    except FaircopyError:
        return ()
    of_types = (group for rule in policy.types for group in rule.groups)
    every: tuple[Group, ...] = (*policy.admin_groups, *policy.governance_groups, *of_types)
    return tuple(dict.fromkeys(group.id for group in every))
