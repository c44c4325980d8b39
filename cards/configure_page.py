"""What a page of `configure` is: its choices, and how what was typed on it is put into the policy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cards.configure_fields import Field, Values, refused
from record.policy import Policy
from record.terms import PersonId

Types = Sequence[tuple[str, str]]
"""Id and title of each record type that is offered."""
Whole = Callable[[Policy, str, Values, Types], Policy]


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What is set where Faircopy is installed: sentences for the page of the case system, the first admins' ids, and
    the schemes and hosts to which approved words may go."""

    lines: Sequence[str] = ()
    origins: tuple[str, ...] = ()
    admins: frozenset[PersonId] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page. With `items` the choices are for one thing at a time: a type of record, or a person.

    `whole` puts in choices that only make sense together; `checked` refuses what its choices may not be together.
    """

    id: str
    title: str
    fields: Callable[[str], Sequence[Field]] = lambda _: ()
    said: Sequence[str] = ()
    items: Callable[[Policy, Types], Types] | None = None
    ask: str = ""
    rows: Callable[[Policy, Types], Types] | None = None
    whole: Whole | None = None
    checked: Callable[[Policy, Policy, Installed], None] | None = None


def written(page: Page, policy: Policy, item: str, new: Values, types: Types, installed: Installed) -> Policy:
    """The policy with what was typed, `new` being only what differs. Raises RefusedError at the first bad value."""
    fields = page.fields(item)
    after = policy
    for f in fields:
        if f.id in new and f.options and new[f.id] not in dict(f.options):
            raise refused(f.label, "choose one of those that are listed", new[f.id])
        if f.id in new and f.write is not None:
            after = f.write(after, new[f.id])
    if page.whole is not None and new:
        after = page.whole(after, item, {f.id: new.get(f.id, f.read(policy)) for f in fields}, types)
    if page.checked is not None and after != policy:
        page.checked(policy, after, installed)
    return after
