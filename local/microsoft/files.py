"""The tenant's OneDrives: files with owners, labels and holds, and what becomes of them when deleted."""

import base64
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from local.microsoft.answers import no_item, refusal, seconds
from local.microsoft.people import Person

RECORDINGS = "Recordings"
HELD = (
    "Request was cancelled by event received. If attempting to delete a non-empty folder, "
    "it's possible that it's on hold"
)
DENIED = "Access denied. You do not have permission to perform this action or access this resource."


def retain_label(name: str = "Retain 25 years") -> dict[str, Any]:
    """A retention label that blocks deletion."""
    return {
        "name": name,
        "isLabelAppliedExplicitly": True,
        "labelAppliedDateTime": seconds(datetime.now(UTC)),
        "labelAppliedBy": {"user": {"id": str(uuid.uuid4()), "displayName": "Records manager"}},
        "retentionSettings": {
            "behaviorDuringRetentionPeriod": "retainAsRecord",
            "isDeleteAllowed": False,
            "isRecordLocked": True,
            "isMetadataUpdateAllowed": False,
            "isContentUpdateAllowed": False,
            "isLabelUpdateAllowed": False,
        },
    }


@dataclass
class DriveItem:
    """One file. A meeting's mp4 carries its transcript inside; `label` and `on_hold` stop a deletion."""

    id: str
    name: str
    folder: str
    owner: Person
    content: bytes
    created: datetime
    web_url: str
    share_url: str
    unique_id: str = field(default_factory=lambda: str(uuid.uuid4()).upper())
    transcript: bytes | None = None
    editors: set[str] = field(default_factory=set)
    readers: set[str] = field(default_factory=set)
    source: dict[str, str] | None = None
    label: dict[str, Any] | None = None
    on_hold: bool = False

    def may_read(self, oid: str) -> bool:
        """Whether this person may open it."""
        return oid == self.owner.oid or oid in self.editors | self.readers

    def may_delete(self, oid: str) -> bool:
        """Whether this person may edit it, and so delete it."""
        return oid == self.owner.oid or oid in self.editors


@dataclass
class Drive:
    """One person's OneDrive."""

    id: str
    site_id: str
    owner: Person

    def folder_id(self, folder: str) -> str:
        """The id of one of its folders."""
        return "01" + uuid.uuid5(uuid.NAMESPACE_URL, f"{self.id}/{folder}").hex.upper()


