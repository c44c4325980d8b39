"""Drafts and dockets of every shape, with any characters that a transcript or a person may bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from record import hand_over, joining
from record.docket import (
    Act,
    Approval,
    Call,
    Choice,
    Claim,
    Docket,
    Handover,
    Hold,
    Person,
    Record,
    Sight,
    Tries,
    Upload,
)
from record.draft import (
    Action,
    Child,
    Draft,
    Flag,
    Kind,
    Line,
    NotCovered,
    Omission,
    Origin,
    Section,
    SectionId,
)
from record.entries import opened, with_record, with_trace
from record.source import Passage, PassageId
from record.terms import (
    Address,
    ContentHash,
    Custody,
    DocketId,
    Doing,
    Holder,
    Outcome,
    PersonId,
    Proof,
    RecordTypeId,
    Saw,
    Shelf,
    State,
    Told,
)
from tests.cards.rules import CANARY

NOW = datetime(2026, 11, 10, 16, 50, tzinfo=UTC)
KELLY = Person(id=PersonId("kelly"), name="Kelly Marsh", teams="t", conversation="c", service_url="s")
ID = DocketId("d7f3a9c1e5b84a20")
NASTY = (
    "{{DATE(2017-02-14T06:08:39Z,SHORT)}} {{{{",
    "**bold** [a link](http://x.invalid) # heading\n- list",
    "\u202eright to left\u202c \u2066isolated\u2069 \u200f\u200e",
    "nul \x00 escape \x1b bell \x07",
    "“quoted” 'words' \"here\" \\ back",
    "👩‍👧‍👦 Zażółć 漢字 ﷽",
    " ".join(["word"] * 120),
    "x" * 7000,
    "{" * 500,
    "",
)

plain = st.text(st.characters(codec="utf-8"), max_size=40)
words = st.one_of(st.sampled_from(NASTY), plain, st.text(max_size=80)).map(lambda t: f"{CANARY} {t}")
speakers = st.one_of(st.none(), words, st.sampled_from(["Speaker 1", "@2", f"{CANARY} iPhone"]))


@st.composite
def passages(draw: st.DrawFn) -> tuple[Passage, ...]:
    """Up to six passages, p0 and on."""
    found = draw(st.lists(st.tuples(speakers, st.floats(-10, 20_000), words), max_size=6))
    return tuple(
        Passage(id=PassageId(f"p{i}"), speaker=who, start=at, end=at + 4, text=text)
        for i, (who, at, text) in enumerate(found)
    )


sources = st.lists(st.integers(0, 8).map(lambda i: PassageId(f"p{i}")), max_size=7).map(tuple)
flags = st.lists(
    st.builds(
        Flag,
        code=st.sampled_from(["negation", "number", "other", "wording"]),
        reason=words,
        serious=st.booleans(),
    ),
    max_size=3,
).map(tuple)
lines = st.builds(
    Line,
    number=st.just(0),
    text=words,
    sources=sources,
    flags=flags,
    origin=st.sampled_from(Origin),
    quote=st.booleans(),
    speaker=speakers,
    kept=st.one_of(st.none(), words),
    left_out=st.booleans(),
)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A draft: up to 8 sections, one of which may have 40 lines."""
    pool = draw(st.lists(lines, min_size=1, max_size=6))
    titles = st.sampled_from(["Parents' or carers' views", "Wishes *and* feelings [1]", "Child's voice"])
    number, made = 0, []
    for i in range(draw(st.integers(0, 8))):
        count = draw(st.sampled_from([0, 1, 2, 7, 40] if i == 0 else [0, 1, 3]))
        own = tuple(replace(pool[(i + j) % len(pool)], number=number + j + 1) for j in range(count))
        number += count
        prompts = tuple(draw(st.lists(st.just("What did you see?"), max_size=4)))
        made.append(
            Section(
                id=SectionId(f"s{i}"),
                title=draw(titles),
                kind=draw(st.sampled_from(Kind)),
                required=draw(st.booleans()),
                prompts=prompts,
                lines=own,
            )
        )
    action = st.builds(
        Action, text=words, owner=speakers, due=speakers, sources=sources, left_out=st.booleans()
    )
    omitted = st.builds(
        NotCovered,
        kind=st.sampled_from(["Risk", "Child's words"]),
        text=words,
        sources=sources,
        serious=st.booleans(),
        fate=st.sampled_from(Omission),
    )
    return Draft(
        record_type=RecordTypeId("home-visit"),
        title="Home visit",
        drafter=draw(st.sampled_from(["verbatim", "azure-openai"])),
        attributed=draw(st.booleans()),
        child=draw(st.one_of(st.none(), st.builds(Child, reference=st.just("CH-1"), name=words, born=words))),
        sections=tuple(made),
        actions=tuple(draw(st.lists(action, max_size=4))),
        not_covered=tuple(draw(st.lists(omitted, max_size=12))),
        passages=draw(passages()),
        occurred=draw(st.one_of(st.none(), st.just("Tuesday 10 November 2026, 4:10pm"))),
    )


