"""Whether somebody is in an Entra group that the policy names: asked at each press, with their own sign-in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot import replies
from record.docket import Person
from record.doors import Directory, Tokens
from record.errors import BusyError, FaircopyError, NotAllowedError, NotThereError, SignInNeededError
from record.policy import NOT_SEEN, Group, Policy, Seen
from record.terms import GroupId, RecordTypeId

PATIENCE = 8.0
"""Seconds of a press in which Microsoft must answer, however often it is asked: Teams waits for the press's own."""


class Membership:
    """Asks Microsoft. Nothing is kept from one press to the next: a group is left at any moment, nobody tells us of it,
    and what its members may do is too much to be theirs for a minute longer. The price is one request in a press of
    somebody who is not named by their id.
    """

    def __init__(self, *, tokens: Tokens, directory: Directory) -> None:
        self._tokens = tokens
        self._directory = directory

    def press(self, who: Person) -> Asked:
        """For one press, or one command, of one person."""
        return Asked(self, who)

    async def drafting(self, who: Person, policy: Policy, type: RecordTypeId) -> Seen:
        """For one press: the groups that they are in, of those that let draft this type. Raises as `of`."""
        rule = policy.type_rule(type)
        settled = rule is None or policy.may_draft(type, who.id) or not policy.might_draft(type, who.id)
        return NOT_SEEN if rule is None or settled else await self.press(who).seen(rule.groups, named=False)

    async def of(self, who: Person, groups: Sequence[GroupId], until: float) -> Seen:
        """Those of the groups that they are in. Whatever is no clear answer is an error, with its sentence; so is none
        before `until`, a moment of the loop's own clock.

        Raises SignInNeededError, NotAllowedError, BusyError.
        """
        try:
            async with asyncio.timeout_at(until):
                return await self._directory.member_of(await self._tokens.token(who), who.id, groups)
        except SignInNeededError:
            raise SignInNeededError(replies.SIGN_IN_GROUPS) from None
        except (NotAllowedError, NotThereError):
            raise NotAllowedError(replies.GROUPS_REFUSED, code="groups") from None
        except (FaircopyError, TimeoutError):
            raise BusyError(replies.GROUPS_SILENT) from None


class Asked:
    """What was asked for one press, so that nothing is asked twice in it."""

    def __init__(self, membership: Membership, who: Person) -> None:
        self.who = who
        self._membership = membership
        self._known: dict[GroupId, bool] = {}
        self._until = asyncio.get_running_loop().time() + PATIENCE

    async def seen(self, groups: Sequence[Group], *, named: bool) -> Seen:
        """Those of the groups that this person is in. Nobody is asked where they are `named` by their id already, or
        where there is no group. Raises as `Membership.of`.
        """
        if named:
            return NOT_SEEN
        new = [group.id for group in groups if group.id not in self._known]
        if new:
            found = await self._membership.of(self.who, new, self._until)
            self._known |= {id: id in found for id in new}
        return frozenset(group.id for group in groups if self._known[group.id])
