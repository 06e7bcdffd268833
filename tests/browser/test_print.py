"""On paper a page is black on white without navigation, and nothing of it is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.samples import ADDRESS, rendered, serve

PAPER = 718
"""A4 less its margins, in CSS pixels."""
PAGES = ("portal/queue", "portal/case", "public/case", "public/lodged")
_CUT_OFF = """() => [...document.querySelectorAll('main *')].filter((element) => {
  const style = getComputedStyle(element);
  return style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
}).map((element) => element.className || element.tagName)"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_prints_whole(browser: Browser, page: str, language: str) -> None:
    context = browser.new_context(viewport={"width": PAPER, "height": 1000}, color_scheme="dark")
    sheet = context.new_page()
    sheet.emulate_media(media="print", color_scheme="dark")
    sheet.route("**/*", lambda route: serve(route, rendered(page, language)))
    sheet.goto(ADDRESS)
    ink, paper = sheet.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.documentElement).getPropertyValue('--paper')]"
    )
    assert (ink, paper.strip()) == ("rgb(0, 0, 0)", "#ffffff")
    for part in (".rail", ".tabs", ".pager", ".language", ".site-footer", "main .button"):
        assert all(not found.is_visible() for found in sheet.locator(part).all()), part
    assert sheet.evaluate("document.documentElement.scrollWidth") <= PAPER
    assert sheet.evaluate(_CUT_OFF) == []
    context.close()
