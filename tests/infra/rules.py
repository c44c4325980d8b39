"""What infra/ must keep to: one function a rule, each answers its faults as sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from storage.rooms import LASTING, NUDGES, POISON, TEMPORARY
from tests.infra.bicep import Expr, File, Files, Resource, Value
from tests.infra.running import app, settings_are_known
from tests.infra.values import at, known, must, walk

STORAGE = "Microsoft.Storage/storageAccounts"
CONTAINERS = f"{STORAGE}/blobServices/containers"
QUEUES = f"{STORAGE}/queueServices/queues"
DIAGNOSTICS = "Microsoft.Insights/diagnosticSettings"
ROLES = "Microsoft.Authorization/roleAssignments"

BUILT_IN = {
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": "Storage Blob Data Contributor",
    "974c5e8b-45b9-4653-ba55-5f855dd0fb88": "Storage Queue Data Contributor",
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
    "e147488a-f6f5-4113-8e2d-b22465e65bf6": "Key Vault Crypto Service Encryption User",
    "4633458b-17de-408a-b874-0445c86b69e6": "Key Vault Secrets User",
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
}
"""Ids of Azure's built-in roles (learn.microsoft.com/azure/role-based-access-control/built-in-roles)."""

NEEDED = {
    ("temporary.bicep", "account", "Storage Blob Data Contributor"),
    ("temporary.bicep", "account", "Storage Queue Data Contributor"),
    ("temporary.bicep", "account", "Reader"),
    ("lasting.bicep", "account", "Storage Blob Data Contributor"),
    ("vault.bicep", "wrap", "Key Vault Crypto Service Encryption User"),
    ("vault.bicep", "caseSystemKey", "Key Vault Secrets User"),
    ("vault.bicep", "otherCaseSystemKey", "Key Vault Secrets User"),
    ("registry.bicep", "registry", "AcrPull"),
}
"""Every role of the bot's identity, and on what: no more, and no less. docs/permissions.md says why."""

TOLD = {
    "StorageWrite", "StorageDelete", "AuditEvent", "ContainerAppConsoleLogs", "ContainerAppSystemLogs",
}  # fmt: skip
"""Logs that may be kept: none of them holds a request's or an answer's body."""


def accounts(files: Files) -> Iterator[str]:
    """No shared key, no public way in, encrypted, and two accounts with two purposes."""
    found = [(file, one) for file in files.values() for one in file.of(STORAGE)]
    if sorted(file.name for file, _ in found) != ["lasting.bicep", "temporary.bicep"]:
        yield "there must be two storage accounts: one forgets, one keeps"
    for file, one in found:
        wanted = {
            "allowSharedKeyAccess": False,
            "allowBlobPublicAccess": False,
            "allowCrossTenantReplication": False,
            "isLocalUserEnabled": False,
            "isSftpEnabled": False,
            "minimumTlsVersion": "TLS1_2",
            "supportsHttpsTrafficOnly": True,
            "publicNetworkAccess": "Disabled",
            "networkAcls.defaultAction": "Deny",
            "networkAcls.bypass": "None",
        }
        yield from must(file.name, one.body["properties"], wanted)


def temporary(files: Files) -> Iterator[str]:
    """What is deleted is gone: nothing that keeps or copies, and nothing that deletes behind the line's back."""
    file = files["temporary.bicep"]
    services = file.of(f"{STORAGE}/blobServices")
    wanted = {
        "deleteRetentionPolicy.enabled": False,
        "containerDeleteRetentionPolicy.enabled": False,
        "restorePolicy.enabled": False,
        "changeFeed.enabled": False,
        "isVersioningEnabled": False,
    }
    for one in services:
        yield from must(file.name, one.body["properties"], wanted)
    if len(services) != 1:
        yield f"{file.name}: the blob service's recovery features must be said to be off"
    for one in file.of(STORAGE):
        if at(one.body, "sku.name") not in ("Standard_LRS", "Standard_ZRS"):
            yield f"{file.name}: a copy in a second region is deleted later than the first"
    for kind in (
        "managementPolicies",
        "blobServices/containers/immutabilityPolicies",
        "objectReplicationPolicies",
    ):
        if file.of(f"{STORAGE}/{kind}"):
            yield f"{file.name}: {kind} has no place in the account for words"
    yield from _rooms(file, CONTAINERS, TEMPORARY)
    yield from _rooms(file, QUEUES, (NUDGES, POISON))


