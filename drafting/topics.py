"""What people speak of: health, school, home. A topic that somebody opens lasts until the next."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence

from drafting.people import People, Role
from drafting.small import Small, any_of
from drafting.speech import Sentence, Turn
from drafting.wording.rules import lists

_LASTS = 10
"""Turns after which nobody remembers what topic was opened."""
_TELLS = 15
"""Words of a turn in which one of the family tells of what it begins with."""
_SHORT = 14
"""Words of a sentence that opens a topic: in a longer one it is already being spoken of."""
_ON = (
    r"(?:(?:so|and|right|ok(?:ay)?|now|then|next|well|good|great|lovely|thanks?|thank you|fine|yeah|yes|um|er"
    r"|[a-z]+(?=,))[,. ]+)*"
)
_TO = (
    r"(?:(?:moving|going|move|go|coming|come|turning|turn|getting|get) (?:on )?(?:to|on to|onto|back to) |"
    r"(?:shall|can|could|should|do|if) (?:we|i|you) (?:just |now |all |want to |please )*"
    r"(?:do|start with|look at|talk about|go through|go on to|move on to|move onto|cover|think about|hear about|"
    r"come to|tell (?:me|us) about|say (?:something |anything )?about) |"
    r"let'?s (?:just |now )*(?:do|start with|look at|talk about|go through|go on to|move on to|move onto|cover|"
    r"think about|hear about|come to|have) |"
    r"(?:is there )?(?:anything|something) (?:else )?(?:about|on|from|for|to say about|to say on|with|around) |"
    r"(?:what|how) about |(?:tell (?:me|us)|talk to (?:me|us)) about |"
    r"how(?:'s|'re|'ve| is| are| was| has| have|s)? (?:things|it|everything|we|you|she|he|they|that|life)?"
    r"(?: (?:been|doing|going|getting on|getting along))* ?(?:at|in|with|on|for)? ?|"
    r"(?:what|where) (?:are|is|was|were|do|have) (?:we|you|things|it)(?: \w+){0,3} (?:with|on|about|for) |"
    r"(?:first|next|then|last)(?: one| thing| bit| up)?,? (?:is |it's |was )?|"
    r"(?:number|point) \w+,? |in terms of |as far as |as for |for |on |the )?"
)
_THEN = (
    r"(?:\W*(?:then|next|now|first|please|as well|too|side|wise|stuff|going|getting on|bit|side of things|anyone"
    r"|anybody|everything|update|been|like|doing|today|at the (?:minute|moment)|these days|lately"
    r"|all right|alright|ok(?:ay)?))*"
    r"\W*$"
)


_SEEN = Small(
    r"\b(?:what I (?:saw|noticed|observed|could see)|my observations|(?:I'm|I am|back) in (?:the|my) car)\b"
)
"""What a visitor says to their own notes once they have left."""
_ELSE = re.compile(
    r"(?:(?:so|and|um|er|ok(?:ay)?|right|now|well|but)\b\W*)*"
    r"(?:the other thing|another thing|(?:just )?one (?:more|other) thing"
    r"|there['’]s (?:one|another)(?: more| other)? thing|the police|I(?:['’]ve| have) got to ask"
    r"|I(?:['’]d like| want(?:ed)?) to ask|can I (?:just )?ask)\b",
    re.IGNORECASE,
)
"""Something else begins, whatever it is."""
_MINE = Small(
    r"\b(?:my (?:own )?(?:view|analysis|opinion|thoughts|professional view)|what I think|in my view)\b"
)


@functools.cache
def topics() -> Mapping[str, Small]:
    """The words of each topic, as a pattern."""
    return {topic: Small(any_of(words)) for topic, words in lists("topics.yaml").items()}


@functools.cache
def _opens() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each topic, the sentences that open it: its name, alone or after "shall we do"."""
    return tuple((topic, _opening(names)) for topic, names in lists("raised.yaml").items())


@functools.cache
def _opens_any() -> re.Pattern[str]:
    """The sentences that open any of them."""
    return _opening([name for names in lists("raised.yaml").values() for name in names])


def _opening(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        rf"^{_ON}{_TO}(?:the |your |his |her |their )?(?:{'|'.join(map(re.escape, names))})"
        rf"(?:{_THEN}|(?= ?[,.?:]|'s\b| is\b))"
    )


def of_section(title: str) -> frozenset[str]:
    """The topics that belong in a section of that title."""
    title = title.lower()
    return frozenset(
        topic for topic, names in lists("sections.yaml").items() if any(name in title for name in names)
    )


def raised(turns: Sequence[Turn], who: People) -> dict[int, frozenset[str]]:
    """By the number of each sentence, the topics that were opened last. A child's "Maths." is an answer."""
    found: dict[int, frozenset[str]] = {}
    now: frozenset[str] = frozenset()
    since = 0
    for turn in turns:
        may_open = leads(turn, who)
        for s in turn.sentences:
            if may_open and (opened := opens(s)):
                now, since = opened, turn.n
            elif may_open and _SEEN.search(s.text):
                now, since = frozenset({"home"}), turn.n
            elif now and (
                turn.n - since > _LASTS or _MINE.search(s.text) or (may_open and _ELSE.match(s.text))
            ):
                now = frozenset()
            if now:
                found[s.n] = now
    return found


def leads(turn: Turn, who: People) -> bool:
    """Whether what somebody names is a topic that they go on to: of the family only where they tell more of it."""
    part = who.part(turn)
    return part is not Role.CHILD and (part is not Role.FAMILY or turn.words > _TELLS)


def opens(s: Sentence) -> frozenset[str]:
    """The topics that a sentence opens, if it is one that does."""
    if s.words > _SHORT and not s.text[:14].lower().startswith(
        ("so ", "then ", "next", "right", "ok", "now")
    ):
        return frozenset()
    low = s.text.lower().replace("’", "'")
    if not _opens_any().match(low):
        return frozenset()
    return frozenset(topic for topic, opening in _opens() if opening.match(low))


_WORK: tuple[tuple[str, Small], ...] = (
    (
        "education",
        Small(
            r"\b(?:teacher|head|headteacher|senc[oa]|school|academy|college|nursery|tutor|year lead|pastoral|"
            r"safeguarding lead|dsl|education|learning mentor|inclusion|attendance officer|virtual school)\b"
        ),
    ),
    (
        "health",
        Small(
            r"\b(?:nurse|health|visitor|midwife|doctor|dr|gp|consultant|paediatric\w*|paeds|nhs|camhs|cams|"
            r"psychiatrist|dentist|therapist|physio\w*|dietitian|hospital|registrar|ward sister)\b"
        ),
    ),
    ("living with carers", Small(r"\b(?:foster carer|carer|residential|keyworker|key worker|fostering)\b")),
)
"""What somebody speaks for, by their work."""


def speaks_for(turns: Sequence[Turn], who: People) -> dict[str, frozenset[str]]:
    """By speaker, the topics of their work, as far as their label or the way they are introduced tells it."""
    first: dict[str, str] = {}
    for turn in turns:
        if turn.speaker and turn.speaker not in first and _INTRODUCES.search(turn.text):
            first[turn.speaker] = " ".join(turn.text.split()[:_OPENING])
    return {
        label: frozenset(
            topic
            for topic, work in _WORK
            if work.search(f"{label} {person.told.text if person.told else first.get(label, '')}")
        )
        for label, person in who.speakers.items()
    }


_INTRODUCES = Small(r"\b(?:I'm|I am|my name(?:'s| is)|from the|here for)\b")
_OPENING = 25
"""Words in which people say who they are."""
