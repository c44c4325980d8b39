"""All that Faircopy can be told from outside: read once, from FAIRCOPY_* variables, every fault named together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

import connectors
from record.errors import ConfigurationError
from record.said import Said

PREFIX = "FAIRCOPY_"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One deployment serves one council: one tenant, one bot, one case system.

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
    temporary_key: Said[str] | None = None
    lasting_key: Said[str] | None = None
    storage_api_version: str | None = None
    vault_key_url: str | None = None
    key_file: Path | None = None
    sign_in_connection: str = "graph"
    authority: str = "https://login.microsoftonline.com"
    authority_ca: Path | None = None
    channel_keys_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    token_service_url: str = "https://token.botframework.com"
    graph_url: str = "https://graph.microsoft.com/v1.0"
    service_hosts: tuple[str, ...] = ("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com")
    file_hosts: tuple[str, ...] = ("sharepoint.com", "svc.ms")
    host: str = "127.0.0.1"
    port: int = 3978
    idle_poll: float = 5.0
    sweep: float = 300.0
    lease: float = 60.0


def read(environment: Mapping[str, str]) -> Settings:
    """The settings. Raises ConfigurationError naming every fault, by variable, with what is allowed."""
    faults: list[str] = []
    values: dict[str, object] = {}
    names = {f"{PREFIX}{f.name.upper()}": f for f in fields(Settings)}
    unknown = sorted(x for x in environment.keys() - names.keys() if x.startswith(PREFIX))
    faults += [f"{name} is not a setting. Remove it, or mend its name." for name in unknown]
    for name, f in names.items():
        text = environment.get(name, "").strip()
        if not text:
            if f.name in _REQUIRED:
                faults.append(f"{name} is missing: {_REQUIRED[f.name]}.")
            continue
        try:
            values[f.name] = _value(str(f.type), text)
        except ValueError as e:
            faults.append(f"{name} {e}.")
    faults += _together(values)
    if faults:
        raise ConfigurationError(
            "Faircopy cannot start. Nothing was changed.\n" + "\n".join(f"- {x}" for x in faults)
        )
    return Settings(**values)  # type: ignore[arg-type]  # each value was made from its field's own type


_REQUIRED = {
    "app_id": "the bot's application (client) id, a GUID",
    "tenant": "the council's tenant id, a GUID",
    "temporary_blob_url": "the blob address of the storage account for words, https",
    "temporary_queue_url": "the queue address of the storage account for words, https",
    "lasting_blob_url": "the blob address of the storage account for receipts, https",
}


def _value(kind: str, text: str) -> object:
    if kind.startswith("Said"):
        return Said(text)
    if kind.startswith("Path"):
        return Path(text)
    if kind.startswith("tuple"):
        return tuple(x.strip() for x in text.split(",") if x.strip())
    if kind == "bool":
        if text.lower() not in ("true", "false"):
            raise ValueError("must be true or false")
        return text.lower() == "true"
    if kind in ("int", "float"):
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:
            raise ValueError("must be a number") from None
    return text


def _together(values: Mapping[str, object]) -> list[str]:
    """Faults of form, and of settings that only make sense together."""
    faults = [
        f"{PREFIX}{name.upper()} must be a GUID"
        for name in ("app_id", "tenant", "identity_client_id")
        if isinstance(text := values.get(name), str) and not GUID.fullmatch(text)
    ]
    for name, value in values.items():
        if isinstance(value, str) and (name.endswith("_url") or name == "authority") and not _safe(value):
            faults.append(f"{PREFIX}{name.upper()} must start with https:// (http only on 127.0.0.1)")
    if values.get("case_system", "http_json") not in connectors.NAMES:
        faults.append(f"{PREFIX}CASE_SYSTEM must be one of: {', '.join(sorted(connectors.NAMES))}")
    if "case_system_url" not in values and values.get("case_system") != "by_hand":
        faults.append(f"{PREFIX}CASE_SYSTEM_URL is missing: the address of the case system, https")
    if "app_secret" in values and "identity_client_id" in values:
        faults.append(f"Set {PREFIX}APP_SECRET or {PREFIX}IDENTITY_CLIENT_ID, not both")
    if "app_secret" not in values and "identity_client_id" not in values:
        faults.append(f"Set {PREFIX}IDENTITY_CLIENT_ID (a managed identity), or {PREFIX}APP_SECRET")
    if ("vault_key_url" in values) == ("key_file" in values):
        faults.append(f"Set {PREFIX}VAULT_KEY_URL, or {PREFIX}KEY_FILE where there is no vault, and not both")
    return [f"{x}." for x in faults]


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1")
