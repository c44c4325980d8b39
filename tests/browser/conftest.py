"""A demo of its own for each test, as `make demo` starts it, and a tab on it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser import finding
from tests.browser.visitor import SECONDS, Visitor

os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(finding.NODE)  # its own wants a library that a bare machine lacks


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all of these tests."""
    found = finding.find()
    if found is None:
        pytest.fail(
            "There is no browser. Run make test, which fetches one, or name one: CHROMIUM=/path/to/it."
        )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=found.program,
            args=list(found.arguments),
            env={**os.environ, **found.environment},
            timeout=60 * SECONDS,
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """The demo in a process of its own; the address of its page. It must stop as told, and leave without a fault."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "local", "--port", "0", "--json", stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    try:
        async with asyncio.timeout(90):
            told = json.loads(await child.stdout.readline())
        yield told["page"]
    finally:
        child.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            ended = await child.wait()
    assert ended == 0


@asynccontextmanager
async def visiting(
    browser: Browser, *, width: int = 1280, height: int = 900, dark: bool = False
) -> AsyncIterator[Visitor]:
    """A visitor with a screen of that size. At the end the browser must have heard of nothing wrong."""
    async with demo() as address:
        context = await browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        visitor = Visitor(await context.new_page(), address)
        await visitor.opens()
        yield visitor
        await context.close()
    assert not visitor.heard
