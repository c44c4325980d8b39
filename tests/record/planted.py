"""Small wrong changes of the line and the worker, each of which some test must catch; and how one is planted."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """`old`, which occurs once in `file`, becomes `new`; `breaks` is the rule of the design that is broken then.

    It is caught within `count` histories from the seed `first` on, or, where `tests` is given, by those tests.
    """

    name: str
    file: str
    old: str
    new: str
    breaks: str
    first: int = 0
    count: int = 400
    tests: str = ""


def plant(bug: Bug, where: Path) -> None:
    """A copy of the checkout in `where` that differs by this one change: its package is copied, the rest linked.

    Compiled files come along with their times, so that only the changed one is compiled again.
    """
    package = Path(bug.file).parts[0]
    for path in sorted(ROOT.iterdir()):
        if path.name == package:
            shutil.copytree(path, where / path.name)
        elif not path.name.startswith("."):
            (where / path.name).symlink_to(path)
    changed = where / bug.file
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace(bug.old, bug.new), encoding="utf-8")


BUGS = (
    Bug(
        name="a claim without a deadline",
        file="worker/acts.py",
        old="if claim is not None and desk.clock() >= claim.until:",
        new="if claim is not None and not claim.until:",
        breaks="before each request the door asks whether the claim is still good",
    ),
    Bug(
        name="absent is conclusive without keys",
        file="record/post.py",
        old="    if once:\n        docket = with_record",
        new="    if seen:\n        docket = with_record",
        breaks="without keys, absent is conclusive only after the latest at which a request can land",
        count=2500,
    ),
    Bug(
        name="absent is conclusive too soon",
        file="record/post.py",
        old="conclusive = max(last, tries.first if tries else last) + policy.skew + policy.late",
        new="conclusive = seen.at",
        breaks="until the latest at which a post can land: no discard, no edit, no second post",
        count=2500,
    ),
    Bug(
        name="refused, though an earlier attempt may land",
        file="record/post.py",
        old="    if _may_still_land(docket, act):\n"
        "        return _uncertain(docket, act, seen)\n"
        "    docket = with_record(docket, act.record, state=State.STUCK, sure=True, why=seen.why",
        new="    docket = with_record(docket, act.record, state=State.STUCK, sure=True, why=seen.why",
        breaks="unanswered attempts stay listed until a look shows what is so",
        tests="tests/simulation/test_directed.py",
    ),
    Bug(
        name="busy, though an earlier attempt may land",
        file="record/post.py",
        old="    if _may_still_land(docket, act):\n"
        "        return _uncertain(docket, act, seen)\n"
        "    docket = with_record(docket, act.record, state=State.APPROVED, sure=True, file_now=True)",
        new="    docket = with_record(docket, act.record, state=State.APPROVED, sure=True, file_now=True)",
        breaks="unanswered attempts stay listed until a look shows what is so",
        tests="tests/record/test_line.py tests/record/test_found.py",
    ),
    Bug(
        name="our copy goes though the original is gone",
        file="record/erase.py",
        old="if seen is None or seen.saw is not Saw.PRESENT or now - seen.at > policy.fresh:",
        new="if seen is None or now - seen.at > policy.fresh:",
        breaks="our copy goes without a filing only if the original was seen",
        tests="tests/record/test_line.py tests/record/test_found.py",
    ),
    Bug(
        name="our copy goes by an old look",
        file="record/erase.py",
        old="if seen is None or seen.saw is not Saw.PRESENT or now - seen.at > policy.fresh:",
        new="if seen is None or seen.saw is not Saw.PRESENT:",
        breaks="the original must have been seen within the hour",
        tests="tests/record/test_seventeen.py",
    ),
    Bug(
        name="one settled record settles the source",
        file="record/erase.py",
        old="        if not r.is_settled:\n            return None\n    if not docket.records:",
        new="        if r.state is State.APPROVED:\n            return None\n    if not docket.records:",
        breaks="our copy and the meeting's own go only when every record is settled",
    ),
    Bug(
        name="a record's copies go under a hold",
        file="record/erase.py",
        old='        if held(docket, policy):\n            return Wait(until=None, whom=GOVERNANCE, why="hold")\n',
        new="",
        breaks="a hold stops destruction",
    ),
    Bug(
        name="no grace",
        file="record/meeting.py",
        old="after = settled.since + policy.grace",
        new="after = settled.since",
        breaks="the meeting's own goes only after grace",
    ),
    Bug(
        name="the filed record need not stand",
        file="record/meeting.py",
        old="        if look.saw is not Saw.MATCHES:",
        new="        if look.saw is Saw.UNKNOWN:",
        breaks="the meeting's own goes only with the record still on file",
    ),
    Bug(
        name="the filed record was seen some day",
        file="record/meeting.py",
        old="if look is None or now - look.at > policy.fresh:",
        new="if look is None:",
        breaks="the filed record is looked at again within the hour before the meeting goes",
    ),
    Bug(
        name="the organiser's no is not heard",
        file="record/hand_over.py",
        old="    return docket.handover is not None and docket.handover.answer is False",
        new="    return False",
        breaks="an organiser's no stands",
    ),
    Bug(
        name="pages need not be read",
        file="record/review.py",
        old="    if unseen:\n",
        new="    if not sent and not unseen:\n",
        breaks="approve is refused while a page of that version was not sent",
        count=2500,
    ),
    Bug(
        name="another version is approved",
        file="record/review.py",
        old="if (version, hash) != (record.version, record.hash) or record.shown != record.version:",
        new="if record.shown != record.version:",
        breaks="an approval binds hash, person, record type and version",
        count=2500,
    ),
    Bug(
        name="a version without a trace",
        file="record/review.py",
        old='        docket = opened(docket, n, Holder.WORDS, "draft", Custody.OURS, place, now)\n',
        new="",
        breaks="trace first, words second",
    ),
    Bug(
        name="a card that is cleaned once",
        file="record/showing.py",
        old="    if trace.holder is Holder.CARD and trace.shelf is Shelf.ASKED:",
        new="    if trace.holder is Holder.CARD:",
        breaks="what cannot be read is cleaned again at 24 h",
        count=2500,
    ),
    Bug(
        name="a look that was not due counts",
        file="record/look.py",
        old="        if due is None or seen.at < due:",
        new="        if due is None:",
        breaks="a look counts only if it was due when it was asked",
        tests="tests/record/test_seventeen.py",
    ),
    Bug(
        name="unknown is as good as gone",
        file="record/look.py",
        old=".get(saw, Outcome.UNKNOWN)",
        new=".get(saw, Outcome.GONE)",
        breaks="a receipt is no prettier than the world",
        tests="tests/record/test_late.py",
    ),
    Bug(
        name="the receipt is not claimed",
        file="record/finish.py",
        old='every copy has its end",\n        claimed=True,',
        new='every copy has its end",\n        claimed=False,',
        breaks="writing the receipt is claimed and closes the docket",
    ),
    Bug(
        name="decisions while the receipt is written",
        file="record/joining.py",
        old="docket.receipted is not None or any(c.act.doing is Doing.WRITE_RECEIPT for c in docket.claims)",
        new="docket.receipted is not None",
        breaks="writing the receipt closes the docket to joiners",
        tests="tests/record/test_seventeen.py",
    ),
    Bug(
        name="an older look undoes a newer one",
        file="record/entries.py",
        old="    return than is not None and seen.at < than.at\n",
        new="    return than is not None and seen.at < than.at and False\n",
        breaks="evidence never undoes better evidence",
        tests="tests/record/test_attacked.py",
    ),
    Bug(
        name="moving a record lifts a hold",
        file="record/entries.py",
        old="    if hold.id and any(h.policy == hold.id for h in docket.holds):\n",
        new="    if hold.id and not docket.holds and False:\n",
        breaks="only its release lifts a hold",
        tests="tests/record/test_attacked.py",
    ),
    Bug(
        name="left, while a deletion may be out",
        file="record/meeting.py",
        old="    out = [c.until for c in docket.claims if c.act.doing is Doing.DELETE_MEETING]\n    if not out:\n",
        new="    out = [c.until for c in docket.claims if c.act.doing is Doing.DELETE_MEETING]\n    if policy:\n",
        breaks="a receipt is no prettier than the world",
        tests="tests/record/test_attacked.py",
    ),
    Bug(
        name="joining while the meeting goes",
        file="record/joining.py",
        old="    if any(c.act.doing is Doing.DELETE_MEETING for c in docket.claims):\n"
        "        return True\n    return any(",
        new="    return not docket and any(",
        breaks="nobody joins once deletion is claimed",
        tests="tests/record/test_seventeen.py",
    ),
    Bug(
        name="time as the evidence has it",
        file="record/line.py",
        old="at, since = max(docket.at, seen.at),",
        new="at, since = seen.at,",
        breaks="time in a docket never runs backwards",
    ),
    Bug(
        name="a failed try clears earlier attempts",
        file="record/line.py",
        old="    if claimed.also and not done:",
        new="    if claimed.also and not done and not seen:",
        breaks="only Done or NotThere for every target clears earlier unanswered attempts",
        tests="tests/record/test_seventeen.py",
    ),
    Bug(
        name="any look clears every claim",
        file="record/line.py",
        old="return same and c.until < since and c.act.doing in _SHOWS[act.doing]",
        new="return same or c.act.doing in _SHOWS[act.doing]",
        breaks="attempts stay listed until a look made LATE after the lapse",
        tests="tests/record/test_line.py tests/record/test_found.py tests/record/test_seventeen.py",
    ),
    Bug(
        name="nothing wakes it",
        file="worker/walk.py",
        old="armed = waits and (self._rearm or bool(self._unsaved))",
        new="armed = False",
        breaks="every open docket has a marker, and what was decided is not stranded",
    ),
    Bug(
        name="a claim dates from its save",
        file="worker/walk.py",
        old="line.claim(self._docket, act, self._policy, now)",
        new="line.claim(self._docket, act, self._policy, self._desk.clock())",
        breaks="what an act rests on was seen no longer ago than was asked",
        tests="tests/simulation/test_directed.py -k long_sleep",
    ),
    Bug(
        name="what is corrected was looked at yesterday",
        file="record/post.py",
        old="        gone = _original(docket, record, policy, now)\n",
        new="        gone = None\n",
        breaks="a correction is added only to a record that was seen on file within the hour",
        tests="tests/record/test_after_filing.py",
    ),
    Bug(
        name="one key for every fetch",
        file="record/entries.py",
        old='f"{docket}/k{record}" if gen == 1 else f"{docket}/k{record}-g{gen}"',
        new='f"{docket}/k{record}"',
        breaks="an older deletion that lands late cannot reach a new key",
        tests="tests/record/test_late.py",
    ),
    Bug(
        name="a late answer goes into a receipt that may be written",
        file="record/line.py",
        old="    if over and act.doing not in _AT_THE_END:\n",
        new="    if docket.receipted and act.doing not in _AT_THE_END:\n",
        breaks="a receipt is written once",
        tests="tests/record/test_late.py",
    ),
    Bug(
        name="our own deletion is said to be somebody else's",
        file="record/meeting_answers.py",
        old="asked=asked or max([at, *out])",
        new="asked=asked or at",
        breaks="the last look is a day after the file was asked to go",
        tests="tests/record/test_late.py",
    ),
    Bug(
        name="a marker goes though the walk failed",
        file="worker/walk.py",
        old="    if orphan or walked in (Walked.ARMED, Walked.DONE):",
        new="    if walked:",
        breaks="every open docket has a marker",
    ),
    Bug(
        name="no answer is busy",
        file="worker/acts.py",
        old="    except (errors.NoAnswerError, errors.LapsedError):\n        return None\n",
        new="    except (errors.NoAnswerError, errors.LapsedError):\n"
        "        return seen_of(act, errors.BusyError(''), at)\n",
        breaks="no answer is no answer",
    ),
    Bug(
        name="filed, not read back, and tried again",
        file="worker/filing.py",
        old="        raise errors.NoAnswerError(e.say) from None",
        new="        raise",
        breaks="nothing may be concluded from a post that could not be read back",
    ),
    Bug(
        name="cover keeps the approval",
        file="record/cover.py",
        old="        approval=None,\n",
        new="        approval=record.approval,\n",
        breaks="a take-over clears approvals",
    ),
    Bug(
        name="cover leaves the old card",
        file="record/cover.py",
        old="        card=None,\n",
        new="        card=record.card,\n",
        breaks="a take-over sends a new card and blanks the old one",
    ),
    Bug(
        name="no second approval",
        file="record/review.py",
        old="needs_second = policy.approvers(record.record_type) is not None",
        new="needs_second = False",
        breaks="where policy wants it, a second person approves",
    ),
    Bug(
        name="an attestation counts at once",
        file="record/post.py",
        old="record.proof is not None and (record.last_ok or not attested)",
        new="record.proof is not None and (True or attested)",
        breaks="an attestation alone destroys no account",
    ),
    Bug(
        name="an uncertain post is discarded",
        file="record/discarding.py",
        old="if record.state is State.POSTING or not record.sure:",
        new="if record.state is State.MARKED:",
        breaks="no discard while a post may still land",
        tests="tests/record/test_line.py tests/record/test_found.py tests/record/test_seventeen.py",
    ),
    Bug(
        name="an uncertain post is undone",
        file="record/review.py",
        old="    if not record.sure or (record.state not in (State.SECOND, State.APPROVED) and not refused):",
        new="    if record.state is State.POSTED:",
        breaks="an approval cannot be taken back once filing has begun",
    ),
    Bug(
        name="no marker",
        file="worker/arming.py",
        old="    await desk.queue.mark(docket.id, at)\n",
        new="",
        breaks="every open docket has a marker",
    ),
    Bug(
        name="expired although decided",
        file="record/showing.py",
        old="    if expiry(docket, record, policy, seen.at) is None:\n        return docket",
        new="    if record.is_settled:\n        return docket",
        breaks="evidence is absorbed onto whatever the docket has become",
        tests="tests/record/test_found.py tests/record/test_seventeen.py tests/record/test_people.py",
    ),
    Bug(
        name="the wrong file is marked twice",
        file="record/misfiled.py",
        old="    if out and not once and now <",
        new="    if out and not out and now <",
        breaks="a mark that may still land is looked for before another",
        tests="tests/record/test_after_filing.py",
    ),
    Bug(
        name="a post is looked for in the case system of today",
        file="worker/filing.py",
        old="desk.cases.at(record_of(docket, act.record).system).look_up(act.key)",
        new="desk.cases.at(await desk.case_system()).look_up(act.key)",
        breaks="a record stays with the case system that it was begun for",
        tests="tests/simulation/test_directed.py -k where_it_went",
    ),
    Bug(
        name="what is filed is looked for in the case system of today",
        file="worker/filing.py",
        old="    held = await desk.cases.at(record.system).read(filed)",
        new="    held = await desk.cases.at(await desk.case_system()).read(filed)",
        breaks="no source is destroyed on the word of a case system that never had the record",
        tests="tests/simulation/test_directed.py -k where_it_went",
    ),
    Bug(
        name="what the installed case system can do is taken for another's",
        file="record/post.py",
        old="    once = policy.files_once(record.system)",
        new="    once = policy.honours_keys",
        breaks="without keys, absent is conclusive only after the latest at which a request can land",
        tests="tests/record/test_case_systems.py",
    ),
    Bug(
        name="a host that is not allowed gets another's key",
        file="connectors/allowed.py",
        old="        return self._places.get(system.origin)",
        new="        return self._places.get(system.origin) or next(iter(self._places.values()), None)",
        breaks="approved words and a key go to a host that the installation names, or nowhere",
        tests="tests/connectors/test_allowed.py",
    ),
    Bug(
        name="a hold is not noted",
        file="record/holds.py",
        old="    if not hold_covers(hold, docket) or any(h.policy == hold.id for h in docket.holds):",
        new="    if hold:",
        breaks="a hold is written to the policy, then to every open docket",
        tests="tests/simulation/test_directed.py",
    ),
    Bug(
        name="whoever sends it back keeps the first approval",
        file="record/second.py",
        old="        state=State.DRAFT,\n        approval=None,\n        second=None,",
        new="        state=State.APPROVED,\n        second=None,",
        breaks="a return clears both approvals",
        tests="tests/record/test_people.py",
    ),
    Bug(
        name="a second post with a key of its own",
        file="record/post.py",
        old="post = Act(doing=Doing.POST, record=n, key=record.id, version=record.version)",
        new='post = Act(doing=Doing.POST, record=n, key=f"{record.id}-{docket.n}", version=record.version)',
        breaks="one key a record",
    ),
    Bug(
        name="a version that is written over",
        file="record/entries.py",
        old='    return Address(f"{docket}/r{record}/v{version}")',
        new='    return Address(f"{docket}/r{record}/v1")',
        breaks="words go to a fresh place, never over older ones",
    ),
    Bug(
        name="settled as soon as it is approved",
        file="record/docket.py",
        old="        return self.state in (State.POSTED, State.DROPPED)",
        new="        return self.state in (State.POSTED, State.DROPPED, State.STUCK)",
        breaks="a draft's key dies only when its record is settled",
    ),
)
