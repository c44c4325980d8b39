"""Which of some Entra groups the person is in, as Graph says of the person whose token it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgraph.generated.users.item.check_member_groups.check_member_groups_post_request_body import (
    CheckMemberGroupsPostRequestBody,
)

from graph import answers
from graph.client import Talk
from graph.errors import sign_in_needed
from record.policy import Seen
from record.terms import GroupId, PersonId

MOST = 20
"""Groups that Graph takes in one request."""


def question(talk: Talk, groups: Sequence[GroupId]) -> Any:
    """The request. https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups: transitive; User.Read is
    the least for the signed-in person; of a group whose members are hidden Graph may keep silent."""
    body = CheckMemberGroupsPostRequestBody(group_ids=[str(group) for group in groups])
    return talk.graph.me.check_member_groups.to_post_request_information(body)


async def member_of(talk: Talk, who: PersonId, groups: Sequence[GroupId]) -> Seen:
    """Those of the groups that this person is in: one request for each 20.

    `/me` is whoever signed in, which a browser may have made somebody else: a token that does not say that it is this
    person's is not used. Graph checks its signature; we only read what it says.
    """
    if talk.oid() != who:
        raise sign_in_needed()
    found: set[str] = set()
    for at in range(0, len(groups), MOST):
        found |= await talk.question(question(talk, groups[at : at + MOST]), answers.ids)
    return frozenset(group for group in groups if group in found)
