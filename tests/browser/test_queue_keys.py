"""The queue by single keys: walked, chosen from, led on to what is done to several; the same by touch on a phone."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.person import DESK, HEIGHTS, PHONE
from tests.browser.samples import rendered, show
from tests.structure.pages_catalogue import SAMPLES

ROWS = [str(row["id"]) for row in SAMPLES["portal/_rows"][0]("en")["rows"]]


@pytest.mark.parametrize(
    ("width", "language", "chosen"), [(DESK, "en", "3 chosen"), (PHONE, "zh", "已选3件")]
)
def test_walked_chosen_from_and_led_on(browser: Browser, width: int, language: str, chosen: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]}, reduced_motion="reduce"
    )
    page = context.new_page()
    show(page, rendered("portal/queue", language, 0))
    links, told = page.locator(".queue .subject a"), page.locator("[data-chosen]")
    page.locator("#q").press("x")
    expect(told).to_be_empty()  # in a field a letter is a letter
    links.first.focus()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(told).to_have_text(chosen)
    page.keyboard.press("k")
    expect(links.nth(2)).to_be_focused()
    page.keyboard.press("?")
    keys = page.locator("#keys")
    expect(keys).to_be_visible()
    box = keys.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    links.nth(2).focus()
    with page.expect_request(lambda request: "/portal/bulk?" in request.url) as asked:
        page.keyboard.press("b")
    assert parse_qs(urlsplit(asked.value.url).query)["case"] == ROWS[1:4]
    context.close()
