"""A case system that speaks plain JSON over HTTP: people by reference, notes under idempotency keys.

GET  /people/{reference}          {reference, name, date_of_birth, worker}
POST /people/{reference}/notes    {type, title, event_date, author, text, body_sha256}, Idempotency-Key: … → {id}
POST /notes/{id}/additions        the same fields and header, kept below that note → {id}
GET  /notes/{id}                  {id, text, …}, of a note or of an addition
GET  /notes?key=…                 [{id, …}], notes and additions
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from connectors import http_json_answers as answers
from record.doors import Clock, Good, Note
from record.draft import Child
from record.errors import (
    BusyError,
    FaircopyError,
    NotAllowedError,
    NotThereError,
)
from record.said import Said

CONNECT_SECONDS = 5.0
SECONDS = 30.0
"""The longest that one request may take."""

LARGEST = 8 * 1024 * 1024
"""Bytes of one answer: a record of a hundred thousand characters is a twentieth of it. More is no answer."""


def _now() -> datetime:
    return datetime.now(UTC)


class HttpJson:
    """`record.doors.CaseSystem`. Every method is one request; redirects are not followed, since words and key would."""

    def __init__(
        self,
        *,
        session: aiohttp.ClientSession,
        base_url: str,
        key: Said[str] | None,
        honours_keys: bool,
        clock: Clock = _now,
        seconds: float = SECONDS,
    ) -> None:
        """`key` is sent as a bearer token. `seconds` bounds one request from first to last byte."""
        self._session = session
        self._base = base_url.rstrip("/")
        self._key = key
        self._honours_keys = honours_keys
        self._clock = clock
        self._timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=min(CONNECT_SECONDS, seconds))

    @property
    def honours_keys(self) -> bool:
        """Whether posting twice with one key files once: said by whoever set it up."""
        return self._honours_keys

    @property
    def posts(self) -> bool:
        """It can be written to."""
        return True

    async def find(self, reference: str) -> Child:
        """Whose file that is. Raises NotThereError, BusyError."""
        unknown = NotThereError(
            f"The case system knows no file {reference}. Check the reference and try again."
        )
        if reference.strip(".") == "":  # an address would swallow it
            raise unknown
        answer = await self._get(f"/people/{quote(reference, safe='')}", unknown)
        body = answer.body if isinstance(answer.body, dict) else {}
        found, name, born, worker = (
            body.get(one) for one in ("reference", "name", "date_of_birth", "worker")
        )
        if not (isinstance(found, str) and isinstance(name, str) and isinstance(born, str)):
            raise answers.unreadable()
        if found != reference:
            raise unknown  # another person's file must never be taken for this one
        return Child(
            reference=found, name=name, born=born, worker=worker if isinstance(worker, str) else None
        )

    async def post(self, note: Note, good: Good) -> str:
        """File it, or add it below the note that it adds to; its id.

        Raises NotAllowedError (codes `file-closed`, `no-such-file`, `filed-gone`, `case-system-key`,
        `case-system-refused`, `not-text`), BusyError (certainly not filed), NoAnswerError (perhaps filed: look it
        up), LapsedError.
        """
        body = _body(note)
        path = f"/people/{quote(note.reference, safe='')}/notes"
        if note.adds_to:
            path = f"/notes/{quote(note.adds_to, safe='')}/additions"
        good()
        answer = await self._ask("POST", path, wrote=True, body=body, key=note.key)
        if answer.status in (200, 201):
            filed = answer.body.get("id") if isinstance(answer.body, dict) else None
            if isinstance(filed, str) and filed:
                return filed
            raise answers.unanswered(wrote=True)
        raise answers.refused(answer, note, self._clock())

    async def look_up(self, key: str) -> str | None:
        """The id of the (first) note or addition filed with that key, or None. Raises BusyError."""
        answer = await self._get("/notes", answers.unreadable(), key=key)
        if answer.body == []:
            return None
        first = answer.body[0] if isinstance(answer.body, list) else None
        filed = first.get("id") if isinstance(first, dict) else None
        if not isinstance(filed, str) or not filed:
            raise answers.unreadable()
        return filed

    async def read(self, filed: str) -> Said[str]:
        """The note's or addition's text as it is held, line ends as \\n. Raises NotThereError, BusyError."""
        gone = NotThereError("The case system has no such note any more.")
        answer = await self._get(f"/notes/{quote(filed, safe='')}", gone)
        text = answer.body.get("text") if isinstance(answer.body, dict) else None
        if not isinstance(text, str):
            raise answers.unreadable()
        return Said(text.replace("\r\n", "\n").replace("\r", "\n"))

    async def ping(self) -> None:
        """Look for a note under a key that nobody used: it answers, and knows our own key. Raises BusyError."""
        await self.look_up("faircopy-ping")

    # --- asking ---------------------------------------------------------------------------------------------------

    async def _get(self, path: str, missing: FaircopyError, **query: str) -> answers.Answer:
        """A 200, or `missing` for a 404. Raises BusyError for all else: nothing was changed by asking."""
        answer = await self._ask("GET", path, wrote=False, query=query)
        if answer.status == 404:
            raise missing
        if answer.status != 200:
            raise answers.busy(answer, self._clock())
        return answer

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        wrote: bool,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        key: str | None = None,
    ) -> answers.Answer:
        """One request. Raises BusyError (never sent, or only a read), NoAnswerError (perhaps done)."""
        # The session may be one that leaves bodies as they were sent.
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key.reveal()}"
        if key is not None:
            headers["Idempotency-Key"] = key
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        fault: FaircopyError
        try:
            async with self._session.request(
                method,
                URL(f"{self._base}{path}", encoded=True).with_query(query or None),
                headers=headers,
                data=None if body is None else io.BytesIO(body),
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                return answers.Answer(
                    status=response.status, headers=response.headers, body=_parsed(await _whole(response))
                )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            fault = BusyError(
                f"The case system cannot be reached just now. {answers.NOTHING} I try again by myself."
            )
        except (aiohttp.ClientError, TimeoutError, OSError):
            fault = answers.unanswered(wrote=wrote)
        raise fault  # outside the except: what aiohttp raised may hold addresses or words


def _body(note: Note) -> bytes:
    """The note as JSON. What the meeting's time was is left out if nobody knows it: it is never made up."""
    text = note.text.reveal()
    try:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        sha256 = ""
    if not sha256:  # outside the except: that error holds the text
        raise NotAllowedError(
            f"The record holds characters that are no text. {answers.NOTHING}", code="not-text"
        )
    fields = {
        "type": note.record_type,
        "title": note.title,
        "author": note.author,
        "text": text,
        "body_sha256": sha256,
    }
    if note.occurred is not None:
        fields["event_date"] = note.occurred.isoformat()
    return json.dumps(fields, ensure_ascii=False).encode()


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    """The body. Raises ClientPayloadError where there is no end to it: it must not fill our memory."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            raise aiohttp.ClientPayloadError
    return bytes(body)


def _parsed(data: bytes) -> Any:
    """JSON, or None: the parser's own error would hold the text."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
