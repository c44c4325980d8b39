"""The states of a record and of a copy, how each is left, and what people can decide: as the walk found them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from record.terms import Custody, Outcome, Saw, Shelf, State
from tests.documents.decisions import decisions
from tests.documents.found import Cause, Found
from tests.documents.words import BEGINS, CUSTODY, OF_THE_SOURCE, SAW, SHELF, STATE, end, say, table, title

LONGEST = 300
"""Characters in one cell, where it can be avoided."""

NOT_FILED = "It was not filed after all."


def causes(some: Iterable[Cause]) -> list[str]:
    """What happened, in words, decisions first. A late answer is told only where no timely one does the same."""
    found = set(some)
    timely = {(c.name, c.saw) for c in found if not c.late}
    answers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for c in sorted(found, key=lambda c: (_ORDER[c.kind], c.name, c.saw, c.late)):
        if not c.late or (c.name, c.saw) not in timely:
            answers[c.kind, c.name] += [_answer(c)] if c.saw else []
    return [_cause(kind, name, answers) for (kind, name), answers in answers.items()]


_ORDER = {"start": 0, "decision": 1, "claim": 2, "act": 3}


def _answer(cause: Cause) -> str:
    saw = " and ".join(say(SAW, Saw(one)) for one in cause.saw.split("+"))
    return f"{saw}, learnt late" if cause.late else saw


def _cause(kind: str, name: str, answers: list[str]) -> str:
    if kind == "decision":
        return f"*{name}*"
    if kind == "claim":
        return f"**{title(name)}** begins"
    return (
        "it begins so" if kind == "start" else f"**{title(name)}** ({', or '.join(dict.fromkeys(answers))})"
    )


def _edges(found: Found) -> dict[tuple[State | None, State], list[Cause]]:
    edges: dict[tuple[State | None, State], list[Cause]] = defaultdict(list)
    for (old, cause), news in found.moves.items():
        for new in news:
            edges[old, new].append(cause)
    return edges


def record_states(found: Found) -> str:
    """Every state, what it means, and how it is left."""
    edges = _edges(found)
    rows = []
    for state in State:
        leaving = [(new, why) for (old, new), why in edges.items() if old is state]
        leaving.sort(key=lambda one: list(State).index(one[0]))
        head = f"**{state}**", say(STATE, state)
        if not leaving:
            rows.append((*head, "–", "nothing"))
        for new, why in leaving:
            rows.append((*head, f"**{new}**", "; ".join(causes(why))))
            head = "", ""
    return table(("state", "what it means", "becomes", "by"), rows)


def record_diagram(found: Found) -> str:
    """The same as a picture: acts and decisions by name alone."""
    lines = ["```mermaid", "stateDiagram-v2"]
    for (old, new), why in sorted(
        _edges(found).items(), key=lambda edge: (_place(edge[0][0]), _place(edge[0][1]))
    ):
        timely = [c for c in why if not c.late] or why
        names = sorted({say(BEGINS, new) if c.kind == "start" else title(c.name) for c in timely})
        lines.append(f"    {old or '[*]'} --> {new}" + (f": {', '.join(names)}" if names else ""))
    return "\n".join([*lines, "    posted --> [*]", "    marked --> [*]", "    dropped --> [*]", "```"])


def _place(state: State | None) -> int:
    return list(State).index(state) if state else -1


def trace_states(found: Found) -> str:
    """What becomes of a copy, by whose it is."""
    into: dict[tuple[Custody, Shelf, Outcome | None], list[Cause]] = defaultdict(list)
    for (custody, old, cause), news in found.ends.items():
        for shelf, outcome in news:
            if old is not shelf or outcome is not None:
                into[custody, shelf, outcome].append(cause)
    rows = []
    for (custody, shelf, outcome), why in sorted(into.items(), key=_trace_place):
        means = end(outcome) if outcome else say(SHELF, shelf)
        means = NOT_FILED if (custody, outcome) == (Custody.KEPT, Outcome.GONE) else means
        head = say(CUSTODY, custody), f"**{shelf}**", means
        every = causes(why)
        short = "; ".join(every)
        for cell in [short] if len(short) <= LONGEST else every:
            rows.append((*head, cell))
            head = "", "", ""
    return table(("whose", "state", "what it means", "how it comes to that"), rows)


def _trace_place(item: tuple[tuple[Custody, Shelf, Outcome | None], list[Cause]]) -> tuple[int, int, int]:
    custody, shelf, outcome = item[0]
    return (
        list(Custody).index(custody),
        list(Shelf).index(shelf),
        list(Outcome).index(outcome) if outcome else -1,
    )


def trace_diagram(found: Found) -> str:
    """Open, asked to go, closed; and the ways back."""
    edges: dict[tuple[Shelf | None, Shelf], set[str]] = defaultdict(set)
    for (_, old, cause), news in found.ends.items():
        for shelf, _ in news:
            if old is not shelf:
                edges[old, shelf].add(title(cause.name))
    order: dict[Shelf | None, int] = {None: -1, **{shelf: n for n, shelf in enumerate(Shelf)}}
    lines = ["```mermaid", "stateDiagram-v2"]
    for (old, new), names in sorted(edges.items(), key=lambda edge: (order[edge[0][0]], order[edge[0][1]])):
        lines.append(f"    {old or '[*]'} --> {new}: {', '.join(sorted(names))}")
    return "\n".join([*lines, "```"])


def decided(found: Found) -> str:
    """Every decision, and in which states of its record it is taken. Elsewhere it is refused, and changes nothing."""
    rows = []
    for decision in decisions():
        states = found.decided[decision.name]
        of_the_record = decision.name not in OF_THE_SOURCE
        where = ", ".join(s for s in State if s in states) if len(states) < len(State) else "in any state"
        rows.append(
            (f"*{decision.name}*", decision.says, where if of_the_record else OF_THE_SOURCE[decision.name])
        )
    return table(("decision", "what it is", "taken while the record is; or (of the source) while"), rows)
