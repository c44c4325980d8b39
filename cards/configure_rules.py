"""Pages of `configure` with one thing at a time: a type of record and its rules; somebody who covers, and for whom."""

from __future__ import annotations

from cards.configure_fields import UNCHANGED, Field, Values, called, groups, listed, people, refused, renamed
from cards.configure_page import Page, Types
from cards.parts import many, own_words
from record.errors import RefusedError
from record.policy import CoverRule, Policy, SecondRule, TypeRule
from record.terms import RecordTypeId
from record.values import replace

NEW = "new"
"""Stands for somebody who covers for nobody yet."""

# --- record types -------------------------------------------------------------------------------------------------

ALL, ONLY, NOBODY = "all", "only", "nobody"
_USE = (
    (ALL, "Everybody"),
    (ONLY, "Only the people and groups named below"),
    (NOBODY, "Nobody: it is written by hand"),
)


def _type_fields(item: str) -> tuple[Field, ...]:
    type = RecordTypeId(item)

    def rule(policy: Policy) -> TypeRule:
        return policy.type_rule(type) or TypeRule(record_type=type)

    def use(policy: Policy) -> str:
        return ALL if policy.type_rule(type) is None else NOBODY if rule(policy).by_hand else ONLY

    return (
        Field(id="use", label="Who may have it drafted", read=use, options=_USE),
        Field(id="group", label="What these people are called", read=lambda p: rule(p).group),
        Field(
            id="only",
            label="Who they are, one a line",
            read=lambda p: listed(rule(p).only),
            lines=4,
            note="Each line: name, comma, Entra object id.",
        ),
        Field(
            id="groups",
            label="Their Entra groups, one a line",
            read=lambda p: listed(rule(p).groups),
            lines=2,
            note="Each line: name, comma, object id. Who is in it is asked at each press, with their own sign-in.",
        ),
        Field(
            id="second",
            label="Second approvers, in the order in which they are asked",
            read=lambda p: listed(p.approvers(type) or ()),
            lines=4,
            note="Empty: no second approval is needed.",
        ),
    )


def _type_whole(policy: Policy, item: str, values: Values, types: Types) -> Policy:
    """One type's rules, in the place of those that it had."""
    type = RecordTypeId(item)
    if item not in dict(types):
        raise RefusedError(f"There is no such record type now. {UNCHANGED}")
    only, second = people(values["only"], "Who they are"), people(values["second"], "Second approvers")
    group = own_words(values["group"])
    members = groups(values["groups"], "Their Entra groups")
    if values["use"] == ONLY and not (only or members):
        raise refused("Who they are", "at least one person or group, since only they may use it", "")
    if values["use"] == ONLY and not 1 <= len(group) <= 60:
        raise refused("What these people are called", "a name of 1 to 60 characters", group)
    rules = [r for r in policy.types if r.record_type != type]
    if values["use"] == ONLY:
        rules.append(TypeRule(record_type=type, group=group, only=only, groups=members))
    if values["use"] == NOBODY:
        rules.append(TypeRule(record_type=type))
    seconds = [r for r in policy.second if r.record_type != type]
    if second or policy.approvers(type) == ():  # wanted, with nobody named who may: that waits, and stays
        seconds.append(SecondRule(record_type=type, approvers=second))
    return replace(policy, types=tuple(rules), second=tuple(seconds))


def _type_rows(policy: Policy, types: Types) -> Types:
    """What is not as it is for every type."""
    found: list[tuple[str, str]] = []
    for id, title in types:
        rule, second = policy.type_rule(RecordTypeId(id)), policy.approvers(RecordTypeId(id))
        said: list[str] = []
        if rule is not None:
            said.append("written by hand" if rule.by_hand else f"only {rule.group} ({_who(rule)})")
        if second is not None:
            who = ", ".join(c.name for c in second) or "nobody, so it waits"
            said.append(f"second approval by {who}")
        if said:
            found.append((title, "; ".join(said)))
    return found


def _who(rule: TypeRule) -> str:
    counted = (
        (len(rule.only), "1 person", "{n} people"),
        (len(rule.groups), "1 group", "{n} groups"),
    )
    return " and ".join(many(n, one, more) for n, one, more in counted if n)


TYPES = Page(
    id="types",
    title="record types",
    fields=_type_fields,
    items=lambda _, types: types,
    ask="Which record type?",
    rows=_type_rows,
    whole=_type_whole,
    said=("A type that is not listed here is everybody's, and one person approves it.",),
)

# --- cover --------------------------------------------------------------------------------------------------------


def _cover_items(policy: Policy, _: Types) -> Types:
    names = [(str(r.by), policy.called(r.by) or f"Object id {r.by}") for r in policy.cover]
    return [*names, (NEW, "Somebody else")]


def _cover_fields(item: str) -> tuple[Field, ...]:
    def covers(policy: Policy) -> CoverRule | None:
        return next((r for r in policy.cover if r.by == item), None)

    return (
        Field(
            id="by",
            label="Who may take over",
            read=lambda p: listed(called(p, [r.by])) if (r := covers(p)) else "",
            note="Name, comma, Entra object id.",
        ),
        Field(
            id="of",
            label="Whose drafts, one a line (empty: nobody's any more)",
            read=lambda p: listed(r.of) if (r := covers(p)) else "",
            lines=5,
            note="Each line: name, comma, Entra object id.",
        ),
    )


def _cover_whole(policy: Policy, item: str, values: Values, _: Types) -> Policy:
    by, of = people(values["by"], "Who may take over"), people(values["of"], "Whose drafts")
    if len(by) != 1:
        raise refused("Who may take over", "one person", values["by"])
    if any(c.id == by[0].id for c in of):
        raise RefusedError(f"Nobody covers for themselves. {UNCHANGED}")
    if item == NEW and any(r.by == by[0].id for r in policy.cover):
        raise RefusedError(f"They cover for somebody already: choose their name on the list. {UNCHANGED}")
    rules = [r for r in policy.cover if r.by not in (item, by[0].id)]
    if of:
        rules.append(CoverRule(by=by[0].id, of=of))
    return renamed(replace(policy, cover=tuple(rules)), by)


def _cover_rows(policy: Policy, _: Types) -> Types:
    return [
        (policy.called(r.by) or f"Object id {r.by}", f"for {', '.join(c.name for c in r.of)}")
        for r in policy.cover
    ]


COVER = Page(
    id="cover",
    title="cover",
    fields=_cover_fields,
    items=_cover_items,
    ask="Whose cover?",
    rows=_cover_rows,
    whole=_cover_whole,
    said=("Whoever covers types cover, takes a draft over and approves it in their own name.",),
)
