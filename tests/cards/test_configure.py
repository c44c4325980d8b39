"""The pages of `configure`: every rule of every card, whatever a council has chosen; what is bad is refused by name."""

from __future__ import annotations

import string
from contextlib import suppress
from dataclasses import fields, replace
from datetime import timedelta
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards import configure
from cards.configure_fields import changed, drawn, secret, typed
from cards.configure_page import Installed, Types, written
from cards.configure_pages import PAGES
from cards.parts import BOX, walk
from cards.parts import size as size_of
from record.errors import RefusedError
from record.packing import dumps, loads
from record.policy import Colleague, CoverRule, Group, Policy, Saved, SecondRule, Tool, TypeRule
from record.system import System
from record.terms import GroupId, PersonId, RecordTypeId
from tests.cards import made, rules

TYPES: Types = tuple((f"type-{i}", f"Child protection conference {i}") for i in range(20))
INSTALLED = Installed(
    lines=("Set where Faircopy is installed.",) * 6, origins=("https://cases.example", "https://new.example")
)
GUID = "a7f3c2d1-0000-4000-8000-{:012d}"

ids = st.integers(0, 40).map(lambda n: PersonId(GUID.format(n)))
names = st.text(string.ascii_letters + "ÅéŁ'-", min_size=1, max_size=20)
colleagues = st.lists(st.builds(Colleague, id=ids, name=names), max_size=6, unique_by=lambda c: c.id).map(
    tuple
)
entra_groups = st.lists(
    st.builds(Group, id=ids.map(GroupId), name=names), max_size=6, unique_by=lambda g: g.id
).map(tuple)
type_ids = st.sampled_from([RecordTypeId(id) for id, _ in TYPES])
saved = st.builds(Saved, by=ids, name=made.words.map(lambda w: w[:120]), at=st.just(made.NOW), why=made.words)
policies = st.builds(
    Policy,
    version=st.integers(1, 500),
    saved=st.none() | saved,
    undo=st.integers(1, 3600).map(lambda n: timedelta(seconds=n)),
    expiry=st.integers(1, 60).map(lambda n: timedelta(days=n)),
    governance=st.lists(ids, max_size=5, unique=True).map(tuple),
    admins=st.lists(ids, max_size=5, unique=True).map(tuple),
    names=colleagues,
    notice=names,
    tool=st.sampled_from(Tool),
    ai_hosts=st.lists(st.from_regex(r"[a-z]{1,30}\.example", fullmatch=True), max_size=10, unique=True).map(
        tuple
    ),
    case_system=st.none()
    | st.just(System(connector="by_hand"))
    | st.builds(
        System,
        connector=st.sampled_from(("http_json", "by_hand")),
        address=st.from_regex(r"https://(cases|new)\.example(/[a-z0-9]{1,9})?", fullmatch=True),
    ),
    admin_groups=entra_groups,
    governance_groups=entra_groups,
    types=st.lists(
        st.builds(TypeRule, record_type=type_ids, group=names, only=colleagues, groups=entra_groups),
        max_size=9,
    ).map(tuple),
    second=st.lists(st.builds(SecondRule, record_type=type_ids, approvers=colleagues), max_size=9).map(tuple),
    cover=st.lists(st.builds(CoverRule, by=ids, of=colleagues), max_size=5, unique_by=lambda r: r.by).map(
        tuple
    ),
)


def items(page: str, policy: Policy) -> list[str]:
    """Every card of a page: its list, and one for each thing on it."""
    found = PAGES[page].items
    return ["", *(id for id, _ in found(policy, TYPES))] if found else [""]


def fits(value: object, kind: Any) -> bool:
    """Whether a value is of a type as the policy declares it."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return isinstance(value, tuple) and all(fits(one, inner[0]) for one in value)
    if origin is UnionType:
        return any(fits(value, one) for one in inner)
    return type(value) is getattr(kind, "__supertype__", kind)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_field_puts_on_the_policy_is_of_the_declared_type(page: str) -> None:
    """Types cannot say so: a page names the policy's field as text."""
    declared = get_type_hints(Policy)
    for item in items(page, Policy()):
        for field in PAGES[page].fields(item):
            if field.write is None:
                continue
            after = None
            for text in [id for id, _ in field.options] or ["1", "5", "60", f"Asha, {GUID.format(1)}", OURS]:
                with suppress(RefusedError):
                    after = field.write(Policy(), text)
                    wrong = [name for name, kind in declared.items() if not fits(getattr(after, name), kind)]
                    assert not wrong, f"{field.id} puts {wrong}"
            assert after is not None, f"{field.id} takes nothing of what was tried"


