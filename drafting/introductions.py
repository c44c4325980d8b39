"""How people say who they are, or are introduced: the sentence in which it was said, and its few words that say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafting.small import Small
from drafting.speech import Sentence, Turn

FAMILY = (
    r"mum|mom|mummy|mommy|mam|mother|dad|daddy|father|step-?dad|step-?mum|nan|nana|nanny|gran|grandma|"
    r"grandmother|grandad|grandfather|aunt|auntie|uncle|brother|sister|foster carer|carer|partner|parent"
)
_JOB = (
    r"social worker|chair|reviewing officer|iro|manager|teacher|head|senco|safeguarding lead|nurse|"
    r"health visitor|midwife|doctor|gp|paediatrician|psychologist|therapist|therapy|psychiatrist|worker|"
    r"key ?worker|caseworker|officer|sergeant|constable|detective|inspector|police|solicitor|advocate|"
    r"coordinator|consultant|practitioner|mentor|tutor|idva|isva|registrar|deputy|assistant|clinician|counsellor|guardian|"
    r"representative|interpreter|speech and language|sen team|support team|from the council|minute taker"
)
FAMILY_RE = Small(rf"\b(?:{FAMILY})\b")
JOB_RE = Small(rf"\b(?:{_JOB})\b")
_KIN = Small(rf"\b(?:{FAMILY})\b(?!['’]s\b)")
"""Family, and not what is theirs: "at Nan's"."""
SELF = re.compile(
    r"(?<!if )(?<!when )(?<!since )\b(?:I'm|I am|my name is|my name's)\b(?! (?:not|just|going|gonna|sorry|sure|"
    r"from|at|in|on|with|off|up|here|back)\b)[^.?!]{0,60}?",
    re.IGNORECASE,
)
_OPENS = r"(?:(?:hi|hiya|hello|morning|afternoon|evening|yes|yeah|yep|so|ok|okay|right|um|all)[,.]? )*"
_TITLE = r"(?:DCI|DI|DS|DC|PC|PS|Sgt|Dr|Mr|Mrs|Ms|Miss|Prof(?:essor)?|Detective \w+(?: \w+)?|Inspector|Sister|Nurse) "
_ITS = re.compile(
    rf"^{_OPENS}(?:it's|it is|this is|I'm) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?[.]?$", re.IGNORECASE
)
"""Only a name: what somebody is may be in the next sentence."""
_AFTER_NAME = re.compile(
    r"(?: [A-Z][\w'’-]+)?, (?:(?!(?:can|could|would|will|you|do|did|is|are|if|what|and|so|just|please|it|he|she|"
    r"we|they)\b)[a-z]|[A-Z]{2,}|I['’]?m (?:the|a|an|her|his|their)\b|[A-Z]\w+['’]s )"
)
"""What follows a name that somebody gives as their own: "Ann Lee, health visitor"."""
_OF_ANOTHER = re.compile(r"\b(?:my|his|her|their|your|the other|a new) (?:\w+ )?$", re.IGNORECASE)
"""Before a part that is another's: "I'm with my social worker"."""
_FROM = re.compile(r"^(?:I'm|I am|[Mm]y name(?:'s| is)) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? from (?:the )?[A-Z]")
_PART_SO_FAR = re.compile(r",? (?:and|so|but|because|which means|who)\b|,")
_GOES_ON = re.compile(
    r"^\W*(?:(?:and|so|but|because|then) )*(?:my (?:job|role)|I['’]?m (?:here|at (?:home|work|school|the)|sat|"
    r"sitting|stood|calling|joining|there|in my|on my|going|just|really|not|doing|glad|covering|up at|with you|"
    r"sorry)\b|I(?:['’](?:ve|ll|d))?\b(?!['’]m)|this is|it['’]s (?:the |\w+day)|(?:what|who|where|if|just|thank|"
    r"nice|we|you|she|he|they|there|that means)\b)",
    re.IGNORECASE,
)
"""Where an introduction turns to something else."""
_EARLY = 900.0
"""Seconds in which people say who they are."""
_ONLY_PART = re.compile(
    rf"^(?:(?:[A-Z][\w-]*['’]s|[Tt]he|[Hh]is|[Hh]er|[Tt]heir) )?(?:[A-Za-z]+ ){{0,2}}?(?i:{FAMILY}|{_JOB})"
    r"(?:,? (?:from|at|for|in|of|with|[A-Z]).{2,40})?[.]?$"
)
"""A sentence that is nothing but somebody's part: "Jade's mum."."""


def first_name(name: str) -> str:
    """The first name of "Tyler Brook", and of "Brook, Tyler"."""
    after = name.split(",", 1)
    words = (after[1] if len(after) == 2 and after[1].strip() else name).split()
    return words[0].strip("'’") if words else name


def said_of(text: str, label: str) -> str:
    """The words of an introduction that are about whoever has that label: by their first name, or short for it."""
    name, short = first_name(_bare(label)), _short(text, label)
    return introduced(text, name) or (introduced(text, short) if short else "")


def _bare(label: str) -> str:
    return re.split(r"[(|\[]", label)[0]


