"""Join links are checked before anybody is asked."""

from urllib.parse import quote

import pytest

from graph.links import HOSTS, read_link
from record.errors import RefusedError
from tests.graph.conftest import Scene

LINK = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_QQ%40thread.v2/0"
    "?context=%7b%22Tid%22%3a%22t%22%2c%22Oid%22%3a%22o-1%22%7d"
)


def test_a_join_link_says_thread_and_organiser() -> None:
    link = read_link(f"  <{LINK}> ")
    assert (link.url, link.thread, link.organiser) == (LINK, "19:meeting_QQ@thread.v2", "o-1")


def test_a_short_link_says_its_number() -> None:
    assert read_link("https://teams.microsoft.com/meet/3214567890?p=abc").number == "3214567890"


def test_a_safe_link_is_opened() -> None:
    wrapped = (
        f"https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url={quote(LINK, safe='')}&data=05"
    )
    assert read_link(wrapped).url == LINK


@pytest.mark.parametrize("host", sorted(HOSTS))
def test_microsofts_hosts_are_taken(host: str) -> None:
    assert read_link(LINK.replace("teams.microsoft.com", host)).organiser == "o-1"


BAD = [
    "",
    "tomorrow at four",
    LINK.replace("https", "http"),
    LINK.replace("teams.microsoft.com", "teams.microsoft.com.example.test"),
    LINK.replace("teams.microsoft.com", "teams.microsoft.com@example.test"),
    LINK.replace("teams.microsoft.com", "teams.microsoft.com:8443"),
    LINK.replace("teams.microsoft.com", "teams.microsoft.com:x"),
    LINK.replace("/l/meetup-join/", "/l/channel/"),
    LINK + " or 1 eq 1",
    LINK + "\u202e",
    LINK + "x" * 2048,
    "https://[",
    "javascript:alert(1)",
    "https://a.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.test",
    "https://a.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.safelinks.protection.outlook.com%2F",
]


@pytest.mark.parametrize("text", BAD)
async def test_anything_else_is_refused_with_a_sentence_and_no_request(scene: Scene, text: str) -> None:
    with pytest.raises(RefusedError) as no:
        await scene.graph.find(scene.token(scene.ana), text)
    assert "not a link to a Teams meeting" in no.value.say
    assert scene.asked() == []


@pytest.mark.parametrize("context", ["", "?context=x", "?context=[]", "?context=%7b%7d"])
def test_a_link_without_a_context_is_still_a_link(context: str) -> None:
    link = read_link(LINK.partition("?")[0] + context)
    assert (link.organiser, link.meeting_id) == ("", "")


def test_a_quote_in_a_link_stays_inside_the_filter() -> None:
    assert "'" in read_link(LINK + "&x='").url
