"""Which groups somebody is in: nested ones, 20 a request, and no answer that is not clear ever lets anybody in."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

import pytest

from graph.answers import ids
from graph.errors import SilenceError
from local.microsoft.groups import Group
from local.microsoft.people import Person
from record.errors import BusyError, FaircopyError, NotAllowedError, SignInNeededError
from record.policy import Seen
from record.terms import GroupId, PersonId
from tests.graph.conftest import Scene
from tests.local.clients import plain


async def asked(scene: Scene, groups: Sequence[Group], *scopes: str, who: Person | None = None) -> Seen:
    person = who or scene.ana
    token = scene.token(person, *scopes)
    return await scene.graph.member_of(token, PersonId(person.oid), [GroupId(g.id) for g in groups])


async def test_those_that_they_are_in_also_by_way_of_another_and_no_other(scene: Scene) -> None:
    groups = scene.microsoft.graph.groups
    inner = groups.add(scene.ana)
    outer = groups.add(groups.add(inner, scene.ben))
    inner.members.append(outer)  # a ring, as Entra allows of security groups
    others = groups.add(scene.ben)
    assert await asked(scene, [inner, outer, others]) == {inner.id, outer.id}
    assert await asked(scene, [inner, outer, others], who=scene.ben) == {inner.id, outer.id, others.id}
    assert await asked(scene, [inner, outer, others], who=scene.dee) == frozenset()
    assert scene.asked() == ["POST checkMemberGroups"] * 3


async def test_whoever_has_left_is_in_it_no_more(scene: Scene) -> None:
    group = scene.microsoft.graph.groups.add(scene.ana)
    assert await asked(scene, [group]) == {group.id}
    group.members.clear()
    assert await asked(scene, [group]) == frozenset()


@pytest.mark.parametrize(("count", "requests"), [(0, 0), (1, 1), (20, 1), (21, 2), (45, 3)])
async def test_twenty_a_request(scene: Scene, count: int, requests: int) -> None:
    groups = [scene.microsoft.graph.groups.add(scene.ana) for _ in range(count)]
    assert await asked(scene, groups) == {g.id for g in groups}
    assert len(scene.asked()) == requests


async def test_one_that_is_gone_or_hidden_is_one_that_they_are_not_in(scene: Scene) -> None:
    groups = scene.microsoft.graph.groups
    hidden, deleted = groups.add(scene.ana, hidden=True), groups.add(scene.ana)
    del groups.all[deleted.id]
    assert await asked(scene, [hidden, deleted]) == frozenset()


@pytest.mark.parametrize("scope", ["User.Read", "Directory.Read.All"])
async def test_either_permission_does(scene: Scene, scope: str) -> None:
    group = scene.microsoft.graph.groups.add(scene.ana)
    assert await asked(scene, [group], scope) == {group.id}


async def test_without_the_permission_it_is_refused(scene: Scene) -> None:
    group = scene.microsoft.graph.groups.add(scene.ana)
    with pytest.raises(NotAllowedError):
        await asked(scene, [group], "Files.ReadWrite.All", "Chat.Read")


async def test_somebody_elses_token_is_not_used(scene: Scene) -> None:
    """A browser may be signed in as somebody else: `/me` would then be them."""
    group = scene.microsoft.graph.groups.add(scene.ben)
    with pytest.raises(SignInNeededError):
        await scene.graph.member_of(scene.token(scene.ben), PersonId(scene.ana.oid), [GroupId(group.id)])
    assert scene.asked() == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"how": "status", "status": 401}, SignInNeededError),
        ({"how": "status", "status": 400}, NotAllowedError),
        ({"how": "status", "status": 403}, NotAllowedError),
        ({"how": "status", "status": 429}, BusyError),
        ({"how": "status", "status": 503}, BusyError),
        ({"how": "status", "status": 302, "headers": {"Location": "https://example.test/"}}, FaircopyError),
        ({"how": "down"}, BusyError),
        ({"how": "lost"}, BusyError),
        ({"how": "slow", "seconds": 2.0}, BusyError),
    ],
)
async def test_a_fault_is_an_error_and_never_a_membership(
    scene: Scene, fault: dict[str, Any], error: type[FaircopyError]
) -> None:
    group = scene.microsoft.graph.groups.add(scene.ana)
    scene.microsoft.wire.fail("graph", "POST", "/checkMemberGroups", **fault)
    with pytest.raises(error):
        await asked(scene, [group])
    assert len(scene.asked()) <= 1, "and it is not asked again in the same press"


async def test_the_second_half_failing_is_no_answer(scene: Scene) -> None:
    groups = [scene.microsoft.graph.groups.add(scene.ana) for _ in range(21)]
    scene.microsoft.wire.fail("graph", "POST", "/checkMemberGroups", skip=1)
    with pytest.raises(BusyError):
        await asked(scene, groups)


@pytest.mark.parametrize("value", [None, {}, "all", ["x", 1], [["x"]], True])
def test_what_is_no_list_of_ids_is_no_answer(value: object) -> None:
    with pytest.raises(SilenceError):
        ids({"value": value})
    with pytest.raises(SilenceError):
        ids({})


def test_ids_are_compared_in_small_letters() -> None:
    assert ids({"value": ["ABC"], "@odata.context": "x"}) == {"abc"}


# --- the stand-in, as Graph documents it --------------------------------------------------------------------------


async def _post(scene: Scene, body: object, *scopes: str) -> tuple[int, dict[str, Any]]:
    signed = scene.microsoft.identity.user_token(scene.ana, scopes or ("User.Read",))
    async with plain({"Authorization": f"Bearer {signed}"}) as http:
        url = f"{scene.microsoft.graph.base_url}/me/checkMemberGroups"
        answer = await http.post(url, content=json.dumps(body), headers={"Content-Type": "application/json"})
    return answer.status_code, answer.json()


async def test_the_shape_of_the_answer(scene: Scene) -> None:
    group = scene.microsoft.graph.groups.add(scene.ana)
    assert await _post(scene, {"groupIds": [group.id, str(uuid.uuid4())]}) == (
        200,
        {
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)",
            "value": [group.id],
        },
    )


@pytest.mark.parametrize(
    "groups", [[str(uuid.uuid4())] * 21, ["fee2c45b-915a-4a64b130f4eb9e75525e"], [7], None, "x"]
)
async def test_too_many_or_a_malformed_id_spoil_the_whole_request(scene: Scene, groups: object) -> None:
    status, body = await _post(scene, {"groupIds": groups})
    assert (status, body["error"]["code"]) == (400, "Request_BadRequest")
