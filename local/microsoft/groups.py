"""The tenant's Entra groups, and the one request about them that Graph takes from the person concerned."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiohttp import web

from local.microsoft.answers import METADATA, needs, refusal
from local.microsoft.people import Person
from local.wire import RefusalError, json_object

MEMBERSHIP = ("User.Read", "Directory.Read.All")
MOST = 20
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(eq=False)
class Group:
    """One group. Its members may be groups; of a `hidden` membership Graph keeps silent."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    members: "list[Person | Group]" = field(default_factory=list)
    hidden: bool = False

    def holds(self, oid: str) -> bool:
        """Whether that person is in it, also by way of another group; of a ring of groups each is looked at once."""
        seen: set[str] = set()
        waiting: list[Group] = [self]
        while waiting:
            group = waiting.pop()
            if group.id in seen:
                continue
            seen.add(group.id)
            if any(isinstance(one, Person) and one.oid == oid for one in group.members):
                return True
            waiting += [one for one in group.members if isinstance(one, Group)]
        return False


class Groups:
    """All groups. https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups"""

    def __init__(self) -> None:
        self.all: dict[str, Group] = {}

    def add(self, *members: Person | Group, hidden: bool = False) -> Group:
        """Make a group of people and of other groups."""
        group = Group(members=list(members), hidden=hidden)
        self.all[group.id] = group
        return group

    def routes(self) -> Iterable[web.RouteDef]:
        """Of the signed-in person alone."""
        yield web.post("/v1.0/me/checkMemberGroups", self._check)

    async def _check(self, request: web.Request) -> web.Response:
        caller = needs(request, *MEMBERSHIP)
        body = await json_object(request, _bad("A JSON object is expected."))
        asked = body.get("groupIds")
        if not isinstance(asked, list) or len(asked) > MOST:
            raise _bad(f"groupIds: a collection of at most {MOST} is expected.")
        if not all(isinstance(one, str) and GUID.fullmatch(one) for one in asked):
            raise _bad("Invalid GUID.")  # one that is malformed spoils the whole request
        known = [self.all[one.lower()] for one in asked if one.lower() in self.all]
        found = [group.id for group in known if group.holds(caller.oid) and not group.hidden]
        return web.json_response({"@odata.context": f"{METADATA}Collection(Edm.String)", "value": found})


def _bad(message: str) -> RefusalError:
    return refusal(400, message, code="Request_BadRequest")