class Files:
    """All drives, and the settings that say how honest deletion is here."""

    def __init__(self) -> None:
        self.root = ""  # the OneDrive stand-in's address
        self.drives: dict[str, Drive] = {}
        self.items: dict[str, DriveItem] = {}
        self.bin: list[tuple[datetime, DriveItem]] = []
        self.preserved: list[DriveItem] = []  # the Preservation Hold library: administrators only
        self.left_over: dict[str, bytes] = {}  # transcripts that outlived their file
        self.ghosts: dict[str, DriveItem] = {}
        self._shown: dict[tuple[str, str], int] = {}
        self.lists_lag = 0  # how many more times each list shows what was deleted
        self.says_deleted_but_keeps = False
        self.deletes_into_recycle_bin = False  # permanentDelete behaves like DELETE
        self.preserves = False  # a retention policy: gone for users, kept for administrators
        self.transcript_outlives_file = False

    def drive(self, owner: Person) -> Drive:
        """A person's drive."""
        for drive in self.drives.values():
            if drive.owner == owner:
                return drive
        name = "b!" + base64.urlsafe_b64encode(uuid.uuid4().bytes + uuid.uuid4().bytes).decode().rstrip("=")
        site = f"example-my.sharepoint.com,{uuid.uuid4()},{uuid.uuid4()}"
        return self.drives.setdefault(name, Drive(name, site, owner))

    def add_file(
        self, owner: Person, folder: str, name: str, content: bytes, created: datetime | None = None
    ) -> DriveItem:
        """Put a file into a person's drive."""
        self.drive(owner)
        number = uuid.uuid4().hex.upper()
        place = f"{self.root}/personal/{owner.site}/Documents/{quote(folder)}/{quote(name)}"
        taken = any(item.web_url == place for item in self.items.values())
        if taken:
            stem, dot, ending = name.rpartition(".")
            return self.add_file(
                owner, folder, f"{stem or ending} 1{dot}{ending if stem else ''}", content, created
            )
        share = f"{self.root}/:v:/g/personal/{owner.site}/{number}"
        item = DriveItem(
            "01" + number, name, folder, owner, content, created or datetime.now(UTC), place, share
        )
        self.items[item.id] = item
        return item

    def find(self, drive_id: str, item_id: str) -> DriveItem:
        """The item, or 404."""
        item, drive = self.items.get(item_id), self.drives.get(drive_id)
        if item is None or drive is None or item.owner != drive.owner:
            raise no_item()
        return item

    def by_url(self, url: str) -> DriveItem:
        """The item behind a web address or a sharing link, or 404."""
        for item in self.items.values():
            if url in (item.web_url, item.share_url):
                return item
        raise no_item()

    def delete(self, item: DriveItem, oid: str, *, permanently: bool) -> None:
        """Delete as that person, as far as rights, label, hold and this tenant's honesty allow."""
        if not item.may_delete(oid):
            raise refusal(403, DENIED, code="accessDenied")
        if item.on_hold:
            raise refusal(403, HELD, code="accessDenied")
        if item.label and not item.label["retentionSettings"]["isDeleteAllowed"]:
            raise refusal(
                403, "The item's retention label does not allow it to be deleted.", code="accessDenied"
            )
        if self.says_deleted_but_keeps:
            return
        del self.items[item.id]
        if self.lists_lag:
            self.ghosts[item.id] = replace(item, content=b"", transcript=None)
        if self.transcript_outlives_file and item.transcript is not None:
            self.left_over[item.id] = item.transcript
        if self.preserves:
            self.preserved.append(item)
        elif not permanently or self.deletes_into_recycle_bin:
            self.bin.append((datetime.now(UTC), item))

    def transcript(self, item_id: str) -> bytes | None:
        """The transcript inside an item, while there is one."""
        item = self.items.get(item_id)
        return item.transcript if item else self.left_over.get(item_id)

    def listed(self, listing: str, item_id: str) -> bool:
        """Whether a list shows this item: while it exists, and `lists_lag` times after."""
        if item_id in self.items or item_id in self.left_over:
            return True
        shown = self._shown.get((listing, item_id), 0)
        self._shown[listing, item_id] = shown + 1
        return shown < self.lists_lag

    def children(self, drive: Drive, folder: str) -> list[DriveItem]:
        """The files of a folder."""
        return [
            item
            for item in [*self.items.values(), *self.ghosts.values()]
            if item.owner == drive.owner and item.folder == folder and self.listed("children", item.id)
        ]

    def shape(self, item: DriveItem, download_url: str | None = None) -> dict[str, Any]:
        """A driveItem as Graph shows it."""
        drive = self.drive(item.owner)
        shown: dict[str, Any] = {
            "id": item.id,
            "name": item.name,
            "size": len(item.content),
            "createdDateTime": seconds(item.created),
            "lastModifiedDateTime": seconds(item.created),
            "webUrl": item.web_url,
            "eTag": f'"{{{item.unique_id}}},1"',
            "file": {"mimeType": _mime(item.name), "hashes": {"quickXorHash": quick_xor_hash(item.content)}},
            "parentReference": {
                "driveType": "business",
                "driveId": drive.id,
                "id": drive.folder_id(item.folder),
                "path": f"/drives/{drive.id}/root:/{item.folder}",
                "name": item.folder,
                "siteId": drive.site_id,
            },
        }
        if download_url:
            shown["@microsoft.graph.downloadUrl"] = download_url
        if item.source:
            shown["source"] = dict(item.source)
            shown["media"] = {
                "isTranscriptionShown": item.transcript is not None,
                "mediaSource": {"contentCategory": "meeting"},
            }
        return shown


def _mime(name: str) -> str:
    kinds = {"mp4": "video/mp4", "vtt": "text/vtt", "txt": "text/plain"}
    return kinds.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def quick_xor_hash(data: bytes) -> str:
    """OneDrive's own hash: each byte XORed in, eleven bits further on, into 160 bits; then the length."""
    mask, cell = (1 << 160) - 1, 0
    for number, byte in enumerate(data):
        value = byte << (number * 11 % 160)
        cell ^= (value & mask) ^ (value >> 160)
    out = bytearray(cell.to_bytes(20, "little"))
    for place, byte in enumerate(len(data).to_bytes(8, "little")):
        out[12 + place] ^= byte
    return base64.b64encode(out).decode()
