"""Numbers, times and dates in a text, however they are said: "ninety-one per cent", "half past one", "the 13th"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from drafting.wording.words import Word

_UNITS = dict(zip(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
     "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
    range(20), strict=True))  # fmt: skip
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_TENS |= {f"{tens[:-1]}ies": value for tens, value in _TENS.items()}
"""He is in his sixties."""
_GLUED = {
    "d": "day", "h": "hour", "hr": "hour", "hrs": "hour", "w": "week", "wk": "week", "wks": "week", "yr": "year",
    "yrs": "year",
}  # fmt: skip
"""What stands right after a digit: "7d"."""
_NTH = dict(zip(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
     "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
     "twentieth"],
    range(1, 21), strict=True)) | {"thirtieth": 30}  # fmt: skip
_TWELVE = 12
"""Up to the twelfth things are counted, "the third time"; beyond it a bare ordinal is the day of a month."""
_MANY = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_MONTHS = dict(zip(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december"],
    range(1, 13), strict=True))  # fmt: skip
_MONTHS |= {m[:3]: n for m, n in _MONTHS.items() if m not in ("march", "may")} | {"sept": 9}
_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_SPANS = frozenset(["second", "minute", "hour", "day", "week", "month", "year", "fortnight"])
_TIMES_WORD = {"once": 1, "twice": 2, "couple": 2, "pair": 2, "dozen": 12}
_NOTES = {"fiver": "5", "tenner": "10"}
_MONEY = frozenset(["pound", "quid", "euro", "p", "pence"])
_SHARE = {"7": "day", "52": "week", "12": "month"}
_BEGIN = frozenset({
    *_DAYS, *(f"{d}s" for d in _DAYS), *_MONTHS, *_UNITS, *_TENS, *_NTH, *_TIMES_WORD, *_NOTES, "half", "quarter",
    "hundred",
})  # fmt: skip
"""Words with which a figure can begin."""
_COUNTED = re.compile(
    r"^(?:the|a|an|of|in|on|at|to|for|and|or|is|was|by|from|it|that|this|i|he|she|we|they)$"
)


class Kind:
    """What sort of figure a fact is."""

    NUMBER, TIME, DAY, MONTH, WEEKDAY, YEAR = "number", "time", "day", "month", "weekday", "year"


DATES = frozenset({Kind.TIME, Kind.DAY, Kind.MONTH, Kind.WEEKDAY, Kind.YEAR})


class Fact(NamedTuple):
    """One figure. `value` is the same however it was said; `unit` what is counted; `words` its place in the words."""

    kind: str
    value: str
    unit: str
    first: int
    last: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.value}"

    @property
    def spans_time(self) -> bool:
        return self.unit in _SPANS


def facts(told: Sequence[Word]) -> list[Fact]:
    """Every figure in the words of a text, in order."""
    found: list[Fact] = []
    n = 0
    while n < len(told):
        fact = _at(told, n)
        if fact:
            fact = fact._replace(last=min(fact.last, len(told) - 1))
            found.append(fact)
            n = fact.last + 1
        else:
            n += 1
    return found


def _at(told: Sequence[Word], n: int) -> Fact | None:
    raw = told[n].raw
    low = raw.lower()
    first = raw[0]
    if first.isalpha() and low not in _BEGIN:
        return None
    if low in _DAYS or (low.endswith("s") and low[:-1] in _DAYS):
        return Fact(Kind.WEEKDAY, low.rstrip("s") if low.endswith("days") else low, "", n, n)
    if low.rstrip(".") in _MONTHS and _is_month(told, n):
        return Fact(Kind.MONTH, str(_MONTHS[low]), "", n, n)
    if low in ("half", "quarter", "ten", "five", "twenty") and (clock := _clock(told, n)):
        return clock
    if first.isdigit() or first == "£":
        if n and told[n - 1].raw.isalpha():
            apart = told[n].begins - told[n - 1].begins - len(told[n - 1].raw)
            if apart == 0 or (apart == 1 and told[n - 1].raw.isupper() and len(told[n - 1].raw) > 3):
                return None  # "F2F", "B12", "COVID-19": a name, not a number
        return _digits(told, n)
    if low in _UNITS or low in _TENS or low == "hundred":
        return _spoken(told, n)
    if low in _NOTES:
        return Fact(Kind.NUMBER, _NOTES[low], "pound", n, n)
    if low in _NTH and low != "second":
        if _NTH[low] > _TWELVE:
            return _nth(told, n, n, str(_NTH[low]))
        return Fact(Kind.NUMBER, str(_NTH[low]), "nth", n, n)
    if low in _TIMES_WORD and not (low == "couple" and n and told[n - 1].raw.lower() == "the"):
        return Fact(
            Kind.NUMBER,
            str(_TIMES_WORD[low]),
            "time" if low in ("once", "twice") else _unit(told, n + 1),
            n,
            n,
        )
    return None


def _is_month(told: Sequence[Word], n: int) -> bool:
    low = told[n].raw.lower()
    if low not in ("may", "march", "mar"):
        return True
    near = [told[k].raw for k in (n - 1, n + 1) if 0 <= k < len(told)]
    before = told[n - 1].raw.lower() if n else ""
    return told[n].capital and (
        any(x[:1].isdigit() for x in near)
        or before
        in (
            "in",
            "of",
            "since",
            "until",
            "till",
            "by",
            "last",
            "next",
            "from",
            "this",
            "early",
            "late",
            "end",
        )
    )


def _hour(word: str) -> int | None:
    value = _UNITS.get(word.lower())
    if value is None and word.isdigit():
        value = int(word)
    return value if value and 1 <= value <= 12 else None


def _clock(told: Sequence[Word], n: int) -> Fact | None:
    """ "Half past one", "half nine", "quarter to five", "ten past seven"."""
    low = [w.raw.lower() for w in told[n : n + 3]]
    minutes = {"half": 30, "quarter": 15, "ten": 10, "five": 5, "twenty": 20}[low[0]]
    if len(low) == 3 and low[1] in ("past", "to") and (hour := _hour(low[2])):
        if low[1] == "to":
            hour, minutes = (hour - 2) % 12 + 1, 60 - minutes
        return Fact(Kind.TIME, f"{hour}:{minutes:02}", "", n, n + 2)
    if low[0] == "half" and len(low) > 1 and (hour := _hour(low[1])) and (hour > 1 or _ends_at(told, n + 1)):
        return Fact(Kind.TIME, f"{hour}:30", "", n, n + 1)
    return None


def _ends_at(told: Sequence[Word], n: int) -> bool:
    """Whether a clause ends with a word: "at half one, at the school"; "half one thing" counts."""
    return n + 1 >= len(told) or told[n + 1].at - told[n].at > 1


def _digits(told: Sequence[Word], n: int) -> Fact | None:
    raw = told[n].raw
    after = told[n + 1].raw.lower() if n + 1 < len(told) else ""
    bare = raw.lstrip("£").replace(",", "")
    if "/" in bare:
        count, _, share = bare.partition("/")
        if share in _SHARE and count.isdigit():
            return Fact(Kind.NUMBER, count, _SHARE[share], n, n)
        return None
    if match := re.fullmatch(r"(\d{1,2})[.:](\d\d)", bare):
        hour = int(match[1])
        clock = (
            after in ("am", "pm")
            or (":" in bare)
            or (n and told[n - 1].raw.lower() == "at" and raw[0] != "£")
        )
        if clock and hour < 24:
            return Fact(Kind.TIME, f"{(hour - 1) % 12 + 1}:{match[2]}", "", n, n + (after in ("am", "pm")))
    if not re.fullmatch(r"\d+(?:\.\d+)?", bare):
        return None
    if after in ("am", "pm", "o'clock", "clock", "o") and (hour_ := _hour(bare)):
        return Fact(Kind.TIME, f"{hour_}:00", "", n, n + 1)
    if after in ("am", "pm") and (match := re.fullmatch(r"(\d{1,2})([0-5]\d)", bare)):
        return Fact(Kind.TIME, f"{(int(match[1]) - 1) % 12 + 1}:{match[2]}", "", n, n + 1)  # "530am"
    if after in ("st", "nd", "rd", "th"):
        return _nth(told, n, n + 1, bare)
    if raw[0] != "£" and bare.isdigit():
        if 1 <= int(bare) <= 31 and (
            after in _MONTHS or (n and told[n - 1].raw.lower() in _MONTHS and _is_month(told, n - 1))
        ):
            return Fact(Kind.DAY, str(int(bare)), "", n, n)
        if (
            len(bare) == 4
            and bare[:2] in ("19", "20")
            and not _pounds(told, n + 1)
            and _unit(told, n + 1) not in _SPANS
        ):
            return Fact(Kind.YEAR, bare, "", n, n)
    return _count(told, n, n, float(bare), money=raw[0] == "£")


def _nth(told: Sequence[Word], n: int, last: int, bare: str) -> Fact:
    """ "The 13th" is a day, "the 9th centile" a number."""
    unit = _unit(told, last + 1)
    if not unit or unit in _MONTHS or told[min(last + 1, len(told) - 1)].raw.lower() == "of":
        return Fact(Kind.DAY, bare, "", n, last)
    return Fact(Kind.NUMBER, bare, "nth", n, last)


def _spoken(told: Sequence[Word], n: int) -> Fact | None:
    """Number words, as far as they belong together: "three hundred and forty-one", "ten pounds fifty"."""
    if n and told[n - 1].raw.lower() == "number":
        return None  # "number two is the bedroom": it counts nothing
    value, last = _cardinal(told, n)
    low = told[n].raw.lower()
    after = told[last + 1].raw.lower() if last + 1 < len(told) else ""
    if after in ("o'clock", "clock", "o", "am", "pm") and (hour := _hour(str(value))):
        return Fact(Kind.TIME, f"{hour}:00", "", n, last + 1 + (after == "o"))
    if after in ("past", "to") and last - n < 2 and last + 2 < len(told) and value < 30:
        hour = _hour(told[last + 2].raw)
        if hour and after == "past":
            return Fact(Kind.TIME, f"{hour}:{value:02}", "", n, last + 2)
        if hour and value == 25:  # "ten to two" is told elsewhere; of other numbers "to" may be a span
            return Fact(Kind.TIME, f"{(hour - 2) % 12 + 1}:35", "", n, last + 2)
    if after in _NTH and value in (20, 30):
        return _nth(told, n, last + 1, str(value + _NTH[after]))
    more, end = _part(told, last)
    if low == "one" and end == n and not _counts_one(told, n):
        return None
    return _count(told, n, end, value + more)


def _part(told: Sequence[Word], last: int) -> tuple[float, int]:
    """ "And a half" after a number."""
    low = [w.raw.lower() for w in told[last + 1 : last + 4]]
    if low[:1] == ["point"] and len(low) > 1 and low[1] in _UNITS and _UNITS[low[1]] < 10:
        digits = [str(_UNITS[w]) for w in low[1:] if w in _UNITS and _UNITS[w] < 10]
        return float(f"0.{''.join(digits)}"), last + 1 + len(digits)
    if low == ["and", "a", "half"]:
        return 0.5, last + 3
    if low == ["and", "a", "quarter"]:
        return 0.25, last + 3
    if low == ["and", "three", "quarters"]:
        return 0.75, last + 3
    return 0.0, last


def _cardinal(told: Sequence[Word], n: int) -> tuple[int, int]:
    total = part = 0
    last = n
    k = n
    smallest = 1_000_000
    while k < len(told) and (k == n or told[k].at - told[k - 1].at == 1):
        low = told[k].raw.lower()
        if low in _UNITS and smallest > (10 if _UNITS[low] < 10 else 99):
            part += _UNITS[low]
            smallest = 1
        elif low in _TENS and smallest > 99:
            part += _TENS[low]
            smallest = 11
        elif low in _MANY and k > n - (low == "hundred") and smallest != 0:
            part = (part or 1) * _MANY[low]
            if low != "hundred":
                total, part = total + part, 0
            smallest = 1000
        elif low == "and" and smallest == 1000 and k + 1 < len(told):
            nxt = told[k + 1].raw.lower()
            if nxt not in _UNITS and nxt not in _TENS:
                break
            k += 1
            continue
        else:
            break
        last = k
        k += 1
    return total + part, last


def _counts_one(told: Sequence[Word], n: int) -> bool:
    """Whether "one" counts something: "one day", not "that one" or "one of them"."""
    unit = _unit(told, n + 1)
    return unit in _SPANS or unit in ("percent", "pound", "time")


def _count(told: Sequence[Word], n: int, last: int, value: float, *, money: bool = False) -> Fact:
    unit = _unit(told, last + 1)
    after = [w.raw.lower() for w in told[last + 1 : last + 3]]
    if after[:1] == ["%"] or after[:1] == ["percent"]:
        return Fact(Kind.NUMBER, _plain(value), "percent", n, last + 1)
    if after[:2] == ["per", "cent"]:
        return Fact(Kind.NUMBER, _plain(value), "percent", n, last + 2)
    if money or _pounds(told, last + 1):
        more, end = 0, last
        if not money:
            end = last + 1
            if (
                end + 1 < len(told)
                and told[end + 1].raw.lower() in (*_TENS, *_UNITS)
                and told[end + 1].at == told[end].at + 1
            ):
                more, end = _cardinal(told, end + 1)
        return Fact(Kind.NUMBER, _plain(value + (more / 100 if more < 100 else 0)), "pound", n, end)
    tens = (
        told[last + 1].raw.lower() if last + 1 < len(told) and told[last + 1].at == told[last].at + 1 else ""
    )
    if tens in _TENS and n == last and value < 20:  # "ten fifty": ten pounds fifty
        more, end = _cardinal(told, last + 1)
        return Fact(Kind.NUMBER, _plain(value + more / 100), "pound", n, end)
    return Fact(Kind.NUMBER, _plain(value), unit, n, last)


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _pounds(told: Sequence[Word], n: int) -> bool:
    return n < len(told) and told[n].raw.lower().rstrip("s") in _MONEY


def _unit(told: Sequence[Word], n: int) -> str:
    """The stem of what is counted: the next word, or the one after a small one ("two of the three")."""
    for k in range(n, min(n + 2, len(told))):
        if told[k].at - told[k - 1].at > 2:
            return ""
        low = told[k].raw.lower()
        between = told[k].begins - told[k - 1].begins - len(told[k - 1].raw)
        if between == 0 and low in _GLUED and told[k - 1].raw[0].isdigit():
            return _GLUED[low]
        if between == 1 and low.isdigit() and told[k - 1].raw.isdigit():
            continue  # "24-48 hours"
        if low in ("more", "other", "different", "whole", "full"):
            continue
        if _COUNTED.match(low):
            return ""
        return told[k].stem
    return ""
