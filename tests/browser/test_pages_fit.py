"""Every page fits a small phone and obeys the strict Content-Security-Policy in a real browser: `make test` looks at the
pages most seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.samples import MOST_SEEN, WHOLE_PAGES, rendered, show
from web.assets import VENDOR_FOLDER

_OTHERS = [pytest.param(page, marks=pytest.mark.slow) for page in WHOLE_PAGES if page not in MOST_SEEN]


@pytest.fixture(scope="module")
def small(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 360, "height": 740})


@pytest.fixture
def phone(small: BrowserContext) -> Iterator[Page]:
    page = small.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", [*MOST_SEEN, *_OTHERS])
def test_a_page_fits_a_phone_under_the_strict_policy(phone: Page, page: str, language: str) -> None:
    assert VENDOR_FOLDER.exists(), "run `python -m web.assets` after `npm install`"
    complaints: list[str] = []
    phone.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    show(phone, rendered(page, language))
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert complaints == []
    assert width <= 360
