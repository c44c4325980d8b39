"""What is left out of a draft is listed with what its speaker takes back of it at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from drafting import hold, left, people, speech
from tests.drafting.conftest import said


@pytest.mark.parametrize(
    "limit", ["I'm not saying I've not had a drink.", "Mind you, I had one on Saturday."]
)
def test_a_denial_is_listed_with_what_limits_it(limit: str) -> None:
    assert _listed(f"I've not been drunk on a Sunday. {limit}")[0].endswith(limit)


def test_what_limits_nothing_is_not_joined() -> None:
    assert _listed("I've not been drunk on a Sunday. We had tea, all of us.")[0].endswith("Sunday.")


def test_what_is_held_out_or_anothers_is_not_joined() -> None:
    told = "I've not been drunk on a Sunday. I'm not saying I've not had a drink."
    for listed in (_listed(told, held={1: hold.Why.WITHDRAWN}), _listed(told, apart=frozenset({1}))):
        assert all("had a drink" not in text for text in listed)


def _listed(
    told: str, held: Mapping[int, object] | None = None, apart: frozenset[int] = frozenset()
) -> list[str]:
    turns = speech.turns(said(("Lee Sharp", told)))
    who = people.people(turns, child=None, siblings=(), author=None)
    found = left.not_covered(turns, who, held or {}, apart, frozenset(), (), room=100, third_party=False)
    return [n.text for n in found]


def test_what_gives_a_figure_and_not_of_what_is_not_listed() -> None:
    assert _listed("Three hundred and forty-one pounds. The rent is in arrears.") == [
        "Lee Sharp: The rent is in arrears."
    ]


def test_one_thing_of_each_is_listed_before_more_of_any() -> None:
    turns = speech.turns(
        said(
            ("Lee Sharp", "He had two fits in May. She had one fit in June."),
            ("Ana Cole | Hill School", "She was late on nine days."),
        )
    )
    who = people.people(turns, child=None, siblings=(), author=None)
    found = left.not_covered(turns, who, {}, frozenset(), frozenset(), (), room=18, third_party=False)
    assert {n.text.partition(":")[0] for n in found} == {"Lee Sharp", "Ana Cole"}