def lasting(files: Files) -> Iterator[str]:
    """What is written stays: receipts cannot be changed, the rest can be brought back."""
    file = files["lasting.bicep"]
    services = file.of(f"{STORAGE}/blobServices")
    wanted = {
        "deleteRetentionPolicy.enabled": True,
        "containerDeleteRetentionPolicy.enabled": True,
        "isVersioningEnabled": True,
    }
    for one in services:
        yield from must(file.name, one.body["properties"], wanted)
    yield from _rooms(file, CONTAINERS, LASTING)
    kept = [at(_parent(file, x).body, "name") for x in file.of(f"{CONTAINERS}/immutabilityPolicies")]
    if kept != ["receipts"]:
        yield f"{file.name}: receipts must be immutable, and chain and policies must not"
    if file.of(QUEUES):
        yield f"{file.name}: there is no queue in the lasting account"


def _parent(file: File, one: Resource) -> Resource:
    parent = one.body["parent"]
    assert isinstance(parent, Expr)
    return file.resources[parent.text]


def _rooms(file: File, kind: str, wanted: tuple[str, ...]) -> Iterator[str]:
    found: list[str] = []
    for one in file.of(kind):
        for body in _each(file, one):
            found.append(str(at(body, "name")))
            if kind == CONTAINERS and at(body, "properties.publicAccess") != "None":
                yield f"{file.name}: {found[-1]} may be public"
    if sorted(found) != sorted(wanted):
        yield f"{file.name}: {kind.rpartition('/')[2]} are {sorted(found)}, the code knows {sorted(wanted)}"


def _each(file: File, one: Resource) -> list[Value]:
    made = known(file, one.loop or one.body)
    return made if isinstance(made, list) else [made]


def roles(files: Files) -> Iterator[str]:
    """The bot's identity may do just what it needs, each on the smallest thing it can be given on."""
    found = set()
    for file in files.values():
        for one in file.of(ROLES):
            definition = next(
                (x for x in walk(one.body) if x.text.startswith("subscriptionResourceId(")), Expr("", "")
            )
            id = str(definition.parts[2]) if len(definition.parts) > 2 else ""
            scope = one.body.get("scope")
            found.add((file.name, scope.text if isinstance(scope, Expr) else "", BUILT_IN.get(id, id)))
            if at(one.body, "properties.principalType") != "ServicePrincipal":
                yield f"{file.name}: {one.symbol} is for somebody else than the bot"
    for file_name, scope, role in sorted(NEEDED - found):
        yield f"{file_name}: the bot lacks {role} on {scope}"
    for file_name, scope, role in sorted(found - NEEDED):
        yield f"{file_name}: the bot needs no {role} on {scope or 'the whole group'}"


def vault(files: Files) -> Iterator[str]:
    """One key, for wrapping alone; nobody destroys it in one move."""
    for file in files.values():
        for one in file.of("Microsoft.KeyVault/vaults"):
            wanted = {
                "enableRbacAuthorization": True,
                "enableSoftDelete": True,
                "enablePurgeProtection": True,
                "publicNetworkAccess": "Disabled",
                "networkAcls.defaultAction": "Deny",
            }
            yield from must(file.name, one.body["properties"], wanted)
        for one in file.of("Microsoft.KeyVault/vaults/keys"):
            if at(one.body, "properties.keyOps") != ["wrapKey", "unwrapKey"]:
                yield f"{file.name}: the key is for wrapping and unwrapping alone"
        if file.of("Microsoft.KeyVault/vaults/secrets"):
            yield f"{file.name}: a secret would pass through the deployment: Set-CaseSystemKey.ps1 brings it"


