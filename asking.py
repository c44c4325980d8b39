"""The doors that can be asked whether they work: what asking is for each, what stops without it, what to look at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.channel_keys import KeysUnavailableError
from bot.transport import TransportError
from health import Door
from parties import Parties, Wrapper
from record.errors import BusyError, ConfigurationError, NotThereError
from storage.account import Account, probe
from storage.keys import KeyWrapper
from storage.keys import ping as ping_key
from storage.rooms import NUDGES
from storage.sealing import new_key

Unmade = Callable[[], str]
"""What it means that a thing is not there which the first start makes."""


def doors(parties: Parties) -> tuple[Door, ...]:
    """Those that a running house is asked about; each question is small and changes nothing."""

    def unmade() -> str:
        raise NotThereError("It was made at the start, and is not there any more.")

    return (*_theirs(parties), *_ours(parties, unmade))


def doors_before_start(parties: Parties) -> tuple[Door, ...]:
    """The same, and a trial blob that is written and deleted in the account for words: is what is deleted gone?"""

    def unmade() -> str:
        return "Not there yet: the first start makes it."

    forgets = Door(
        name="deleting deletes",
        ask=lambda: _forgets(parties.temporary, unmade),
        stops="The start: Faircopy holds no words in an account that keeps what is deleted.",
        next="Turn off blob soft delete, versioning and snapshots on the account for words.",
    )
    return (*_theirs(parties), *_ours(parties, unmade), forgets)


def _ours(parties: Parties, unmade: Unmade) -> tuple[Door, ...]:
    """Storage, the key, and our own drafting process."""
    return (
        Door(
            name="temporary blobs",
            ask=lambda: _made(parties.temporary, "words", unmade),
            stops="Everything: drafts and the accounts of records are there.",
            next="See FAIRCOPY_TEMPORARY_BLOB_URL, the account's firewall or private endpoint, and that the bot's "
            "identity is Storage Blob Data Contributor there.",
            needed=True,
        ),
        Door(
            name="queue",
            ask=lambda: _queued(parties.temporary, unmade),
            stops="Everything that is not done within a press: reading, drafting, filing, destroying.",
            next="See FAIRCOPY_TEMPORARY_QUEUE_URL, the private endpoint for queues (it is one of its own), and that "
            "the bot's identity is Storage Queue Data Contributor there.",
            needed=True,
        ),
        Door(
            name="lasting blobs",
            ask=lambda: _made(parties.lasting, "policies", unmade),
            stops="Everything: policy and holds are read before each act. Receipts wait.",
            next="See FAIRCOPY_LASTING_BLOB_URL, the account's firewall or private endpoint, and that the bot's "
            "identity is Storage Blob Data Contributor there.",
            needed=True,
        ),
        Door(
            name="key wrap",
            ask=lambda: _opens(parties.temporary, parties.wrapper, unmade),
            stops="The next start. A house that runs has its key in memory and goes on.",
            next="See FAIRCOPY_VAULT_KEY_URL, the vault's firewall, and that the bot's identity may get, wrapKey and "
            "unwrapKey with that key; or that FAIRCOPY_KEY_FILE is the file of old.",
        ),
        Door(
            name="drafting",
            ask=lambda: _silent(parties.drafter.warm()),
            stops="New drafts. They are tried again by themselves; nothing is lost.",
            next="If a long meeting is being drafted, wait. Else see the memory that this machine has left, and the "
            "record types in drafting/record_types.",
        ),
    )


def _theirs(parties: Parties) -> tuple[Door, ...]:
    """Microsoft, and the case system. Teams itself cannot be asked: it has no address until somebody writes to us."""
    return (
        Door(
            name="bot identity",
            ask=lambda: _identified(parties),
            stops="Every message that we send: Teams takes none without the bot's own token.",
            next="See FAIRCOPY_TENANT and FAIRCOPY_APP_ID, and FAIRCOPY_IDENTITY_CLIENT_ID or whether "
            "FAIRCOPY_APP_SECRET has run out.",
            needed=True,
        ),
        Door(
            name="channel keys",
            ask=lambda: _keyed(parties),
            stops="Everybody: without Microsoft's keys nobody can be told from a forger, so nobody is let in.",
            next="See whether login.botframework.com can be reached from here, or FAIRCOPY_CHANNEL_KEYS_URL.",
            needed=True,
        ),
        Door(
            name="token service",
            ask=lambda: _silent(parties.sign_in.ping()),
            stops="Signing in, and what needs a person's own token: reading a meeting, destroying its file.",
            next="See that the bot has an OAuth connection of the name in FAIRCOPY_SIGN_IN_CONNECTION, and "
            "FAIRCOPY_TOKEN_SERVICE_URL.",
        ),
        Door(
            name="Graph",
            ask=lambda: _silent(parties.graph.ping()),
            stops="Reading meetings and destroying their files. A dropped transcript still works.",
            next="See whether graph.microsoft.com can be reached from here, or FAIRCOPY_GRAPH_URL.",
        ),
        Door(
            name="case system",
            ask=lambda: _silent(parties.cases.ping()),
            stops="Whose file it is, and filing. Drafts wait; nothing is destroyed before it is filed.",
            next="See FAIRCOPY_CASE_SYSTEM_URL and FAIRCOPY_CASE_SYSTEM_KEY, and whether the case system is up.",
        ),
    )


async def _silent(asking: Awaitable[object]) -> str:
    await asking
    return ""


async def _made(account: Account, container: str, unmade: Unmade) -> str:
    return "" if await account.ping(container) else unmade()


async def _queued(account: Account, unmade: Unmade) -> str:
    return "" if await account.ping_queue(NUDGES) else unmade()


async def _opens(temporary: Account, wrapper: Wrapper, unmade: Unmade) -> str:
    """The data key that is stored opens; where none is stored yet, a trial key does, but no key file is made for it."""

    async def opened() -> KeyWrapper:
        if wrapper.missing:
            raise ConfigurationError("The key file is gone, and what is stored needs it. Put it back.")
        return await wrapper.open()

    if await temporary.ping("keys") and await ping_key(opened, temporary.container("keys")):
        return ""
    if wrapper.missing:
        return unmade()
    keeper = await wrapper.open()
    await keeper.unwrap(await keeper.wrap(new_key()))
    return unmade()


async def _identified(parties: Parties) -> str:
    try:
        await parties.token.bearer()
    except TransportError:
        raise BusyError("Microsoft gives the bot no token of its own.") from None
    return ""


async def _keyed(parties: Parties) -> str:
    try:
        await parties.channel_keys.ping()
    except KeysUnavailableError:
        raise BusyError("There is no key to check callers with.") from None
    return ""


async def _forgets(account: Account, unmade: Unmade) -> str:
    if not await account.ping("words"):
        return unmade()
    await must_forget(account)
    return ""


async def must_forget(account: Account) -> None:
    """Raises ConfigurationError where the account for words keeps what is deleted."""
    if not (await probe(account, "words")).honest:
        raise ConfigurationError(
            "The storage account for words keeps what is deleted. Faircopy has not started, and holds nothing. "
            "Turn off blob soft delete, versioning and snapshots on that account, then start again."
        )
