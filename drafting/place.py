"""In which section of a record something said belongs: who says it, the words it holds, and when it comes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from drafting import topics
from drafting.people import Role
from drafting.types import RecordType, SectionType
from drafting.weigh import wide
from record.draft import Kind, SectionId

OPEN = frozenset({Kind.FACTS, Kind.OBSERVATION, Kind.FAMILY_VIEWS, Kind.AGENCY, Kind.PLAN, Kind.CONTINGENCY})
"""Kinds of section that this drafter fills with what was said."""

_STEM = re.compile(r"[a-zà-ÿ]{4,}")
_GOOD = re.compile(
    r"\b(?:better|well|good|great|calm\w*|improv\w*|proud|lovely|brilliant|kind|happy|happier|achiev\w*|"
    r"success\w*|progress\w*|engag\w+|settled|thriv\w+|enjoy\w*|loves?|stable|sober|abstinent|no concerns|"
    r"up from|gone up|come up|turned up|on track|confident|attended|"
    r"super|negative for|clean|done|managed|best|helps?|working well|warm|strength\w*|on time|coming on)\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:worr\w*|concern\w*|miss(?:ed|ing)|late|hungry|scared|hurt|harm\w*|suspension|excluded|police|"
    r"drug\w*|cannabis|vape|worse|"
    r"not brought|wasn't brought|behind|delay\w*|decay|risk|problem|arrest\w*|alone|asleep|drink\w*|"
    r"refused|tired|low|struggl\w*)\b",
    re.IGNORECASE,
)

_SEEN = re.compile(
    r"\b(?:I can see|I could see|looks? (?:clean|tidy|tired|like)|it's (?:\w+ and )?(?:cold|warm|dark|damp)\b|tidy|"
    r"clean (?:covers|sheets|bedding)|covers on the bed|"
    r"smells?|on the wall|mould|all black|"
    r"that's a full|stair gate|made up|in the freezer|there's (?:bread|food|mould|damp))\b",
    re.IGNORECASE,
)
_IF_THEN = re.compile(r"\bif\b.{5,160}\b(?:then|will|we'd|there'll|ring|strategy)\b", re.IGNORECASE)
_PLAN = re.compile(
    r"\b(?:plan|last (?:time|review)|action|outcome|target|out of|done|not done|started|sessions?|"
    r"completed|rebooked|referr\w*|met|"
    r"number (?:one|two|three|four|five|six)|was going to|were going to|due|weeks? with)\b",
    re.IGNORECASE,
)
_EARLY = re.compile(r"\b(?:reason|referral|purpose|why)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:refer(?:red|ral)\w*|because|concerns?|incident|called? (?:us|the police)|came (?:in|to (?:us|light|our))"
    r"|initial conference|last conference|category|strategy (?:meeting|discussion)|section 47"
    r"|(?:on|under) a plan|became looked after"
    r"|report(?:ed)?|reason|purpose|asked (?:for|to)|following|happened|worr(?:y|ies|ied))\b",
    re.IGNORECASE,
)
"""Why people meet, as against how they are and who is on the call."""
_SAYS = (
    r"(?:['’]s| has| have| had)? (?:also |always |just )?"
    r"(?:said|says|told me|agreed|denie[sd]|wants?|wanted|feels|felt)\b"
)
_SAID = re.compile(
    rf"\b(?:[Mm]um|[Dd]ad|[Mm]other|[Ff]ather|[Nn]an|[Pp]arents|[Cc]arer){_SAYS}"
    r"|\bI (?:rang|called|phoned|spoke (?:to|with)|visited|saw|asked|met) (?:[A-Z]\w+|mum|dad)\b.*"
    rf"\b(?:[Ss]he|[Hh]e|[Tt]hey){_SAYS}"
)
"""What was said by somebody who is not there to say it."""
_OBJECTED = re.compile(
    r"\byou (?:objected|weren['’]t happy|were(?: not|n['’]t) happy|didn['’]t (?:want|agree))\b", re.IGNORECASE
)
"""What a practitioner notes of somebody's objection."""
_PRIOR: Mapping[Kind, Mapping[Role, float]] = {
    Kind.FAMILY_VIEWS: {
        Role.FAMILY: 2.6,
        Role.UNKNOWN: -1.0,
        Role.PROFESSIONAL: -2.0,
        Role.AUTHOR: -2.0,
        Role.CHILD: -9.0,
    },
    Kind.AGENCY: {
        Role.PROFESSIONAL: 2.4,
        Role.UNKNOWN: 1.0,
        Role.FAMILY: -3.0,
        Role.AUTHOR: 0.8,
        Role.CHILD: -9.0,
    },
    Kind.PLAN: {
        Role.PROFESSIONAL: 0.8,
        Role.AUTHOR: 0.8,
        Role.UNKNOWN: 0.8,
        Role.FAMILY: 0.2,
        Role.CHILD: -1.0,
    },
    Kind.OBSERVATION: {
        Role.PROFESSIONAL: -0.6,
        Role.AUTHOR: -0.4,
        Role.UNKNOWN: -1.0,
        Role.FAMILY: -1.6,
        Role.CHILD: -9.0,
    },
    Kind.CONTINGENCY: dict.fromkeys(Role, -1.5),
    Kind.FACTS: {
        Role.PROFESSIONAL: 0.5,
        Role.AUTHOR: 0.5,
        Role.UNKNOWN: 0.6,
        Role.FAMILY: 0.0,
        Role.CHILD: 0.0,
    },
}


