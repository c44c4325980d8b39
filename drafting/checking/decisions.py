"""Decisions that the record tells and nobody made: put off, somebody else's, or never spoken of as decided."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.checking.claim import Claim, Reason
from drafting.evidence import Meeting

_TELLS = re.compile(
    r"\b(?:decided|(?<!\bnot )agreed(?! to (?:the|this|that|a|an|his|her|their|its|be|being)\b)|"
    r"resolved|concluded|decision (?:is|was|has been)|has approved|"
    r"ruled out|turned down|approved|accepted (?:a|the) (?:place|offer)|"
    r"will (?:now )?(?:be (?:held|closed|made|placed)|step down|step up|close|end|apply|continue|move|start))\b"
    r"(?! not)",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"\b(?:decided|agreed|resolved|concluded|decision|approved|accepted|ruled)\b", re.IGNORECASE
)
_PROMISED = re.compile(r"(?<!was )(?<!were )(?<!been )\bagreed to \w+", re.IGNORECASE)
_THOUGHT = re.compile(r"\b(?:agreed|concluded) that\b(?P<what>.*)", re.IGNORECASE)
_TO_DO = re.compile(r"\b(?:will|would|shall|should|must|can|could|may|might|to|not)\b", re.IGNORECASE)
"""What is to be done, or no longer: without it, "agreed that the case design was plain" tells what people think."""
_OPEN = re.compile(
    r"\b(?:no decision|not (?:been )?decided|undecided|not agreed?|didn't agree|thinking (?:of|about)|considering|"
    r"leaning|would be made|to be decided|nothing (?:was|has been|is) (?:decided|agreed)|"
    r"no (?:undertaking|promise|commitment|guarantee)|left (?:it )?open|"
    r"deferred|postponed|"
    r"(?:did|could|would) not (?:promise|commit|agree|decide|say|confirm)|not confirmed|pending)\b",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"\bnot (?:\w+ )?decid|\b(?:not (?:going to |gonna )?(?:decid\w+|agree\w*)|no decision|not (?:been )?a decision|"
    r"nobody's (?:made a )?deci\w+|haven't (?:made|decided|agreed)|hasn't (?:made|been decided|been agreed|decided)|"
    r"isn't (?:mine|ours|yours|for (?:me|us)) to decide|not (?:mine|ours) to|"
    r"until (?:she|he|they|\w+)(?:'s|'ve|ve| has| have)? (?:made|decided)|thinking (?:of|about)|leaning|"
    r"take (?:it|that|this) (?:to|away|back)|need to (?:take|check|ask|talk to)|"
    r"wants? (?:a legal view|to talk to|to ask)|we'll see|w(?:ill|ould) look at|let's not|not today|"
    r"not yet|think(?:ing)? about it|(?:honestly|really) don't know|nobody's (?:said|talking)|"
    r"not saying (?:yes|that|it|we)|"
    r"can't (?:decide|promise|agree)|don't (?:want to )?decide)\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"\b(?:might|may need|if (?:it|they|she|he|we|that))\b", re.IGNORECASE)
_COULD = re.compile(r"\b(?:could|might|may|if)\b", re.IGNORECASE)
"""With one of these the record itself leaves open what will be: "agreed that she could stay"."""
_PLAINLY = re.compile(
    r"\b(?:my|the) decision (?:is|was)\b|\b(?:this|that)(?:['’]s| is) my (?:call|decision)\b|\bmy call\b|"
    r"\bI(?:['’]m| am) (?:satisfied|deciding)\b|\bdecision, then\b|\bI(?:'ve| have) decided\b|\bI endorse\b|"
    r"\bthese are (?:mine|my decisions)\b",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"\b(?:deci(?:sion|d\w+)|agree\w*|endors\w+|approv\w+|signed|we'll|we will|let's|going to|i'm asking|i'll|"
    r"will be|(?:is|are) to|happy with|so that's|settled|conclu\w+|subject to|should|okay|fine|choose|chosen|chose|"
    r"go for|vote\w*|said (?:no|yes))\b",
    re.IGNORECASE,
)
_SAID = 0.3
"""Share of a decision that must have been said anywhere."""
_SHARE = 0.3
"""Share of a decision that must stand at its best place; below it, nobody spoke of it."""


_LEFT_OPEN = re.compile(
    r"\b(?:nobody(?:['’]s| has)? (?:made |said |been )?(?:a )?(?:deci\w+|agree\w*)|"
    r"(?:I|we|this meeting|it)(?:['’]m|['’]re| am| are| is)? ?"
    r"(?:not|isn['’]t|can['’]t|cannot|haven['’]t|hasn['’]t|won['’]t|don['’]t)(?: be| been)? (?:decid\w+|agree\w*)|"
    r"(?:I['’]ll|I will|I want to|need to|have to|let me) think about it|['’]s thinking\b|"
    r"(?:honestly|really) don['’]t know|"
    r"not (?:a )?(?:yes|no)\b|can['’]t (?:promise|say (?:yes|which))|not (?:mine|ours|up to me|my (?:call|decision)))",
    re.IGNORECASE,
)
"""What plainly leaves it open, and may be said a turn or two after it was spoken of."""
_PLACES, _CLOSE = 3, 0.75
"""Places that are looked at, and how nearly as good as the best they must be."""
_IN_TURN, _FIRST = 3, 3
"""Sentences of the same turn round such a place, and of the two turns after it."""


def _after(meeting: Meeting, n: int) -> str:
    """What is said round a sentence and in the two turns after it."""
    unit = meeting.units[n]
    found = [u for u in meeting.units[max(0, n - _IN_TURN) : n + _IN_TURN + 1] if u.turn == unit.turn]
    counts = {unit.turn + 1: 0, unit.turn + 2: 0}
    for u in meeting.units[n + 1 : n + 40]:
        if u.turn > unit.turn + 2:
            break
        if u.turn in counts and counts[u.turn] < _FIRST:
            counts[u.turn] += 1
            found.append(u)
    return " ".join(u.text for u in found)


def decisions(claim: Claim, meeting: Meeting) -> Iterator[Reason]:
    """At most one reason."""
    if not _TELLS.search(claim.text) or _OPEN.search(claim.text):
        return
    thought = _THOUGHT.search(claim.text)
    opinion = thought is not None and not _TO_DO.search(thought["what"])
    weights = claim.weighed
    ranked = meeting.ranked(weights, 5)
    if not ranked:
        return
    top, n = ranked[0]
    # What nobody said at all may be the record's own word for it: what was said tells whether this was decided.
    spoken = sum(w for s, w in weights.items() if meeting.of(s) or s in meeting.who.labels)
    poor = top < _SHARE * spoken or spoken < _SAID * sum(weights.values())
    near = [meeting.units[k] for k in range(max(0, n - 2), min(len(meeting.units), n + 3))]
    text = " ".join(u.text for u in near)
    open_at = [_after(meeting, m) for score, m in ranked[:_PLACES] if score >= _CLOSE * top]
    put_off = _PUT_OFF.search(text) or next((x for t in open_at if (x := _LEFT_OPEN.search(t))), None)
    if not put_off and not _COULD.search(claim.text) and not poor:
        # "Will be made" may be a plain plan: an "if" speaks against it in its own sentence alone.
        same = [u for u in near if u.turn == meeting.units[n].turn]
        about = same if _DECIDED.search(claim.text) else [meeting.units[n]]
        put_off = _MAYBE.search(" ".join(u.text for u in about))
    if _PLAINLY.search(text) and not _PUT_OFF.search(meeting.units[n].text) and not poor:
        return
    if put_off and top > 0.3 * spoken:
        yield Reason(
            code="decision",
            detail=f"The record tells a decision. What was said here is “{put_off[0]}”: see whether it was made.",
            at=near[0].words[0].at,
        )
    elif not opinion and (
        poor
        or not any(
            _MADE.search(meeting.units[k].text)
            for _, m in ranked
            for k in range(max(0, m - 2), min(len(meeting.units), m + 3))
        )
    ):
        yield Reason(
            code="decision",
            detail="I find nobody who decided or agreed this in the meeting.",
            # "Ann agreed to ring" is a promise of hers, for which there are many words.
            sure=_PROMISED.search(claim.text) is None,
            at=near[0].words[0].at,
        )
