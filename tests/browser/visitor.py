"""A visitor at the page: sees what is on the screen, presses, types, waits for what comes; and hears every fault."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Locator, Page, Request, Response

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SECONDS = 1000.0
STEPS = ("Ask", "Draft", "Check", "Approve", "File", "Destroy", "Receipt")


@dataclass
class Visitor:
    """`page` is a tab on the demo at `address`; `heard` every complaint of the browser, and any look outside."""

    page: Page
    address: str
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda m: self.heard.append(f"console: {m.text}"))
        self.page.on("pageerror", lambda e: self.heard.append(f"error: {e}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.heard.append(f"asked outside: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.heard.append(f"{response.status}: {response.url}")

    # --- looking --------------------------------------------------------------------------------------------------

    @property
    def newest(self) -> Locator:
        """The newest message of Faircopy."""
        return self.page.locator(".message.bot").last

    async def opens(self) -> None:
        """Until the demo is ready."""
        await self.page.goto(self.address)
        await (
            self.page.get_by_role("button", name="Home visit")
            .and_(self.page.locator(":enabled"))
            .wait_for(timeout=60 * SECONDS)
        )

    async def step(self, name: str, seconds: float = 40) -> None:
        """Until the page says that this is now the step."""
        n = STEPS.index(name) + 1
        await self.page.get_by_text(f"Now: {n} {name}", exact=True).wait_for(timeout=seconds * SECONDS)

    async def buttons(self) -> list[str]:
        """What can be pressed on the newest card."""
        return [(await b.inner_text()).strip() for b in await self.newest.locator(".ac-pushButton").all()]

    async def count(self) -> int:
        """How many copies the page says exist."""
        return int(await self.page.locator("#count").inner_text())

    async def found(self, words: str) -> str:
        """What the search for these words says."""
        await self.page.get_by_label("Search every copy for these words").fill(words)
        await self.page.get_by_role("button", name="Search").click()
        told = self.page.locator("#found").get_by_text(re.compile(r"\d+ (?:places|of)|nowhere"))
        await told.wait_for(timeout=20 * SECONDS)
        return await told.inner_text()

    async def scrolls_sideways(self) -> bool:
        """Whether anything is wider than the screen."""
        return bool(
            await self.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
        )

    async def barriers(self) -> list[str]:
        """What axe-core finds, by rule and element."""
        await self.page.evaluate(AXE.read_text("utf-8"))
        found = await self.page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.flatMap("
            "v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 160)} ${n.any.map(a => a.message).join('; ')}`)))"
        )
        return [str(f) for f in found]

    # --- doing ----------------------------------------------------------------------------------------------------

    async def begins(self, meeting: str = "Home visit") -> None:
        """From one press to a draft to check."""
        await self.page.get_by_role("button", name=meeting, exact=True).click()
        await self.step("Check")

    async def presses(self, name: str) -> None:
        """Press a button of the newest card, and wait until it is another card."""
        before = await self.newest.inner_text()
        await self.newest.get_by_role("button", name=name, exact=True).click()
        await self.page.wait_for_function(
            "before => { const all = document.querySelectorAll('.message.bot'); const now = all[all.length - 1];"
            " return now.innerText !== before && now.getAttribute('aria-busy') !== 'true'; }",
            arg=before,
            timeout=20 * SECONDS,
        )

    async def checks(self) -> None:
        """Do what is left to do, to the last page of the exact text."""
        for _ in range(40):
            names = await self.buttons()
            if "Approve and file" in names:
                return
            helper = self.newest.get_by_role("button", name="Demo: type a sentence for me")
            if await helper.count():
                await helper.click()
            for choice in await self.newest.locator("select").all():
                await choice.select_option("leave")
            await self.presses(next(n for n in (*_chosen(names), "Read and approve") if n))
        raise AssertionError("the draft is never ready")

    async def approves(self) -> None:
        """Tick what must be ticked, and approve."""
        for tick in await self.newest.get_by_role("checkbox").all():
            await tick.check()
        await self.presses("Approve and file")


def _chosen(names: list[str]) -> list[str]:
    """The button that leads on, if there is one before Read and approve."""
    begins = ("Next: ", "Save and", "Page ")
    return [n for begin in begins for n in names if n.startswith(begin)]
