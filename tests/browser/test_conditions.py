"""Pages as people set them: enlarged four times, spaced out, without motion, in colours of their own choosing.

WCAG 2.2: 1.4.10 reflow, 1.4.12 text spacing, 2.3.3 animation; forced colours as Windows' contrast themes do it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.samples import WHOLE_SAMPLES, rendered, show

_QUICK = [("public/lodge", 1), ("portal/case", 0)]
_PAGES = [
    pytest.param(*each, marks=[] if each in _QUICK else [pytest.mark.slow], id="-".join(map(str, each)))
    for each in WHOLE_SAMPLES
]
_SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
_CUT_OFF = """() => [...document.querySelectorAll("a, button, summary, label, th, td, dt, dd, h1, h2, h3, p, li, span")]
  .filter((part) => !part.closest(".unseen, .gist, thead") && part.innerText?.trim() && part.checkVisibility())
  .filter((part) => getComputedStyle(part).overflow !== "visible")
  .filter((part) => part.scrollHeight > part.clientHeight + 2 || part.scrollWidth > part.clientWidth + 2)
  .map((part) => part.outerHTML.slice(0, 120))"""
_MOVES = """() => [...document.querySelectorAll("*")].filter((part) => {
  const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(part);
  return parseFloat(transitionDuration) > 0 || animationName !== "none" || scrollBehavior === "smooth";
}).map((part) => part.outerHTML.slice(0, 120))"""
_NO_EDGE = """() => [...document.querySelectorAll("main :is(.button, input:not([type=hidden]), select, textarea)")]
  .filter((part) => part.checkVisibility() && part.getClientRects().length && part.getBoundingClientRect().width > 2)
  .filter((part) => !["checkbox", "radio", "file"].includes(part.type))
  .filter((part) => parseFloat(getComputedStyle(part).borderTopWidth) < 1 && getComputedStyle(part).textDecorationLine === "none")
  .map((part) => part.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("page", "sample"), _PAGES)
def test_a_page_can_be_read_as_its_reader_sets_it(screen: Page, page: str, sample: int) -> None:
    screen.emulate_media(reduced_motion="reduce", forced_colors="none")
    screen.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 at 400 %
    show(screen, rendered(page, "en", sample))
    faults = []
    if screen.evaluate("document.documentElement.scrollWidth") > 320:
        faults.append("scrolls sideways at 400 %")
    faults += [f"moves: {part}" for part in screen.evaluate(_MOVES)]
    screen.set_viewport_size({"width": 360, "height": 740})
    screen.evaluate(_SPACED)
    if screen.evaluate("document.documentElement.scrollWidth") > 360:
        faults.append("scrolls sideways when spaced out")
    faults += [f"cut off when spaced out: {part}" for part in screen.evaluate(_CUT_OFF)]
    screen.emulate_media(forced_colors="active")
    faults += [f"without an edge in forced colours: {part}" for part in screen.evaluate(_NO_EDGE)]
    assert faults == []
