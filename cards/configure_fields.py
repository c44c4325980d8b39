"""One choice on a page of `configure`: how it is drawn, how what was typed is read, and what is said of a bad value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from cards import reading
from cards.parts import BOX, Part, choice, clean, own_words, run, say, short, subtle, text_box, words
from record.errors import RefusedError
from record.policy import Colleague, Group, Policy
from record.terms import GroupId, PersonId

UNCHANGED = "Nothing is changed."
SECRET = (
    "That looks like a password. Put it in the key vault and type its name here. "
    "I have not kept it, and nothing is changed."
)
MOST_PEOPLE = 60
"""People in one box: as many as fit it."""
MOST_GROUPS = 20
"""Groups in one box: as many as Microsoft is asked about at once."""

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TOLD_SECRET = re.compile(
    r"\b(?:password|passwd|pwd|client.?secret|api.?key|account.?key|access.?key)\s*[:=]\s*\S"
    r"|[?&;](?:sig|code|key|token|sharedaccesskey)=|\bbearer\s+\S{16}|-----BEGIN|\beyJ[\w-]{10}",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?<![\w/.+~=-])[\w/.+~=-]{20,}(?![\w/.+~=-])")

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`read` is what stands in the box today. `write` puts in what was typed, or raises RefusedError saying what is
    allowed; a page whose choices only make sense together has a writer of its own, and its fields have none."""

    id: str
    label: str
    read: Callable[[Policy], str]
    write: Callable[[Policy, str], Policy] | None = None
    options: Sequence[tuple[str, str]] = ()
    lines: int = 1
    note: str = ""


# --- drawing ------------------------------------------------------------------------------------------------------


def drawn(field: Field, policy: Policy, typed: Values, now: str = "") -> list[Part]:
    """The box with what was typed, else with what stands; `now` is what somebody else has made of it meanwhile."""
    stands = field.read(policy)
    value = typed.get(field.id, stands)
    if len(value) > BOX:
        return [say(f"{field.label} (too long to change here)"), words(run(short(value, 400)))]
    notes = [subtle(text) for text in (field.note, now and f"Now: {short(now, 400)}") if text]
    if field.options:
        known = value if value in dict(field.options) else ""
        return [choice(field.id, field.label, field.options, known, open=len(field.options) < 4), *notes]
    return [text_box(field.id, field.label, value, lines=field.lines), *notes]


# --- reading ------------------------------------------------------------------------------------------------------


def typed(fields: Sequence[Field], data: reading.Data) -> dict[str, str]:
    """What stood in the boxes of the page when it was pressed, tidied; of a box that was not on it, nothing."""
    found: dict[str, str] = {}
    for field in fields:
        value = reading.text(data, field.id)
        if value is not None:
            found[field.id] = _lines(value) if field.lines > 1 else reading.tidy(value)
    return found


def changed(fields: Sequence[Field], values: Values, base: Policy) -> dict[str, str]:
    """Of what was typed, what is not as it was drawn from `base`."""
    return {f.id: values[f.id] for f in fields if f.id in values and values[f.id] != _lines(f.read(base))}


def secret(text: str) -> bool:
    """Whether it looks like a key, a password or a signed address. Identifiers and plain addresses do not."""
    if _TOLD_SECRET.search(text):
        return True
    return any(_random(token) for token in _TOKEN.findall(text))


def _random(token: str) -> bool:
    """A long run of small and capital letters and figures, as no word is written."""
    if token.startswith(("//", "http", "www.")) or _GUID.fullmatch(token.lower()):
        return False
    kinds = (re.search(kind, token) is not None for kind in (r"[a-z]", r"[A-Z]", r"[0-9]"))
    return all(kinds)


def _lines(text: str) -> str:
    tidied = (reading.tidy(line) for line in clean(text).split("\n"))
    return "\n".join(tidied).strip("\n")


def refused(name: str, allowed: str, value: str) -> RefusedError:
    """A bad value: what is allowed, what was typed, and that nothing is changed. Shown in words, never markdown."""
    was = f"You typed {short(value, 60)}." if value else "Nothing was typed."
    return RefusedError(f"{name}: {allowed}. {was} {UNCHANGED}")


