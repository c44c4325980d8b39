"""Imports what the SDK imports lazily, so that the first person's first request does not wait for it."""

from __future__ import annotations

import asyncio

from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from graph import files, groups, meetings
from graph.client import Talk
from record.terms import Address


async def warm_up(talk: Talk) -> None:
    """Every builder that we use, and the SDK's error, in a thread, once. Asks nobody."""
    await asyncio.to_thread(_import_all, talk)


def _import_all(talk: Talk) -> None:
    no = JsonParseNodeFactory().get_root_parse_node("application/json", b'{"error": {"innerError": {}}}')
    no.get_object_value(ODataError)
    item = files.one(talk, Address("-/-"))
    for builder in (
        talk.graph.me.online_meetings,
        meetings.one(talk, "-").transcripts.by_call_transcript_id("-").content,
        talk.graph.chats.by_chat_id("-"),
        talk.graph.chats.by_chat_id("-").messages,
        talk.graph.me.calendar_view,
        talk.graph.me.drive,
        files.share(talk, "-"),
        files.recordings(talk, "me/drive"),
        item,
        item.retention_label,
        item.permissions,
    ):
        builder.to_get_request_information()
    item.permanent_delete.to_post_request_information()
    groups.question(talk, ())