def typed_on(card: dict[str, object], page: str, item: str, **more: str) -> dict[str, str]:
    """What the page reads when the card is pressed as it was drawn, with those boxes filled in."""
    return typed(PAGES[page].fields(item), {**rules.inputs(card), **more})


def saves(page: str, policy: Policy, item: str = "", **more: str) -> Policy:
    """What comes of typing that and saving."""
    card = configure.card(page=PAGES[page], policy=policy, types=TYPES, installed=INSTALLED, item=item)
    new = changed(PAGES[page].fields(item), typed_on(card, page, item, **more), policy)
    return written(PAGES[page], policy, item, new, TYPES, INSTALLED)


@settings(max_examples=60)
@given(policies, st.sampled_from(list(PAGES)), st.data())
def test_every_page_of_any_council(policy: Policy, page: str, data: st.DataObject) -> None:
    """Every rule of every card holds; and a page saved as it was drawn changes nothing at all."""
    item = data.draw(st.sampled_from(items(page, policy)))
    card = configure.card(
        page=PAGES[page],
        policy=policy,
        types=TYPES,
        installed=INSTALLED,
        item=item,
        earlier=[replace(policy, version=n) for n in range(30)],
        banner="Saved.",
    )
    rules.check(card)
    form = bool(PAGES[page].fields(item)) and (PAGES[page].items is None or bool(item))
    assert any(p.startswith("config-save") for p in rules.presses(card)) == form
    for at in rules.presses(card).values():
        assert at["v"] == policy.version
    if form:
        new = changed(PAGES[page].fields(item), typed_on(card, page, item), policy)
        assert new == {}
        assert written(PAGES[page], policy, item, new, TYPES, INSTALLED) == policy


@settings(max_examples=60)
@given(
    policies,
    made.words,
    st.sampled_from(["installed", "told", "keeping", "organisers", "people", "types", "cover"]),
)
def test_whatever_is_typed_is_shown_again_and_either_taken_or_refused_in_words(
    policy: Policy, words: str, page: str
) -> None:
    for item in items(page, policy)[-2:]:
        if PAGES[page].items is not None and not item:
            continue
        for field in PAGES[page].fields(item):
            card = configure.card(
                page=PAGES[page],
                policy=policy,
                types=TYPES,
                installed=INSTALLED,
                item=item,
                typed={field.id: words},
                stood=replace(policy, version=3),
                why=words,
            )
            rules.check(card)
            said = "Nothing is changed."
            try:
                written(PAGES[page], policy, item, {field.id: words}, TYPES, INSTALLED)
            except RefusedError as no:
                said = no.say
            assert said.endswith("Nothing is changed.")
            assert len(said) < 400


def test_the_pages_are_numbered_and_lead_to_one_another() -> None:
    for n, page in enumerate(PAGES.values(), 1):
        card = configure.card(page=page, policy=Policy(), types=TYPES, installed=INSTALLED)
        assert f"({n} of {len(PAGES)})" in rules.text_of_card(card)
        found = {at["page"] for verb, at in rules.presses(card).items() if verb.startswith("config: ")}
        order = list(PAGES)
        assert found == {order[i] for i in (n - 2, n) if 0 <= i < len(order)}
        offered = next(p for p in walk(card) if p.get("id") == "to")["choices"]
        assert isinstance(offered, list)
        assert {one["value"] for one in offered} == {*order} - {page.id}
        assert "config-check: Set-up check" in rules.presses(card)
        assert size_of(card) < 14_000


def test_a_full_page_fits() -> None:
    """As many people in every box as are taken, and as many types as a council has."""
    many = tuple(Colleague(id=PersonId(GUID.format(n)), name=f"A longer name {n}") for n in range(60))
    groups = tuple(Group(id=GroupId(GUID.format(n)), name=f"A longer group {n}") for n in range(20))
    policy = Policy(
        admin_groups=groups,
        governance_groups=groups,
        admins=tuple(c.id for c in many),
        governance=tuple(c.id for c in many),
        names=many,
        types=(TypeRule(record_type=RecordTypeId("type-1"), group="g" * 60, only=many, groups=groups),),
        second=tuple(SecondRule(record_type=RecordTypeId(id), approvers=many) for id, _ in TYPES),
        notice="n" * 1000,
    )
    for page in PAGES:
        for item in items(page, policy)[:3]:
            rules.check(
                configure.card(page=PAGES[page], policy=policy, types=TYPES, installed=INSTALLED, item=item)
            )


