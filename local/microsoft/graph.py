"""The Graph stand-in: delegated tokens only, the documented requests on meetings, files and groups, else errors."""

import time
from collections.abc import Iterable, Mapping
from email.utils import formatdate

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from typing_extensions import override

from local.microsoft import answers
from local.microsoft.file_routes import FileRoutes
from local.microsoft.files import Files
from local.microsoft.groups import Groups
from local.microsoft.identity import Identity
from local.microsoft.installed_apps import InstalledApps
from local.microsoft.keys import GRAPH, BadTokenError
from local.microsoft.meeting_routes import MeetingRoutes
from local.microsoft.meetings import Meetings
from local.microsoft.onedrive import OneDrive
from local.wire import StandIn, Wire


class Graph(StandIn):
    """Microsoft Graph. Settings: `on_meetings` (the tenant's switches), `files` (how deletion behaves)."""

    party = "graph"

    def __init__(self, wire: Wire, tenant: str, app_id: str, identity: Identity, onedrive: OneDrive) -> None:
        super().__init__(wire)
        self.identity = identity
        self.ahead = 0.0  # seconds by which its clock differs from ours
        self.files: Files = onedrive.files
        self.meetings = Meetings(self.files)
        self.on_meetings = MeetingRoutes(self.meetings, tenant)
        self.apps = InstalledApps(app_id)
        self.on_files = FileRoutes(self.files, onedrive)
        self.groups = Groups()
        self.add_meeting, self.add_transcript = self.meetings.add, self.meetings.add_transcript
        self.item = self.meetings.item  # the file of one transcript, to set a label or a hold on

    @property
    def base_url(self) -> str:
        """What msgraph-sdk takes as the adapter's base_url."""
        return f"{self.url}/v1.0"

    @override
    def holdings(self) -> Mapping[str, object]:
        return {"meetings": self.meetings.all}  # the files are OneDrive's, which lists them

    @override
    def error_body(self, status: int) -> object:
        return answers.error(status)

    @override
    def guards(self) -> list[Middleware]:
        return [self._delegated]

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        return [
            *self.on_meetings.routes(),
            *self.on_files.routes(),
            *self.apps.routes(),
            *self.groups.routes(),
        ]

    @web.middleware
    async def _delegated(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A person's token for Graph, signed by Entra and in time; an app's own token opens nothing here."""
        try:
            claims = self.identity.keys.check(request.headers.get("Authorization"), GRAPH)
        except BadTokenError:
            no = answers.refusal(401, "Access token is missing, invalid or has expired.")
            no.headers["WWW-Authenticate"] = 'Bearer realm="", error="invalid_token"'
            no.headers["Date"] = formatdate(time.time() + self.ahead, usegmt=True)
            raise no from None
        if "scp" not in claims:
            raise answers.refusal(
                403, f"No application access policy found for this app: {claims.get('appid')}."
            )
        scopes = frozenset(str(claims["scp"]).split())
        request[answers.CALLER] = answers.Caller(str(claims["oid"]), scopes)
        answer = await handler(request)
        answer.headers["request-id"] = request.headers.get("client-request-id", "0")
        return answer
