"""Who may come in: every request must carry the channel's own token, for our bot, from our tenant. No exceptions."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import jwt

from bot.channel_keys import ChannelKey
from bot.hosts import allows
from record.doors import Clock

log = logging.getLogger(__name__)

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
SKEW = 300
"""Seconds that the caller's clock may be wrong."""
LARGEST_TOKEN = 16 * 1024


class RefusedCallerError(Exception):
    """Not the channel, or not for us. `why` is a constant for the log; the caller is told nothing."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """What a good token says: the service that calls, and the channels that its key may sign for."""

    service: str
    channels: frozenset[str]


class Keys(Protocol):
    """Where a published key is looked up."""

    async def key(self, kid: str) -> ChannelKey | None: ...


class Callers:
    """Checks a request's bearer token, then the activity that came with it."""

    def __init__(
        self,
        *,
        keys: Keys,
        app_id: str,
        tenants: Iterable[str],
        service_hosts: Iterable[str],
        clock: Clock,
        issuer: str = ISSUER,
    ) -> None:
        if not app_id:
            raise ValueError("an empty application id would let everybody in")
        self._keys = keys
        self._app_id = app_id
        self._tenants = frozenset(t.lower() for t in tenants if t)
        self._hosts = tuple(service_hosts)
        self._clock = clock
        self._issuer = issuer

    async def caller(self, authorization: Sequence[str]) -> Caller:
        """Who signed, from the Authorization headers alone: a stranger's body is never read.

        Raises RefusedCallerError, KeysUnavailableError.
        """
        token = _bearer(authorization)
        key = await self._keys.key(_kid(token))
        if key is None:
            raise RefusedCallerError("key")
        service = self._claims(token, key).get("serviceurl")
        if not isinstance(service, str) or not service:
            raise RefusedCallerError("service")
        return Caller(service=service, channels=key.endorsements)

    def check(self, caller: Caller, activity: Mapping[str, object]) -> None:
        """Returns only for an activity that this caller may bring, and only to us. Raises RefusedCallerError."""
        if activity.get("serviceUrl") != caller.service:
            raise RefusedCallerError("service")
        if not allows(caller.service, self._hosts):
            raise RefusedCallerError("service-host")
        if activity.get("channelId") != CHANNEL or CHANNEL not in caller.channels:
            raise RefusedCallerError("channel")
        self._check_tenant(activity)

    def _claims(self, token: str, key: ChannelKey) -> Mapping[str, object]:
        """The claims of a token with a good signature, for us, in time by the clock that we were handed."""
        try:
            claims = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=self._issuer,
                options={
                    "require": ["exp", "iss", "aud"],
                    "strict_aud": True,
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError) as e:
            raise RefusedCallerError(type(e).__name__) from None
        now = self._clock().timestamp()
        until, since = _number(claims.get("exp")), _number(claims.get("nbf", 0))
        if until is None or since is None or until + SKEW <= now or since - SKEW > now:
            raise RefusedCallerError("time")
        return dict(claims)

    def _check_tenant(self, activity: Mapping[str, object]) -> None:
        """Teams names the tenant in one or two places. At least one must be there, and each must be ours."""
        data = _part(_part(activity, "channelData"), "tenant").get("id")
        named = [x for x in (_part(activity, "conversation").get("tenantId"), data) if x is not None]
        if not named or any(not isinstance(x, str) or x.lower() not in self._tenants for x in named):
            raise RefusedCallerError("tenant")


def _bearer(authorization: Sequence[str]) -> str:
    if len(authorization) != 1:  # two: whoever stands before us may have looked at the other
        raise RefusedCallerError("header")
    scheme, _, token = authorization[0].partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > LARGEST_TOKEN:
        raise RefusedCallerError("header")
    return token


def _kid(token: str) -> str:
    """The name of the key. RS256 only, before any key is looked up; a header that must be understood is not ours."""
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError):
        raise RefusedCallerError("token") from None
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str) or not kid or "crit" in header:
        raise RefusedCallerError("algorithm")
    return kid


def _number(value: object) -> float | None:
    """Seconds since 1970; None for what is no finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e12 else None


def _part(whole: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = whole.get(name)
    return found if isinstance(found, Mapping) else {}
