"""What was said but must not simply be written down: each such sentence, with why. A person decides about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from drafting import confidence, corrected, families
from drafting.people import People, Role
from drafting.small import Small
from drafting.speech import Sentence, Turn
from drafting.why import Why

__all__ = ["CAME_OF_IT", "Why", "asked_by_child", "held"]


_INSTRUCTION = Small(
    r"\b(?:(?:ignore|disregard|forget) (?:all |any )?(?:your|the|previous|prior|those|"
    r"these) (?:\w+ )?(?:instructions?|rules|prompts?)"
    r"|^(?:hey|ok|okay),? (?:copilot|siri|alexa|google|chatgpt|robot)\b|as an ai\b|system prompt\b)"
)
_WITHDRAW = Small(
    r"\b(?:I (?:don't|do not|didn't) want (?:that|it|this|any of (?:that|this|"
    r"it))\b[^.?!]{0,30}\b(?:written(?! up)|recorded|down|on (?:there|here|record|the record|my \w+|"
    r"his \w+|her \w+)|in (?:there|the|some|any))"
    r"|(?:strike|scrub|scratch|delete) (?:that|what I)\b"
    r"|(?:^|please |just |can you )(?:take|leave|keep) (?:that|it|just that|this)(?: bit|"
    r" part)? out\b|forget I said\b)"
)
_RESTRICTED = Small(
    r"\b(?:(?:do|start|begin|have) the (?:restricted|confidential|closed) (?:part|bit|section|"
    r"session)(?: now)?|this is (?:restricted|confidential)\b"
    r"|(?:both|all) in the lobby\b|(?:going to|gonna|will) (?:put|move|ask) (?:you|them) (?:both |"
    r"all )?(?:in|into|out)\b"
    r"|need(?:s|ed)? to be (?:said )?without\b|(?:goes|go) in the (?:confidential|"
    r"restricted) (?:section|part|bit))"
)
_MAY_BE = re.compile(r"\bmay be|might|there may|does that\b")
_OPEN_AGAIN = Small(
    r"\b(?:welcome back\b|(?:get|bring|let) (?:them|her|him|everyone|you) (?:all |both )?back in\b|"
    r"(?:they're|everyone's) back\b"
    r"|record needs\b|for the (?:record|minutes|notes),)"
)
_PRIVATE = Small(
    r"\b(?:not (?:for|on|to go (?:on|in)) (?:\w+'s |his |her |their |anybody's |anyone's |the )?(?:record|"
    r"file|case|notes?|minutes|paperwork)\b"
    r"|(?:on|in|for) (?:your|my) (?:own )?(?:supervision|personal|staff) (?:file|record)\b|"
    r"this bit's not for\b"
    r"|I don't want it on (?:his|her|their|the) (?:\w+ )?(?:record|file|notes?|minutes|system|"
    r"paperwork|report|form|plan)s?\b|keep (?:this|that) (?:between|to) (?:us|yourself|ourselves)\b)"
)
_PASSED_ON = Small(
    r"\b(?:(?:told|tells|said to|rang) (?:me|us|you|him|her|them|our \w+|one of our \w+|my \w+|"
    r"me \w+)\b[^.?!]{0,50}\b(?:heard|(?:she|he|they)'d (?:heard|seen|been told|had it)|been told"
    r"|had seen|seen him|seen her|told (?:her|"
    r"him|them))\b"
    r"|heard (?:it |that |this )?(?:off|from)\b|(?:one of the|some of the) (?:mums|dads|parents|"
    r"neighbours|lads|girls|kids)\b[^.?!]{0,60}\b(?:told|said|says|reckons?)\b"
    r"|(?:gate talk|gossip|rumou?rs?|third-hand|fourth-hand|(?<!got it )(?<!bought it )(?<!it's )"
    r"(?<!got them )(?<!bought them )second-hand)\b"
    r"|(?:told|said to) our \w+ (?:that )?(?:she|he|they)\b|"
    r"something (?:that )?a? ?\w+ said to \w+ and\b|'s told you\b"
    r"|that's (?:something )?\w+ (?:said to|told)\b|said the \w+ told (?:her|him|them)\b|"
    r"she'd heard\b|he'd heard\b|I'm just telling you what\b)"
)
_SAY_AGAIN = Small(
    r"\b(?:say (?:that |it )?again|what was that|you're breaking up|breaking up|you (?:broke|cut"
    r"|dropped) (?:up|out|off)|"
    r"you froze|you(?:'ve| have|'d)? (?:frozen|gone (?:all )?(?:funny|quiet|robotic|fuzzy|crackly))"
    r"|you went (?:all )?(?:funny|"
    r"quiet|robotic)|run that (?:by|past) (?:me|us)|^(?:sorry,? )?come again|once more for me|(?:didn't"
    r"|never|couldn't"
    r"|can't) (?:quite )?"
    r"(?:catch|hear|get|make out) (?:that|you|any of|what|the (?:last|end))|I (?:lost you|missed (?:that|what)|"
    r"didn't catch|couldn't hear)|pardon)\b"
)
_GARBLED = Small(r"\b(the|a|and|of) \1 (?:\1 )?\w+")
_FEW, _RARE = 4, 0.01
"""Doubled words that a meeting may have, as a number and as a share of its sentences, before they mean nothing."""


_NOT_TO_BE_SHARED = Small(
    r"\b(?:I'd|I would|we'd|we would|can (?:I|we)|could (?:I|we|you)|please|must|should"
    r"|need(?:s)? to)\b[^.?!]{0,60}?"
    r"(?:\bnot|n't|\bnever)\b(?: be| to be)?(?: \w+)? ?(?:shared?|put to|disclosed?|passed (?:on|back)"
    r")\b[^.?!]{0,12}"
    r"\b(?:yet|with|to|her|him|them|mum|dad|parents?|family|[A-Z]\w+)"
)
_WHAT = re.compile(r"\b(?:that|which) (?:the|that|this|his|her|their) (?P<what>[a-z]{4,})\b")
CAME_OF_IT = Small(
    r"\b(?:no further action|not charged|never charged|withdr[ae]w\w*|dropped|nothing came of)\b"
)
"""How it ended, which belongs with it."""
_IN_CONFIDENCE = Small(
    r"\b(?:(?<=\w )not|(?:he|she|they) (?:hasn't|haven't|hadn't)) (?:even )?told (?:anybody|anyone|my|her"
    r"|his|their)\b"
)
"""What a relative says of somebody who keeps it to themselves."""
_WORDINGS = (
    *(_INSTRUCTION, _WITHDRAW, _RESTRICTED, _OPEN_AGAIN, _PRIVATE, _PASSED_ON),
    *(_IN_CONFIDENCE, _SAY_AGAIN, _GARBLED, _NOT_TO_BE_SHARED, *corrected.WORDINGS),
)
_ANY = Small("|".join(x.pattern for x in _WORDINGS))
"""Most turns have none of these, and need no second look. (A word that comes again is the only group in them.)"""


def held(turns: Sequence[Turn], people: People) -> dict[int, Why]:
    """By the number of each sentence held out, why. Where two reasons hold, the graver stands."""
    some = [t for t in turns if any(_ANY.search(s.text) for s in t.sentences)]
    return {
        **dict.fromkeys(corrected.disputed(turns), Why.DISPUTED),
        **dict.fromkeys(corrected.numbers(some, turns), Why.CORRECTED),
        **_garbled(some, turns),
        **_unheard(some, turns),
        **_passed_on(some, people),
        **_instructions(some),
        **_restricted(some, turns),
        **_not_to_be_shared(some, turns, people),
        **dict.fromkeys(families.private_lives(turns, people), Why.ANOTHERS),
        **confidence.held(turns, people),
        **dict.fromkeys(families.elsewhere(turns, people), Why.ANOTHERS),
        **_private(some),
        **_withdrawn(some, turns, people),
    }


def asked_by_child(turns: Sequence[Turn], people: People, held: Mapping[int, object]) -> frozenset[int]:
    """What a child asks not to be told: their own words, for the section that is theirs and for no other."""
    return frozenset(
        s.n
        for t in turns
        if people.part(t) is Role.CHILD
        for s in t.sentences
        if held.get(s.n) is Why.NOT_TO_BE_TOLD
    )


def _all(sentences: Iterable[Sentence], why: Why) -> dict[int, Why]:
    return {s.n: why for s in sentences}


def _instructions(some: Sequence[Turn]) -> dict[int, Why]:
    """Words spoken to the machine are words: from there to the end of the turn they are shown, and not followed."""
    found: dict[int, Why] = {}
    for turn in some:
        for n, s in enumerate(turn.sentences):
            if _INSTRUCTION.search(s.text):
                found |= _all(turn.sentences[n : n + 4], Why.INSTRUCTION)
                break
    return found


def _withdrawn(some: Sequence[Turn], turns: Sequence[Turn], people: People) -> dict[int, Why]:
    """What somebody asks to have left out: that turn, and their own longest turn shortly before it."""
    found: dict[int, Why] = {}
    for turn in some:
        if not any(_WITHDRAW.search(s.text) for s in turn.sentences):
            continue
        found |= _all(turn.sentences, Why.WITHDRAWN)
        if turn.speaker is None or people.part(turn) is Role.CHILD:
            continue
        before = [t for t in turns[max(0, turn.n - 7) : turn.n] if t.speaker == turn.speaker and t.words > 5]
        for t in before[-3:]:
            found |= _all(t.sentences, Why.WITHDRAWN)
    return found


def _restricted(some: Sequence[Turn], turns: Sequence[Turn]) -> dict[int, Why]:
    """From where somebody is sent out, or the part is called restricted, to where they are back."""
    found: dict[int, Why] = {}
    closed = False
    looked_at = {t.n for t in some}
    for turn in turns:
        for s in turn.sentences:
            if turn.n in looked_at and _RESTRICTED.search(s.text) and not _MAY_BE.search(s.text):
                closed = True
            if closed:
                found[s.n] = Why.RESTRICTED
            if turn.n in looked_at and _OPEN_AGAIN.search(s.text):
                closed = False
    return found


def _not_to_be_shared(some: Sequence[Turn], turns: Sequence[Turn], people: People) -> dict[int, Why]:
    """What a professional asks to keep from somebody, with what they had just said of it: by its name, or before it."""
    found: dict[int, Why] = {}
    for turn in some:
        if people.part(turn) in (Role.CHILD, Role.FAMILY):
            continue
        for n, s in enumerate(turn.sentences):
            if s.asks or not _NOT_TO_BE_SHARED.search(s.text):
                continue
            found[s.n] = Why.RESTRICTED
            before = [
                x
                for t in turns[max(0, turn.n - 4) : turn.n]
                if t.speaker == turn.speaker
                for x in t.sentences
            ]
            before += turn.sentences[:n]
            named = _WHAT.search(s.text)
            about = (
                [x for x in before if re.search(rf"\b{named['what']}", x.text)]
                if named
                else turn.sentences[max(0, n - 3) : n] or before[-1:]
            )
            told = {x.n for x in about}
            about = [*about, *(x for x in before if x.n - 1 in told and CAME_OF_IT.search(x.text))]
            found |= _all(about, Why.RESTRICTED)
    return found


def _private(some: Sequence[Turn]) -> dict[int, Why]:
    """What somebody says is not for this record, where nobody is named: back to the question that began it."""
    found: dict[int, Why] = {}
    for turn in some:
        if turn.speaker is not None:
            continue
        for n, s in enumerate(turn.sentences):
            if _PRIVATE.search(s.text):
                first = next((k for k in range(max(0, n - 11), n) if turn.sentences[k].asks), n)
                found |= _all(turn.sentences[first : n + 1], Why.PRIVATE)
    return found


def _passed_on(some: Sequence[Turn], people: People) -> dict[int, Why]:
    return {
        s.n: Why.PASSED_ON
        for t in some
        if people.part(t) is not Role.CHILD
        for s in t.sentences
        if _PASSED_ON.search(s.text) or (people.part(t) is Role.FAMILY and _IN_CONFIDENCE.search(s.text))
    }


def _garbled(some: Sequence[Turn], turns: Sequence[Turn]) -> dict[int, Why]:
    """Doubled words. Where everybody stammers they are how people speak, and no sign that the machine misheard."""
    doubled = [s for t in some for s in t.sentences if s.words > 6 and _GARBLED.search(s.text)]
    many = len(doubled) > max(_FEW, _RARE * sum(len(t.sentences) for t in turns))
    return {} if many else _all(doubled, Why.UNCLEAR)


def _unheard(some: Sequence[Turn], turns: Sequence[Turn]) -> dict[int, Why]:
    """What the listener asked to hear again."""
    found: dict[int, Why] = {}
    for turn in some:
        for s in turn.sentences:
            if _SAY_AGAIN.search(s.text) and s.words < 14:
                before = next(
                    (
                        t
                        for t in reversed(turns[max(0, turn.n - 4) : turn.n])
                        if not t.filler and (t.speaker != turn.speaker or t.speaker is None) and t.words > 6
                    ),
                    None,
                )
                if before:
                    found |= _all(
                        before.sentences if before.words <= 45 else before.sentences[-1:], Why.UNCLEAR
                    )
    return found
