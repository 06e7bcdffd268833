"""What the budgets count (tests/web/wire.py) is what a real browser asks for, and weighs what it weighs there."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser

from tests.browser.deployment import Deployment
from tests.web.wire import Wire

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demonstration")]


class Distant:
    """A visitor over a real connection."""

    def __init__(self, address: str) -> None:
        there = urlsplit(address)
        self.http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{there.port}",
            headers={"host": there.netloc, "accept-language": "en"},
        )


def counted(address: str, path: str) -> dict[str, int]:
    async def weigh() -> dict[str, int]:
        distant = Distant(address)
        wire = Wire(distant)
        await wire.weigh(path)
        await distant.http.aclose()
        return dict(wire.asked)

    with ThreadPoolExecutor(1) as elsewhere:  # Playwright keeps this thread's event loop
        return elsewhere.submit(lambda: asyncio.run(weigh())).result()


def seen(browser: Browser, address: str, path: str) -> dict[str, int]:
    context = browser.new_context(locale="en")
    page = context.new_page()
    log = context.new_cdp_session(page)
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def note(event: dict[str, Any]) -> None:
        parts = urlsplit(event["request"]["url"])
        asked[event["requestId"]] = parts.path + (f"?{parts.query}" if parts.query else "")

    def weigh(event: dict[str, Any]) -> None:
        if event["requestId"] in asked:
            sizes[asked[event["requestId"]]] = int(event["encodedDataLength"])

    log.on("Network.requestWillBeSent", note)
    log.on("Network.loadingFinished", weigh)
    log.send("Network.enable")
    page.goto(address + path, wait_until="networkidle")
    context.close()
    return sizes


@pytest.mark.parametrize("path", ["/", "/complaints/new", "/portal/sign-in"])
def test_a_real_browser_asks_for_what_is_counted(
    browser: Browser, demonstration: Deployment, path: str
) -> None:
    address = demonstration.address("harbour-homes")
    ours, theirs = counted(address, path), seen(browser, address, path)
    unseen = {name for name in ours if "favicon" in name}  # a headless browser shows no icon
    assert set(theirs) - unseen == set(ours) - unseen
    for name in set(theirs) - unseen:
        assert abs(ours[name] - theirs[name]) <= 300, (name, ours[name], theirs[name])
    print(path, sum(ours.values()), sum(theirs.values()))
