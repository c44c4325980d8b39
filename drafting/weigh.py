"""How much a sentence tells: its figures, dates, names, and words that matter to a child's safety and daily life."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from drafting.small import Small, any_of
from drafting.speech import Sentence
from drafting.wording.rules import lists
from drafting.wording.stems import says_little, stem

_TENS = r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
NUMBER = Small(
    rf"£\d[\d,.:]*%?|\d[\d,.:]*%?|\b(?:(?:{_TENS})(?:-\w+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    rf"\w+teen|half|hundred|thousand|"
    r"once|twice|none|nobody|never|first|second|third)\b"
)
DATE = Small(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may(?= \d)|june|july|"
    r"august|september|october|november|"
    r"december|christmas|easter|halloween|bonfire night|new year|"
    r"half term|\d{1,2}(?:st|nd|rd|th)|(?:19|20)\d\d|(?:last|this|next) (?:week|"
    r"month|year|term|night)|yesterday|"
    r"today|tonight|tomorrow|weekends?|mornings?|nights?|years?|months?|weeks?)\b"
)
RISK = Small(
    r"\b(?:suicid\w*|self-?harm\w*|kill\w*|hurt\w*|hit|hits|hitting|punch\w*|slap\w*|strangl\w*|bruis\w*|"
    r"injur\w*|burn\w*|bang(?:ed|s|ing)?|purple|black eye|grab\w*|pull(?:ed|ing|s)? (?:me|him|her|my)|"
    r"blood|knife|knives|weapons?|"
    r"scared|frighten\w*|afraid|threat\w*|shout\w*|violen\w*|assault\w*|abus\w*|neglect\w*|rape\w*|"
    r"sexual\w*|grooming|exploit\w*|missing|"
    r"police|arrest\w*|bail|convict\w*|order|drug\w*|cannabis|weed|heroin|cocaine|methadone|naloxone|"
    r"overdose\w*|alcohol|drunk|drink|drinking|"
    r"vape|foil|tablets?|asleep|alone|unsupervised|hungry|homeless|evict\w*|suspen\w+|excluded|"
    r"object(?:ed|ion)?|by her hair|by his hair|"
    r"ending your life|thoughts of|dead|die|died|low mood|feeling down|"
    r"marks? (?:on|to|like|round|behind)|(?:finger|bite|slap|burn) ?marks?|squeez\w*|swollen|swelling|scratch\w*|"
    r"bite|bites|biting|bitten|kick\w*|shak(?:en|ing) (?:him|her)|smash\w*|"
    r"wet(?:s|ting)? (?:him|her|my)self|wet(?:s|ting)? the bed|wetting|soil(?:s|ed|ing)|nightmares?|crying|cried|"
    r"cries|upset|ran (?:off|away)|runs? (?:off|away)|running away|stole|stealing|bull(?:y|ied|ying)|alleg\w+|"
    r"cautioned|"
    r"(?:a|with a) caution|"
    r"argu\w+|rowing|scream\w*|yell\w*|fight\w*|fought|ha(?:d|s|ving) a go at|"
    r"kick(?:s|ed|ing) off|sw(?:ears?|earing|ore)|temper|"
    r"harass\w*|charged|unsafe|unconscious|collaps\w+|laid a finger)\b"
)
GRAVE = Small(
    r"\b(?:suicid\w*|self-?harm\w*|kill(?:ing)? (?:my|him|her|them|your)\w*|hurting (?:my|him|her|them|"
    r"your)\w*|ending (?:your|my|her|his|their) life|"
    r"strangl\w*|rape\w*|sexual\w*|knife|weapons?|overdose\w*|hit me|hits me|by (?:her|his) hair|scared|"
    r"bruis\w*|threaten\w*|don't want to be here)\b"
)
LIFE = Small(
    r"\b(?:school|nursery|attendance|late|reading|maths|speech|language|dentist|teeth|tooth|hearing|"
    r"optician|glasses|eczema|asthma|inhaler|"
    r"medication|sertraline|nurse|doctor|gp|health|hospital|weigh\w*|weight|centile|immunis\w*|booster|"
    r"food|eat\w*|sleep\w*|bed|bedroom|damp|"
    r"housing|heating|electric\w*|money|rent|benefits|contact|visit\w*|sessions?|appointments?|referr\w*|"
    r"assessment|plan|passport|savings|"
    r"tutor|target|predicted|placement|foster\w*|match|boxing|clean|tidy|warm|worse|better|calmer|worried|"
    r"worry|wants?|wish|happy|proud|"
    r"lock\w*|key|gate|stair|door|chain|interpreter|letter|report|therapy|therapist|camhs|domestic|"
    r"boyfriend|partner|support|step(?:ped)? down|"
    r"early help|tested|tests?|negative|positive|missed|agree\w*|disagree\w*|"
    r"friends?|routines?|bedtime|breakfast|lunch|dinner|uniform|homework|prescri\w*|dose|milligrams?|scan|x-ray|"
    r"operation|pain\w*|symptoms?|"
    r"diagnos\w*|treatment|I(?:'ve| have)? (?:saw|seen)|saw (?:it|him|her|them)|job|college|training)\b"
)
_LETS = (
    r"let's (?:(?:just|all|now|then) )*(?:go (?:round|through|on|back)|start|begin|move|come|hear|see|let|take|do|"
    r"carry|crack|stop|pause|finish|hold|say|have (?:a (?:break|look)|introductions)|not\b|put that|talk|"
    r"look at (?:that|the (?:next|plan|actions)))"
)
"""Of how to go on. "Let's get an X-ray" is a plan."""
PROCESS = Small(
    r"\b(?:on mute|can you hear|hear me|transcri\w+|recording|camera|on the screen|your hand up|"
    r"for the notes|introductions|(?:the|these|our|taking|doing) minutes|minute[- ]taker|"
    r"thank you|thanks|well done|lobby|dial in|the link|my name is|shall we|carry on|"
    rf"{_LETS}|"
    r"come (?:back )?to (?:that|you|this)|"
    r"good morning|hello|hiya|I'll (?:note|put|write)|"
    r"it's (?:about |nearly |just |now |gone )*\w+(?:-\w+)? (?:minutes )?(?:to|past) \w+(?=[.,]|$)|"
    r"going to (?:write|list|stop|start)|"
    r"hang on a (?:minute|sec)|I (?:lost|missed) that|"
    r"(?:first|second|third|fourth|fifth|next) (?:action|item|point)\b|"
    r"(?:action|item|number|(?<!\w )point) (?:one|two|three|four|five|six|seven)\b|can't promise|for the recording|"
    r"welcome (?:to (?:the|this|our)|back|everyone|everybody|all)|bear with me|say (?:that )?again|good question|"
    r"over to you|with us (?:for|today)|^(?:(?:so|ok|okay|right|and),? )?moving on|next slide|"
    r"(?:I've|I have) (?:noted|written (?:it|those|that(?= down|[.,]|$))|got (?:that|it) down)|"
    r"(?:^|so |and )it's (?:\w+day,? )?(?:the )?\d+(?:st|nd|rd|th)? of \w+,? (?:and )?(?:it's|half|quarter|\d)|"
    r"it's \w+day,? the \d+(?:st|nd|rd|th)?(?: of \w+)?,|date of birth|"
    r"(?:minutes|mins) away|"
    r"(?:deleted|destroyed|rubbed out) (?:once|when|after)|does anybody|anybody else|the scaling|"
    r"need(?:s|ed)? to be (?:said |done )?without)\b"
)
"""Talk about the meeting itself."""
DECIDES = Small(
    r"\b(?:my decision|I(?:'ve| have) decided|decision is|(?:I|we) endorse|we(?:'ve| have) (?:decided|"
    r"agreed)|not deciding|not (?:going to )?decide|"
    r"(?:not|no|never) (?:been )?(?:a )?decision|plan (?:carries on|stays|continues)|recommendation is|"
    r"I'm asking that|making (?:any|that) decision|"
    r"doesn't decide|maintain and amend|agree wording)\b"
)
"""A decision, or that there is none. It is shown, and never drafted: decisions are people's."""
VIEW = Small(
    r"\b(?:(?:I|we) (?:disagree|don't agree|do not agree|agree with|support)|in the minority|odd one out"
    r"|I(?:'m| am) (?:\w+ )?(?:worried|scared|frightened|concerned) (?:that|about|for|of)"
    r"|I (?:just |really |don't |do not |still )*(?:want|wish)(?! to (?:hear|ask|say|start|thank|check|explain|be)\b)"
    r"|(?:I'd|I would|I'll) (?:rather|support|prefer)"
    r"|(?:I'd|I would) (?:also |still |just )?say(?! (?:about |around )?(?:\w+ times|ten|\d))"
    r"|(?:I|we)(?:'m|'re| am| are) asking (?:for|that)"
    r"|(?:I|we)(?:'d| would) (?:want(?! to (?:hear|ask|say|start|check|know)\b)|recommend|oppose|object)"
    r"|my (?:view|worry|concern|wish))\b"
)
"""What somebody thinks, wants or will not agree to: a record says who did."""
_WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]+")
_CAPITAL = re.compile(r"(?<![.?!…:\"“] )(?<!^)\b([A-Z][a-zà-öø-ÿ][\wà-ÿ'’-]*)")
_AFTER = re.compile(r"[\s,-]*(?:of |per |out of |and a half )*([A-Za-z£]+)")
_COMMON = frozenset([
    "the", "and", "but", "for", "with", "that", "this", "have", "has", "had", "was", "were", "are", "you", "your",
    "she", "her", "hers", "him", "his", "they", "them", "their", "there", "what", "when", "which", "who", "whom",
    "how", "why", "not", "from", "been", "being", "would", "could", "should", "about", "just", "like", "really",
    "very", "well", "yeah", "okay", "right", "going", "gonna", "got", "get", "getting", "it's", "i'm", "i've",
    "i'll", "he's", "she's", "that's", "there's", "don't", "didn't", "isn't", "wasn't", "because", "then", "than",
    "into", "out", "our", "we've", "we're", "they're", "you're", "any", "some", "all", "can", "will", "said",
    "says", "say", "know", "think", "thing", "things", "one", "also", "still",
])  # fmt: skip


