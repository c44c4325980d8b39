"""The Bot Framework token service stand-in: who is signed in, and their delegated Graph tokens."""

import base64
import binascii
import json
import secrets
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from typing_extensions import override

from local.microsoft.identity import CONSENTED, Identity
from local.microsoft.keys import CHANNEL, BadTokenError
from local.microsoft.people import Person
from local.wire import RefusalError, StandIn, Wire, json_object


class SignIn(Enum):
    """Where a person stands with the connection."""

    NO = "not signed in"
    YES = "signed in"
    CONSENT_MISSING = "consent missing"  # an exchange fails until somebody consents


@dataclass
class Standing:
    """One person's state: the scopes granted, and how long the tokens given out live."""

    person: Person
    state: SignIn = SignIn.NO
    scopes: tuple[str, ...] = CONSENTED
    lifetime: float = 3600.0
    code: str = ""
    claims: dict[str, Any] = field(default_factory=dict)  # what its tokens say otherwise than they should


class TokenService(StandIn):
    """What `UserTokenClient` talks to; only the bot itself, by its own token, may ask."""

    party = "tokens"

    def __init__(self, wire: Wire, app_id: str, connection: str, identity: Identity) -> None:
        super().__init__(wire)
        self.app_id, self.connection, self.identity = app_id, connection, identity
        self.people: dict[str, Standing] = {}
        self.exchange_url: str | None = f"api://botid-{app_id}"  # None: no single sign-on

    def add(self, person: Person, *, signed_in: bool = True) -> Standing:
        """Make a person known, signed in or not."""
        standing = Standing(person, SignIn.YES if signed_in else SignIn.NO)
        self.people[person.teams_id] = standing
        return standing

    def sign_in(self, person: Person) -> None:
        """As if the person had signed in just now."""
        self.people[person.teams_id].state = SignIn.YES

    def sign_out(self, person: Person, *, consent_missing: bool = False) -> None:
        """Signed out, or never consented to."""
        self.people[person.teams_id].state = SignIn.CONSENT_MISSING if consent_missing else SignIn.NO

    def visit(self, person: Person) -> str:
        """The person goes through the sign-in page: the code that Teams then sends to the bot."""
        standing = self.people[person.teams_id]
        standing.code = f"{secrets.randbelow(10**6):06}"
        return standing.code

    @override
    def holdings(self) -> Mapping[str, object]:
        return {"people": self.people}

    @override
    def error_body(self, status: int) -> object:
        return {"error": {"code": "ServiceError", "message": f"Answered {status}."}}

    @override
    def guards(self) -> list[Middleware]:
        return [self._signed]

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        return [
            web.get("/api/usertoken/GetToken", self._get),
            web.get("/api/usertoken/GetTokenStatus", self._status),
            web.post("/api/usertoken/exchange", self._exchange),
            web.delete("/api/usertoken/SignOut", self._sign_out),
            web.get("/api/botsignin/GetSignInResource", self._resource),
        ]

    @web.middleware
    async def _signed(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            claims = self.identity.keys.check(request.headers.get("Authorization"), CHANNEL)
        except BadTokenError:
            claims = {}
        if claims.get("appid") != self.app_id:
            raise RefusalError(401, {"message": "Authorization has been denied for this request."})
        return await handler(request)

    def _asked(self, request: web.Request) -> Standing | None:
        query = request.query
        if not query.get("userId") or not query.get("connectionName"):
            raise refusal(400, "BadArgument", "userId and connectionName are required.")
        if query["connectionName"] != self.connection:
            raise refusal(404, "NotFound", "Connection setting not found.")
        return self.people.get(query["userId"])

    def _token(self, standing: Standing) -> dict[str, str]:
        until = datetime.fromtimestamp(time.time() + standing.lifetime, UTC)
        return {
            "channelId": "msteams",
            "connectionName": self.connection,
            "token": self.identity.user_token(
                standing.person, standing.scopes, lifetime=standing.lifetime, **standing.claims
            ),
            "expiration": until.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }

    async def _get(self, request: web.Request) -> web.Response:
        standing, code = self._asked(request), request.query.get("code")
        if standing and code and code == standing.code:
            standing.state, standing.code = SignIn.YES, ""
        if standing is None or standing.state is not SignIn.YES:
            raise refusal(404, "NotFound", "Token not found.")
        return web.json_response(self._token(standing))

    async def _status(self, request: web.Request) -> web.Response:
        standing = self.people.get(request.query.get("userId", ""))
        signed_in = standing is not None and standing.state is SignIn.YES
        return web.json_response(
            [
                {
                    "channelId": "msteams",
                    "connectionName": self.connection,
                    "hasToken": signed_in,
                    "serviceProviderDisplayName": "Azure Active Directory v2",
                }
            ]
        )

    async def _exchange(self, request: web.Request) -> web.Response:
        standing = self._asked(request)
        body = await json_object(request, refusal(400, "BadArgument", "Not a JSON object."))
        audience = f"api://botid-{self.app_id}"
        try:
            claims = self.identity.keys.check(f"Bearer {body.get('token')}", audience)
        except BadTokenError:
            raise refusal(400, "BadRequest", "Unable to exchange token: the token is not valid.") from None
        if standing is None or claims["oid"] != standing.person.oid:
            raise refusal(404, "NotFound", "User not found.")
        if standing.state is SignIn.CONSENT_MISSING:
            raise refusal(
                412,
                "PreconditionFailed",
                "AADSTS65001: The user or administrator has not consented to the app.",
            )
        standing.state = SignIn.YES
        return web.json_response(self._token(standing))

    async def _sign_out(self, request: web.Request) -> web.Response:
        standing = self.people.get(request.query.get("userId", ""))
        if standing is None:
            raise refusal(404, "NotFound", "User not found.")
        standing.state = SignIn.NO
        return web.json_response({})

    async def _resource(self, request: web.Request) -> web.Response:
        try:
            state = json.loads(base64.b64decode(request.query["state"]))
        except (KeyError, ValueError, binascii.Error):
            raise refusal(400, "BadArgument", "state is required.") from None
        if state.get("connectionName", state.get("ConnectionName")) != self.connection:
            raise refusal(404, "NotFound", "Connection setting not found.")
        return web.json_response(
            {
                "signInLink": f"{self.url}/api/oauth/signin?signin={uuid.uuid4().hex}",
                "tokenExchangeResource": self.exchange_url
                and {
                    "id": str(uuid.uuid4()),
                    "uri": self.exchange_url,
                    "providerId": "30dd229c-58e3-4a48-bdfd-91ec48eb906c",
                },
                "tokenPostResource": None,
            }
        )


def refusal(status: int, code: str, message: str) -> RefusalError:
    """An error in the token service's shape."""
    return RefusalError(status, {"error": {"code": code, "message": message}})
