"""The queue with scripts: counts that come by themselves, keys, and cases chosen for what is done to several at once."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.samples import ADDRESS, rendered, serve
from tests.structure.pages_catalogue import SAMPLES, environment
from web.i18n import speaking

HTML = "text/html; charset=utf-8"


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    yield context.new_page()
    context.close()


def lists(language: str, *, counted: bool) -> str:
    with speaking(language):
        given = {
            **SAMPLES["portal/_lists"][0](language),
            "counted": counted,
            "lists_url": "/portal/lists?x=1",
        }
        if not counted:
            given["lists"] = [{**each, "count": None} for each in given["lists"]]
        return environment.get_template("portal/_lists.html").render(given)


@pytest.mark.parametrize(("language", "chosen"), [("en", "2 chosen"), ("zh", "已选2件")])
def test_chosen_by_keys_and_taken_along(page: Page, language: str, chosen: str) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        asked.append(path)
        if path == "/portal/rows":
            route.fulfill(body="<p>renewed</p>", content_type=HTML)
        elif path == "/portal/bulk":
            route.fulfill(body="<p>several</p>", content_type=HTML)
        else:
            serve(route, rendered("portal/queue", language, 0))

    page.route("**/*", answer)
    page.goto(ADDRESS)
    page.locator(".queue .subject a").first.focus()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text(chosen)).to_be_visible()
    page.evaluate("htmx.trigger('#rows', 'refresh'); htmx.ajax('GET', '/portal/rows', {source: '#rows'})")
    expect(page.locator("[name=case]:checked")).to_have_count(2)
    assert "/portal/rows" not in asked
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.locator(".queue .subject a").first.focus()
    with page.expect_request("**/portal/bulk*") as going:
        page.keyboard.press("b")
    assert len(parse_qs(urlsplit(going.value.url).query)["case"]) == 2


def test_a_range_is_chosen_with_shift_and_letters_stay_letters_in_fields(page: Page) -> None:
    page.route("**/*", lambda route: serve(route, rendered("portal/queue", "en", 0)))
    page.goto(ADDRESS)
    boxes, told = page.locator(".queue [name=case]"), page.locator("[data-chosen]")
    page.locator("#q").press("x")
    expect(told).to_be_empty()
    page.locator(".queue .subject a").nth(1).focus()
    for key in ("x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(told).to_have_text("3 chosen")
    boxes.first.click(modifiers=["Shift"])
    expect(told).to_have_text("4 chosen")
    page.keyboard.press("j")  # on from the row whose box has the focus
    expect(page.locator(".queue .subject a").nth(1)).to_be_focused()
    page.keyboard.press("?")
    box, width = page.locator("#keys").bounding_box(), page.evaluate("innerWidth")
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_all_on_the_page_and_none_again(page: Page) -> None:
    page.route("**/*", lambda route: serve(route, rendered("portal/queue", "en", 0)))
    page.goto(ADDRESS)
    every = page.get_by_label("All on this page")
    every.check()
    expect(page.locator("[name=case]:checked")).to_have_count(5)
    every.uncheck()
    expect(page.locator("[name=case]:checked")).to_have_count(0)
    expect(page.locator("[data-chosen]")).to_have_text("")


def test_counts_come_by_themselves(page: Page) -> None:
    def answer(route: Route) -> None:
        if urlsplit(route.request.url).path == "/portal/lists":
            route.fulfill(body=lists("en", counted=True), content_type=HTML)
        else:
            whole = rendered("portal/queue", "en", 0)
            begin, end = whole.index('<div id="lists"'), whole.index("</ul></nav>")
            rest = whole[end:].partition("</div>")[2]
            serve(route, whole[:begin] + lists("en", counted=False) + rest)

    page.route("**/*", answer)
    page.goto(ADDRESS)
    expect(page.locator("#lists .count").first).to_have_text("42")