@functools.cache
def wide() -> Small:
    """Of harm and danger in more words than RISK has, some of which have other uses: they weigh less."""
    return Small(any_of(word for words in lists("risk.yaml").values() for word in words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a sentence tells, as keys with weights."""

    keys: Mapping[str, float]
    cost: int
    by: int = 0
    """Words that say who said it, where it begins a line."""


_LISTED = Small(
    r"^(?:(?:so|and|then|number|action|outcome|point) )*(?:one|two|three|four|five|six|seven|eight|nine|ten)[,.:] "
)
"""Which of a list it is: "Two, he gets to be six" has one figure."""


def tells(
    sentence: Sentence,
    rarity: Mapping[str, float],
    speakers: frozenset[str],
    asked: Sentence | None = None,
    view: bool = False,
) -> Told:
    """The facts of a sentence, and what the question that it is shown with asks after of safety and daily life.

    A figure counts together with its kind, so that repeating one adds nothing. Of harm each person is heard: what a
    doctor says of a bruise is not what a mother says of it.
    """
    text = sentence.text
    both = f"{asked.text} {text}" if asked else text
    keys: dict[str, float] = {}
    listed = _LISTED.search(text)
    by = sentence.speaker or ""
    for match in NUMBER.finditer(text):
        if listed and match.start() < listed.end():
            continue
        # Three sessions and three weeks are two facts; so are the 8th of October and the 8th of May.
        after = _AFTER.match(text, match.end())
        keys[f"n:{match[0].lower()} {after[1].lower()[:5] if after else ''}"] = 1.6
    for match in DATE.finditer(text):
        keys[f"d:{match[0].lower()}"] = 1.3
    for match in _CAPITAL.finditer(text):
        name = match[1].removesuffix("'s").removesuffix("’s")
        if name not in speakers and name.lower() not in _COMMON and not name.startswith("I'"):
            keys[f"c:{name.lower()}"] = 1.1
    for match in RISK.finditer(both):
        keys[f"r:{match[0].lower()} {by}"] = 2.4
    for match in GRAVE.finditer(both):
        keys[f"g:{match[0].lower()} {by}"] = 4.0
    for match in wide().finditer(both):
        keys[f"b:{match[0]}"] = 0.7
    for match in LIFE.finditer(both):
        keys[f"l:{match[0].lower()[:7]}"] = 1.4
    words = [w.lower() for w in _WORD.findall(text)]
    for word in {*words} - _COMMON:
        keys[f"w:{word[:6]}"] = _A_WORD * rarity.get(word[:6], 0.0)
    for one, two in pairwise(words):
        if weight := rarity.get(f"{one[:6]} {two[:6]}"):
            keys[f"t:{one[:6]} {two[:6]}"] = _A_TERM * weight
    if view and sentence.speaker:
        keys[f"v:{sentence.speaker}"] = _A_VIEW
    return Told(keys=keys, cost=len(both.split()), by=len((sentence.speaker or "").split()))


_A_WORD, _A_TERM, _A_VIEW = 0.28, 0.3, 3.0
"""What a word of this meeting is worth, two that come back together ("life story", "early help"), and the first view
that somebody gives: a record says what each of them thinks."""
_COMES_BACK = 0.8
"""How much more a word tells each time that people come back to it."""


def rarity(sentences: Sequence[Sentence]) -> dict[str, float]:
    """How telling each word stem is in this meeting: what is rare tells much, and so does what people come back to.

    Also of each pair of telling words ("life story") that comes back: what a meeting is about has a name.
    """
    said = [[w.lower() for w in _WORD.findall(s.text)] for s in sentences]
    telling = {w: w[:6] for w in set().union(*said) if w[:6] not in _COMMON and not _little(w)}
    seen: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for words in said:
        seen.update({w[:6] for w in words} - _COMMON)
        beside = pairwise(map(telling.get, words))
        pairs.update({f"{one} {two}" for one, two in beside if one and two})
    most = math.log(1 + len(sentences))
    told = {
        word: math.log((1 + len(sentences)) / n)
        / most
        * (1 + _COMES_BACK * math.log(n))
        * (0.25 if _little(word) else 1.0)
        for word, n in seen.items()
    }
    return told | {pair: math.log(1 + n) for pair, n in pairs.items() if n > 1}


def _little(word: str) -> bool:
    return says_little(stem(word))
