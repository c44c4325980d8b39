"""How people name a day or an hour by which something is to be done: "a week Tuesday", "first thing", "the eighth"."""

from __future__ import annotations

import re

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
    "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
NUMBERED = {
    **{w: n for n, w in enumerate((*_UNITS, *_TEENS), 1)},
    "twentieth": 20,
    "thirtieth": 30,
    **{f"twenty{j}{w}": 20 + n for j in "- " for n, w in enumerate(_UNITS, 1)},
    **{f"thirty{j}first": 31 for j in "- "},
}
"""The days of a month in words: "the eighth", "the twenty-third of December"."""

DAY = rf"(?:{'|'.join(DAYS)})"
MONTH = rf"(?:{'|'.join(MONTHS)})"
MONTH_CUT = rf"(?:{'|'.join(MONTHS)}|jan|feb|apr|aug|sept?|oct|nov|dec)"
"""Also cut short, after a number: "the second of Feb"."""
_HIGH = rf"twenty[- ](?:{'|'.join(_UNITS)})|thirty[- ]first|twentieth|thirtieth"
_IN_WORDS = rf"(?:{_HIGH}|{'|'.join((*_TEENS, *_UNITS))})"
_FROM_FOURTH = rf"(?:{_HIGH}|{'|'.join((*_TEENS, *_UNITS[3:]))})"
_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
HOUR = rf"(?:{_HOURS})"
CLOCK = (
    rf"(?:about |around )?(?:half past \w+|quarter (?:past|to) \w+|(?:five|ten|twenty) (?:past|to) {HOUR}|half {HOUR}"
    rf"|(?:{_HOURS}|\d{{1,2}}(?:[.:]\d\d)?) ?(?:o'clock|am|pm))"
)
NTH = (
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH_CUT}\b(?: (?:19|20)\d\d)?"
    rf"|the \d{{1,2}}(?:st|nd|rd|th)(?: of {MONTH_CUT}\b)?"
    rf"|(?:the )?{_IN_WORDS} (?:of )?{MONTH}|(?:the )?{_IN_WORDS} of {MONTH_CUT}\b"
    rf"|the {_FROM_FOURTH}(?=[,.?!;]|$| (?:at|if|then|please|and|or|so|for|about|when|in|of (?:this|next))\b)"
)
_PART = (
    r"(?:morning|afternoon|evening|night|tea ?time|dinner ?time|lunch ?time|bed ?time|after (?:school|work|tea"
    r"|dinner|lunch)"
    r"|before school|am|pm|(?:at )?(?:dinner|lunch|tea)(?: ?time)?)"
)
_SPAN = rf"(?:day|week|month|half[- ]term|term|year|{'|'.join(MONTHS)})"
_COUNT = (
    r"(?:(?:a )?couple of|(?:a )?few|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|twenty|\d+)"
)
_BREAK = (
    r"(?:half[- ]term|christmas|easter|new year|the (?:new year|holidays|(?:summer|christmas|easter|half[- ]term)"
    r"(?: holidays| break)?))"
)
_EVENT = (
    r"the (?:next |first |final )?(?:review|meeting|visit|core group|conference|panel|hearing|pep|tac|taf|bell"
    r"|weekend"
    r"|strategy (?:meeting|discussion)|child protection conference|annual review|contact|appointment|medical"
    r"|assessment)"
)
WHEN = (
    # "a week on Tuesday", "week Tuesday", "Tuesday week", "two weeks today"
    rf"{_COUNT} (?:working |school )?(?:days|weeks) before (?:{_EVENT}|then|that|hand)|"
    rf"(?:a |one )?(?:week|fortnight) (?:on |from |this )?(?:today|tomorrow|{DAY})\b(?: {_PART}\b)?"
    rf"|{_COUNT} weeks (?:on |from |this )?(?:today|tomorrow|{DAY})\b"
    rf"|{DAY} (?:week|fortnight)\b"
    rf"|(?<!the )(?:first|last) thing(?: in the morning|(?: on)? (?:tomorrow|today|{DAY})(?: morning)?)?\b"
    rf"|(?:this coming |this |next |last |on |the "
    rf"|coming )*{DAY}s?(?: coming)?(?: (?:before|after"
    rf"|in) {_BREAK}\b)?(?:,? {_PART}\b)?(?:,? the {_IN_WORDS}\b(?! (?:time|one|week|thing|of)\b))?"
    rf"|{NTH}|(?:today|tonight|tomorrow)(?: {_PART}\b)?"
    rf"|this (?:morning|after|aft|arvo|afternoon|evening|week|weekend|month|term|side of {_BREAK})"
    rf"|the (?:week|weekend|month|term) after(?: next| that)?|next (?:week|month|term|half[- ]term)|the weekend"
    rf"|the same day|in the (?:morning|new year)|{_PART}(?<=time)"
    rf"|(?:the )?(?:end|start|beginning|middle) of (?:(?:the|this|next) )?(?:working )?{_SPAN}"
    rf"|(?:the )?(?:end|close) of (?:play|business)(?: (?:today|tomorrow|on {DAY}|{DAY}))?|{_BREAK}"
    rf"|(?:the )?(?:first|second|third) week (?:of|in) {MONTH}"
    rf"|(?:the next )?{_COUNT} (?:working |school )?(?:days|weeks|months)|(?:24|48|72|twenty-four|forty-eight) hours"
    r"|(?<=in )(?:a|one) (?:week|fortnight|month)(?:['’]s time)?|(?<=within )(?:a|an|one|the) (?:hour|week"
    r"|fortnight|month)"
    r"|(?<=on )the (?:first|second|third)\b(?=[,.?!]|$| (?:at|about|if)\b)|(?<=by )the (?:first|second"
    r"|third)\b(?=[,.?!]|$)"
    rf"|(?<=before ){_EVENT}|(?<=at ){_EVENT}|(?<=after ){_EVENT}|(?<=by ){_EVENT}"
    rf"|the next (?:review|meeting|visit|core group|conference)|as soon as (?:I|we|you)[^,.?]{{2,25}}|{CLOCK}"
)
_LEAD = r"by|before|until|till|within|in|at|on|from|starting|this side of|no later than|every|after|over|up to|inside"
_DATED = (
    rf"(?:,? (?:so |by |so that's |that's |which is )?(?:the )?(?:{NTH}))?"
    rf"(?:,? (?:at |by |before |about |around )*(?:{CLOCK})|(?:,? at) {HOUR}\b)?"
)
DUE = re.compile(
    rf"\b(?:(?:{_LEAD}) )?(?:{WHEN})(?!\w){_DATED}"
    rf"|\b(?:by|before) {HOUR}(?=[,.?!]|$| (?:today|tomorrow|tonight|please)\b)"
    rf"|\b(?:by|before|in) {MONTH}\b"
    r"|\b(?:before|when|after|as soon as) (?:they|we|you|he|she|I|school|term|everybody|everyone|the \w+)"
    r" (?:breaks?|go(?:es)?|leaves?|finish(?:es)?|come(?:s)?|starts?|ends?|gets?|opens?|closes?"
    r"|do(?:es)?)\b[^,.?!]{0,28}",
    re.IGNORECASE,
)
SOON = re.compile(
    r"\b(?:right now|now(?=[,.!]|$| while\b)|straight ?(?:away|after(?: this| school| the meeting)?)"
    r"|straight after \w+"
    r"|immediately"
    r"|on (?:the|my) way (?:out|home|back|in|there)|after this|when I get (?:back|in|home|there)[^,.?!]{0,24})",
    re.IGNORECASE,
)
"""Said of what somebody does at once: when, but too little by itself to tell that it is a task."""
WEEKLY = re.compile(r"(?:on |the )?(?:[a-z]+day)s\b", re.IGNORECASE)
"""How often, and not by when, where a day is said besides: "out of PE on Thursdays, from next week"."""
