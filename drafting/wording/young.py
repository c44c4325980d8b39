"""How children are spoken to and what they say of themselves, and what only adults are asked or say: as data.

Each group is a sign of its own. None is enough: people are judged by several, over a whole meeting (`drafting.young`).
"""

_KIN = (
    r"mu+m|mam|mom|mummy|mommy|mammy|dad|daddy|nan|nanny|nana|nain|taid|gran|granny|grandad|grandma|grandpa|"
    r"brother|sister|aunty?|auntie|uncle|foster (?:mum|dad|carer)|carers?"
)
_OWN_THINGS = (
    r"(?:best )?friends?|mates?|teachers?|class|classroom|school|college|form tutor|head ?teacher|ta|homework|"
    r"bed ?room|bunk|teddy|toys?|bike|scooter|games?|xbox|playstation|tablet|picture|drawing|birthday|uniform|"
    r"school ?bag|pe kit|football|swimming|dance|gymnastics|lessons?|social worker|key ?worker|tutor|advocate"
)

ASKED: dict[str, str] = {
    "school": (
        r"\bhow(?:'s|'re| is| are| was| has| have)? (?:\w+ )?(?:school|college|nursery|pre-?school|lessons|"
        r"maths|(?:your )?(?:class|teacher|friends))\b|\byour (?:class|teachers?|lessons|homework|form tutor|"
        r"head ?teacher|favourite (?:lesson|subject)|school)\b|\b(?:what|which) (?:class|year) are you in\b|"
        r"\byour? (?:ta|tutor)\b|\bat (?:playtime|break ?time|lunch ?time)\b|\b(?:which|what|favourite|hardest|"
        r"best) (?:lesson|subject)s?\b|\bwho (?:do|are) you (?:play|sit|friends)\b|\blike (?:about |"
        r"best about )?(?:school|your class)\b|\bgo to at school\b"
    ),
    "the day": (
        r"\bwhat (?:did|do) you (?:have|get|eat|like) (?:for (?:your )?)?(?:breakfast|tea|dinner|lunch|supper|"
        r"to eat)\b|\bwhat(?:'d| did| have) you (?:have|had) for\b|\b(?:have|had|get) (?:some|any|your) (?:tea|"
        r"breakfast|dinner)\b|\bwho (?:gets you (?:up|ready|dressed)|puts you to bed|(?:makes|cooks|"
        r"does) (?:your|the) (?:tea|breakfast|dinner|washing)|takes you (?:to|in)|picks you up|looks after you|"
        r"lives (?:here|with you|in your house)|cleans)\b|\bwhat time do you go to bed\b|\bwhere do you sleep\b|"
        r"\bwho (?:do you share|sleeps) \w+"
    ),
    "their room": (
        r"\byour (?:bed ?room|bunk|bed)\b|\b(?:show (?:me|us)|see|look (?:at|in)) your (?:room|pictures?|"
        r"drawings?|den)\b|\bis that your (?:picture|drawing|teddy|room)\b|\b(?:come up|go up) (?:to|"
        r"and see) your room\b|\bwhat (?:are|were|have) you (?:drawing|drawn|playing|making|colouring)\b"
    ),
    "wishes": (
        r"\bmagic wand\b|\b(?:three|3) wishes\b|\bif you (?:had a|could have (?:a|one|three)) wish(?:es)?\b|"
        r"\b(?:worr(?:y|ies)|good things|dreams?|happy) house\b|\bthree houses\b|\b(?:best|worst|scariest|"
        r"hardest|nicest) (?:thing|bit|part)\b|\bmakes? you (?:happy|sad|cross|angry|scared|worried|smile|"
        r"laugh)\b|\bwhat would you (?:change|wish|like to (?:happen|be different))\b|\bwhen you (?:grow up|"
        r"leave school|leave|are older|'re older)\b|\bhow does that make you feel\b|\byour (?:sheet|views|"
        r"worries|feelings|wishes|all about me)\b|\b(?:red|amber|green|happy|sad) (?:card|face)\b|"
        r"\bwho (?:would|could|can|do|'d) you (?:tell|go|talk) (?:to|if)?\b|\bout of (?:ten|10)\b.{0,40}\bfeel\b"
    ),
    "the visit": (
        r"\b(?:can|could|shall) (?:you and me|me and you|we) (?:have a (?:chat|talk)|talk)\b|"
        r"\bjust (?:me and you|you and me)\b|\bdo you know (?:why I'm here|who I am|what I do|"
        r"what a social worker)\b|\bmy job is to\b|\b(?:can't|cannot|don't) (?:do|keep|"
        r"promise)\b.{0,20}\b(?:secrets?|that)\b|\bhave to tell (?:somebody|someone|people|my manager)\b|"
        r"\bnot in (?:any )?trouble\b|\byou(?:'ve| have)n't done anything wrong\b|\bnot your fault\b|"
        r"\bwhose job it is to\b|\btell you first\b|\bas much or as little as you\b"
    ),
    "their family": (
        rf"\b(?:your|yer|ya) (?:{_KIN})(?!'s (?:number|address))\b|\b(?:does|will|did|has|is|when) "
        r"(?:mum|mom|mam|dad|mummy|mommy|daddy|nan)\b|\b(?:mum|mom|mam|dad)(?:'s| is)? (?:going to|gonna)\b"
    ),
}
"""What adults ask children and seldom each other, by what it is about."""

