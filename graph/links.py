"""Join links: which ones we take, and what can be read off them without asking anybody."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from record.errors import RefusedError

HOSTS = frozenset({"teams.microsoft.com", "teams.cloud.microsoft", "teams.live.com"})
_SAFE_LINKS = ".safelinks.protection.outlook.com"
_LONGEST = 2048
_MEETUP = re.compile(r"/l/meetup-join/([^/]+)(?:/\d+)?/?")
_SHORT = re.compile(r"/meet/(\d{6,20})/?")

NOT_A_LINK = (
    "That is not a link to a Teams meeting. Nothing has changed. "
    "Copy the link from the meeting's invitation: it begins with https://teams.microsoft.com."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinLink:
    """A checked join link. `thread` and `organiser` are "" and `number` is "" where the link does not say them."""

    url: str
    thread: str = ""
    organiser: str = ""
    number: str = ""

    @property
    def meeting_id(self) -> str:
        """Graph's id by construction: base64 of "1*{organiser}*0**{thread}"; "" if the link does not say enough.

        It fits the documented sample ids; Microsoft does not document the rule.
        """
        if not (self.thread and self.organiser):
            return ""
        return base64.b64encode(f"1*{self.organiser}*0**{self.thread}".encode()).decode()


def read_link(text: str) -> JoinLink:
    """The join link in what somebody pasted. Raises RefusedError with the sentence to say.

    An Outlook "safe link" is opened here, without asking anybody.
    """
    url = text.strip().removeprefix("<").removesuffix(">")
    if len(url) > _LONGEST or any(c.isspace() or not c.isprintable() for c in url):
        raise RefusedError(NOT_A_LINK)
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise RefusedError(NOT_A_LINK) from None
    if parts.scheme != "https" or parts.username is not None or port not in (None, 443):
        raise RefusedError(NOT_A_LINK)
    if host.endswith(_SAFE_LINKS):
        inner = parse_qs(parts.query).get("url", [""])[0]
        if _SAFE_LINKS in inner:
            raise RefusedError(NOT_A_LINK)
        return read_link(inner)
    if host not in HOSTS:
        raise RefusedError(NOT_A_LINK)
    if found := _SHORT.fullmatch(parts.path):
        return JoinLink(url=url, number=found[1])
    if found := _MEETUP.fullmatch(parts.path):
        return JoinLink(url=url, thread=unquote(found[1]), organiser=_organiser(parts.query))
    raise RefusedError(NOT_A_LINK)


def _organiser(query: str) -> str:
    """The organiser's object id, from the `context` that Teams puts into the link."""
    try:
        context = json.loads(parse_qs(query)["context"][0])
        return str(context["Oid"]) if isinstance(context, dict) else ""
    except (KeyError, ValueError):
        return ""


def share_id(url: str) -> str:
    """An address as the id of a shared item. https://learn.microsoft.com/graph/api/shares-get"""
    return "u!" + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
