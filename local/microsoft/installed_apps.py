"""Graph's list of the apps that a person has added in Teams: the bot's own app, in the version that is set here."""

from collections.abc import Iterable

from aiohttp import web

from local.microsoft.answers import METADATA, equals, needs, refusal

LISTS = (
    "TeamsAppInstallation.ReadForUser",
    "TeamsAppInstallation.ReadWriteSelfForUser",
    "TeamsAppInstallation.ReadWriteForUser",
)


class InstalledApps:
    """`version` is what everybody has; None: nobody has added it."""

    def __init__(self, app_id: str) -> None:
        self.app_id = app_id
        self.version: str | None = "1.0.0"

    def routes(self) -> Iterable[web.RouteDef]:
        """Under /me and under /users/{oid}."""
        for whose in ("/v1.0/me", "/v1.0/users/{user}"):
            yield web.get(f"{whose}/teamwork/installedApps", self._list)

    async def _list(self, request: web.Request) -> web.Response:
        """As `$expand=teamsApp,teamsAppDefinition` shows it; the catalogue's own id of an app is not its manifest's."""
        caller = needs(request, *LISTS)
        name, wanted = equals(request.query.get("$filter")) or ("", "")
        if name != "teamsApp/externalId" or "teamsAppDefinition" not in request.query.get("$expand", ""):
            raise refusal(
                400, "Filter on teamsApp/externalId and expand teamsAppDefinition.", code="BadRequest"
            )
        catalogue = f"catalogue-{self.app_id}"
        apps = [
            {
                "id": f"{caller.oid}##{catalogue}",
                "teamsApp": {
                    "id": catalogue,
                    "externalId": self.app_id,
                    "distributionMethod": "organization",
                },
                "teamsAppDefinition": {"id": "1", "teamsAppId": catalogue, "version": self.version},
            }
        ]
        found = apps if self.version is not None and wanted == self.app_id else []
        context = f"{METADATA}users('{caller.oid}')/teamwork/installedApps"
        return web.json_response({"@odata.context": context, "@odata.count": len(found), "value": found})
