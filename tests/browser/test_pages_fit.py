"""Every page fits a small phone and obeys the strict Content-Security-Policy in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from amends import config
from tests.structure.pages_catalogue import SAMPLES, render
from web.assets import STATIC_FOLDER, VENDOR_FOLDER
from web.edge.headers import security_headers

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_POLICY = {
    name.decode(): value.decode()
    for name, value in security_headers(config.load({"AMENDS_MODE": "embedded"}), cached=False)
}
WHOLE_PAGES = [page for page in SAMPLES if "/_" not in page]


@pytest.fixture(scope="module")
def small(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 360, "height": 740})


@pytest.fixture
def phone(small: BrowserContext) -> Iterator[Page]:
    page = small.new_page()
    yield page
    page.close()


def serve(route: Route, html: str) -> None:
    path = urlsplit(route.request.url).path
    file = STATIC_FOLDER / path.removeprefix("/static/")
    if path.startswith("/static/"):
        route.fulfill(body=file.read_bytes(), content_type=_KINDS[file.suffix])
    elif path == "/branding.css":
        route.fulfill(body=":root { --brand: #b3261e }", content_type="text/css")
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=_POLICY)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", WHOLE_PAGES)
def test_a_page_fits_a_phone_under_the_strict_policy(phone: Page, page: str, language: str) -> None:
    assert VENDOR_FOLDER.exists(), "run `python -m web.assets` after `npm install`"
    html = render(page, language)
    complaints: list[str] = []
    phone.route("**/*", lambda route: serve(route, html))
    phone.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    phone.goto("http://amends.localhost/")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert complaints == []
    assert width <= 360
