"""Who says what to whom: one incoming activity → one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from bot import commands, replies
from bot.background import Background
from bot.buttons import Buttons
from bot.checking_setup import CheckingSetUp
from bot.choosing import Choosing
from bot.configuring import Configuring
from bot.few import Few
from bot.governance import Governance
from bot.incoming import DIALOGS, Answer, Incoming, Kind
from bot.membership import Membership
from bot.mine import Mine
from bot.notices import Notices
from bot.offering import OfferPresses
from bot.opening import opening
from bot.patience import Patience
from bot.signing_in import SigningIn
from bot.speaks import SignsIn, Speaks
from bot.starting import Starting
from cards import led, reading, welcome
from record.docket import Person
from record.doors import Calendar
from record.errors import FaircopyError, NoWordsError, RefusedError, SignInNeededError, UnreadableError
from record.policy import NOT_SEEN
from record.terms import PersonId
from worker.desk import Desk

GREETED = 5000
"""People remembered as having been welcomed, at most; whoever is forgotten is welcomed again when they say hello."""
PATIENCE = 4.0
"""Seconds in which Microsoft must say of which meeting a chat is; else the meetings are listed."""
MEETING_CHAT = "19:meeting_"
MY_DATA = "My data"


class Conversation:
    """Answers every activity. In a meeting or group chat nothing personal is ever said."""

    def __init__(
        self,
        *,
        desk: Desk,
        starting: Starting,
        choosing: Choosing,
        calendar: Calendar,
        buttons: Buttons,
        sign_in: SignsIn,
        governance: Governance,
        checking: CheckingSetUp,
        offers: OfferPresses,
        configuring: Configuring,
        membership: Membership,
        teams: Speaks,
        background: Background,
    ) -> None:
        self._desk = desk
        self._starting = starting
        self._buttons = buttons
        self._signing_in = SigningIn(sign_in=sign_in, teams=teams, background=background, clock=desk.clock)
        self._governance = governance
        self._checking = checking
        self._offers = offers
        self._configuring = configuring
        self._membership = membership
        self._choosing = choosing
        self._notices = Notices(desk=desk, teams=teams)
        self._mine = Mine(desk=desk, buttons=buttons)
        self._calendar = calendar
        self._teams = teams
        self._greeted: Few[PersonId, None] = Few(GREETED)

    async def handle(self, incoming: Incoming) -> Answer:
        """The answer to one activity, within a second: what takes longer goes to the clerk."""
        if incoming.kind is Kind.MEETING_ENDED:
            return await self._offers.ended(incoming)
        if incoming.kind in DIALOGS:
            return await self._configuring.dialog(incoming)
        if not incoming.personal:
            return await self._among_others(incoming)
        try:
            return await self._handle(incoming)
        except SignInNeededError as e:
            return await self._signing_in.asks(incoming.person, e, incoming.patience)
        except FaircopyError as e:
            if incoming.kind in (Kind.MESSAGE, Kind.FILE):
                return Answer(text=e.say)
            raise

    async def _among_others(self, incoming: Incoming) -> Answer:
        """In a meeting or group chat: whatever is to be said, is said to that person alone; others read that it was.

        A transcript put there is not read: others see it, and it is no place for it. There are no buttons of ours.
        """
        if incoming.kind in (Kind.SIGN_IN_EXCHANGE, Kind.SIGN_IN_VERIFY):
            return Answer(failed=True)
        if incoming.kind is Kind.PRESS:
            return Answer(text=replies.WRITE_TO_ME)
        if incoming.kind not in (Kind.MESSAGE, Kind.FILE):
            return Answer()
        command = commands.parse(incoming.text)
        given = incoming.kind is Kind.FILE or isinstance(command, commands.Pasted)
        try:
            if isinstance(command, commands.Notice) and (
                posted := await self._notices.among_others(incoming)
            ):
                return posted
            alone = await self._teams.privately(incoming.person)
            answer = Answer(text=replies.DROP_PRIVATELY)
            if not given:
                answer = await self.handle(replace(incoming, person=alone, personal=True))
            await self._teams.answer(alone, replace(answer, after=None))
        except FaircopyError:
            return Answer(text=replies.WRITE_TO_ME)
        return Answer(text=replies.PRIVATELY, after=answer.after)

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
                return await self._signing_in.answered(incoming)
            case Kind.INSTALL:
                return self._welcome(incoming.person.id) or Answer()
            case Kind.REMOVED:
                self._greeted.pop(incoming.person.id, None)
                return Answer()
            case Kind.OTHER | Kind.MEETING_ENDED | Kind.CONFIG_FETCH | Kind.CONFIG_SUBMIT:
                return Answer()

    def _welcome(self, who: PersonId) -> Answer | None:
        """Once an installation, however often and in whatever order Teams tells of it."""
        if who in self._greeted:
            return None
        self._greeted.put(who, None)
        return Answer(card=welcome.card())

    # --- typed ----------------------------------------------------------------------------------------------------

    async def _message(self, incoming: Incoming) -> Answer:
        """Typed commands only offer; every effect starts from a button that carries a key."""
        match commands.parse(incoming.text):
            case commands.Draft(link=link):
                return await self._draft(incoming.person, link or "", incoming.thread)
            case commands.MyDrafts():
                return Answer(card=await self._mine.drafts(incoming.person))
            case commands.Help():
                return await self._help(incoming.person)
            case commands.Hello():
                return self._welcome(incoming.person.id) or Answer(text=replies.HELLO)
            case commands.Open(n=n):
                return await self._mine.opened(incoming.person, n)
            case commands.Cover():
                return await self._buttons.cover.waiting(incoming.person)
            case commands.Holds():
                return await self._once_signed_in(incoming.person, self._governance.typed)
            case commands.CheckSetUp():
                return await self._once_signed_in(incoming.person, self._checking.typed)
            case commands.Configure():
                return await self._once_signed_in(incoming.person, self._configuring.typed)
            case commands.Notice():
                return await self._notices.alone()
            case commands.Receipts():
                return Answer(card=await self._mine.receipts(incoming.person))
            case commands.Pasted(text=text):
                return await self._pasted(incoming, text)
            case _:
                return Answer(text=replies.UNKNOWN)

    async def _help(self, who: Person) -> Answer:
        """What can be typed. Whom only a group lets in is told of it where Microsoft says so now; nobody has to sign in
        to be helped."""
        policy, asked = await self._desk.policy(), self._membership.press(who)
        governs, admin = policy.governs(who.id), self._configuring.admin(who.id, policy)
        groups = (*(() if governs else policy.governance_groups), *(() if admin else policy.admin_groups))
        seen = NOT_SEEN
        with suppress(FaircopyError):
            seen = await asked.seen(groups, named=False)
        governs, admin = policy.governs(who.id, seen), self._configuring.admin(who.id, policy, seen)
        return Answer(text=replies.help_text(policy.help_contact, governs=governs, admin=admin))

    async def _once_signed_in(self, who: Person, typed: Callable[[Person], Awaitable[Answer]]) -> Answer:
        """A command that some have to sign in for: it is remembered for them, and goes on when they have."""
        try:
            return await typed(who)
        except SignInNeededError:
            self._signing_in.remember(who.id, partial(self._once_signed_in, who, typed))
            raise

    async def _draft(self, who: Person, typed: str, thread: str) -> Answer:
        """The start card, with the meeting of the link or of the chat; else with the meetings to choose from. What was
        wanted is remembered until it can be seen that nobody has to sign in for it."""
        self._signing_in.remember(who.id, partial(self._draft, who, typed, thread))
        link = typed or await self._of_chat(who, thread)
        answer = await (self._starting.meeting(who, link, Patience()) if link else self._choosing.typed(who))
        if answer.after is None:  # else it is not known yet
            self._signing_in.forget(who.id)
        return answer

    async def _of_chat(self, who: Person, thread: str) -> str:
        """The join link of the meeting in whose chat it was typed; "" if it is none, or cannot be found."""
        if not thread.startswith(MEETING_CHAT):
            return ""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._calendar.of_chat(await self._desk.tokens.token(who), thread)
        except SignInNeededError:
            raise
        except (FaircopyError, TimeoutError):
            return ""

    async def _pasted(self, incoming: Incoming, text: str) -> Answer:
        """A transcript, or not: what cannot be read as one is not kept."""
        try:
            words = commands.transcript(text)
            return await self._starting.pasted(incoming.person, words, incoming.message or "")
        except (UnreadableError, NoWordsError):
            return Answer(text=replies.NO_TRANSCRIPT_PASTED)

    # --- pressed --------------------------------------------------------------------------------------------------

    async def _press(self, incoming: Incoming) -> Answer:
        """A press; after signing in, Teams sends the same one again with the token, which is handed in first."""
        if incoming.exchange is not None and not await self._signing_in.exchanged(
            incoming, incoming.exchange
        ):
            return Answer(failed=True)
        match incoming.verb:
            case "find" if incoming.data.get("m") == "pick":
                return await self._choosing.find(incoming)
            case "find":
                return await self._starting.find(incoming)
            case "draft":
                return await self._starting.ask(incoming)
            case "start":
                return await self._start(incoming)
            case "add":
                return await self._starting.again(incoming, add=True)
            case "forget":
                return await self._starting.forget(incoming)
            case "objected-delete" | "objected-close":
                return await self._starting.objection.press(incoming)
            case "privacy":
                card = led.card(title=MY_DATA, text=replies.PRIVACY, presses=(led.START, led.UPLOAD))
                return Answer(card=card)
            case "upload":
                return await self._upload(incoming)
            case "sign-in" if incoming.exchange is None:
                raise SignInNeededError(replies.SIGN_IN)
            case "sign-in":  # pressed again by Teams, now signed in: what waited for that goes on
                return await self._buttons.press(replace(incoming, verb="try-now"))
        for room in (self._offers, self._governance, self._checking, self._configuring, self._buttons):
            if room.knows(incoming.verb):
                return await room.press(incoming)
        raise RefusedError(replies.NO_SUCH_BUTTON)

    async def _start(self, incoming: Incoming) -> Answer:
        """With a meeting or a file: the start card for it. With nothing: the meetings to choose from."""
        at = opening(incoming.data)
        return await (
            self._starting.again(incoming) if at.j or at.d or at.type else self._choosing.pressed(incoming)
        )

    async def _upload(self, incoming: Incoming) -> Answer:
        """How to give a file instead. Where something may be typed already, on the same card; a record's own card is
        left as it is."""
        if incoming.data.get("m") == "pick":
            return await self._choosing.upload(incoming)
        if "told" in incoming.data:
            at = opening(incoming.data)
            banner, typed = replies.USE_A_FILE, incoming.data
            return Answer(card=await self._starting.card(incoming.person, at, banner=banner, values=typed))
        if reading.press(incoming.data).r:
            return Answer(text=replies.USE_A_FILE)
        return Answer(card=led.card(title="Use a file", text=replies.USE_A_FILE, presses=(led.START,)))
