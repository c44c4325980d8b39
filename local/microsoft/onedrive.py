"""The OneDrive stand-in: serves a file at a pre-authorised, short-lived address, as Teams gives bots."""

import secrets
import time
from collections.abc import Iterable, Mapping
from typing import Self

from aiohttp import web
from typing_extensions import override

from local.microsoft.files import DriveItem, Files
from local.wire import RefusalError, StandIn, Wire

CHAT_FILES = "Microsoft Teams Chat Files"


class OneDrive(StandIn):
    """The host of everybody's files; Graph shows the same files as drive items."""

    party = "onedrive"

    def __init__(self, wire: Wire, files: Files) -> None:
        super().__init__(wire)
        self.files = files
        self.download_lifetime = 3600.0
        self._passes: dict[str, tuple[str, float]] = {}

    @override
    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.files.root = self.url
        return self

    @override
    def holdings(self) -> Mapping[str, object]:
        files = self.files
        return {
            "files": files.items,
            "recycle bin": [item for _, item in files.bin],
            "preservation hold": files.preserved,
            "media storage": files.left_over,
            "lists": files.ghosts,
        }

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        return [
            web.get("/personal/{site}/_layouts/15/download.aspx", self._download),
            web.get("/{page:.*}", self._page),
        ]

    def download_url(self, item: DriveItem) -> str:
        """An address that serves this file to whoever has it, for a while."""
        token = secrets.token_urlsafe(24)
        self._passes[token] = (item.id, time.time() + self.download_lifetime)
        site = f"{self.url}/personal/{item.owner.site}/_layouts/15/download.aspx"
        return f"{site}?UniqueId={item.unique_id}&tempauth={token}"

    async def _download(self, request: web.Request) -> web.Response:
        item_id, until = self._passes.get(request.query.get("tempauth", ""), ("", 0.0))
        if until < time.time() or "Authorization" in request.headers:
            raise refusal(401, "unauthenticated", "The address has expired, or carries a bearer token.")
        item = self.files.items.get(item_id)
        if item is None or item.unique_id != request.query.get("UniqueId"):
            raise refusal(404, "itemNotFound", "The resource could not be found.")
        return web.Response(body=item.content, content_type="application/octet-stream")

    async def _page(self, _: web.Request) -> web.Response:
        """Web addresses are for signed-in browsers."""
        raise refusal(403, "accessDenied", "Access denied.")


def refusal(status: int, code: str, message: str) -> RefusalError:
    """An error in OneDrive's shape."""
    return RefusalError(status, {"error": {"code": code, "message": message}})
