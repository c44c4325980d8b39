"""Who may ask the page's server: a browser on this machine, from this page, and with a body of a sensible size."""

from __future__ import annotations

import json
import logging
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

log = logging.getLogger(__name__)

LARGEST_JSON = 256 * 1024
LARGEST_FILE = 8 * 1024 * 1024
"""Bytes."""

FILE_TYPE = "application/octet-stream"
"""Of a dropped file: another site's page cannot send it without asking first."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class SaidError(Exception):
    """A fault of whoever asked: a status, and a sentence."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse whatever does not come from this page on this machine; word every fault; set the headers."""
    try:
        _from_here(request)
        answer = await handler(request)
    except SaidError as no:
        answer = web.json_response({"said": no.said}, status=no.status)
    except web.HTTPRequestEntityTooLarge:
        answer = web.json_response({"said": "That is too big. Nothing was kept."}, status=413)
    except web.HTTPException as no:
        if no.status < 400:
            raise
        answer = web.json_response({"said": _SAID.get(no.status, "That did not work.")}, status=no.status)
    except Exception as e:  # noqa: BLE001 - whoever asked gets a sentence; only the kind may be logged
        log.error("page_failed", extra={"error": type(e).__name__})
        answer = web.json_response({"said": "Something went wrong here. Try again."}, status=500)
    if not answer.prepared:
        answer.headers.update(HEADERS)
    return answer


_SAID = {404: "There is nothing here.", 405: "This cannot be asked in that way."}


def _from_here(request: web.Request) -> None:
    """The name in the address bar is this machine's own, whatever it resolves to; and so is the page that posts."""
    sock = request.transport.get_extra_info("sockname") if request.transport else None
    port = sock[1] if sock else 0
    hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
    if request.host not in hosts:
        raise SaidError(403, f"This page answers only at http://127.0.0.1:{port}.")
    if request.method == "POST" and request.headers.get("Origin") not in (
        None,
        *(f"http://{h}" for h in hosts),
    ):
        raise SaidError(403, "Another page asked for that. Nothing was done.")


async def json_of(request: web.Request, **wanted: type) -> dict[str, Any]:
    """The body's fields, each of its type. Raises SaidError."""
    if request.content_type != "application/json":
        raise SaidError(415, "Send it as JSON (application/json).")
    if (request.content_length or 0) > LARGEST_JSON:
        raise SaidError(413, "That is too long. Nothing was kept.")
    body = await request.content.read(LARGEST_JSON + 1) if request.can_read_body else b""
    while not request.content.at_eof() and len(body) <= LARGEST_JSON:
        body += await request.content.read(LARGEST_JSON + 1)
    if len(body) > LARGEST_JSON:
        raise SaidError(413, "That is too long. Nothing was kept.")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise SaidError(400, "That is not JSON.") from None
    if not isinstance(told, dict):
        raise SaidError(400, "That is not a JSON object.")
    for name, kind in wanted.items():
        if not isinstance(told.get(name), kind):
            raise SaidError(400, f"“{name}” is missing, or is not {_KINDS[kind]}.")
    return told


_KINDS = {str: "text", bool: "true or false", dict: "an object"}
