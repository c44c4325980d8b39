"""How people mark what they say as told in confidence or as not to be written (rules/confidence.yaml)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from drafting.hints import hints
from drafting.introductions import FAMILY
from drafting.people import Role
from drafting.small import Small
from drafting.speech import Sentence, Turn
from drafting.why import Why
from drafting.wording.rules import entries, lists_of

_FILE = "confidence.yaml"
_WORD = re.compile(r"<(\w+)>")
_REPORTED = re.compile(
    r"(?:\b(?:he|she|they|mum|mom|mam|dad|mummy|daddy|[A-Z]\w+)(?:['’]s| has| had)?|['’]s) "
    r"(?:says?|said|goes|went|told (?:me|us|him|her|them)|tells (?:me|us|him|her)|(?:was|were) like|"
    r"warned (?:me|us|him|"
    r"her)|makes? me|made me)\b,?[^.?!,]{0,24}(?<!\bbut )$"
)
"""Somebody else's wish for silence is itself to be known: "he said don't tell your mum"."""
_EXPLAINS = Small(
    r"\bthere (?:may|might|will) be\b|\b(?:minutes|notes|letter) (?:will |"
    r"'ll )?go(?:es)? (?:out )?to\b|confidentiality|"
    r"\b(?:separate|confidential|restricted) (?:bit|part|section) of the (?:minutes|record)|^does (?:that"
    r"|this|it)\b"
)
"""How the meeting and its papers are handled: nothing is told."""
_POLICE = Small(
    r"\b(?:there's|there is|is|have|has|we've|got|had|current|police|recent|some|more|this|that|of"
    r"|the) (?:\w+ )?"
    r"(?<!emotional )(?<!verbal )(?<!general )intelligence\b(?! (?:test|quotient|scale|score))|\bintel\b|"
    r"\blive (?:\w+ )?(?:job|op|operation)\b|\b(?:clare's|sarah's) law\b|\bdisclosure scheme\b|\bcovert\w*|"
    r"\b(?:under|been|on) surveillance\b"
)
"""What the police tell that a family may not hear: so too where nobody says so."""
_POLICE_WORDS = ("intel", "live ", "s law", "disclosure scheme", "covert", "surveillance")
_NONE = Small(
    r"\b(?:no|any|not got|no other|n't any|nothing in the way of) (?:\w+ )?(?:intelligence|intel)\b"
)
_TOLD_ME = Small(r"\b(?:told|made|asked|begged) me\b")
_LATER = Small(r"^(?:keep|save)\b")
"""Where nobody was cut short, this may be of what is still to be told."""
_STOPS = (" you", "for ", " not ", "n't ", " own", "not ", "save ")
_WHO_KNOWS = Small(
    r"\b(?:does|do|has|have|is|are) (?:\w+ ){0,3}?(?:\w+) (?:know|been told|heard|aware)(?: (?:yet"
    r"|about (?:it|this|that)|of "
    r"(?:it|this|that)))*\W*$|\bhave you told (?:him|her|them|\w+)(?: (?:yet|about (?:it|this|that)))*\W*$"
)
_UNKNOWN = Small(
    r"^(?:(?:um|er|oh|well),? )*(?:no\b|not yet|nobody|not as far|nope|he doesn't|she doesn't|they don't)"
)
_PEOPLE = Small(
    rf"\b(?:{FAMILY}|mom|mam|mommy|parents|carers|him|her|them|family|child|children|kids|anyone|anybody"
    rf"|either|both|"
    r"young person|boy|girl|lad|neighbours?|other side)\b"
)
_HEDGED = Small(r"\b(?:check|whether|in case|nothing (?:that )?says|unless|ask(?:ing)? if|see if)\b[^,.]*$")
_YOU = Small(r"^ (?:that )?(?:she|he|they|we)(?:'s|'re| is| are|'ll)? [^.?!]*\byou\b")
"""What somebody is to stop saying is no secret: "don't tell her she's coming to live with you"."""
_OPENING_QUOTE = re.compile(r"[\"“][^\"”]*$")


