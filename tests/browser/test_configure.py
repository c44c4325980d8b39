"""`configure` on the page: from page to page, a bad value that changes nothing, a good one that is in force."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import visiting
from tests.browser.visitor import SECONDS, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="package")

DAYS = "Days to keep a draft (1 to 30)"
WHY = "Why are you changing this? (required)"


async def _opens(visitor: Visitor) -> None:
    """Type `configure`, and wait for its first page."""
    await visitor.page.get_by_label("Type a message").fill("configure")
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.newest).to_contain_text(
        "Configure: AI tool and case system (1 of 8)", timeout=20 * SECONDS
    )


async def _no_barriers(visitor: Visitor, station: str) -> None:
    assert await visitor.barriers() == [], station
    assert not await visitor.scrolls_sideways(), station


async def test_configure_a_bad_value_and_a_good_one(chromium: Browser) -> None:
    """What is refused is said with what is allowed, and what was typed stays to be mended."""
    async with visiting(chromium) as visitor:
        await _opens(visitor)
        card = visitor.newest
        await _no_barriers(visitor, "installed")
        await card.get_by_label("Which page?").select_option("keeping")
        await visitor.presses("Go to page")
        await expect(card.get_by_label(DAYS)).to_have_value("7")
        await _no_barriers(visitor, "keeping")
        await card.get_by_label(DAYS).fill("90")
        await card.get_by_label(WHY).fill("The board agreed it.")
        await visitor.presses("Save and go on")
        await expect(card).to_contain_text("Days to keep a draft: 1 to 30. You typed 90. Nothing is changed.")
        await expect(card.get_by_label(DAYS)).to_have_value("90")
        await expect(card.get_by_label(WHY)).to_have_value("The board agreed it.")
        await _no_barriers(visitor, "a bad value")
        await card.get_by_label(DAYS).fill("9")
        await visitor.presses("Save and go on")
        await expect(card).to_contain_text(re.compile(r"as version 2\. It is in force now\."))
        await expect(card).to_contain_text("Configure: recordings and organisers (5 of 8)")
        await visitor.presses("Earlier page")
        await expect(card.get_by_label(DAYS)).to_have_value("9")


async def test_every_page_can_be_read_and_reached_in_a_narrow_dark_window(chromium: Browser) -> None:
    """From the first page to the last with Next page, as narrow as 1280 pixels are at 400%."""
    async with visiting(chromium, width=320, height=640, dark=True) as visitor:
        await _opens(visitor)
        for n in range(1, 9):
            await expect(visitor.newest).to_contain_text(f"({n} of 8)")
            await _no_barriers(visitor, f"page {n}")
            if n < 8:
                await visitor.presses("Next page")


async def test_a_record_type_is_restricted_and_what_looks_like_a_password_is_not_kept(
    chromium: Browser,
) -> None:
    async with visiting(chromium) as visitor:
        await _opens(visitor)
        card = visitor.newest
        await card.get_by_label("Which page?").select_option("types")
        await visitor.presses("Go to page")
        await card.get_by_label("Which record type?").select_option("supervision")
        await visitor.presses("Open")
        await card.get_by_label("Nobody: it is written by hand").check()
        await card.get_by_label(WHY).fill("password: swordfish1")
        await visitor.presses("Save")
        await expect(card).to_contain_text("That looks like a password.")
        await expect(card.get_by_label(WHY)).to_have_value("")
        await card.get_by_label(WHY).fill("Supervision is not for AI.")
        await visitor.presses("Save")
        await expect(card).to_contain_text("It is in force now.")
        await expect(card).to_contain_text("written by hand")


async def test_the_case_system_can_be_changed_only_to_a_host_that_is_allowed(chromium: Browser) -> None:
    async with visiting(chromium) as visitor:
        await _opens(visitor)
        card = visitor.newest
        await card.get_by_label("One that Faircopy files in and reads back from").check()
        address = card.get_by_label("Address of the case system (empty: the one that was installed, or none)")
        await address.fill("https://cases.elsewhere.example/api")
        await card.get_by_label(WHY).fill("We have moved.")
        await visitor.presses("Save and go on")
        await expect(card).to_contain_text("it must begin with what is allowed where Faircopy is installed")
        await expect(address).to_have_value("https://cases.elsewhere.example/api")
        await _no_barriers(visitor, "another host")
