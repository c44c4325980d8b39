"""From one press to a receipt, in a browser: filed with nothing left; a deletion that fails, told as it is."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import visiting
from tests.browser.visitor import SECONDS, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="package")

SAID = "washing machine"
"""Words of the home visit, which are drafted and so filed."""


async def _no_barriers(visitor: Visitor, station: str) -> None:
    assert await visitor.barriers() == [], station
    assert not await visitor.scrolls_sideways(), station


async def test_filed_with_one_copy_left(chromium: Browser) -> None:
    """The first path, with the checks of accessibility at each station, light and wide."""
    async with visiting(chromium) as visitor:
        page = visitor.page
        assert await visitor.count() == 0
        await _no_barriers(visitor, "start")
        await visitor.begins()
        drafted = await visitor.count()
        assert drafted >= 4
        assert "Found in" in await visitor.found(SAID)
        await _no_barriers(visitor, "draft")
        await visitor.presses(next(n for n in await visitor.buttons() if n.startswith("Next: ")))
        await _no_barriers(visitor, "section")
        await visitor.checks()
        await _no_barriers(visitor, "the exact text")
        await expect(page.get_by_text("No notes yet.")).to_be_visible()
        await visitor.approves()
        await expect(visitor.newest.get_by_role("button", name="Undo")).to_be_visible()
        await visitor.step("Receipt", 60)
        await expect(page.locator("#summary")).to_have_text(
            re.compile(r"^1 record filed\. 0 other copies\. \d+ seconds\.$"), timeout=30 * SECONDS
        )
        assert await visitor.count() == 1
        assert re.match(r"Found in 1 of \d+ places: Case file", await visitor.found(SAID))
        await expect(page.get_by_role("heading", name="Case file: Tyler Brook, CH-104233")).to_be_visible()
        await expect(page.get_by_text("No notes yet.")).to_have_count(0)
        await _no_barriers(visitor, "receipt")


async def test_a_deletion_that_fails_is_told(chromium: Browser) -> None:
    """The second path, dark and as narrow as 1280 pixels are at 400%."""
    async with visiting(chromium, width=320, height=640, dark=True) as visitor:
        page = visitor.page
        await _no_barriers(visitor, "start")
        await page.get_by_label("Make a deletion fail").check()
        await visitor.begins()
        await _no_barriers(visitor, "draft")
        await visitor.presses(next(n for n in await visitor.buttons() if n.startswith("Next: ")))
        await _no_barriers(visitor, "section")
        await visitor.checks()
        await _no_barriers(visitor, "the exact text")
        await visitor.approves()
        await expect(page.locator("#summary")).to_have_text(
            re.compile(r"^1 record filed\. 1 other copy\."), timeout=90 * SECONDS
        )
        kept = page.locator("#copies tr").filter(has_text="OneDrive")
        await expect(kept.locator(".why")).not_to_be_empty()
        await expect(kept).not_to_have_class(re.compile("gone"))
        assert await visitor.count() == 2
        await expect(visitor.newest).to_contain_text("Still listed")
        assert "OneDrive" in await visitor.found(SAID)
        await _no_barriers(visitor, "receipt")


async def test_the_keyboard_alone_reaches_and_presses_everything(chromium: Browser) -> None:
    """From the first press to the approval, with Tab, Space, Enter and typing, and the focus never lost."""
    async with visiting(chromium) as visitor:
        page = visitor.page

        async def to(name: str, most: int = 80) -> None:
            for _ in range(most):
                at = await page.evaluate("document.activeElement.innerText")
                if str(at or "").strip().startswith(name):
                    return
                await page.keyboard.press("Tab")
            raise AssertionError(f"the keyboard does not reach {name}")

        async def heading(text: str) -> None:
            await expect(visitor.newest.get_by_role("heading", name=text)).to_be_focused(timeout=20 * SECONDS)

        await to("Home visit")
        await page.keyboard.press("Enter")
        await visitor.step("Check")
        await to("Next: ")
        await page.keyboard.press("Enter")
        for _ in range(20):
            await page.wait_for_function(
                "() => document.activeElement.getAttribute('role') === 'heading'", timeout=20 * SECONDS
            )
            names = await visitor.buttons()
            if "Approve and file" in names:
                break
            if "Save and go on" in names:
                box = visitor.newest.locator("textarea, input[type=text]").first
                for _ in range(30):
                    if await box.evaluate("e => e === document.activeElement"):
                        break
                    await page.keyboard.press("Tab")
                await page.keyboard.type("Seen at home, alone, in his bedroom.")
                await to("Save and go on")
            else:
                await to("Read and approve" if "Read and approve" in names else "Page ")
            await page.keyboard.press("Enter")
        for tick in await visitor.newest.get_by_role("checkbox").all():
            for _ in range(60):
                if await tick.evaluate("e => e === document.activeElement"):
                    break
                await page.keyboard.press("Tab")
            await page.keyboard.press("Space")
            await expect(tick).to_be_checked()
        await to("Approve and file")
        await page.keyboard.press("Enter")
        await heading("Approved. I will file it")
        await to("Undo")
        await page.keyboard.press("Space")
        await expect(visitor.newest).to_contain_text("Undone. Nothing was filed.", timeout=20 * SECONDS)


async def test_what_is_typed_stays_while_the_card_changes_by_itself(chromium: Browser) -> None:
    """A chosen kind and a typed number survive the update that says which transcripts are ready."""
    async with visiting(chromium) as visitor:
        page = visitor.page
        await visitor.begins()
        await page.get_by_label("Type a message").fill("draft")
        await page.keyboard.press("Enter")
        box = visitor.newest.get_by_label(re.compile("Whose file"))
        await box.fill("CH-104")
        await expect(visitor.newest).to_contain_text("no transcript yet", timeout=20 * SECONDS)
        await expect(visitor.newest.get_by_label(re.compile("Whose file"))).to_have_value("CH-104")


async def test_a_box_that_was_not_ticked_is_pointed_at_and_the_other_stays(chromium: Browser) -> None:
    """The last page is long: what is missing is said beside the boxes, in sight, and nothing ticked is lost."""
    async with visiting(chromium) as visitor:
        await visitor.begins()
        await visitor.checks()
        ticks = visitor.newest.get_by_role("checkbox")
        await expect(ticks).to_have_count(2)
        await ticks.first.check()
        await visitor.presses("Approve and file")
        missed = visitor.newest.locator("#missed")
        await expect(missed).to_have_text("Tick that you have seen the lines marked Look. Then approve.")
        await expect(missed).to_be_in_viewport()
        await expect(missed).to_be_focused()
        await expect(ticks.first).to_be_checked()
        await expect(ticks.last).not_to_be_checked()
        await _no_barriers(visitor, "a box is missing")
        await ticks.last.check()
        await visitor.presses("Approve and file")
        await expect(visitor.newest.get_by_role("heading", name="Approved. I will file it")).to_be_visible()
