"""All that Faircopy can be told from outside: read once, from FAIRCOPY_* variables, every fault named together."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

import connectors
from record.errors import ConfigurationError
from record.said import Said
from record.system import System

PREFIX = "FAIRCOPY_"
LOOPBACK = "127.0.0.1"
LONGEST = 4096
"""Characters of one value, at most: an identity's own secrets and addresses are far shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One deployment serves one council: one tenant, one bot, one case system, and the other one while it moves to it.

    Addresses default to Microsoft's public ones; they are settings because other clouds have others. Secrets are
    `Said`, so that they cannot be printed either. There is no setting that turns authentication off.
    """

    app_id: str
    tenant: str
    temporary_blob_url: str
    temporary_queue_url: str
    lasting_blob_url: str
    app_secret: Said[str] | None = None
    identity_client_id: str | None = None
    case_system: str = "http_json"
    case_system_url: str = ""
    case_system_key: Said[str] | None = None
    case_system_honours_keys: bool = True
    case_system_test_file: str | None = None
    other_case_system_url: str = ""
    other_case_system_key: Said[str] | None = None
    other_case_system_honours_keys: bool = True
    other_case_system_test_file: str | None = None
    temporary_key: Said[str] | None = None
    lasting_key: Said[str] | None = None
    storage_api_version: str | None = None
    vault_key_url: str | None = None
    key_file: Path | None = None
    record_types: Path | None = None
    sign_in_connection: str = "graph"
    authority: str = "https://login.microsoftonline.com"
    authority_ca: Path | None = None
    channel_keys_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    token_service_url: str = "https://token.botframework.com"
    graph_url: str = "https://graph.microsoft.com/v1.0"
    admins: tuple[str, ...] = ()
    service_hosts: tuple[str, ...] = ("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com")
    file_hosts: tuple[str, ...] = ("sharepoint.com", "svc.ms")
    host: str = "127.0.0.1"
    port: int = 3978
    idle_poll: float = 5.0
    sweep: float = 300.0
    lease: float = 60.0


def read(environment: Mapping[str, str]) -> Settings:
    """The settings. Empty is as if it were not set. Raises ConfigurationError naming every fault, by variable, with
    what is allowed, and never with what was found there: it may be a secret in the wrong place.
    """
    named = {f"{PREFIX}{f.name.upper()}": f.name for f in fields(Settings)}
    unknown = sorted(x for x in environment if x.upper().startswith(PREFIX) and x not in named)
    faults = [f"{_shown(x)} is not a setting. Remove it, or mend its name" for x in unknown]
    values: dict[str, object] = {}
    unread: set[str] = set()
    for variable, name in named.items():
        text = environment.get(variable, "").strip()
        if not text:
            continue
        try:
            values[name] = READERS[name](_clean(text))
        except ValueError as e:
            faults.append(f"{variable} {e}")
            unread.add(name)
    faults += _together(values, unread)
    if faults:
        raise ConfigurationError(
            "Faircopy cannot start. Nothing was changed.\n" + "\n".join(f"- {x}." for x in faults)
        )
    return Settings(**values)  # type: ignore[arg-type]  # each value was made by its field's own reader


# --- one value: its reader answers it, or raises ValueError saying what is allowed --------------------------------

Reader = Callable[[str], object]

_HOST = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
_SHARED_KEY = re.compile(r"[a-z0-9]{3,24}:[A-Za-z0-9+/]{16,}={0,2}")


def _clean(text: str) -> str:
    if not text.isprintable():
        raise ValueError("holds a character that cannot be seen, such as a line break: write it again")
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    return text


def _like(pattern: str, what: str) -> Reader:
    compiled = re.compile(pattern, re.IGNORECASE | re.ASCII)

    def reader(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(f"must be {what}")
        return text

    return reader


_guid = _like(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "a GUID")


def _address(text: str) -> str:
    """Scheme, host, port and path, with no slash at the end. Anything more would be a secret that can be printed."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("must be an address such as https://host/path") from None
    if "@" in parts.netloc:
        raise ValueError("must not hold a user name or a password")
    if "?" in text or "#" in text:
        raise ValueError("must be an address alone, with no ? and no #: keys have settings of their own")
    if not re.fullmatch(_HOST, host) or port == 0 or not re.fullmatch(r"[!-~]+", text) or "\\" in text:
        raise ValueError("must be an address such as https://host/path, in plain letters")
    if parts.scheme != "https" and (parts.scheme, host) != ("http", LOOPBACK):
        raise ValueError(f"must start with https:// (http only on {LOOPBACK})")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}".rstrip("/")


def _vault_key(text: str) -> str:
    address = _address(text)
    if not re.fullmatch(r"/keys/[A-Za-z0-9-]+(/[A-Za-z0-9]+)?", urlsplit(address).path):
        raise ValueError("must be the address of a key, such as https://vault.vault.azure.net/keys/faircopy")
    return address


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(x.strip().lower() for x in text.split(",") if x.strip())
    # One label alone ("com") would let in everything below it.
    if not hosts or not all(re.fullmatch(rf"(?=[^:]*\.){_HOST}(:[0-9]{{1,5}})?", x) for x in hosts):
        raise ValueError("must be hosts such as example.net, separated by commas, with no https:// and no *")
    return hosts


def _guids(text: str) -> tuple[str, ...]:
    found = tuple(x.strip().lower() for x in text.split(",") if x.strip())
    if not found or not all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", x) for x in found):
        raise ValueError("must be Entra object ids, GUIDs separated by commas")
    return found


def _shared_key(text: str) -> Said[str]:
    if not _SHARED_KEY.fullmatch(text):
        raise ValueError("must be name:key, an account's name and its key in base64")
    return Said(text)


