"""Which case system a record belongs to: how it is spoken to, and where. What it can do is its own to say."""

from __future__ import annotations

import re
from dataclasses import dataclass

HTTP_JSON = "http_json"
BY_HAND = "by_hand"
"""How a case system is spoken to: each is a file in `connectors/`."""

NOT_LET = "case-system-host"
"""Why something waits: its case system is not one that this installation may speak to."""

MOST = 200
"""Characters of an address, at most."""

_ADDRESS = re.compile(
    r"(https?)://((?=[^/]{1,253}(?:/|\Z))[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?)"
    r"((?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)/*"
)
"""Scheme, host and path in plain letters. Nothing else: no name, password or key, and no step of the path upwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One case system. `address` is empty where there is none: people file by hand, and no number can be checked."""

    connector: str
    address: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port, which decide where words and a key may go; "" without an address."""
        scheme, _, rest = self.address.partition("://")
        return f"{scheme}://{_without_port(scheme, rest.partition('/')[0])}" if rest else ""

    @property
    def host(self) -> str:
        """Host and port, as people know it."""
        return self.origin.partition("://")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Able:
    """What a case system at that origin can do, spoken to in that way: file once a key, and be written to at all."""

    connector: str
    origin: str
    honours_keys: bool
    posts: bool


def tidied(text: str) -> str:
    """An address as it is kept: scheme and host in small letters, without the port that its scheme has anyway and
    without slashes at its end. "" for what is none."""
    scheme, sep, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    found = _ADDRESS.fullmatch(f"{scheme.lower()}{sep}{host.lower()}{slash}{path}")
    if found is None or len(text) > MOST:
        return ""
    return f"{found[1]}://{_without_port(found[1], found[2])}{found[3]}"


def _without_port(scheme: str, host: str) -> str:
    """The port that its scheme has anyway is not said: with or without it, it is one host."""
    return host.removesuffix(":443" if scheme == "https" else ":80")
