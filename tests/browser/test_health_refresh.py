"""The health page refreshes itself and leaves the reader's focus where it was."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.samples import serve
from tests.structure.pages_catalogue import environment
from tests.structure.pages_samples_operator import health_bad
from web.i18n import speaking


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.clock.install()
    page = context.new_page()
    yield page
    context.close()


def rendered(name: str, said: str) -> str:
    sample = health_bad("en")
    values = {**sample, "still": False, "verdict": {**sample["verdict"], "text": said}}
    with speaking("en"):
        return environment.get_template(f"{name}.html").render(values)


def test_focus_stays_while_the_page_is_refreshed(desk: Page) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        part = urlsplit(route.request.url).path == "/operator/health/now"
        if part:
            asked.append(route.request.url)
        name = "operator/_health" if part else "operator/health"
        serve(route, rendered(name, f"Read {len(asked)} times since."))

    desk.route("**/*", answer)
    desk.goto("http://amends.localhost/operator/health")
    expect(desk.get_by_text("Read 0 times since.")).to_be_visible()
    link = desk.locator("#do-letters-dead")
    link.focus()
    for times in (1, 2):
        desk.clock.run_for(10_500)
        expect(desk.get_by_text(f"Read {times} times since.")).to_be_visible()
        expect(link).to_be_focused()
