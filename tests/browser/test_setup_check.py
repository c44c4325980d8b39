"""The set-up check in a browser: asked for, three things broken, copied as text, mended and checked again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, expect

from local.page.server import Page, serving
from local.page.stage import Stage, Theatre
from tests.browser.visitor import SECONDS, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="package")


@asynccontextmanager
async def visiting_here(browser: Browser, *, width: int, dark: bool) -> AsyncIterator[tuple[Visitor, Stage]]:
    """A visitor at a demo in this process, so that its stand-ins can be broken."""
    theatre = Theatre()
    async with serving(Page(theatre), 0) as address:
        playing = asyncio.create_task(theatre.run())
        try:
            await theatre.opened()
            assert theatre.stage is not None
            context = await browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
            )
            visitor = Visitor(await context.new_page(), address)
            await visitor.opens()
            yield visitor, theatre.stage
            await context.close()
        finally:
            theatre.stop()
            await playing
    assert not visitor.heard


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
async def test_asked_broken_copied_mended(chromium: Browser, width: int, dark: bool) -> None:
    async with visiting_here(chromium, width=width, dark=dark) as (visitor, stage):
        page, microsoft = visitor.page, stage.town.microsoft
        standing = microsoft.tokens.people[stage.user.person.teams_id]
        all_of_them = standing.scopes
        microsoft.tokens.exchange_url = None
        standing.scopes = tuple(s for s in all_of_them if s != "Chat.Read")
        stage.town.wire.fail("case system", how="down")
        box = page.get_by_label("Type a message")
        await box.fill("check set-up")
        await page.keyboard.press("Enter")
        card = visitor.newest
        await expect(card.get_by_role("heading", name="Set-up check: 3 of 29 are broken")).to_be_visible(
            timeout=30 * SECONDS
        )
        for name in ("case system", "single sign-on audience", "permission Chat.Read"):
            await expect(card.get_by_role("heading", name=f"BROKEN: {name}", exact=True)).to_be_visible()
        await expect(card.get_by_text("Who can fix it:")).to_have_count(3)
        await expect(card.get_by_text(re.compile(r"^https://.*/adminconsent\?client_id="))).to_be_visible()
        assert await visitor.barriers() == []
        assert not await visitor.scrolls_sideways()
        working = card.get_by_text("temporary blobs.")
        await expect(working).to_be_hidden()
        await card.get_by_role("button", name="Show them").click()
        await expect(working).to_be_visible()

        await visitor.newest.get_by_role("button", name="Copy as text").click()
        text = page.locator(".message.bot").last
        await expect(text).to_contain_text("BROKEN: permission Chat.Read.", timeout=20 * SECONDS)
        lines = (await text.inner_text()).splitlines()
        assert (
            "BROKEN: permission Chat.Read. Nobody has agreed to it: your sign-in does not hold it." in lines
        )
        assert [x for x in lines if x.startswith("Set: api://botid-")]
        assert "" in lines, "from block to block a line is empty"
        assert await visitor.barriers() == []
        assert not await visitor.scrolls_sideways()

        stage.town.wire.mend("case system")
        microsoft.tokens.exchange_url = f"api://botid-{microsoft.app_id}"
        standing.scopes = all_of_them
        await page.get_by_role("button", name="Check again").click()
        await expect(page.get_by_role("heading", name="Set-up check: nothing is broken")).to_be_visible(
            timeout=30 * SECONDS
        )
        assert await visitor.barriers() == []