def test_a_box_that_would_cut_what_stands_is_not_drawn() -> None:
    field = PAGES["told"].fields("")[0]
    parts = drawn(field, Policy(notice="x" * (BOX + 1)), {})
    assert not [p for p in walk(parts) if str(p.get("type", "")).startswith("Input.")]
    assert size_of(parts) < 2000


# --- what is bad is refused ---------------------------------------------------------------------------------------

SAM, LEE = (f"{name}, {GUID.format(n)}" for n, name in enumerate(("Sam Okoro", "Lee Park")))

TEAM = f"Duty team, {GUID.format(7)}"


@pytest.mark.parametrize(
    ("page", "item", "box", "text", "says"),
    [
        ("keeping", "", "expiry", "90", "Days to keep a draft: 1 to 30. You typed 90. Nothing is changed."),
        ("keeping", "", "expiry", "0", "You typed 0."),
        ("keeping", "", "expiry", "7.5", "You typed 7.5."),
        ("keeping", "", "expiry", "", "Nothing was typed. Nothing is changed."),
        ("keeping", "", "expiry", "-1", "1 to 30"),
        ("keeping", "", "expiry", "٧", "1 to 30"),
        ("keeping", "", "expiry", "1e1", "1 to 30"),
        ("keeping", "", "expiry", "2", "fewer than the 2 days that a draft is kept. You typed 3, 1."),
        ("keeping", "", "grace", "0", "Hours before a meeting's own file goes: 1 to 720."),
        ("keeping", "", "undo", "61", "1 to 60"),
        ("keeping", "", "reminders", "7", "fewer than the 7 days"),
        ("keeping", "", "reminders", "one", "up to 3 numbers from 1 to 29"),
        ("keeping", "", "reminders", "4,3,2,1", "up to 3 numbers"),
        ("keeping", "", "retention", "perhaps", "choose one of those that are listed"),
        ("organisers", "", "asks", "0", "How often an organiser is asked: 1 to 10."),
        ("organisers", "", "again", "15", "1 to 14"),
        ("installed", "", "tool", "any", "choose one of those that are listed"),
        ("told", "", "consent", "never", "choose one of those that are listed"),
        ("told", "", "notice", "n" * 1001, "1000 characters at most. You typed 1001 characters."),
        ("people", "", "admins", "Sam Okoro", "Faircopy's admins, line 1: a name, a comma and an Entra object id"),
        ("people", "", "admins", f"{SAM}\n{LEE}x", "line 2"),
        ("people", "", "admins", f"{SAM}\n{SAM}", "line 2: this object id is there twice."),
        ("people", "", "admin_groups", "Team", "Entra groups of admins, line 1: a name, a comma and an Entra object"),
        ("people", "", "admin_groups", f"{SAM}\n{SAM}", "line 2: this object id is there twice."),
        ("people", "", "governance_groups", "\n".join(f"G, {GUID.format(n)}" for n in range(21)), "20 groups at most."),
        ("people", "", "governance_groups", SAM, "Name at least one."),
        ("types", "type-3", "groups", "Team", "Their Entra groups, line 1"),
        ("people", "", "help", "", "Whom people are told to ask: some words."),
        ("types", "type-3", "use", "only", "Who they are: at least one person"),
        ("types", "type-3", "use", "some", "choose one of those that are listed"),
        ("types", "type-3", "second", "Sam", "Second approvers, line 1"),
        ("cover", "new", "of", SAM, "Who may take over: one person."),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_with_what_is_allowed(
    page: str, item: str, box: str, text: str, says: str
) -> None:
    with pytest.raises(RefusedError) as no:
        saves(page, Policy(), item, **{box: text})
    assert says in no.value.say
    assert no.value.say.endswith("Nothing is changed.")


def test_a_restricted_type_names_its_group() -> None:
    with pytest.raises(RefusedError) as no:
        saves("types", Policy(), "type-3", use="only", only=SAM)
    assert "What these people are called" in no.value.say
    after = saves("types", Policy(), "type-3", use="only", only=SAM, group="Duty team")
    assert after.may_draft(RecordTypeId("type-3"), PersonId(GUID.format(0)))
    assert not after.may_draft(RecordTypeId("type-3"), PersonId(GUID.format(1)))
    assert after.may_draft(RecordTypeId("type-4"), PersonId(GUID.format(1)))
    nobody = saves("types", after, "type-3", use="nobody")
    assert not nobody.may_draft(RecordTypeId("type-3"), PersonId(GUID.format(0)))
    assert saves("types", nobody, "type-3", use="all").types == ()


def test_a_type_may_be_restricted_to_groups_alone() -> None:
    after = saves("types", Policy(), "type-3", use="only", groups=TEAM, group="Duty team")
    team = GroupId(GUID.format(7))
    assert [r.groups for r in after.types] == [(Group(id=team, name="Duty team"),)]
    assert after.may_draft(RecordTypeId("type-3"), PersonId("x"), frozenset({team}))
    assert not after.may_draft(RecordTypeId("type-3"), PersonId("x"))
    shown = configure.card(page=PAGES["types"], policy=after, types=TYPES, installed=INSTALLED)
    assert "only Duty team (1 group)" in rules.text_of_card(shown)
    assert saves("types", after, "type-3", use="nobody").types[0].by_hand


def test_a_group_counts_as_somebody_only_beside_a_person() -> None:
    both = saves("people", Policy(), admins=SAM, admin_groups=TEAM, governance=LEE, governance_groups=TEAM)
    assert [g.name for g in (*both.admin_groups, *both.governance_groups)] == ["Duty team"] * 2
    for box in ("admins", "governance"):
        with pytest.raises(RefusedError) as no:
            saves("people", both, **{box: ""})
        assert "Name at least one." in no.value.say
    without = saves("people", both, admin_groups="", governance_groups="")
    assert (without.admin_groups, without.governance_groups) == ((), ())


def test_second_approval_wanted_of_nobody_is_not_lost_by_another_change() -> None:
    """By hand a council can want a second approval that nobody may give; a page never takes that back by the way."""
    rule = SecondRule(record_type=RecordTypeId("type-3"), approvers=())
    assert saves("types", Policy(second=(rule,)), "type-3", use="nobody").second == (rule,)
    assert saves("types", Policy(), "type-3", second=SAM).approvers(RecordTypeId("type-3"))


def test_cover_is_given_and_taken_back() -> None:
    after = saves("cover", Policy(), "new", by=SAM, of=LEE)
    sam, lee = PersonId(GUID.format(0)), PersonId(GUID.format(1))
    assert after.covers(sam, lee)
    assert after.called(sam) == "Sam Okoro"
    with pytest.raises(RefusedError):
        saves("cover", after, "new", by=SAM, of=LEE)
    with pytest.raises(RefusedError):
        saves("cover", Policy(), "new", by=SAM, of=SAM)
    without = saves("cover", after, sam, of="")
    assert (without.cover, without.names) == ((), ())


def test_the_last_admin_and_the_last_of_governance_cannot_go() -> None:
    both = saves("people", Policy(), admins=SAM, governance=LEE)
    assert (both.admins, both.governance) == ((PersonId(GUID.format(0)),), (PersonId(GUID.format(1)),))
    for box in ("admins", "governance"):
        with pytest.raises(RefusedError) as no:
            saves("people", both, **{box: ""})
        assert "Name at least one." in no.value.say
    named = replace(INSTALLED, admins=frozenset({PersonId(GUID.format(9))}))
    assert written(PAGES["people"], both, "", {"admins": ""}, TYPES, named).admins == ()


# --- the tool, and the hosts that may hear ------------------------------------------------------------------------

OURS, OTHER = "ours.ai.council.example", "other.ai.council.example"


def test_only_a_whole_name_that_is_allowed_may_hear() -> None:
    policy = Policy(ai_hosts=(OURS,))
    assert policy.may_hear(OURS)
    assert policy.may_hear(OURS.upper())
    for other in (
        OTHER,
        f"x.{OURS}",
        OURS.partition(".")[2],
        f"{OURS}.",
        f"{OURS}:443",
        f"https://{OURS}",
        "",
    ):
        assert not policy.may_hear(other)
    assert not Policy().may_hear(OURS)


@pytest.mark.parametrize(
    "line",
    [
        "localhost", "https://ours.example", "ours.example/v1", "ours.example:443", "*.example.com", "10.0.0.1",
        "[::1]", "2001:db8::1", "user@ours.example", "ours.example.", ".ours.example", "-ours.example", "ours..example",
        "ours example.com", "ours.example,other.example", "o" * 64 + ".example", "a." * 130 + "example", "ours.1",
        "оurs.example", "ours_ai.example",
    ],
)  # fmt: skip
def test_what_is_no_whole_host_name_is_refused(line: str) -> None:
    with pytest.raises(RefusedError) as no:
        saves("installed", Policy(), hosts=f"{OTHER}\n{line}")
    assert "Allowed AI hosts, line 2: a whole host name" in no.value.say
    assert no.value.say.endswith("Nothing is changed.")


def test_hosts_are_kept_in_small_letters_each_once_and_ten_at_most() -> None:
    after = saves("installed", Policy(), hosts=f"{OURS.upper()}\n\n  xn--80ak6aa92e.com ")
    assert after.ai_hosts == (OURS, "xn--80ak6aa92e.com")
    assert saves("installed", after, hosts="") == Policy()
    for text, says in (
        (f"{OURS}\n{OURS.upper()}", "line 2: this host is there twice"),
        ("\n".join(f"h{n}.example" for n in range(11)), "10 at most. You typed 11."),
    ):
        with pytest.raises(RefusedError) as no:
            saves("installed", Policy(), hosts=text)
        assert says in no.value.say


def test_with_no_tool_nobody_may_have_anything_drafted() -> None:
    who, type = PersonId(GUID.format(0)), RecordTypeId("type-3")
    only = saves("types", Policy(), "type-3", use="only", only=SAM, group="Duty team")
    assert only.may_draft(type, who)
    by_hand = saves("installed", only, tool="none")
    assert by_hand.tool is Tool.NONE
    assert not by_hand.may_draft(type, who)
    assert not by_hand.may_draft(RecordTypeId("type-4"), who)
    assert saves("installed", by_hand, tool="own") == only


def test_nothing_is_written_of_the_tool_and_the_hosts_while_they_are_as_by_default() -> None:
    def written_down(policy: Policy) -> bytes:
        return dumps(Policy, policy, version=1, unsaid=False)

    assert not [name for name in (b"tool", b"ai_hosts") if name in written_down(Policy())]
    chosen = Policy(tool=Tool.NONE, ai_hosts=(OURS,))
    assert b'"tool":"none"' in written_down(chosen)
    assert loads(Policy, written_down(chosen), version=1)[0] == chosen


# --- secrets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "password: swordfish1",
        "The key is AccountKey=abc",
        "https://x.example/a?sig=abc",
        "Bearer 0123456789abcdefXYZ",
        "-----BEGIN PRIVATE KEY-----",
        "eyJhbGciOiJIUzI1NiJ9.e30.abc",
        "aB3dE5gH7jK9mN1pQ3sT5",
        "abcDEF0123456789+/abcDEF012345678==",
    ],
)
def test_what_looks_like_a_password(text: str) -> None:
    assert secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We use a tool to help write the notes of this meeting. A worker checks every word.",
        "The board's password policy has changed",
        f"Sam Okoro, {GUID.format(1)}",
        GUID.format(1).upper(),
        "https://www.council.example/Privacy/AI-notes-2026",
        "Multi-agency-safeguarding-arrangements",
        "Working Together 2023, chapter 3, paragraphs 12 to 19",
        "90",
    ],
)
def test_what_does_not(text: str) -> None:
    assert not secret(text)


