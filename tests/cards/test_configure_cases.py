"""The case system on the first page of `configure`: what is taken, and that no words or key can be sent elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import connectors
from cards.configure_page import Installed, written
from cards.configure_pages import PAGES
from record.errors import RefusedError
from record.policy import Policy
from record.system import System, tidied

PAGE = PAGES["installed"]
HOSTS = ("https://cases.example", "https://new.example:8443", "http://127.0.0.1:5000")
INSTALLED = Installed(origins=HOSTS)
OLD = Policy(case_system=System(connector="http_json", address="https://cases.example/api"))


def saves(cases: str, address: str, before: Policy | None = None, installed: Installed = INSTALLED) -> Policy:
    """What comes of choosing and typing that."""
    new = {"cases": cases, "address": address}
    return written(PAGE, before or Policy(), "", new, (), installed)


def refused(cases: str, address: str, before: Policy | None = None, installed: Installed = INSTALLED) -> str:
    with pytest.raises(RefusedError) as no:
        saves(cases, address, before, installed)
    assert no.value.say.endswith("Nothing is changed.")
    return no.value.say


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://cases.example", "https://cases.example"),
        ("HTTPS://Cases.Example:443/Faircopy/v1//", "https://cases.example/Faircopy/v1"),
        ("https://new.example:8443/a-b/c.d", "https://new.example:8443/a-b/c.d"),
        ("http://127.0.0.1:5000/api", "http://127.0.0.1:5000/api"),
    ],
)
def test_an_address_on_an_allowed_host_is_kept_as_it_is_meant(typed: str, kept: str) -> None:
    assert saves("http_json", typed).case_system == System(connector="http_json", address=kept)
    assert saves("by_hand", typed).case_system == System(connector="by_hand", address=kept)


@pytest.mark.parametrize(
    "address",
    [
        "https://cases.example.evil.example",
        "https://evil.example/cases.example",
        "https://cases.example:8443",
        "https://new.example",
        "http://cases.example",
        "http://127.0.0.1:5001",
        "https://xcases.example",
    ],
)
def test_another_host_is_refused_with_those_that_are_allowed(address: str) -> None:
    said = refused("http_json", address)
    assert all(host in said for host in HOSTS)
    assert refused("by_hand", address) == said


@pytest.mark.parametrize(
    "address",
    [
        "cases.example",
        "//cases.example",
        "ftp://cases.example",
        "https://",
        "https://name:word@cases.example/api",
        "https://cases.example@evil.example",
        "https://cases.example\\@evil.example",
        "https://cases.example/?sig=abc",
        "https://cases.example/#x",
        "https://cases.example/a/../../b",
        "https://cases.example/./b",
        "https://cases.example/%2e%2e/b",
        "https://cases.example//b",
        "https://cases.example.",
        "https://cases.example/a b",
        "https://cаses.example",
        "https://cases.example/" + "a" * 300,
    ],
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    assert "an address such as https://host/path" in refused("http_json", address)


@given(st.text(max_size=60) | st.from_regex(r"https?://[a-z.@:/\\?#%-]{1,40}", fullmatch=True))
@example("https://cases.example\n.evil.example")
@example("https://cases.example　.evil.example")
def test_whatever_is_typed_words_go_to_an_allowed_host_or_nowhere(typed: str) -> None:
    try:
        system = saves("http_json", typed).case_system
    except RefusedError:
        return
    assert system is not None
    assert system.origin in HOSTS
    assert tidied(system.address) == system.address


def test_where_no_host_is_named_nothing_can_be_chosen_but_filing_by_hand() -> None:
    nowhere = Installed()
    assert "must begin with what is allowed where Faircopy is installed: none" in refused(
        "http_json", "https://cases.example", installed=nowhere
    )
    assert saves("by_hand", "", installed=nowhere).case_system == System(connector="by_hand")


def test_connector_and_address_belong_together() -> None:
    assert "Faircopy needs it to file anything there" in refused("http_json", "")
    assert "else choose which kind it is" in refused("installed", "https://cases.example/api")
    assert "choose one of those that are listed" in refused("liquid", "https://cases.example/api")
    assert saves("installed", "", OLD).case_system is None
    assert saves("installed", "https://cases.example/api", OLD).case_system is None, "as it was drawn"
    assert "else choose which kind it is" in refused("installed", "https://cases.example/other", OLD)


def test_what_was_saved_under_an_earlier_installation_stands_in_nobodys_way() -> None:
    """Its host is not allowed any more: every other choice of the page can still be saved, and it can be left."""
    elsewhere = Installed(origins=("https://new.example",))
    after = written(PAGE, OLD, "", {"tool": "none"}, (), elsewhere)
    assert after.case_system == OLD.case_system
    assert saves("by_hand", "", OLD, elsewhere).case_system == System(connector="by_hand")
    assert "must begin with" in refused("http_json", "https://cases.example/other", OLD, elsewhere)


def test_the_page_offers_every_connector_that_there_is() -> None:
    [field] = (f for f in PAGE.fields("") if f.id == "cases")
    assert {id for id, _ in field.options} == {"installed", *connectors.NAMES}
