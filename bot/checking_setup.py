"""`check set-up`: an admin sees whether all that the house needs works. Asked again at each press whether they may."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot import commands, replies
from bot.background import Background
from bot.chat import Messages
from bot.few import Few
from bot.incoming import After, Answer, Incoming
from bot.membership import Asked, Membership
from cards import findings, reading, setup_check
from cards.findings import Finding, State
from record.docket import Person
from record.errors import FaircopyError, RefusedError, SignInNeededError
from record.terms import PersonId
from worker.desk import Desk

log = logging.getLogger(__name__)

KEPT = 50
"""Results remembered for Copy as text; one that is forgotten is asked for anew."""

Card = Mapping[str, object]
Check = Callable[[Person, str, Card, str], Awaitable[Sequence[Finding]]]
"""Tries everything, for that person: the message that says so, its card, and a meeting's join link or ""."""


class Writes(Messages, Protocol):
    """What the Teams door does for us, and plain text, of which nothing is read as markdown."""

    async def send_plain(self, person: Person, text: str) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """What was found, for whom, when it was asked, and in how many seconds it was answered."""

    who: PersonId
    findings: Sequence[Finding]
    at: datetime
    seconds: int
    link: str = field(repr=False)

    @property
    def head(self) -> str:
        """When, and how long it took."""
        return f"Set-up check of {setup_check.timed(self.at, self.seconds)}"

    def card(self, banner: str | None = None) -> Card:
        """As a card, with the link that was typed still in its box."""
        return setup_check.card(
            findings=self.findings, at=self.at, seconds=self.seconds, link=self.link, banner=banner
        )


class CheckingSetUp:
    """`check set-up` and its buttons. `admins` are those whom the installation names: they may check even where the
    policy, which names others, cannot be read. `seconds` is how long it may take."""

    def __init__(
        self,
        *,
        desk: Desk,
        messages: Writes,
        background: Background,
        admins: frozenset[PersonId],
        membership: Membership,
        check: Check,
        count: int,
        seconds: int,
    ) -> None:
        self._desk = desk
        self._messages = messages
        self._background = background
        self._admins = admins
        self._membership = membership
        self._check = check
        self._asking = setup_check.checking(count, seconds)
        self._under_way: set[str] = set()
        self._kept: Few[str, _Result] = Few(KEPT)
        self._verbs: Mapping[str, Callable[[Incoming], Awaitable[Answer]]] = {
            "check": self._again,
            "check-text": self._as_text,
            "check-sign-in": self._signed_in,
        }

    def knows(self, verb: str) -> bool:
        """Whether this is a button of this card."""
        return verb in self._verbs

    async def typed(self, who: Person) -> Answer:
        """That it is being checked, at once; the result comes in its place. Raises RefusedError for who is no admin."""
        await self._may(self._membership.press(who))
        message = await self._messages.send_card(who, self._asking)
        return Answer(after=self._starts(who, message, ""))

    async def press(self, incoming: Incoming, asked: Asked | None = None) -> Answer:
        """Do what the button says; `asked` is what was asked for this very press already. Raises RefusedError for
        anybody who is no admin; as `Membership.of`."""
        await self._may(asked or self._membership.press(incoming.person, incoming.patience))
        return await self._verbs[incoming.verb](incoming)

    async def _may(self, asked: Asked) -> None:
        who = asked.who.id
        if who in self._admins:
            return
        policy = await self._desk.policy()
        seen = await asked.seen(policy.admin_groups, named=policy.administers(who))
        if not policy.administers(who, seen):
            anybody = policy.admins or policy.admin_groups or self._admins
            raise RefusedError(replies.ONLY_ADMINS if anybody else replies.NO_ADMINS)

    # --- the buttons ----------------------------------------------------------------------------------------------

    async def _again(self, incoming: Incoming) -> Answer:
        return self._begun(incoming)

    async def _signed_in(self, incoming: Incoming) -> Answer:
        """Teams presses it again once they are signed in."""
        if incoming.exchange is None:
            raise SignInNeededError(replies.SIGN_IN)
        return self._begun(incoming)

    async def _as_text(self, incoming: Incoming) -> Answer:
        """The same below as plain text, so that commands can be copied whole; asked anew where it was forgotten."""
        kept = self._kept.get(incoming.message or "")
        if kept is None or kept.who != incoming.person.id:
            return self._begun(incoming, as_text=True)

        async def after() -> None:
            self._background.start(self._post(incoming.person, kept))

        return Answer(card=kept.card(replies.CHECK_AS_TEXT), after=after)

    def _begun(self, incoming: Incoming, *, as_text: bool = False) -> Answer:
        """That it is being checked, in the card's own place."""
        link = reading.tidy(reading.text(incoming.data, setup_check.LINK) or "")[: setup_check.LONGEST_LINK]
        if incoming.message is None or incoming.message in self._under_way:
            return Answer(card=self._asking)
        return Answer(
            card=self._asking, after=self._starts(incoming.person, incoming.message, link, as_text=as_text)
        )

    # --- checking -------------------------------------------------------------------------------------------------

    def _starts(self, who: Person, message: str, link: str, *, as_text: bool = False) -> After:
        async def after() -> None:
            if message not in self._under_way:
                self._under_way.add(message)
                self._background.start(self._checked(who, message, link, as_text=as_text))

        return after

    async def _checked(self, who: Person, message: str, link: str, *, as_text: bool) -> None:
        """Ask, then put the result in the message's place; in a new one where that cannot be changed."""
        began, at = time.monotonic(), self._desk.clock()
        try:
            found = await self._check(who, message, self._asking, commands.meeting_link(link) or "")
        except Exception as e:  # noqa: BLE001  # whoever asked must not wait for ever
            log.error("check_failed", extra={"error": type(e).__name__})
            found = (_fault(type(e).__name__),)
        finally:
            self._under_way.discard(message)
        seconds = max(1, round(time.monotonic() - began))
        result = _Result(who=who.id, findings=found, at=at, seconds=seconds, link=link)
        bad = bool(link) and commands.meeting_link(link) is None
        card = result.card(replies.CHECK_NO_LINK if bad else None)
        self._kept.put(message, result)
        try:
            await self._messages.update_card(who, message, card)
        except FaircopyError as e:
            log.warning("check_not_shown", extra={"error": type(e).__name__})
            self._kept.put(await self._messages.send_card(who, card), result)
        if as_text:
            await self._post(who, result)

    async def _post(self, who: Person, result: _Result) -> None:
        for text in findings.text(result.findings, result.head):
            await self._messages.send_plain(who, text)


def _fault(name: str) -> Finding:
    """The check itself failed."""
    return Finding(
        name="the check itself",
        state=State.BROKEN,
        say=f"A fault of Faircopy's own. It is called {name}.",
        stops="Nothing but this check, as far as is known.",
        who="whoever installed Faircopy",
        fix="Check in a terminal, where Faircopy is installed. Tell those who make Faircopy the name of the fault.",
        command="python app.py check",
    )
