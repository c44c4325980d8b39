"""The delegated permissions that we ask for, each with what it is for; no application permission is ever used."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One delegated permission: what for, the Graph page that names it, and what fails without it."""

    name: str
    reason: str
    page: str
    without: str


_PAGES = "https://learn.microsoft.com/graph/api/"

SCOPES = (
    Scope(
        name="Calendars.ReadBasic",
        reason="list this person's own meetings of the last two weeks, by their times alone, to choose one from",
        page=_PAGES + "user-list-calendarview",
        without="no list is shown; a draft starts from a join link or a file all the same",
    ),
    Scope(
        name="OnlineMeetings.Read",
        reason="find the meeting of a join link: its id, its organiser, its chat",
        page=_PAGES + "onlinemeeting-get",
        without="no draft can start from a meeting",
    ),
    Scope(
        name="OnlineMeetingTranscript.Read.All",
        reason="list and read the transcripts of meetings that this person organised or was invited to",
        page=_PAGES + "onlinemeeting-list-transcripts",
        without="no draft can start from a meeting; a look after deletion stays unknown",
    ),
    Scope(
        name="Chat.Read",
        reason="find the recording's file by the event that Teams posts in the meeting's chat",
        page=_PAGES + "chat-list-messages",
        without="files are found by their folder alone, of two that fit a person must say; a look leaves links out",
    ),
    Scope(
        name="Files.ReadWrite.All",
        reason="read the file's retention label, delete the file once, look for it again",
        page=_PAGES + "driveitem-permanentdelete",
        without="with Files.ReadWrite alone: no label can be read, and a co-organiser can delete nothing",
    ),
    Scope(
        name="User.Read",
        reason="ask whether this person is in an Entra group that configure names, at the press that needs it",
        page=_PAGES + "directoryobject-checkmembergroups",
        without="groups named in configure let nobody in; people named there by their ids may what they could before",
    ),
)
"""All that is used. OnlineMeetingRecording.Read.All is not: a recording's metadata names no file.

Calendars.ReadBasic leaves out bodies and attachments, and we ask for no subject; where Calendars.Read was agreed to
instead, that does as well. Files.ReadWrite is documented as the least for permanentDelete, but reaches only "the
signed-in user's files", and driveitem-getretentionlabel asks for the .All class. A pilot must try both.
"""
