"""A transcript that a person gives us themselves, dropped as a file or pasted: our one sealed copy, and its end."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot import replies
from bot.accounts import Accounts
from bot.incoming import DroppedFile
from record import joining, line
from record.docket import Claim, Docket, Person, Seen
from record.doors import Outline
from record.entries import source_address
from record.errors import RefusedError
from record.policy import Policy
from record.said import Said
from record.terms import SOURCE, DocketId, Saw
from worker.desk import Desk
from worker.versions import TRANSCRIPT

Download = Callable[[DroppedFile], Awaitable[Said[bytes]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Where our copy has its account, and what was read of it, in a sentence."""

    id: DocketId
    told: str


class Dropping:
    """Needs no permission of Microsoft's at all."""

    def __init__(
        self, *, desk: Desk, accounts: Accounts, download: Download, new_id: Callable[[], str]
    ) -> None:
        self._desk = desk
        self._accounts = accounts
        self._download = download
        self._new_id = new_id

    async def file(self, who: Person, file: DroppedFile) -> Given:
        """A file from the chat. Raises a FaircopyError with the sentence to say; nothing is then held."""
        words = await self._download(file)
        return await self._given(who, words, link=file.link)

    async def paste(self, who: Person, words: Said[bytes], message: str) -> Given:
        """A pasted text. `message` is the chat's own copy, which only its author can delete. Raises as `file`."""
        return await self._given(who, words, message=message)

    async def forget(self, who: Person, id: DocketId) -> Docket:
        """Thrown away: our copy goes at once. Raises RefusedError if it is not theirs, or already drafted from."""
        return await self._accounts.changed(id, lambda d: joining.throw_away(d, who.id))

    async def _given(
        self, who: Person, words: Said[bytes], *, link: str | None = None, message: str | None = None
    ) -> Given:
        """The docket comes first and names the place; the words' own hash names the source, so the same words given
        twice are one source."""
        outline = await self._desk.drafting.outline(words)
        now = self._desk.clock()
        policy = await self._desk.policy()
        kind = "upload" if message is None else "paste"
        name = self._desk.dockets.name(f"{kind}:{who.id}:{hashlib.sha256(words.reveal()).hexdigest()}")
        docket, claim = joining.open_upload(
            id=DocketId(self._new_id()),
            name=name,
            link=link,
            message=message,
            opener=who,
            policy=policy,
            now=now,
        )
        id, made = await self._desk.dockets.create(docket, now + policy.undecided)
        placed = claim if made else await self._again(id, policy, message)
        if placed is not None:
            await self._place(id, placed, words, outline, policy)
        return Given(id=id, told=replies.outline(outline.seconds, outline.speakers))

    async def _again(self, id: DocketId, policy: Policy, message: str | None) -> Claim | None:
        """The same words once more: our copy is put in a fresh place if we no longer hold one, and a message that was
        pasted again is one more copy in the chat."""
        claims: list[Claim] = []

        def store(docket: Docket) -> Docket:
            claims.clear()
            found = joining.store_again(docket, policy=policy, now=self._desk.clock())
            if found is not None:
                docket = found[0]
                claims.append(found[1])
            return joining.pasted_in(docket, message, now=self._desk.clock()) if message else docket

        await self._accounts.changed(id, store)
        return claims[0] if claims else None

    async def _place(
        self, id: DocketId, claim: Claim, words: Said[bytes], outline: Outline, policy: Policy
    ) -> None:
        """Seal our copy at the place that the docket names."""

        def good() -> None:
            if self._desk.clock() >= claim.until:
                raise RefusedError(replies.TOO_LONG)

        at = self._desk.clock()
        address = source_address(id, claim.act.version, 0)
        await self._desk.words.make_key(id, SOURCE, good, claim.act.version)
        await self._desk.words.put(id, SOURCE, TRANSCRIPT, address, words, good)
        seen = Seen(saw=Saw.DONE, at=at, attributed=outline.speakers > 0)
        await self._accounts.changed(id, lambda d: line.absorb(d, claim.act, seen, policy, claim))