def _file(text: str) -> Path:
    try:
        if Path(text).is_file():
            return Path(text)
    except OSError:
        pass  # a name too long, or a folder that we may not enter
    raise ValueError("must be a file that is there and can be read")


def _flag(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("must be true or false")
    return text.lower() == "true"


def _number(lowest: float, highest: float, *, whole: bool = False) -> Reader:
    said = f"must be a {'whole ' if whole else ''}number from {lowest:g} to {highest:g}"

    def reader(text: str) -> int | float:
        if not re.fullmatch(r"[0-9]{1,9}" if whole else r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
            raise ValueError(said)
        value = int(text) if whole else float(text)
        if not (math.isfinite(value) and lowest <= value <= highest):
            raise ValueError(said)
        return value

    return reader


_TEST_FILE = _like(r"(?=.*\d)[\w./#:-]{1,40}", "the number of a test person's file")
_CASE_SYSTEMS = _like("|".join(connectors.NAMES), f"one of: {', '.join(sorted(connectors.NAMES))}")

READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "app_id": _guid,
        "tenant": _guid,
        "temporary_blob_url": _address,
        "temporary_queue_url": _address,
        "lasting_blob_url": _address,
        "app_secret": Said,
        "identity_client_id": _guid,
        "case_system": lambda text: _CASE_SYSTEMS(text.lower()),
        "case_system_url": _address,
        "case_system_key": Said,
        "case_system_honours_keys": _flag,
        "case_system_test_file": _TEST_FILE,
        "other_case_system_url": _address,
        "other_case_system_key": Said,
        "other_case_system_honours_keys": _flag,
        "other_case_system_test_file": _TEST_FILE,
        "temporary_key": _shared_key,
        "lasting_key": _shared_key,
        "storage_api_version": _like(r"20\d\d-[01]\d-[0-3]\d", "a date such as 2026-06-06"),
        "vault_key_url": _vault_key,
        "key_file": Path,
        "record_types": Path,
        "sign_in_connection": _like(r"[a-z0-9][a-z0-9 ._-]{0,63}", "the name of an OAuth connection"),
        "authority": _address,
        "authority_ca": _file,
        "channel_keys_url": _address,
        "token_service_url": _address,
        "graph_url": _address,
        "admins": _guids,
        "service_hosts": _hosts,
        "file_hosts": _hosts,
        "host": _like(rf"{_HOST}|[0-9a-f:.]{{2,45}}", "an address to listen on, such as 0.0.0.0"),
        "port": _number(0, 65535, whole=True),
        "idle_poll": _number(0.05, 60),
        "sweep": _number(1, 3600),
        "lease": _number(2, 600),
    }
)
"""What reads each setting. A lease shorter than 2 seconds runs out between its renewals."""


# --- several values -----------------------------------------------------------------------------------------------

_REQUIRED = {
    "app_id": "the bot's application (client) id, a GUID",
    "tenant": "the council's tenant id, a GUID",
    "temporary_blob_url": "the blob address of the storage account for words, https",
    "temporary_queue_url": "the queue address of the storage account for words, https",
    "lasting_blob_url": "the blob address of the storage account for receipts, https",
}


def _together(values: Mapping[str, object], unread: set[str]) -> list[str]:
    """Faults of settings that only make sense together. What could not be read counts as set: one fault is enough."""
    there = values.keys() | unread
    faults = [
        f"{PREFIX}{name.upper()} is missing: {what}" for name, what in _REQUIRED.items() if name not in there
    ]
    if "case_system_url" not in there and values.get("case_system") != "by_hand":
        faults.append(f"{PREFIX}CASE_SYSTEM_URL is missing: the address of the case system, https")
    faults += _other_case_system(values, there)
    if {"app_secret", "identity_client_id"} <= there:
        faults.append(f"Set {PREFIX}APP_SECRET or {PREFIX}IDENTITY_CLIENT_ID, not both")
    if not {"app_secret", "identity_client_id"} & there:
        faults.append(f"Set {PREFIX}IDENTITY_CLIENT_ID (a managed identity), or {PREFIX}APP_SECRET")
    if ("vault_key_url" in there) == ("key_file" in there):
        faults.append(f"Set {PREFIX}VAULT_KEY_URL, or {PREFIX}KEY_FILE where there is no vault, and not both")
    if "lasting_blob_url" in values and values["lasting_blob_url"] == values.get("temporary_blob_url"):
        faults.append(
            f"{PREFIX}TEMPORARY_BLOB_URL and {PREFIX}LASTING_BLOB_URL must be two accounts: one forgets, one keeps"
        )
    if "authority_ca" in values and not str(values.get("authority", "")).startswith(f"https://{LOOPBACK}:"):
        faults.append(f"{PREFIX}AUTHORITY_CA is for a stand-in: {PREFIX}AUTHORITY must then be on {LOOPBACK}")
    return faults


def _other_case_system(values: Mapping[str, object], there: set[str]) -> list[str]:
    """A key is found by its host alone, so that two case systems at one host would share one."""
    name = f"{PREFIX}OTHER_CASE_SYSTEM_URL"
    if "other_case_system_url" not in there:
        alone = any(x.startswith("other_case_system_") for x in there)
        return [f"{name} is missing: what else is set of that case system belongs to its host"] * alone
    urls = (values.get("case_system_url"), values.get("other_case_system_url"))
    one, other = (System(connector="", address=str(url or "")).origin for url in urls)
    return [f"{name} must be at another host than {PREFIX}CASE_SYSTEM_URL"] * bool(other and one == other)


def _shown(name: str) -> str:
    """A variable's name, so that it can be printed on any terminal."""
    return ascii(name[:80])[1:-1]
