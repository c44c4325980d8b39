"""A sign-in that something waits for: asked for on Teams' own card, and then what was wanted goes on by itself."""

from __future__ import annotations

from bot import replies
from bot.background import Background
from bot.incoming import Answer, Exchange, Incoming
from bot.patience import Patience
from bot.pending import GoesOn, Pending
from bot.speaks import SignsIn, Speaks
from record.docket import Person
from record.doors import Clock
from record.errors import FaircopyError, SignInNeededError
from record.terms import PersonId


class SigningIn:
    """What people typed and had to sign in for is remembered in memory, for minutes."""

    def __init__(self, *, sign_in: SignsIn, teams: Speaks, background: Background, clock: Clock) -> None:
        self._sign_in = sign_in
        self._teams = teams
        self._background = background
        self._pending = Pending(clock)

    def remember(self, who: PersonId, wanted: GoesOn) -> None:
        """This is what they want, should it turn out that they have to sign in for it."""
        self._pending.remember(who, wanted)

    def forget(self, who: PersonId) -> None:
        """They need not sign in for it."""
        self._pending.take(who)

    async def asks(self, who: Person, why: SignInNeededError, patience: Patience) -> Answer:
        """The card that asks them to. Raises BusyError."""
        card = await patience.asks(self._sign_in.card(who, why.say), replies.SLOW)
        return Answer(text=why.say, sign_in=card)

    async def exchanged(self, incoming: Incoming, exchange: Exchange) -> bool:
        """Whether they are signed in now. Raises BusyError if that takes long: to Teams, nobody is then signed in."""
        return await incoming.patience.asks(self._sign_in.exchange(incoming.person, exchange), replies.SLOW)

    async def answered(self, incoming: Incoming) -> Answer:
        """Signed in, or not; if so, what was asked for before goes on by itself."""
        who = incoming.person
        if incoming.exchange is None or not await self.exchanged(incoming, incoming.exchange):
            return Answer(failed=True)
        wanted = self._pending.take(who.id)
        if wanted is None:
            return Answer()

        async def goes_on() -> None:
            self._background.start(self._goes_on(who, wanted))

        return Answer(after=goes_on)

    async def _goes_on(self, who: Person, wanted: GoesOn) -> None:
        """What was wanted before signing in. It goes on by itself once: where Microsoft still takes no sign-in, Teams'
        silent one and our card would follow each other without end."""
        try:
            answer = await wanted()
        except SignInNeededError as e:
            answer = await self.asks(who, e, Patience())
        except FaircopyError as e:
            answer = Answer(text=e.say)
        self._pending.take(who.id)
        await self._teams.answer(who, answer)
