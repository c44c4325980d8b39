"""Writes types.json: what Azure's own client libraries say that the resources of infra/ may hold. A maintainer's tool.

Run it in an environment of its own that holds the packages of `SOURCES`; nothing else here needs them:

    python -m venv build/azure && build/azure/bin/pip install azure-common azure-mgmt-core NAME==VERSION …
    build/azure/bin/python tests/infra/slice.py

A property is written as its type: `string`, `int`, `bool`, `any`, `@Object`, `[x]` a list and `{x}` a map of x, `a|b`
one of these words; `!` after it means that it must be there, `-` before it that Azure alone writes it.
"""

from __future__ import annotations

import datetime
import enum
import importlib
import json
import sys
import typing
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

SOURCES = {
    "storage": ("azure-mgmt-storage==22.1.1", "azure.mgmt.storage.v2024_01_01.models", "2024-01-01"),
    "app": ("azure-mgmt-appcontainers==4.0.0", "azure.mgmt.appcontainers.models", "2025-07-01"),
    "vault": ("azure-mgmt-keyvault==12.0.0", "azure.mgmt.keyvault.models", "2024-11-01"),
    "network": ("azure-mgmt-network==28.1.0", "azure.mgmt.network.models", "2024-05-01"),
    "dns": ("azure-mgmt-privatedns==1.2.0", "azure.mgmt.privatedns.models", "2024-06-01"),
    "logs": ("azure-mgmt-loganalytics==13.1.1", "azure.mgmt.loganalytics.models", "2025-07-01"),
    "diagnostics": (
        "azure-mgmt-monitor==6.0.2",
        "azure.mgmt.monitor.v2021_05_01_preview.models",
        "2021-05-01-preview",
    ),
    "roles": ("azure-mgmt-authorization==4.0.0", "azure.mgmt.authorization.v2022_04_01.models", "2022-04-01"),
    "registry": (
        "azure-mgmt-containerregistry==14.0.0",
        "azure.mgmt.containerregistry.v2025_04_01.models",
        "2025-04-01",
    ),
    "identity": ("azure-mgmt-msi==7.1.0", "azure.mgmt.msi.v2024_11_30.models", "2024-11-30"),
    "bot": ("azure-mgmt-botservice==2.0.0", "azure.mgmt.botservice.models", "2022-09-15"),
}
"""Package with version, module, API version that the module was made from."""

RESOURCES = {
    "Microsoft.ManagedIdentity/userAssignedIdentities": ("identity", "Identity"),
    "Microsoft.Storage/storageAccounts": ("storage", "StorageAccountCreateParameters"),
    "Microsoft.Storage/storageAccounts/blobServices": ("storage", "BlobServiceProperties"),
    "Microsoft.Storage/storageAccounts/blobServices/containers": ("storage", "BlobContainer"),
    "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies": (
        "storage",
        "ImmutabilityPolicy",
    ),
    "Microsoft.Storage/storageAccounts/managementPolicies": ("storage", "ManagementPolicy"),
    "Microsoft.Storage/storageAccounts/queueServices": ("storage", "QueueServiceProperties"),
    "Microsoft.Storage/storageAccounts/queueServices/queues": ("storage", "StorageQueue"),
    "Microsoft.KeyVault/vaults": ("vault", "VaultCreateOrUpdateParameters"),
    "Microsoft.KeyVault/vaults/keys": ("vault", "KeyCreateParameters"),
    "Microsoft.KeyVault/vaults/secrets": ("vault", "SecretCreateOrUpdateParameters"),
    "Microsoft.Network/virtualNetworks": ("network", "VirtualNetwork"),
    "Microsoft.Network/privateEndpoints": ("network", "PrivateEndpoint"),
    "Microsoft.Network/privateEndpoints/privateDnsZoneGroups": ("network", "PrivateDnsZoneGroup"),
    "Microsoft.Network/privateDnsZones": ("dns", "PrivateZone"),
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks": ("dns", "VirtualNetworkLink"),
    "Microsoft.OperationalInsights/workspaces": ("logs", "Workspace"),
    "Microsoft.Insights/diagnosticSettings": ("diagnostics", "DiagnosticSettingsResource"),
    "Microsoft.Authorization/roleAssignments": ("roles", "RoleAssignmentCreateParameters"),
    "Microsoft.ContainerRegistry/registries": ("registry", "Registry"),
    "Microsoft.App/managedEnvironments": ("app", "ManagedEnvironment"),
    "Microsoft.App/containerApps": ("app", "ContainerApp"),
    "Microsoft.BotService/botServices": ("bot", "Bot"),
    "Microsoft.BotService/botServices/channels": ("bot", "BotChannel"),
}

_KIND = {"Channel": "MsTeamsChannel"}
"""Of what comes in several kinds, ours."""

_PLAIN = {str: "string", int: "int", float: "int", bool: "bool"}


