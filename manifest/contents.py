"""What the package says: `manifest.json` for schema 1.17, and a translation's file; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from manifest.given import Given
from manifest.words import ENGLISH

SCHEMA = "1.17"
"""The lowest that has all we use (the configuration card is the youngest part): tenants that lag behind take it too."""
ACCENT = "#11506b"
"""The ground of the colour icon."""
SCOPES = {"personal": "personal", "groupChat": "group", "team": "group"}
"""Where people meet the bot, and which commands are suggested there. `groupChat` covers meetings' chats."""
RESOURCE_SPECIFIC = ({"name": "OnlineMeeting.ReadBasic.Chat", "type": "Application"},)
"""What is asked of each chat that the bot is added to: to be told that its meeting has ended, and who organised it.

Transcripts, files and calendars are read with a person's own sign-in (docs/permissions.md), never with these.
"""


def manifest(
    given: Given, texts: Mapping[str, str], *, version: str, languages: Iterable[str]
) -> dict[str, Any]:
    """`texts` are English, by key; `languages` are the tags of the translations beside it."""
    return {
        "$schema": f"https://developer.microsoft.com/en-us/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": version,
        "id": given.app_id,
        "localizationInfo": {
            "defaultLanguageTag": ENGLISH,
            "additionalLanguages": [{"languageTag": tag, "file": f"{tag}.json"} for tag in languages],
        },
        "developer": {
            "name": given.council,
            "websiteUrl": given.website,
            "privacyUrl": given.privacy,
            "termsOfUseUrl": given.terms,
        },
        "name": {"short": texts["name.short"], "full": texts["name.full"]},
        "description": {"short": texts["description.short"], "full": texts["description.full"]},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot", "meetings": "bot"},
        "bots": [
            {
                "botId": given.app_id,
                "scopes": list(SCOPES),
                "isNotificationOnly": False,
                "supportsFiles": True,  # a transcript dropped into somebody's own chat
                "configuration": {"team": {"fetchTask": True}, "groupChat": {"fetchTask": True}},
                "commandLists": [
                    {"scopes": [scope], "commands": [{"title": t, "description": d} for t, d in suggested]}
                    for scope, suggested in commands(texts)
                ],
            }
        ],
        # Who writes is known by their Entra id; what is asked among others is answered privately.
        "permissions": ["identity", "messageTeamMembers"],
        # The sign-in window alone: the bot serves no page of its own, so its host is not here.
        "validDomains": [given.sign_in_host],
        # Must be the Application ID URI of the registration, and the token exchange URL of the OAuth connection.
        "webApplicationInfo": {
            "id": given.sign_in_id or given.app_id,
            "resource": f"api://botid-{given.app_id}",
        },
        "authorization": {"permissions": {"resourceSpecific": list(RESOURCE_SPECIFIC)}},
    }


def commands(texts: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each scope with the commands that are suggested there: what is typed, and its description."""
    for scope, part in SCOPES.items():
        yield (
            scope,
            [(key.partition(".")[2], text) for key, text in texts.items() if key.startswith(f"{part}.")],
        )


def translation(texts: Mapping[str, str]) -> dict[str, str]:
    """A translation as Teams reads it: every text under its path in the manifest. What is typed stays English."""
    named = {key: texts[key] for key in ("name.short", "name.full", "description.short", "description.full")}
    for i, (_, suggested) in enumerate(commands(texts)):
        for j, (_, description) in enumerate(suggested):
            named[f"bots[0].commandLists[{i}].commands[{j}].description"] = description
    return named
