"""What others quote of a child's words: in quotation marks, or as "she said I want ...". Whose words they are is judged
by who is said to have said them; what a parent said is no child's voice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafting.people import People, Role
from drafting.small import Small
from drafting.speech import Sentence, Turn

_QUOTED = re.compile(r"[\"“][^\"”]{2,}[\"”]")
_SAY = (
    r"(?:said|says|wrote|asked|told|goes|called it|put|puts|writes|was like|were like|answered|shouted|"
    r"whispered|replied|mentioned|described it|drew)"
)
_SAYS = re.compile(
    rf"\b(?:he|she|they|\w+)(?:'d|'s)? (?:also |then |just )?{_SAY}\b|\bin (?:his|her|their) (?:own )?words\b|"
    r"\b(?:his|her|their) (?:(?:exact|own|actual|very) )?words (?:were|was|are|is)\b",
    re.IGNORECASE,
)
_KIN_SHE = (
    r"mum|mom|mam|mummy|mommy|mother|nan|nana|nanny|gran|grandma|grandmother|stepmum|aunt|auntie|sister"
)
_KIN_HE = r"dad|daddy|father|step-?dad|grandad|grandfather|uncle|boyfriend|brother|ex-partner"
_TITLED = r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Nurse) [A-Z]\w+"
_ACTS = (
    r"(?=(?:'d|'s|’s)? (?:also |then |just |really |never )?(?:said|says|went|goes|was|is|had|has|asked|told|"
    r"rang|thinks|reckons|wants|wanted|didn't|wasn't|came|did|does|doesn't|put|will|would|isn't|hasn't|felt|"
    r"feels|replied)\b)"
)
_ACTING = re.compile(_ACTS)
_TITLE_SHE = re.compile(r"(?:Mrs|Ms|Miss|Nurse)\b")
_MENTIONS = re.compile(
    rf"(?P<she>\b(?i:{_KIN_SHE})\b)|(?P<he>\b(?i:{_KIN_HE})\b)|(?P<titled>\b{_TITLED})|(?P<acts>\b[A-Z][a-zà-ÿ-]+\b{_ACTS})|"
    r"(?P<name>\b[A-Z][a-zà-ÿ-]+\b)"
)
_CHILD_NOUN = re.compile(
    r"\b(?:the|a|this|our) (?:child|young (?:person|man|lady|woman)|lad|boy|girl|little (?:one|girl|boy|lad))\b",
    re.IGNORECASE,
)
_SPOKEN_TO = re.compile(
    r", (?:(?:Mr|Mrs|Ms|Miss|Dr) )?[A-Z]\w+(?=[.?!])|^(?:(?:Mr|Mrs|Ms|Miss|Dr) )?[A-Z]\w+(?=[,?])"
)
_SUBJECT = re.compile(
    rf"(?P<who>\b(?:{_TITLED}|[A-Z][a-zà-ÿ-]+|(?i:he|she|they|I|we|it|you|{_KIN_SHE}|{_KIN_HE}))\b)"
    rf"(?:'d|'s|’s| has| had| did| then| also| just| actually| always| even| once| (?:turned|came) (?:round|out)"
    rf"(?: and)?)*"
    rf" (?:{_SAY}|did (?:say|ask))\b"
)
_WORDS_OF = re.compile(r"\b(his|her|their) (?:(?:exact|own|actual|very) )?words\b", re.IGNORECASE)
_ASKED_OF_ADULT = re.compile(
    rf"\b(?:does|did|has|what|what's|how's) (?:\w+ )?(?i:{_KIN_SHE}|{_KIN_HE})(?:'s)? (?:\w+ )?(?:say|said|think|feel|"
    r"account|view|side|version|make of|told|know)",
)
_SPOKE_TO_ADULT = re.compile(
    rf"\bI(?:'ve| have)? (?:(?:rang|rung|phoned|asked|told|visited|met|spoke (?:to|with)|spoken (?:to|with)|said to) "
    rf"(?:(?i:{_KIN_SHE}|{_KIN_HE})|{_TITLED})|(?:rang|rung|phoned) (?:her|him))\b"
)
_YOUNG = Small(
    r"\b(?:my (?:mum|mom|mam|mummy|mommy|dad|daddy|nan|nanny|gran|brother|sister|teacher|room|bed|friends?|"
    r"tummy|toys?)|mummy|mommy|daddy|school|pe|maths|don't tell)\b"
)
_GROWN = Small(
    r"\b(?:my (?:kids|children|lad|son|daughter|girl|house|job|rent|methadone|script)|the kids|lose the|"
    r"as a (?:mum|dad|parent))\b"
)
_SHEET = Small(
    r"\b(?:(?:his|her|their|your|[a-z]+['’]s) (?:sheet|booklet|form|letter|card|drawing|poster|note|list|"
    r"slides?|book|questionnaire|statement|views|words)|views sheet|all about me|one page profile|"
    r"like people to know|(?:worr(?:y|ies)|good things|dreams?) (?:house|box|page)|three houses|(?:he|she|they|"
    r"you) wrote|\w+ (?:wrote|drew|coloured|filled (?:in|out)|did me) (?:a|an|this|that|it|his|her|their|me|"
    r"us)\b|what(?:'s| is)(?: not)? going well|sent (?:me|us) a (?:letter|note|card))\b"
)
"""Something that a child wrote or drew, of which "it says"."""
_OTHERS_SAID = Small(
    r"\b(?:doctors?|nurses?|teachers?|workers?|police|officers?|neighbours?|managers?|solicitors?|judge|"
    r"consultant|midwife|health visitor|carers?|school|staff|somebody|someone|people|housing|council|hospital|"
    r"court|friends?|(?:letter|report|email|text|order|plan) (?:from \w+ )?)(?: \w+)? (?:said|says|wrote|writes|"
    r"told|asked|put)\b"
)
_NO_MARKS = re.compile(
    rf"\b(?P<who>{_TITLED}|[A-Z][a-zà-ÿ-]+|(?i:he|she|they))(?:'d|'s|’s)? (?:(?:also|just|then|actually) )?"
    r"(?:said|says|goes|was like|keeps saying|told me|wrote|put)(?: to (?:me|us|her|him|"
    r"\w+))?,? (?P<words>(?:no,? |yeah,? |that's )?(?:I(?:'d| would) (?:rather|like|love|hate|want)|I (?:don't |"
    r"do not |really |just |only |still )*(?:want|wish|like|love|hate|miss|feel|wanna|need)\b|I(?:'m|"
    r" am) (?:\w+ )?(?:scared|frightened|sad|happy|worried|lonely|tired|hungry|not going|not happy|fed up|"
    r"bored)|my (?:mum|mom|mam|dad|tummy|head)\b|I (?:can't|couldn't|won't) (?:sleep|go|stay|tell)|"
    r"nobody )[^.?!]{3,})"
)
"""A child's words without quotation marks, as machines write them: only where they are plainly a wish or a feeling."""
_BACK = 4
"""Turns back in which it may stand who "she" is."""
_UNTOLD = -1.0
"""What it is worth that nobody is told of who said it."""
_NOT = -1.0
"""So much against it, and the words are not taken for a child's."""
_NEAR = 3
"""Sentences back in which an adult who was named is likely to be who speaks."""
_LEAD = 12
"""Words in what leads to a quotation that has no "said" of its own."""
_OPENERS = frozenset([
    "He", "She", "They", "I", "We", "You", "It", "Who", "There", "Here", "This", "That", "These", "The", "And", "But",
    "So", "Then", "Now", "If", "When", "Where", "What", "Which", "How", "Why", "Yes", "No", "Yeah", "OK", "Well",
    "Somebody", "Someone", "Nobody", "Everybody", "Everyone", "Anybody", "School", "Police", "Not", "Never", "Also",
])  # fmt: skip
"""Words with a capital at the beginning of a sentence that are no names."""


