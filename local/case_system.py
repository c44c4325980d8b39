"""A small council case system over HTTP: people's files, and notes posted under idempotency keys.

    async with CaseSystem(wire, api_key="…") as cases:
        cases.add_person("SYN-1042", "Tomos Sample", date(2015, 3, 4), "Ana Example")
        cases.url                   # GET /people/{ref}, POST /people/{ref}/notes, GET /notes/{id}, GET /notes?key=
                                # POST /notes/{id}/additions: kept below that note, with an id and a key of its own
        wire.fail("case system", "POST", "/notes", how="lost", times=1)

Not honest on request: `honours_keys = False` (every POST makes a note), `alters_text = True` (keeps other words).
A key that may not do all: `only_reads = True`, `hides = True`.
"""

import hashlib
import itertools
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from typing_extensions import override

from local.wire import RefusalError, StandIn, Wire, json_object

NOTE_FIELDS = ("type", "title", "author", "text")


@dataclass
class Client:
    """A person whom the council works with."""

    reference: str
    name: str
    born: date
    worker: str
    open: bool = True


@dataclass
class Note:
    """One note on a person's file, or (with `adds_to`, a note's id) one addition below it, as stored."""

    id: str
    reference: str
    key: str
    posted: str  # a hash of the body as it was sent, to tell a repeat from another note
    created: datetime
    type: str
    title: str
    event_date: str
    author: str
    text: str
    adds_to: str = ""

    def shape(self) -> dict[str, Any]:
        """The note as the API shows it."""
        return {
            "id": self.id,
            "reference": self.reference,
            "created": _iso(self.created),
            "type": self.type,
            "title": self.title,
            "event_date": self.event_date,
            "author": self.author,
            "text": self.text,
            "text_sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            "adds_to": self.adds_to,
        }


class CaseSystem(StandIn):
    """The council's system of record."""

    party = "case system"

    def __init__(self, wire: Wire, api_key: str) -> None:
        super().__init__(wire)
        self.api_key = api_key
        self.people: dict[str, Client] = {}
        self.notes: dict[str, Note] = {}
        self._numbers = itertools.count(88213)
        self.honours_keys = True
        self.alters_text = False
        self.only_reads = False  # our key may not write
        self.hides = False  # our key may not read a note

    def add_person(
        self,
        reference: str,
        name: str,
        born: date,
        worker: str,
        *,
        open: bool = True,
    ) -> Client:
        """Open a person's file."""
        return self.people.setdefault(reference, Client(reference, name, born, worker, open))

    def notes_on(self, reference: str) -> list[Note]:
        """What a person's file holds."""
        return [n for n in self.notes.values() if n.reference == reference and not n.adds_to]

    def additions_to(self, id: str) -> list[Note]:
        """What was added below a note, in order."""
        return [note for note in self.notes.values() if note.adds_to == id]

    def take_off(self, id: str) -> None:
        """Remove a note and what was added below it, as somebody who may do so might."""
        for one in [id, *(note.id for note in self.additions_to(id))]:
            del self.notes[one]

    @override
    def holdings(self) -> Mapping[str, object]:
        return {"people": self.people, "notes": self.notes}

    @override
    def error_body(self, status: int) -> object:
        return {"error": f"The case system answered {status}."}

    @override
    def guards(self) -> list[Middleware]:
        return [self._keyed]

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        return [
            web.get("/people/{reference}", self._person),
            web.post("/people/{reference}/notes", self._post),
            web.get("/notes", self._by_key),
            web.get("/notes/{id}", self._note),
            web.post("/notes/{id}/additions", self._add),
        ]

    @web.middleware
    async def _keyed(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not secrets.compare_digest(key.encode(), self.api_key.encode()):
            raise refusal(401, "The API key is missing or wrong.")
        return await handler(request)

    def _found(self, request: web.Request) -> Client:
        person = self.people.get(request.match_info["reference"])
        if person is None:
            raise refusal(404, "There is no person with this reference.")
        return person

    async def _person(self, request: web.Request) -> web.Response:
        person = self._found(request)
        return web.json_response(
            {
                "reference": person.reference,
                "name": person.name,
                "date_of_birth": person.born.isoformat(),
                "worker": person.worker,
                "open": person.open,
            }
        )

    async def _post(self, request: web.Request) -> web.Response:
        person = self._found(request)
        return await self._kept(request, person)

    async def _add(self, request: web.Request) -> web.Response:
        note = self._noted(request)
        if note.adds_to:
            raise refusal(404, "There is no note with this id.")
        return await self._kept(request, self.people[note.reference], adds_to=note.id)

    async def _kept(self, request: web.Request, person: Client, adds_to: str = "") -> web.Response:
        """A note, or an addition to one: kept once a key."""
        if self.only_reads:
            raise refusal(403, "This key may not write.")
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            raise refusal(400, "The header Idempotency-Key is required.")
        body = await json_object(request, refusal(400, "The body is not a JSON object."))
        fields = _fields(body)
        posted = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
        known = next((n for n in self.notes.values() if n.key == key), None) if self.honours_keys else None
        if known is not None:
            if (known.posted, known.reference, known.adds_to) != (posted, person.reference, adds_to):
                raise refusal(422, "This Idempotency-Key was used for another note.")
            return web.json_response(_receipt(known))
        if not person.open:
            raise refusal(409, "The person's file is closed.")
        if self.alters_text:
            fields["text"] = fields["text"].replace("\n", " ").rstrip() + " "
        note = Note(
            str(next(self._numbers)),
            person.reference,
            key,
            posted,
            datetime.now(UTC),
            type=fields["type"],
            title=fields["title"],
            event_date=fields["event_date"],
            author=fields["author"],
            text=fields["text"],
            adds_to=adds_to,
        )
        self.notes[note.id] = note
        return web.json_response(_receipt(note), status=201, headers={"Location": f"/notes/{note.id}"})

    def _noted(self, request: web.Request) -> Note:
        note = self.notes.get(request.match_info["id"])
        if note is None:
            raise refusal(404, "There is no note with this id.")
        return note

    async def _note(self, request: web.Request) -> web.Response:
        note = self._noted(request)
        if self.hides:
            raise refusal(404, "There is no note with this id.")
        added = [one.shape() for one in self.additions_to(note.id)]
        return web.json_response(note.shape() | {"additions": added})

    async def _by_key(self, request: web.Request) -> web.Response:
        key = request.query.get("key")
        if not key:
            raise refusal(400, "Notes are looked up by key.")
        return web.json_response([note.shape() for note in self.notes.values() if note.key == key])


def _fields(body: Mapping[str, object]) -> dict[str, str]:
    """The checked fields of a note."""
    missing = [name for name in NOTE_FIELDS if not isinstance(body.get(name), str) or not body[name]]
    if missing:
        raise refusal(422, f"Missing or not text: {', '.join(missing)}.")
    fields = {name: str(body[name]) for name in NOTE_FIELDS}
    fields["event_date"] = str(body.get("event_date") or "")
    try:
        date.fromisoformat(fields["event_date"][:10] or "2000-01-01")
    except ValueError:
        raise refusal(422, "event_date is not an ISO date.") from None
    claimed = body.get("body_sha256")
    if claimed is not None and claimed != hashlib.sha256(fields["text"].encode()).hexdigest():
        raise refusal(422, "body_sha256 is not the hash of the text.")
    return fields


def _receipt(note: Note) -> dict[str, str]:
    return {"id": note.id, "reference": note.reference, "created": _iso(note.created)}


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def refusal(status: int, words: str) -> RefusalError:
    """An error in the case system's shape."""
    return RefusalError(status, {"error": words})
