"""How each act is done: one plain async function an act, idempotent, with the claim's deadline asked before each
request. What went wrong comes back as what was seen, never prettier; no certain answer comes back as None.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from record import errors
from record.docket import Act, Claim, Docket, Seen
from record.doors import Good
from record.receipt import fold
from record.terms import Doing
from record.values import replace
from worker import destroying, filing, proposing, showing
from worker.answers import done, seen_of
from worker.desk import Desk

log = logging.getLogger(__name__)


async def perform(desk: Desk, docket: Docket, act: Act, claim: Claim | None) -> Seen | None:
    """Do one act. None means that no certain answer came: nothing may be concluded from it."""
    # what is asked is asked no earlier than what is known, by whichever clock that was written down
    at = max(desk.clock(), docket.at)

    def good() -> None:
        if claim is not None and desk.clock() >= claim.until:
            raise errors.LapsedError("The claim ran out. Nothing was done.")

    try:
        seen = await ACTS[act.doing](desk, docket, act, good)
        return replace(seen, at=at, came=max(desk.clock(), at))
    except (errors.NoAnswerError, errors.LapsedError):
        return None
    except errors.FaircopyError as e:
        return seen_of(act, e, at)
    except Exception as e:  # noqa: BLE001  # the clerk must outlive a fault of ours; only its kind may be logged
        log.error("act_failed", extra={"doing": act.doing, "error": type(e).__name__})
        return None


async def write_receipt(desk: Desk, docket: Docket, act: Act, good: Good) -> Seen:
    """Fold what was seen and write it, once."""
    good()
    await desk.receipts.write(fold(docket, desk.clock()))
    return done(desk)


Perform = Callable[[Desk, Docket, Act, Good], Awaitable[Seen]]

ACTS: dict[Doing, Perform] = {
    Doing.FETCH: proposing.fetch,
    Doing.DRAFT: proposing.draft,
    Doing.SEND_CARD: showing.send_card,
    Doing.SHOW_CARD: showing.show_card,
    Doing.BLANK: destroying.erase,
    Doing.REMIND: showing.remind,
    Doing.ASK_SECOND: showing.ask_second,
    Doing.TELL: showing.tell,
    Doing.POST: filing.post,
    Doing.LOOK_UP: filing.look_up,
    Doing.LOOK_FILED: filing.look_filed,
    Doing.MARK: filing.mark,
    Doing.ERASE: destroying.erase,
    Doing.ERASE_SOURCE: destroying.erase,
    Doing.LOOK_SOURCE: destroying.look_source,
    Doing.PREFLIGHT: destroying.preflight,
    Doing.ASK_ORGANISER: showing.ask_organiser,
    Doing.DELETE_MEETING: destroying.delete_meeting,
    Doing.LOOK: destroying.look,
    Doing.WRITE_RECEIPT: write_receipt,
}
