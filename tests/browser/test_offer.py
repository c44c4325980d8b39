"""A meeting ends, and its organiser is offered a draft: yes leads to one, not this time to nothing at all."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import visiting
from tests.browser.visitor import SECONDS, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="package")

SAID = "washing machine"


async def _offered(visitor: Visitor) -> None:
    """The meeting ends; its transcript arrives, and then the offer."""
    await visitor.page.get_by_role("button", name="End a meeting", exact=True).click()
    await expect(visitor.page.locator("#helped")).to_contain_text("It reads nothing before you say yes.")
    offer = visitor.newest.get_by_role("heading", name="Offer of a draft")
    await expect(offer).to_be_visible(timeout=30 * SECONDS)
    await expect(visitor.newest).to_contain_text("I have not read it. Do you want a draft?")


async def test_yes_leads_to_a_draft_of_that_meeting(chromium: Browser) -> None:
    async with visiting(chromium) as visitor:
        page = visitor.page
        await _offered(visitor)
        assert await visitor.buttons() == ["Yes, start", "Not this time", "Never for these"]
        assert await visitor.barriers() == []
        assert not await visitor.scrolls_sideways()
        assert await visitor.count() == 1, "the meeting's own file, which nobody has fetched"
        assert re.match(r"Found in 1 of \d+ places: OneDrive", await visitor.found(SAID))
        await visitor.presses("Yes, start")
        card = visitor.newest
        await expect(card.get_by_role("heading", name="Start a record")).to_be_visible()
        await expect(card).to_contain_text("Meeting of")
        await expect(page.locator("#helped")).to_contain_text("CH-104233")
        await card.get_by_label(re.compile("What kind of record")).select_option("home-visit")
        await card.get_by_label(re.compile("Whose file")).fill("CH-104233")
        await card.get_by_label("Yes, and everyone agreed").check()
        await visitor.presses("Find the file")
        await expect(card.get_by_role("heading", name="Is this the right child?")).to_be_visible()
        assert re.match(r"Found in 1 of \d+ places: OneDrive", await visitor.found(SAID)), "not even now"
        await visitor.presses("Yes, make the draft")
        await visitor.step("Check")
        await expect(page.locator("#copies tr").filter(has_text="Transcript, sealed")).to_have_count(1)
        assert await page.locator(".message.bot").count() == 2, (
            "the welcome, and the offer that became the record"
        )


async def test_not_this_time_is_the_end_of_it(chromium: Browser) -> None:
    """On a narrow dark screen; and never can be taken back."""
    async with visiting(chromium, width=320, height=640, dark=True) as visitor:
        await _offered(visitor)
        assert await visitor.barriers() == []
        assert not await visitor.scrolls_sideways()
        await visitor.presses("Not this time")
        await expect(visitor.newest).to_contain_text("I do not ask about this meeting again.")
        assert await visitor.buttons() == []
        await _offered(visitor)
        await visitor.presses("Never for these")
        await expect(visitor.newest).to_contain_text("I do not ask after these meetings any more.")
        assert await visitor.barriers() == []
        await visitor.presses("Ask me after all")
        await expect(visitor.newest).to_contain_text("I ask you after the next of these meetings")
        assert await visitor.count() == 2, "the two meetings' own files, and no copy of ours"
