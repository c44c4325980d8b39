"""What is kept in memory is never more than so many, and what was put again is not the oldest."""

from __future__ import annotations

from bot.few import Few


def test_the_one_put_longest_ago_goes_first() -> None:
    few: Few[str, int] = Few(2)
    few.put("a", 1)
    few.put("b", 2)
    assert few.put("a", 3) == 3
    few.put("c", 4)
    assert dict(few) == {"a": 3, "c": 4}
