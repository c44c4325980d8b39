"""By when a task is to be done, as said: with the task, in the answer to it, or in what it takes up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafting.phrases import AT_MEETING
from drafting.speech import Sentence, Turn
from drafting.wording.when import CLOCK, DUE, SOON, WEEKLY

_BY = re.compile(r"(?:by|before|within|until|this side|no later)\b", re.IGNORECASE)
_SO = re.compile(r"(?:, so |\bso that['’]s |\bthat['’]s |\bwhich is )$", re.IGNORECASE)
"""Said again, more exactly: "within four weeks, so that's by the 23rd"."""
_BEGINS = re.compile(r"(?:starting|from)\b", re.IGNORECASE)
_NO_DAY = re.compile(
    r"from every\b|every (?:two|three|four|six|\d+) (?:days|weeks|months)$"
    r"|in the (?:afternoon|evening)$|(?:on |at |in |over |before |for )?last\b|after (?:school|work)s?$",
    re.IGNORECASE,
)
"""How often, or a time that is past or any day's: no day by which anything is done."""
_OF = re.compile(r"\b(?:apart|than|about(?: (?:the|her|his|their|my|your|this|last))?) $", re.IGNORECASE)
_AGO = re.compile(r"^ (?:ago|just gone|gone|before last)\b", re.IGNORECASE)
_NOT_BY = re.compile(r"\b(?:a|an|since|was|were|last|not|no) $|^(?:not|no)\b", re.IGNORECASE)
_NO_LEAD = re.compile(r"(?:till|until|up to|over|last)\b", re.IGNORECASE)
"""Names a day on which nothing is to be done: "it'd have to be a Saturday", "till Christmas"."""
_OWN, _SHORT = 20, 4
_SO_BY = re.compile(r"(?:, |^)so (?:that['’]s |it['’]ll be |say |probably |maybe )?$", re.IGNORECASE)
_WANT_BY = re.compile(
    r"(?:and )?(?:I(?:['’]d| would)? (?:want|like|need)|(?:it|that|they)(?:['’]ll)? (?:needs?|has|have|wants?"
    r"|must)) (?:it|that|them|to)\b.* (?:by|before)\b",
    re.IGNORECASE,
)
_NEXT_ONE = re.compile(
    r"(?:(?:ok|right|so|and),? )*(?:the |our |your )?next\b(?! (?:week|month|term|mon|tue|wed|thu|fri|sat|sun))",
    re.IGNORECASE,
)
_LED = re.compile(r"(?:by|before|on|after|within|inside)\b", re.IGNORECASE)
"""How a speaker adds the day: "so by the end of the week", "I want it done before half term", "Before the 5th"."""
_I_COULD = re.compile(r"I (?:can|could)\b")
WHEN = re.compile(
    r"\b(?:when|what day|by when|how soon|how long|when['’]s)\b[^?]*\?|\bby\?$|\bwhen\?$", re.IGNORECASE
)


_TELLS = re.compile(
    r"(?:tell|ask|explain to|remind|say|let)\b(?: \S+){1,4}? (?:that|if|whether|what|why|how|we|he|she|they|you"
    r"|it)(?:['’]\w+)?\b",
    re.IGNORECASE,
)
"""What is told or asked has days of its own: "tell her we're going there on Sunday"."""


def due_in(text: str, *, soon: bool = True) -> str | None:
    """When, as said: a "by" or "before" first, else what begins, else the first day named. Past days are none."""
    if told := _TELLS.match(text):
        text = told[0]
    found = [
        m
        for m in DUE.finditer(text)
        if not _NO_DAY.match(m[0]) and not _OF.search(text[: m.start()]) and not _AGO.match(text[m.end() :])
    ]
    found = [m for m in found if not WEEKLY.fullmatch(m[0])] or found
    if not found:
        meeting = AT_MEETING.search(text)
        if meeting:
            return meeting[1]
        at_once = SOON.search(text) if soon else None
        return at_once[0] if at_once else None
    first = (
        next((m for m in found if _SO.search(text[: m.start()])), None),
        next((m for m in found if _BY.match(m[0])), None),
        next((m for m in found if _BEGINS.match(m[0])), None),
    )
    best = next((m for m in first if m), found[0])
    return re.sub(r"^by ", "", best[0].strip(" ,"), flags=re.IGNORECASE)


def due_after(turns: Sequence[Turn], turn: Turn, n: int) -> tuple[str | None, Sentence | None]:
    """A date given at once afterwards: "By the 30th?" "Yeah.", "Starting when?" "Next Thursday, so the 12th"."""
    coming = [
        *turn.sentences[n + 1 : n + 2],
        *(s for t in turns[turn.n + 1 : turn.n + 4] for s in t.sentences[:2]),
    ]
    asked = False
    for s in coming[:5]:
        match = DUE.search(s.text)
        last = bool(match and s.text[match.end() :].strip(" .!") == "")
        own = s.turn == turn.n
        if (
            match
            and own
            and s.words <= _OWN
            and (
                (last and _SO_BY.search(s.text[: match.start()]))
                or _WANT_BY.match(s.text)
                or (match.start() == 0 and _LED.match(match[0]))
            )
        ):
            return due_in(s.text), s
        if match and _NEXT_ONE.match(s.text):
            break
        if match and not own and not asked and re.fullmatch(CLOCK, match[0], re.IGNORECASE):
            break
        more = 5 if asked else 3 if s.turn == turn.n and _I_COULD.match(s.text) else 2
        if match and (_NO_LEAD.match(match[0]) or _NOT_BY.search(s.text[: match.start()])):
            # The talk is of the day of the thing itself, and not of when the task is done.
            break
        if match and s.words <= 10 and len(match[0].split()) + more >= s.words and (due := due_in(s.text)):
            return due, s
        asked = asked or bool(WHEN.search(s.text))
        if s.words > _SHORT and not s.asks:
            break
    return None, None
