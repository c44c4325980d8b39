"""How people promise, ask and name a day: the wordings that the rules for actions look for."""

from __future__ import annotations

import re

from drafting.wording.doing import VERB
from drafting.wording.when import WHEN

CAN = re.compile(rf"\bI (?:can|could)(?: also| just)?? ({VERB})\b", re.IGNORECASE)
SOMEBODY = re.compile(
    rf"\b(?:somebody|someone) (?:needs|ought|has got|has|wants) to ({VERB})\b", re.IGNORECASE
)
ORDER = re.compile(
    rf"^(?:(?:so|and|then|right|ok|now),? )*(?:(?:please,? )(?P<asked>{VERB}\b[^.?!]*)"
    rf"|(?P<task>{VERB}\b[^.?!,]*(?:,(?! (?:and|but) (?:if|I|you|we)\b)[^.?!,]*)*?),? please\b)",
    re.IGNORECASE,
)
"""What somebody is told to do, civilly: "do the checks before five, please"."""
TOLD = re.compile(
    rf"^(?:(?:so|and|then|right|ok|okay|now|just|yeah|yes"
    rf"|well),? )*(?P<task>(?:make sure (?:that )?you(?:['’]ve)? |don['’]t forget to |be sure to )?{VERB}\b[^.?!]*)",
    re.IGNORECASE,
)
"""The same less civilly: "get that written up by Friday"."""
TELL_ME = re.compile(
    r"(?:,? |^)\b((?:ring|call|text|email) me\b|let me know\b|give (?:me|us) a (?:ring|call|shout|bell|text)\b)",
    re.IGNORECASE,
)
NEXT_TIME = re.compile(
    r"\bnext (?:proper |full |core |child |formal )*(?:review|visit|meeting|conference|group|pep|"
    r"supervision)\b|\bthe review conference\b",
    re.IGNORECASE,
)
BY = re.compile(
    rf"^(?:the |and |then )*(?!(?:I|you|he|she|we|they)\b)[a-z][\w' -]{{2,40}}? by (?:{WHEN})\b",
    re.IGNORECASE,
)
SO_MUCH_BY = re.compile(
    rf"((?!(?:I|you|we|can|could|is|are|did|do|have|has|was|were|what|how|who|when|where|would|will)\b)"
    rf"[^?]{{4,80}}?,? (?:by|before|this side of|within|today|tomorrow|this week|starting|"
    rf"from)\b(?: (?:on )?(?:this )?(?i:{WHEN}))?)[^?]*$"
)
"""How a chair lists what was agreed, after the name: "Becky, four sessions before Christmas"."""
DO_IT = re.compile(rf"(?:please )?((?:{VERB})\b[^?]*)$")
"""The same as an order: "Marcus, fix some mornings"."""
MYSELF = re.compile(rf"^(?:[Ss]o |[Aa]nd |[Tt]hen )*[Mm]e, ((?:{VERB})\b[^?]*)$")
"""And what the chair takes on: "Me, ring the children's dad"."""
FROM = re.compile(
    r"^(?:[Ss]o |[Aa]nd |[Tt]hen |[Uu]m+,? )*(?!(?:I|It|That|He|She|They|We|You)\b)"
    r"((?:(?:[\w'’-]+,? ){1,5}?from|(?:[\w'’-]+,? ){1,12}?starting)(?: on)? "
    rf"(?:(?i:{WHEN}))\b)(?! (?:to|till|until)\b)"
)
"""What is arranged to begin: "breakfast club from Monday", "Sundays at ten, starting the 22nd"."""
ME = re.compile(
    r"^(?:um+,? |oh,? )*(?:that'd be me|that's me|me\b|leave (?:it|that) with me|mine\b)", re.IGNORECASE
)
YOU = re.compile(
    rf"^(?:so )?you(?:'re)? (?!(?:tell|ask|do(?!ing (?:the|a|that|his|her|their) [^.?!]* (?:by|before)\b)|find"
    rf"|meet|get|start|test|move)ing\b)((?:{VERB})(?:ing)?|seeing)\b",
    re.IGNORECASE,
)
ASSENT = re.compile(
    r"^(?:um+,? |oh,? |ok,? |yeah,? |well,? |right[,.]? )*(?:yes|yeah|yep|yup|ok|okay|fine|sure|will do|of course|"
    r"course|i will|i'll|i can|i could|go on|no problem|that's fine|please|perfect)\b",
    re.IGNORECASE,
)
# Said of the meeting itself, or of a passing moment: nobody needs reminding.
HERE = re.compile(
    r"\b(?:come (?:on |back )?to (?:that|you|this|it|the)|come back to|in a (?:minute|second|sec|"
    r"moment)|take (?:you|us|them|it|her|him) (?:through|one)|take (?:it|that|this|us|things) (?:one|from|step)|"
    r"start (?:with|formally)|ask (?:you|everybody|everyone|each)\b(?! to\b)|let (?:you go|\w+ finish)|see (?:how|"
    r"what (?:happens|you|it|we)|where|whether|you (?:soon|later|then|in a))|"
    r"get (?:started|going|through)|do it all|do [a-z]+['’]s bit|do (?:you(?! (?:a|an|the|some)\b)"
    r"|the introductions|this bit"
    r"|the actions"
    r"|that first|(?:the )?(?:headlines|"
    r"introductions|intros|minutes|notes|round|bits?)|my best|what (?:I|we) can)|"
    r"go (?:through|round)(?: (?:this|that|the agenda|the (?:room|table|list)|these|everybody|them)\b|$)|"
    r"go (?:to|back to) (?:you|the next|number|page|point|item)|go and (?:see|get|put|have|check|find|say|look"
    r"|grab|make|fetch|sit|play|ask)\b|be (?:honest|straight)|"
    r"come (?:and see you )?before i go|let me(?! have)|let (?:him|her|them|it|[a-z]+) (?:say|finish|speak|talk"
    r"|go|in|read|carry|come in|off)\b|"
    r"get [a-z]+$|make sure (?:it|that|this) (?:says|reads|goes)|correct (?:something|one thing)|put (?:your|his"
    r"|her|their) (?:views?|disagreement|comments?|point)|"
    r"speak (?:first person|in|slowly)|interpret|translate|stop (?:you|this|it)|give you (?:that|an idea|a bit"
    r"|a minute|my)|"
    r"give (?:it|this|that|them|him|her) (?:a (?:go|try|minute|think)|up)|"
    r"read(?! (?:it|that|this|your|his|her)\b[^.?!]*(?:\b(?:at|to|for)\b|$))|read (?:it|that|this) (?:out|back)|"
    r"make (?:sure everybody|a cup|(?:a|that) note|it (?:quick|short|clear))|find (?:that|out in|it hard"
    r"|the (?:page|place))|tell (?:you|us)\b|"
    r"make a start|get (?:a grip|a life|my head|some (?:sleep|rest|air|peace))|get (?:there|here|home|to (?:that"
    r"|it|you))|ask (?:it|this|that|a|one|the question)\b|pop (?:up|down|out|in) and (?:say|see|get)|"
    r"give us|come in\b|ask (?:is|\w+ now)|tell us|find it, done|let (?:you|them|her|him) know$|"
    r"talk (?:about|it through)|say|write (?:that|it|what|down|those)(?! up)|"
    r"put (?:that|it|the(?! (?:[a-z-]+ )?(?:referral|request|application|form|paperwork|timetable|plan|case|money"
    r"|order"
    r"|idea)\b)|those|you|them|him|her|us|me)(?! (?:to (?!one)|through|forward|in touch|in for|in front|up for"
    r"|down for)\b)|"
    r"put (?:down|in (?:brackets|that|the (?:notes|minutes|chat|record)))|put (?:a|that) (?:note|comment|link)"
    r"|put up with|put on (?:the (?:kettle|telly|light)|record)|"
    r"(?:get|grab|fetch|put|open|shut|close|turn|switch|hold|move) (?:the|my|your|that|this)(?: \w+)? (?:box|door"
    r"|kettle|phone|glasses|pen|paper|bag|telly|tv|lights?|window|biscuits?|drinks?|tea|coffee|juice|water|pram"
    r"|dog|toys?|game|"
    r"laptop|screen|charger|camera|book|picture|drawing|chair)(?: (?:on|off|down|up|out|over))?$|"
    r"chair(?: this| today)?$|take (?:that|it) (?:out|off)|take out|take (?:notes|the minutes)|have (?:that"
    r"|it) (?:down|recorded)|"
    r"try (?:not|my best|me|it|and (?:be|keep|explain|remember))|keep (?:it|this|you|going|quiet|that|on (?:at"
    r"|about))(?! (?:posted|up to date|informed|in the loop)\b)|"
    r"hold (?:on|that|my hands|back)|add (?:to that|that|one|just|on)|support (?:that|it|this)|help (?:you )?out$|"
    r"discuss (?:that|this|it)$|share (?:my|the) screen|type (?:it|that)|record (?:that|it|this)|log (?:on|off|in"
    r"|out)|"
    r"check (?:everybody|everyone|whether everybody|my (?:phone|notes)|the time)$|move (?:on|us on)"
    r"|finish (?:there|off|on|here|with)|"
    r"give (?:her|him|them|you) (?:that|credit|his due|her due)|get (?:on|over|used|out|up|mad|angry|upset|cross"
    r"|in trouble|done)\b(?! (?:to|with|on)\b)|"
    r"take (?:your|that) (?:time|point|on board)|take it (?:that|as)|catch (?:you|up) (?:later|after)|speak (?:up"
    r"|for|as)|"
    r"help (?:it|myself)|hand (?:over|back)|call (?:it|that|him|her)|clear (?:that|this) up$|start (?:by|off"
    r"|again))\b",
    re.IGNORECASE,
)
THIRD = re.compile(
    rf"\b([A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?)(?:,? (?:(?:is|are) (?:going )?to|will|to|needs? to|"
    rf"has to|has got to|(?:has )?(?:agreed|offered) to)(?: also| just| then)? ({VERB})\b"
    rf"|['’](?:s (?:going |got )?to|ll)(?: also| just| then)? ({VERB})\b"
    rf"|['’]s (sending|writing|arranging|booking|chasing|making)\b)"
    r"|(?:^|[.,] )(?:So |And |Then )*([A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?) (does|rings|sends|writes|"
    r"books|asks|takes|checks|makes|speaks|visits|chases)\b"
)
IF_IT_SUITS = re.compile(
    r",? (?:and )?(?:if (?:that|it|you|I)[^,?]{0,30}|(?:is )?that(?:'s)?(?: still)? (?:ok|okay|all right|fine"
    r"|alright)(?: with you| for you)?"
    r"|(?:are )?you(?:'re)?(?: still| both)? (?:ok|okay|all right|alright|happy|fine|good) (?:with|about) (?:that"
    r"|it|this)"
    r"|ok|okay|all right|yeah|yes)\?$",
    re.IGNORECASE,
)
"""Asked at the end of a promise, which stays one: "I'll come again on Tuesday, if that still works?"."""
DONE_BY = re.compile(
    r"^(?:and |so )?([\w' -]{3,60}? (?:needs?|ha(?:s|ve)|'s|is|are) (?:got )?to be (?:with|in|done|sent|back|ready|"
    r"finished|completed|submitted|signed|circulated|updated|booked)\b.*"
    r"|[\w' -]{3,60}? (?:needs?|wants?|ha(?:s|ve) got|has|have) (?:to (?:go|come|get)|doing|sending|chasing"
    r"|booking|updating"
    r"|signing|finishing|sorting|fixing|ringing|writing|submitting)\b.*)",
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
IF = re.compile(
    r"^(?:so |and |but )*if\b(?! (?:that|it|you)(?:['’]s|['’]re| is| are)(?: still)? (?:ok|okay|all right|alright"
    r"|fine|happy)\b)",
    re.IGNORECASE,
)
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
        "'em",
        "em",
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
