"""A host of an AI model, as far as it is greeted: a door with a certificate. Nothing is drafted there yet."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping
from typing import ClassVar

import trustme
from aiohttp import web
from typing_extensions import override

from local.wire import StandIn, Wire
from parties import Reach

NOBODY = ("127.0.0.1", 9)
"""The discard port: nobody listens."""


class AiHost(StandIn):
    """It shows a certificate for `names`, and is found under those of `found`; any other name leads to nobody."""

    party: ClassVar[str] = "ai host"

    def __init__(self, wire: Wire, *names: str, found: Iterable[str] = ()) -> None:
        super().__init__(wire)
        self._ca = trustme.CA(organization_name="Loopback only")
        self._names = names
        self._found = {*names, *found}

    @property
    def reach(self) -> Reach:
        """How a house that believes its authority finds it."""
        return Reach(door=self.door, trust=self._trust)

    def door(self, host: str) -> tuple[str, int]:
        """Where that name leads."""
        return ("127.0.0.1", int(self.url.rpartition(":")[2])) if host in self._found else NOBODY

    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self._ca.configure_trust(context)
        return context

    @override
    def tls(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*self._names).configure_cert(context)
        return context

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        return []

    @override
    def holdings(self) -> Mapping[str, object]:
        return {}