def put(policy: Policy, of: str, value: object) -> Policy:
    """The policy with that value in its field `of`, which pages name as text."""
    return replace(policy, **{of: value})  # type: ignore[arg-type]  # of the field's own type: a test tries each


# --- kinds of fields ----------------------------------------------------------------------------------------------


def number(id: str, name: str, lowest: int, highest: int, of: str, unit: timedelta | None = None) -> Field:
    """A whole number of `unit`s (or, with none, just a number), kept in the policy's field `of`."""
    allowed = f"{lowest} to {highest}"

    def read(policy: Policy) -> str:
        value = getattr(policy, of)
        return f"{value / unit:.3f}".rstrip("0").rstrip(".") if unit else str(value)

    def write(policy: Policy, value: str) -> Policy:
        if not re.fullmatch(r"[0-9]{1,6}", value) or not lowest <= int(value) <= highest:
            raise refused(name, allowed, value)
        return put(policy, of, unit * int(value) if unit else int(value))

    return Field(id=id, label=f"{name} ({allowed})", read=read, write=write)


def wording(id: str, name: str, most: int, of: str, *, needed: bool = False, lines: int = 1) -> Field:
    """Words of the council's own, at most so many characters; without what clients read as markdown."""

    def write(policy: Policy, value: str) -> Policy:
        plain = "\n".join(own_words(line) for line in value.split("\n")).strip()
        if len(plain) > most:
            raise RefusedError(
                f"{name}: {most} characters at most. You typed {len(plain)} characters. {UNCHANGED}"
            )
        if needed and not plain:
            raise refused(name, "some words", plain)
        return put(policy, of, plain)

    label = f"{name} (required)" if needed else name
    return Field(id=id, label=label, read=lambda p: str(getattr(p, of)), write=write, lines=lines)


def people(text: str, name: str) -> tuple[Colleague, ...]:
    """One person a line: what they are called, a comma, their Entra object id. Raises RefusedError naming the line."""
    found = [Colleague(id=PersonId(id), name=called) for called, id in _named(text, name)]
    if len(found) > MOST_PEOPLE:
        raise RefusedError(f"{name}: {MOST_PEOPLE} people at most. You typed {len(found)}. {UNCHANGED}")
    return tuple(found)


def groups(text: str, name: str) -> tuple[Group, ...]:
    """One Entra group a line, written as people are. Raises RefusedError naming the line."""
    found = [Group(id=GroupId(id), name=called) for called, id in _named(text, name)]
    if len(found) > MOST_GROUPS:
        raise RefusedError(f"{name}: {MOST_GROUPS} groups at most. You typed {len(found)}. {UNCHANGED}")
    return tuple(found)


def _named(text: str, name: str) -> list[tuple[str, str]]:
    """Names, each with its object id in small letters."""
    found: dict[str, str] = {}
    for n, line in enumerate((x for x in text.split("\n") if x), 1):
        called, comma, id = line.rpartition(",")
        called, id = own_words(called), id.strip().lower()
        if not comma or not called or len(called) > 80 or not _GUID.fullmatch(id):
            allowed = "a name, a comma and an Entra object id, such as 00000000-0000-0000-0000-000000000000"
            raise refused(f"{name}, line {n}", allowed, line)
        if id in found:
            raise RefusedError(f"{name}, line {n}: this object id is there twice. {UNCHANGED}")
        found[id] = called
    return [(called, id) for id, called in found.items()]


def listed(some: Sequence[Colleague | Group]) -> str:
    """People, or groups, as their box shows them."""
    return "\n".join(f"{c.name}, {c.id}" if c.name else c.id for c in some)


def called(policy: Policy, ids: Sequence[PersonId]) -> tuple[Colleague, ...]:
    """Those who are named by their ids alone, with the names that admins typed for them."""
    return tuple(Colleague(id=id, name=policy.called(id) or "Name not known") for id in ids)


def renamed(policy: Policy, some: Sequence[Colleague]) -> Policy:
    """The policy with these names; those of people whom nothing names any more are forgotten."""
    names = {c.id: c for c in (*policy.names, *some)}
    used = {*policy.admins, *policy.governance, *(rule.by for rule in policy.cover)}
    return replace(policy, names=tuple(c for id, c in names.items() if id in used))
