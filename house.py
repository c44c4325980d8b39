"""The house: opens every door in turn, hands them to the bot and the clerk, and serves until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiohttp import web

import logs
from bot.background import Background
from bot.buttons import Buttons
from bot.chat import TeamsChat
from bot.checking_setup import CheckingSetUp
from bot.choosing import Choosing
from bot.configuring import Configuring
from bot.conversation import Conversation
from bot.entrance import Entrance, runner
from bot.files import Files
from bot.governance import Governance
from bot.membership import Membership
from bot.offering import OfferPresses
from bot.offering_chat import OfferChat
from bot.starting import Starting
from cards.configure_page import Installed
from cards.findings import Finding, State, of, table
from connectors.allowed import Place
from drafting.types import standard
from drafting.types import titles as record_types
from health import Health
from parties import Observe, Parties, case_systems, now, open_parties
from record.docket import Person
from record.errors import ConfigurationError
from record.terms import DocketId, PersonId, RecordTypeId
from settings import Settings
from setup_check import check as set_up
from setup_check.doors import doors, must_forget
from setup_check.person import Asker
from storage.rooms import open_storage
from worker.clerk import Clerk
from worker.desk import Desk, Today
from worker.offering import Offering


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that is open: where the bot answers, the clerk, and the doors."""

    address: str
    clerk: Clerk
    desk: Desk


@asynccontextmanager
async def open_house(settings: Settings, *, observe: Observe | None = None) -> AsyncIterator[House]:
    """Open the doors in order, start the clerk and the endpoint; close them in the other order.

    `observe` is told of each request to storage. Raises ConfigurationError, BusyError.
    """
    async with AsyncExitStack() as stack:
        parties = await stack.enter_async_context(open_parties(settings, observe=observe))
        storage = await open_storage(
            temporary=parties.temporary, lasting=parties.lasting, wrapper=await parties.wrapper.open()
        )
        await must_forget(parties.temporary)
        types = record_types(standard(settings.record_types))

        def title(id: RecordTypeId) -> str:
            return dict(types).get(id, str(id))

        today = Today(policies=storage.policies, cases=parties.cases)
        desk = Desk(
            words=storage.words,
            dockets=storage.dockets,
            queue=storage.queue,
            receipts=storage.receipts,
            policies=storage.policies,
            tokens=parties.sign_in,
            meetings=parties.graph,
            chat=TeamsChat(teams=parties.teams, today=today, titles=title, clock=now),
            cases=parties.cases,
            drafting=parties.drafter,
            clock=now,
        )
        offering = Offering(
            desk=desk,
            offers=storage.offers,
            asks=OfferChat(parties.teams),
            types=[id for id, _ in types],
        )
        clerk = Clerk(
            desk,
            idle_poll=settings.idle_poll,
            sweep=settings.sweep,
            lease=settings.lease,
            offering=offering,
        )
        files = Files(parties.session, settings.file_hosts)
        membership = Membership(tokens=parties.sign_in, directory=parties.graph)
        starting = Starting(
            desk=desk,
            tenant=settings.tenant,
            types=types,
            membership=membership,
            download=files.download,
            wake=clerk.wake,
            new_id=_new_id,
        )
        background = Background()
        stack.push_async_callback(background.aclose)
        choosing = Choosing(
            desk=desk,
            calendar=parties.graph,
            messages=parties.teams,
            starting=starting,
            sign_in=parties.sign_in,
            teams=parties.teams,
            background=background,
        )
        buttons = Buttons(
            desk=desk,
            messages=parties.teams,
            membership=membership,
            titles=title,
            wake=clerk.wake,
            new_id=_new_id,
        )
        governance = Governance(
            desk=desk,
            messages=parties.teams,
            membership=membership,
            types=types,
            wake=clerk.wake,
            new_id=_new_id,
        )
        first = installed(settings, len(types))
        checking = CheckingSetUp(
            desk=desk,
            messages=parties.teams,
            background=background,
            admins=first.admins,
            membership=membership,
            check=partial(_check, parties, settings),
            count=set_up.count(parties, settings),
            seconds=set_up.PATIENCE,
        )
        configuring = Configuring(
            desk=desk,
            types=types,
            installed=first,
            membership=membership,
            check=checking.press,
            background=background,
        )
        conversation = Conversation(
            desk=desk,
            starting=starting,
            choosing=choosing,
            calendar=parties.graph,
            buttons=buttons,
            sign_in=parties.sign_in,
            governance=governance,
            checking=checking,
            offers=OfferPresses(offering=offering, starting=starting),
            configuring=configuring,
            membership=membership,
            teams=parties.teams,
            background=background,
        )
        entrance = Entrance(
            keys=parties.channel_keys,
            app_id=settings.app_id,
            tenant=settings.tenant,
            service_hosts=settings.service_hosts,
            handle=conversation.handle,
            teams=parties.teams,
        )
        await asyncio.gather(parties.graph.warm(), parties.drafter.warm())
        health = Health(doors(parties))
        address = await _serve(stack, entrance, health, settings)
        health.watch(await _working(stack, clerk))
        yield House(address=address, clerk=clerk, desk=desk)


