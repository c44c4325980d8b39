"""Information governance: what is held, holding, releasing. Asked again at each press whether this person may."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot import replies_governance as replies
from bot import whose
from bot.chat import Messages
from bot.incoming import Answer, Incoming
from bot.membership import Membership
from bot.patience import Patience
from bot.spreads import PAUSES, Spreads
from cards import hold_all, holds, reading, release
from record.dates import clock
from record.docket import Docket, Person
from record.errors import FaircopyError, NotThereError, RefusedError
from record.policy import Policy, PolicyHold, Seen
from record.terms import DocketId, RecordTypeId
from worker import holding, keeping
from worker.desk import Desk

LOOKED_AT = 100
"""Open accounts that are read for one card, to find what people kept."""
NUMBER = re.compile(r"[0-9a-z-]{1,64}")

Card = Mapping[str, object]
Types = Sequence[tuple[RecordTypeId, str]]
May = tuple[Policy, Seen]
"""The policy by which somebody may do this, and the groups of it in which they were seen for that."""


class Governance:
    """`holds` and its buttons."""

    def __init__(
        self,
        *,
        desk: Desk,
        messages: Messages,
        membership: Membership,
        types: Types,
        wake: Callable[[DocketId], None],
        new_id: Callable[[], str],
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._desk = desk
        self._types = tuple((str(id), title) for id, title in types)
        self._wake = wake
        self._membership = membership
        self._new_id = new_id
        self._spreads = Spreads(desk=desk, messages=messages, pauses=pauses)
        self._verbs: Mapping[str, Callable[[Incoming, May], Awaitable[Answer]]] = {
            "holds": self._listed,
            "hold": self._hold,
            "hold-all": self._hold_all,
            "hold-look": self._look,
            "release": self._release,
            "release-yes": self._release_yes,
        }

    def knows(self, verb: str) -> bool:
        """Whether this is a button of one of these cards."""
        return verb in self._verbs

    async def typed(self, who: Person) -> Answer:
        """`holds`. Raises RefusedError for anybody whom the policy does not name; as `Membership.of`."""
        policy, _ = await self._may(who, Patience())
        return Answer(card=await self._card(who, policy))

    async def press(self, incoming: Incoming) -> Answer:
        """Do what the button says. Raises RefusedError for whom the policy does not name; as `Membership.of`."""
        return await self._verbs[incoming.verb](incoming, await self._may(incoming.person, incoming.patience))

    async def _may(self, who: Person, patience: Patience) -> May:
        policy, asked = await self._desk.policy(), self._membership.press(who, patience)
        seen = await asked.seen(policy.governance_groups, named=policy.governs(who.id))
        if not policy.governs(who.id, seen):
            raise RefusedError(replies.ONLY_GOVERNANCE)
        return policy, seen

    # --- what is held ---------------------------------------------------------------------------------------------

    async def _listed(self, incoming: Incoming, may: May) -> Answer:
        policy, _ = may
        after = reading.text(incoming.data, "after") or ""
        return Answer(card=await self._card(incoming.person, policy, after=after))

    async def _card(
        self,
        who: Person,
        policy: Policy,
        *,
        banner: str | None = None,
        values: Mapping[str, object] | None = None,
        after: str = "",
    ) -> Card:
        """The list and the form. What people kept is looked for in a bounded number of accounts, and that is said."""
        kept = await keeping.kept(self._desk, after, LOOKED_AT)
        return holds.card(
            rows=[holds.row(h, self._title(h), mine=h.by == who.id) for h in policy.holds],
            kept=[_kept(d) for d in kept.dockets],
            looked=replies.looked_at(kept.looked, kept.unread, more=bool(kept.further), on=bool(after)),
            further=kept.further,
            types=self._types,
            values=values,
            banner=banner,
        )

    def _scope(self, hold: PolicyHold) -> str:
        what, number = holds.scope(hold, self._title(hold))
        return f"{what}. {number}" if number else what

    def _title(self, hold: PolicyHold) -> str:
        return dict(self._types).get(str(hold.record_type), str(hold.record_type or ""))

    # --- holding --------------------------------------------------------------------------------------------------

    async def _hold(self, incoming: Incoming, may: May) -> Answer:
        """Hold what was chosen; everything is asked about once more."""
        policy, _ = may
        who, asked = incoming.person, holds.asked(incoming.data)
        try:
            wanted = await self._wanted(incoming, asked)
        except (RefusedError, NotThereError) as no:
            return Answer(card=await self._card(who, policy, banner=no.say, values=incoming.data))
        if asked.what == "all":
            return Answer(card=hold_all.card(why=asked.why))
        return await self._held(incoming, wanted)

    async def _hold_all(self, incoming: Incoming, _: May) -> Answer:
        asked = holds.asked({**incoming.data, "what": "all"})
        return await self._held(incoming, await self._wanted(incoming, asked))

    async def _wanted(self, incoming: Incoming, asked: holds.Asked) -> PolicyHold:
        """The hold that was asked for. Raises RefusedError, NotThereError: a wrong number would hold nothing."""
        hold = PolicyHold(by=incoming.person.id, at=self._desk.clock(), id=self._new_id(), why=asked.why)
        if not asked.what:
            raise RefusedError(replies.CHOOSE_WHAT)
        if not asked.why:
            raise RefusedError(replies.CHOOSE_WHY)
        if asked.what in ("meeting", "file") and not asked.number:
            raise RefusedError(replies.TYPE_HOLD_NUMBER)
        match asked.what:
            case "meeting":
                return replace(hold, docket=await self._meeting(asked.number.lower()))
            case "file":
                return replace(hold, reference=await self._file(asked.number, incoming.patience))
            case "type":
                if asked.type not in dict(self._types):
                    raise RefusedError(replies.CHOOSE_HOLD_TYPE)
                return replace(hold, record_type=RecordTypeId(asked.type))
            case _:
                return hold

    async def _meeting(self, number: str) -> str:
        """An account that is open, or that cannot be looked at now. Raises NotThereError, saying what became of it."""
        if not NUMBER.fullmatch(number):
            raise NotThereError(replies.NO_ACCOUNT)
        try:
            await self._desk.dockets.read(DocketId(number))
        except NotThereError:
            try:
                closed = (await self._desk.receipts.read(DocketId(number))).closed
            except FaircopyError:
                raise NotThereError(replies.NO_ACCOUNT) from None
            raise NotThereError(replies.closed(closed)) from None
        except FaircopyError:
            return number
        return number

    async def _file(self, number: str, patience: Patience) -> str:
        """A file that a case system knows, or cannot be asked about now: also one that was chosen before, since what
        was begun for it goes on. Raises NotThereError."""
        cases = self._desk.cases
        for system in dict.fromkeys((await self._desk.case_system(), *cases.named)):
            try:
                return (await whose.child(cases.at(system), number, patience)).reference
            except NotThereError:
                continue
            except FaircopyError:
                return number
        raise NotThereError(replies.no_file_to_hold(number))

    async def _held(self, incoming: Incoming, wanted: PolicyHold) -> Answer:
        """Into the policy, which stops every later claim; then through the accounts, for as long as that takes."""
        try:
            hold = await holding.put(self._desk, wanted)
        except FaircopyError:
            raise RefusedError(replies.NOT_HELD) from None
        return await self._spreads.answer(incoming, hold, self._scope(hold))

    async def _look(self, incoming: Incoming, may: May) -> Answer:
        """Go through the accounts again: what was not reached is noted, and what is out is looked at afresh."""
        policy, _ = may
        id = reading.text(incoming.data, "hold") or ""
        hold = next((h for h in policy.holds if h.id == id), None)
        if hold is None:
            return Answer(card=await self._card(incoming.person, policy, banner=replies.NOT_HELD_ANY_MORE))
        return await self._spreads.answer(incoming, hold, self._scope(hold))

    # --- releasing ------------------------------------------------------------------------------------------------

    async def _release(self, incoming: Incoming, may: May) -> Answer:
        """Ask once more, showing what would be released."""
        policy, _ = may
        row = await self._row(incoming.person, policy, reading.text(incoming.data, "release") or "")
        if row is None:
            banner = replies.CHOOSE_RELEASE
            return Answer(card=await self._card(incoming.person, policy, banner=banner, values=incoming.data))
        return Answer(
            card=release.card(key=row.key, what=row.what, number=row.number, why=row.why, since=row.since)
        )

    async def _release_yes(self, incoming: Incoming, may: May) -> Answer:
        policy, seen = may
        who, key = incoming.person, reading.text(incoming.data, "key") or ""
        kind, _, id = key.partition("/")
        row = await self._row(who, policy, key)
        if row is None:
            return Answer(card=await self._card(who, policy, banner=replies.NOT_HELD_ANY_MORE))
        if kind == "kept":
            docket = await keeping.let_go(self._desk, DocketId(id), who.id, seen)
            self._wake(docket.id)
        else:
            gone = await holding.take_away(self._desk, id, who.id)
            if gone is not None:
                self._spreads.let_on(gone)
        banner = replies.released(clock(self._desk.clock()))
        return Answer(card=await self._card(who, await self._desk.policy(), banner=banner))

    async def _row(self, who: Person, policy: Policy, key: str) -> holds.Row | None:
        """What stands behind a choice of the list; None if it does not stand any more."""
        kind, _, id = key.partition("/")
        hold = next((h for h in policy.holds if h.id == id), None)
        if kind == "hold":
            return holds.row(hold, self._title(hold), mine=hold.by == who.id) if hold else None
        if kind != "kept" or not NUMBER.fullmatch(id):
            return None
        try:
            docket, _ = await self._desk.dockets.read(DocketId(id))
        except NotThereError:
            return None
        return _kept(docket) if any(not h.policy for h in docket.holds) else None


def _kept(docket: Docket) -> holds.Row:
    """The row of an account that somebody kept: its files by their numbers, who pressed Keep."""
    own = [h for h in docket.holds if not h.policy]
    names = {r.author.id: r.author.name for r in docket.records}
    files = ", ".join(dict.fromkeys(r.reference for r in docket.records)) or "none yet"
    who = ", ".join(dict.fromkeys(names.get(h.by, "A colleague") for h in own))
    return holds.Row(
        key=f"kept/{docket.id}",
        what=f"File {files}",
        number=f"Receipt number {docket.id}",
        short="One meeting, kept",
        since=min(h.at for h in own),
        why=f"{who} pressed Keep.",
    )