PET = (
    r"\b(?:poppet|sweethearts?|sweetie|sweet(?:ie)? ?pea|buddy|kiddo|chicken|pickle|munchkin|little (?:one|man|"
    r"lady)|young (?:man|lady|un)|champ|superstar|clever (?:girl|boy|lad|clogs)|good (?:girl|boy|lad|lass)|"
    r"darlin'?g?|petal|treacle|bud|well done|high five|bless you|love|lovey|duck|duckie|pet|flower|bab|bach|"
    r"cariad|hen|chick|mate|pal)[.,!?]"
)
"""What children are called; some dialects call everybody so, and it is worth little."""

OWN: dict[str, str] = {
    "family": rf"\b(?:my|me) (?:(?:little|big|baby|step|half|real|other|older|younger)[- ]?)*(?:{_KIN}|cousins?)\b",
    "things": rf"\b(?:my|me) (?:new |old |own |best )?(?:{_OWN_THINGS}|room|bed|shoes|trainers|coat|tummy|belly)\b",
    "school": (
        r"\b(?:maths|pe|playtime|homework|detention|star of the week|assembly|year (?:one|two|three|four|five|"
        r"six|seven|eight|nine|ten|eleven|\d{1,2})|reception|golden time|dinner ladies|school council|art club|"
        r"lessons?|supply teachers?|gcses?|my options|sats|(?:science|english|art|history|dt|ict) (?:lesson|"
        r"class|block)|at school|miss|sir|tutor|teacher)\b"
    ),
    "play": (
        r"\b(?:roblox|minecraft|fortnite|xbox|playstation|switch|youtube|tiktok|snapchat|trampoline|lego|"
        r"hamster|puppy|guinea pigs?|bunny|teddy|cartoons?|park|swings|slide|sleepover|football|swimming|bikes?|"
        r"scooter|pok[eé]mon|dolls?|slime|hide and seek|paint(?:ing)?|colouring)\b"
    ),
    "age": (
        r"\b(?:I'm|I am|I was) (?:only |nearly |going to be |gonna be )?(?:four|five|six|seven|eight|nine|ten|"
        r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|[4-9]|1[0-7])(?= and (?:a half|three)|[.,!]|"
        r"$| (?:now|in|on|next|when|then|soon)\b)|\bwhen I(?:'m| am| get) (?:older|big|bigger|grown up|sixteen|"
        r"eighteen|16|18)\b|\bwhen I (?:grow up|was (?:little|small|a baby|in year))\b"
    ),
    "what they are let do": (
        r"\b(?:(?:he|she|they|mum|dad|mom|mam|nan|miss|sir|it) (?:lets|let|makes|made|won't let|doesn't let|"
        r"never lets) me\b|I'm (?:not )?allowed\b|I get to\b|(?:do|can) (?:I|we) (?:have to|go (?:to|and|out|"
        r"play|now|home)|play|stay|get|have)\b|I (?:don't|do not) (?:want|like|wanna) (?:to )?|I want(?:ed)?\b|"
        r"I wish\b|I hate\b|it's (?:boring|rank|well|so unfair|not fair|dead)\b|\bdon't tell\b|"
        r"\bthey (?:all )?(?:look|laugh) at me\b|\btold (?:me off|on me)\b)"
    ),
}
"""What children say of their own lives."""

