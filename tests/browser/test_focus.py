"""Every page by keyboard: the way past the menu, each stop in sight, no trap; and focus that survives a swap."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.axe import FOLDED
from tests.browser.keyboard import Keyboard
from tests.browser.person import DESK, HEIGHTS, PHONE
from tests.browser.samples import ADDRESS, MOST_SEEN, WHOLE_SAMPLES, rendered, serve, show
from tests.structure.pages_catalogue import SAMPLES, environment
from web.i18n import speaking

_QUICK = [("public/lodge", 1), ("portal/case", 0)]
_NOT_QUICK = [pytest.param(*each, marks=pytest.mark.slow) for each in WHOLE_SAMPLES if each not in _QUICK]
_UNFOLD = "(folded) => { for (const part of document.querySelectorAll(folded)) part.open = true; }"


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("page", "sample"), [*_QUICK, *_NOT_QUICK])
def test_every_stop_can_be_seen_and_left(screen: Page, page: str, sample: int) -> None:
    """At a desk or at a phone by turns, the pages most seen at both: what differs is the frame, which all have."""
    by_turns = (DESK, PHONE)[WHOLE_SAMPLES.index((page, sample)) % 2]
    for width in (DESK, PHONE) if page in MOST_SEEN else (by_turns,):
        screen.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        show(screen, rendered(page, "en", sample))
        keyboard = Keyboard(screen)
        screen.evaluate(_UNFOLD, FOLDED)
        screen.locator(".skip").focus()  # from before the top, even where a summary of errors took the focus
        screen.keyboard.press("Shift+Tab")
        stops = keyboard.walk()
        assert stops[0]["text"] == "Skip to the content"
        assert len(stops) >= screen.locator("main :is(a[href]:visible, button:visible:enabled)").count() // 2


def test_the_skip_link_leads_past_the_menu(screen: Page) -> None:
    show(screen, rendered("portal/queue", "en", 0))
    keyboard = Keyboard(screen)
    screen.locator(".skip").focus()  # a summary of errors on the page has taken the focus
    screen.keyboard.press("Enter")
    expect(screen.locator("main")).to_be_focused()
    stop = keyboard.press("Tab")
    assert stop is not None
    assert screen.locator("main :focus").count() == 1


def queue_with(language: str, **changed: object) -> str:
    with speaking(language):
        values = {**SAMPLES["portal/_rows"][0](language), **changed}
        return environment.get_template("portal/_rows.html").render(values)


def test_focus_stays_in_the_queue_when_it_refreshes(browser: Browser) -> None:
    """On the same case while it is there; on the list once it is gone, never at the top of the page."""
    rows: list[object] = list(SAMPLES["portal/_rows"][0]("en")["rows"])
    context = browser.new_context()
    context.clock.install()
    page = context.new_page()

    def answer(route: Route) -> None:
        part = urlsplit(route.request.url).path == "/portal/rows"
        serve(route, queue_with("en", rows=rows) if part else rendered("portal/queue", "en", 0))

    page.route("**/*", answer)
    page.goto(ADDRESS)
    link = page.locator("#rows .subject a").nth(1)
    link.focus()
    with page.expect_response("**/portal/rows*"):
        context.clock.run_for(61_000)
    expect(link).to_be_focused()
    del rows[1]
    with page.expect_response("**/portal/rows*"):
        context.clock.run_for(61_000)
    expect(page.locator("#rows .subject a")).to_have_count(len(rows))
    expect(page.locator("#rows")).to_be_focused()
    context.close()


def test_errors_are_read_out_and_lead_to_their_fields(screen: Page) -> None:
    show(screen, rendered("public/lodge", "en", 1))
    summary = screen.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_have_attribute("role", "alert")
    assert screen.title().startswith("Error:")
    keyboard = Keyboard(screen)
    keyboard.press("Tab")
    screen.keyboard.press("Enter")
    field = screen.locator(":focus")
    assert field.get_attribute("aria-invalid") == "true"
    told = screen.locator(f"#{str(field.get_attribute('aria-describedby')).split()[-1]}")
    expect(told).to_be_visible()
