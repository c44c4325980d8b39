"""The Graph stand-in's answers against the schemas that Graph's own metadata gives, and its errors against theirs."""

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator

from tests.local.clients import GraphClients, plain
from tests.local.conftest import Scene

SLICE = Path(__file__).parent.parent / "data" / "graph" / "openapi-slice.json"
# Documented, but not in the metadata that the schemas were made of.
OPEN = {"source", "media", "@microsoft.graph.downloadUrl"}
MEETING = "/users/{user-id}/onlineMeetings/{onlineMeeting-id}"
ITEM = "/drives/{drive-id}/items/{driveItem-id}"


@cache
def described() -> Any:
    return json.loads(SLICE.read_text("utf-8"))


def loosened(schema: Any, *, is_property: bool = False) -> Any:
    """OpenAPI 3.0 as JSON Schema: `nullable`, and null wherever a property refers to another schema."""
    if isinstance(schema, list):
        return [loosened(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: loosened(value) for key, value in schema.items() if key not in ("nullable", "properties")}
    if isinstance(schema.get("properties"), dict):
        out["properties"] = {
            name: loosened(value, is_property=True) for name, value in schema["properties"].items()
        }
    if schema.get("nullable") or (is_property and ("$ref" in schema or "allOf" in schema)):
        return {"anyOf": [out, {"type": "null"}]}
    return out


@cache
def components() -> Any:
    return loosened(described()["components"]["schemas"])


def check(schema: Any, body: Any) -> None:
    root = loosened(schema) | {"components": {"schemas": components()}}
    Draft202012Validator(root).validate(body)
    for thing in body.get("value", [body]) if isinstance(body.get("value", []), list) else [body]:
        known = properties(schema["properties"]["value"]["items"] if "value" in body else schema)
        unknown = {name for name in thing if not name.startswith("@odata")} - known - OPEN
        assert not known or not unknown, unknown


def properties(schema: Any) -> set[str]:
    """Every property that a schema names, its own and inherited."""
    names = set(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        names |= properties(part)
    if "$ref" in schema:
        names |= properties(described()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    return names


def answer_schema(path: str, status: str = "200") -> Any:
    return described()["paths"][path]["get"]["responses"][status]["content"]["application/json"]["schema"]


def requests(scene: Scene) -> dict[str, str]:
    """Documented path, and the request that asks for it here."""
    take, files = scene.meeting.takes[0], scene.microsoft.files
    me = f"/users/{scene.ana.oid}"
    meeting = f"{me}/onlineMeetings/{quote(scene.meeting.id)}"
    drive = files.drive(scene.ana)
    item = f"/drives/{quote(drive.id)}/items/{take.item}"
    shared = base64.urlsafe_b64encode(take.share_url.encode()).decode().rstrip("=")
    chat = f"/chats/{quote(scene.meeting.thread_id)}"
    lookup = quote(f"JoinWebUrl eq '{scene.meeting.join_url}'")
    return {
        "/users/{user-id}/onlineMeetings": f"{me}/onlineMeetings?$filter={lookup}",
        MEETING: meeting,
        f"{MEETING}/transcripts": f"{meeting}/transcripts",
        f"{MEETING}/transcripts/{{callTranscript-id}}": f"{meeting}/transcripts/{take.transcript_id}",
        f"{MEETING}/recordings": f"{meeting}/recordings",
        f"{MEETING}/recordings/{{callRecording-id}}": f"{meeting}/recordings/{take.recording_id}",
        "/users/{user-id}/drive": f"{me}/drive",
        ITEM: item,
        f"{ITEM}/children": f"/drives/{quote(drive.id)}/items/{drive.folder_id('Recordings')}/children",
        f"{ITEM}/retentionLabel": f"{item}/retentionLabel",
        "/drives/{drive-id}/special/{driveItem-id}": f"/drives/{quote(drive.id)}/special/recordings",
        "/shares/{sharedDriveItem-id}/driveItem": f"/shares/u!{shared}/driveItem",
        "/chats/{chat-id}": chat,
        "/chats/{chat-id}/messages": f"{chat}/messages",
    }


async def test_every_answer_fits_its_schema(scene: Scene, clients: GraphClients) -> None:
    base = scene.microsoft.graph.base_url
    async with plain(clients.bearer(scene.ana)) as http:
        for path, asked in requests(scene).items():
            answer = await http.get(base + asked)
            assert answer.status_code == 200, asked
            check(answer_schema(path), answer.json())


async def test_every_refusal_fits_the_error_schema(scene: Scene, clients: GraphClients) -> None:
    base = scene.microsoft.graph.base_url
    seen = set()
    async with plain() as http:
        for path, asked in requests(scene).items():
            for headers in ({}, clients.bearer(scene.dee), clients.bearer(scene.dee, "User.Read")):
                answer = await http.get(base + asked, headers=headers)
                if answer.status_code != 200:
                    check(answer_schema(path, "4XX"), answer.json())
                    assert {"code", "message", "innerError"} <= set(answer.json()["error"])
                    seen.add(answer.status_code)
    assert {401, 403} <= seen


async def test_undocumented_operations_are_not_offered(scene: Scene, clients: GraphClients) -> None:
    asked = requests(scene)
    async with plain(clients.bearer(scene.ana)) as http:
        for path, operations in described()["paths"].items():
            for method, operation in operations.items():
                if isinstance(operation, dict) and operation.get("x-documented") is False and path in asked:
                    answer = await http.request(method, scene.microsoft.graph.base_url + asked[path])
                    assert answer.status_code == 405, (method, path)


def test_the_check_itself_notices_a_wrong_shape() -> None:
    schema = answer_schema(f"{MEETING}/transcripts")
    check(schema, {"value": [{"id": "x", "meetingOrganizer": {"application": None}}]})
    for wrong in ({"id": 1}, {"id": "x", "unheardOf": 1}):
        with pytest.raises(Exception, match=r"not of type|unheardOf|under any of|not valid"):
            check(schema, {"value": [wrong]})
