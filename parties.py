"""Every outside party's client, made from settings; nobody is asked anything yet."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import aiohttp
from azure.core.credentials import AzureNamedKeyCredential
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.pipeline.transport import AioHttpTransport
from azure.identity.aio import ClientSecretCredential, ManagedIdentityCredential

from bot.channel_keys import ChannelKeys
from bot.sign_in import SignIn
from bot.teams import Teams
from bot.transport import BotToken
from connectors.allowed import CaseSystems, Place
from drafting.pool import Drafter
from graph.door import Graph
from record.errors import ConfigurationError
from record.said import Said
from record.system import System
from settings import Settings
from storage.account import Account, open_account, open_session
from storage.keys import KeyFile, KeyWrapper, VaultKey

Observe = Callable[[str, str, int], None]
HTTPS = 443


class Wrapper:
    """What wraps our data key. Opened when it is first wanted, because opening a key file may make it."""

    def __init__(self, key_file: Path | None, vault: KeyWrapper | None) -> None:
        self._key_file = key_file
        self._open = vault

    @property
    def missing(self) -> bool:
        """Whether it is a file that is not there."""
        return self._key_file is not None and not self._key_file.exists()

    async def open(self) -> KeyWrapper:
        """Raises ConfigurationError: others may read the file, it is no key, or it can be neither read nor made."""
        if self._open is None:
            if self._key_file is None:
                raise ConfigurationError(
                    "Set FAIRCOPY_VAULT_KEY_URL or FAIRCOPY_KEY_FILE. Nothing was changed."
                )
            try:
                self._open = await KeyFile.open(self._key_file)
            except OSError:
                raise ConfigurationError(
                    "The key file can be neither read nor made. Nothing was changed. "
                    "Look at FAIRCOPY_KEY_FILE, and whether its folder is there and may be written to."
                ) from None
        return self._open


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where the door of an AI host is, and whom its certificate is believed from: no proxy, and those that this machine
    trusts."""

    door: Callable[[str], tuple[str, int]] = lambda host: (host, HTTPS)
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """All of them, in the order in which they are opened. They close with `open_parties`.

    `credential` makes the bot's identity anew, for whoever must not be answered from what one of them remembers.
    """

    session: aiohttp.ClientSession
    token: BotToken
    credential: Callable[[], AsyncTokenCredential]
    temporary: Account
    lasting: Account
    wrapper: Wrapper
    graph: Graph
    drafter: Drafter
    teams: Teams
    sign_in: SignIn
    cases: CaseSystems
    channel_keys: ChannelKeys
    reach: Reach


def now() -> datetime:
    """The only clock."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_parties(settings: Settings, *, observe: Observe | None = None) -> AsyncIterator[Parties]:
    """Make each client; close them in the other order. `observe` is told of each request to storage.

    Raises ConfigurationError.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        credential = await stack.enter_async_context(_credential(settings))
        temporary, lasting, wrapper = await _storage(stack, settings, credential, observe)
        graph = Graph(clock=now, base_url=settings.graph_url)
        stack.push_async_callback(graph.aclose)
        drafter = Drafter(record_types=settings.record_types)
        stack.push_async_callback(drafter.aclose)
        yield Parties(
            session=session,
            token=BotToken(credential=credential, clock=now),
            credential=partial(_credential, settings),
            temporary=temporary,
            lasting=lasting,
            wrapper=wrapper,
            graph=graph,
            drafter=drafter,
            teams=Teams(
                session=session,
                credential=credential,
                app_id=settings.app_id,
                tenant=settings.tenant,
                service_hosts=settings.service_hosts,
                clock=now,
            ),
            sign_in=SignIn(
                session=session,
                base_url=settings.token_service_url,
                app_id=settings.app_id,
                connection=settings.sign_in_connection,
                credential=credential,
                clock=now,
            ),
            cases=CaseSystems(
                session=session,
                installed=System(connector=settings.case_system, address=settings.case_system_url),
                places=case_systems(settings),
            ),
            channel_keys=ChannelKeys(session, settings.channel_keys_url),
            reach=Reach(),
        )


def case_systems(settings: Settings) -> tuple[Place, ...]:
    """Where approved words may ever go, each with the key that goes there: the case system that was installed, and the
    other one, where there is one."""
    installed = Place(
        url=settings.case_system_url,
        setting="FAIRCOPY_CASE_SYSTEM",
        key=settings.case_system_key,
        honours_keys=settings.case_system_honours_keys,
        test_file=settings.case_system_test_file or "",
    )
    other = Place(
        url=settings.other_case_system_url,
        setting="FAIRCOPY_OTHER_CASE_SYSTEM",
        key=settings.other_case_system_key,
        honours_keys=settings.other_case_system_honours_keys,
        test_file=settings.other_case_system_test_file or "",
    )
    return tuple(place for place in (installed, other) if place.url)


def _credential(settings: Settings) -> AsyncTokenCredential:
    """The bot's own identity: a managed identity, or a secret where there is none."""
    if settings.app_secret is None:
        return ManagedIdentityCredential(client_id=settings.identity_client_id)
    extra = {"connection_verify": str(settings.authority_ca)} if settings.authority_ca else {}
    return ClientSecretCredential(
        settings.tenant,
        settings.app_id,
        settings.app_secret.reveal(),
        authority=settings.authority,
        disable_instance_discovery=settings.authority_ca is not None,
        **extra,
    )


async def _storage(
    stack: AsyncExitStack, settings: Settings, credential: AsyncTokenCredential, observe: Observe | None
) -> tuple[Account, Account, Wrapper]:
    """Both accounts and what wraps the key that seals."""
    session = await stack.enter_async_context(open_session())
    temporary = await stack.enter_async_context(
        open_account(
            blob_url=settings.temporary_blob_url,
            queue_url=settings.temporary_queue_url,
            credential=_named(settings.temporary_key) or credential,
            session=session,
            api_version=settings.storage_api_version,
            observe=observe,
        )
    )
    lasting = await stack.enter_async_context(
        open_account(
            blob_url=settings.lasting_blob_url,
            credential=_named(settings.lasting_key) or credential,
            session=session,
            api_version=settings.storage_api_version,
            observe=observe,
        )
    )
    vault: KeyWrapper | None = None
    if settings.vault_key_url:
        transport = AioHttpTransport(session=session, session_owner=False)
        vault = await stack.enter_async_context(VaultKey.open(settings.vault_key_url, credential, transport))
    return temporary, lasting, Wrapper(settings.key_file, vault)


def _named(key: Said[str] | None) -> AzureNamedKeyCredential | None:
    """An account's name and key ("name:key"), where storage has no identities: Azurite, on loopback."""
    if key is None:
        return None
    name, _, secret = key.reveal().partition(":")
    return AzureNamedKeyCredential(name, secret)