@dataclass(frozen=True, slots=True)
class _Marks:
    """The wordings of rules/confidence.yaml."""

    not_written: Small
    will_not: Small
    not_shared: Small
    not_told: Small
    taken_back: Small
    stopped: Small


@functools.cache
def _marks() -> _Marks:
    words = {str(x["name"]): str(x["means"]) for x in entries(_FILE, "words")}

    def joined(key: str) -> Small:
        told = "|".join(lists_of(_FILE, key))
        while (filled := _WORD.sub(lambda m: words.get(m[1], m[0]), told)) != told:
            told = filled
        return Small(rf"\b(?:{told})")

    return _Marks(
        not_written=joined("not written"),
        will_not=joined("i will not write"),
        not_shared=joined("not shared"),
        not_told=joined("not to be told"),
        taken_back=joined("taken back"),
        stopped=joined("stopped"),
    )


def _somebody(told: str) -> bool:
    """Whether it is a person to whom it may not go: "it can't go to conference" keeps nothing from anybody."""
    return bool(_PEOPLE.search(told)) or told.rsplit(maxsplit=1)[-1][:1].isupper()


def takes_back(s: Sentence) -> bool:
    """Whether somebody lets stand after all what they had asked to be kept: "actually, you can tell her"."""
    return hints(s.text) and bool(_marks().taken_back.search(s.text))


def stops(s: Sentence, role: Role, *, cut: bool) -> bool:
    """Whether somebody is stopped in what they are saying, because it is not for this meeting."""
    low = s.text.lower()
    if role in (Role.CHILD, Role.FAMILY) or not any(w in low for w in _STOPS):
        return False
    match = _marks().stopped.search(s.text)
    return match is not None and (cut or not _LATER.search(match[0]))


def asks_who_knows(s: Sentence) -> bool:
    """Whether somebody asks if another knows of it yet; a "no" says that they do not."""
    return s.asks and bool(_WHO_KNOWS.search(s.text))


def unknown(s: Sentence) -> bool:
    """Whether that is answered with a no."""
    return bool(_UNKNOWN.search(s.text))


def police(s: Sentence, role: Role) -> bool:
    """Whether the police tell what a family may not hear."""
    low = s.text.lower()
    if role in (Role.CHILD, Role.FAMILY) or s.asks or not any(w in low for w in _POLICE_WORDS):
        return False
    return bool(_POLICE.search(s.text) and not _NONE.search(s.text))


def mark(turn: Turn, s: Sentence, role: Role) -> tuple[Why, re.Match[str]] | None:
    """Whether a sentence marks something as kept, why, and with which words."""
    if not hints(s.text) or _EXPLAINS.search(s.text):
        return None
    marks = _marks()
    for why, pattern in (
        (Why.PRIVATE, marks.will_not),
        (Why.WITHDRAWN, marks.not_written),
        (Why.NOT_TO_BE_TOLD, marks.not_told),
        (Why.RESTRICTED, marks.not_shared),
    ):
        match = pattern.search(s.text)
        if match is None or (why is Why.PRIVATE and role in (Role.CHILD, Role.FAMILY)):
            continue
        if (
            why is Why.RESTRICTED
            and match["to"]
            and not _somebody(s.text[match.start("to") : match.end("to")])
        ):
            continue
        before = s.text[: match.start()]
        if why is Why.RESTRICTED and match["bare"] and s is turn.sentences[0]:
            continue
        if _HEDGED.search(before) or (why is Why.NOT_TO_BE_TOLD and _YOU.search(s.text[match.end() :])):
            continue
        if _OPENING_QUOTE.search(before) or (why is not Why.RESTRICTED and _REPORTED.search(before)):
            continue
        if _POLICE.search(turn.text):
            return Why.RESTRICTED, match
        if role is Role.CHILD and _TOLD_ME.search(match[0]):
            continue
        if role is Role.CHILD:
            return Why.NOT_TO_BE_TOLD, match
        if why is Why.NOT_TO_BE_TOLD and role in (Role.PROFESSIONAL, Role.AUTHOR):
            return Why.RESTRICTED, match
        return why, match
    return None
