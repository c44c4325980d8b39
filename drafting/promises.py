"""Who said that they would do what, by when: strict rules, in the words used, with nothing made up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from drafting.people import People, first_name
from drafting.speech import Sentence, Turn, tidy
from record.draft import Action
from record.source import PassageId

_VERB = (
    r"(?:re-?)?(?:ring|call|phone|text|email|send|write|book|arrange|refer|make|chase|check|speak|talk|see|visit|meet|take|bring|get|"
    r"pick|sort(?! of)|fix|do|find|organise|contact|ask|complete|update|correct|change|attend|move|register|apply|share|fill|post|order|sign|"
    r"draft|review|follow|start|prepare|invite|come|give|pop|let|catch|collect|drop|look into|have a (?:quiet )?(?:word|chat)|set up|"
    r"put (?:in|together)|stay|carry on|finish|cancel|pass on|return|weigh|test|move|interview|print|upload|file|dial|request|chair(?! bits| this))"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_NTH = rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?: (?:19|20)\d\d)?|the \d{{1,2}}(?:st|nd|rd|th)(?: of {_MONTH})?"
_CLOCK = (
    r"(?:about |around )?(?:half past \w+|quarter (?:past|to) \w+|half (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}(?:[.:]\d\d)?) ?(?:o'clock|am|pm))"
)
_WHEN = (
    rf"(?:this |next |last |on |the )*{_DAY}s?(?: (?:morning|afternoon|evening|night|teatime|after school))?(?:,? ?(?:{_NTH}))?(?:,? (?:at )?{_CLOCK})?"
    rf"|{_NTH}|(?:today|tonight|tomorrow)(?: (?:morning|afternoon|evening|night))?|this (?:morning|afternoon|evening|week|weekend|month|term)"
    r"|next (?:week|month|term)|the weekend|the same day|(?:the )?end of (?:the |this |next )?(?:day|week|month|term|year)|half term|christmas|easter"
    rf"|(?:the )?(?:first|second|third) week (?:of|in) {_MONTH}|(?:one|two|three|four|five|six|\w+teen|ten|fifteen|twenty|\d+) (?:working )?(?:days|weeks|months)"
    rf"|the next (?:review|meeting|visit|core group|conference)|as soon as (?:I|we|you)[^,.?]{{2,25}}|{_CLOCK}"
)
DUE = re.compile(
    rf"\b(?:(?:by|before|until|within|in|at|on|from|starting|this side of|no later than|every) )?(?:{_WHEN})\b(?:,? (?:the )?(?:{_NTH}))?",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"\bI(?:'ll| will| am going to|'m going to|'m gonna| said I'd| need to|'ve got to|'ve agreed to)(?: also| just| then| still| have to| go and| try and| try to)*? ({_VERB})\b",
    re.IGNORECASE,
)
_CAN = re.compile(rf"\bI (?:can|could)(?: also| just)?? ({_VERB})\b", re.IGNORECASE)
_REQUEST = re.compile(
    rf"\b(?:can|could|would|will) you(?: please| just)? ({_VERB})\b|\b(?:I need you to|you were going to|I'd like you to|you'll|you're to|you need to) ({_VERB})\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(rf"\b(?:somebody|someone) (?:needs|ought|has got|has) to ({_VERB})\b", re.IGNORECASE)
_TELL_ME = re.compile(r",? \b((?:ring|call|text|email) me\b|let me know\b)", re.IGNORECASE)
_NEXT_TIME = re.compile(
    r"\bnext (?:proper |full |core |child |formal )*(?:review|visit|meeting|conference|group|supervision)\b|\bthe review conference\b",
    re.IGNORECASE,
)
_BY = re.compile(rf"^(?:the |and |then )*[a-z][\w' -]{{2,40}}? by (?:{_WHEN})\b", re.IGNORECASE)
_ME = re.compile(
    r"^(?:um+,? |oh,? )*(?:that'd be me|that's me|me\b|leave (?:it|that) with me|mine\b)", re.IGNORECASE
)
_YOU = re.compile(rf"^(?:so )?you(?:'re)? ((?:{_VERB})(?:ing)?|seeing)\b", re.IGNORECASE)
_ASSENT = re.compile(
    r"^(?:um+,? |oh,? |ok,? |yeah,? |well,? )*(?:yes|yeah|yep|yup|ok|okay|fine|sure|will do|of course|course|i will|i'll|i can|i could|go on|no problem|that's fine|please|perfect)\b",
    re.IGNORECASE,
)
# Said of the meeting itself, or of a passing moment: nobody needs reminding.
_HERE = re.compile(
    r"\b(?:come (?:on |back )?to (?:that|you|this|it|mason|the)|come back to|in a (?:minute|second|sec|moment)|take (?:you|us|them|it|her|him) (?:through|one)|"
    r"start (?:with|formally)|ask (?:you|everybody|everyone|each)|let (?:you go|\w+ finish)|see (?:how|what happens|you (?:soon|later|then))|"
    r"get (?:started|going|through)|do (?:you|the introductions|this bit|the actions|that first)|go through (?:this|that|the agenda)|be (?:honest|straight)|"
    r"come (?:and see you )?before i go|let me|stop (?:you|this|it)|give you (?:that|an idea)|read|make (?:sure everybody|a cup)|find (?:that|out in)|"
    r"give us|come in|ask (?:is|\w+ now)|tell us|find it, done|let (?:you|them|her|him) know$|talk (?:about|it through)|say|write (?:that|it|what|down|those)|put (?:that|it|the|those)|take (?:that|it) (?:out|off)|take out|have (?:that|it) (?:down|recorded))\b",
    re.IGNORECASE,
)
_THIRD = re.compile(
    rf"\b([A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?),? (?:(?:is|are) (?:going )?to|will|to|needs to|has (?:agreed|offered) to) ({_VERB})\b"
    rf"|\b([A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?)['’](?:s (?:going )?to|ll) ({_VERB})\b"
    rf"|\b([A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?)['’]s (sending|writing|arranging|booking|chasing|making)\b"
    r"|(?:^|[.,] )(?:So |And |Then )*([A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?) (does|rings|sends|writes|books|asks|takes|checks|makes|speaks|visits|chases)\b"
)
_CALLED = re.compile(r"^(?:[Ss]o |[Aa]nd |[Uu]m,? |OK,? )*([A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?), ")
_SHALL_WE = re.compile(r"\b(?:shall we|let's|we'll) say\b", re.IGNORECASE)
_NOT_WHO = frozenset(
    ["I", "It", "That", "This", "He", "She", "They", "We", "You", "There", "What", "Who", "And", "So", "But", "If", "Then", "Mum", "Dad", "One", "Two", "Two"]
)
_NOT = re.compile(
    r"\b(?:saying I|won't|not going to|can't|couldn't|don't|never|not gonna|if I)\b", re.IGNORECASE
)
_IF = re.compile(r"^(?:so |and |but )*if\b", re.IGNORECASE)
_SMALL = frozenset(
    ["i'll", "will", "it", "that", "this", "them", "him", "her", "you", "me", "us", "do", "the", "a", "an", "to", "and", "of", "for", "in", "on", "by", "at", "with", "be", "get", "then", "just", "one", "so", "is", "over", "pop", "come", "again", "back", "anyway", "before", "my", "yeah", "as", "we're", "we", "can", "could"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """An action while it is still being put together."""

    turn: int
    task: str = field(repr=False)
    owner: str | None = field(repr=False)
    due: str | None = field(repr=False)
    sources: tuple[PassageId, ...]
    sentences: tuple[int, ...]
    bare: bool = False


def promises(
    turns: Sequence[Turn], people: People, held: Mapping[int, object]
) -> tuple[tuple[Action, ...], frozenset[int]]:
    """The actions said in a meeting, and the numbers of the sentences that they are in."""
    names: dict[str, list[str]] = {}
    for label, person in people.speakers.items():
        if not person.nameless:
            names.setdefault(first_name(label), []).append(label)
    found: list[Promise] = []
    for turn in turns:
        for n, s in enumerate(turn.sentences):
            if s.n in held or s.words > 70 or _IF.search(s.text):
                continue
            found += _in_sentence(turns, turn, n, names)
    merged = _merged(found)
    return (
        tuple(Action(text=p.task, owner=p.owner, due=p.due, sources=p.sources[:6]) for p in merged),
        frozenset(n for p in merged for n in p.sentences),
    )


def _in_sentence(
    turns: Sequence[Turn], turn: Turn, n: int, names: Mapping[str, Sequence[str]]
) -> Iterator[Promise]:
    """What one sentence promises: at most one thing, by the first rule that fits."""
    s = turn.sentences[n]
    if match := _third(s.text, names):
        owner, verb = match
        if _HERE.match(s.text[verb:].rstrip(".")):
            return
        yield _promise(turns, turn, n, s.text[verb:], owner)
    elif not s.asks and (match := _FIRST.search(s.text) or _with_date(_CAN.search(s.text), s.text)):
        before = s.text[: match.start(1)][-30:]
        if not _HERE.match(s.text[match.start(1) :].rstrip(".")) and not _NOT.search(before):
            yield _promise(turns, turn, n, s.text[match.start(1) :], turn.speaker)
    elif match := _REQUEST.search(s.text):
        yield from _asked(turns, turn, n, s.text[match.start(match.lastindex or 1) :], names, told=not s.asks)
    elif match := _SOMEBODY.search(s.text):
        yield from _asked(turns, turn, n, s.text[match.start(1) :], names, told=True)
    elif match := _TELL_ME.search(s.text):
        yield from _asked(turns, turn, n, s.text[match.start(1) :], names, told=False)
    elif (match := _YOU.search(s.text)) and DUE.search(s.text):
        yield _promise(turns, turn, n, s.text[match.start(1) :], None)
    elif (_NEXT_TIME.search(s.text) and re.search(r"\d", s.text) and DUE.search(s.text)) or ((match := _BY.match(s.text)) and s.words <= 10 and not _SHALL_WE.search(s.text)):
        yield _promise(turns, turn, n, s.text, None)


def _asked(
    turns: Sequence[Turn], turn: Turn, n: int, task: str, names: Mapping[str, Sequence[str]], *, told: bool
) -> Iterator[Promise]:
    """A request is somebody's only when they say yes. One that is `told` stands without an owner if nobody does."""
    task = task.rstrip("?")
    if _HERE.match(task) or turn.speaker is None:
        return
    answer = _next(turns, turn) if n >= len(turn.sentences) - 3 else None
    called = _CALLED.match(turn.sentences[n].text)
    who = _owner(called[1], names) if called and called[1].split()[0] in names else None
    if who and answer and answer.speaker != who:
        answer = None
    if answer and (_ASSENT.search(answer.text) or _ME.search(answer.text)):
        made = _promise(turns, turn, n, task, answer.speaker)
        ids = tuple(dict.fromkeys((*made.sources, *answer.sentences[0].passages)))
        yield replace(made, due=made.due or _due(answer.text), sources=ids)
    elif told and (who or DUE.search(task)):
        yield _promise(turns, turn, n, task, who)


