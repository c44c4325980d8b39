"""From a command or a dropped file to a record that is asked for. Nothing is kept before *Yes*, but a dropped file."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot import replies
from bot.incoming import Answer, DroppedFile, Incoming
from bot.objection import Objection
from bot.opening import Opening, opening
from cards import faces, person, reading, start, which
from record import joining, line
from record.dates import clock, day, moment
from record.docket import Call, Claim, Docket, Person, Seen, Upload
from record.doors import Token
from record.draft import Child
from record.entries import source_address
from record.errors import NotThereError, RefusedError, StaleError
from record.policy import Policy
from record.said import Said
from record.terms import SOURCE, DocketId, Face, RecordTypeId, Saw, Told
from worker.arming import arm
from worker.desk import Desk
from worker.versions import TRANSCRIPT

TRIES = 3


Types = Sequence[tuple[RecordTypeId, str]]
Download = Callable[[DroppedFile], Awaitable[Said[bytes]]]


class Starting:
    """The conversation up to *Yes, make the draft*."""

    def __init__(
        self,
        *,
        desk: Desk,
        tenant: str,
        types: Types,
        download: Download,
        wake: Callable[[DocketId], None],
        new_id: Callable[[], str],
    ) -> None:
        self._desk = desk
        self._tenant = tenant
        self._types = types
        self._download = download
        self._wake = wake
        self._new_id = new_id
        self.objection = Objection(
            desk=desk, tenant=tenant, new_id=new_id, call=self._call, titles=self.title
        )

    # --- a meeting ------------------------------------------------------------------------------------------------

    async def meeting(self, who: Person, link: str, call: str = "") -> Answer:
        """The start card for the meeting of a join link; asks which call where there were several."""
        if not link:
            return Answer(text=replies.HOW_TO_START)
        calls = await self._calls(await self._desk.tokens.token(who), link)
        found = [c for c in calls if c.call == call] if call else list(calls)
        if not found:
            raise NotThereError(replies.NO_MEETING)
        if len(found) > 1:
            return Answer(card=which.card(calls=[(c.call, _span(c)) for c in found], link=link))
        at = Opening(m="call", j=link, c=found[0].call)
        return Answer(card=self._start(at, meeting=_span(found[0])))

    async def _calls(self, token: Token, link: str) -> tuple[Call, ...]:
        meeting = await self._desk.meetings.find(token, link)
        return await self._desk.meetings.calls(token, meeting)

    # --- a dropped file -------------------------------------------------------------------------------------------

    async def dropped(self, who: Person, file: DroppedFile) -> Answer:
        """Read a dropped transcript, seal our copy, and ask whose record it is.

        The docket comes first and names the place; the file's own hash names the source, so the same file dropped
        twice is one source.
        """
        words = await self._download(file)
        outline = await self._desk.drafting.outline(words)
        now = self._desk.clock()
        policy = await self._desk.policy()
        name = self._desk.dockets.name(f"upload:{who.id}:{hashlib.sha256(words.reveal()).hexdigest()}")
        docket, claim = joining.open_upload(
            id=DocketId(self._new_id()), name=name, link=file.link, opener=who, policy=policy, now=now
        )
        id, made = await self._desk.dockets.create(docket, now + policy.undecided)
        placed = claim if made else await self._again(id, policy)
        if placed is not None:
            await self._place(id, placed, words, named=outline.speakers > 0, policy=policy)
        told = replies.outline(outline.seconds, outline.speakers)
        return Answer(card=self._start(Opening(m="upload", d=id), outline=told))

    async def _again(self, id: DocketId, policy: Policy) -> Claim | None:
        """The same file once more: our copy is put in a fresh place if we no longer hold one."""
        claims: list[Claim] = []

        def store(docket: Docket) -> Docket:
            claims.clear()
            found = joining.store_again(docket, policy=policy, now=self._desk.clock())
            if found is None:
                return docket
            claims.append(found[1])
            return found[0]

        await self._changed(id, store)
        return claims[0] if claims else None

    async def _place(
        self, id: DocketId, claim: Claim, words: Said[bytes], *, named: bool, policy: Policy
    ) -> None:
        """Seal our copy at the place that the docket names."""

        def good() -> None:
            if self._desk.clock() >= claim.until:
                raise RefusedError(replies.TOO_LONG)

        at = self._desk.clock()
        address = source_address(id, claim.act.version, 0)
        await self._desk.words.make_key(id, SOURCE, good)
        await self._desk.words.put(id, SOURCE, TRANSCRIPT, address, words, good)
        seen = Seen(saw=Saw.DONE, at=at, attributed=named)
        await self._changed(id, lambda d: line.absorb(d, claim.act, seen, policy, claim))

    # --- whose file -----------------------------------------------------------------------------------------------

    def _start(
        self,
        at: Opening,
        *,
        meeting: str | None = None,
        outline: str | None = None,
        banner: str | None = None,
        values: Mapping[str, object] | None = None,
    ) -> Mapping[str, object]:
        return start.card(
            source=at.carried(),
            types=[(str(id), title) for id, title in self._types],
            meeting=meeting,
            outline=outline,
            banner=banner,
            values=values,
        )

    async def again(self, incoming: Incoming, *, add: bool = False) -> Answer:
        """The start card once more: for another child, or because it was the wrong one."""
        at = opening(incoming.data)
        if at.m == "call" and not at.type:
            return await self.meeting(incoming.person, at.j, at.c)
        values = {"type": at.type, "told": at.told.value if at.told else ""}
        kept = at if add else replace(at, references=())
        banner = "Add another child of this meeting." if add else None
        return Answer(card=self._start(kept, banner=banner, values=values))

    async def find(self, incoming: Incoming) -> Answer:
        """Look the child up and show who it is. Nothing is kept."""
        at, asked = opening(incoming.data), reading.asked(incoming.data)
        missing = self._missing(asked)
        if missing:
            return Answer(card=self._start(at, banner=missing, values=incoming.data))
        if asked.told is Told.OBJECTED:
            return await self._objected(incoming.person, at, asked)
        if asked.told is Told.NOT_TOLD:
            return Answer(card=self._start(at, banner=replies.NOT_TOLD, values=incoming.data))
        references = tuple(dict.fromkeys((*at.references, asked.reference)))
        try:
            children = [await self._desk.cases.find(r) for r in references]
        except NotThereError:
            banner = replies.no_file(asked.reference)
            return Answer(card=self._start(at, banner=banner, values=incoming.data))
        at = replace(
            at, references=references, type=asked.type, told=asked.told, interpreter=asked.interpreter
        )
        return Answer(card=self._person(at, children))

    def _missing(self, asked: reading.Asked) -> str:
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
            occurred=None,
            told=at.told or Told.NOT_TOLD,
            interpreter=at.interpreter,
            carry=at.carried(),
        )

    async def _objected(self, who: Person, at: Opening, asked: reading.Asked) -> Answer:
        """Somebody objected: everything stops; a dropped file is thrown away."""
        if at.m != "upload":
            return self.objection.stopped(at, asked)
        id = DocketId(at.d)
        await self._changed(id, lambda d: joining.throw_away(d, who.id))
        return Answer(text=replies.OBJECTED_FILE, after=self._woken(id))

    # --- yes, make the draft --------------------------------------------------------------------------------------

    async def ask(self, incoming: Incoming) -> Answer:
        """Open the account, or join it, and ask for a record a child. The pressed card becomes the first one's own."""
        at, who = opening(incoming.data), incoming.person
        if not at.references or at.type not in dict(self._types) or at.told is None:
            return Answer(card=self._start(at, banner="Something was missing. Nothing is lost. Start again."))
        for reference in at.references:
            await self._desk.cases.find(reference)
        docket = await (
            self._uploaded(at, who, incoming) if at.m == "upload" else self._called(at, who, incoming)
        )
        n = next((r.n for r in docket.records if r.card == incoming.message), docket.records[-1].n)
        await self._desk.queue.nudge(docket.id)
        title = self.title(RecordTypeId(at.type))
        policy = await self._desk.policy()
        card = faces.wordless(docket, n, Face.PROGRESS, policy=policy, title=title, now=self._desk.clock())
        return Answer(card=card, after=self._woken(docket.id))

    async def _call(self, at: Opening, who: Person) -> Call:
        calls = await self._calls(await self._desk.tokens.token(who), at.j)
        call = next((c for c in calls if c.call == at.c), None)
        if call is None:
            raise NotThereError(replies.NO_MEETING)
        return call

    async def _called(self, at: Opening, who: Person, incoming: Incoming) -> Docket:
        call, now = await self._call(at, who), self._desk.clock()
        name = self._desk.dockets.name(f"call:{self._tenant}:{call.call}")
        fresh = joining.open_call(id=DocketId(self._new_id()), name=name, call=call, opener=who, now=now)
        fresh = self._with_records(fresh, at, who, incoming)
        id, made = await self._desk.dockets.create(fresh, now)
        if made:
            return fresh
        await self._desk.dockets.enlist(who.id, id)
        return await self._changed(id, lambda d: self._with_records(d, at, who, incoming))

    async def _uploaded(self, at: Opening, who: Person, incoming: Incoming) -> Docket:
        id = DocketId(at.d)
        docket, _ = await self._read(id)
        if docket.opener.id != who.id or not isinstance(docket.source, Upload):
            raise RefusedError(replies.NOT_YOURS)
        return await self._changed(id, lambda d: self._with_records(d, at, who, incoming))

    def _with_records(self, docket: Docket, at: Opening, who: Person, incoming: Incoming) -> Docket:
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
            )
        return docket

    # --- small things ---------------------------------------------------------------------------------------------

    def title(self, type: RecordTypeId) -> str:
        """The record type's title; its id if the council has taken the type away since."""
        return dict(self._types).get(type, str(type))

    async def _read(self, id: DocketId) -> tuple[Docket, str]:
        try:
            return await self._desk.dockets.read(id)
        except NotThereError:
            raise NotThereError(replies.GONE) from None

    async def _changed(self, id: DocketId, change: Callable[[Docket], Docket]) -> Docket:
        """Change the docket as it stands, again if somebody else wrote first."""
        for _ in range(TRIES):
            docket, etag = await self._read(id)
            changed = change(docket)
            if changed == docket:
                return docket
            await arm(self._desk, changed, await self._desk.policy())
            try:
                await self._desk.dockets.save(changed, etag)
            except StaleError:
                continue
            return changed
        raise RefusedError(replies.ONE_MOMENT)

    def _woken(self, id: DocketId) -> Callable[[], Awaitable[None]]:
        async def after() -> None:
            self._wake(id)

        return after


def _span(call: Call) -> str:
    """When a call took place, in words."""
    if call.ended is None:
        return moment(call.began)
    return f"{day(call.began)}, {clock(call.began)} to {clock(call.ended)}"
