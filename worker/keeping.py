"""What people kept with Keep: found among the open dockets, a page at a time, and let go by information governance."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from record import holds
from record.docket import Docket
from record.errors import BusyError, FaircopyError, NoAnswerError, NotThereError, StaleError
from record.policy import NOT_SEEN, Seen
from record.terms import DocketId, PersonId
from worker.arming import arm
from worker.desk import Desk
from worker.holding import TRIES
from worker.many import each, side_by_side


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One page of looking: the accounts that people keep, how many were looked at, how many of them could not be read,
    and after which id to look further ("": that was all)."""

    dockets: tuple[Docket, ...]
    looked: int
    unread: int
    further: str


async def kept(desk: Desk, after: str, most: int) -> Kept:
    """What people keep among the next `most` open dockets after that id: each of them is read. Raises BusyError."""
    found: list[Docket] = []
    ids: list[DocketId] = []
    unread: list[DocketId] = []
    async for id in desk.dockets.each():
        if id > after:
            ids.append(id)
            if len(ids) > most:
                break

    async def looked(id: DocketId) -> None:
        try:
            docket, _ = await desk.dockets.read(id)
        except NotThereError:
            return
        except FaircopyError:
            unread.append(id)
            return
        if any(not h.policy for h in docket.holds):
            found.append(docket)

    page = ids[:most]
    await side_by_side(each(page), looked)
    return Kept(
        dockets=tuple(sorted(found, key=lambda d: d.id)),
        looked=len(page),
        unread=len(unread),
        further=page[-1] if len(ids) > most else "",
    )


async def let_go(desk: Desk, id: DocketId, who: PersonId, seen: Seen = NOT_SEEN) -> Docket:
    """Release what people kept in this docket, for somebody whom the policy names, or a group that they were seen in.
    The clerk goes on.

    Raises RefusedError, NotThereError, BusyError.
    """
    for _ in range(TRIES):
        docket, etag = await desk.dockets.read(id)
        policy = await desk.policy()
        free = holds.release(docket, who, policy, seen)
        if free == docket:
            return docket
        await arm(desk, free, policy)
        with suppress(StaleError, NoAnswerError):
            await desk.dockets.save(free, etag)
            return free
    raise BusyError("Others are changing this account at once. Nothing was changed. Press again.")
