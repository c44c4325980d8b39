"""The log of calls between the parties, the faults a test sets, and the loopback server each stand-in is.

A test says `wire.fail("graph", "POST", "/permanentDelete", how="lost", times=1)`, acts, reads `wire.calls`.
"""

import asyncio
import dataclasses
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Self

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

How = Literal["down", "status", "slow", "lost"]


@dataclass(frozen=True)
class Call:
    """One request as a stand-in saw it; `status` is None when the connection was closed without an answer."""

    method: str
    url: str
    status: int | None
    party: str
    began: float
    seconds: float


@dataclass
class Fault:
    """What shall go wrong with a party's next calls: `down` and `status` before the work, `lost` after it."""

    party: str
    method: str
    path: str
    how: How
    times: int | None
    skip: int = 0
    status: int = 503
    seconds: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)
    when: Callable[[web.Request], bool] | None = None

    def strikes(self, request: web.Request) -> bool:
        """Whether it strikes this request, using up one of its times."""
        if self.times == 0 or self.method not in ("*", request.method) or self.path not in request.path:
            return False
        if self.when is not None and not self.when(request):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Wire:
    """The calls of all parties in the order in which they were answered, and the faults still to come."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.faults: list[Fault] = []

    def fail(
        self,
        party: str,
        method: str = "*",
        path: str = "",
        *,
        how: How = "down",
        times: int | None = None,
        skip: int = 0,
        status: int = 503,
        seconds: float = 0.0,
        headers: Mapping[str, str] | None = None,
        when: Callable[[web.Request], bool] | None = None,
    ) -> Fault:
        """Spoil the next `times` calls (None: until mended) with this in their path, after `skip` good ones."""
        fault = Fault(party, method, path, how, times, skip, status, seconds, headers or {}, when)
        self.faults.append(fault)
        return fault

    def mend(self, party: str | None = None) -> None:
        """Forget the faults of one party, or of all."""
        self.faults = [fault for fault in self.faults if party is not None and fault.party != party]

    def striking(self, party: str, request: web.Request) -> Fault | None:
        """The first fault that strikes this request."""
        return next((f for f in self.faults if f.party == party and f.strikes(request)), None)

    def to(self, party: str, method: str = "*", path: str = "") -> list[Call]:
        """The calls that reached a party, in order."""
        return [
            call
            for call in self.calls
            if call.party == party and method in ("*", call.method) and path in call.url
        ]


class RefusalError(Exception):
    """A stand-in says no: a status, a JSON body and headers."""

    def __init__(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.body, self.headers = status, body, dict(headers or {})


class StandIn:
    """One outside party: an HTTP server on loopback that logs its calls and obeys the faults set for it."""

    party: ClassVar[str]
    largest_body: ClassVar[int] = 1024 * 1024

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.url = ""
        self._runner: web.AppRunner | None = None

    def routes(self) -> Iterable[web.RouteDef]:
        """What it answers."""
        raise NotImplementedError

    def holdings(self) -> Mapping[str, object]:
        """All it holds, by name; plain dicts, lists and dataclasses of text and bytes."""
        raise NotImplementedError

    def error_body(self, status: int) -> object:
        """The body of an error that no handler worded: each party has its own shape."""
        return {"error": str(status)}

    def guards(self) -> list[Middleware]:
        """Middlewares of its own, between the log and the handlers."""
        return []

    def tls(self) -> ssl.SSLContext | None:
        """The certificate it serves with, where its clients insist on one."""
        return None

    def everything(self) -> Iterator[tuple[str, bytes]]:
        """Every byte it holds, with the place, so that a test can search for copies."""
        yield from held(self.party, self.holdings())

    async def __aenter__(self) -> Self:
        app = web.Application(
            middlewares=[self._watched, self._worded, *self.guards()],
            client_max_size=self.largest_body,
        )
        app.add_routes(self.routes())
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
        await runner.setup()
        context = self.tls()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        self._runner = runner
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @web.middleware
    async def _watched(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Logs the call; spoils it where a fault strikes."""
        began = time.time()
        fault = self.wire.striking(self.party, request)
        how = fault.how if fault else None
        answer: web.StreamResponse
        if fault and how == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and how == "status":
            await request.read()
            answer = web.json_response(
                self.error_body(fault.status), status=fault.status, headers=fault.headers
            )
        elif how == "down":
            answer = web.Response(status=500)
        else:
            answer = await handler(request)
        silent = how in ("down", "lost")
        if silent and request.transport is not None:
            request.transport.abort()
        url = f"{request.scheme}://{request.host}{request.raw_path}"
        status = None if silent else answer.status
        self.wire.calls.append(Call(request.method, url, status, self.party, began, time.time() - began))
        return answer

    @web.middleware
    async def _worded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Gives every refusal the party's own JSON shape."""
        try:
            return await handler(request)
        except RefusalError as no:
            return web.json_response(no.body, status=no.status, headers=no.headers)
        except web.HTTPException as no:
            if no.status < 400:
                raise
            return web.json_response(self.error_body(no.status), status=no.status)


def held(place: str, thing: object) -> Iterator[tuple[str, bytes]]:
    """Every piece of text or bytes inside a thing, with its place."""
    if thing is None or isinstance(thing, bool):
        return
    if isinstance(thing, bytes | bytearray):
        yield place, bytes(thing)
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield f"{place} (key)", str(key).encode()
            yield from held(f"{place}/{key}", value)
    elif dataclasses.is_dataclass(thing):
        for part in dataclasses.fields(thing):
            yield from held(f"{place}/{part.name}", getattr(thing, part.name))
    elif isinstance(thing, Iterable) and not isinstance(thing, str):
        for number, value in enumerate(thing):
            yield from held(f"{place}/{number}", value)
    else:
        yield place, str(thing).encode()


async def json_object(request: web.Request, no: RefusalError) -> dict[str, object]:
    """The request's body as a JSON object, or that refusal."""
    if request.content_type != "application/json":
        raise no
    try:
        body = await request.json()
    except ValueError:
        raise no from None
    if not isinstance(body, dict):
        raise no
    return body
