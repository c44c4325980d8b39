"""What people did, as they say themselves at the moment at which their save of a docket lands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from record.docket import Call, Docket
from record.terms import Address, DocketId, Doing, Outcome, PersonId
from tests.simulation.book import Account, Approved, Hold, Kept, RuleBrokenError

if TYPE_CHECKING:
    from tests.simulation.world import World

SKEWS = timedelta(seconds=40)
"""The most by which two clocks may differ."""

LANDS = timedelta(minutes=10)
"""The latest after its claim's deadline that a request can land."""

TRACED, ONE_FILING, KEY, MEETING, ONLY, HOLD, CLAIM, MARKER, RECEIPT, TIME, WAIT, STATE, APPROVAL = (
    "words in open traces",
    "one filing of approved words",
    "a key dies only when its record is settled",
    "the meeting's own goes only as promised",
    "the only account",
    "nothing under a confirmed hold",
    "nothing without a good claim",
    "every open docket has a marker",
    "a receipt complete and no prettier",
    "time never goes backwards",
    "every wait has a name and a reason",
    "no state without its reason",
    "an approval of words that were read",
)

DISHONEST = frozenset({Outcome.GONE, Outcome.GONE_FOR_USERS, Outcome.REPLACED})
"""Ends that say that no words are left there."""

DESTROYING = frozenset({Doing.ERASE, Doing.ERASE_SOURCE, Doing.DELETE_MEETING})


