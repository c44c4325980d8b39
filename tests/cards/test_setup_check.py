"""The set-up check's card and text: every rule holds, what is broken comes first, nothing is lost for want of room."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import findings, setup_check
from cards.findings import Finding, State
from tests.cards import made, rules

BAD = Finding(
    name="transcript access",
    state=State.BROKEN,
    say="It is turned off for apps.",
    stops="Drafting from a meeting.",
    who="a Teams administrator",
    fix="Turn it on. Or run this.",
    command="Set-CsTeamsMeetingConfiguration -EnableGraphTranscriptAccess true -Identity Global",
)
GOOD = Finding(name="queue", state=State.WORKS)
UNTRIED = Finding(
    name="your sign-in", state=State.NOT_TRIED, say="You are not signed in.", fix="Press Sign in."
)
REMARK = Finding(
    name="your sign-in",
    state=State.REMARK,
    say="It works. More is agreed to than is used: Mail.Read.",
    who="an Entra administrator",
    fix="Take away Mail.Read.",
)
some = st.builds(
    Finding,
    name=st.integers(0, 99).map(lambda n: f"thing {n}"),
    state=st.sampled_from(State),
    say=made.words.map(lambda w: w[:300]),
    stops=made.words.map(lambda w: w[:300]),
    who=made.words.map(lambda w: w[:80]),
    fix=made.words.map(lambda w: w[:500]),
    command=st.one_of(st.just(""), made.words.map(lambda w: w[:300])),
)


def drawn(*found: Finding, link: str = "", seconds: int = 6) -> dict[str, object]:
    return setup_check.card(findings=found, at=made.NOW, seconds=seconds, link=link)


@given(st.lists(some, max_size=40))
def test_the_card_however_much_is_broken_and_whatever_is_said(found: list[Finding]) -> None:
    """Every rule holds, and each that is broken is shown whole or counted."""
    card = drawn(*found)
    rules.check(card)
    read = rules.text_of_card(card)
    broken = findings.of(found, State.BROKEN)
    shown = read.count("BROKEN: ")
    left = len(broken) - shown
    assert left == 0 or (f"{left} more are broken" if left > 1 else "1 more is broken") in read


@given(st.lists(some, max_size=40))
def test_the_text_holds_all_of_it_in_messages_that_teams_takes(found: list[Finding]) -> None:
    messages = findings.text(found, "Set-up check of today.")
    assert all(len(m) <= findings.LONGEST for m in messages)
    whole = "\n".join(messages)
    for f in found:
        assert all(line in whole for line in findings.lines(f))


def test_what_is_broken_comes_first_with_all_that_an_administrator_needs() -> None:
    read = rules.text_of_card(drawn(GOOD, UNTRIED, BAD))
    assert "Set-up check: 1 of 3 is broken" in read
    assert "Tuesday 10 November 2026, 4:50pm. Took 6 seconds." in read
    assert "4:50pm. Took 1 second." in rules.text_of_card(drawn(GOOD, seconds=1))
    for word in ("BROKEN: transcript access", BAD.say, BAD.stops, BAD.who, BAD.fix, BAD.command):
        assert word in read
        assert read.index(word) < read.index("your sign-in")
    assert read.index("your sign-in") < read.index("queue")


def test_a_remark_is_seen_with_its_fix_and_is_counted_as_working() -> None:
    read = rules.text_of_card(drawn(GOOD, REMARK))
    assert "Set-up check: nothing is broken" in read
    for word in ("Remark: your sign-in", REMARK.say, REMARK.who, REMARK.fix):
        assert read.index(word) < read.index("1 more works.")
    assert "check-sign-in" not in "".join(rules.presses(drawn(GOOD, REMARK)))
    assert findings.counts([GOOD, REMARK]) == "2 work, 1 of them with a remark. 0 not tried."
    assert findings.lines(REMARK)[-1] == "Fix: Take away Mail.Read."
    order = findings.text([GOOD, UNTRIED, REMARK, BAD], "Today.")[0]
    assert (
        order.index("BROKEN: ")
        < order.index("Remark: ")
        < order.index("Not tried: ")
        < order.index("Works: ")
    )


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ((GOOD,), "Set-up check: nothing is broken"),
        ((GOOD, REMARK), "Set-up check: nothing is broken"),
        ((GOOD, BAD), "Set-up check: 1 of 2 is broken"),
        ((BAD, BAD, GOOD), "Set-up check: 2 of 3 are broken"),
    ],
)
def test_the_title_counts(found: tuple[Finding, ...], title: str) -> None:
    assert findings.title(found) == title
    assert title in rules.text_of_card(drawn(*found))


def test_buttons_and_what_is_typed_stays() -> None:
    assert set(rules.presses(drawn(GOOD))) == {
        "check: Check again",
        "check-text: Copy as text",
        "config: Configure",
    }
    assert "check-sign-in: Sign in" in rules.presses(drawn(GOOD, UNTRIED))
    assert rules.inputs(drawn(GOOD, link="https://x.invalid/a"))["link"] == "https://x.invalid/a"


@pytest.mark.parametrize("state", State)
def test_sixty_of_one_state_with_much_to_say_are_one_card(state: State) -> None:
    found = [replace(BAD, name=f"thing {n}", state=state, say="s" * 300, fix="f" * 900) for n in range(60)]
    rules.check(drawn(*found))


def test_while_it_is_asked() -> None:
    card = setup_check.checking(28, 20)
    rules.check(card)
    assert "Checking 28 things. Up to 20 seconds." in rules.text_of_card(card)
    assert rules.presses(card) == {}


def test_a_text_of_which_nothing_is_cut_in_two() -> None:
    long = replace(BAD, fix="f" * 4000)
    messages = findings.text([long] * 5, "Today.")
    assert len(messages) > 2
    assert sum(m.count("f" * 4000) for m in messages) == 5
