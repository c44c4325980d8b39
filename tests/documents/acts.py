"""Every act: what it is for, what its answers do, when it is tried again, and what a fault in it leads to."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import timedelta

import record
from record import line
from record.docket import Act, Claim, Docket, Done, Seen, Wait
from record.entries import LONGEST_RETRY, Entry, not_before, tries_of
from record.errors import FaircopyError
from record.policy import Policy, PolicyHold
from record.terms import Doing, Saw
from record.values import replace
from tests.documents.decisions import first_sentence
from tests.documents.faults import BUSY, GONE, SIGN_IN, SILENT, Faults, refusals, unanswered
from tests.documents.found import Found, Stand
from tests.documents.words import SAW, say, table, time, title


def stations() -> Iterator[tuple[str, str, tuple[Entry, ...]]]:
    """The stations in order of the flow: its file, what it is for, and its acts."""
    modules = [
        importlib.import_module(f"{record.__name__}.{m.name}") for m in pkgutil.iter_modules(record.__path__)
    ]
    order = list(line.ENTRIES)
    theirs = [m for m in modules if getattr(m, "ENTRIES", ()) and isinstance(m.ENTRIES, tuple)]
    for module in sorted(theirs, key=lambda m: order.index(m.ENTRIES[0].doing)):
        yield module.__name__.split(".")[-1], first_sentence(module.__doc__), module.ENTRIES


def answers(entries: tuple[Entry, ...], found: Found) -> str:
    """One row an act."""
    rows = []
    for e in entries:
        act = f"**{title(e.doing)}**", _needs(e)
        for saws, does in _answers(e, found):
            rows.append((*act, saws, does))
            act = "", ""
    return table(("act", "when", "answer", "what that does"), rows)


def _needs(entry: Entry) -> str:
    needs = entry.needs[0].upper() + entry.needs[1:]
    return (needs if needs.endswith("?") else f"{needs}.") + (" *Claimed.*" if entry.claimed else "")


def _answers(entry: Entry, found: Found) -> list[tuple[str, str]]:
    by: dict[str, list[str]] = {}
    for saw, absorbs in entry.answers.items():
        by.setdefault(first_sentence(absorbs.__doc__) or "(no sentence yet)", []).append(f"*{say(SAW, saw)}*")
    return [*((" / ".join(saws), does) for does, saws in by.items()), *_else(entry, found)]


def _else(entry: Entry, found: Found) -> list[tuple[str, str]]:
    """What any other answer leads to."""
    if entry.inside:
        return []  # nothing outside is asked
    if entry.doing not in found.asked:
        return [("*anything else*", "Nothing has changed; whoever pressed may press again.")]
    pauses = _pauses(found.due[entry.doing][1], entry)
    usual = pauses == _usual(found.due[entry.doing][1].policy)
    return [("*any other answer*", "Tried again." if usual else f"Tried again after {_list(pauses)}.")]


def _list(pauses: list[timedelta]) -> str:
    return ", ".join(time(p) for p in pauses)


def _usual(policy: Policy) -> list[timedelta]:
    """The pauses after the first four failures, as `record.entries` works them out for any act."""
    return [min(policy.retry * 2**n, LONGEST_RETRY) for n in range(4)]


def _pauses(stand: Stand, entry: Entry) -> list[timedelta]:
    """The pauses after four failures in a row, found by failing it."""
    act, pauses = _act(stand, entry.doing), []
    unlisted = next(saw for saw in Saw if saw not in entry.answers)
    for _ in range(4):
        begun, claim = _begun(stand, act)
        failed = line.absorb(begun, act, Seen(saw=unlisted, at=stand.now), stand.policy, claim)
        tries = tries_of(failed, act.doing, act.record)
        if tries is None:
            break
        pauses.append(not_before(tries, stand.policy) - stand.now)
        stand = replace(stand, docket=failed, now=stand.now + pauses[-1])
    return pauses


def without_a_sentence() -> list[str]:
    """The functions that absorb an answer and do not say what they do."""
    every = {f"{a.__module__}.{a.__qualname__}": a for e in line.ENTRIES.values() for a in e.answers.values()}
    return sorted(name for name, absorbs in every.items() if not absorbs.__doc__)


# --- call by fault ------------------------------------------------------------------------------------------------

_LOOKS = frozenset({Doing.LOOK, Doing.LOOK_UP, Doing.LOOK_SOURCE, Doing.PREFLIGHT})

_FAULTS: dict[str, tuple[FaircopyError, ...]] = {
    "the other side is down": (BUSY,),
    "it does not answer": (SILENT,),
    "it says no": refusals(),
    "sign-in is missing": (SIGN_IN,),
    "it finds nothing": (GONE,),
}


def faults(entries: tuple[Entry, ...], found: Found) -> str:
    """One row an act: what the line does next, found by failing it where it is due."""
    rows = [_row(found.due[e.doing][1], e) for e in entries if not e.inside]
    if not rows:
        return ""
    head = ("act", *_FAULTS, "a hold is set before it", "killed before it", "killed after it")
    return table(head, rows)


def _row(stand: Stand, entry: Entry) -> tuple[str, ...]:
    act = _act(stand, entry.doing)
    begun, claim = _begun(stand, act)
    faulty = Faults(begun, act, claim, stand.now)
    well = _after(stand, begun, act, claim, faulty.of()) if faulty.asks() else ""
    cells = [
        "<br>or: ".join(
            dict.fromkeys(
                _AS_DONE if (way := _failing(stand, begun, act, claim, seen)) == well else way
                for seen in faulty.with_(errors)
            )
        )
        or "–"
        for errors in _FAULTS.values()
    ]
    after_kill = _lapsed(stand, begun, act, claim)
    return (
        f"**{title(entry.doing)}**",
        *cells,
        _held(stand, begun, act, claim),
        after_kill,
        _found_done(stand, begun, act, claim),
    )


def _act(stand: Stand, doing: Doing) -> Act:
    """The act, where it is due; or as a press has claimed it."""
    step = stand.step()
    if isinstance(step, Act) and step.doing is doing:
        return step
    return next(c.act for c in stand.docket.claims if c.act.doing is doing)


def _begun(stand: Stand, act: Act) -> tuple[Docket, Claim | None]:
    pressed = next((c for c in stand.docket.claims if c.act == act), None)
    if pressed is not None or line.needs_no_claim(act):
        return stand.docket, pressed
    return line.claim(stand.docket, act, stand.policy, stand.now)


_AS_DONE = "as when it is done"


def _failing(stand: Stand, begun: Docket, act: Act, claim: Claim | None, seen: Seen | None) -> str:
    """What a failure leads to. No answer to an act without a claim counts as one that failed."""
    return _after(stand, begun, act, claim, seen or unanswered(act, stand.now))


def _after(stand: Stand, begun: Docket, act: Act, claim: Claim | None, seen: Seen | None) -> str:
    if seen is None:
        return _lapsed(stand, begun, act, claim)
    return effect(stand, _absorbed(stand, begun, act, seen), act)


def _absorbed(stand: Stand, begun: Docket, act: Act, seen: Seen) -> Stand:
    claim = next((c for c in begun.claims if c.act == act), None)
    return replace(stand, docket=line.absorb(begun, act, seen, stand.policy, claim))


def _lapsed(stand: Stand, begun: Docket, act: Act, claim: Claim | None) -> str:
    """Nothing is written down but the claim, if there is one: it lapses."""
    if claim is None:
        return "asked again at once"
    lapsed = claim.until + stand.policy.skew
    return f"after {time(lapsed - stand.now)} " + effect(stand, replace(stand, docket=begun, now=lapsed), act)


_AS_BEFORE = "as when killed before it"


def _found_done(stand: Stand, begun: Docket, act: Act, claim: Claim | None) -> str:
    """It was done, and nobody knows: the next act finds out."""
    if claim is None:
        return "asked again at once"
    lapsed = replace(stand, docket=begun, now=claim.until + stand.policy.skew)
    step = lapsed.step()
    if not isinstance(step, Act) or step.doing not in _LOOKS:
        return _AS_BEFORE
    seen = Faults(lapsed.docket, step, None, lapsed.now).of()
    if seen is None:
        return _AS_BEFORE
    return f"**{title(step.doing)}** finds it: " + effect(
        stand, _absorbed(lapsed, lapsed.docket, step, seen), act
    )


def _held(stand: Stand, begun: Docket, act: Act, claim: Claim | None) -> str:
    """Is it still done, when a hold is set at this moment? A press has been answered by then."""
    held = replace(stand, policy=with_hold(stand.policy, stand))
    if claim in stand.docket.claims:
        seen = Seen(saw=Saw.DONE, at=stand.now)
        same = _absorbed(held, begun, act, seen).docket == _absorbed(stand, begun, act, seen).docket
        return _ALL_THE_SAME if same else "it is not done"
    if held.step() == act:
        return _ALL_THE_SAME
    waits = [w for w in line._steps(held.docket, held.policy, held.now) if isinstance(w, Wait)]
    return "it is not done" + ("" if any(w.why == "hold" for w in waits) else f"; {_next(held, act)}")


_ALL_THE_SAME = "it is done all the same"


def with_hold(policy: Policy, stand: Stand) -> Policy:
    """The same policy, with a hold on everything."""
    return replace(policy, holds=(PolicyHold(by="governance", at=stand.now),))


def effect(before: Stand, after: Stand, act: Act) -> str:
    """What became of the record, and what comes next."""
    old = {r.n: r.state for r in before.docket.records}
    now = [r.state for r in after.docket.records if old.get(r.n) is not r.state]
    tries = tries_of(after.docket, act.doing, act.record)
    pause = not_before(tries, after.policy) - after.now if tries else timedelta(0)
    then = f"again after {time(pause)}" if pause > timedelta(0) else _next(after, act)
    noted = not tries and act.doing in _LOOKS and after.docket.traces != before.docket.traces
    if noted and act.doing is Doing.LOOK:
        return "noted as seen"  # what comes then is another place's turn
    if not noted and then == f"goes on: **{title(Doing.LOOK)}**":
        steps = line._steps(after.docket, after.policy, after.now)
        waits = [w for w in steps if isinstance(w, Wait) and w.why != "looks"]
        then = f"waits for {waits[0].whom} (`{waits[0].why}`)" if waits else then
    return "; ".join([*(f"the record is **{state}**" for state in now), *["noted as seen"] * noted, then])


def _next(stand: Stand, act: Act) -> str:
    """What comes next, but for telling people on their cards that it waits."""
    step = stand.step()
    if isinstance(step, Act) and step.doing is Doing.TELL is not act.doing:
        told = line.absorb(stand.docket, step, Seen(saw=Saw.DONE, at=stand.now), stand.policy)
        return _next(replace(stand, docket=told), act)
    if isinstance(step, Done):
        return "all is done"
    if isinstance(step, Act):
        return "the same again" if step.doing is act.doing else f"goes on: **{title(step.doing)}**"
    then = replace(stand, now=step.until).step() if step.until else step
    if step.until is None or not isinstance(then, Act):
        return f"waits for {step.whom} (`{step.why}`)"
    what = "again" if then.doing is act.doing else f"**{title(then.doing)}**"
    return f"{what} after {time(step.until - stand.now)}"