def _short(text: str, label: str) -> str:
    """What stands before the surname in place of the first name that it begins like: "Kath" for Kathleen."""
    bare = _bare(label).strip()
    name, words = first_name(bare), re.findall(r"[^\W\d_][\w'’-]+", bare)
    last = words[0] if "," in bare else words[-1]
    if len(words) < 2 or last == name:
        return ""
    found = re.search(rf"\b([A-Z][\w'’-]+) {re.escape(last)}\b", text)
    return found[1] if found and found[1][:2] == name[:2] and found[1] != name else ""


def introduction(label: str, name: str, turns: Sequence[Turn], nameless: bool) -> Sentence | None:
    """Where somebody says who they are, or is introduced by name with their part."""
    return _own(label, turns, nameless) or (None if nameless or not name else _by_another(name, label, turns))


def _own(label: str, turns: Sequence[Turn], nameless: bool) -> Sentence | None:
    names = "|".join(re.escape(n) for n in re.findall(r"[^\W\d_]{3,}", re.split(r"[(|\[]", label)[0]))
    begins = re.compile(rf"^(?i:{_OPENS}(?:{_TITLE})?)(?:[A-Z][\w'’-]+ )?(?i:{names})\b") if names else None
    for turn in (t for t in turns if t.speaker == label):
        only_name = False
        for s in turn.sentences[:8]:
            said = SELF.search(s.text)
            after = s.text[said.start() : said.start() + 130] if said else ""
            if _has_part(after):
                return s
            if only_name and _ONLY_PART.match(s.text):
                return s
            if begins and not nameless and not s.asks and s.start < _EARLY and (m := begins.match(s.text)):
                rest = s.text[m.end() :]
                if _AFTER_NAME.match(rest):
                    return s
            only_name = bool(
                _ITS.match(s.text) or (begins and re.fullmatch(rf"{begins.pattern}[.]?", s.text))
            )
        if turn.sentences[0].start > _EARLY:
            break
    return None


def _has_part(text: str) -> bool:
    """Whether it says what somebody is, and not whom somebody is with."""
    if _FROM.search(text):
        return True
    return any(
        not _OF_ANOTHER.search(text[: m.start()])
        for pattern in (JOB_RE, _KIN)
        for m in pattern.finditer(text)
    )


def _by_another(name: str, label: str, turns: Sequence[Turn]) -> Sentence | None:
    near = re.compile(
        rf"\b{re.escape(name)}\b(?: [A-Z]\w+)?(?:(?:,| is| who's| who is| from|,? (?:she|"
        rf"he)'s)[^.]{{0,40}}?\b(?:{FAMILY}|{_JOB}|from)\b|,? from (?:the )?[A-Za-z])"
        rf"|\b(?:{FAMILY}),? {re.escape(name)}\b"
    )
    for turn in turns[:40]:
        for sentence in turn.sentences:
            if (
                near.search(sentence.text)
                or (name in sentence.text and introduced(sentence.text, name))
                or (_short(sentence.text, label) and said_of(sentence.text, label))
            ):
                return sentence
    return None


def introduced(text: str, name: str) -> str:
    """The few words of an introduction that are about that name: "Lee, Jayden's dad", "Callum from the team".

    In "Gemma, Jayden's mum, Lee, Jayden's dad" the mum is Gemma: words before a name are about it only where no
    other name comes before them. Empty if no words plainly belong to the name.
    """
    name = re.escape(name)
    after = re.search(
        rf"\b{name}\b(?: [A-Z][\w'’-]*)?(?:(?:, (?:the|a|an|our|my|his|her|their|[A-Z][\w-]*['’]s)|"
        rf",? who's|,? who is|,? is|,? she's|,? he's) "
        rf"[^,.?!]*\b(?:{FAMILY}|{_JOB})\b[^,.?!]*|,? from [^,.?!]*)",
        text,
    )
    if not after:
        # Somebody goes round the room: "Ivy, that's his tutor." "Omar Hill, family support."
        after = re.search(
            rf"^(?:(?:And|Then|So|We've got|There's),? )*(?i:{_TITLE})?{name}\b(?: [A-Z][\w'’-]*)?, "
            r"(?:(?:that's|that is|you're|you are|you (?:manage|run|lead)|she's|he's|who's) )?"
            r"(?!(?:can|could|do|you|would|will|what|how)\b)(?:[\w'’-]+ ){0,4}?"
            rf"(?:{FAMILY}|{_JOB}|nursery|support|school|team|nursing|housing)\b[^,.?!]{{0,30}}(?=[.,])",
            text,
        )
    before = re.search(rf"(?<!, )\b[A-Z][\w-]*['’]s (?:{FAMILY}),? {name}\b", text)
    found = after[0] if after else before[0] if before else ""
    return re.split(r" and (?:then )?(?=[A-Z])", found)[0].strip()


def shortened(text: str) -> tuple[str, str]:
    """Somebody's own introduction as name and part, and what they went on to say in the same sentence."""
    begins = SELF.search(text)
    start = (
        begins.start()
        if begins and not re.match(rf"{_OPENS}(?:{_TITLE})?[A-Z][\w'’-]+ (?!I\b)[A-Z]", text)
        else 0
    )
    kept = start
    for cut in _PART_SO_FAR.finditer(text, start):
        rest = text[cut.start() :].lstrip(", ")
        if cut.start() > kept and _GOES_ON.match(rest) and _has_part(text[start : cut.start()]):
            return f"{text[start : cut.start()].rstrip(' ,')}.", rest
    return text[start:], ""
