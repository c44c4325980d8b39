"""The Bot Framework's published keys, and the tokens with which the channel calls the bot."""

import time
from collections.abc import Iterable, Mapping

import jwt
from aiohttp import web
from typing_extensions import override

from local.microsoft.keys import CHANNEL, KeyRing, forgers_key, lifespan
from local.wire import StandIn, Wire


class ChannelKeys(StandIn):
    """The OpenID document and the key set that a bot checks its callers against."""

    party = "keys"

    def __init__(self, wire: Wire, app_id: str) -> None:
        super().__init__(wire)
        self.app_id = app_id
        self.keys = KeyRing(100)
        self.endorsements = ["msteams"]

    @property
    def metadata_url(self) -> str:
        """Where a bot finds the OpenID document."""
        return f"{self.url}/v1/.well-known/openidconfiguration"

    def roll_over(self, *, keep_old: bool = False) -> None:
        """Publish a new key and sign with it from now on."""
        self.keys.roll_over(keep_old=keep_old)

    @override
    def holdings(self) -> Mapping[str, object]:
        return {"endorsements": self.endorsements}

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        return [
            web.get("/v1/.well-known/openidconfiguration", self._metadata),
            web.get("/v1/.well-known/keys", self._jwks),
        ]

    async def _metadata(self, _: web.Request) -> web.Response:
        document = {
            "issuer": CHANNEL,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self.url}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return web.json_response(document)

    async def _jwks(self, _: web.Request) -> web.Response:
        return web.json_response(self.keys.jwks(endorsements=self.endorsements))

    def channel_token(
        self,
        service_url: str,
        audience: str | None = None,
        *,
        alg: str = "RS256",
        key: str = "ours",
        kid: str | None = "ours",
        **claims: object,
    ) -> str:
        """The channel's token for one call of the bot.

        To forge: any claim (`iss=`, `exp=`, …; None leaves it out), `key="other"` signs with an unpublished
        key, `kid="…"` names another key (None: none), `alg="none"` or `alg="HS256"`, `expired=True`.
        """
        body: dict[str, object] = {
            "iss": CHANNEL,
            "aud": audience or self.app_id,
            "serviceurl": service_url,
            **lifespan(3600),
        }
        if claims.pop("expired", False):
            body |= {"nbf": int(time.time()) - 7200, "exp": int(time.time()) - 3600}
        body = {name: value for name, value in (body | claims).items() if value is not None}
        name = self.keys.kid if kid == "ours" else kid
        headers = {} if name is None else {"kid": name}
        if alg == "none":
            return jwt.encode(body, "", algorithm="none", headers=headers)
        if alg.startswith("HS"):
            return jwt.encode(body, "a shared secret that nobody should have", algorithm=alg, headers=headers)
        signer = forgers_key() if key == "other" else self.keys.keys[self.keys.kid]
        return jwt.encode(body, signer, algorithm=alg, headers=headers)