@dataclass(slots=True)
class _Thread:
    """Whose words were quoted last, and in which turn: who is quoted goes on being quoted."""

    turn: int = -9
    child: bool = False

    def leans(self, turn: Turn) -> float:
        if turn.n - self.turn > _BACK:
            return 0.0
        return 2.0 if self.child else -3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Sentences that quote a child, in one run. `sure` is false where the words are only likely a child's."""

    sentences: tuple[Sentence, ...] = field(repr=False)
    sure: bool


def reported(turns: Sequence[Turn], people: People, held: Mapping[int, object]) -> Iterator[Reported]:
    """What others quote of a child, in the order said."""
    children = frozenset(people.children)
    thread = _Thread()
    for turn in turns:
        if people.part(turn) is Role.CHILD:
            continue
        for n, s in enumerate(turn.sentences):
            if s.n in held:
                continue
            if _QUOTED.search(s.text):
                run = _run(turn, n, held, going_on=thread.turn == turn.n and thread.child)
            elif _NO_MARKS.search(s.text) and not s.asks:
                run = [s]
            else:
                continue
            if not run:
                continue
            score = _score(turns, turn, n, run, children, thread, people.part(turn))
            marks = _QUOTED.search(s.text) is not None
            thread.turn, thread.child = turn.n, score > _NOT
            if score > (_NOT if marks else 0):
                yield Reported(sentences=tuple(run), sure=score > (0 if len(children) != 1 else -0.1))


