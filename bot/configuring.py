"""`configure`: admins see and change what the council has chosen. Asked again at each press whether this person may."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from bot import replies
from bot.answering import answers
from bot.background import Background
from bot.incoming import DIALOGS, Answer, Incoming, Kind
from bot.membership import Asked, Membership
from cards import configure, reading
from cards.configure_fields import SECRET, changed, secret, typed
from cards.configure_page import Installed, Page, written
from cards.configure_pages import EARLIER, ORDER, PAGES
from cards.configure_tool import INSTALLED
from record.docket import Person
from record.errors import (
    BusyError,
    NoAnswerError,
    NotAllowedError,
    RefusedError,
    SignInNeededError,
    StaleError,
)
from record.policy import NOT_SEEN, Policy, Saved, Seen
from record.terms import PersonId, RecordTypeId
from worker.arming import arm_all
from worker.desk import Desk

Stands = tuple[Policy, str]
"""A policy, and its ETag; "" before any was saved."""

LOOKED_BACK = 20
"""Versions that are read to tell what an admin changed from what somebody else did meanwhile."""
TRIES = 3
TIMES = ("undo", "grace", "expiry", "reminders", "undecided", "ask_again", "asks", "second")
"""What of the policy decides when something waiting goes on."""


class Configuring:
    """`configure`, its buttons, and the dialogs of Teams' own set-up."""

    def __init__(
        self,
        *,
        desk: Desk,
        types: Sequence[tuple[RecordTypeId, str]],
        installed: Installed,
        membership: Membership,
        check: Callable[[Incoming, Asked], Awaitable[Answer]],
        background: Background,
    ) -> None:
        """`check` answers the set-up check's own button."""
        self._desk = desk
        self._types = tuple((str(id), title) for id, title in types)
        self._installed = installed
        self._card = partial(configure.card, types=self._types, installed=installed)
        self._membership = membership
        self._check = check
        self._background = background
        self._verbs: Mapping[str, Callable[[Incoming, Stands, Asked], Awaitable[Answer]]] = {
            "config": self._page,
            "config-go": self._page,
            "config-check": self._checked,
            "config-open": self._open,
            "config-save": self._save,
        }

    def knows(self, verb: str) -> bool:
        """Whether this is a button of one of these cards."""
        return verb in self._verbs

    def admin(self, who: PersonId, policy: Policy, seen: Seen = NOT_SEEN) -> bool:
        """Whether this person may change the policy: named in it, or in a group that is, or where Faircopy is
        installed."""
        return who in self._installed.admins or policy.administers(who, seen)

    async def typed(self, who: Person) -> Answer:
        """`configure`. Raises RefusedError for anybody who is no admin; as `Membership.of`."""
        return await self._shown(PAGES[INSTALLED], await self._may(self._membership.press(who)))

    async def press(self, incoming: Incoming) -> Answer:
        """Do what the button says. Raises RefusedError for anybody who is no admin; as `Membership.of`."""
        asked = self._membership.press(incoming.person, incoming.patience)
        return await self._verbs[incoming.verb](incoming, await self._may(asked), asked)

    async def dialog(self, incoming: Incoming) -> Answer:
        """Teams' own set-up of a bot, in a channel or a group chat: the same pages, in a dialog that only they see. It
        has no place for a sign-in card."""
        try:
            return await self._in_dialog(incoming)
        except SignInNeededError:
            raise RefusedError(replies.SIGN_IN_FIRST) from None

    async def _in_dialog(self, incoming: Incoming) -> Answer:
        if incoming.kind is Kind.CONFIG_FETCH or not self.knows(incoming.verb):
            return await self.typed(incoming.person)
        return await self.press(incoming)

    async def _may(self, asked: Asked) -> Stands:
        policy, etag = await self._desk.policies.read_for_change()
        if await self._is_admin(asked, policy):
            return policy, etag or ""
        nobody = not (policy.admins or policy.admin_groups or self._installed.admins)
        raise RefusedError(replies.NO_ADMINS if nobody else replies.ONLY_ADMINS)

    async def _is_admin(self, asked: Asked, policy: Policy) -> bool:
        who = asked.who.id
        return self.admin(who, policy, await asked.seen(policy.admin_groups, named=self.admin(who, policy)))

    # --- showing --------------------------------------------------------------------------------------------------

    async def _shown(self, page: Page, stands: Stands, banner: str | None = None) -> Answer:
        policy, etag = stands
        earlier = await self._desk.policies.earlier(LOOKED_BACK) if page.id == EARLIER else ()
        return Answer(card=self._card(page=page, policy=policy, etag=etag, banner=banner, earlier=earlier))

    async def _page(self, incoming: Incoming, stands: Stands, _: Asked) -> Answer:
        """Another page: the button's, or the one that was chosen."""
        if stays := await self._stays(incoming, stands):
            return stays
        if incoming.verb == "config":
            return await self._shown(_page_of(incoming.data, "page"), stands)
        chosen = incoming.data.get(configure.PAGE) in PAGES
        page = _page_of(incoming.data, configure.PAGE if chosen else "here")
        return await self._shown(page, stands, None if chosen else replies.CHOOSE_WHICH_PAGE)

    async def _checked(self, incoming: Incoming, stands: Stands, asked: Asked) -> Answer:
        """The set-up check, in the card's own place: in a dialog there is no place in which its result could come."""
        if stays := await self._stays(incoming, stands):
            return stays
        if incoming.kind in DIALOGS:
            return await self._shown(_page_of(incoming.data, "here"), stands, replies.CHECK_IN_CHAT)
        return await self._check(replace(incoming, verb="check"), asked)

    async def _stays(self, incoming: Incoming, stands: Stands) -> Answer | None:
        """The same page, where something was typed and not saved: it is left behind only at the second press."""
        data, (policy, etag) = incoming.data, stands
        here, item = _page_of(data, "here"), self._item(data, policy)
        unsaved = await self._unsaved(data, here, item, stands)
        if unsaved and data.get("leave") is not True:
            card = self._card(
                page=here,
                policy=policy,
                etag=etag,
                item=item,
                typed=unsaved,
                why=reading.tidy(reading.text(data, configure.WHY) or ""),
                banner=replies.NOT_SAVED_YET,
                leave=True,
            )
            return Answer(card=card)
        return None

    async def _unsaved(self, data: reading.Data, page: Page, item: str, stands: Stands) -> Mapping[str, str]:
        """What was typed and is not saved; nothing that looks like a password is shown again."""
        if "here" not in data:
            return {}
        fields = page.fields(item)
        new = changed(fields, typed(fields, data), await self._base(data, stands) or stands[0])
        return {id: text for id, text in new.items() if not secret(text)}

    async def _open(self, incoming: Incoming, stands: Stands, _: Asked) -> Answer:
        """The one thing of a list that was chosen."""
        page, which = _page_of(incoming.data, "page"), reading.text(incoming.data, configure.ITEM) or ""
        policy, etag = stands
        items = page.items(policy, self._types) if page.items is not None else ()
        if which not in dict(items):
            return await self._shown(page, stands, replies.CHOOSE_PAGE)
        return Answer(card=self._card(page=page, policy=policy, etag=etag, item=which))

    def _item(self, data: reading.Data, policy: Policy) -> str:
        """The one thing that the card was about; "" for what stands on no list any more."""
        here = _page_of(data, "here" if "here" in data else "page")
        item = data.get("item")
        items = here.items(policy, self._types) if here.items is not None else ()
        return item if isinstance(item, str) and item in dict(items) else ""

    # --- saving ---------------------------------------------------------------------------------------------------

    async def _save(self, incoming: Incoming, stands: Stands, asked: Asked) -> Answer:
        """Save what was typed on one page, if it may be, says why, and nobody saved in between. Who saves must stay an
        admin: of nobody else is it seen that a group has them in it."""
        data, (policy, etag) = incoming.data, stands
        page, item = _page_of(data, "page"), self._item(data, policy)
        why = reading.tidy(reading.text(data, configure.WHY) or "")[: configure.MOST_WHY]
        if page.items is not None and not item:
            return await self._shown(page, stands, replies.CHOOSE_PAGE)
        fields, base = page.fields(item), await self._base(data, stands)
        new = changed(fields, typed(fields, data), base or policy)

        again = partial(self._card, page=page, policy=policy, etag=etag, item=item, typed=new, why=why)
        if any(secret(text) for text in (*new.values(), why)):
            kept = {id: text for id, text in new.items() if not secret(text)}
            return Answer(card=again(typed=kept, why="" if secret(why) else why, banner=SECRET))
        if all(f.read(policy) == new[f.id] for f in fields if f.id in new):
            return await self._on(page, stands, _said(policy) if new else replies.UNTOUCHED)
        if data.get("e") != etag:
            return Answer(card=again(banner=_said_before(policy), stood=base or policy))
        try:
            after = written(page, policy, item, new, self._types, self._installed)
            if not why:
                raise RefusedError(replies.SAY_WHY_CHANGED)
            if not await self._is_admin(asked, after):
                raise RefusedError(replies.STAY_ADMIN)
            if after.case_system != policy.case_system:
                await answers(self._desk.cases.at(after.case_system), incoming.patience)
        except (RefusedError, NotAllowedError, BusyError) as no:
            return Answer(card=again(banner=no.say))
        return await self._saved(incoming, page, stands, after, why, asked)

    async def _saved(
        self, incoming: Incoming, page: Page, before: Stands, after: Policy, why: str, asked: Asked
    ) -> Answer:
        """Write it over exactly what was shown. Who was second is shown what the first one saved."""
        who, now = incoming.person, self._desk.clock()
        saved = Saved(by=who.id, name=who.name, at=now, why=why)
        mine = replace(after, version=before[0].version + 1, saved=saved)
        for _ in range(TRIES):
            policy, etag = await self._desk.policies.read_for_change()
            if policy == mine:
                break
            if etag != (before[1] or None):
                # by what stands now: whoever was first may have taken the second one out
                return await self._save(incoming, await self._may(asked), asked)
            with suppress(StaleError, NoAnswerError):
                etag = await self._desk.policies.save(mine, etag)
                break
        else:
            raise BusyError(replies.NOT_SURE_SAVED)
        answer = await self._on(page, (mine, etag or ""), _said(mine))
        waits = any(getattr(before[0], name) != getattr(mine, name) for name in TIMES)
        return replace(answer, after=self._goes_on) if waits else answer

    async def _on(self, page: Page, stands: Stands, banner: str) -> Answer:
        """The page after this one; after one thing of a list, the list."""
        after = (
            page if page.items is not None else PAGES[ORDER[min(ORDER.index(page.id) + 1, len(ORDER) - 1)]]
        )
        return await self._shown(after, stands, banner)

    async def _base(self, data: reading.Data, stands: Stands) -> Policy | None:
        """The policy on which a card was drawn; None if that is too long ago."""
        if data.get("e") == stands[1]:
            return stands[0]
        version = reading.press(data).v
        earlier = await self._desk.policies.earlier(LOOKED_BACK)
        return next((p for p in earlier if p.version == version), None)

    async def _goes_on(self) -> None:
        """Times have changed, so what waits waits as it is chosen now."""
        self._background.start(arm_all(self._desk))


def _page_of(data: reading.Data, key: str) -> Page:
    """The page that a button carries; the first for what no card of ours sends."""
    found = data.get(key)
    return PAGES[found] if isinstance(found, str) and found in PAGES else PAGES[INSTALLED]


def _said(policy: Policy) -> str:
    at = policy.saved.at if policy.saved is not None else None
    return replies.configured(policy.version, at) if at is not None else replies.UNTOUCHED


def _said_before(policy: Policy) -> str:
    saved = policy.saved
    if saved is None:  # taken back by hand to a policy that says nothing of this
        return replies.NOT_SAVED_YET
    return replies.configured_before(saved.name or "Somebody", policy.version, saved.at)
