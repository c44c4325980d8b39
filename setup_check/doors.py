"""The doors that can be asked whether they work: what stops without each, who can mend it and how."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.channel_keys import KeysUnavailableError
from bot.transport import TransportError
from health import Door
from parties import Parties, Wrapper
from record.errors import BusyError, ConfigurationError, NotThereError
from setup_check.case_system import ASKED, asked
from storage.account import Account, probe
from storage.keys import KeyWrapper
from storage.keys import ping as ping_key
from storage.rooms import NUDGES
from storage.sealing import new_key

Unmade = Callable[[], str]
"""What it means that a thing is not there which the first start makes."""

INSTALLER = "whoever installed Faircopy"
AZURE = "an Azure administrator of Faircopy's resource group"
CASES = "the administrator of the case system, with whoever installed Faircopy"


def doors(parties: Parties) -> tuple[Door, ...]:
    """Those that a running house is asked about; each question is small and changes nothing."""
    return (*theirs(parties), *ours(parties, gone))


def gone() -> str:
    """In a house that runs: what the first start made must still be there."""
    raise NotThereError("It was made at the start, and is not there any more.")


def not_yet() -> str:
    """Where nothing may have been started yet."""
    return "Not there yet: the first start makes it."


def ours(parties: Parties, unmade: Unmade) -> tuple[Door, ...]:
    """Storage, the key, and our own drafting process."""
    return (
        Door(
            name="temporary blobs",
            ask=lambda: _made(parties.temporary, "words", unmade),
            stops="Everything: drafts and the accounts of records are there.",
            who=AZURE,
            fix="See that FAIRCOPY_TEMPORARY_BLOB_URL is the account's address, that its firewall or private "
            "endpoint lets Faircopy in, and that the bot's identity is Storage Blob Data Contributor there.",
            needed=True,
        ),
        Door(
            name="queue",
            ask=lambda: _queued(parties.temporary, unmade),
            stops="Everything that is not done within a press: reading, drafting, filing, destroying.",
            who=AZURE,
            fix="See that FAIRCOPY_TEMPORARY_QUEUE_URL is the account's address for queues, that the private "
            "endpoint for queues is there (it is one of its own), and that the bot's identity is Storage Queue "
            "Data Contributor there.",
            needed=True,
        ),
        Door(
            name="lasting blobs",
            ask=lambda: _made(parties.lasting, "policies", unmade),
            stops="Everything: policy and holds are read before each act. Receipts wait.",
            who=AZURE,
            fix="See that FAIRCOPY_LASTING_BLOB_URL is the account's address, that its firewall or private "
            "endpoint lets Faircopy in, and that the bot's identity is Storage Blob Data Contributor there.",
            needed=True,
        ),
        Door(
            name="key wrap",
            ask=lambda: _opens(parties.temporary, parties.wrapper, unmade),
            stops="The next start. A house that runs has its key in memory and goes on.",
            who=AZURE,
            fix="See FAIRCOPY_VAULT_KEY_URL, the vault's firewall, and that the bot's identity may get, wrapKey and "
            "unwrapKey with that key; or that FAIRCOPY_KEY_FILE is the file of old.",
        ),
        Door(
            name="drafting",
            ask=lambda: silent(parties.drafter.warm()),
            stops="New drafts. They are tried again by themselves; nothing is lost.",
            who=INSTALLER,
            fix="If a long meeting is being drafted, wait and check again. Else see how much memory is left where "
            "Faircopy runs, and try the record types in FAIRCOPY_RECORD_TYPES: python -m drafting types.",
        ),
    )


def theirs(parties: Parties) -> tuple[Door, ...]:
    """Microsoft, and the case system. Teams itself cannot be asked: it has no address until somebody writes to us."""
    return (
        Door(
            name="bot identity",
            ask=lambda: _identified(parties),
            stops="Every message that we send: Teams takes none without the bot's own token.",
            who=INSTALLER,
            fix="See FAIRCOPY_TENANT and FAIRCOPY_APP_ID; then FAIRCOPY_IDENTITY_CLIENT_ID, or whether "
            "FAIRCOPY_APP_SECRET has run out.",
            needed=True,
        ),
        Door(
            name="channel keys",
            ask=lambda: _keyed(parties),
            stops="Everybody: without Microsoft's keys nobody can be told from a forger, so nobody is let in.",
            who="whoever looks after the network that Faircopy runs in",
            fix="Let Faircopy reach login.botframework.com over https. In another cloud than the public one, set "
            "FAIRCOPY_CHANNEL_KEYS_URL.",
            needed=True,
        ),
        Door(
            name="token service",
            ask=lambda: silent(parties.sign_in.ping()),
            stops="Signing in, and what needs a person's own token: reading a meeting, destroying its file.",
            who=INSTALLER,
            fix="Azure portal > the Azure Bot > Configuration: there must be an OAuth connection of the name in "
            "FAIRCOPY_SIGN_IN_CONNECTION. Let Faircopy reach token.botframework.com over https.",
        ),
        Door(
            name="Graph",
            ask=lambda: silent(parties.graph.ping()),
            stops="Reading meetings and destroying their files. A dropped transcript still works.",
            who="whoever looks after the network that Faircopy runs in",
            fix="Let Faircopy reach graph.microsoft.com over https. In another cloud than the public one, set "
            "FAIRCOPY_GRAPH_URL.",
        ),
        Door(
            name="case system",
            ask=lambda: asked(parties),
            stops="Whose file it is, and filing. Drafts wait; nothing is destroyed before it is filed.",
            who=CASES,
            fix=ASKED.format(where="FAIRCOPY_CASE_SYSTEM_URL", key="FAIRCOPY_CASE_SYSTEM_KEY"),
        ),
    )


async def silent(trial: Awaitable[object]) -> str:
    """What was given is dropped: that it was given is the yes."""
    await trial
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


async def must_forget(account: Account) -> None:
    """Raises ConfigurationError where the account for words keeps what is deleted."""
    if not (await probe(account, "words")).honest:
        raise ConfigurationError(
            "The storage account for words keeps what is deleted. Faircopy has not started, and holds nothing. "
            "Turn off blob soft delete, versioning and snapshots on that account, then start again."
        )
