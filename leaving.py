"""`app.py exit`: nothing new is begun, and what is still open is counted, until Faircopy can be taken away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from parties import now, open_parties
from record.docket import Docket
from record.errors import NotThereError, StaleError, UnreadableError
from record.policy import Saved
from record.terms import NOBODY
from record.values import replace
from settings import Settings
from storage.policies import BlobPolicies
from storage.rooms import POISON, Storage, open_storage
from storage.trials import waiting

DECIDE = "wait for a person, or are being drafted or filed"
FINISH = "are settled: copies are being destroyed and looked for, up to a day after the last was asked to go"
REMOVE = "have their receipt, and are about to be removed"
NOTHING_OPEN = "Nothing is open: it can be taken away."
LEAVES = "Faircopy is being taken away."
STAYS = "Faircopy is not taken away after all."
NEWER = "were written by a newer Faircopy: run that version to finish them"


async def leave(settings: Settings, tell: Callable[[str], None], *, undo: bool = False) -> bool:
    """Say in the policy that nothing new is begun (or, with `undo`, that it is again), and tell what is open.

    True if nothing is: no account, no message that was set aside, and every receipt in the chain. Reads each account
    once; destroys nothing. Raises ConfigurationError, BusyError, NotAllowedError, AlteredError.
    """
    async with open_parties(settings) as parties:
        storage = await open_storage(
            temporary=parties.temporary, lasting=parties.lasting, wrapper=await parties.wrapper.open()
        )
        await _say(storage.policies, leaving=not undo)
        if undo:
            tell("Records can be begun again.")
            return True
        tell("Nothing new is begun. What is open goes on, while Faircopy runs.")
        return await _told(storage, await waiting(parties.temporary, POISON), tell)


async def _say(policies: BlobPolicies, *, leaving: bool) -> None:
    """Change that one field, whoever else changes the policy meanwhile."""
    while True:
        policy, etag = await policies.read_for_change()
        if policy.leaving is leaving:
            return
        try:
            saved = Saved(by=NOBODY, name="app.py exit", at=now(), why=LEAVES if leaving else STAYS)
            await policies.save(
                replace(policy, leaving=leaving, version=policy.version + 1, saved=saved), etag
            )
        except StaleError:
            continue
        return


async def _told(storage: Storage, set_aside: int, tell: Callable[[str], None]) -> bool:
    found = await _open(storage)
    for what, count in sorted(found.items()):
        tell(f"{count} {what}.")
    holds = len((await storage.policies.read()).holds)
    if holds:
        tell(f"{holds} holds stand: what they hold stays open until they are released.")
    if set_aside:
        tell(
            f"{set_aside} messages were set aside in {POISON}: a newer Faircopy wrote them. Run that version."
        )
    chain = await storage.receipts.verify_chain()
    tell(f"{chain.count} receipts, {'all in their chain' if chain.whole else 'and the chain is BROKEN'}.")
    done = not found and not set_aside and chain.whole
    tell(NOTHING_OPEN if done else "It cannot be taken away yet. Ask again later.")
    return done


async def _open(storage: Storage) -> Counter[str]:
    """How many accounts there are of each kind."""
    found: Counter[str] = Counter()
    async for id in storage.dockets.each():
        try:
            docket, _ = await storage.dockets.read(id)
        except NotThereError:
            continue  # removed meanwhile
        except UnreadableError:
            found[NEWER] += 1
            continue
        found[_kind(docket)] += 1
    return found


def _kind(docket: Docket) -> str:
    if docket.receipted is not None:
        return REMOVE
    return FINISH if docket.settled_at is not None else DECIDE
