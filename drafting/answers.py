"""What somebody answers: the question before it, whether that invites a story, and what tells why people meet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from drafting.speech import Sentence, Turn
from drafting.wording.stems import says_little, stem

LISTENING = re.compile(
    r"(?:(?:right|ok|okay|mm+(?:[- ]?hm+)?|mhm|m-hm|uh[- ]huh|hm+|sure|go on|of course|i see|um+|er+)[,. ]*){1,3}",
    re.IGNORECASE,
)
"""Said while somebody else speaks, and never an answer. "Yes" and "yeah" are not among them: they can be one."""
_ANSWERS = re.compile(
    r"^(?:(?:yes|yeah|yep)(?:\W+\w+){0,4}\W*$|(?:no|nope|not|never|nothing|none|sort of|a bit|about|from|till|until"
    r"|since|because|cos|in case|so that|that (?:we|I|he|she|they|it)"
    r"|it was (?:the|when|on|in|at|after|before))\b)",
    re.IGNORECASE,
)
_OFFERS = re.compile(r"\b(?:shall|can|could|may) (?:I|we)\b")
"""Asked about the talk itself: "Where shall I sit?"."""
_YES = re.compile(r"^(?:(?:yes|yeah|yep|oh|ok|okay|well|so|um+)\W+)+", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|do|does|did|can|could|will|would|should|may|might|must|got|went|came|said|told|"
    r"gave|took|made|saw|put|let|\w{2,}ed|goes|comes|gets|says|wants|likes|needs|thinks)\b|['’](?:s|m|re|ve|d|ll)\b|n['’]t\b",
    re.IGNORECASE,
)
_IT_DID = re.compile(
    r"\b(?:it|he|she|they|I) (?:did|does|do|is|was|has|have|will|would|can)(?:n['’]t)?[.,]?$", re.IGNORECASE
)
GREETS = re.compile(
    r"^(?!.*(?:\b(?:no|nope|not|never|none|nothing)\b|n['’]t\b))(?:.*"
    r"\b(?:hello|hi|hiya|morning|afternoon|thanks?|please|sorry|go on|of course|sure|ma'am|lovely|brilliant)\b"
    r"|(?:yes|yeah|yep|ok|okay|right)\W*$)",
    re.IGNORECASE,
)
"""Of a few words, those that only begin to speak. "No, sorry" and "Not sure" say more."""
_INVITES = re.compile(
    r"^(?:and |so |ok,? |right,? |now,? |but |\w+, )*(?:how(?:'s|'ve| is| are| has| have| was| did| do| would)?\b"
    r"|what(?:'s|'ve| is| are| has| have| was| did| do| would| happened| about| brings| makes)?\b|why\b"
    r"|tell (?:me|us)\b"
    r"|(?:can|could|do|would) you (?:want to |like to |just )?(?:tell|say|talk|describe|explain|give|take)\b"
    r"|(?:is there )?anything\b)",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\bwhy (?:are we|we are|we're|are you|you're|did (?:we|you)) (?:all )?(?:here|meeting|come|called)\b"
    r"|\bwhat (?:happened|brings|brought|led (?:to|up)|(?:are|were) the (?:concerns|worries))\b"
    r"|\b(?:reason|background) (?:for|to) (?:the|this|today's) (?:referral|meeting|conference|visit|call|discussion)\b"
    r"|\bthe (?:referral|call|report|concern|incident) (?:came|was (?:made|received)|happened)\b",
    re.IGNORECASE,
)
_EARLY, _TELLING = 0.35, 10
"""Share of the meeting in which it is told why people meet, and the statements that it takes."""
_LONGEST = 25
"""Words of a question that is shown with its answer."""


_SUBJECT = 8
"""Words in a question that points back, or in what only names a subject."""
_POINTS = re.compile(r"\b(?:that|it|this|them|those|one|then|there|him|her)\b", re.IGNORECASE)
_GIVES = re.compile(
    r"^(?:\W*(?:and|ok|okay|so|right|now|then)\b)*\W*(?:tell me|show me|go on\W+\w|what about|how about|"
    r"(?:the |your )?\w+(?: \w+)? (?:house|card|box|list|column|bit|side|one)\W*$)",
    re.IGNORECASE,
)
_WISH = re.compile(r"\b(?:magic wand|wish(?:es)?|if you (?:could|had)|dreams?)\b", re.IGNORECASE)


def question(
    turns: Sequence[Turn], turn: Turn, first: Sentence, held: Mapping[int, object]
) -> Sentence | None:
    """The question that a run of sentences answers, where it does not speak for itself. A mere name asks nothing."""
    if turn.speaker is None or first.n != turn.sentences[0].n:
        return None
    asked = _asked(turns, turn)
    if asked is None or asked.n in held or asked.words > _LONGEST or not tells(asked.text):
        return None
    short = sum(s.words for s in turn.sentences) < 8
    clause = _YES.sub("", first.text).split(",", 1)[0]
    scrap = not _VERB.search(clause) or _IT_DID.search(first.text)
    return asked if short or scrap or _ANSWERS.match(first.text) else None


def context(turns: Sequence[Turn], turn: Turn, held: Mapping[int, object]) -> tuple[Sentence, ...]:
    """What somebody is asked or told to speak of just before: a question, with what it points back to; or a few words
    that give them the subject, "Tell me about school.", "The worries house."."""
    if turn.speaker is None:
        return ()
    before = _before(turns, turn)
    if before is None or before.speaker == turn.speaker:
        return ()
    last = before.sentences[-1]
    if last.n in held or last.words > _LONGEST:
        return ()
    if not last.asks:
        return (last,) if last.words <= _SUBJECT and _GIVES.search(last.text) else _wish(before, held)
    if not tells(last.text):
        return ()
    points = len(before.sentences) > 1 and last.words <= _SUBJECT and _POINTS.search(last.text)
    more = before.sentences[-2] if points else None
    return (more, last) if more and more.n not in held and more.words <= _LONGEST else (last,)


def _wish(before: Turn, held: Mapping[int, object]) -> tuple[Sentence, ...]:
    """ "If you had three wishes. Go on then." """
    near = before.sentences[-2:]
    found = any(_WISH.search(s.text) for s in near) and sum(s.words for s in near) <= _LONGEST
    return near if found and not any(s.n in held for s in near) else ()


def needs(turns: Sequence[Turn], turn: Turn, first: Sentence, held: Mapping[int, object]) -> bool:
    """Whether what somebody says does not speak for itself without what they were asked."""
    if question(turns, turn, first, held):
        return True
    before = _before(turns, turn)
    if before is None or before.sentences[-1].asks:
        return False
    return not _VERB.search(_YES.sub("", first.text))


def invited(turns: Sequence[Turn], turn: Turn) -> bool:
    """Whether a turn answers a question that leaves it open what to tell: "How has the year been?" """
    asked = _asked(turns, turn)
    return bool(asked and _INVITES.match(asked.text))


def reasons(turns: Sequence[Turn]) -> set[int]:
    """Numbers of the sentences that tell why people meet: what follows that question, or names the referral."""
    everything = [s for t in turns if not t.filler for s in t.sentences]
    found: set[int] = set()
    left = 0
    for s in everything[: int(_EARLY * len(everything))]:
        if not found and _WHY.search(s.text):
            left = _TELLING
        if left and not s.asks:
            found.add(s.n)
            left -= 1
    return found


def _asked(turns: Sequence[Turn], turn: Turn) -> Sentence | None:
    """What somebody else asked last, past those who only listen."""
    before = _before(turns, turn)
    if not before or before.speaker == turn.speaker or not before.sentences[-1].asks:
        return None
    return before.sentences[-1]


def _before(turns: Sequence[Turn], turn: Turn) -> Turn | None:
    """The turn before, past those who only listen."""
    earlier = reversed(turns[max(0, turn.n - 3) : turn.n])
    return next((t for t in earlier if not t.filler and not LISTENING.fullmatch(t.text.strip())), None)


def tells(question: str) -> bool:
    """Whether it asks after something, and does not only call somebody: "Ryan?", "Is that OK?"."""
    words = re.findall(r"[a-zà-ÿ'’]{3,}", question[:1].lower() + question[1:])
    called = re.fullmatch(
        r"\W*(?:(?:and|so|ok|right),? )?[A-ZÀ-Ý][\w'’-]*(?: [A-ZÀ-Ý][\w'’-]*)?\?+", question
    )
    return not called and not _OFFERS.search(question) and any(not says_little(stem(w)) for w in words)
