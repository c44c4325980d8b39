"""Whether somebody is in an Entra group that the policy names: asked at each press, with their own sign-in."""

from __future__ import annotations

from collections.abc import Sequence

from bot import replies
from bot.patience import Patience
from record.docket import Person
from record.doors import Directory, Tokens
from record.errors import BusyError, FaircopyError, NotAllowedError, NotThereError, SignInNeededError
from record.policy import NOT_SEEN, Group, Policy, Seen
from record.terms import GroupId, RecordTypeId


class Membership:
    """Asks Microsoft. Nothing is kept from one press to the next: a group is left at any moment, nobody tells us of it,
    and what its members may do is too much to be theirs for a minute longer. The price is one request in a press of
    somebody who is not named by their id.
    """

    def __init__(self, *, tokens: Tokens, directory: Directory) -> None:
        self._tokens = tokens
        self._directory = directory

    def press(self, who: Person, patience: Patience | None = None) -> Asked:
        """For one press of one person, in its own time; for one command, which has its own from now on."""
        return Asked(self, who, patience or Patience())

    async def drafting(self, who: Person, policy: Policy, type: RecordTypeId, patience: Patience) -> Seen:
        """For one press: the groups that they are in, of those that let draft this type. Raises as `of`."""
        rule = policy.type_rule(type)
        settled = rule is None or policy.may_draft(type, who.id) or not policy.might_draft(type, who.id)
        if rule is None or settled:
            return NOT_SEEN
        return await self.press(who, patience).seen(rule.groups, named=False)

    async def of(self, who: Person, groups: Sequence[GroupId], patience: Patience) -> Seen:
        """Those of the groups that they are in. Whatever is no clear answer is an error, with its sentence; so is none
        in time.

        Raises SignInNeededError, NotAllowedError, BusyError.
        """
        try:
            return await patience.asks(self._member_of(who, groups), replies.GROUPS_SILENT)
        except SignInNeededError:
            raise SignInNeededError(replies.SIGN_IN_GROUPS) from None
        except (NotAllowedError, NotThereError):
            raise NotAllowedError(replies.GROUPS_REFUSED, code="groups") from None
        except FaircopyError:
            raise BusyError(replies.GROUPS_SILENT) from None

    async def _member_of(self, who: Person, groups: Sequence[GroupId]) -> Seen:
        return await self._directory.member_of(await self._tokens.token(who), who.id, groups)


class Asked:
    """What was asked for one press, so that nothing is asked twice in it."""

    def __init__(self, membership: Membership, who: Person, patience: Patience) -> None:
        self.who = who
        self._membership = membership
        self._known: dict[GroupId, bool] = {}
        self._patience = patience

    async def seen(self, groups: Sequence[Group], *, named: bool) -> Seen:
        """Those of the groups that this person is in. Nobody is asked where they are `named` by their id already, or
        where there is no group. Raises as `Membership.of`.
        """
        if named:
            return NOT_SEEN
        new = [group.id for group in groups if group.id not in self._known]
        if new:
            found = await self._membership.of(self.who, new, self._patience)
            self._known |= {id: id in found for id in new}
        return frozenset(group.id for group in groups if self._known[group.id])
