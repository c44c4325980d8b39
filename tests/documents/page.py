"""The page for people who have never seen the code, and what must have been found before it may be written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import record
from cards.waits import why_of
from record import line
from record.meeting_answers import GIVE_UP
from record.policy import Policy
from record.terms import Doing, Outcome, Shelf, State
from tests.documents import acts, states
from tests.documents.decisions import decisions
from tests.documents.found import Found, Waited
from tests.documents.twelve import twelve
from tests.documents.words import POLICY, say, table, time, title

OPENING = """\
# What happens to a record, and to every copy of what was said

This page is generated from the code that runs: the line was walked with every answer and every decision, and what was
found stands here. `make docs-check` compares it; nobody edits it by hand.

## In a few words

- A **source** is what was said in one call, or a transcript that somebody dropped or pasted into the chat.
- A **record** is what will stand in one person's file. It has one author. One source may have several.
- A **copy** (in the code, a *trace*) is one place where words are, or are about to be. It is written down before words
  come to it. It is ours to destroy, or the meeting's own file (destroyed after filing), or the filed record, which
  stays. Ours are sealed: without its *key*, which goes first, a copy cannot be read. What a card shows cannot be looked
  at from outside, so it is cleaned twice.
- A **docket** is the account of one source: its records, its copies, what people decided, what was seen. No word that
  was said is in it. In the end it goes too; a **receipt** without words stays.
- An **act** is one thing done outside: fetch, draft, show, file, erase, look. What comes back is an *answer*, and never
  prettier than the evidence. No answer is no answer: nothing is concluded from it.
- A **claim** is an act that is written down before it is done. It is good for one attempt, and then lapses. Every act
  that places words, destroys words or closes the account is claimed first, so that a crash leaves nothing unknown.
- **Settled** is a record of which nothing more will be written: posted, dropped, or marked and dealt with. **Grace** is
  how long the meeting's own file is left alone after the last record was settled.
