"""How people take on a task, or give one: the verbs of tasks, and the words before them."""

from __future__ import annotations

import re

VERB = (
    r"(?:re-?)?(?:ring|call|phone|text|email|e-mail|send|write|book|arrange|refer|make|chase|check|speak|talk|"
    r"see|visit|meet|take|bring|get|pick|sort(?! of)|fix|do|find|organise|contact|ask|complete|update|correct|change|"
    r"attend|move|register|apply|share|fill|post|order|sign|draft|review|follow|go (?:over|through|to|round|with"
    r"|back (?:to|through|over)|and (?!(?:he|she|it|they|I|we|then|that)\b))|"
    r"tell|start|prepare|invite|come|give|pop|let|catch|collect|drop|look (?:into|at|up|round|over)|"
    r"have (?:a|another) (?:quiet |good |little )?(?:word|chat|look|conversation|think about)|set up|"
    r"put (?:in|together|forward|down for|up|a|an|you|your|my|his|him|her|their|them|us|the|through|on"
    r"|(?-i:[A-Z][\w'’]*))|put (?:it|that|this|them) (?:to|in|on|through)|"
    r"stay|carry (?:(?:it|that|this) )?on|finish|cancel|pass|return|weigh|test|interview|print|upload|file|dial"
    r"|request|chair(?! bits"
    r"| this)|"
    r"raise|escalate|forward|circulate|submit|liaise|confirm|clarify|discuss|plan|progress|pursue|trace|log"
    r"|record|type|"
    r"clear|clean|tidy|wash|mend|repair|paint|plane|measure|buy|fetch|pay|top up|run (?:the|a|you|him|her|them|it"
    r"|us)|drive|"
    r"cook|join|add|hand|deliver|support|help|encourage|remind|explain to|feed back|get back to|get on|crack on"
    r"|work (?:on|out|with)|"
    r"deal with|turn (?:it|that|this|them) (?:round|around)|keep (?:an eye|a|the|you|in touch|on)|try|offer|nudge"
    r"|ping|message|shadow|block|transfer|renew"
    r"|replace|dig out|"
    r"hold|lock|provide|supply|observe|assess|screen|read (?:it|that|this|your|his|her|the)|attempt|address"
    r"|action|own)"
)
ING = (
    r"(?:ringing|phoning|texting|emailing|sending|booking|arranging|chasing|seeing|visiting|"
    r"meeting|taking|bringing|picking|contacting|completing|updating|collecting|dropping|setting up|"
    r"putting (?:in|together)|finishing|submitting|chairing|speaking|moving|referring|reviewing)"
)
_MAY_BE = (
    r"(?:also|just|then|still|definitely|certainly|happily|personally|quickly|actually|obviously|now|make sure I"
    r"|make sure and|go and|get to|try and|try to|have to|need to|be able to)"
)
_NO_TASK = (
    r"be|have|had|think|say|know|want|need|like|love|hate|miss|die|kill|remember|forget|never|always|admit|bet"
    r"|assume|"
    r"hope|wait|stop|repeat|kick|start|begin|close|read|skip|leave|use|mention|note|minute|show|summarise|respect"
    r"|accept|"
    r"agree|understand|appreciate|probably|maybe|perhaps|possibly|end|lose|stand|sit|sleep|eat|cry|go|put|not"
    r"|only|tell|"
    r"let|give|believe|guess|suppose|imagine|promise|swear|warn|try|come|hand|just|also|then|still|grant|stick"
    r"|lead|turn|"
    r"shut|bring up|hear|feel|notice|spend|expect|mean|wear|play|watch|live|bin|explain|introduce|answer|ignore|stay"
)
_OBJECT = (
    r"(?: (?:up|down|out|off|in|on|over|through|to|round|at|for|with|away))?"
    r" (?:the|a|an|my|your|his|her|their|our|its|me|some|any|both|every|it|that|those|them|['’]em|him|us|you|\d"
    r"|(?-i:[A-Z]))"
)
WILL = (
    r"\bI(?:['’]ll| will|['’]m going to| am going to|['’]m gonna|['’]m gunna| shall| said I['’](?:d|ll)| need to"
    r"|['’]ve (?:got )?to|['’]ve agreed to|['’]ve said I['’]ll|['’]m (?:happy|willing|due|off|about) to"
    r"|['’]m going to have to)"
)
FIRST = re.compile(
    rf"{WILL}(?: {_MAY_BE})*? (?P<task>{VERB}\b|(?!(?:{_NO_TASK})\b)[a-z]{{3,12}}(?={_OBJECT}\b)"
    r"|(?P<ready>have (?:it|that|them|those|the|my|your|this|a|an"
    r"|(?-i:[A-Z][\w-]*['’]s))(?: [\w'’-]+){0,5}? (?:done|signed|sent|ready"
    r"|back|finished"
    r"|written|sorted|over|out|with you|to you|cleared|fixed|in place|go(?: to| round| out)?|look(?: at| into)?)\b))",
    re.IGNORECASE,
)
"""What the speaker takes on: "I'll ring", "I'm going to plane that door", "I'll have that yard done"."""
ONGOING = re.compile(rf"\bI['’]m (?:also |just |then )?(?P<task>{ING}\b)", re.IGNORECASE)
"""Told as already settled; a task where a day comes with it: "I'm seeing her on Thursday"."""
WE = re.compile(
    r"\b(?:we['’]ll|we will|we['’]re going to|we need to|we['’]ve got to)(?: also| just| then| get| make sure we)*? "
    r"(?P<task>(?:ring|call|phone|email|send|write to|refer|book|chase|arrange|contact|invite|order|apply for|submit|"
    r"complete|update|set up|circulate|put in for|put in a|visit|make (?:a|the|that) referral|do (?:a|the"
    r"|that) referral|look into|find out)\b)",
    re.IGNORECASE,
)
"""Taken on for the speaker's own service: "we'll send the form out"."""
ON_ME = re.compile(
    r"\b(?:(?:that['’]s|this is|it['’]s) (?:one|an action|a job|a task) for me|leave (?:it|that|this|them|him"
    r"|her) (?:with|to) (?:me|us)"
    r"|put (?:me|us) down (?:for|to)\b|count me in|I['’]ll take that (?:one|away|on|forward)\b"
    r"|I['’]ll pick (?:that|it|this) up\b|consider it done)",
    re.IGNORECASE,
)
"""Taken on without saying what: it stands in what was said before."""
DOWN_FOR = re.compile(
    r"\bput (?:me|us) down (?:for|to) (?!(?:that|it|this)\b)(?P<task>[^.?!]{3,60})", re.IGNORECASE
)
LEAVE_YOU = re.compile(
    r"\b(?:(?:can|could|shall|may|I['’]ll|I will) I? ?leave (?P<what>[^.?!,]{2,60}?) with you"
    r"|(?P<one>(?:that['’]s|this is) (?:one |an action |a job |a task )?for you)"
    r"|I['’]ll leave you to (?P<task>[^.?!]{3,80}))",
    re.IGNORECASE,
)
"""Given to whoever is spoken to: "can I leave the voucher with you?", "that's one for you, Pat"."""
YOU_WILL_HAVE = re.compile(
    r"\b(?P<all>(?P<who>you|they|she|he|everyone|everybody)(?:['’]ll| will) (?:have|get|receive)\b[^.?!]{2,90}"
    r"|(?:it|mine|ours|my [a-z]+|our [a-z]+|the [a-z]+|that)(?:['’]ll| will) be (?:with (?:you|them|her|him)|done"
    r"|finished|ready|there|sent|over|in)\b[^.?!]{0,70})",
    re.IGNORECASE,
)
"""What others will have from the speaker, by a day: "you'll have it by Friday"."""
BACK = re.compile(
    r"\b(?P<task>(?:I(?:['’]ll| will) be|I['’]m)(?: coming| going to be)? (?:back(?! (?:on (?:the|my)|to (?:work"
    r"|normal|square)|at work))|round|over|out|here|with you|out to you|up|in)\b(?: again)?[^.?!]{0,70}"
    r"|I(?:['’]ll| will| can)(?: then)? (?:see (?:you|you all|you both|him|her|them)|come (?:back|again|out|round"
    r"|over)|call (?:in|round|back)"
    r"|visit)\b[^.?!]{0,70}|(?<![a-z] )see you (?:all |both )?(?:again |next )?(?:on )?[^.?!]{0,40}"
    r"|(?:my|our|the) next visit[^.?!]{3,60})",
    re.IGNORECASE,
)
"""When somebody comes again: "I'm back on the sixteenth"."""
REQUEST = re.compile(
    r"\b(?:(?:can|could|would|will) (?:you|I (?:ask|get) you to)(?: please| just| possibly| all| both| maybe)*"
    r"|are you (?:able|OK|okay|all right|alright|happy|willing) to|would you be (?:able|willing|happy) to"
    r"|would you mind(?= [a-z]+ing\b)|(?:it['’]d be|would it be) (?:good|great|helpful|useful) if you(?: could"
    r"| can)?|if you (?:could|can) (?:just |please )?"
    rf") (?P<asked>{VERB}\b|(?:have|make sure|let me have)\b|(?<=mind )[a-z]+ing\b)"
    r"|\b(?:I(?:['’]d| would)? (?:need|want|like|expect|ask) you(?: both| all)?(?: to)?|you were going to"
    r"|you['’]ll(?: need to| have to| want to)?"
    r"|you['’]re (?:to|going to)|you(?: do| both| all)? (?:need|have|ought) to(?: be(?= [a-z]+ing\b))?"
    r"|you['’]ve got to|you (?:should"
    r"|must)|make sure (?:that )?you(?:['’]ve)?"
    rf"|(?:please )?(?:don['’]t|do not) forget to|remember to|you said you['’]d|we said you['’]d"
    rf"|we agreed you['’]d) (?:also |just |then )?(?P<told>{VERB}(?:ing)?\b)",
    re.IGNORECASE,
)
"""Asked of, or told, whoever is spoken to."""
SHALL_I = re.compile(
    rf"\b(?:shall I|do you want me to|would you like me to|would it help if I|I can"
    rf"|I could)(?: just)? (?P<task>{VERB}\b[^?]*)\?$",
    re.IGNORECASE,
)
"""Offered; it is taken on where somebody says yes, please."""
YES_PLEASE = re.compile(
    r"^(?:oh,? |um+,? |yeah,? |yes,? |ok,? |well,? )*(?:please|if you (?:would|could|don['’]t mind|can|like)"
    r"|that['’]d be|that would be|go on|yes|yeah|would you)\b",
    re.IGNORECASE,
)
REFUSES = re.compile(
    r"\b(?:I can['’]t|I cannot|I won['’]t|I couldn['’]t|I['’]m not (?:able|going|doing|allowed)|not me"
    r"|I['’]d rather not|I don['’]t (?:think I can|want to)"
    r"|no chance|I ain['’]t|I might|I may|I['’]ll (?:try|see|think))\b",
    re.IGNORECASE,
)
"""No yes, whatever it begins with."""
HANGS_ON = re.compile(
    r"\b(?:if|unless|in case|suppose|provided)\b(?! (?:that['’]s|it['’]s|you['’]re|that is) (?:ok|okay|all right"
    r"|alright|fine|happy)\b)[^,.?!]{3,60},? (?:then )?(?:and )?$",
    re.IGNORECASE,
)
"""A condition just before a promise: "and if they ring, I'll". Whether it comes about, nobody knows."""
_ROLE = (
    r"(?:mum|mom|mam|mummy|dad|step-?dad|nan|nana|grandma|grandad|gran|school|nursery|college|county|the council"
    r"|the local authority|the la"
    r"|health|housing|the police|police|camhs|the gp|gp|the surgery|the school nurse|the nurse|the health visitor"
    r"|the senco|the landlord|the family support worker"
    r"|the social worker|social care|early help|the ed psych|the ep|speech and language|the foster carers?"
    r"|the advocate|the iro|the reviewing officer|the school|the manager)"
)
ROLE_WILL = re.compile(
    rf"(?:^|[.,;:] |\b(?:so|and|then|that|said|agreed) )(?P<who>{_ROLE})(?:['’]ll| will|['’]s going to"
    rf"| is going to| are going to| to|['’]s to| is to| are to"
    rf"|['’]s got to| has got to| have got to| has to| have to| needs to| need to| has agreed to"
    rf"| have agreed to)(?: also| then| just)? (?P<task>{VERB}\b)",
    re.IGNORECASE,
)
"""What a relative or a service will do: a task with its day, or in a list of what was agreed."""
ACTION_FOR = re.compile(
    r"^(?:(?:so|and|then|next|first|second|last|the|another|one) )*(?:actions?|task|job)s? (?:point )?(?:for|on"
    r"|to) (?P<who>[\w'’ .]{2,30}?)(?:,| is| would be|:| -)(?: to| that)? (?P<task>[^?]{4,})$",
    re.IGNORECASE,
)
"""How a chair reads out an action: "action for school: a new timetable by Friday"."""
WE_SAID = re.compile(
    rf"\b(?:we|you|I|he|she|they)(?:['’]d|['’]ve| have)? (?:said|agreed|promised|told (?:him|her|them|you"
    rf"|(?-i:[A-Z][a-z]+)))"
    rf"(?: that)? (?P<who>(?-i:[A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?)|you|I|{_ROLE})"
    rf"(?:['’]d| would|['’]ll| will|['’]s going to| was going to| to) (?P<task>{VERB}\b|have\b)",
    re.IGNORECASE,
)
"""Recalled: it stands where it is still to be done."""
LAST_TIME = re.compile(
    r"\blast (?:time|visit|week|month|year|meeting|review|term)|\bback in (?:\w+ber|january|february|march|april"
    r"|may|june|july|august|the (?:spring|summer|autumn|winter)|20\d\d)\b|\bbut (?:he|she|they|I|it) (?:didn['’]t"
    r"|hasn['’]t|haven['’]t|never)\b",
    re.IGNORECASE,
)
OFFERED = re.compile(
    r"\b(?P<who>(?:Dr|Doctor|Mr|Mrs|Ms|Miss|Sister|Nurse|PC|DS|DC)\.? [A-Z][a-zà-ÿ-]+),? (?:she |he "
    r"|they )?(?:can|could|will|['’]ll|has offered to|is going to) (?P<task>(?:do|see|meet|visit|come)\b[^.?!]*)"
)
"""What somebody who is not there can do, on a day: "Dr Rao can see him at four"."""
AND_SO = re.compile(
    r"^(?:and |but |then )*(?P<what>(?:the|my|that|a) (?:[\w'’-]+ ){1,4}?)(?:I|we)\b[^.?!]*?,? (?:so|say"
    r"|probably|that['’]ll be|it['’]ll be) (?P<when>[\w'’ ,]{3,40})\.?$",
    re.IGNORECASE,
)
"""The next thing promised, by its name and its day: "the timeline I can't get at till I'm in, so Monday"."""
MORE = re.compile(rf",? (?:and |but |so |then |an['’] )*(?={WILL}|we['’]ll\b)", re.IGNORECASE)
"""Where a sentence goes on to another promise."""
ASIDE = re.compile(
    r"(?:,? so if\b|,? so (?:I|we) (?:can|do|wo)n['’]t\b"
    r"|, (?:and |but |so )?(?:I(?:['’]ve| have| haven['’]t| can['’]t| couldn['’]t| don['’]t| didn['’]t"
    r"|['’]m (?!going))"
    r"|that['’]s not|it['’]s not|it isn['’]t|he['’]s|she['’]s|they['’]re|it['’]s|there['’]s|that['’]s (?:all|fine"
    r"|what|the)"
    r"|(?:(?:me|my|his|her|our|their) )?[a-z]+['’]ll)\b)[^.?!]*$",
    re.IGNORECASE,
)
"""A remark after the task, which says nothing of it: ", I've not done that yet"."""

