"""The same house with no cloud: Azurite, Microsoft's ends of the wires and a case system, all on loopback."""

from __future__ import annotations

import os
import secrets
import tempfile
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from local.azurite import API_VERSION, Account, Azurite, azurite
from local.case_system import CaseSystem
from local.copies import in_storage
from local.microsoft import CONNECTION, Microsoft
from local.microsoft.people import Person
from local.wire import Call, Wire
from record.errors import ConfigurationError
from record.policy import Colleague, Policy
from record.terms import PersonId
from storage.account import open_account, open_session
from storage.policies import BlobPolicies

CLOUD = ("AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID", "IDENTITY_ENDPOINT", "MSI_ENDPOINT")
"""Variables that mean a real subscription is near."""

QUICK = Policy(
    undo=timedelta(0),
    grace=timedelta(0),
    looks=(timedelta(0),) * 4,
    retention_statement="none",
    retry=timedelta(seconds=1),
)
"""Undo, grace and the gaps between looks are zero; everything else is as a council has it. The made-up tenant has
declared that no retention policy covers its meetings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Every outside party, open. `environment` is what the house is told to find them; `governance` is who may hold
    and release, and may change what the council has chosen."""

    microsoft: Microsoft
    cases: CaseSystem
    azurite: Azurite
    wire: Wire
    folder: Path
    environment: Mapping[str, str]
    governance: Person

    def observe(self, method: str, url: str, status: int) -> None:
        """A request to storage, as the house made it."""
        self.wire.calls.append(
            Call(
                method=method,
                url=url.split("?", maxsplit=1)[0],
                status=status,
                party="storage",
                began=0.0,
                seconds=0.0,
            )
        )

    async def places(self) -> list[tuple[str, bytes]]:
        """Every byte that any party or this town's folder holds, found by looking."""
        found = await in_storage(self.azurite.accounts)
        found += list(self.microsoft.everything())
        found += list(self.cases.everything())
        found += [(f"file {p.name}", p.read_bytes()) for p in sorted(self.folder.rglob("*")) if p.is_file()]
        found.append(("azurite's output", self.azurite.output.encode()))
        return found

    async def set_policy(self, policy: Policy) -> None:
        """What the council has chosen, put into the lasting account. Somebody may always hold and release."""
        if not policy.governance:
            asha = Colleague(id=PersonId(self.governance.oid), name=self.governance.name)
            policy = replace(policy, governance=(asha.id,), names=(*policy.names, asha))
        lasting = self.azurite.accounts[1]
        async with (
            open_session() as session,
            open_account(
                blob_url=lasting.blob_url,
                credential=lasting.credential,
                session=session,
                api_version=API_VERSION,
            ) as account,
        ):
            await account.make(containers=("policies",))
            policies = BlobPolicies(account.container("policies"))
            stands, etag = await policies.read_for_change()
            number = policy.version if etag is None else stands.version + 1
            await policies.save(replace(policy, version=number), etag)


def refuse_beside_the_cloud(environment: Mapping[str, str]) -> None:
    """The stand-ins never run where real credentials are. Raises ConfigurationError naming them."""
    found = [name for name in CLOUD if environment.get(name)]
    found += [name for name in environment if name.startswith("FAIRCOPY_")]
    if found:
        raise ConfigurationError(
            f"This is the demo, and here are settings of a real service: {', '.join(sorted(found))}. "
            "Nothing was started. Run it in a shell without them."
        )


@asynccontextmanager
async def open_town(policy: Policy = QUICK) -> AsyncIterator[Town]:
    """Open every party on loopback, and say how they are reached."""
    refuse_beside_the_cloud(os.environ)
    app_id, tenant, secret, api_key = (
        str(uuid.uuid4()),
        str(uuid.uuid4()),
        secrets.token_hex(),
        secrets.token_hex(),
    )
    wire = Wire()
    with tempfile.TemporaryDirectory(prefix="faircopy-") as folder:
        async with (
            azurite("temporary", "lasting") as storage,
            Microsoft(app_id=app_id, tenant=tenant, secret=secret, wire=wire) as microsoft,
            CaseSystem(wire, api_key=api_key) as cases,
        ):
            asha = microsoft.person("Asha Rahman")
            environment = _environment(storage, microsoft, cases, Path(folder), secret=secret)
            town = Town(
                microsoft=microsoft,
                cases=cases,
                azurite=storage,
                wire=wire,
                folder=Path(folder),
                environment={**environment, "FAIRCOPY_ADMINS": asha.oid},
                governance=asha,
            )
            await town.set_policy(policy)
            yield town


def _environment(
    storage: Azurite, microsoft: Microsoft, cases: CaseSystem, folder: Path, *, secret: str
) -> dict[str, str]:
    temporary, lasting = storage.accounts
    return {
        "FAIRCOPY_APP_ID": microsoft.app_id,
        "FAIRCOPY_TENANT": microsoft.tenant,
        "FAIRCOPY_APP_SECRET": secret,
        "FAIRCOPY_AUTHORITY": microsoft.identity.authority,
        "FAIRCOPY_AUTHORITY_CA": str(microsoft.identity.ca_path),
        "FAIRCOPY_CHANNEL_KEYS_URL": microsoft.keys.metadata_url,
        "FAIRCOPY_TOKEN_SERVICE_URL": microsoft.tokens.url,
        "FAIRCOPY_SIGN_IN_CONNECTION": CONNECTION,
        "FAIRCOPY_GRAPH_URL": microsoft.graph.base_url,
        "FAIRCOPY_SERVICE_HOSTS": _host(microsoft.connector.service_url),
        "FAIRCOPY_FILE_HOSTS": _host(microsoft.onedrive.url),
        "FAIRCOPY_CASE_SYSTEM_URL": cases.url,
        "FAIRCOPY_CASE_SYSTEM_KEY": cases.api_key,
        "FAIRCOPY_TEMPORARY_BLOB_URL": temporary.blob_url,
        "FAIRCOPY_TEMPORARY_QUEUE_URL": temporary.queue_url,
        "FAIRCOPY_TEMPORARY_KEY": _key(temporary),
        "FAIRCOPY_LASTING_BLOB_URL": lasting.blob_url,
        "FAIRCOPY_LASTING_KEY": _key(lasting),
        "FAIRCOPY_STORAGE_API_VERSION": API_VERSION,
        "FAIRCOPY_KEY_FILE": str(folder / "key"),
        "FAIRCOPY_PORT": "0",
        "FAIRCOPY_IDLE_POLL": "0.5",
    }


def _key(account: Account) -> str:
    return f"{account.name}:{account.key}"


def _host(url: str) -> str:
    return urlsplit(url).netloc