def _bad(text: str) -> bool:
    return bool(_BAD.search(text) or wide().search(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A line and what was said just before it, as every section looks at them."""

    low: str = field(repr=False)
    before: str = field(repr=False)
    stems: set[str] = field(repr=False)
    stems_before: set[str] = field(repr=False)
    topics: Mapping[str, int]
    topics_before: frozenset[str]


class Placer:
    """The sections of one record type, ready to be chosen from. The choice is a proposal that a person may change."""

    def __init__(self, record_type: RecordType, *, family: bool = True) -> None:
        """`family`: whether any of them speaks; if not, their account is what others say that they said."""
        self._family = family
        self._sections = [s for s in record_type.sections if s.kind in OPEN]
        self._stems = {s.id: _stems(f"{s.title} {_HOW.sub('', s.guidance)}") for s in self._sections}
        self._cues = {s.id: [_cue(c) for c in s.cues if len(c) > 2] for s in self._sections}
        self._topics = {s.id: topics.of_section(s.title) for s in self._sections}
        self._wanted = frozenset(t for found in self._topics.values() for t in found)
        # Where provision has a section of its own, "six sessions" is of that one and not of an outcome.
        self._provides = any("provision" in found for found in self._topics.values())

    def section(
        self,
        text: str,
        context: str,
        role: Role,
        at: float,
        *,
        why: bool = False,
        raised: frozenset[str] = frozenset(),
        work: frozenset[str] = frozenset(),
    ) -> SectionId | None:
        """The section for `text`, said by somebody in that role, `at` a share of the meeting between 0 and 1.

        `context` is what was said just before: it weighs half. `why`: it tells why people meet.
        `raised`: the topics that were opened last. `work`: those that whoever speaks is there to speak for.
        None if the record has no section for it.
        """
        if not self._sections:
            return None
        said = self._said(text, context)
        best = max(
            self._sections,
            key=lambda s: self._score(s, text, said, role, at, why) + self._about(s, said, raised, work),
        )
        return best.id

    def _said(self, text: str, context: str) -> _Said:
        """What does not depend on the section, found once."""
        return _Said(
            low=text.lower(),
            before=context.lower(),
            stems=_stems(text),
            stems_before=_stems(context),
            topics={t: min(len(set(topics.topics()[t].findall(text))), 3) for t in self._wanted},
            topics_before=frozenset([t for t in self._wanted if topics.topics()[t].search(context)]),
        )

    def _about(
        self, section: SectionType, said: _Said, raised: frozenset[str], work: frozenset[str]
    ) -> float:
        """How much of what is said is of the topics that belong in that section."""
        mine = self._topics[section.id]
        if not mine:
            return 0.0
        score = 1.2 * min(2, sum(said.topics[t] for t in mine)) + 0.4 * bool(mine & said.topics_before)
        return score + 2.0 * bool(mine & raised) + 0.6 * bool(mine & work)

    def _score(self, section: SectionType, text: str, said: _Said, role: Role, at: float, why: bool) -> float:
        score = _PRIOR[section.kind].get(role, 0.0)
        score += 1.2 * min(2, sum(bool(c.search(said.low)) for c in self._cues[section.id]))
        score += 0.4 * min(2, sum(bool(c.search(said.before)) for c in self._cues[section.id]))
        stems = self._stems[section.id]
        score += 0.7 * min(3, len(stems & said.stems)) + 0.25 * min(2, len(stems & said.stems_before))
        title = section.title.lower()
        if "working well" in title or "strength" in title:
            score += 1.6 * bool(_GOOD.search(text)) - 1.0 * _bad(text) - 0.4
        elif "worr" in title:
            score += 1.6 * _bad(text) - 0.8 * bool(_GOOD.search(text)) - 0.2
        elif _EARLY.search(title):
            score += 4.0 if why else 2.0 if at < 0.15 and _CAUSE.search(text) else -2.5
        if section.kind is Kind.FAMILY_VIEWS and not self._family and _SAID.search(text):
            score += 5.0
        if section.kind is Kind.FAMILY_VIEWS and _OBJECTED.search(text):
            score += 5.0
        if section.kind is Kind.OBSERVATION:
            score += 3.4 * bool(_SEEN.search(text))
        elif section.kind is Kind.PLAN:
            score += (0.4 if self._provides else 0.9) * min(2, len(_PLAN.findall(text)))
        elif section.kind is Kind.CONTINGENCY:
            score += 4.0 * bool(_IF_THEN.search(text) and role in (Role.PROFESSIONAL, Role.AUTHOR)) - 0.5
        return score


_HOW = re.compile(
    r"\battributed(?:, dated)?(?:, proportionate)?\b|\bfacts and reported information only\b", re.IGNORECASE
)
"""How a section is to be written, as against what belongs in it: "School sends me the report" is not of one of them."""


def _stems(text: str) -> set[str]:
    return {w[:5] for w in _STEM.findall(text.lower())} - _DULL


_DULL = {
    w[:5]
    for w in [
        "what",
        "which",
        "when",
        "where",
        "who",
        "with",
        "from",
        "that",
        "this",
        "they",
        "their",
        "there",
        "each",
        "only",
        "have",
        "were",
        "been",
        "said",
        "say",
        "says",
        "child",
        "about",
        "than",
        "them",
        "year",
        "years",
        "month",
        "months",
        "week",
        "weeks",
        "today",
        "last",
        "next",
        "date",
    ]
}


def _cue(cue: str) -> re.Pattern[str]:
    """Looked for in small letters."""
    return re.compile(rf"(?<!\w){re.escape(cue.lower())}(?!\w)")


def passed_on(sections: Sequence[SectionType]) -> SectionId | None:
    """Where talk that was passed on waits for a decision: never among what is a worker's own and on no child's file."""
    kept_apart = next((s for s in sections if s.kind is Kind.THIRD_PARTY), None)
    if kept_apart and _WORKERS.search(kept_apart.title):
        return first(sections, Kind.FACTS)
    return kept_apart.id if kept_apart else None


_WORKERS = re.compile(r"\b(?:worker|staff|supervisee|practitioner)(?:['’]?s)?\b", re.IGNORECASE)


def first(sections: Sequence[SectionType], kind: Kind) -> SectionId | None:
    """The first section of that kind."""
    return next((s.id for s in sections if s.kind is kind), None)