OTHERS_SAY = re.compile(
    r"\b(?:he|she|they|mum|mom|dad|nan|everybody|everyone|people|(?-i:[A-Z][a-z]+))(?: just| always| keeps?)?"
    r" (?:told me|tells me|telling me|said|saying|says|reckons?|thinks?|goes|went)(?: that| to me)?,? ?$",
    re.IGNORECASE,
)
"""Somebody else's words: "she told me I need to"."""

SENDS = re.compile(
    r"\bI(?:['’]ll| will|['’]m going to) (?:send|get|ask|have) (?P<who>(?-i:[A-Z][a-zà-ÿ-]+(?: [A-Z][a-zà-ÿ-]*)?))\b",
    re.IGNORECASE,
)
WANT_THEM = re.compile(
    rf"\bI(?:['’]d like| want| need) (?:him|her|them) to (?P<task>{VERB}\b)", re.IGNORECASE
)
"""What somebody who is sent is to do there: "I'll send Ana out. I want her to see the baby awake"."""

WE_BY = re.compile(
    r"(?:^|[,;] |\b(?:and|so|then|but|ok|right) )(?:we['’]ll|we will|we['’]re going to)(?: also| just| then)?"
    rf" (?P<task>(?!(?:see (?:if|how|what)|let|try|come|find|fix (?:the|a) (?:date|time))\b){VERB}\b)"
    r"|\bwe can (?P<offer>(?:offer|provide|give|start)\b)",
    re.IGNORECASE,
)
"""With a day, anything."""
I_NEED_IT = re.compile(
    r"\bI(?:['’]ll| will|['’]d)? (?:need|want|like|have) (?P<task>(?:your|the|that|a|an) [^.?!,]{2,60}?,? (?:by"
    r"|before|no later than)"
    r" [^.?!,]{2,40})",
    re.IGNORECASE,
)
"""Asked for by what it is, and its day: "I need your chronology by the 27th"."""
YOU_DO = re.compile(
    r"^(?:(?:so|and|then|right|ok|okay),? )*you (?P<task>(?:do|ring|take|write|send|book|phone|email|see|visit"
    r"|chase|make|sort|ask|arrange"
    r"|finish|complete) (?:the|a|an|that|those|her|him|them|his|your|both|(?-i:[A-Z]))[^.?!]*)[.!]?$",
    re.IGNORECASE,
)
"""Told to the only one who is there: "you do the weekly ones"."""
YOU_ARE = re.compile(
    r"\byou['’]re (?:still |both |all )?(?P<task>(?:having|hosting|doing|taking|chairing|bringing|sending|writing"
    r"|ringing|booking|seeing|meeting"
    r"|sorting|chasing|coming|making|drafting|organising|arranging|leading on)\b[^?]*)\?$",
    re.IGNORECASE,
)
"""Asked to be sure: "you're having it at yours?" "Yes"."""
BOOKED = re.compile(
    r"\bI(?:['’]ve| have) (?P<task>(?:an? (?:meeting|visit|session|appointment) (?:with|at)"
    r"|(?:got|booked) (?:him|her|them|it|us|(?-i:[A-Z]\w+)|an? [a-z]+)(?: in)? (?:at|for|with|to see|in with"
    r"|an appointment))\b[^.?!]*)",
    re.IGNORECASE,
)
"""Told as booked; a task for the day that comes with it."""
CAN_I_SAY = re.compile(
    r"^(?:um+,? |er,? |well,? )*(?:can I (?:say|have (?:it )?(?:till|until|to)|do it)|give me (?:till|until|to)"
    r"|I['’]d say|shall we say|let['’]s say) (?P<when>[^?.!]+)",
    re.IGNORECASE,
)
"""A day offered for what was asked: "can I say the end of next week?"."""
WANTED = re.compile(
    r"\b(?:somebody|someone|anybody|anyone|who|could|can|want|wants|need|needs|ought|should|wish)\b"
    r"|\bcould do with\b",
    re.IGNORECASE,
)
"""Said just before "I can do that", by which it is taken on."""

IF_THEY_LIKE = re.compile(
    r",? if (?:[\w’']+ ){0,3}(?:would like|['’]d like|like|likes|wants?|agrees?|says? (?:yes|so)|were"
    r"|was)\b(?: (?:it|that|to))?[^,]*$",
    re.IGNORECASE,
)
"""Offered, and not promised: "offer her a morning, if Dad would like it"."""
MUST_ASK = re.compile(r"\b(?:need|have|got) to $", re.IGNORECASE)
"""Before "ask about the Thursday": asked at once."""
