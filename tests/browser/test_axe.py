"""axe-core finds nothing on any page: every sample, by the rules of WCAG 2.2 AA and good practice.

`make test-all` looks at every page in each scheme, width and language, and at its other samples in one of them by turns;
`make test` at the pages most seen, in English, light and wide.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import MENU, MORE, findings
from tests.browser.samples import MOST_SEEN, WHOLE_SAMPLES, rendered, show

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (1280, 360)
FAULTY = """<!doctype html><html><head><title></title></head><body><main>
<h1>A page with known faults</h1><h4>A level left out</h4><img src="/static/logo.svg" width="60" height="60">
<p><font color="#bbbbbb">Words that are hard to read</font></p>
<form><input name="unlabelled"><button type="button"></button></form>
<p><a href="#a">a</a><a href="#b">b</a></p>
<ul><p>no item</p></ul><div role="chequebook" tabindex="3">x</div></main></body></html>"""
FAULTS = {
    "document-title", "html-has-lang", "heading-order", "image-alt", "color-contrast", "label", "button-name",
    "target-size", "list", "aria-roles", "tabindex",
}  # fmt: skip


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def look(screen: Page, *, scheme: Scheme, width: int) -> None:
    screen.emulate_media(color_scheme=scheme)
    screen.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("page", MOST_SEEN)
def test_axe_finds_nothing(screen: Page, page: str) -> None:
    look(screen, scheme="light", width=1280)
    show(screen, rendered(page, "en", 0))
    assert findings(screen) == []


@pytest.mark.slow
@pytest.mark.parametrize(("page", "sample"), WHOLE_SAMPLES)
def test_axe_finds_nothing_in_either_scheme_language_or_width(screen: Page, page: str, sample: int) -> None:
    """Each scheme, width and language once, by turns: what differs by two of them at once is nothing these rules look at.
    A page's other samples stand in the same frame."""
    turn = WHOLE_SAMPLES.index((page, sample))
    looks = list(zip(("en", "zh"), SCHEMES, WIDTHS if turn % 2 else WIDTHS[::-1], strict=True))
    found = []
    for language, scheme, width in looks if sample == 0 else [looks[turn // 2 % 2]]:
        show(screen, rendered(page, language, sample))
        look(screen, scheme=scheme, width=width)
        found += [f"{language}, {scheme}, {width}: {finding}" for finding in findings(screen)]
    assert found == []


@pytest.mark.parametrize("page", ["portal/queue", "operator/tenants"])
def test_axe_finds_nothing_in_the_accounts_menu(screen: Page, page: str) -> None:
    show(screen, rendered(page, "zh", 0))
    for width in WIDTHS:
        look(screen, scheme="light", width=width)
        assert findings(screen, part=MENU, folded=MENU) == []


@pytest.mark.parametrize("page", ["portal/queue", "operator/tenants"])
def test_axe_finds_nothing_in_what_a_phone_s_menu_folds(screen: Page, page: str) -> None:
    show(screen, rendered(page, "en", 0))
    look(screen, scheme="light", width=360)
    assert findings(screen, part=MORE, folded=MORE) == []


def test_a_page_with_known_faults_is_reported(screen: Page) -> None:
    """The check itself is checked: each rule that this page breaks is named."""
    look(screen, scheme="light", width=1280)
    show(screen, FAULTY)
    reported = {finding.split(" ")[0] for finding in findings(screen)}
    assert reported >= FAULTS
