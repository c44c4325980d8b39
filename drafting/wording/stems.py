"""Words without their endings, in the one form that stands for all that mean the same in a record."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from drafting.wording.rules import lists


@functools.cache
def _odd_forms() -> Mapping[str, str]:
    """Words whose forms follow no rule, by form: "went" is "go"."""
    return {form: word for word, forms in lists("forms.yaml").items() for form in forms}


@functools.cache
def _alike() -> Mapping[str, str]:
    """Words and stems that mean the same in a record, by word: the first of each group stands for it."""
    found: dict[str, str] = {}
    for name, group in lists("alike.yaml").items():
        for word in (name, *group):
            found.setdefault(word, name)
            found.setdefault(_cut(_odd_forms().get(word, word)), name)
    return found


@functools.cache
def _little() -> frozenset[str]:
    return frozenset(stem(w) for group in lists("little.yaml").values() for w in group)


@functools.cache
def _formal() -> frozenset[str]:
    written = [w for group in lists("formal.yaml").values() for w in group]
    return frozenset(stem(w) for w in (*written, *lists("kin.yaml")))


def formal(stem: str) -> bool:
    """Whether a word is one with which records are written (rules/formal.yaml), whatever was said; or tells what a
    relative is to somebody, where people have names (rules/kin.yaml).
    """
    return stem in _formal()


@functools.cache
def families() -> Mapping[str, tuple[str, ...]]:
    """The other words of a word's family (rules/families.yaml), by stem: "referral" and "refer"."""
    found: dict[str, tuple[str, ...]] = {}
    for word, others in lists("families.yaml").items():
        family = tuple(dict.fromkeys(stem(w) for w in (word, *others)))
        for s in family:
            found[s] = (*found.get(s, ()), *(x for x in family if x != s))
    return found


@functools.cache
def opposites() -> Mapping[str, frozenset[str]]:
    """Stems that say the opposite, by stem."""
    found: dict[str, frozenset[str]] = {}
    for word, others in lists("opposites.yaml").items():
        for other in others:
            a, b = stem(word), stem(other)
            found[a] = found.get(a, frozenset()) | {b}
            found[b] = found.get(b, frozenset()) | {a}
    return found


@functools.cache
def _carrying() -> frozenset[str]:
    """Little words that by themselves tell what is said or denied: "know", "want", "tell"."""
    groups = lists("little.yaml")
    return frozenset(stem(w) for name in ("spoken", "written") for w in groups.get(name, ())) | frozenset(
        stem(w) for w in ("mine", "hers", "theirs", "allow", "can", "need")
    )


def carries(stem: str) -> bool:
    """Whether a word by itself tells what is said or denied."""
    return stem in _carrying() or not says_little(stem)


def says_little(stem: str) -> bool:
    """Whether a word is too common to say what a sentence is about, or is one with which any record is written."""
    return stem in _little()


@functools.lru_cache(maxsize=40_000)
def stem(word: str) -> str:
    """A word without its ending, in the form that stands for all that mean the same: "rang" and "phoned" are "ring"."""
    word = word.lower().replace("’", "'")
    word = _odd_forms().get(word, word)
    if word in _alike():
        return _alike()[word]
    cut = _cut(word)
    return _alike().get(cut, cut)


def forget() -> None:
    """Keep no word of a meeting: stems that were worked out, and patterns that were made of names."""
    stem.cache_clear()
    re.purge()


_HOPED = re.compile(r"[^aeiou][aeiou][^aeiouwxy]")


def _cut(word: str) -> str:
    if len(word) <= 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "i"
    for ending in ("ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            base = word[: -len(ending)]
            if ending == "es" and not base.endswith(("s", "x", "z", "ch", "sh")):
                continue
            if ending in ("ing", "ed") and not re.search(r"[aeiouy]", base):
                return word
            if len(base) == 3 and ending in ("ing", "ed") and _HOPED.fullmatch(base):
                return f"{base}e"  # "noted" is "note": where nothing is doubled, an e was dropped
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz" and ending in ("ing", "ed"):
                base = base[:-1]
            return _end(base)
    return _end(word)


def _end(base: str) -> str:
    if base.endswith("e") and len(base) > 4:
        return base[:-1]
    return base[:-1] + "i" if base.endswith("y") and len(base) > 3 else base
