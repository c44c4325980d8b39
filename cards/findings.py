"""What a set-up check found: whether a thing works, what stops without it, who can mend it and how; in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cards.parts import many

LONGEST = 9_000
"""Characters of one message of plain text, at most: Teams takes some 28 KB, two bytes a character."""


class State(StrEnum):
    """How it stands, in the words that people read."""

    BROKEN = "BROKEN"
    REMARK = "Remark"
    """It works, and somebody should see what is said of it."""
    NOT_TRIED = "Not tried"
    WORKS = "Works"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was asked. Constant sentences, names of settings, ids of applications: no secret, no name.

    `say` is what was seen, "" if there is nothing to say; `stops` what does not go on without it; `who` can mend it;
    `fix` how, and `command` what they can run, "" if there is none. `ms` is how long asking took.
    """

    name: str
    state: State
    say: str = ""
    stops: str = ""
    who: str = ""
    fix: str = ""
    command: str = ""
    ms: int = 0


def of(findings: Sequence[Finding], state: State) -> list[Finding]:
    """Those that stand so, in the order in which they are asked: by how much stops without them."""
    return [f for f in findings if f.state is state]


def title(findings: Sequence[Finding]) -> str:
    """What came of it, in a line."""
    broken = len(of(findings, State.BROKEN))
    if not broken:
        return "Set-up check: nothing is broken"
    return many(
        broken,
        f"Set-up check: 1 of {len(findings)} is broken",
        f"Set-up check: {{n}} of {len(findings)} are broken",
    )


def counts(findings: Sequence[Finding]) -> str:
    """How many stand how."""
    remarks, untried = len(of(findings, State.REMARK)), len(of(findings, State.NOT_TRIED))
    works = len(of(findings, State.WORKS)) + remarks
    but = many(remarks, ", 1 of them with a remark", ", {n} of them with a remark") if remarks else ""
    return f"{works} work{but}. {untried} not tried."


def lines(finding: Finding) -> list[str]:
    """A finding as plain lines, as much of it as there is to know."""
    known = finding.state is not State.NOT_TRIED
    head = " ".join(x for x in (f"{finding.state}: {finding.name}.", finding.say) if x)
    stops = f"This stops: {finding.stops}" if finding.stops else ""
    who = f"Who can {'fix' if known else 'try'} it: {finding.who}" if finding.who else ""
    fix = f"{'Fix' if known else 'To try it'}: {finding.fix}" if finding.fix else ""
    run = f"{_verb(finding.command)}: {finding.command}" if finding.command else ""
    return [head, *(x for x in (stops, who, fix, run) if x)]


def _verb(command: str) -> str:
    """What is done with it: an address is opened, a name is set, everything else is run."""
    return "Open" if command.startswith("https://") else "Set" if command.startswith("api://") else "Run"


def text(findings: Sequence[Finding], head: str) -> tuple[str, ...]:
    """All of it as messages of plain text, so that commands can be copied whole: broken first, none cut in two."""
    blocks = [head, title(findings) + ". " + counts(findings)]
    for state in State:
        blocks += ["\n".join(lines(f)) for f in of(findings, state)]
    messages: list[str] = []
    for block in blocks:
        if messages and len(messages[-1]) + len(block) + 2 <= LONGEST:
            messages[-1] += f"\n\n{block}"
        else:
            messages.append(block)
    return tuple(messages)


def table(findings: Sequence[Finding]) -> list[str]:
    """All of it for a terminal: a row each, in the order in which they are asked, and under it what to do."""
    width = max((len(f.name) for f in findings), default=0)
    rows = []
    for f in findings:
        rows.append(f"{f.state:<9}  {f.name:<{width}}  {f.ms:>6} ms  {f.say}".rstrip())
        rows += [f"           {x}" for x in lines(f)[1:]]
    broken = len(of(findings, State.BROKEN))
    return [*rows, f"{broken} of {len(findings)} broken. {counts(findings)}"]