- **What stops destruction:** the [four things below](#what-stops-destruction), each ended by whoever may end it.

Starting again after a crash is asking again what comes next: there is no other way back.

Contents: [twelve histories](#twelve-histories) · [the states of a record](#the-states-of-a-record) ·
[what people decide](#what-people-decide) · [the states of a copy](#the-states-of-a-copy) ·
[what stops destruction](#what-stops-destruction) ·
[the acts, and what happens when they fail](#the-acts-station-by-station) · [who is waited for](#who-is-waited-for) ·
[what is tried again](#what-failed-and-is-tried-again) · [the council's choices](#the-councils-choices)
"""

_TWELVE = """\
Each was walked by the code that runs, with the answers that its question speaks of; for the rest all goes well, and
every time is the council's default. "Looks again" and "waits" say what comes next, and the clock then jumps there. Day
1 is the day on which it begins. Unless it is said otherwise, Kelly Marsh organised the meeting herself, and there is a
draft of it on her card. What each decision is stands [below](#what-people-decide), and what the ends of a copy mean,
[further down](#the-states-of-a-copy).
"""

_RECORDS = """\
Acts are **bold**, people's decisions *in italics*. Each of these ways was found by taking it. *Learnt late* is an
answer that comes when its attempt has lapsed: it is evidence all the same.
"""

_DECISIONS = """\
Whose decision it is, is checked each time. Anything else is refused with a sentence that says why, and nothing changes.
"""

_COPIES = """\
*Closed* is a copy of which nothing more is done. It has its end, which the receipt says: that may be *Gone*, and also
*Still listed* or *Not known*.
"""

_STOPS = """\
While one of the first two stands, nothing expires either; drafting and filing go on, and looks only look.
"""
_STOPPED = (
    (
        "the *council's hold*",
        "information governance: on one meeting, one person's file, one type of record, or everything",
        "every copy that is not asked to go yet; whoever sets it is told what is",
        "information governance",
    ),
    (
        "*Keep*",
        "an author: on the meeting that their record is drawn from",
        "the same",
        "information governance alone",
    ),
    (
        "*Microsoft's hold*",
        "somebody in Microsoft 365",
        (
            f"the meeting's own file: for {time(GIVE_UP)} it is tried, then the receipt says that it was left. "
            "Our own copies go"
        ),
        "somebody there: Faircopy cannot",
    ),
    ("a *retention label*", "somebody in Microsoft 365", "the same", "somebody there: Faircopy cannot"),
)

_ACTS = """\
*Claimed* acts are written down before they are done. "Tried again" is: after 5, 10, 20 and 40 minutes, then every hour,
unless the other side says when to come back. "Try now" on a card does not wait for it.

The second table of each station says what comes next when an act fails, found by failing it where it is due. *Killed*
is a crash of Faircopy: before the act went out; and after it was done, but before that was written down. A dash means
that it cannot happen there, or that somebody is there who sees it at once: a press is answered or it is not; and the
docket that cannot be removed is simply there at the next look. "As when it is done" is: it is taken for done.

*It is not there* is what a request gets that wants to do something with a thing that is gone: asked to destroy it, that
is as good as done. *It is there no more* is what a look sees. "It finds nothing", in the tables, is whichever of the
two that act gets.
"""

_LAND = time(Policy().late + Policy().skew)
_NOTES = {
    "post": f"""\
If **look up** finds nothing, all depends on `honours_keys`. *Yes* (it files once, however often the same record is
sent): the same words are sent again at once, with the same key. *No*: nothing is sent. It looks again (`absent`) until
the first attempt can land no more, {_LAND} after that attempt ran out or after the first look, whichever is later; then
its author decides (`not-found`).
""",
    "meeting": f"""\
The organiser is asked {Policy().asks} times, {time(Policy().ask_again)} apart. After the last they are waited for, and
as often it is looked whether the file is still there, until they answer or an author leaves the file where it is.

If **look filed** does not find what was filed, word for word, the meeting's own file is not deleted and nothing more
is destroyed; its author is waited for (`filed-gone`);
it looks again every hour. If nothing is filed and **look source** does not find the meeting's own file, our copy may be
the only account: it stays, and it looks again (`absent`), until the file is found or its author confirms that ours may
go.
""",
}
"""What the tables of a station cannot say."""

_WAITS = """\
Nothing waits silently: each wait has a name and a reason. Of several, the one that ends first is shown. A wait that
ends only when somebody decides is looked at once a day all the same.
"""

_FAILED = """\
These come from answers that said no, or from no answer. What failed is tried again, by itself, until it goes through or
somebody decides otherwise.
"""


def page(found: Found) -> str:
    """The whole page. Raises AssertionError if anything was never reached."""
    complete(found)
    parts = [
        OPENING,
        "## Twelve histories\n",
        _TWELVE,
        twelve(),
        "",
        "## The states of a record\n",
        _RECORDS,
        states.record_states(found),
        "",
        states.record_diagram(found),
        "\n## What people decide\n",
        _DECISIONS,
        states.decided(found),
        "\n## The states of a copy\n",
        _COPIES,
        states.trace_diagram(found),
        "",
        states.trace_states(found),
        "\n## What stops destruction\n",
        _STOPS,
        table(("what", "who sets it, and on what", "what stays", "who ends it"), _STOPPED),
        "\n## The acts, station by station\n",
        _ACTS,
        *_stations(found),
        "\n## Who is waited for\n",
        _WAITS,
        _waited_for(found),
        "\n## What failed, and is tried again\n",
        _FAILED,
        _tried_again(found),
        "\n## The council's choices\n",
        "Their defaults; a council may choose others.\n",
        _times(),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _stations(found: Found) -> Iterator[str]:
    for name, says, entries in acts.stations():
        yield f"### {name.capitalize()}\n\n{says}\n"
        yield acts.answers(entries, found) + "\n"
        if faulty := acts.faults(entries, found):
            yield faulty + "\n"
        if name in _NOTES:
            yield _NOTES[name]


def _waited_for(found: Found) -> str:
    """Waits that the line makes of its own accord, or that end only when a person decides."""
    rows = []
    for why, whoms in _by_reason(found):
        one = Waited()
        for whom in whoms:
            one.add(found.waits[why, whom])
        if why in _reasons() or not one.ends:
            rows.append((f"`{why}`", " or ".join(whoms), why_of(why).say, _until(one)))
    return table(("reason", "who is waited for", "what a person is told", "until"), rows)


def _tried_again(found: Found) -> str:
    rows = []
    for why, whoms in _by_reason(found):
        if why not in _reasons() and all(found.waits[why, whom].ends for whom in whoms):
            acts_ = sorted({d for whom in whoms for d in found.failed[why] if whom}, key=list(Doing).index)
            rows.append((f"`{why}`", ", ".join(f"**{title(d)}**" for d in acts_), why_of(why).say))
    return table(("reason", "what is tried again", "what a person is told"), rows)


def _by_reason(found: Found) -> list[tuple[str, list[str]]]:
    reasons = sorted({why for why, _ in found.waits})
    return [(why, sorted(whom for w, whom in found.waits if w == why)) for why in reasons]


def _until(waited: Waited) -> str:
    ends = f"{time(waited.longest)} at most" if waited.longest else ""
    return "; or until ".join(x for x in (ends, "" if waited.ends else "somebody decides") if x)


def _times() -> str:
    return table(
        ("choice", "default", "what it is"),
        [(f"`{f.name}`", _value(getattr(Policy(), f.name)), say(POLICY, f.name)) for f in fields(Policy)],
    )


def _value(value: Any) -> str:
    if isinstance(value, timedelta):
        return time(value)
    if isinstance(value, tuple):
        return ", ".join(_value(one) for one in value) or "none"
    if value is None or value == "":
        return "none"
    if isinstance(value, Enum):
        return str(value.value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


# --- is it complete? ----------------------------------------------------------------------------------------------


def complete(found: Found) -> None:
    """Everything that the line knows was reached."""
    reached = {new for news in found.moves.values() for new in news}
    ends = {end for news in found.ends.values() for end in news}
    never = [
        *(f"the act {d}" for d in line.ENTRIES if d not in found.due),
        *(f"the act {d}, which has no entry" for d in Doing if d not in line.ENTRIES),
        *(f"the state {s}" for s in State if s not in reached),
        *(f"a copy that is {s}" for s in Shelf if s not in {shelf for shelf, _ in ends}),
        *(f"the end {o}" for o in Outcome if o not in {outcome for _, outcome in ends}),
        *(f"the decision {d.name}" for d in decisions() if d.name not in found.decided),
        *(f"the wait {w}" for w in sorted(_reasons() - {why for why, _ in found.waits})),
        *([] if found.closed else ["the end of a docket"]),
    ]
    if never:
        raise AssertionError(
            "The walk never reached "
            + "; ".join(never)
            + ". Give tests/documents/family.py a docket or a policy that "
            "leads there, or take out what nothing leads to."
        )


def _reasons() -> set[str]:
    """Every reason that the line gives a wait of its own accord, as it stands in the code."""
    found = set()
    for path in Path(next(iter(record.__path__))).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Wait":
                given = next(k.value for k in node.keywords if k.arg == "why")
                if isinstance(given, ast.Constant):
                    found.add(str(given.value))
    return found
