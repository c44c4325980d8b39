"""The lists that practitioners may change: every entry has its reason, and finds what it says and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafting import language
from drafting.wording import rules
from record.errors import ConfigurationError


@pytest.mark.parametrize("entry", language.standard(), ids=lambda e: e.id)
def test_an_entry_finds_its_examples_and_leaves_the_others(entry: language.Entry) -> None:
    assert entry.found
    assert all(language.looks(x, (entry,)) for x in entry.found)
    assert not any(language.looks(x, (entry,)) for x in entry.not_found)


def test_what_is_quoted_is_left_alone() -> None:
    assert language.looks("Dad was aggressive in the hall.")
    assert not language.looks("Mum said, “Dad was aggressive in the hall.”")


def test_a_look_says_where_and_why_and_what_instead() -> None:
    look = language.looks("Mum failed to engage with us.")[0]
    assert look.words in "Mum failed to engage with us."
    assert look.entry.reason
    assert look.entry.instead


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kinds.yaml", "drugs: [heroin]"),
        ("kinds.yaml", "true: heroin, cannabis"),
        ("kinds.yaml", "a: 'b"),
        ("kinds.yaml", "- a"),
    ],
)
def test_a_list_that_cannot_be_used_says_so(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(rules, "FOLDER", tmp_path)
    rules._file.cache_clear()
    try:
        with pytest.raises(ConfigurationError) as error:
            rules.lists(name)
        assert name in error.value.say
    finally:
        rules._file.cache_clear()