class Slice:
    """What has been read so far: each object's properties by `source.Name`."""

    def __init__(self) -> None:
        self.types: dict[str, dict[str, str]] = {}

    def read(self, source: str, name: str) -> str:
        """Read that class, and every class that it leads to; answers its place."""
        place = f"{source}.{name}"
        if place not in self.types:
            self.types[place] = {}
            module = importlib.import_module(SOURCES[source][1])
            self.types[place] = dict(sorted(self._properties(source, module, getattr(module, name))))
        return place

    def _properties(self, source: str, module: Any, cls: Any) -> typing.Iterator[tuple[str, str]]:
        mapped = hasattr(cls, "_attribute_map")
        yield from (self._mapped if mapped else self._annotated)(source, module, cls)

    def _mapped(self, source: str, module: Any, cls: Any) -> typing.Iterator[tuple[str, str]]:
        """The older libraries: a table of wire names, in which some objects are flattened."""
        hints: dict[str, Any] = {}
        for base in reversed(cls.__mro__):
            if "__init__" in vars(base) and base is not object:
                hints |= _hints(base.__init__, module)
        flattened: dict[str, dict[str, str]] = {}
        for attribute, one in cls._attribute_map.items():
            rule = cls._validation.get(attribute, {})
            if rule.get("constant"):
                shape = "string"
            elif rule.get("readonly"):
                shape = "any"
            elif attribute in hints:
                shape = self._shape(source, hints[attribute])
            else:
                shape = self._named(source, module, one["type"])
            written = f"{'-' if rule.get('readonly') else ''}{shape}{'!' if rule.get('required') else ''}"
            outer, dot, inner = one["key"].replace("\\.", "\0").partition(".")
            if dot:
                flattened.setdefault(outer, {})[inner.replace("\0", ".")] = written
            else:
                yield outer.replace("\0", "."), written
        for outer, properties in flattened.items():
            place = f"{source}.{cls.__name__}.{outer}"
            self.types[place] = dict(sorted(properties.items()))
            yield outer, f"@{place}"

    def _annotated(self, source: str, module: Any, cls: Any) -> typing.Iterator[tuple[str, str]]:
        """The newer ones: a field knows its wire name, and its annotation its type."""
        fields = cls()._attr_to_rest_field
        hints: dict[str, Any] = {}
        for base in reversed(cls.__mro__):
            hints |= _hints(base, module)
        for attribute, field in fields.items():
            alone = field._visibility == ["read"]
            hint = hints[attribute]
            if alone:
                yield field._rest_name, "-any"
            else:
                yield field._rest_name, f"{self._shape(source, hint)}{'' if _optional(hint) else '!'}"

    def _shape(self, source: str, hint: Any) -> str:
        """An annotation, as we write it."""
        if hint in _PLAIN:
            return _PLAIN[hint]
        if hint in (datetime.datetime, datetime.timedelta, bytes):
            return "string"
        origin, given = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Union:
            kinds = [x for x in given if x is not type(None)]
            words = [x for x in kinds if isinstance(x, type) and issubclass(x, enum.Enum)]
            return self._shape(source, words[0] if words else kinds[0])
        if origin is typing.Literal:
            return "|".join(str(getattr(x, "value", x)) for x in given)
        if origin in (list, typing.List) or str(origin).endswith("abc.Sequence'>"):  # noqa: UP006
            return f"[{self._shape(source, given[0])}]"
        if origin in (dict, typing.Dict) or str(origin).endswith("abc.MutableMapping'>"):  # noqa: UP006
            return f"{{{self._shape(source, given[1])}}}"
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return "|".join(str(x.value) for x in hint)
        if isinstance(hint, type) and hasattr(importlib.import_module(SOURCES[source][1]), hint.__name__):
            return f"@{self.read(source, _KIND.get(hint.__name__, hint.__name__))}"
        return "any"

    def _named(self, source: str, module: Any, name: str) -> str:
        """A type as the older libraries' tables name it."""
        if name[0] in "[{":
            inner = self._named(source, module, name[1:-1])
            return f"{name[0]}{inner}{name[-1]}"
        if name in ("str", "iso-8601", "duration", "rfc-1123"):
            return "string"
        if name in ("int", "long", "float", "unix-time", "bool"):
            return "bool" if name == "bool" else "int"
        return f"@{self.read(source, name)}" if hasattr(module, name) else "any"


def _hints(of: Any, module: Any) -> dict[str, Any]:
    known = {**vars(typing), **vars(module), "_models": module, "datetime": datetime, "JSON": Any}
    try:
        return typing.get_type_hints(
            of, {**getattr(of, "__globals__", vars(sys.modules[of.__module__])), **known}
        )
    except (NameError, TypeError, KeyError, AttributeError):
        return {}


def _optional(hint: Any) -> bool:
    return type(None) in typing.get_args(hint)


def main() -> None:
    """Write the slice."""
    for package, _, _ in SOURCES.values():
        name, _, wanted = package.partition("==")
        if version(name) != wanted:
            sys.exit(f"{name} is {version(name)}, and not {wanted}.")
    made = Slice()
    resources = {
        f"{kind}@{SOURCES[source][2]}": made.read(source, name) for kind, (source, name) in RESOURCES.items()
    }
    text = json.dumps({"resources": resources, "types": dict(sorted(made.types.items()))}, indent=1)
    (HERE / "types.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
