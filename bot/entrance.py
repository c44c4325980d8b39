"""Who may come in, and what they get back: the one public door, POST /api/messages, in place of CloudAdapter's."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Protocol

from aiohttp import web

from bot import activities, dialog
from bot.callers import ISSUER, Callers, Keys, RefusedCallerError
from bot.channel_keys import ChannelKeys, KeysUnavailableError
from bot.fit import UnfitCardError, assert_card
from bot.incoming import DIALOGS, PRESSED, After, Answer, Handle, Incoming, Kind
from bot.messages import ADAPTIVE, Send, message_of
from bot.teams import UnreadableActivityError
from record.doors import Clock
from record.errors import FaircopyError

__all__ = ["ChannelKeys", "Entrance", "runner"]

log = logging.getLogger(__name__)

LARGEST = 256 * 1024
"""Bytes of an activity, at most: Teams' own are a few KB, and a card's inputs some more."""
SILENT = 75.0
"""Seconds for which a connection may be open without a whole request."""
BROKEN_OFF = (web.RequestPayloadError, web.PayloadAccessError, ConnectionError)
"""What reading a body raises that does not come whole."""
MESSAGE = "application/vnd.microsoft.activity.message"
LOGIN = "application/vnd.microsoft.activity.loginRequest"
PRECONDITION = "application/vnd.microsoft.error.preconditionFailed"
WRONG = "Something went wrong on my side. Nothing is lost. Press it again, or type my drafts."
WRONG_TYPED = "Something went wrong on my side. Nothing is lost. Send it again, or type my drafts."
NOT_SIGNED_IN = "I could not sign you in without asking. Nothing is lost. Use the sign-in card."
SIGN_INS = (Kind.SIGN_IN_EXCHANGE, Kind.SIGN_IN_VERIFY)
SILENT_KINDS = (*SIGN_INS, Kind.MEETING_ENDED)
"""To these nothing is ever said where they came from."""

Json = Mapping[str, object]


class Turns(Protocol):
    """What runs an authenticated activity as a turn, and hands over what sends into it."""

    async def turn(self, activity: Json, logic: Callable[[Send], Awaitable[None]]) -> None: ...


def _now() -> datetime:
    return datetime.now(UTC)


class Entrance:
    """Checks, reads, hands on and answers. `handle` gets only what the channel signed for our bot and our tenant.

    Authentication cannot be turned off. `service_hosts` are those whose activities are taken; loopback only if listed.
    """

    def __init__(
        self,
        *,
        keys: Keys,
        app_id: str,
        tenant: str,
        service_hosts: tuple[str, ...],
        handle: Handle,
        teams: Turns,
        clock: Clock = _now,
        issuer: str = ISSUER,
        patience: float = 10.0,
    ) -> None:
        """`patience` is the seconds in which a body must have arrived."""
        self._callers = Callers(
            keys=keys,
            app_id=app_id,
            tenants=[tenant],
            service_hosts=service_hosts,
            clock=clock,
            issuer=issuer,
        )
        self._handle = handle
        self._teams = teams
        self._patience = patience

    def application(self) -> web.Application:
        """The whole of what we serve."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post("/api/messages", self.messages)
        return app

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """One activity. Answers 201, or for an invoke 200, or:

        415 not JSON in UTF-8; 401 not the channel, or not for us, or not our tenant; 503 no keys to check with;
        413 too large; 408 too slow; 400 not an activity, or by nobody; 501 an invoke that we do not know;
        412 a sign-in that did not succeed.
        """
        if not _is_json(request):
            return web.Response(status=415)
        try:
            caller = await self._callers.caller(request.headers.getall("Authorization", ()))
            async with asyncio.timeout(self._patience):
                activity = await _activity(request)
            if activity is None:
                return web.Response(status=400)
            self._callers.check(caller, activity)
        except RefusedCallerError as e:
            log.warning("caller_refused", extra={"why": e.why})
            return web.Response(status=401)
        except KeysUnavailableError:
            return web.Response(status=503, headers={"Retry-After": "10"})
        except TimeoutError:
            return web.Response(status=408)
        try:
            incoming = activities.read(activity)
        except activities.NobodyError:
            return web.Response(status=400 if activity["type"] in ("message", "invoke") else 200)
        except activities.MalformedError:
            return web.Response(status=400)
        if activity["type"] == "invoke" and incoming.kind is Kind.OTHER:
            return web.Response(status=200 if activity.get("name") == "signin/failure" else 501)
        return await self._turn(request, activity, incoming)

    async def _turn(self, request: web.Request, activity: Json, incoming: Incoming) -> web.StreamResponse:
        """The turn, then the reply written to its end, then whatever waited for that."""
        answers: list[Answer] = []

        async def logic(send: Send) -> None:
            answers.append(await self._answer(incoming))
            if incoming.kind not in PRESSED:
                await self._sent(send, incoming, answers[-1])

        try:
            await self._teams.turn(activity, logic)
        except UnreadableActivityError:
            return web.Response(status=400)
        except Exception as e:  # noqa: BLE001  # aiohttp would log its text
            log.error("turn_failed", extra={"error": type(e).__name__})
            if not answers and incoming.kind not in PRESSED:
                return web.Response(status=500)
        answer = answers[-1] if answers else Answer(text=WRONG)
        reply = _reply(incoming, answer)
        try:
            await reply.prepare(request)
            await reply.write_eof()
        except ConnectionError:
            log.info("nobody_read_the_reply")
        finally:
            # also when the caller has gone: what was done is written down, whoever saw the reply
            if answer.after is not None:
                await _afterwards(answer.after)
        return reply

    async def _answer(self, incoming: Incoming) -> Answer:
        """What the conversation says; a sentence in place of any error. Only the error's kind is logged."""
        silent = incoming.kind in SILENT_KINDS
        after: After | None = None
        try:
            answer = await self._handle(incoming)
            after = answer.after
            if answer.card is not None:
                assert_card(answer.card)
            return answer
        except FaircopyError as e:
            faults = e.faults if isinstance(e, UnfitCardError) else ()
            log.info("said_no", extra={"error": type(e).__name__, "faults": faults})
            return Answer(failed=True) if silent else Answer(text=e.say, after=after)
        except Exception as e:  # noqa: BLE001  # whatever it is, the person gets an answer
            log.error("handler_failed", extra={"error": type(e).__name__})
            sentence = WRONG if incoming.kind in PRESSED else WRONG_TYPED
            return Answer(failed=True) if silent else Answer(text=sentence)

    async def _sent(self, send: Send, incoming: Incoming, answer: Answer) -> None:
        """Send the answer as a message. What cannot be sent is logged: a second delivery would do it all twice."""
        try:
            message = message_of(answer)
            if message is not None:
                await send(message)
        except Exception as e:  # noqa: BLE001  # it was done; that it was not said must not undo it
            log.warning("answer_not_sent", extra={"error": type(e).__name__, "kind": incoming.kind.value})


