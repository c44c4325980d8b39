"""Imports what the SDK imports lazily, so that the first person's first request does not wait for 1,300 modules."""

from __future__ import annotations

import asyncio
import importlib
import json

from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory

from graph import files, meetings
from graph.client import Talk
from record.docket import Address

_MODELS = "msgraph.generated.models."
_WHO = {"user": {"@odata.type": "#microsoft.graph.teamworkUserIdentity", "id": "-"}}
_EVENT = {
    "from": _WHO,
    "body": {"contentType": "html"},
    "eventDetail": {"@odata.type": "#microsoft.graph.callRecordingEventMessageDetail", "initiator": _WHO},
}
# Module, class, and an answer that reaches the models inside.
_ANSWERS: tuple[tuple[str, str, object], ...] = (
    ("o_data_errors.o_data_error", "ODataError", {"error": {"innerError": {}}}),
    (
        "online_meeting_collection_response",
        "OnlineMeetingCollectionResponse",
        {"value": [{"participants": {}}]},
    ),
    ("call_transcript_collection_response", "CallTranscriptCollectionResponse", {"value": [{"id": "-"}]}),
    ("chat_message_collection_response", "ChatMessageCollectionResponse", {"value": [_EVENT]}),
    ("drive", "Drive", {"id": "-"}),
    ("drive_item_collection_response", "DriveItemCollectionResponse", {"value": [{"parentReference": {}}]}),
    ("permission_collection_response", "PermissionCollectionResponse", {"value": [{"roles": []}]}),
    ("item_retention_label", "ItemRetentionLabel", {"retentionSettings": {}}),
)


async def warm_up(talk: Talk) -> None:
    """Every model and builder that we use, in a thread; one to four seconds, once. Asks nobody."""
    await asyncio.to_thread(_import_all, talk)


def _import_all(talk: Talk) -> None:
    factory = JsonParseNodeFactory()
    for module, name, answer in _ANSWERS:
        kind = getattr(importlib.import_module(_MODELS + module), name)
        factory.get_root_parse_node("application/json", json.dumps(answer).encode()).get_object_value(kind)
    item = files.one(talk, Address("-/-"))
    for builder in (
        talk.graph.me.online_meetings,
        meetings.one(talk, "-").transcripts.by_call_transcript_id("-").content,
        talk.graph.chats.by_chat_id("-").messages,
        talk.graph.me.drive,
        files.share(talk, "-"),
        files.recordings(talk, "me/drive"),
        item,
        item.retention_label,
        item.permissions,
    ):
        builder.to_get_request_information()
    item.permanent_delete.to_post_request_information()