def _with_date(match: re.Match[str] | None, text: str) -> re.Match[str] | None:
    """ "I can" promises only together with a date."""
    return match if match and DUE.search(text) else None


def _third(text: str, names: Mapping[str, Sequence[str]]) -> tuple[str, int] | None:
    """ "Callum does", "Imran's sending", "Sarah P to refer", "I'd like Beth to write": who, and where the task begins."""
    for match in _THIRD.finditer(text):
        spoken = next(g for g in match.groups() if g)
        if spoken.split()[0] in _NOT_WHO:
            continue
        begin = match.start(match.lastindex or 1)
        plain = match[0][len(spoken) :].lstrip(", ")
        known = spoken.split()[0] in names
        # A name that is no speaker's needs the plainest form: "Ryan is to ring".
        if known or re.match(r"(?:is|are) to\b|['’]s to\b", plain):
            return _owner(spoken, names), begin
    return None


def _owner(spoken: str, names: Mapping[str, Sequence[str]]) -> str:
    """The label of the only speaker whom that name fits; otherwise the name as it was said."""
    first, *rest = spoken.split()
    fits = [x for x in names.get(first, ()) if all(re.search(rf"\b{re.escape(w)}", x) for w in rest)]
    return fits[0] if len(fits) == 1 else spoken


