"""Graph's drive, item, sharing-link, label, deletion and recycle-bin requests."""

import base64
import binascii
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from local.microsoft.answers import Caller, collection, entity, needs, no_item, refusal, seconds
from local.microsoft.files import DENIED, RECORDINGS, Drive, DriveItem, Files
from local.microsoft.onedrive import OneDrive

READ_ALL = ("Files.Read.All", "Files.ReadWrite.All")
READ = ("Files.Read", "Files.ReadWrite", *READ_ALL)
WRITE_ALL = ("Files.ReadWrite.All",)
WRITE = ("Files.ReadWrite", *WRITE_ALL)
BIN = ("Sites.Read.All", *READ_ALL)


class FileRoutes:
    """The requests about files."""

    def __init__(self, files: Files, onedrive: OneDrive) -> None:
        self.files, self.onedrive = files, onedrive
        self.page_size = 200

    def routes(self) -> Iterable[web.RouteDef]:
        """All of them; the recycle bin is listed in beta only."""
        item = "/v1.0/drives/{drive}/items/{item}"
        yield web.get("/v1.0/me/drive", self._drive)
        yield web.get("/v1.0/users/{user}/drive", self._drive)
        yield web.get("/v1.0/me/drive/special/{special}", self._special)
        yield web.get("/v1.0/me/drive/special/{special}/children", self._special_children)
        yield web.get("/v1.0/drives/{drive}", self._drive)
        yield web.get("/v1.0/drives/{drive}/special/{special}", self._special)
        yield web.get("/v1.0/drives/{drive}/special/{special}/children", self._special_children)
        yield web.get("/v1.0/shares/{share}/driveItem", self._share)
        yield web.get(item, self._get)
        yield web.get(f"{item}/children", self._children)
        yield web.get(f"{item}/content", self._content)
        yield web.get(f"{item}/retentionLabel", self._label)
        yield web.get(f"{item}/permissions", self._permissions)
        yield web.delete(item, self._delete)
        yield web.post(f"{item}/permanentDelete", self._permanent_delete)
        yield web.get("/beta/sites/{site}/recycleBin/items", self._recycle_bin)

    def _own_drive(self, request: web.Request) -> Drive:
        """The drive asked for, which must be the caller's: nobody was given another's whole drive."""
        caller = needs(request, *READ)
        name = request.match_info.get("drive")
        whose = request.match_info.get("user", caller.oid)
        for drive in self.files.drives.values():
            if drive.id == name or (name is None and drive.owner.oid == whose):
                if drive.owner.oid != caller.oid:
                    raise refusal(403, DENIED, code="accessDenied")
                return drive
        raise no_item()

    async def _drive(self, request: web.Request) -> web.Response:
        drive = self._own_drive(request)
        shown: dict[str, Any] = {
            "id": drive.id,
            "driveType": "business",
            "name": "OneDrive",
            "webUrl": f"{self.files.root}/personal/{drive.owner.site}/Documents",
            "owner": {"user": {"id": drive.owner.oid, "displayName": drive.owner.name}},
            "sharePointIds": {"siteId": drive.site_id},
        }
        return entity(request, "drives/$entity", shown)

    def _special_folder(self, request: web.Request) -> tuple[Drive, str]:
        drive = self._own_drive(request)
        if request.match_info["special"].lower() != "recordings":
            raise no_item()
        return drive, RECORDINGS

    async def _special(self, request: web.Request) -> web.Response:
        drive, folder = self._special_folder(request)
        return entity(request, "driveItem", self._folder(drive, folder))

    async def _special_children(self, request: web.Request) -> web.Response:
        drive, folder = self._special_folder(request)
        return self._listing(request, drive, folder)

    def _listing(self, request: web.Request, drive: Drive, folder: str) -> web.Response:
        shown = [self.files.shape(item) for item in self.files.children(drive, folder)]
        return collection(request, "Collection(driveItem)", shown, self.page_size)

    def _folder(self, drive: Drive, folder: str) -> dict[str, Any]:
        inside = [i for i in self.files.items.values() if i.owner == drive.owner and i.folder == folder]
        return {
            "id": drive.folder_id(folder),
            "name": folder,
            "folder": {"childCount": len(inside)},
            "parentReference": {"driveType": "business", "driveId": drive.id, "siteId": drive.site_id},
        }

    def _allowed(self, caller: Caller, item: DriveItem, wide: tuple[str, ...]) -> DriveItem:
        """An item in another's drive needs a scope that reaches there, and a share."""
        if item.owner.oid != caller.oid and not (caller.may(*wide) and item.may_read(caller.oid)):
            raise refusal(403, DENIED, code="accessDenied")
        return item

    def _item(self, request: web.Request, scopes: tuple[str, ...], wide: tuple[str, ...]) -> DriveItem:
        caller = needs(request, *scopes)
        item = self.files.find(request.match_info["drive"], request.match_info["item"])
        return self._allowed(caller, item, wide)

    def _shown(self, request: web.Request, item: DriveItem) -> web.Response:
        shape = self.files.shape(item, self.onedrive.download_url(item))
        if "$select" in request.query:
            shape.pop("@microsoft.graph.downloadUrl")
        return entity(request, "driveItem", shape)

    async def _get(self, request: web.Request) -> web.Response:
        drive = self.files.drives.get(request.match_info["drive"])
        if drive and request.match_info["item"] == drive.folder_id(RECORDINGS):
            return entity(request, "driveItem", self._folder(self._own_drive(request), RECORDINGS))
        return self._shown(request, self._item(request, READ, READ_ALL))

    async def _children(self, request: web.Request) -> web.Response:
        drive = self._own_drive(request)
        names = {RECORDINGS} | {item.folder for item in self.files.items.values()}
        for folder in names:
            if drive.folder_id(folder) == request.match_info["item"]:
                return self._listing(request, drive, folder)
        self.files.find(drive.id, request.match_info["item"])
        return collection(request, "Collection(driveItem)", [], self.page_size)

    async def _content(self, request: web.Request) -> web.Response:
        item = self._item(request, READ, READ_ALL)
        raise web.HTTPFound(self.onedrive.download_url(item))

    async def _share(self, request: web.Request) -> web.Response:
        caller = needs(request, *READ)
        name = request.match_info["share"]
        try:
            if not name.startswith("u!") or "=" in name:
                raise ValueError
            url = base64.urlsafe_b64decode(name[2:] + "=" * (-len(name[2:]) % 4)).decode()
        except (ValueError, binascii.Error):
            raise refusal(400, "The sharing token is not valid.", code="invalidRequest") from None
        return self._shown(request, self._allowed(caller, self.files.by_url(url), READ_ALL))

    async def _label(self, request: web.Request) -> web.Response:
        item = self._item(request, READ_ALL, READ_ALL)
        label = item.label or {"name": None, "isLabelAppliedExplicitly": None, "retentionSettings": None}
        return entity(request, "retentionLabel/$entity", label)

    async def _permissions(self, request: web.Request) -> web.Response:
        """Who may do what: all of it for the owner, for others only what is theirs."""
        item, caller = self._item(request, READ, READ_ALL), needs(request, *READ)
        roles = dict.fromkeys(item.readers, "read") | dict.fromkeys(item.editors, "write")
        roles[item.owner.oid] = "owner"
        shown = [
            {"id": f"i:0#.f|{oid}", "roles": [role], "grantedToV2": {"user": {"id": oid}}}
            for oid, role in roles.items()
            if caller.oid in (oid, item.owner.oid)
        ]
        return collection(request, "Collection(permission)", shown, self.page_size)

    async def _delete(self, request: web.Request) -> web.Response:
        item = self._item(request, WRITE, WRITE_ALL)
        self.files.delete(item, needs(request, *WRITE).oid, permanently=False)
        return web.Response(status=204)

    async def _permanent_delete(self, request: web.Request) -> web.Response:
        item = self._item(request, WRITE, WRITE_ALL)
        self.files.delete(item, needs(request, *WRITE).oid, permanently=True)
        return web.Response(status=204)

    async def _recycle_bin(self, request: web.Request) -> web.Response:
        caller = needs(request, *BIN)
        for drive in self.files.drives.values():
            if drive.site_id == request.match_info["site"]:
                if drive.owner.oid != caller.oid:
                    raise refusal(403, DENIED, code="accessDenied")
                shown = [
                    {
                        "id": item.unique_id.lower(),
                        "name": item.name,
                        "size": len(item.content),
                        "deletedDateTime": seconds(when),
                        "deletedFromLocation": f"personal/{item.owner.site}/Documents/{item.folder}",
                        "title": item.name,
                    }
                    for when, item in self.files.bin
                    if item.owner == drive.owner
                ]
                return collection(request, "Collection(recycleBinItem)", shown, self.page_size)
        raise no_item()
