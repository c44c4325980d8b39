"""The house: opens every door in turn, hands them to the bot and the clerk, and serves until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
from aiohttp import web
from azure.core.credentials import AzureNamedKeyCredential
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.pipeline.transport import AioHttpTransport
from azure.identity.aio import ClientSecretCredential, ManagedIdentityCredential

import connectors
import logs
import settings as configuration
from bot.buttons import Buttons
from bot.chat import TeamsChat
from bot.conversation import Conversation
from bot.entrance import ChannelKeys, Entrance, runner
from bot.files import Files
from bot.governance import Governance
from bot.sign_in import SignIn
from bot.starting import Starting
from bot.teams import Teams
from drafting.pool import Drafter
from drafting.types import titles as record_types
from graph.door import Graph
from record.errors import ConfigurationError
from record.said import Said
from record.terms import DocketId, RecordTypeId
from settings import Settings
from storage.account import open_account, open_session, probe
from storage.keys import KeyFile, KeyWrapper, VaultKey
from storage.rooms import Storage, open_storage
from worker.clerk import Clerk
from worker.desk import Desk, Today

Observe = Callable[[str, str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that is open: where the bot answers, the clerk, and the doors."""

    address: str
    clerk: Clerk
    desk: Desk


def now() -> datetime:
    """The only clock."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_house(settings: Settings, *, observe: Observe | None = None) -> AsyncIterator[House]:
    """Open the doors in order, start the clerk and the endpoint; close them in the other order.

    `observe` is told of each request to storage. Raises ConfigurationError, BusyError.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession(trust_env=False))
        credential = await stack.enter_async_context(_credential(settings))
        storage = await _storage(stack, settings, credential, observe)
        types = record_types()

        def title(id: RecordTypeId) -> str:
            return dict(types).get(id, str(id))

        graph = Graph(clock=now, base_url=settings.graph_url)
        stack.push_async_callback(graph.aclose)
        drafter = Drafter()
        stack.push_async_callback(drafter.aclose)
        teams = Teams(
            session=session,
            credential=credential,
            app_id=settings.app_id,
            tenant=settings.tenant,
            service_hosts=settings.service_hosts,
            clock=now,
        )
        sign_in = SignIn(
            session=session,
            base_url=settings.token_service_url,
            app_id=settings.app_id,
            connection=settings.sign_in_connection,
            credential=credential,
            clock=now,
        )
        cases = connectors.NAMES[settings.case_system](
            session=session,
            base_url=settings.case_system_url,
            key=settings.case_system_key,
            honours_keys=settings.case_system_honours_keys,
        )
        today = Today(policies=storage.policies, cases=cases)
        desk = Desk(
            words=storage.words,
            dockets=storage.dockets,
            queue=storage.queue,
            receipts=storage.receipts,
            policies=storage.policies,
            tokens=sign_in,
            meetings=graph,
            chat=TeamsChat(teams=teams, today=today, titles=title, clock=now),
            cases=cases,
            drafting=drafter,
            clock=now,
        )
        clerk = Clerk(desk, idle_poll=settings.idle_poll, sweep=settings.sweep, lease=settings.lease)
        files = Files(session, settings.file_hosts)
        starting = Starting(
            desk=desk,
            tenant=settings.tenant,
            types=types,
            download=files.download,
            wake=clerk.wake,
            new_id=_new_id,
        )
        buttons = Buttons(desk=desk, messages=teams, titles=title, wake=clerk.wake, new_id=_new_id)
        governance = Governance(desk=desk, messages=teams, types=types, wake=clerk.wake, new_id=_new_id)
        conversation = Conversation(
            desk=desk,
            starting=starting,
            buttons=buttons,
            sign_in=sign_in,
            governance=governance,
            say=teams.answer,
        )
        keys = ChannelKeys(session, settings.channel_keys_url)
        entrance = Entrance(
            keys=keys,
            app_id=settings.app_id,
            tenant=settings.tenant,
            service_hosts=settings.service_hosts,
            handle=conversation.handle,
            teams=teams,
        )
        await asyncio.gather(graph.warm(), drafter.warm())
        address = await _serve(stack, entrance, settings)
        await _working(stack, clerk)
        yield House(address=address, clerk=clerk, desk=desk)


def _new_id() -> DocketId:
    return DocketId(secrets.token_hex(16))


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
) -> Storage:
    """Both accounts and the key that seals."""
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
    wrapper: KeyWrapper
    if settings.vault_key_url:
        transport = AioHttpTransport(session=session, session_owner=False)
        wrapper = await stack.enter_async_context(
            VaultKey.open(settings.vault_key_url, credential, transport)
        )
    elif settings.key_file:
        wrapper = await KeyFile.open(settings.key_file)
    else:
        raise ConfigurationError("Set FAIRCOPY_VAULT_KEY_URL or FAIRCOPY_KEY_FILE. Nothing was changed.")
    storage = await open_storage(temporary=temporary, lasting=lasting, wrapper=wrapper)
    if not (await probe(temporary, "words")).honest:
        raise ConfigurationError(
            "The storage account for words keeps what is deleted. Faircopy has not started, and holds nothing. "
            "Turn off blob soft delete, versioning and snapshots on that account, then start again."
        )
    return storage


def _named(key: Said[str] | None) -> AzureNamedKeyCredential | None:
    """An account's name and key ("name:key"), where storage has no identities: Azurite, on loopback."""
    if key is None:
        return None
    name, _, secret = key.reveal().partition(":")
    return AzureNamedKeyCredential(name, secret)


async def _serve(stack: AsyncExitStack, entrance: Entrance, settings: Settings) -> str:
    """The one public door. Its address."""
    served = runner(entrance.application())
    await served.setup()
    stack.push_async_callback(served.cleanup)
    await web.TCPSite(served, settings.host, settings.port).start()
    host, port = served.addresses[0][:2]
    return f"http://{host}:{port}"


async def _working(stack: AsyncExitStack, clerk: Clerk) -> None:
    """The clerk, until the house closes: then the act in hand is finished and the rest given back."""
    working = asyncio.create_task(clerk.run(), name="clerk")

    async def stopped() -> None:
        clerk.stop()
        await working

    stack.push_async_callback(stopped)


async def serve(tell: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; tell the address once it answers. Raises as `open_house`."""
    settings = configuration.read(os.environ)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.loop_fault)
    for sign in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers on its loop
            loop.add_signal_handler(sign, stop.set)
    async with open_house(settings) as house:
        tell(f"Faircopy answers at {house.address}")
        await stop.wait()
