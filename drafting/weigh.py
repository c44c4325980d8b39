"""How much a sentence tells: its figures, dates, names, and words that matter to a child's safety and daily life."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from drafting.small import Small
from drafting.speech import Sentence, Turn
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
    r"december|christmas|easter|half term|\d{1,2}(?:st|nd|rd|th)|(?:19|20)\d\d|(?:last|this|next) (?:week|"
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
    r"ending your life|thoughts of|dead|die|died|low mood|feeling down)\b"
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
    r"early help|tested|tests?|negative|positive|missed|agree\w*|disagree\w*)\b"
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
    r"(?:action|item|number|point) (?:one|two|three|four|five|six|seven)\b|can't promise|for the recording|"
    r"welcome (?:to (?:the|this|our)|back|everyone|everybody|all)|bear with me|say (?:that )?again|good question|"
    r"over to you|with us (?:for|today)|^(?:(?:so|ok|okay|right|and),? )?moving on|next slide|"
    r"(?:I've|I have) (?:(?:noted|written) (?:it|those|that(?= down|[.,]|$))|got (?:that|it) down)|"
    r"(?:^|so |and )it's (?:\w+day,? )?(?:the )?\d+(?:st|nd|rd|th)? of \w+,? (?:and )?(?:it's|half|quarter|\d)|"
    r"it's \w+day,? the \d+(?:st|nd|rd|th)? of \w+,|"
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


_AGAIN = (1.0, 0.25)
"""What a fact is worth the first time and the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a sentence tells, as keys with weights."""

    keys: Mapping[str, float]
    cost: int
    by: int = 0
    """Words that say who said it, where it begins a line."""


def tells(
    sentence: Sentence, rarity: Mapping[str, float], speakers: frozenset[str], asked: Sentence | None = None
) -> Told:
    """The facts of a sentence, and what the question that it is shown with asks after of safety and daily life.

    A figure counts together with its kind, so that repeating one adds nothing.
    """
    text = sentence.text
    both = f"{asked.text} {text}" if asked else text
    keys: dict[str, float] = {}
    for match in NUMBER.finditer(text):
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
        keys[f"r:{match[0].lower()}"] = 2.4
    for match in GRAVE.finditer(both):
        keys[f"g:{match[0].lower()}"] = 4.0
    for match in LIFE.finditer(both):
        keys[f"l:{match[0].lower()[:7]}"] = 1.4
    words = [w.lower() for w in _WORD.findall(text)]
    for word in {*words} - _COMMON:
        keys[f"w:{word[:6]}"] = _A_WORD * rarity.get(word[:6], 0.0)
    for one, two in pairwise(words):
        if weight := rarity.get(f"{one[:6]} {two[:6]}"):
            keys[f"t:{one[:6]} {two[:6]}"] = _A_TERM * weight
    return Told(keys=keys, cost=len(both.split()), by=len((sentence.speaker or "").split()))


_A_WORD, _A_TERM = 0.28, 0.3
"""What a word of this meeting is worth, and two that come back together ("life story", "early help")."""
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


_MOST = 4
"""Sentences that are weighed together."""
_LONGEST = 60
"""Words of these."""
_APART = 15.0
"""Words that a line of its own costs its reader: who says it, and finding one's way into it."""
_JOINED = 0.35
"""Of that, what it costs to go on from a line that is there."""


_LEAST, _MORE, _MOST_LEAST = 0.05, 0.04, 0.24
"""What a run must tell for each word that it costs, or nobody misses it: at the least, more for each thousand words
that were said, and at the most. Of a long meeting's small talk nobody wants as much as of a short call's.
"""


def least(said: int) -> float:
    """How much a run must tell for each word, in a meeting of so many words."""
    return min(_LEAST + _MORE * said / 1000, _MOST_LEAST)


def chosen(
    turns: Sequence[Turn], told: Mapping[int, Told], budget: int, weights: Mapping[int, float]
) -> list[int]:
    """Numbers of the sentences that together cover most within a budget of words (greedy, with lazy gains).

    What is weighed are runs of one to four sentences of one turn: whoever reads a figure needs what goes with it.
    `weights` multiply a sentence's worth: of who says it, and of how it is said. Facts told twice count a quarter
    the second time and nothing the third.
    """
    covered: dict[str, int] = {}
    taken: set[int] = set()

    def gain(run: range) -> tuple[float, int]:
        fresh = [n for n in run if n not in taken]
        words = sum(told[n].cost for n in fresh)
        seen: dict[str, int] = {}
        worth = 0.0
        for n in fresh:
            one = 0.0
            for key, weight in told[n].keys.items():
                times = covered.get(key, 0) + seen.get(key, 0)
                if times < len(_AGAIN):
                    one += weight * _AGAIN[times]
                seen[key] = seen.get(key, 0) + 1
            worth += one * weights.get(n, 1.0)
        joins = len(fresh) < len(run) or run[0] - 1 in taken or run[-1] + 1 in taken
        value = worth / (words + _APART * (_JOINED if joins else 1.0)) ** 0.9
        return value, words + (0 if joins else told[run[0]].by)

    beside: dict[int, list[range]] = defaultdict(list)
    heap: list[tuple[float, int, int]] = []
    for run in _runs(turns, told):
        heap.append((-gain(run)[0], run.start, run.stop))
        for n in range(run.start - 1, run.stop + 1):
            beside[n].append(run)
    heapq.heapify(heap)
    enough = least(sum(t.words for t in turns))
    spent = 0
    while heap and spent < budget:
        _, start, stop = heapq.heappop(heap)
        run = range(start, stop)
        now, words = gain(run)
        if now < enough or spent + words > budget:
            continue
        if heap and now < -heap[0][0] - 1e-9:
            heapq.heappush(heap, (-now, start, stop))
            continue
        fresh = [n for n in run if n not in taken]
        taken.update(fresh)
        spent += words
        for key in (key for n in fresh for key in told[n].keys):
            covered[key] = covered.get(key, 0) + 1
        for near in {r for n in (run[0], run[-1]) for r in beside[n]}:  # these cost less to read now
            if not taken.issuperset(near):
                heapq.heappush(heap, (-gain(near)[0], near.start, near.stop))
    return sorted(taken)


def _runs(turns: Sequence[Turn], told: Mapping[int, Told]) -> Iterator[range]:
    """Every run of sentences of one turn that may be drafted together."""
    for turn in turns:
        for s in turn.sentences:
            words = 0
            for n in range(s.n, min(s.n + _MOST, turn.sentences[-1].n + 1)):
                if n not in told or (words and words + told[n].cost > _LONGEST):
                    break
                words += told[n].cost
                yield range(s.n, n + 1)