def _promise(turns: Sequence[Turn], turn: Turn, n: int, task: str, owner: str | None) -> Promise:
    s = turn.sentences[n]
    task = tidy(task).rstrip(".?! ,")
    due, ids, numbers = _due(s.text), list(s.passages), [s.n]
    settled = next(
        (x for x in turn.sentences[n + 1 : n + 3] if _SHALL_WE.search(x.text) and DUE.search(x.text)), None
    )
    if settled:
        due = _due(settled.text)
        numbers.append(settled.n)
    if due is None:
        due, more = _due_after(turns, turn, n)
        if more:
            ids += more.passages
            numbers.append(more.n)
    bare = _bare(task, due)
    if bare:
        before = _before(turns, turn, n)
        if before:
            task = f"{task} (“{_clipped(tidy(before.text))}”)"
            ids = [*before.passages, *ids]
    return Promise(
        turn=turn.n,
        task=task,
        owner=owner,
        due=due,
        sources=tuple(dict.fromkeys(ids)),
        sentences=tuple(numbers),
        bare=bare,
    )


def _clipped(text: str) -> str:
    words = text.split()
    return " ".join(words[:18]) + (" …" if len(words) > 18 else "")


def _bare(task: str, due: str | None) -> bool:
    """Whether a task says too little by itself: "do it", "ask her", "pop it over today"."""
    return len(_content(task) - _content(due or "")) < 2


