"""Every page fits a small phone and obeys the strict Content-Security-Policy in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.samples import WHOLE_PAGES, rendered, show
from web.assets import VENDOR_FOLDER


@pytest.fixture(scope="module")
def small(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 360, "height": 740})


@pytest.fixture
def phone(small: BrowserContext) -> Iterator[Page]:
    page = small.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", WHOLE_PAGES)
def test_a_page_fits_a_phone_under_the_strict_policy(phone: Page, page: str, language: str) -> None:
    assert VENDOR_FOLDER.exists(), "run `python -m web.assets` after `npm install`"
    complaints: list[str] = []
    phone.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    show(phone, rendered(page, language))
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert complaints == []
    assert width <= 360
