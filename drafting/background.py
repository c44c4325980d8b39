"""Speakers who are none: a television or a radio that the microphone heard, which Teams labels as it labels people."""

from __future__ import annotations

from collections.abc import Sequence

from drafting.small import Small
from drafting.speech import Turn
from record.naming import NAMELESS

_SET = Small(
    r"\b(?:telly|tv|television|radio|cartoons?|the news|youtube|netflix|tablet|that (?:noise|thing)|alexa|"
    r"(?:sound|volume|music)|x ?box|the advert\w*)\b"
)
_DOWN = Small(
    r"\b(?:(?:turn|knock|put|switch|have|pop)(?:ed|ing)? (?:\w+ ){0,3}(?:down|off|over|up)|mute|louder|quieter|"
    r"in the background)\b"
)
_BROADCAST = Small(
    r"\b(?:(?:weather|temperatures?|showers|sunny spells|unsettled|degrees|outbreaks of rain)\b|headlines|"
    r"(?:coming up|stay tuned|after the break|welcome back|and finally|back to the studio|breaking news|"
    r"live from)|here(?:'s| is) (?:\w+ ){0,2}with the (?:news|weather|sport|travel)|(?:bbc|itv|sky news|"
    r"channel \w+)|terms (?:and conditions )?apply|sale (?:now on|ends)|available (?:now|in store)|only £?\d+|"
    r"dot co|brought to you|subscribe|the (?:prime minister|government) (?:has|have|said)|contestants?|(?:north|"
    r"south|east|west|midlands|scotland|wales|england|coast)\b.{0,20}\b(?:tonight|tomorrow|today)|"
    r"across (?:the )?(?:north|south|east|west|midlands|scotland|wales|england|country)|(?:scores?|shoots|"
    r"free kick|full time|half time)\b)"
)
_PERSON = Small(
    r"\b(?:I|I'm|I've|I'll|you|you're|your|my|me|mine|we|we're|our|yeah|yes|no|ok|okay|mm|please|thanks?|hello|hiya)\b"
)
_MOST = 4
"""Stretches of talk at most: what comes back more often takes part."""
_NEAR = 2
"""Turns from it within which somebody speaks of the set."""
_ENOUGH = 3


def voices(turns: Sequence[Turn]) -> frozenset[str]:
    """Labels at which only a set seems to speak: nobody asks it anything, it says "I" and "you" to nobody, and it
    sounds like a broadcast or somebody has it turned down."""
    found = set()
    for label in {t.speaker for t in turns if t.speaker and NAMELESS.search(t.speaker)}:
        own = [t for t in turns if t.speaker == label]
        if len(own) <= _MOST and _broadcasts(own, turns):
            found.add(label)
    return frozenset(found)


def _broadcasts(own: Sequence[Turn], turns: Sequence[Turn]) -> bool:
    text = " ".join(t.text for t in own)
    others = [x for t in own for x in turns[max(0, t.n - _NEAR) : t.n + _NEAR + 1] if x.speaker != t.speaker]
    told_down = any(_SET.search(s.text) and _DOWN.search(s.text) for x in others for s in x.sentences)
    answers = any(
        turns[t.n - 1].sentences[-1].asks for t in own if t.n and turns[t.n - 1].speaker != t.speaker
    )
    cut_off = not any(s.text.rstrip().endswith((".", "?", "!")) for t in own for s in t.sentences[-1:])
    points = 2 * told_down + min(2, len({*_BROADCAST.findall(text)}))
    points += (not _PERSON.search(text)) + cut_off - 2 * answers
    return points >= _ENOUGH and (told_down or bool(_BROADCAST.search(text)))