class Meanings:
    """What people did, written into the judges' book. It is wrong in itself if it may not be done at all."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.accounts: dict[DocketId, Account] = {}
        self.council: list[Hold] = []
        self.seen_absent: dict[str, datetime] = {}
        self.lied: set[str] = (
            set()
        )  # addresses of which Microsoft last said that they are gone, when they were not
        self.misread: set[str] = set()  # keys of notes of which the case system once answered another text
        self.checks = 0

    # --- what people did, told by them at the moment their save lands -----------------------------------------------

    def joined(self, docket: Docket, who: PersonId, *, now: datetime) -> None:
        """New records of this person stand in the account."""
        account = self._account(docket, now)
        for r in docket.records:
            if r.n not in account.records:
                if r.author.id != who:
                    raise RuleBrokenError(STATE, f"record {r.n} belongs to somebody who did not ask for it")
                if r.copy_of:
                    account.records[r.copy_of].dealt = self._pressed()
                account.records[r.n] = Kept(
                    n=r.n,
                    id=r.id,
                    author=who,
                    reference=r.reference,
                    record_type=r.record_type,
                    touched=now,
                    authors=[who],
                    moved=bool(r.copy_of),
                )

    def opened(self, docket: Docket, *, now: datetime) -> None:
        """An account of a dropped file, with nobody's record yet."""
        self._account(docket, now)

    def _pressed(self) -> datetime:
        """When whoever acts now pressed: a decision is taken then, however long it is before it is saved."""
        actor = self._world.stage.actor
        return actor.began if actor else self._world.now

    def _account(self, docket: Docket, now: datetime) -> Account:
        account = self.accounts.get(docket.id)
        if account is None:
            source = docket.source
            is_call = isinstance(source, Call)
            own = source.call if isinstance(source, Call) else getattr(source, "link", None)
            file = file_of(own) if own else None
            account = Account(id=docket.id, is_call=is_call, made=now, file=file)
            self.accounts[docket.id] = account
        return account

    def touched(self, id: DocketId, n: int) -> None:
        """A person did something to this record."""
        kept = self.accounts[id].records.get(n)
        if kept is not None:
            kept.touched = max(kept.touched, self._pressed())

    def sent(self, id: DocketId, n: int, who: PersonId, hash: str) -> None:
        """This person was sent every page of these words."""
        self.accounts[id].records[n].read.add((who, hash))

    def approved(self, id: DocketId, n: int, who: PersonId, hash: str, reference: str) -> None:
        """This person pressed Approve on a card with these words, for that file, and it was taken."""
        kept = self.accounts[id].records[n]
        if who != kept.author:
            raise RuleBrokenError(APPROVAL, f"{who} is not the author of record {n}")
        self._was_read(kept, who, hash)
        kept.approval, kept.second = Approved(who, hash, reference, kept.record_type), None
        kept.touched = max(kept.touched, self._pressed())

    def seconded(self, id: DocketId, n: int, who: PersonId, hash: str) -> None:
        """A second person pressed Approve on their card, and it was taken."""
        kept = self.accounts[id].records[n]
        if who in kept.authors or kept.approval is None or kept.approval.hash != hash:
            raise RuleBrokenError(APPROVAL, f"{who} may not be the second to approve record {n}")
        self._was_read(kept, who, hash)
        kept.second = Approved(who, hash, kept.approval.reference, kept.record_type)

    def _was_read(self, kept: Kept, who: PersonId, hash: str) -> None:
        if (who, hash) not in kept.read:
            raise RuleBrokenError(APPROVAL, f"{who} never read all of what they approved as record {kept.n}")

    def _still_filed(self, kept: Kept) -> None:
        """What somebody else took off again is not on file."""
        if not any(n.key == kept.id and n.removed is None for n in self._world.notes.values()):
            kept.filed = None

    def withdrawn(self, id: DocketId, n: int) -> None:
        """The approval was taken back, and that was taken."""
        kept = self.accounts[id].records[n]
        self._still_filed(kept)
        if kept.filed:
            raise RuleBrokenError(STATE, f"record {n} was taken back although it is filed")
        kept.approval = kept.second = None
        kept.touched = max(kept.touched, self._pressed())

    def taken_over(self, id: DocketId, n: int, who: PersonId) -> None:
        """A colleague has the record from now on."""
        kept = self.accounts[id].records[n]
        self.withdrawn(id, n)
        kept.author = who
        kept.authors.append(who)

    def reassigned(self, id: DocketId, n: int, reference: str) -> None:
        """Its author says that it belongs to another file; the file changes with the words that name it."""
        self.withdrawn(id, n)
        self.accounts[id].records[n].moves_to = reference

    def attested(self, id: DocketId, n: int) -> None:
        """Its author says that they filed it by hand."""
        kept = self.accounts[id].records[n]
        if kept.approval is None:
            raise RuleBrokenError(STATE, f"record {n} was attested, and nobody's approval stands")
        self._still_filed(kept)  # if ours was taken off, the one that was filed by hand is what stands
        kept.attested = self._pressed()

    def may_count(self, id: DocketId, n: int) -> None:
        """What was attested may count as the account."""
        self.accounts[id].records[n].counts = True

    def misfiled(self, id: DocketId, n: int) -> None:
        """It stands on the wrong file, its author says."""
        kept = self.accounts[id].records[n]
        if not (kept.filed or kept.attested):
            raise RuleBrokenError(STATE, f"record {n} is misfiled, and was never filed")
        kept.misfiled = True
        kept.only_account = kept.delete_too = kept.counts = False

    def found_wrong(self, id: DocketId, n: int) -> None:
        """A record whose own account has gone was found on the wrong file."""
        kept = self.accounts[id].records[n]
        kept.filed, kept.misfiled = self._world.now, True

    def marked(self, id: DocketId, n: int) -> None:
        """The wrong file was marked, by us or by hand."""
        kept = self.accounts[id].records[n]
        if not kept.misfiled:
            raise RuleBrokenError(STATE, f"record {n} was marked, and nobody said that it is misfiled")
        kept.marked = kept.marked or self._world.now
        kept.touched = self._world.now

    def by_hand(self, id: DocketId, n: int) -> None:
        """Its author deals with what is misfiled by hand."""
        self.marked(id, n)
        self.accounts[id].records[n].dealt = self._pressed()

    def organiser_said(self, id: DocketId, *, delete: bool) -> None:
        """The meeting's organiser answered."""
        self.accounts[id].organiser_said_no = not delete

    def released(self, id: DocketId) -> None:
        """Information governance let go of what people kept."""
        self.accounts[id].holds.clear()

    def discarded(self, id: DocketId, n: int, *, only_account: bool) -> None:
        """The author dropped it, and that was taken."""
        kept = self.accounts[id].records[n]
        kept.only_account = kept.only_account or only_account
        if kept.dropped is None and not kept.misfiled:
            self._still_filed(kept)
            if kept.filed and kept.id not in self.misread:
                raise RuleBrokenError(STATE, f"record {n} was discarded although it is filed as approved")
            kept.dropped, kept.approval = self._pressed(), None

    def chose_to_delete(self, id: DocketId, n: int) -> None:
        """The author said that the meeting's own file shall go although nothing was filed."""
        kept = self.accounts[id].records[n]
        kept.only_account = kept.delete_too = True

    def thrown_away(self, id: DocketId) -> None:
        """A dropped file was thrown away by whoever dropped it."""
        self.accounts[id].thrown_away = True

    def kept(self, docket: Docket) -> None:
        """Somebody pressed Keep, and it was taken."""
        self.accounts[docket.id].holds.append(Hold(self._world.now, deadlines(docket), docket.id))

    def nothing_said(self) -> None:
        """A transcript had no words in it."""
        for account in self.accounts.values():
            for kept in account.records.values():
                kept.nothing_said = True


def covers(hold: Hold, account: Account) -> bool:
    """Whether a hold that stands is on this account, by its docket, by a person's file, or by everything."""
    if hold.released:
        return False
    if hold.reference is not None:
        return any(k.reference == hold.reference for k in account.records.values())
    return hold.docket in (None, account.id)


def deadlines(docket: Docket) -> set[datetime]:
    """Of every attempt that is listed: what a hold's setter is told may already be out."""
    return {t for c in docket.claims for t in (c.until, *c.also)}


def file_of(source: str) -> Address:
    """Where the file of that call, or of that upload's link, lies."""
    return Address(f"drive/{source}")
