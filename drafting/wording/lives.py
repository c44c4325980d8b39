"""What children tell of their lives, and how adults ask after it and answer when it was hard to tell: as data."""

FEELS = (
    r"\b(?:I (?:(?:just|really|do|still|only) )?(?:want|wish|like|don't like|don't want|love|hate|feel|felt|"
    r"miss|need|think|thought|listen|sleep|push|knew|can't|don't|hope|worry|wonder|count|try|pretend|cry|cried|"
    r"hide|hid)|I know (?!what)\w+|I'd (?:like|love|rather|hate|feel|go|do)|scared|sad|happy|worried|brave|"
    r"tummy|belly|sick|like being|it's like|it feels|my (?:mum|mom|mam|dad|nan|room|bed|brother|sister|brain|"
    r"head|heart|mummy|mommy|daddy)|when I|since I|nobody|no one|never|it's not|(?:we|they|he|she) don't|worse|"
    r"better)\b"
)
"""Wishes, feelings, and what is near to a child."""

LEANS = r"\b(?:I'm|I've|I'd|me|my)\b"
"""Of themselves: next to nothing, but more than of a game."""

DAY = (
    r"\b(?:breakfast|tea(?= |[.,?!]|$)|toast|dinner|lunch|hungry|starving|cold|freezing|coats?|blankets?|"
    r"mattress|wet|wee|poo|smell\w*|stinks?|dirty|nits|hair|wash\w*|bath|clean\w*|cook\w*|by myself|on my own|"
    r"look after|mind the|hid|hide|hiding|under (?:the|my) (?:bed|table|covers|duvet|stairs)|cover\w* (?:my|her|"
    r"his) ears|stairs|loud|noisy|threw|throws?|chuck\w*|smash\w*|broke|slam\w*|bottles?|beers?|cans|wine|vodka|"
    r"smok\w+|cross|angry|mad|mean|lonely|boring|bored|stay|live with|move|go home|come home|see (?:my|mum|dad|"
    r"mom|mam|nan|him|her|them)|unfair|fair|not allowed|ask(?:ed)? me|listen\w*|trust|safe|cuddles?|dream|"
    r"instead|every (?:day|night|week)|always|everyone)\b"
)
"""Of their days: food, warmth, sleep, who is angry, who listens."""

SECRET = (
    r"\b(?:don't (?:you )?(?:say|tell|put)|(?:says?|said|told me) (?:to )?(?:don't|not to) (?:say|tell)|"
    r"not supposed to|secrets?|keep quiet|promise(?:d)? (?:not|I|him|her)|get (?:in|into) trouble|get told off|"
    r"if I tell|if I told)\b"
)
"""What must not come out: what children say so is seldom chat."""

NOT_MINE = (
    r"\b(?:don't|do not|please don't|you can't|you won't) (?:put|write|say|tell (?:\w+|anyone)?)(?: (?:that|it|"
    r"down))* (?:I (?:said|told|say)|it was me|it's from me|it (?:came|come) from me|who (?:said|told))\b|"
    r"\b(?:don't|do not) (?:put|write) (?:that|it|this)(?: bit)?(?: down| in)?(?=[.,!?]|$)"
)
"""A child who does not want to be the one who said it, or to have it written."""

WISHED = (
    r"\b(?:what (?:would|do|did|'d) you (?:\w+ )?(?:want|like|wish|change|think|feel|need|hope)|"
    r"what would .{0,20}look like|how (?:do|does|did|would) (?:\w+ ){0,2}(?:you )?feel|what(?:'s| is|"
    r" was) (?:that|it) like|what makes|what(?:'s| is| would be)? ?(?:worr|scar|bother|upset|help)\w*|"
    r"the (?:best|worst|hardest|nicest) (?:thing|bit|part)?|magic wand|wish(?:es)?|if you could|who (?:would|"
    r"could|can) you (?:tell|talk|go)|anything you(?:'d| would)? (?:want|like|worr)\w*|where do you sleep|"
    r"who (?:gets you|looks after|makes|puts)|are you (?:happy|scared|safe)|do you feel|want to do when)\b"
)
"""Questions whose answers a record is for."""

TOLD = (
    r"\b(?:thank(?:s| you) for (?:\w+ ){0,2}(?:telling|sharing|saying|being so)|(?:well done|brave|"
    r"good) (?:\w+ )?(?:for|to) (?:tell|say)\w*|that (?:sounds|must (?:be|have been|feel)) (?:\w+ )?(?:scary|"
    r"hard|horrible|frightening|difficult|upsetting|tough|sad|rotten|awful|a lot)|you(?:'ve| have) told me|"
    r"glad you told|(?:going to|gonna|need to|have to|might have to|got to|"
    r"will have to) (?:\w+ ){0,2}(?:talk to|speak to|tell|ring) (?:\w+,? ){0,3}(?:manager|police|somebody|"
    r"someone|people)|not your fault|did the right thing|can't (?:do|keep) secrets|can't promise (?:that|"
    r"not to))\b"
)
"""What adults say when a child has told them something that weighs."""