# --- nothing is forgotten -----------------------------------------------------------------------------------------

NOT_ON_A_PAGE = {
    "version", "saved", "names",  # how it is kept
    "holds",  # `holds` has its own card
    "leaving",  # `app.py exit` says so
    "honours_keys", "posts", "able",  # the case systems' own to say
    "looks", "fresh", "lease", "skew", "late", "retry",  # what the proof and the clocks rest on: not a council's choice
}  # fmt: skip


def test_every_choice_of_the_policy_is_on_a_page_or_has_a_reason_not_to_be() -> None:
    """Each page is filled in with other values; what never changes is on no page."""
    after = saves(
        "installed", Policy(), tool="none", hosts=OURS, cases="http_json", address="https://cases.example/api"
    )
    after = saves("told", after, notice="A notice.", consent="agreed")
    after = saves(
        "keeping", after, undo="3", grace="48", expiry="9", reminders="2", undecided="2", retention="none"
    )
    after = saves("organisers", after, asks="4", again="5", offers="no", stands="3")
    after = saves(
        "people",
        after,
        admins=SAM,
        admin_groups=TEAM,
        governance=LEE,
        governance_groups=TEAM,
        help="the records desk",
    )
    after = saves("types", after, "type-3", use="nobody", second=LEE)
    after = saves("cover", after, "new", by=SAM, of=LEE)
    same = {f.name for f in fields(Policy) if getattr(after, f.name) == getattr(Policy(), f.name)}
    assert same | {"names"} == NOT_ON_A_PAGE