BY_KIN = r"\b(?:Mummy|Mommy|Mammy|Daddy|Nanny|Granny|(?:Mum|Mom|Mam|Dad|Nan|Nana)(?='s|’s|'ll|[ .,?!]))"
"""Family called by what they are, as names: with their capital."""

ADULT = (
    r"\b(?:my|me|our|us) (?:\w+ )?(?:kids|children|little (?:girl|boy|one|lad|un)|daughter|sons?|eldest|"
    r"youngest|grandson|granddaughter|grandchildren|husband|wife|missus|partner|fella|bloke|ex|mortgage|rent|"
    r"shifts?|boss|manager|team|caseload|report|tablets|depression|benefits?|landlord|solicitor|colleagues?|"
    r"supervisor|tenancy|pregnancy|back)\b|\bthe (?:kids|children|lad|bairns?|wee (?:one|un)|little (?:one|"
    r"un)s?|pair of them|both of them|young person|bab(?:y|bies)|childer)\b|\b(?:universal credit|arrears|"
    r"mortgage|council tax|housing|referrals?|assessments?|agenc(?:y|ies)|professionals|safeguarding|threshold|"
    r"caseload|conference|per cent|attendance|appointments?|provision|the plan|tenancy|overdraft|sertraline|"
    r"midwife|probation|unpaid|food ?bank|childcare|child benefit)\b|\b(?:get|got|getting|took|take|"
    r"taking) (?:him|her|them|the kids|'em) (?:up|ready|dressed|off|in|to (?:school|nursery|the))\b|"
    r"\bas a (?:mum|dad|parent|mother|father|carer)\b|\b(?:quid|pound|tenner|skint)\b|\bI(?:'m| am) (?:pregnant|"
    r"expecting|on nights|at work|a grandmother)\b|\bwhen (?:he|she|they) (?:was|were) (?:born|a baby|little)\b|"
    r"\b(?:he|she)'s (?:had (?:his|her) breakfast|teething|crawling|weaning)\b|\bI (?:drop|fetch|collect|"
    r"drive) (?:him|her|them)\b|\bI(?:'ve| have) (?:seen|worked|met) (?:him|her|them|with)\b|\bI(?:'d|"
    r" would) (?:say|support|recommend)\b|\bput (?:him|her|them) to bed\b"
)
"""What an adult says of children, home and work."""

ASKED_ADULT = (
    r"\b(?:the (?:kids|children)|your (?:son|daughter|children|kids|lad|little (?:girl|boy|one)|baby|rent|"
    r"benefits|money|tablets|medication|partner|husband|wife|drinking|pregnancy|shifts?|landlord|midwife|report|"
    r"team|manager|caseload|recovery)|how are you,? in yourself|bedtime routine|her weigh-in|how (?:does|do|is|"
    r"are) (?:he|she|they|the (?:kids|children)) (?:sleep|eat|get)|are you (?:working|pregnant|in work)|"
    r"does he (?:ever )?(?:hit|control|stop) you|from (?:the )?(?:school|health|police)(?:'s)? (?:side|point)|"
    r"can you (?:send|email)|universal credit|food ?bank)\b"
)
"""What is asked of the adults."""
