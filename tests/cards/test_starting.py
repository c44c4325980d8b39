"""The cards before a record is asked for: whatever was typed or chosen before, every rule holds and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.opening import Opening, opening
from cards import led, meeting_file, offer, pasted, start, welcome, which
from cards.parts import size
from record import joining
from record.docket import Upload
from record.entries import with_record
from record.offer import Came
from record.policy import Policy
from record.terms import DocketId, State, Told
from tests.cards import made, rules

SLOW = settings(max_examples=100, suppress_health_check=list(HealthCheck))
TYPES = [("home-visit", "Home visit"), ("core-group", "Core group")]
LINK = "https://teams.microsoft.com/l/meetup-join/" + "x" * 458
anything = st.one_of(made.words, st.integers(), st.none(), st.just("agreed"), st.just("true"))


def listed(count: int) -> list[tuple[str, str]]:
    return [
        (
            start.chosen(f"2026-11-{n + 1:02}T16:10:00+00:00", "c" * 36, "w" * 50, LINK),
            f"On {n}: transcript ready",
        )
        for n in range(count)
    ]


@SLOW
@given(
    st.integers(0, 12),
    st.sampled_from([None, "Microsoft does not answer now."]),
    st.dictionaries(
        st.sampled_from(["type", "reference", "told", "interpreter", "link", "meeting"]), anything
    ),
)
def test_a_full_list_fits_a_card_whatever_was_typed(
    count: int, note: str | None, values: dict[str, object]
) -> None:
    asks = start.asks(meetings=listed(count), note=note, values=values)
    drawn = start.card(source={"m": "pick"}, types=TYPES, choosing=asks, values=values)
    rules.check(drawn)
    assert ("meeting" in rules.inputs(drawn)) == (count > 0)
    assert ("link" in rules.inputs(drawn)) == (count == 0)


def test_what_was_chosen_stays_chosen_when_more_is_known_of_it() -> None:
    (before, title), *_ = listed(3)
    at, _, _, link = start.read_choice(before)
    unknown = start.chosen(at, "", "", link)
    drawn = start.card(
        source={}, types=TYPES, choosing=start.asks(meetings=[(before, title)], values={"meeting": unknown})
    )
    assert rules.inputs(drawn)["meeting"] == before
    assert start.read_choice("odd") == ("", "", "", "")


def test_a_chosen_meeting_leads_on_and_back() -> None:
    drawn = start.card(
        source={"m": "call", "j": LINK}, types=TYPES, meeting="Tuesday 10 November 2026, 4:10pm"
    )
    rules.check(drawn)
    assert [p.partition(":")[0] for p in rules.presses(drawn)] == ["find", "start", "upload"]
    file = start.card(
        source={"m": "upload", "d": "d"}, types=TYPES, outline="I read 19 minutes and 4 speakers."
    )
    assert [p.partition(":")[0] for p in rules.presses(file)] == ["find"]


def test_a_start_card_is_small_whatever_the_council_has_chosen() -> None:
    """All types but one written by hand, and a notice as long as may be; of neither more than there is room for."""
    drawn = start.card(
        source={"m": "call", "j": LINK, "c": "c"},
        types=TYPES[:1],
        by_hand=[f"Child protection conference {n}" for n in range(20)],
        notice="We use a tool to help. " * 43,
        meeting="Tuesday 10 November 2026, 4:10pm",
    )
    rules.check(drawn)
    assert rules.inputs(drawn)["type"] == "home-visit"
    read = rules.text_of_card(drawn)
    assert "Written by hand: Child protection conference 0" in read
    assert "Type send notice in the meeting's chat" in read
    assert size(drawn) < size(start.card(source={"m": "call", "j": LINK, "c": "c"}, types=TYPES)) + 2_600
    assert "Written by hand" not in rules.text_of_card(start.card(source={}, types=TYPES))


def test_every_first_card_leads_on() -> None:
    calls = [(Opening(m="call", j=LINK, c=str(n)).carried(), f"Tuesday {n}") for n in range(5)]
    for card in (
        welcome.card(),
        pasted.card(id="d", outline="I read 19 minutes and 4 speakers.", keeps="1 hour"),
        led.card(title="My data", text="I hold nothing.", presses=(led.START, led.UPLOAD)),
        which.card(calls=calls),
    ):
        rules.check(card)
        assert rules.presses(card)


@given(
    st.builds(
        Opening,
        m=st.sampled_from(["call", "upload", "pick"]),
        j=st.sampled_from(["", LINK]),
        c=st.sampled_from(["", "c"]),
        w=st.sampled_from(["", "Tuesday 10 November 2026, 4:10pm to 4:29pm"]),
        references=st.sampled_from([(), ("CH-1",), ("CH-1", "CH-2")]),
        type=st.sampled_from(["", "home-visit"]),
        told=st.sampled_from([None, *Told]),
        interpreter=st.booleans(),
    )
)
def test_what_a_card_carries_comes_back(at: Opening) -> None:
    assert opening(at.carried()) == at


def test_who_pasted_it_is_asked_to_delete_it_until_they_say_that_they_did() -> None:
    docket, _ = joining.open_upload(
        id=DocketId("d"), name="n", link=None, message="m", opener=made.KELLY, policy=Policy(), now=made.NOW
    )
    docket = replace(docket, records=(made.record(),))
    docket = with_record(docket, 1, state=State.POSTED, settled=made.NOW)
    said, pressed = meeting_file.parts(docket, 1, Policy(), made.NOW + timedelta(days=2))
    assert len(said) == 1
    assert [p["verb"] for p in pressed] == ["attest-paste"]
    dropped = replace(docket, source=Upload())
    assert meeting_file.parts(dropped, 1, Policy(), made.NOW) == ([], [])


@given(made.words, st.datetimes(timezones=st.just(UTC)))
def test_an_offer_is_small_whatever_the_chat_is_called(thread: str, began: datetime) -> None:
    carried = Opening(m="call", j=LINK, c="c" * 100, w="Tuesday 10 November 2026, 4:10pm").carried()
    drawn = offer.card(id="offer-" + "0" * 64, began=began, start=carried, thread=thread[:200])
    rules.check(drawn)
    assert [p.partition(":")[0] for p in rules.presses(drawn)] == ["offer-yes", "offer-no", "offer-never"]
    assert not rules.inputs(drawn)


def test_an_offer_says_what_came_of_it_and_only_a_never_can_be_taken_back() -> None:
    for came in Came:
        drawn = offer.answered(came, thread="19:meeting_x@thread.v2")
        rules.check(drawn)
        pressed = [p.partition(":")[0] for p in rules.presses(drawn)]
        assert pressed == (["offer-again"] if came is Came.NEVER else [])
    rules.check(offer.answered(Came.NEVER))
    rules.check(offer.asking_again())
