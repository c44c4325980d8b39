"""Which addresses we may call: https at a listed host, or loopback where `local/` listed it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"


def allows(url: str, hosts: Iterable[str]) -> bool:
    """Whether the URL's host is one of these or below one of them.

    Plain http, and a port of one's own, are for loopback alone, and loopback only if it is listed (with its port, or
    for any port). Refused is what two readers may read differently: a user name before the host, a backslash, a
    blank or control character, a host in other letters than ASCII's.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    odd = "\\" in url or any(c <= " " or c == "\x7f" for c in url) or not parts.netloc.isascii()
    if odd or not host or parts.username is not None or parts.password is not None:
        return False
    listed = {h.lower() for h in hosts}
    if host == LOOPBACK:
        return bool({LOOPBACK, f"{LOOPBACK}:{port}"} & listed) and parts.scheme in ("http", "https")
    below = any(host == h or host.endswith(f".{h}") for h in listed)
    return below and parts.scheme == "https" and port in (None, 443)