def _due(text: str) -> str | None:
    """When, as said: a "by" or "before" first, else the last time named. Past days are no date for a task."""
    found = [m for m in DUE.finditer(text) if not re.match(r"(?:on |at |in )?last\b", m[0], re.IGNORECASE)]
    found = [m for m in found if not text[: m.start()].endswith("apart ")]
    if not found:
        return None
    best = next(
        (
            m
            for m in found
            if re.match(r"(?:by|before|within|until|this side|no later)\b", m[0], re.IGNORECASE)
        ),
        found[0],
    )
    return re.sub(r"^by ", "", best[0].strip(" ,"), flags=re.IGNORECASE)


def _due_after(turns: Sequence[Turn], turn: Turn, n: int) -> tuple[str | None, Sentence | None]:
    """A date given at once afterwards: "By the 30th?" "Yeah.", "Starting when?" "Next Thursday, so the 12th"."""
    coming = [
        *turn.sentences[n + 1 : n + 2],
        *(s for t in turns[turn.n + 1 : turn.n + 4] for s in t.sentences[:2]),
    ]
    for s in coming[:5]:
        match = DUE.search(s.text)
        if match and s.words <= 10 and len(match[0].split()) + 2 >= s.words:
            return _due(s.text), s
        if s.words > 12:
            break
    return None, None


def _before(turns: Sequence[Turn], turn: Turn, n: int) -> Sentence | None:
    """What "it" may mean: the sentence before, or the last that somebody else said."""
    if n and turn.sentences[n - 1].words > 4:
        return turn.sentences[n - 1]
    for t in reversed(turns[max(0, turn.n - 4) : turn.n]):
        if not t.filler and t.words > 3:
            return max(t.sentences[-2:], key=lambda s: s.words)
    return None


def _next(turns: Sequence[Turn], turn: Turn) -> Turn | None:
    return next((t for t in turns[turn.n + 1 : turn.n + 4] if t.speaker != turn.speaker), None)


def _content(text: str) -> set[str]:
    return {w[:4] for w in re.findall(r"[a-zà-ÿ']{2,}", text.lower()) if w not in _SMALL}


def _merged(found: Sequence[Promise]) -> list[Promise]:
    """One action for one task: a recap joins what it repeats, and the later, fuller wording stands."""
    kept: list[Promise] = []
    for p in found:
        same = next((k for k in reversed(kept) if _same(k, p)), None)
        if same is None:
            kept.append(p)
            continue
        fuller = same if p.bare else max(same, p, key=lambda x: (not x.bare, x.due is not None, len(x.task)))
        kept[kept.index(same)] = replace(
            fuller,
            owner=fuller.owner or same.owner or p.owner,
            due=p.due or same.due if not p.bare or same.bare else same.due or p.due,
            sources=tuple(dict.fromkeys((*same.sources, *p.sources))),
            sentences=(*same.sentences, *p.sentences),
        )
    return kept


def _same(a: Promise, b: Promise) -> bool:
    if a.owner and b.owner and a.owner != b.owner:
        return False
    if b.bare and b.owner and a.owner == b.owner and 0 <= b.turn - a.turn <= 3:
        return a.bare or a.due is None or b.due is None or a.due == b.due
    x, y = _content(a.task) - _content(a.due or ""), _content(b.task) - _content(b.due or "")
    common = len(x & y)
    near = b.turn - a.turn < 12
    return common >= 2 and (common * 2 if near else common * 3 / 2) >= min(len(x), len(y))
