"""Who says what to whom: one incoming activity → one answer."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

from bot import commands, replies
from bot.buttons import Buttons
from bot.governance import Governance
from bot.incoming import Answer, Exchange, Incoming, Kind
from bot.starting import Starting
from cards import drafts, state, welcome
from record.dates import day
from record.docket import Call, Docket, Person, Record
from record.errors import FaircopyError, RefusedError, SignInNeededError
from record.faces import only_account
from record.policy import Policy
from record.showing import expires
from record.terms import DocketId, PersonId, State
from worker.desk import Desk

PENDING = 500
"""Commands remembered while their authors sign in, at most; the oldest is forgotten, and has to be typed again."""


class SignsIn(Protocol):
    """What the sign-in door does for us besides tokens."""

    async def card(self, person: Person) -> dict[str, object]: ...

    async def exchange(self, person: Person, exchange: Exchange) -> bool: ...


class Conversation:
    """Answers every activity. In a meeting or group chat nothing personal is ever said."""

    def __init__(
        self,
        *,
        desk: Desk,
        starting: Starting,
        buttons: Buttons,
        sign_in: SignsIn,
        governance: Governance,
        say: Callable[[Person, Answer], Awaitable[None]],
    ) -> None:
        self._desk = desk
        self._starting = starting
        self._buttons = buttons
        self._sign_in = sign_in
        self._governance = governance
        self._say = say
        self._pending: OrderedDict[PersonId, str] = OrderedDict()

    async def handle(self, incoming: Incoming) -> Answer:
        """The answer to one activity, within a second: what takes longer goes to the clerk."""
        if not incoming.personal:
            speaks = incoming.kind in (Kind.MESSAGE, Kind.FILE, Kind.PRESS)
            return Answer(text=replies.WRITE_TO_ME) if speaks else Answer()
        try:
            return await self._handle(incoming)
        except SignInNeededError:
            return await self._asked_to_sign_in(incoming)
        except FaircopyError as e:
            if incoming.kind in (Kind.MESSAGE, Kind.FILE):
                return Answer(text=e.say)
            raise

    async def _handle(self, incoming: Incoming) -> Answer:
        match incoming.kind:
            case Kind.MESSAGE:
                return await self._message(incoming)
            case Kind.FILE:
                if len(incoming.files) != 1:
                    return Answer(text=replies.ONE_FILE)
                return await self._starting.dropped(incoming.person, incoming.files[0])
            case Kind.PRESS:
                return await self._press(incoming)
            case Kind.SIGN_IN_EXCHANGE | Kind.SIGN_IN_VERIFY:
                return await self._signed_in(incoming)
            case Kind.INSTALL:
                return Answer(card=welcome.card())
            case Kind.OTHER:
                return Answer()

    # --- typed ----------------------------------------------------------------------------------------------------

    async def _message(self, incoming: Incoming) -> Answer:
        """Typed commands only offer; every effect starts from a button that carries a key."""
        match commands.parse(incoming.text):
            case commands.Draft(link=link):
                return await self._draft(incoming.person, link or "")
            case commands.MyDrafts():
                return Answer(card=await self._my_drafts(incoming.person))
            case commands.Help():
                policy = await self._desk.policy()
                governs = incoming.person.id in policy.governance
                return Answer(text=replies.help_text(policy.help_contact, governs=governs))
            case commands.Hello():
                return Answer(text=replies.HELLO)
            case commands.Open(n=n):
                return await self._opened(incoming.person, n)
            case commands.Cover():
                return await self._buttons.cover.waiting(incoming.person)
            case commands.Holds():
                return await self._governance.typed(incoming.person)
            case commands.Receipts():
                return Answer(text=replies.RECEIPTS)
            case commands.Pasted():
                return Answer(text=replies.IS_TRANSCRIPT)
            case _:
                return Answer(text=replies.UNKNOWN)

    async def _draft(self, who: Person, link: str) -> Answer:
        if link:
            self._pending[who.id] = link
            self._pending.move_to_end(who.id)
            if len(self._pending) > PENDING:
                self._pending.popitem(last=False)
        answer = await self._starting.meeting(who, link)
        self._pending.pop(who.id, None)
        return answer

    async def _opened(self, who: Person, n: int) -> Answer:
        """Section `n` of the draft that this person touched last, on a new card at the bottom."""
        found = [
            (record.changed, docket, record)
            for docket in await asyncio.gather(
                *map(self._quietly, await self._desk.dockets.of_author(who.id))
            )
            if docket is not None
            for record in docket.records
            if record.author.id == who.id and record.state is State.DRAFT and record.changed is not None
        ]
        if not found:
            return Answer(text=replies.NOTHING_WAITS)
        _, docket, record = max(found, key=lambda f: f[0])
        return await self._buttons.opened(who, docket.id, record.n, n)

    async def _my_drafts(self, who: Person) -> dict[str, object]:
        """What waits for this person, read side by side."""
        policy = await self._desk.policy()
        ids = await self._desk.dockets.of_author(who.id)
        read = await asyncio.gather(*(self._quietly(id) for id in ids))
        rows = [
            _row(docket, record, policy)
            for docket in read
            if docket is not None
            for record in docket.records
            if record.author.id == who.id and (not record.is_settled or only_account(docket, record))
        ]
        return drafts.card(rows=rows)

    async def _quietly(self, id: DocketId) -> Docket | None:
        """A listing may name a docket that has gone."""
        try:
            return (await self._desk.dockets.read(id))[0]
        except FaircopyError:
            return None

    # --- pressed --------------------------------------------------------------------------------------------------

    async def _press(self, incoming: Incoming) -> Answer:
        """A press; after signing in, Teams sends the same one again with the token, which is handed in first."""
        if incoming.exchange is not None and not await self._sign_in.exchange(
            incoming.person, incoming.exchange
        ):
            return Answer(failed=True)
        match incoming.verb:
            case "find":
                return await self._starting.find(incoming)
            case "draft":
                return await self._starting.ask(incoming)
            case "start":
                return await self._starting.again(incoming)
            case "add":
                return await self._starting.again(incoming, add=True)
            case "objected-delete" | "objected-close":
                return await self._starting.objection.press(incoming)
            case "privacy":
                return Answer(text=replies.PRIVACY)
            case "upload":
                return Answer(text=replies.HOW_TO_START)
            case "sign-in" if incoming.exchange is None:
                raise SignInNeededError(replies.SIGN_IN)
            case "sign-in":  # pressed again by Teams, now signed in: what waited for that goes on
                return await self._buttons.press(replace(incoming, verb="try-now"))
        if self._governance.knows(incoming.verb):
            return await self._governance.press(incoming)
        if self._buttons.knows(incoming.verb):
            return await self._buttons.press(incoming)
        raise RefusedError(replies.NO_SUCH_BUTTON)

    # --- signing in -----------------------------------------------------------------------------------------------

    async def _asked_to_sign_in(self, incoming: Incoming) -> Answer:
        card = await self._sign_in.card(incoming.person)
        return Answer(text=replies.SIGN_IN, sign_in=card)

    async def _signed_in(self, incoming: Incoming) -> Answer:
        """Signed in, or not; if so, what was asked for before goes on by itself."""
        who = incoming.person
        if incoming.exchange is None or not await self._sign_in.exchange(who, incoming.exchange):
            return Answer(failed=True)
        link = self._pending.pop(who.id, "")

        async def goes_on() -> None:
            if link:
                try:
                    answer = await self._starting.meeting(who, link)
                except FaircopyError as e:
                    answer = Answer(text=e.say)
                await self._say(who, answer)

        return Answer(after=goes_on)


def _row(docket: Docket, record: Record, policy: Policy) -> drafts.Row:
    """One draft in the list: type, file and date; no child, no words."""
    ends = expires(record, policy)
    title = str(record.record_type).replace("-", " ").capitalize()
    met = docket.source.began if isinstance(docket.source, Call) else docket.made
    return drafts.Row(
        docket_id=docket.id,
        n=record.n,
        title=title,
        reference=record.reference,
        date=day(met),
        state=state.of_record(record),
        next=_ends(record, day(ends)) if ends else "",
    )


def _ends(record: Record, when: str) -> str:
    """What happens then, if nobody decides."""
    if record.state is State.MARKED:
        return f"Asked until {when}. The meeting's own file stays."
    return f"Destroyed on {when} if nobody decides."
