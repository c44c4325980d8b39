"""Drafts held against what a record of the meeting must and must not hold: NAME.gold.json, or a person's note.md.

A fact is found where its key words stand in one line, in two neighbouring lines of a section, or in the lines that
cite its passages. Safe is what is in the draft, or listed as left out within 15 % of the meeting's words. Lines of more
than 120 words or 12 sources count for nothing: nothing is gained by lumping.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drafting import types, verbatim
from record.draft import Action, Draft, Kind
from record.source import Transcript
from tests.benchmarks.quality import comparing as c
from tests.benchmarks.quality.comparing import Json
from tests.benchmarks.quality.goals import Figure
from tests.benchmarks.quality.reads import beside, read

CORPUS_TYPE = "case-note"
_NO = r"\b(no|not|none|never|nil|denie[sd]|denying|without|asked|whether|nobody)\b|n't"
_POLARITY = {
    "denied": _NO,
    "figure": _NO + r"|saying|figure of speech",
    "past": r"\b(19|20)\d\d\b|\b(past|previous|ago|when)\b",
    "reported": r"\b(said|says|told|heard|reported|according|restricted|intelligence|unverified)\b",
    "conditional": r"\b(if|may|might|whether)\b",
    "withdrawn": r"(?!)",
}
"""By what a grave word is, the words that must stand beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    section: str
    kind: str
    text: str = field(repr=False)
    sources: frozenset[str]

    @property
    def lumped(self) -> bool:
        return c.count(self.text) > 120 or len(self.sources) > 12