def record(version: int = 3) -> Record:
    """A record of Kelly's."""
    return Record(
        n=1,
        id="r1",
        author=KELLY,
        reference="CH-104233",
        record_type=RecordTypeId("home-visit"),
        people_told=Told.AGREED,
        state=State.DRAFT,
        version=version,
    )


def call_docket() -> Docket:
    """A docket of a call with one record, whose card is sent."""
    call = Call(organiser=KELLY.id, meeting="m", call="c", thread="t", transcripts=("a",), began=NOW)
    docket = joining.open_call(id=ID, name="name", call=call, opener=KELLY, now=NOW)
    return joining.add_record(
        docket,
        id="r1",
        author=KELLY,
        reference="CH-104233",
        record_type=RecordTypeId("home-visit"),
        people_told=Told.AGREED,
        interpreter=False,
        card="card",
        now=NOW,
    )


WHYS = [
    "", "busy", "unknown", "sign_in", "transcript-access-off", "not_organiser", "differs", "not-found", "file-closed",
    "discarded", "expired", "no_words", "other", "organiser-unreachable", "objected",
]  # fmt: skip


@st.composite
def meeting_files(draw: st.DrawFn, docket: Docket) -> Docket:
    """The same docket with the meeting's own file in any state: asked about, answered, looked for, chosen from."""
    asked = st.builds(
        Handover,
        asked=st.just(NOW),
        times=st.integers(1, 3),
        card=st.just("k"),
        whom=st.one_of(st.just(""), words.map(lambda w: w[:150])),
        answer=st.sampled_from([None, True, False]),
        why=st.sampled_from(["", *(b.value for b in hand_over.Because)]),
    )
    choices = st.builds(
        Choice,
        address=st.integers(0, 99).map(lambda i: Address(f"drive/{i}")),
        made=st.sampled_from([None, NOW]),
        size=st.integers(0, 10**10),
    )
    return replace(
        docket,
        handover=draw(st.one_of(st.none(), asked)),
        choices=tuple(draw(st.lists(choices, max_size=40, unique_by=lambda c: c.address))),
        preflight=draw(st.sampled_from([None, Sight(at=NOW, saw=Saw.NOT_ORGANISER)])),
        organiser=draw(st.sampled_from([None, KELLY])),
    )


@st.composite
def dockets(draw: st.DrawFn) -> Docket:
    """A docket in any state, possible or not."""
    docket = call_docket()
    if draw(st.booleans()):
        docket = replace(docket, source=Upload())
    state = draw(st.sampled_from(State))
    approval = Approval(
        by=KELLY.id,
        name=KELLY.name,
        at=NOW + timedelta(minutes=draw(st.integers(-10, 0))),
        hash=ContentHash("h"),
        reference="CH-104233",
        record_type=RecordTypeId("home-visit"),
        version=3,
    )
    docket = with_record(
        docket,
        1,
        state=state,
        approval=draw(st.sampled_from([None, approval])) if state is not State.APPROVED else approval,
        filed="88213" if state is State.POSTED else None,
        proof=draw(st.sampled_from([None, *Proof])),
        why=draw(st.sampled_from(WHYS)),
        file_now=draw(st.booleans()),
        sure=draw(st.booleans()),
        delete_too=draw(st.booleans()),
        settled=draw(st.sampled_from([None, NOW])),
    )
    for i in range(draw(st.integers(0, 6))):
        holder = draw(st.sampled_from(Holder))
        kind = draw(st.sampled_from(["draft", "key of the draft", "this card", "something new"]))
        custody = draw(st.sampled_from(Custody))
        docket = opened(docket, draw(st.integers(0, 2)), holder, kind, custody, Address(f"a{i}"), NOW)
    for t in docket.traces:
        looks = tuple(Sight(at=NOW, saw=Saw.ABSENT) for _ in range(draw(st.integers(0, 4))))
        docket = with_trace(
            docket,
            t.n,
            shelf=draw(st.sampled_from(Shelf)),
            outcome=draw(st.sampled_from([None, *Outcome])),
            asked=draw(st.sampled_from([None, NOW])),
            looks=looks,
        )
    tries = tuple(
        Tries(doing=doing, record=1, count=1, first=NOW, at=NOW, why=draw(st.sampled_from(WHYS)))
        for doing in draw(st.lists(st.sampled_from(Doing), max_size=3, unique=True))
    )
    holds = (Hold(by=KELLY.id, at=NOW),) if draw(st.booleans()) else ()
    act = Act(doing=draw(st.sampled_from(Doing)), record=1)
    claims = (Claim(n=1, act=act, until=NOW + timedelta(seconds=60)),) if draw(st.booleans()) else ()
    return replace(docket, tries=tries, holds=holds, claims=claims, have=draw(st.booleans()))