def runner(application: web.Application, *, leave: float = 20.0) -> web.AppRunner:
    """What serves it, and at its end leaves open requests so many seconds.

    Nothing is unpacked before we know who sent it, and whoever says nothing is not waited for.
    """
    return web.AppRunner(
        application,
        access_log=None,
        handle_signals=False,
        auto_decompress=False,
        keepalive_timeout=SILENT,
        lingering_time=1.0,
        shutdown_timeout=leave,
    )


def _is_json(request: web.Request) -> bool:
    """JSON in UTF-8 as it stands: no other encoding, and nothing packed."""
    packed = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    charset = (request.charset or "utf-8").lower()
    return request.content_type == "application/json" and charset == "utf-8" and not packed


async def _activity(request: web.Request) -> dict[str, object] | None:
    """The body, if it is an activity at all. Raises HTTPRequestEntityTooLarge (413)."""
    try:
        body = await request.read()
        found = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_no_number)
        if rb"\ud" in body.lower():
            found = json.loads(_whole(json.dumps(found, ensure_ascii=False)))
    except web.HTTPException:
        raise
    except (ValueError, RecursionError, *BROKEN_OFF):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("type"), str) else None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object that names each of its fields once: of two, whoever looked before us may have read the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field twice")
    return found


def _no_number(name: str) -> object:
    raise ValueError(name)


def _whole(text: str) -> str:
    """Without halves of characters, which some client cut in two and nobody could send on."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _reply(incoming: Incoming, answer: Answer) -> web.Response:
    """The HTTP answer. A press is answered in the body, always with 200: clients read `statusCode` inside it."""
    if incoming.kind in SIGN_INS:
        return _signed_in(incoming, answer)
    if incoming.kind is Kind.MEETING_ENDED and answer.failed:
        return web.Response(status=503)
    if incoming.kind in DIALOGS:
        return web.json_response(dialog.reply(answer.card, answer.text))
    if incoming.kind is not Kind.PRESS:
        return web.Response(status=201)
    if answer.failed:
        return _body(412, PRECONDITION, {"code": "412", "message": NOT_SIGNED_IN})
    if answer.card is not None:
        return _body(200, ADAPTIVE, answer.card)
    if answer.sign_in is not None:
        return _body(401, LOGIN, answer.sign_in.get("content"))
    return _body(200, MESSAGE, answer.text or "")


def _body(status: int, type: str, value: object) -> web.Response:
    return web.json_response({"statusCode": status, "type": type, "value": value})


def _signed_in(incoming: Incoming, answer: Answer) -> web.Response:
    """200, or 412 on which Teams shows the sign-in card."""
    exchange = incoming.exchange
    named = {"id": exchange.id, "connectionName": exchange.connection} if exchange else {}
    if answer.failed:
        return web.json_response({**named, "failureDetail": NOT_SIGNED_IN}, status=412)
    return web.json_response(named)


async def _afterwards(after: Callable[[], Awaitable[None]]) -> None:
    """Nobody waits for it any more: an error has nowhere to go but the log, and only its kind."""
    try:
        await after()
    except Exception as e:  # noqa: BLE001  # the answer is out: there is nobody left to tell
        log.error("after_failed", extra={"error": type(e).__name__})