@dataclass(slots=True)
class Scores:
    """Rates of each meeting by measure, and counts over all: (found, of)."""

    rates: dict[str, list[float | None]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    def add(self, measure: str, hits: Sequence[bool], weights: Sequence[int] = ()) -> None:
        """One meeting's; the rate is weighted, the counts are not."""
        weighted = weights or [1] * len(hits)
        total = sum(weighted)
        share = sum(w for w, hit in zip(weighted, hits, strict=True) if hit) / total if total else None
        self.rates.setdefault(measure, []).append(share)
        counts = self.counts.setdefault(measure, [0, 0])
        counts[0] += sum(hits)
        counts[1] += len(hits)

    def rate(self, measure: str) -> float | None:
        """The mean of the meetings'."""
        return c.mean(self.rates.get(measure, []))

    def told(self, measure: str) -> str:
        """How many of how many, and how many missed."""
        hits, of = self.counts.get(measure, (0, 0))
        return f"{hits} of {of}, {of - hits} missed"


def figures(folder: Path) -> list[Figure]:
    """Every meeting with gold, and every one with a note, in the folder and those below it."""
    scores = Scores()
    for path in sorted(folder.rglob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "facts" in gold and (transcript := beside(path, ".gold.json")):
            score(
                scores,
                gold,
                path.with_name(f"{path.name.removesuffix('.gold.json')}.expected.json"),
                transcript,
            )
    notes = [
        _likeness(path)
        for path in sorted(folder.rglob("note.md"))
        if (path.parent / "transcript.vtt").exists()
    ]

    def row(name: str, measure: str, baseline: float, goal: float) -> Figure:
        counts = scores.told(measure) if scores.rates else ""
        return Figure(name=name, baseline=baseline, goal=goal, here=scores.rate(measure), counts=counts)

    def bad(name: str, baseline: float) -> Figure:
        here = float(scores.counts[name][0]) if name in scores.counts else None
        return Figure(name=f"lines: {name}", baseline=baseline, goal=0, here=here, less=True, places=0)

    share = scores.rate("share")
    likeness = f"{len(notes)} meetings" if notes else ""
    return [
        row("facts in the draft, by weight", "facts", 0.28, 0.55),
        Figure(name="  at this share of the words", baseline=0.27, goal=0.35, here=share, less=True),
        row("facts safe: drafted or listed", "safe", 0.45, 0.85),
        row("  in a section that may hold it", "placed", 0.37, 0.75),
        row("  citing the right passage", "cited", 0.85, 0.95),
        row("child's words verbatim", "quotes", 0.12, 0.95),
        row("actions, precision", "precision", 0.57, 0.80),
        row("actions, recall", "recall", 0.35, 0.80),
        row("  owner right", "owner", 0.87, 0.95),
        row("  due right, empty if none was said", "due", 0.68, 0.90),
        bad("say what must not be said", 4),
        bad("grave word, no denial or reporter", 1),
        bad("restricted matter in the open", 6),
        *(
            Figure(
                name=f"notes of other meetings, ROUGE-{n + 1}",
                baseline=(0.245, 0.072)[n],
                goal=(0.29, 0.09)[n],
                here=c.mean(x[n] for x in notes),
                counts=likeness,
                places=3,
            )
            for n in (0, 1)
        ),
    ]


def draft_of(transcript: Transcript, record_type: str) -> Draft:
    """The draft of the drafter that needs no model."""
    return verbatim.draft(transcript, types.find(record_type))


def _likeness(note: Path) -> tuple[float, float]:
    meta = json.loads((note.parent / "meta.json").read_text(encoding="utf-8"))
    wanted = (
        " ".join(x[1] for x in meta["general"]) if meta.get("general") else note.read_text(encoding="utf-8")
    )
    draft = draft_of(read(note.parent / "transcript.vtt"), CORPUS_TYPE)
    told = " ".join(x.text for s in draft.sections for x in s.lines if not _lumped(x.text, x.sources))
    return c.rouge(wanted, told, 1), c.rouge(wanted, told, 2)


def _lumped(text: str, sources: Sequence[object]) -> bool:
    return c.count(text) > 120 or len(sources) > 12


def score(scores: Scores, gold: Json, expected: Path, path: Path) -> Draft:
    """Draft one meeting and add what is found; gives the draft."""
    transcript = read(path)
    draft = draft_of(transcript, gold["record_type"])
    ids = _passages(expected, transcript)
    said = sum(c.count(p.text) for p in transcript.passages)
    lines = [
        _Line(section=s.id, kind=str(s.kind), text=x.text, sources=frozenset(map(str, x.sources)))
        for s in draft.sections
        for x in s.lines
    ]
    every = lines + [
        _Line(
            section="actions",
            kind="actions",
            text=" ".join(x or "" for x in (a.owner, a.text, a.due)),
            sources=frozenset(map(str, a.sources)),
        )
        for a in draft.actions
    ]
    scores.rates.setdefault("share", []).append(sum(c.count(x.text) for x in every) / max(1, said))
    whole = [x for x in every if not x.lumped]
    missed = _facts(scores, gold, [x for x in whole if x.sources], ids)
    _safe(scores, gold, draft, missed, ids, said)
    _actions(scores, gold, [a for a in draft.actions if not _lumped(a.text, a.sources)], ids)
    _bad(scores, gold, every)
    words = " ".join(c.bare(x.text) for x in lines if not x.lumped)
    scores.add("quotes", [c.bare(q["quote"]) in words for q in gold["child_quotes"]])
    return draft


def _passages(expected: Path, transcript: Transcript) -> Mapping[str, list[str]]:
    """By the ids that the gold uses, those of the same passages as they were read; the same where no file tells."""
    if not expected.exists():
        return {str(p.id): [str(p.id)] for p in transcript.passages}
    return c.align(json.loads(expected.read_text(encoding="utf-8"))["passages"], transcript.passages)


def _facts(scores: Scores, gold: Json, lines: Sequence[_Line], ids: Mapping[str, list[str]]) -> set[str]:
    """Adds what is found, where, and what it cites; gives the ids of the facts that are missing."""
    texts = [c.flat(x.text) for x in lines]
    found, weights, placed, cited = [], [], [], []
    missed: set[str] = set()
    for fact in gold["facts"]:
        wanted = _ids(fact, ids)
        span = _span(fact, lines, texts, wanted)
        found.append(bool(span))
        weights.append(int(fact["importance"]))
        if not span:
            missed.add(fact["id"])
            continue
        placed.append(any(lines[i].section in fact["sections"] for i in span))
        cited.append(any(wanted & lines[i].sources for i in span))
    scores.add("facts", found, weights)
    scores.add("placed", placed)
    scores.add("cited", cited)
    return missed


def _ids(told: Json, ids: Mapping[str, list[str]]) -> set[str]:
    return {i for s in told["sources"] for i in ids.get(s, [])}


def _span(fact: Json, lines: Sequence[_Line], texts: Sequence[str], wanted: set[str]) -> list[int]:
    """The lines that tell a fact."""

    def holds(text: str) -> bool:
        return all(re.search(k, text) for k in fact["keys"])

    alone = [i for i, t in enumerate(texts) if holds(t)]
    if alone:
        return alone
    pairs = [
        i
        for i in range(len(lines) - 1)
        if lines[i].section == lines[i + 1].section and holds(f"{texts[i]} {texts[i + 1]}")
    ]
    if pairs:
        return [i for n in pairs for i in (n, n + 1)]
    about = [i for i, x in enumerate(lines) if wanted & x.sources]
    return about if holds(" ".join(texts[i] for i in about)) else []


def _safe(
    scores: Scores, gold: Json, draft: Draft, missed: set[str], ids: Mapping[str, list[str]], said: int
) -> None:
    shown: set[str] = set()
    used = 0
    for n in draft.not_covered:
        used += c.count(n.text)
        if used > 0.15 * said:
            break
        if len(n.sources) <= 3:
            shown |= set(map(str, n.sources))
    facts = gold["facts"]
    safe = [f["id"] not in missed or bool(_ids(f, ids) & shown) for f in facts]
    scores.add("safe", safe, [int(f["importance"]) for f in facts])


def _actions(scores: Scores, gold: Json, actions: Sequence[Action], ids: Mapping[str, list[str]]) -> None:
    used: set[int] = set()
    found, owner, due = [], [], []
    for want in gold["actions"]:
        fit = _fit(want, actions, _ids(want, ids))
        best = max((k for k in range(len(actions)) if fit(k)), key=fit, default=None)
        found.append(best is not None)
        if best is None:
            continue
        used |= set(sorted(filter(fit, range(len(actions))), key=fit)[-2:])
        owner.append(any(o in c.flat(actions[best].owner or "") for o in want["owner_match"]))
        due.append(_due(want, c.flat(actions[best].due or "")))
    scores.add("recall", found)
    scores.add("owner", owner)
    scores.add("due", due)
    scores.add("precision", [k in used for k in range(len(actions))])


def _fit(want: Json, actions: Sequence[Action], wanted: set[str]) -> Callable[[int], float]:
    """How well each action fits one that is wanted; 0 where it does not."""

    def fit(k: int) -> float:
        a = actions[k]
        text = c.flat(" ".join(x or "" for x in (a.text, a.owner, a.due)))
        keys = sum(bool(re.search(p, text)) for p in want["keys"])
        same = bool(wanted & set(map(str, a.sources)))
        every = keys == len(want["keys"])
        if not every and not (keys and same):
            return 0.0
        near = set(c.content(want["text"])) & set(c.content(text))
        return every * 4 + (keys > 0 and same) * 2 + len(near) / 99

    return fit


def _due(want: Json, due: str) -> bool:
    if want["due"] is None:
        return not due
    return bool(due) and (
        due == want["due_date"] or any(re.search(rf"(?<!\d){re.escape(m)}", due) for m in want["due_match"])
    )


def _bad(scores: Scores, gold: Json, lines: Sequence[_Line]) -> None:
    """Lines that say what must not be said, a grave word bare, or restricted matter where all may read it."""
    said, grave, open_ = [], [], []
    for x in lines:
        text = c.flat(x.text)
        said += [
            True
            for m in gold["must_not_say"]
            if re.search(m["pattern"], text, re.IGNORECASE)
            and not (m["unless"] and re.search(m["unless"], text, re.IGNORECASE))
        ]
        for h in gold["high_harm"]:
            needs = _POLARITY.get(h["polarity"].split(",")[0].split()[0])
            if needs and re.search(h["pattern"], text, re.IGNORECASE):
                grave += [True] if not re.search(needs, text, re.IGNORECASE) else []
        open_ += [
            True
            for r in gold["restricted"]
            if Kind(x.kind) not in r["allowed_kinds"] and re.search(r["pattern"], text, re.IGNORECASE)
        ]
    scores.add("say what must not be said", said)
    scores.add("grave word, no denial or reporter", grave)
    scores.add("restricted matter in the open", open_)
