"""What a council gives for its package: read from the environment and the command, every fault named together."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

import settings
from manifest.words import unfinished
from record.errors import ConfigurationError

DEFAULTS = {f.name: str(f.default) for f in fields(settings.Settings)}
NAME = 32
"""Characters of the council's name, at most: `developer.name` in the schema."""
ADDRESS = 2048
NEVER = (
    "localhost",
    "example",
    "test",
    "invalid",
    "local",
    "internal",
    "example.com",
    "example.net",
    "example.org",
    "council.gov.uk",
)
"""Hosts that nobody can reach, by RFC 2606, 6761 and 9476, and the one that our own sentences give as an example: they
stand in for one that is still to come."""
_NO_NAME = re.compile(r"(?:(?:the|your|my) )?(?:council|authority)(?:'s)?(?: name)?", re.IGNORECASE)
"""What stands where a council's name is asked for, and names none."""
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One council's own: its bot's id, the host that signs people in, its name, and three pages for people to read.

    `sign_in_id` is the registration in Entra through which people sign in, where that is not the bot's own: a managed
    identity has no registration, and Teams wants one (Microsoft's page on single sign-on for bots).
    """

    app_id: str
    sign_in_host: str
    council: str
    website: str
    privacy: str
    terms: str
    revision: int = 0
    sign_in_id: str = ""


def read(environment: Mapping[str, str], asked: Mapping[str, str]) -> Given:
    """`asked` is what the command named, by field; it goes before the FAIRCOPY_ variables. Empty is as not given.

    Raises ConfigurationError naming every fault, with what is allowed.
    """
    texts = {
        "app_id": environment.get("FAIRCOPY_APP_ID", ""),
        "sign_in_host": environment.get("FAIRCOPY_TOKEN_SERVICE_URL", "") or DEFAULTS["token_service_url"],
        "revision": "0",
    }
    texts |= {name: text for name, text in asked.items() if text.strip()}
    values: dict[str, object] = {}
    faults = []
    for name, (called, what, reader) in _FIELDS.items():
        text = texts.get(name, "").strip()
        if not text and name == "sign_in_id":
            continue  # the bot's own registration
        if not text:
            faults.append(f"{called} is missing: {what}")
            continue
        try:
            values[name] = reader(text)
        except ValueError as e:
            faults.append(f"{called} {e}")
    if faults:
        raise ConfigurationError(
            "The package was not built. Nothing was written.\n" + "\n".join(f"- {x}." for x in faults)
        )
    return Given(**values)  # type: ignore[arg-type]  # each value was made by its field's own reader


def _id(text: str) -> str:
    app_id = str(settings.READERS["app_id"](text)).lower()
    digits = app_id.replace("-", "")
    # Entra's ids are random: one with three different digits, or counting up, was typed by hand to be replaced.
    if len(set(digits)) <= 3 or digits.startswith(("12345678", "01234567")):
        raise ValueError("is a made-up id: copy the real one, as docs/package.md says")
    return app_id


def _sign_in_host(text: str) -> str:
    return _host(str(settings.READERS["token_service_url"](text)))


def _council(text: str) -> str:
    if not text.isprintable() or len(text) > NAME:
        raise ValueError(f"must be one line of at most {NAME} characters")
    if unfinished(text) or not any(c.isalpha() for c in text):
        raise ValueError("still holds a mark to be replaced: write the council's own name")
    if _NO_NAME.fullmatch(text):
        raise ValueError(f"is {text}, which names no council: write the council's own name")
    return text


def _page(text: str) -> str:
    if unfinished(text):
        raise ValueError("still holds a mark to be replaced: write the page's own address")
    if not re.fullmatch(r"[!-~]+", text) or len(text) > ADDRESS or "\\" in text:
        raise ValueError(f"must be an address in plain letters, at most {ADDRESS} of them")
    _host(text)
    return text


def _host(address: str) -> str:
    """The host of a public https address, in small letters."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise ValueError("must be an address such as https://host/path") from None
    if parts.scheme != "https":
        raise ValueError("must start with https://")
    if "@" in parts.netloc or port not in (None, 443):
        raise ValueError("must hold no user name, no password and no port")
    if _is_number(host) or not _HOST.fullmatch(host):
        raise ValueError("must name a host such as www.council.gov.uk")
    if any(host == never or host.endswith(f".{never}") for never in NEVER):
        raise ValueError("names a host that nobody can reach: write the real one")
    return host


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _revision(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise ValueError("must be a whole number from 0 to 99999")
    return int(text)


_FIELDS: Mapping[str, tuple[str, str, Callable[[str], object]]] = {
    "app_id": ("FAIRCOPY_APP_ID", "the bot's application (client) id, a GUID", _id),
    "sign_in_id": (
        "SIGN_IN_ID (--sign-in-id)",
        "the application (client) id of the registration that people sign in through, a GUID",
        _id,
    ),
    "sign_in_host": (
        "FAIRCOPY_TOKEN_SERVICE_URL",
        "the address of the Bot Framework token service",
        _sign_in_host,
    ),
    "council": ("COUNCIL (--council)", "the council's name, as people see it on the app", _council),
    "website": (
        "WEBSITE (--website)",
        "the https address of a page where people get help with Faircopy",
        _page,
    ),
    "privacy": (
        "PRIVACY (--privacy)",
        "the https address of the council's privacy notice for Faircopy",
        _page,
    ),
    "terms": ("TERMS (--terms)", "the https address of the rules for using Faircopy", _page),
    "revision": ("REVISION (--revision)", "a whole number", _revision),
}
"""By field: what it is called to whoever builds, what it is, and what reads it."""