async def _check(
    parties: Parties, settings: Settings, person: Person, message: str, card: Mapping[str, object], link: str
) -> tuple[Finding, ...]:
    """The set-up check as an administrator asks for it in Teams."""
    return await set_up.check(parties, settings, Asker(person=person, message=message, card=card, link=link))


def installed(settings: Settings, types: int) -> Installed:
    """What is set where Faircopy is installed, in sentences for `configure`; of secrets only whether they are set."""
    address = settings.case_system_url or "no address, so no file number can be checked"
    places = case_systems(settings)
    own = "with the council's own folder over ours" if settings.record_types else "all of them ours"
    first = f"{len(settings.admins)} admins are" if len(settings.admins) != 1 else "1 admin is"
    return Installed(
        lines=(
            "What stands here can be changed only there.",
            f"Case system: {settings.case_system}, {address}. Set by FAIRCOPY_CASE_SYSTEM, FAIRCOPY_CASE_SYSTEM_URL.",
            _hosts(places),
            *(_key(place) for place in places),
            f"Record types: {types}, {own}. Set by FAIRCOPY_RECORD_TYPES.",
            f"{first} named there, besides those on the page of admins. Set by FAIRCOPY_ADMINS.",
        ),
        admins=frozenset(PersonId(x) for x in settings.admins),
        origins=tuple(place.system.origin for place in places),
    )


def _hosts(places: Sequence[Place]) -> str:
    """Where approved words may go at all: no card can add to it."""
    hosts = " or ".join(place.system.host for place in places)
    named = f"Approved words may go to {hosts} alone." if hosts else "Approved words may go to no host."
    return f"{named} Set by FAIRCOPY_CASE_SYSTEM_URL, FAIRCOPY_OTHER_CASE_SYSTEM_URL."


def _key(place: Place) -> str:
    """By which reference a key is known, and never the key."""
    there = "It is set" if place.key is not None else "None is set"
    known = f"is the key vault's secret to which {place.setting}_KEY refers"
    return f"The key for {place.system.host} {known}. {there}; it goes to no other host, and is never shown."


def _new_id() -> DocketId:
    return DocketId(secrets.token_hex(16))


async def _serve(stack: AsyncExitStack, entrance: Entrance, health: Health, settings: Settings) -> str:
    """The one public door, and beside it whether we are well. Its address."""
    application = entrance.application()
    application.add_routes(health.routes())
    served = runner(application)
    await served.setup()
    stack.push_async_callback(served.cleanup)
    try:
        await web.TCPSite(served, settings.host, settings.port).start()
    except OSError:
        raise ConfigurationError(
            f"I cannot listen on {settings.host}, port {settings.port}. Nothing was changed. Perhaps another Faircopy "
            "runs there, or that address is not this machine's: look at FAIRCOPY_HOST and FAIRCOPY_PORT."
        ) from None
    host, port = served.addresses[0][:2]
    return f"http://{host}:{port}"


async def _working(stack: AsyncExitStack, clerk: Clerk) -> asyncio.Task[None]:
    """The clerk, until the house closes: then the act in hand is finished and the rest given back."""
    working = asyncio.create_task(clerk.run(), name="clerk")

    async def stopped() -> None:
        clerk.stop()
        await working

    stack.push_async_callback(stopped)
    return working


async def serve(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; tell the address once it answers. Raises as `open_house`."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.loop_fault)
    for sign in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers on its loop
            loop.add_signal_handler(sign, stop.set)
    async with open_house(settings) as house:
        keep_loaded()
        tell(f"Faircopy answers at {house.address}")
        await stop.wait()


def keep_loaded() -> None:
    """What was loaded at the start stays to the end: looking through it for garbage holds the loop for 70 ms and more
    each time, and finds none."""
    gc.collect()
    gc.freeze()


async def check(settings: Settings, tell: Callable[[str], None]) -> bool:
    """Try everything side by side, without serving, and tell a row for each; whether nothing is broken.

    Raises ConfigurationError.
    """
    async with open_parties(settings) as parties:
        findings = await set_up.check(parties, settings)
    for line in table(findings):
        tell(line)
    return not of(findings, State.BROKEN)
