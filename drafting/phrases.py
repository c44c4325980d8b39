"""How people promise, ask and name a day: the wordings that the rules for actions look for."""

from __future__ import annotations

import re

_VERB = (
    r"(?:re-?)?(?:ring|call|phone|text|email|send|write|book|arrange|refer|make|chase|check|speak|talk|"
    r"see|visit|meet|take|bring|get|"
    r"pick|sort(?! of)|fix|do|find|organise|contact|ask|complete|update|correct|change|attend|move|"
    r"register|apply|share|fill|post|order|sign|"
    r"draft|review|follow|go through|tell|start|prepare|invite|come|give|pop|let|catch|collect|drop|look into|"
    r"have (?:a|another) (?:quiet |good )?(?:word|chat|look)|set up|"
    r"put (?:in|together)|stay|carry on|finish|cancel|pass on|return|weigh|test|move|interview|print|"
    r"upload|file|dial|request|chair(?! bits| this))"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_NTH = (
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?: (?:19|20)\d\d)?|the \d{{1,2}}(?:st|nd|rd|"
    rf"th)(?: of {_MONTH})?"
)
CLOCK = (
    r"(?:about |around )?(?:half past \w+|quarter (?:past|to) \w+|half (?:one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve)|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}(?:[.:]\d\d)?) ?(?:o'clock|"
    r"am|pm))"
)
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_WHEN = (
    rf"(?:this |next |last |on |the )*{_DAY}s?(?: (?:morning|afternoon|evening|night|teatime|"
    rf"after school))?(?:,? ?(?:{_NTH}))?(?:,? (?:at )?{CLOCK})?"
    rf"|{_NTH}|(?:today|tonight|tomorrow)(?: (?:morning|afternoon|evening|night))?|this (?:morning|"
    rf"afternoon|evening|week|weekend|month|term)"
    r"|next (?:week|month|term)|the weekend|the same day|(?:the )?end of (?:the |this |next )?(?:day|week|"
    r"month|term|year)|half term|christmas|easter"
    rf"|(?:the )?(?:first|second|third) week (?:of|in) {_MONTH}|(?:one|two|three|four|five|six|\w+teen|ten|"
    rf"fifteen|twenty|\d+) (?:working )?(?:days|weeks|months)"
    rf"|a (?:week|fortnight) (?:today|tomorrow|(?:on )?{_DAY})|(?:24|48|72|twenty-four|forty-eight) hours"
    r"|(?<=in )(?:a|one) (?:week|fortnight|month)(?:['’]s time)?|(?<=within )(?:a|one|the) (?:week|fortnight|month)"
    rf"|the next (?:review|meeting|visit|core group|conference)|as soon as (?:I|we|you)[^,.?]{{2,25}}|{CLOCK}"
)
DUE = re.compile(
    rf"\b(?:(?:by|before|until|within|in|at|on|from|starting|this side of|no later than|"
    rf"every) )?(?:{_WHEN})\b(?:,? (?:the )?(?:{_NTH}))?|\b(?:by|before) {_HOUR}"
    r"(?=[,.?!]|$| (?:today|tomorrow|tonight|please)\b)",
    re.IGNORECASE,
)
FIRST = re.compile(
    rf"\bI(?:'ll| will| am going to|'m going to|'m gonna| said I'd| need to|'ve got to|"
    rf"'ve agreed to)(?: also| just| then| still| have to| go and| try and| try to)*? ({_VERB})\b",
    re.IGNORECASE,
)
CAN = re.compile(rf"\bI (?:can|could)(?: also| just)?? ({_VERB})\b", re.IGNORECASE)
REQUEST = re.compile(
    rf"\b(?:can|could|would|will) you(?: please| just)? ({_VERB})\b|\b(?:I need you to|you were going to|"
    rf"I'd like you to|you'll|you're to|you need to) ({_VERB})\b",
    re.IGNORECASE,
)
SOMEBODY = re.compile(rf"\b(?:somebody|someone) (?:needs|ought|has got|has) to ({_VERB})\b", re.IGNORECASE)
ORDER = re.compile(
    rf"^(?:(?:so|and|then|right|ok|now),? )*(?:(?:please,? )(?P<asked>{_VERB}\b[^.?!]*)"
    rf"|(?P<task>{_VERB}\b[^.?!,]*(?:,(?! (?:and|but) (?:if|I|you|we)\b)[^.?!,]*)*?),? please\b)",
    re.IGNORECASE,
)
"""What somebody is told to do, civilly: "do the checks before five, please"."""
TELL_ME = re.compile(r",? \b((?:ring|call|text|email) me\b|let me know\b)", re.IGNORECASE)
NEXT_TIME = re.compile(
    r"\bnext (?:proper |full |core |child |formal )*(?:review|visit|meeting|conference|group|pep|"
    r"supervision)\b|\bthe review conference\b",
    re.IGNORECASE,
)
BY = re.compile(
    rf"^(?:the |and |then )*(?!(?:I|you|he|she|we|they)\b)[a-z][\w' -]{{2,40}}? by (?:{_WHEN})\b",
    re.IGNORECASE,
)
SO_MUCH_BY = re.compile(
    rf"((?!(?:I|you|we|can|could|is|are|did|do|have|has|was|were|what|how|who|when|where|would|will)\b)"
    rf"[^?]{{4,80}}?,? (?:by|before|this side of|within|today|tomorrow|this week|starting|"
    rf"from)\b(?: (?:on )?(?:this )?(?i:{_WHEN}))?)[^?]*$"
)
"""How a chair lists what was agreed, after the name: "Becky, four sessions before Christmas"."""
DO_IT = re.compile(rf"(?:please )?((?:{_VERB})\b[^?]*)$")
"""The same as an order: "Marcus, fix some mornings"."""
MYSELF = re.compile(rf"^(?:[Ss]o |[Aa]nd |[Tt]hen )*[Mm]e, ((?:{_VERB})\b[^?]*)$")
"""And what the chair takes on: "Me, ring the children's dad"."""
FROM = re.compile(
    r"^(?:[Ss]o |[Aa]nd |[Tt]hen |[Uu]m+,? )*(?!(?:I|It|That|He|She|They|We|You)\b)"
    r"((?:(?:[\w'’-]+,? ){1,5}?from|(?:[\w'’-]+,? ){1,12}?starting)(?: on)? "
    rf"(?:(?i:{_WHEN}))\b)(?! (?:to|till|until)\b)"
)
"""What is arranged to begin: "breakfast club from Monday", "Sundays at ten, starting the 22nd"."""
ME = re.compile(
    r"^(?:um+,? |oh,? )*(?:that'd be me|that's me|me\b|leave (?:it|that) with me|mine\b)", re.IGNORECASE
)
YOU = re.compile(
    rf"^(?:so )?you(?:'re)? (?!(?:tell|ask|do|find|meet|get|start|test|move)ing\b)((?:{_VERB})(?:ing)?|seeing)\b",
    re.IGNORECASE,
)
ASSENT = re.compile(
    r"^(?:um+,? |oh,? |ok,? |yeah,? |well,? )*(?:yes|yeah|yep|yup|ok|okay|fine|sure|will do|of course|"
    r"course|i will|i'll|i can|i could|go on|no problem|that's fine|please|perfect)\b",
    re.IGNORECASE,
)
# Said of the meeting itself, or of a passing moment: nobody needs reminding.
HERE = re.compile(
    r"\b(?:come (?:on |back )?to (?:that|you|this|it|the)|come back to|in a (?:minute|second|sec|"
    r"moment)|take (?:you|us|them|it|her|him) (?:through|one)|"
    r"start (?:with|formally)|ask (?:you|everybody|everyone|each)|let (?:you go|\w+ finish)|see (?:how|"
    r"what happens|you (?:soon|later|then))|"
    r"get (?:started|going|through)|do (?:you|the introductions|this bit|the actions|that first)|"
    r"go through (?:this|that|the agenda)|be (?:honest|straight)|"
    r"come (?:and see you )?before i go|let me|stop (?:you|this|it)|give you (?:that|an idea)|read|"
    r"make (?:sure everybody|a cup)|find (?:that|out in)|tell (?:you|us)\b|"
    r"make a start|get (?:there|here|home)|ask (?:it|this|that)\b|pop (?:up|down|out|in) and (?:say|see|get)|"
    r"give us|come in|ask (?:is|\w+ now)|tell us|find it, done|let (?:you|them|her|him) know$|"
    r"talk (?:about|it through)|say|write (?:that|it|what|down|those)(?! up)|put (?:that|it|the|those)|"
    r"(?:get|grab|fetch|put|open|shut|close|turn|switch|hold|move) (?:the|my|your|that|this)(?: \w+)? (?:box|door"
    r"|kettle|phone|glasses|pen|paper|bag|telly|tv|lights?|window|biscuits?|drinks?|tea|coffee|juice|water|pram|dog|toys?|game|"
    r"laptop|screen|charger|camera|book|picture|drawing|chair)(?: (?:on|off|down|up|out|over))?$|"
    r"chair(?: this| today)?$|take (?:that|it) (?:out|off)|take out|have (?:that|it) (?:down|recorded))\b",
    re.IGNORECASE,
)
THIRD = re.compile(
    rf"\b([A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?)(?:,? (?:(?:is|are) (?:going )?to|will|to|needs to|"
    rf"has (?:agreed|offered) to) ({_VERB})\b"
    rf"|['’](?:s (?:going )?to|ll) ({_VERB})\b"
    rf"|['’]s (sending|writing|arranging|booking|chasing|making)\b)"
    r"|(?:^|[.,] )(?:So |And |Then )*([A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?) (does|rings|sends|writes|"
    r"books|asks|takes|checks|makes|speaks|visits|chases)\b"
)
IF_IT_SUITS = re.compile(
    r",? (?:and )?(?:if (?:that|it|you|I)[^,?]{0,30}|(?:is )?that(?:'s)? (?:ok|okay|all right|fine|alright)"
    r"|ok|okay|all right|yeah|yes)\?$",
    re.IGNORECASE,
)
"""Asked at the end of a promise, which stays one: "I'll come again on Tuesday, if that still works?"."""
DONE_BY = re.compile(
    r"^(?:and |so )?([\w' -]{3,60}? (?:needs?|ha(?:s|ve)|'s|is|are) (?:got )?to be (?:with|in|done|sent|back|ready|"
    r"finished|completed|submitted|signed|circulated|updated|booked)\b.*)",
    re.IGNORECASE,
)
"""What must be there by a day: "Your reports need to be with me by the 7th of January"."""
WONT = re.compile(r"^(?:well,? |no,? |but )*I (?:probably )?won't(?=[,.]|$)", re.IGNORECASE)
SHALL_WE = re.compile(r"\b(?:shall we|let's|we'll) say\b", re.IGNORECASE)
NOT_WHO = frozenset(
    [
        "I",
        "It",
        "That",
        "This",
        "He",
        "She",
        "They",
        "We",
        "You",
        "There",
        "What",
        "Who",
        "And",
        "So",
        "But",
        "If",
        "Then",
        "Mum",
        "Dad",
        "One",
        "Two",
        "Two",
    ]
)
NOT = re.compile(
    r"\b(?:saying I|won't|not going to|can't|couldn't|don't|never|not gonna|if I)\b", re.IGNORECASE
)
IF = re.compile(r"^(?:so |and |but )*if\b", re.IGNORECASE)
AT_MEETING = re.compile(
    r"\b(?:bring|take|present|circulate|send|share|give|have|get|finish|ready)\b.{0,60}?"
    r"\b(?:to|for|at|before|by|in time for) "
    r"(the (?:next |first )?(?:core group|review conference|review meeting|annual review|review|conference|panel))\b",
    re.IGNORECASE,
)
"""A task that is due when people meet: "bring it to the core group"."""
SMALL = frozenset(
    [
        "i'll",
        "will",
        "it",
        "that",
        "this",
        "them",
        "him",
        "her",
        "you",
        "me",
        "us",
        "do",
        "the",
        "a",
        "an",
        "to",
        "and",
        "of",
        "for",
        "in",
        "on",
        "by",
        "at",
        "with",
        "be",
        "get",
        "then",
        "just",
        "one",
        "so",
        "is",
        "over",
        "up",
        "out",
        "off",
        "pop",
        "come",
        "again",
        "back",
        "anyway",
        "before",
        "my",
        "yeah",
        "as",
        "we're",
        "we",
        "can",
        "could",
        "into",
        "through",
        "about",
    ]
)