def secrets(files: Files) -> Iterator[str]:
    """None passes through: no secret parameter, no key that is listed, no output that could be one."""
    for file in files.values():
        for name, param in file.params.items():
            if "secure" in param.decorators:
                yield f"{file.name}: {name} would be a secret"
        values: list[Value] = [*file.variables.values(), *(x for _, x in file.outputs.values())]
        values += [x.body for x in (*file.resources.values(), *file.modules.values())]
        for one in walk(values):
            if one.kind == "call_expression" and re.match(r"(\w+\.)?list[A-Z]", one.text):
                yield f"{file.name}: {one.text[:40]} reads a key"


def places(files: Files) -> Iterator[str]:
    """In the United Kingdom, but for what has no place of its own."""
    allowed = files["main.bicep"].params["location"].allowed
    if allowed != ("uksouth",):
        yield f"main.bicep: may lie in {', '.join(allowed) or 'any place'}"
    for file in files.values():
        for one in file.resources.values():
            where = one.body.get("location")
            if where is None or (isinstance(where, Expr) and where.text == "location"):
                continue
            if where != "global" or not one.kind.startswith(
                ("Microsoft.BotService/", "Microsoft.Network/private")
            ):
                told = where.text if isinstance(where, Expr) else where
                yield f"{file.name}: {one.symbol} lies in {told}"


def doors(files: Files) -> Iterator[str]:
    """Whatever is closed to the internet has a private door for each service that is used."""
    found = {
        (file.name, getattr(at(one.body, "params.targetId"), "text", ""), at(one.body, "params.service"))
        for file in files.values()
        for one in file.modules.values()
        if one.path.endswith("private.bicep")
    }
    wanted = {
        ("temporary.bicep", "account.id", "blob"),
        ("temporary.bicep", "account.id", "queue"),
        ("lasting.bicep", "account.id", "blob"),
        ("vault.bicep", "vault.id", "vault"),
    }
    yield from (
        f"{name}: {target} has no private door for {service}" for name, target, service in wanted - found
    )


def logs(files: Files) -> Iterator[str]:
    """Who did what is told, never what was in it; and to our own workspace alone."""
    for file in files.values():
        for one in file.of(DIAGNOSTICS):
            given = one.body["properties"]
            if not isinstance(given, dict) or given.keys() != {"workspaceId", "logs"}:
                yield f"{file.name}: {one.symbol} must go to the workspace, with named logs alone"
            for n in range(len(at(given, "logs") or [])):
                if at(given, f"logs.{n}.category") not in TOLD:
                    yield f"{file.name}: {at(given, f'logs.{n}.category')} is not among the logs that hold no words"
        for one in file.of("Microsoft.OperationalInsights/workspaces"):
            wanted = {"features.disableLocalAuth": True, "retentionInDays": 30}
            yield from must(file.name, one.body["properties"], wanted)
    for name in ("temporary.bicep", "lasting.bicep", "vault.bicep", "app.bicep"):
        if not files[name].of(DIAGNOSTICS):
            yield f"{name}: nobody is told what happens there"


def bot(files: Files) -> Iterator[str]:
    """The bot has an identity and no secret, and answers at its one door."""
    for file in files.values():
        for one in file.of("Microsoft.BotService/botServices"):
            wanted = {"disableLocalAuth": True, "msaAppType": "UserAssignedMSI"}
            yield from must(file.name, one.body["properties"], wanted)
            if getattr(at(one.body, "properties.endpoint"), "text", "") != "'https://${host}/api/messages'":
                yield f"{file.name}: the bot answers at /api/messages"


RULES: tuple[Callable[[Files], Iterator[str]], ...] = (
    accounts, temporary, lasting, roles, vault, secrets, places, doors, logs, bot, settings_are_known, app,
)  # fmt: skip


def faults(files: Files) -> list[str]:
    """Every rule's faults; none if all is as it should be."""
    return [x for rule in RULES for x in rule(files)]