def words(told: Reported) -> str:
    """What is quoted, to know it again."""
    text = " ".join(s.text for s in told.sentences)
    return " ".join(re.findall(r"[a-z'’]+", text[_begins(text) :].lower().split('" ')[0]))


def _run(turn: Turn, n: int, held: Mapping[int, object], *, going_on: bool) -> list[Sentence]:
    """A sentence with a quotation, after what says whose it is; what is read out goes on to the next quotation."""
    s = turn.sentences[n]
    before = turn.sentences[n - 1] if n else None
    if _SAYS.search(s.text):
        return [s]
    if before is None or before.n in held:
        return []
    if _SAYS.search(before.text):
        return [before, s]
    if going_on:
        return [before, s] if before.words <= _LEAD and not _QUOTED.search(before.text) else [s]
    return []


def _score(
    turns: Sequence[Turn],
    turn: Turn,
    n: int,
    run: Sequence[Sentence],
    children: frozenset[str],
    thread: _Thread,
    speaks: Role,
) -> float:
    """How likely it is that the words are a child's: below nothing, they are not taken for it."""
    text = " ".join(s.text for s in run)
    begins = _begins(text)
    words = text[begins:]
    who = next(iter(reversed(list(_SUBJECT.finditer(text[:begins])))), None)
    told = who["who"] if who else ""
    if told in children or _CHILD_NOUN.search(text[:begins]):
        return 3.0
    if told.lower() in ("i", "we", "you"):
        return 3.0 if told.lower() == "you" and _SHEET.search(text) else -3.0
    if _GROWN.search(words) or (not told and _OTHERS_SAID.search(text[:begins])):
        return -3.0
    pronoun = told.lower() if told.lower() in ("he", "she", "they") else ""
    if not pronoun and (of := _WORDS_OF.search(text[:begins])):
        pronoun = {"his": "he", "her": "she", "their": "they"}[of[1].lower()]
    score = 1.5 if _YOUNG.search(words) else 0.0
    if told.lower() == "it" or not (told or pronoun):
        near = " ".join(s.text for t in turns[max(0, turn.n - 2) : turn.n + 1] for s in t.sentences)
        return score + thread.leans(turn) + (1.0 if _SHEET.search(near) else _UNTOLD)
    if not pronoun and told not in _OPENERS:
        return -3.0
    score += thread.leans(turn)
    score += _nearest(turns, turn, n, text[: who.start() if who else begins], pronoun, children)
    asked = turns[turn.n - 1].text if turn.n else ""
    # Who speaks as a parent mostly tells of their own child.
    score += 1.0 if pronoun and speaks is Role.FAMILY else 0.0
    so_far = " ".join(s.text for s in turn.sentences[: n + 1])
    score -= 3.0 if _ASKED_OF_ADULT.search(asked) else 0.0
    score -= 2.0 if _SPOKE_TO_ADULT.search(so_far) and not _named(so_far, children) else 0.0
    return score


def _begins(text: str) -> int:
    """Where the child's words begin."""
    if marks := _QUOTED.search(text):
        return marks.start()
    return found.start("words") if (found := _NO_MARKS.search(text)) else len(text)


def _named(text: str, children: frozenset[str]) -> bool:
    return any(re.search(rf"\bI .{{0,20}}\b{re.escape(c)}\b", text) for c in children)


def _nearest(
    turns: Sequence[Turn], turn: Turn, n: int, before: str, pronoun: str, children: frozenset[str]
) -> float:
    """Who was last spoken of before: a child speaks for it, an adult against, the more the nearer."""
    texts = [before, *(s.text for s in reversed(turn.sentences[:n]))]
    texts += [s.text for t in reversed(turns[max(0, turn.n - _BACK) : turn.n]) for s in reversed(t.sentences)]
    for far, text in enumerate(texts):
        for m in reversed(list(_MENTIONS.finditer(_SPOKEN_TO.sub("", text)))):
            name = m["acts"] or m["name"] or ""
            if name in children:
                return 2.0 if m["acts"] else 1.5
            she = m["she"] or (m["titled"] and _TITLE_SHE.match(m["titled"]))
            he = m["he"] or (m["titled"] and not she)
            if (she and pronoun != "he") or (he and pronoun != "she") or (m["acts"] and name not in _OPENERS):
                # Who does something is spoken of; whom somebody only goes to or asks may be anybody.
                acts = m["acts"] or _ACTING.match(text, m.end())
                return -2.0 if acts and far < _NEAR else -0.5
    return 0.0
