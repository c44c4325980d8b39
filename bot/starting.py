"""From a meeting or a transcript to a record that is asked for. Nothing is kept before *Yes* but what was dropped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot import replies, whose
from bot.accounts import Accounts
from bot.allowed import why_not
from bot.calls import Calls, span
from bot.dropping import Download, Dropping
from bot.incoming import Answer, DroppedFile, Incoming
from bot.membership import Membership
from bot.objection import Objection
from bot.opening import Opening, as_typed, elsewhere, mark, opening
from bot.patience import Patience
from bot.start_card import StartCard, Types
from cards import dates, faces, led, pasted, person, reading, which
from record import joining
from record.docket import Call, Docket, Person, Upload
from record.doors import CaseSystem
from record.draft import Child
from record.errors import BusyError, NotAllowedError, NotThereError, RefusedError
from record.said import Said
from record.system import System
from record.terms import DocketId, Face, RecordTypeId, Told
from worker.desk import Desk

STOPPED = "Somebody objected"
CANNOT = "I cannot start from this meeting"
LOOK_AGAIN = ("start", "Look again")
Add = Callable[[Docket], Docket]


class Starting:
    """The conversation from the start card up to *Yes, make the draft*."""

    def __init__(
        self,
        *,
        desk: Desk,
        tenant: str,
        types: Types,
        membership: Membership,
        download: Download,
        wake: Callable[[DocketId], None],
        new_id: Callable[[], str],
    ) -> None:
        self._desk = desk
        self._tenant = tenant
        self._types = types
        self._membership = membership
        self._today = StartCard(desk=desk, types=types)
        self.card, self.may_begin = self._today.card, self._today.may_begin
        self._calls = Calls(desk)
        self._wake = wake
        self._new_id = new_id
        self._accounts = Accounts(desk)
        self._read, self._changed = self._accounts.read, self._accounts.changed
        self._dropping = Dropping(desk=desk, accounts=self._accounts, download=download, new_id=new_id)
        self.objection = Objection(
            desk=desk, tenant=tenant, new_id=new_id, calls=self._calls, titles=self.title
        )

    # --- a meeting ------------------------------------------------------------------------------------------------

    async def meeting(self, who: Person, link: str, patience: Patience, *, call: str = "") -> Answer:
        """The start card for the meeting of a join link; asks which call where there were several. Where it cannot
        start, why, and what can be done. Raises SignInNeededError, BusyError, RefusedError."""
        await self.may_begin(who)
        try:
            calls = await self._calls.of_link(who, link, patience)
        except (NotThereError, NotAllowedError) as no:
            again = Opening(m="call", j=link).carried()
            presses = (LOOK_AGAIN, led.UPLOAD)
            return Answer(card=led.card(title=CANNOT, text=no.say, presses=presses, carry=again))
        found = [c for c in calls if c.call == call] if call else list(calls)
        if not found:
            raise NotThereError(replies.NO_MEETING)
        return Answer(card=await self.of_calls(who, Opening(m="call", j=link), found))

    async def of_calls(
        self, who: Person, at: Opening, calls: Sequence[Call], values: Mapping[str, object] | None = None
    ) -> Mapping[str, object]:
        """The start card for the one call; of several, the question which."""
        each = [(replace(at, m="call", c=c.call, w=span(c)), span(c)) for c in calls]
        if len(each) > 1:
            return which.card(calls=[(one.carried(), words) for one, words in each])
        return await self.card(who, each[0][0], values=values)

    # --- a dropped file, a pasted text ----------------------------------------------------------------------------

    async def dropped(self, who: Person, file: DroppedFile) -> Answer:
        """Read a dropped transcript, seal our copy, and ask whose record it is."""
        await self.may_begin(who)
        given = await self._dropping.file(who, file)
        return Answer(card=await self.card(who, Opening(m="upload", d=given.id), outline=given.told))

    async def pasted(self, who: Person, text: Said[bytes], message: str) -> Answer:
        """Read a pasted text, seal our copy, and ask whether it is a transcript at all."""
        policy = await self.may_begin(who)
        given = await self._dropping.paste(who, text, message)
        keeps = dates.length(policy.undecided)
        return Answer(card=pasted.card(id=given.id, outline=given.told, keeps=keeps))

    async def forget(self, incoming: Incoming) -> Answer:
        """It was none: our copy goes at once. Their message stays, and that is said."""
        id = DocketId(opening(incoming.data).d)
        await self._dropping.forget(incoming.person, id)
        text = f"{replies.FORGOTTEN} {replies.MESSAGE_STAYS}"
        card = led.card(title="Forgotten", text=text, presses=(led.START,))
        return Answer(card=card, after=self._woken(id))

    # --- whose file -----------------------------------------------------------------------------------------------

    async def again(self, incoming: Incoming, *, add: bool = False) -> Answer:
        """The start card once more: for another child, or because it was the wrong one."""
        at = opening(incoming.data)
        if at.m == "call" and not at.type:
            return await self.meeting(incoming.person, at.j, incoming.patience, call=at.c)
        who = incoming.person
        if add:
            banner = "Add another child of this meeting."
            return Answer(card=await self.card(who, at, banner=banner, values=as_typed(at)))
        typed = as_typed(at, at.references[-1] if at.references else "")
        return Answer(card=await self.card(who, replace(at, references=()), values=typed))

    async def find(self, incoming: Incoming) -> Answer:
        """Look the child up and show who it is. Nothing is kept."""
        return await self.found(incoming, opening(incoming.data))

    async def found(self, incoming: Incoming, at: Opening) -> Answer:
        """The same, for a meeting that was chosen on the card just now."""
        asked, who = reading.asked(incoming.data), incoming.person
        again = partial(self.card, who, at, values=incoming.data)
        missing = self.missing(asked)
        if missing:
            return Answer(card=await again(banner=missing))
        if asked.told is Told.OBJECTED:
            return await self._objected(who, at, asked)
        if asked.told is Told.NOT_TOLD and at.m == "upload":
            return await self._thrown_away(who, at, asked.told)
        if asked.told is Told.NOT_TOLD:
            return Answer(card=await again(banner=replies.NOT_TOLD))
        references = tuple(dict.fromkeys((*at.references, asked.reference)))
        try:  # one after the other: nobody's file is looked up for somebody who may not have it drafted
            if no := await self._not_allowed(who, asked.type, asked.told, incoming.patience):
                return Answer(card=await again(banner=no))
            system = await self._desk.case_system()
            if at.references and elsewhere(at, system, self._desk.cases.chosen(None)):
                at, banner = replace(at, references=()), replies.other_case_system(references)
                return Answer(card=await self.card(who, at, banner=banner, values=incoming.data))
            children = await whose.children(self._desk.cases.at(system), references, incoming.patience)
        except NotThereError:
            return Answer(card=await again(banner=replies.no_file(asked.reference)))
        except BusyError as no_answer:
            return Answer(card=await again(banner=no_answer.say))
        at = replace(
            at,
            references=references,
            type=asked.type,
            told=asked.told,
            interpreter=asked.interpreter,
            s=mark(system),
        )
        return Answer(card=self._person(at, children))

    async def _not_allowed(self, who: Person, type: str, told: Told | None, patience: Patience) -> str:
        """What is to be said where today's policy forbids it; "" where it does not. Raises as `Membership.of`."""
        policy, id = await self._desk.policy(), RecordTypeId(type)
        seen = await self._membership.drafting(who, policy, id, patience)
        return why_not(policy, who.id, id, told, self.title(id), seen)

    def missing(self, asked: reading.Asked) -> str:
        """What is to be said of the first answer that is not given; "" if all are."""
        if asked.type not in dict(self._types):
            return replies.CHOOSE_TYPE
        if not asked.reference or "," in asked.reference:
            return replies.TYPE_NUMBER
        if asked.told is None:
            return replies.SAY_TOLD
        return ""

    def _person(self, at: Opening, children: Sequence[Child]) -> Mapping[str, object]:
        return person.card(
            children=children,
            today=self._desk.clock().date(),
            title=self.title(RecordTypeId(at.type)),
            occurred=at.w or None,
            told=at.told or Told.NOT_TOLD,
            interpreter=at.interpreter,
            carry=at.carried(),
        )

    async def _objected(self, who: Person, at: Opening, asked: reading.Asked) -> Answer:
        """Somebody objected: everything stops."""
        if at.m != "upload":
            return self.objection.stopped(at, asked)
        return await self._thrown_away(who, at, Told.OBJECTED)

    async def _thrown_away(self, who: Person, at: Opening, told: Told) -> Answer:
        """Somebody objected, or people were not told: what was dropped or pasted is thrown away, and that ends it."""
        id = DocketId(at.d)
        docket = await self._dropping.forget(who, id)
        say = replies.thrown_away(told, pasted=joining.is_pasted(docket))
        return Answer(card=led.card(title=STOPPED, text=say, presses=(led.START,)), after=self._woken(id))

    # --- yes, make the draft --------------------------------------------------------------------------------------

    async def ask(self, incoming: Incoming) -> Answer:
        """Open the account, or join it, and ask for a record a child. The pressed card becomes the first one's own."""
        at, who = opening(incoming.data), incoming.person
        if not at.references or at.type not in dict(self._types) or at.told is None:
            banner = "Something was missing. Nothing is lost. Start again."
            return Answer(card=await self.card(who, at, banner=banner))
        policy = await self.may_begin(who)
        system = self._desk.cases.chosen(policy.case_system)
        if elsewhere(at, system, self._desk.cases.chosen(None)):
            banner, typed = replies.other_case_system(at.references), as_typed(at, at.references[0])
            return Answer(card=await self.card(who, replace(at, references=()), banner=banner, values=typed))
        no, call = await self._asked_once_more(at, incoming, self._desk.cases.at(system))
        if no:
            at = replace(at, references=())
            return Answer(card=await self.card(who, at, banner=no, values=as_typed(at)))
        add = partial(self._with_records, at=at, who=who, incoming=incoming, system=system)
        docket = await (self._uploaded(at, who, add) if call is None else self._called(call, who, add))
        n = next((r.n for r in docket.records if r.card == incoming.message), docket.records[-1].n)
        await self._desk.queue.nudge(docket.id)
        title = self.title(RecordTypeId(at.type))
        card = faces.wordless(docket, n, Face.PROGRESS, policy=policy, title=title, now=self._desk.clock())
        return Answer(card=card, after=self._woken(docket.id))

    async def _asked_once_more(
        self, at: Opening, incoming: Incoming, cases: CaseSystem
    ) -> tuple[str, Call | None]:
        """What forbids it by now, and the call, if it is of a call. The card before this one was shown to somebody who
        might have it drafted, so all are asked side by side, the children's files too."""
        who, patience = incoming.person, incoming.patience
        allowed = self._not_allowed(who, at.type, at.told, patience)
        known = whose.children(cases, at.references, patience)
        if at.m == "upload":
            return (await patience.together(allowed, known))[0], None
        no, _, call = await patience.together(allowed, known, self._calls.one(who, at, patience))
        return no, call

    async def _called(self, call: Call, who: Person, add: Add) -> Docket:
        now = self._desk.clock()
        name = self._desk.dockets.name(f"call:{self._tenant}:{call.call}")
        id = DocketId(self._new_id())
        fresh = add(joining.open_call(id=id, name=name, call=call, opener=who, now=now))
        id, made = await self._desk.dockets.create(fresh, now)
        if made:
            return fresh
        await self._desk.dockets.enlist(who.id, id)
        return await self._changed(id, add)

    async def _uploaded(self, at: Opening, who: Person, add: Add) -> Docket:
        id = DocketId(at.d)
        docket, _ = await self._read(id)
        if docket.opener.id != who.id or not isinstance(docket.source, Upload):
            raise RefusedError(replies.NOT_YOURS)
        return await self._changed(id, add)

    def _with_records(
        self, docket: Docket, at: Opening, who: Person, incoming: Incoming, system: System
    ) -> Docket:
        """A record for every child. Pressed twice, it is asked for once."""
        if any(r.card == incoming.message for r in docket.records):
            return docket
        for i, reference in enumerate(at.references):
            docket = joining.add_record(
                docket,
                id=self._new_id(),
                author=who,
                reference=reference,
                record_type=RecordTypeId(at.type),
                people_told=at.told or Told.NOT_TOLD,
                interpreter=at.interpreter,
                card=incoming.message if i == 0 else None,
                now=self._desk.clock(),
                system=system,
            )
        return docket

    # --- small things ---------------------------------------------------------------------------------------------

    def title(self, type: RecordTypeId) -> str:
        """The record type's title; its id if the council has taken the type away since."""
        return dict(self._types).get(type, str(type))

    def _woken(self, id: DocketId) -> Callable[[], Awaitable[None]]:
        async def after() -> None:
            self._wake(id)

        return after
