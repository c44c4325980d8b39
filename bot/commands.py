"""Typed words → what was asked: pure, forgiving about form, and never guessing at anything that would be kept."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, urlsplit

from record.said import Said

LONG = 500
"""Characters from which a text is taken to be pasted, not typed."""
MOST = 999
"""The highest section number that can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Start a record, for the meeting of a join link where one was given."""

    link: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MyDrafts:
    """What waits for me?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """What can I type?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """A greeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Open section `n`, from 1."""

    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """What was destroyed?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What waits for those whom I cover?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """What is held? For information governance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSetUp:
    """Does all that the house needs work? For admins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configure:
    """What has the council chosen? For admins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Post the council's notice, in a meeting's chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """A text too long, or too much like a transcript, to be a command. As it came."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """None of these. The words are not carried: they may be case detail."""


Command = (
    Draft
    | MyDrafts
    | Help
    | Hello
    | Open
    | Receipts
    | Cover
    | Holds
    | CheckSetUp
    | Configure
    | Notice
    | Pasted
    | Unknown
)

_WORDS: dict[str, Command] = {
    **dict.fromkeys(("draft", "drafting", "start", "new draft", "start a draft", "draft a record"), Draft()),
    **dict.fromkeys(("my drafts", "mydrafts", "my draft", "drafts", "show my drafts"), MyDrafts()),
    **dict.fromkeys(("help", "?", "help me"), Help()),
    **dict.fromkeys(("hi", "hello", "hey", "hiya", "helo", "good morning", "good afternoon"), Hello()),
    **dict.fromkeys(("cover", "covering", "my cover"), Cover()),
    **dict.fromkeys(("holds", "hold", "what is held", "show holds"), Holds()),
    **dict.fromkeys(
        ("check set-up", "check setup", "check set up", "set-up check", "setup check", "check the set-up"),
        CheckSetUp(),
    ),
    **dict.fromkeys(("configure", "config", "configuration", "settings"), Configure()),
    **dict.fromkeys(("send notice", "notice", "send the notice"), Notice()),
    **dict.fromkeys(("receipts", "receipt", "my receipts", "show my receipts"), Receipts()),
}
_AT = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)  # not <https://…>
# A link may hold {"Tid":"…"}: quotation marks count as part of it only inside braces.
_URL = re.compile(r"""https://(?:[^\s<>"'“”‘’{}\[\]]|\{[^{}<>\s]*\})+""", re.IGNORECASE)
_BRACED = re.compile(r"\{[^{}]*\}")
_LINE_END = re.compile(r"<br\s*/?>|</(?:p|div|li)>", re.IGNORECASE)
_MARKED = re.compile(r"<(?:p|div|br|span|pre)\b[^<>]*>|&lt;v ", re.IGNORECASE)
_VOICE = re.compile(r"</?v\b", re.IGNORECASE)
_OPEN = re.compile(r"open (?:section )?(?:no |number )?([0-9]{1,3})")
_CUE = re.compile(r"\d{1,2}:\d{2}:\d{2}|\d{1,3}:\d{2}\.\d{3}")
_SPOKEN = re.compile(r"^.{0,80}?\b\d{1,3}:\d{2}\s*$", re.MULTILINE)
_QUOTES = str.maketrans(dict.fromkeys("\"'“”„‟‘’‚‛«»`´*", " "))


def parse(text: str) -> Command:
    """What was asked. Any case, spacing and quotation marks, with or without @mention, plain or as Teams' HTML."""
    plain = html.unescape(_TAG.sub(" ", _AT.sub(" ", text)))
    if _is_transcript(plain):
        return Pasted(text=text)
    link = meeting_link(text)
    if link is not None:
        return Draft(link=link)
    if len(plain) > LONG:
        return Pasted(text=text)
    words = _folded(plain)
    if words in _WORDS:
        return _WORDS[words]
    opened = _OPEN.fullmatch(words)
    if opened and 1 <= int(opened[1]) <= MOST:
        return Open(n=int(opened[1]))
    return Draft() if words.split(" ")[0] == "draft" else Unknown()


def transcript(text: str) -> Said[bytes]:
    """A pasted transcript as the file that it came from: Teams may have made HTML of it, and lost its first line."""
    if _MARKED.search(text):
        marked = _LINE_END.sub("\n", text)
        text = html.unescape(_TAG.sub(lambda t: t[0] if _VOICE.match(t[0]) else "", marked))
    lines = [line.replace("\u00a0", " ").rstrip() for line in text.splitlines()]
    plain = "\n".join(lines).strip("\ufeff\n ")
    if not plain.startswith("WEBVTT") and "<v " in plain:
        plain = f"WEBVTT\n\n{plain}"
    return Said(f"{plain}\n".encode("utf-8", "replace"))


def meeting_link(text: str) -> str | None:
    """The first link to join a Teams meeting, wherever it stands: in the words, behind them, or in a safe link."""
    behind = [html.unescape(a or b) for a, b in _HREF.findall(text)]
    shown = _URL.findall(html.unescape(_TAG.sub(" ", text)))
    for found in (*behind, *shown):
        link = _unwrapped(found.strip().rstrip(".,;:!?)"))
        if _joins(link):
            return _BRACED.sub(lambda braced: _escaped(braced[0]), link)
    return None


def _joins(link: str) -> bool:
    """https, and the path of a join link. Whose host it is, Graph will know."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    path = parts.path.lower()
    joins = path.startswith(("/l/meetup-join/", "/meet/")) and len(path.split("/", 3)[-1]) > 0
    return parts.scheme == "https" and bool(parts.hostname) and joins


def _escaped(text: str) -> str:
    """Percent-encoded with small letters, as Teams writes join links: Graph compares them letter by letter."""
    return "".join(c if quote(c, safe="") == c else quote(c, safe="").lower() for c in text)


def _unwrapped(link: str) -> str:
    """The link inside an Outlook safe link; any other as it is."""
    try:
        parts = urlsplit(link)
        if (parts.hostname or "").endswith(".safelinks.protection.outlook.com"):
            return parse_qs(parts.query).get("url", [""])[0]
    except ValueError:
        return ""
    return link


def _is_transcript(text: str) -> bool:
    """A transcript's own mark, or several times as a transcript writes them."""
    if text.lstrip("\ufeff \r\n\t").startswith("WEBVTT") or "-->" in text:
        return True
    return len(_CUE.findall(text)) > 1 or len(_SPOKEN.findall(text)) > 1


def _folded(text: str) -> str:
    """Lower case, single spaces, no marks that cannot be seen, no quotation marks, no closing punctuation."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) != "Cf")
    words = [w for w in seen.casefold().split() if not w.startswith("@")]
    folded = " ".join(words)
    return folded if folded == "?" else folded.strip(" .!?,;:#")
