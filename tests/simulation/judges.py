"""What must always be true (`line.md` calls it that), judged at each effect against the judges' own book.

No judge asks a docket whether something is so: a docket is what is judged. Words of the rules are the short names that
a violation is reported under.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from record import line
from record.docket import Approval, Claim, Docket, Record, Trace, Wait
from record.receipt import Receipt
from record.terms import Custody, DocketId, Doing, Holder, Outcome, Shelf, State
from tests.simulation.book import Account, Approved, Kept, Place, RuleBrokenError

if TYPE_CHECKING:
    from tests.simulation.driving import Actor
    from tests.simulation.world import Card, CaseNote, MeetingFile

from tests.simulation.meanings import (
    APPROVAL,
    CLAIM,
    DESTROYING,
    DISHONEST,
    HOLD,
    KEY,
    LANDS,
    MARKER,
    MEETING,
    ONE_FILING,
    ONLY,
    RECEIPT,
    SKEWS,
    STATE,
    TIME,
    TRACED,
    WAIT,
    Meanings,
    covers,
    deadlines,
)


class Judges(Meanings):
    """Told of every effect by the world, and of what people meant by the people."""

    # --- words ----------------------------------------------------------------------------------------------------

    def filled(self, holder: Holder, address: str) -> None:
        """There are words (or a key) at this place now."""
        self._in_time(self._world.stage.actor, f"words at {address}")
        id = DocketId(address.split("/", 1)[0])
        self._words_at(id, (holder, address, _record_of_address(address)))

    def filled_card(self, card: Card) -> None:
        """There are words on this card now."""
        self._words_at(card.docket, (Holder.CARD, card.id, card.n))

    def _words_at(self, id: DocketId, place: Place) -> None:
        self.checks += 1
        account = self.accounts.get(id)
        standing = self._world.dockets.get(id)
        if account is None or standing is None:
            raise RuleBrokenError(TRACED, f"words at {place[1]} without an account")
        account.places[place] = account.ever[place] = None
        if place[0] is Holder.WORDS and place[2] in account.records:
            account.records[place[2]].touched = self._world.now
        trace = _trace_at(standing[0], place)
        if trace is None:
            raise RuleBrokenError(TRACED, f"words at {place[1]}, which the docket does not name")
        if trace.shelf is Shelf.CLOSED and trace.outcome in DISHONEST:
            raise RuleBrokenError(TRACED, f"words at {place[1]}, of which the docket says {trace.outcome}")

    def erased(self, address: str, actor: Actor | None) -> None:
        """One of our own places was emptied."""
        id = DocketId(address.split("/", 1)[0])
        account = self.accounts[id]
        holder = Holder.KEYS if "/k" in address else Holder.WORDS
        account.places.pop((holder, address, _record_of_address(address)), None)
        self._destroyed(account, address, actor)

    def blanked(self, card: Card, actor: Actor | None) -> None:
        """A card shows no words any more. Of itself that destroys nothing: the words stand elsewhere."""
        self.accounts[card.docket].places.pop((Holder.CARD, card.id, card.n), None)

    def meeting_deleted(self, file: MeetingFile, actor: Actor | None) -> None:
        """We deleted the meeting's own file; nobody can have joined since that was claimed. What is misfiled, or takes
        its words from there, can have come between: it needs no meeting.
        """
        for account in self.accounts.values():
            if account.file == file.address and account.id in self._world.dockets:
                for kept in account.records.values():
                    if kept.settled is None and not (kept.misfiled or kept.moved):
                        raise RuleBrokenError(MEETING, f"record {kept.n} was asked for while it went")
                self._destroyed(account, file.address, actor)

    def looked(self, address: str, *, absent: bool, lie: bool = False) -> None:
        """Somebody looked at a place: was it said to be empty, and was that a lie?"""
        if absent:
            self.seen_absent[address] = self._world.now
        (self.lied.add if lie else self.lied.discard)(address)

    def _said_gone(self, account: Account, trace: Trace) -> None:
        """What is said to be gone was asked to go, and looked for at the last of the looks, and was not there."""
        asked = account.asked.get(trace.address)
        seen = self.seen_absent.get(trace.address)
        last = self._world.policy.looks[-1] - self._world.policy.lease - 2 * SKEWS
        if seen is None or (asked is not None and seen < asked + last):
            raise RuleBrokenError(
                RECEIPT, f"{trace.address} is said to be gone, and nobody saw so at the end"
            )

    def _destroyed(self, account: Account, address: str, actor: Actor | None) -> None:
        """What is destroyed is covered by a claim of whoever did it, and by what every hold's setter was told."""
        self.checks += 1
        claim = actor.claim if actor is not None else None
        if claim is None or claim.act.doing not in DESTROYING:
            raise RuleBrokenError(CLAIM, f"{address} destroyed without a claim")
        self._in_time(actor, address)
        standing = self._world.dockets.get(account.id)
        traces = standing[0].traces if standing else ()
        named = {t.address for t in traces if t.n in claim.act.targets}
        if address not in named:
            raise RuleBrokenError(CLAIM, f"{address} is not what the claim names")
        for hold in (*account.holds, *self.council):
            if covers(hold, account) and claim.until not in hold.told:
                raise RuleBrokenError(
                    HOLD, f"{address} destroyed; its hold was confirmed at {hold.confirmed}"
                )

    def _in_time(self, actor: Actor | None, what: str) -> None:
        """A request is sent while its claim is good; it may land later."""
        if actor is not None and actor.claim is not None:
            until = actor.claim.until + SKEWS / 2 + (LANDS if actor.late else timedelta(0))
            if self._world.now > until:
                raise RuleBrokenError(CLAIM, f"{what}, on a claim that ran out at {actor.claim.until}")

    # --- filing ---------------------------------------------------------------------------------------------------

    def filed(self, note: CaseNote) -> None:
        """A note stands in the case system now."""
        self.checks += 1
        self._in_time(self._world.stage.actor, f"{note.id} is filed")
        for account in self.accounts.values():
            for kept in account.records.values():
                if kept.id == note.key:
                    return self._filed(account, kept, note)
                if f"{kept.id}-mark" == note.key:
                    self._once(note.key, kept)
                    return self.marked(account.id, kept.n)
        raise RuleBrokenError(ONE_FILING, f"{note.id} is of no record")

    def _filed(self, account: Account, kept: Kept, note: CaseNote) -> None:
        self._once(note.key, kept)
        self._adds_to(kept, note)
        approval = kept.approval
        if approval is None:
            raise RuleBrokenError(ONE_FILING, f"record {kept.n} is filed, and nobody's approval stands")
        if (approval.hash, approval.reference, approval.record_type) != (
            note.hash,
            note.reference,
            note.record_type,
        ):
            raise RuleBrokenError(ONE_FILING, f"record {kept.n} is filed otherwise than it was approved")
        if self._world.policy.approvers(kept.record_type) is not None and kept.second is None:
            raise RuleBrokenError(ONE_FILING, f"record {kept.n} is filed without its second approval")
        kept.filed = self._world.now
        self._words_at(account.id, (Holder.CASE, note.reference, kept.n))

    def note_removed(self, note: CaseNote) -> None:
        """Somebody else removed it: the words are no longer there."""
        for account in self.accounts.values():
            for kept in account.records.values():
                if kept.id == note.key:
                    account.places.pop((Holder.CASE, note.reference, kept.n), None)

    def _once(self, key: str, kept: Kept) -> None:
        if sum(n.key == key and n.removed is None for n in self._world.notes.values()) > 1:
            raise RuleBrokenError(ONE_FILING, f"record {kept.n} is filed twice")

    def _adds_to(self, kept: Kept, note: CaseNote) -> None:
        """A correction is added only to a record that still stood within the hour."""
        original = self._world.notes.get(note.adds_to)
        since = self._world.now - self._world.policy.fresh - self._world.policy.lease - LANDS - 2 * SKEWS
        if original is not None and original.removed is not None and original.removed < since:
            raise RuleBrokenError(ONE_FILING, f"record {kept.n} is added to a record that is gone")

    # --- a docket is saved ----------------------------------------------------------------------------------------

    def saved(self, old: Docket | None, new: Docket, actor: Actor | None) -> None:
        """Judge what changed."""
        self.checks += 1
        account = self.accounts.get(new.id)
        if account is None:
            raise RuleBrokenError(STATE, "a docket that nobody asked for")
        if old is not None and new.at < old.at:
            raise RuleBrokenError(TIME, f"{new.at} after {old.at}")
        if old is None or new.traces is not old.traces:
            self._traces(account, new)
            self._ends(account, old, new)
        if old is None or new.records is not old.records:
            self._records(account, old, new)
        for hold in self.council:
            if new.id not in hold.covered and covers(hold, account):
                hold.covered.add(new.id)
                hold.told |= deadlines(new)
        if old is None or new.claims is not old.claims:
            before = old.n if old else 0
            for claim in new.claims:
                if claim.n > before:
                    self._claimed(account, new, claim)
        if not any(id == new.id for id, _ in self._world.markers):
            raise RuleBrokenError(MARKER, "saved without one")

    def _traces(self, account: Account, docket: Docket) -> None:
        traces: dict[Place, Trace] = {(t.holder, t.address, t.record): t for t in docket.traces}
        for place in account.places:
            address, trace = place[1], traces.get(place)
            if trace is None:
                raise RuleBrokenError(TRACED, f"the docket no longer names {address}")
            if trace.shelf is Shelf.CLOSED and trace.outcome in DISHONEST:
                raise RuleBrokenError(TRACED, f"of {address} the docket says {trace.outcome}")
        self._file_trace(account, docket)

    def _ends(self, account: Account, old: Docket | None, new: Docket) -> None:
        """What has come to its end, and is said to be gone."""
        for i, t in enumerate(new.traces):
            if t.outcome in (Outcome.GONE, Outcome.GONE_FOR_USERS) and t.holder is not Holder.CASE:
                was = old.traces[i] if old is not None and i < len(old.traces) else None
                if was is None or was.outcome is not t.outcome:
                    self._said_gone(account, t)

    def _file_trace(self, account: Account, docket: Docket) -> None:
        file = self._world.files.get(account.file or "")
        if file is None or file.gone is not None or file.address in self.lied:
            return
        for t in docket.traces:
            if t.address == file.address and t.shelf is Shelf.CLOSED and t.outcome in DISHONEST:
                raise RuleBrokenError(TRACED, f"the meeting's own stands, and the docket says {t.outcome}")

    def _records(self, account: Account, old: Docket | None, new: Docket) -> None:
        before = {r.n: r for r in old.records} if old else {}
        for r in new.records:
            was = before.get(r.n)
            if was is r:
                continue
            kept = account.records.get(r.n)
            if kept is None:
                raise RuleBrokenError(STATE, f"record {r.n} was asked for by nobody")
            if r.author.id != kept.author:
                raise RuleBrokenError(STATE, f"record {r.n} has an author who did not take it over")
            if r.reference != kept.reference:
                if r.reference != kept.moves_to:
                    raise RuleBrokenError(STATE, f"record {r.n} is for another file, and nobody said so")
                kept.reference = r.reference
            if was is None or was.state is not r.state:
                self._state(account, kept, r)
            if r.state is State.MARKED and r.settled and kept.dealt is None:
                self._given_up(account, kept)
            if r.approval is not None:
                self._approval(kept.approval, r.approval, r.n)
            if r.second is not None:
                self._approval(kept.second, r.second, r.n)

    def _state(self, account: Account, kept: Kept, r: Record) -> None:
        now = self._world.now
        if r.state is State.MISFILED and not kept.misfiled:
            raise RuleBrokenError(STATE, f"record {r.n} is misfiled, and nobody said so")
        if r.state is State.MARKED and kept.marked is None:
            raise RuleBrokenError(STATE, f"record {r.n} is marked, and the wrong file is not")
        if r.state is State.POSTED and kept.filed is None and kept.attested is None:
            raise RuleBrokenError(STATE, f"record {r.n} is posted, and there never was such a note")
        if r.state is State.POSTED and r.approval is None:
            raise RuleBrokenError(STATE, f"record {r.n} is posted, and carries nobody's approval")
        if r.state is State.DROPPED and kept.dropped is None:
            expired = self._expired(kept)
            if kept.nothing_said and kept.approval is None:
                kept.only_account = True
            elif not expired or kept.approval is not None:
                raise RuleBrokenError(STATE, f"record {r.n} is dropped, and nobody dropped it")
            elif self._held(account, now - SKEWS):
                raise RuleBrokenError(HOLD, f"record {r.n} expired under a confirmed hold")
            kept.dropped = now
        if r.state is State.DRAFT:
            kept.approval = kept.second = None

    def _expired(self, kept: Kept) -> bool:
        """Nobody decided in time, give or take what may be under way."""
        return self._world.now - kept.touched >= self._world.policy.expiry - timedelta(minutes=15)

    def _given_up(self, account: Account, kept: Kept) -> None:
        """The move of what is misfiled was given up because its time was over."""
        if not self._expired(kept):
            raise RuleBrokenError(STATE, f"the move of record {kept.n} was given up too early")
        if self._held(account, self._world.now - SKEWS):
            raise RuleBrokenError(HOLD, f"the move of record {kept.n} expired under a confirmed hold")
        kept.dealt = self._world.now

    def _held(self, account: Account, since: datetime) -> bool:
        return any(covers(h, account) and h.confirmed <= since for h in (*account.holds, *self.council))

    def _approval(self, truly: Approved | None, a: Approval, n: int) -> None:
        if truly != Approved(a.by, a.hash, a.reference, a.record_type):
            raise RuleBrokenError(APPROVAL, f"record {n} carries an approval that nobody gave")

    # --- a claim is saved -----------------------------------------------------------------------------------------

    def _claimed(self, account: Account, docket: Docket, claim: Claim) -> None:
        """What is about to be destroyed may be destroyed, as things truly are."""
        doing = claim.act.doing
        if doing in DESTROYING:
            for t in docket.traces:
                again = claim.also and t.address in account.asked  # the first attempt may have done it
                if t.n in claim.act.targets and t.shelf is Shelf.OPEN and t.asked is None and not again:
                    account.asked[t.address] = self._world.now
        if doing in (Doing.SHOW_CARD, Doing.REPLY) and claim.act.key in self._world.cards:
            whose = self._world.cards[claim.act.key].whose
            if whose not in (account.records[claim.act.record].author, claim.act.who):
                raise RuleBrokenError(APPROVAL, f"words for {whose}, whose record {claim.act.record} is not")
        if (doing in DESTROYING or doing is Doing.BLANK) and self._held(account, self._world.now):
            raise RuleBrokenError(HOLD, f"{doing} claimed under a confirmed hold")
        if doing is Doing.ERASE:
            kept = account.records[claim.act.record]
            if kept.settled is None:
                raise RuleBrokenError(KEY, f"record {kept.n} is neither filed nor dropped")
        elif doing is Doing.ERASE_SOURCE:
            self._only_account(account, claim)
        elif doing is Doing.DELETE_MEETING:
            self._meeting(account)

    def _only_account(self, account: Account, claim: Claim) -> None:
        """Our copy of the source may go, as things stood when the claim was made: it may be saved much later, by a
        process that slept, and is good for nothing then.
        """
        records = account.records.values()
        if not records:
            forgotten = self._world.now - account.made >= self._world.policy.undecided - SKEWS
            if not (account.thrown_away or forgotten):
                raise RuleBrokenError(ONLY, "a dropped file goes before its hour is over")
            return
        for kept in records:
            if kept.settled is None:
                raise RuleBrokenError(ONLY, f"our copy goes, and record {kept.n} is not settled")
        if any(k.stands for k in records) or all(k.only_account or k.counts for k in records):
            return
        file = self._world.files.get(account.file or "")
        policy = self._world.policy
        seen = claim.until - policy.lease - policy.fresh - 2 * SKEWS
        if not account.is_call or file is None or (file.gone and file.gone < seen):
            raise RuleBrokenError(ONLY, "our copy goes, nothing is filed, and the original is gone")

    def _meeting(self, account: Account) -> None:
        """The meeting's own file may go (promise 2)."""
        world, policy = self._world, self._world.policy
        records = account.records.values()
        settled: list[datetime] = []
        for kept in records:
            if kept.settled is None:
                raise RuleBrokenError(MEETING, f"record {kept.n} is not settled")
            settled.append(kept.settled)
        last = max(settled, default=account.made)
        if world.now < last + policy.grace - policy.lease - 2 * SKEWS:
            raise RuleBrokenError(MEETING, "before the grace is over")
        if account.organiser_said_no:
            raise RuleBrokenError(MEETING, "its organiser said no")
        filed = [k for k in records if k.stands]
        if not filed and not all(k.delete_too for k in records):
            raise RuleBrokenError(MEETING, "nothing is filed, and not everybody chose to delete it")
        for kept in filed:
            since = world.now - policy.fresh - policy.lease - 2 * SKEWS
            standing = [n for n in world.notes.values() if n.key == kept.id]
            if kept.filed and not any(n.removed is None or n.removed > since for n in standing):
                raise RuleBrokenError(MEETING, f"record {kept.n} is no longer on file")

    # --- markers, receipts, the end ---------------------------------------------------------------------------------

    def unmarked(self, id: DocketId) -> None:
        """A marker was taken away."""
        if id in self._world.dockets and not any(i == id for i, _ in self._world.markers):
            raise RuleBrokenError(MARKER, "the last one was taken away")

    def receipt(self, receipt: Receipt, before: Receipt | None) -> None:
        """A receipt is about to be written."""
        self.checks += 1
        account = self.accounts[DocketId(receipt.docket)]
        if before is not None and (before.filings, before.copies) != (receipt.filings, receipt.copies):
            raise RuleBrokenError(RECEIPT, "written again, and not the same")
        if len(receipt.filings) != len(account.records):
            raise RuleBrokenError(RECEIPT, f"{len(receipt.filings)} of {len(account.records)} records in it")
        for filing, kept in zip(receipt.filings, account.records.values(), strict=True):
            if kept.settled is None:
                raise RuleBrokenError(RECEIPT, f"record {kept.n} is not settled")
            posted = not kept.misfiled and bool(kept.filed or kept.attested)
            lied = kept.id in self.misread
            if ((filing.state is State.POSTED) != posted and not lied) or (
                filing.state is State.MARKED
            ) != kept.misfiled:
                raise RuleBrokenError(RECEIPT, f"it says that record {kept.n} is {filing.state}")
        for holder in Holder:
            had = sum(h is holder for h, _, _ in account.ever)
            told = sum(c.holder is holder for c in receipt.copies)
            if told < had:
                raise RuleBrokenError(RECEIPT, f"{told} of {had} places at {holder} in it")
            left = sum(h is holder for h, _, _ in account.places)
            honest = sum(c.holder is holder and c.outcome not in DISHONEST for c in receipt.copies)
            if honest < left:
                raise RuleBrokenError(
                    RECEIPT, f"{left} places at {holder} hold words; it says so of {honest}"
                )

    def removed(self, docket: Docket) -> None:
        """A docket is gone."""
        if docket.id not in self._world.receipts:
            raise RuleBrokenError(RECEIPT, "the docket goes, and there is no receipt")
        self._traces(self.accounts[docket.id], docket)
        for t in docket.traces:
            if t.custody in (Custody.OURS, Custody.TEMPORARY) and t.shelf is not Shelf.CLOSED:
                raise RuleBrokenError(RECEIPT, f"the docket goes, and trace {t.n} has no end")

    def at_rest(self, id: DocketId) -> Wait | None:
        """Nobody is at this docket: what is it waiting for?"""
        standing = self._world.dockets.get(id)
        if standing is None:
            return None
        step = line.next_act(standing[0], self._world.policy, self._world.now)
        if isinstance(step, Wait):
            if not step.whom or not step.why:
                raise RuleBrokenError(WAIT, f"for {step.whom!r} because {step.why!r}")
            return step
        return None


def _record_of_address(address: str) -> int:
    """`<docket>/k3`, `<docket>/k0-g2`, `<docket>/r3/v1`, `<docket>/s/g1/t0` → 3, 0, 3, 0."""
    part = address.split("/")[1]
    return int(part[1:].partition("-")[0] or 0)


def _trace_at(docket: Docket, place: Place) -> Trace | None:
    holder, address, n = place
    for t in docket.traces:
        if t.address == address and t.holder is holder and t.record == n:
            return t
    return None
