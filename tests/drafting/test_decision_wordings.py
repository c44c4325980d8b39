"""Decisions as people word them: stated, left open, put off, for somebody else, or not agreed with."""

from __future__ import annotations

import pytest

from record.draft import Draft, Kind
from tests.drafting.conftest import drafted, said

CHAIR, NURSE, DAD = "Ruth Okafor", "Amy Lund", "Craig Dunne"
HELLO = (
    (CHAIR, "I'm Ruth Okafor, I'm the chair and the team manager."),
    (NURSE, "I'm Amy Lund, I'm the school nurse."),
    (DAD, "I'm Craig, I'm Ollie's dad. Ollie's nine."),
)

STATED = [
    "So this is my decision as chair.",
    "I'm satisfied that the threshold's met for section 47 enquiries.",
    "The threshold is not met, so it won't go to conference.",
    "I'm going to stop the Tuesday visits from next week, that's my call.",
    "My decision's that he stays on the plan.",
    "It's agreed that he comes off the plan at Easter.",
    "We're agreed that contact goes to once a fortnight.",
    "So we'll go ahead with a joint investigation.",
    "The panel agreed the placement on Thursday.",
    "I'm authorising the extra hours from today.",
    "The plan will continue for another three months.",
    "I'm going to close it today, he's done everything on it.",
    "My recommendation's that the plan is maintained.",
    "School's recommendation is that the plan's amended.",
    "I've agreed to fund the taxi until July.",
    "We'll keep him on a child in need plan.",
    "The conference has decided on neglect as the category.",
    "I'm stepping it down to early help from today.",
]

LEFT_OPEN = [
    "That's not for tonight, whether it goes to conference.",
    "That's not a yes and it's not a no to the bus pass.",
    "I can't agree that here, it's one for the head.",
    "Police protection's not ruled out, it's just not been decided.",
    "She hasn't made a decision about his nan yet.",
    "Whether he moves schools is for the panel in March.",
    "That's not mine to decide, it'd have to be the manager.",
    "We'll park the overnight stays until the next review.",
    "I'm not saying yes to the tutor, I'm saying you can ask.",
    "The contact's still up in the air until the judge has looked at it.",
    "I'd have to take that back to my manager before I could say.",
    "We'll defer the decision on the category until the medical's in.",
    "It's not been agreed who pays for the taxi.",
    "Nobody's decided about the overnights.",
    "That's above my pay grade, it's the service manager's decision.",
    "I'm not in a position to decide about the placement today.",
    "The decision about his school is still to be made.",
    "I won't be making a decision on that until I've seen him.",
]

AGAINST = [
    "I don't agree with that.",
    "I'd want it minuted that I disagree with the category.",
    "I'd rather not wait until then, please minute that.",
    "I'm not comfortable with stepping it down.",
    "I can't go along with that.",
    "I object to him going back on Friday.",
    "For the record, I think that's the wrong decision.",
    "I wouldn't support closing it.",
    "I'm against ending the visits.",
    "Can you put down that we don't agree?",
    "Can my disagreement be noted?",
    "I'm not happy with that decision.",
    "I think we should have gone to conference, and I want that written down.",
]

NEITHER = [
    "He's decided he likes chess now.",
    "I couldn't decide whether to bring my coat.",
    "She agreed with me that the room was clean.",
    "He's going to decide on his options in May.",
    "I'll park the car round the back.",
    "I'm not happy with his weight.",
    "The boiler's above the bath, that's for the landlord.",
    "I can't agree a time until I've got my diary.",
]


def _drafted(who: str, words: str) -> Draft:
    talk = said(*HELLO, (NURSE, "His weight is on the fiftieth centile now."), (who, words))
    return drafted(talk, "child-protection-conference")


def _decided(draft: Draft) -> list[tuple[str, list[str]]]:
    return [
        (x.text, [f.code for f in x.flags])
        for s in draft.sections
        if s.kind is Kind.DECISION
        for x in s.lines
    ]


@pytest.mark.parametrize("words", STATED)
def test_a_stated_decision_stands_and_asks_whose_it_was(words: str) -> None:
    assert _decided(_drafted(CHAIR, words)) == [(f"{CHAIR}: {_bare(words)}", ["who-decided"])]


@pytest.mark.parametrize("words", LEFT_OPEN)
def test_what_is_left_open_stands_as_left_open(words: str) -> None:
    assert _decided(_drafted(CHAIR, words)) == [(f"{CHAIR}: {_bare(words)}", [])]


@pytest.mark.parametrize("words", AGAINST)
@pytest.mark.parametrize("who", [NURSE, DAD])
def test_who_does_not_agree_is_in_the_record(who: str, words: str) -> None:
    kind = Kind.FAMILY_VIEWS if who == DAD else Kind.DECISION
    draft = _drafted(who, words)
    assert any(x.text == f"{who}: {words}" for s in draft.sections if s.kind is kind for x in s.lines)


@pytest.mark.parametrize("words", NEITHER)
def test_words_like_these_decide_nothing(words: str) -> None:
    assert not _decided(_drafted(NURSE, words))


@pytest.mark.parametrize(
    "denied",
    [
        "No, we've not agreed that.",
        "Hang on, nobody's agreed that.",
        "No, that's not decided.",
        "I didn't say that.",
    ],
)
def test_what_is_denied_at_once_was_not_decided(denied: str) -> None:
    talk = said(*HELLO, (NURSE, "So we've agreed that he goes home on Friday."), (CHAIR, denied))
    draft = drafted(talk, "child-protection-conference")
    assert not any("goes home" in text for text, _ in _decided(draft))


def test_a_decision_stands_with_what_exactly_it_is() -> None:
    words = (
        "So this is my decision as chair. I'm satisfied the threshold's met. It's joint for Ollie. "
        "It's ours alone for his sister. Amy, can you ring the ward?"
    )
    [(text, _)] = _decided(_drafted(CHAIR, words))
    assert text.endswith(
        "I'm satisfied the threshold's met. It's joint for Ollie. It's ours alone for his sister."
    )


def test_what_is_left_open_stands_with_what_it_waits_for() -> None:
    words = "I'm not deciding that today. I can't. If there's a request it goes to panel in January. Amy, your turn."
    [(text, _)] = _decided(_drafted(CHAIR, words))
    assert text.endswith("it goes to panel in January.")


def test_what_is_left_open_is_in_a_record_without_a_place_for_decisions() -> None:
    words = "I'm not deciding that today and it isn't just me, it's my manager as well."
    draft = drafted(said(*HELLO, (CHAIR, words), (DAD, "OK. He's got football on Tuesday.")), "home-visit")
    assert any("not deciding" in x.text for s in draft.sections for x in s.lines)


def _bare(words: str) -> str:
    return words[3].upper() + words[4:] if words.startswith("So ") else words
