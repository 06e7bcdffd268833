"""Questions that follow answers, with scripts: at once, in place, and without losing a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.samples import ADDRESS, rendered, serve
from tests.structure.pages_catalogue import SAMPLES, environment
from tests.structure.pages_samples_public import question
from web.i18n import speaking
from web.view import FormView


def part(values: Mapping[str, object], sample: int = 0) -> str:
    """What the server answers after "yes", with one question more."""
    with speaking("en"):
        given = SAMPLES["public/_category_fields"][sample]("en")
        more = question("en", "floor", ("楼层", "Which floor?"), "text", required=True)
        asked = [*given["questions"][:2], more, *given["questions"][2:]]
        form = FormView(form_id="0190-form", values=dict(values))
        template = environment.get_template("public/_category_fields.html")
        return template.render({**given, "questions": asked, "form": form})


@pytest.fixture
def form(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_picking_an_answer_says_at_once_what_to_do_and_asks_on(form: Page) -> None:
    waiting: list[Route] = []

    def answer(route: Route) -> None:
        asks = urlsplit(route.request.url).path == "/complaints/new/fields"
        if asks:
            waiting.append(route)
        else:
            serve(route, rendered("public/lodge", "en", 0))

    form.route("**/*", answer)
    form.goto(ADDRESS)
    stop = form.get_by_text("Call the duty desk at once, then send the complaint.")
    expect(stop).to_be_hidden()
    yes = form.get_by_label("Yes", exact=True)
    with form.expect_request("**/complaints/new/fields") as asked:
        yes.check()
    expect(stop).to_be_visible()
    assert asked.value.method == "POST"
    assert "answers.trapped=yes" in (asked.value.post_data or "")
    assert "?" not in asked.value.url  # no answer stands in an address
    form.get_by_label("Place").fill("Building 3")
    waiting.pop().fulfill(body=part({"answers.trapped": "yes"}), content_type="text/html; charset=utf-8")
    expect(form.get_by_label("Which floor?")).to_be_visible()
    expect(form.get_by_label("Place")).to_have_value("Building 3")  # typed while the answer was on its way
    expect(form.get_by_label("Place")).to_be_focused()
    expect(yes).to_be_checked()
    expect(stop).to_be_visible()


def test_a_step_brings_the_next_one_in_its_own_place(form: Page) -> None:
    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url).path
        if asked == "/complaints/new/fields":
            route.fulfill(body=part({}, 1), content_type="text/html; charset=utf-8")
        elif asked == "/complaints/new/help":
            route.fulfill(
                body=rendered("public/_help_found", "en", 0), content_type="text/html; charset=utf-8"
            )
        else:
            serve(route, rendered("public/lodge", "en", 2))

    form.route("**/*", answer)
    form.goto(ADDRESS)
    form.get_by_label("Kind of matter").focus()
    with form.expect_response("**/complaints/new/fields"):
        form.get_by_label("More precisely").select_option("b")
    expect(form.get_by_label("Which floor?")).to_be_visible()
    expect(form.locator("#category-choice")).to_have_count(1)
    expect(form.locator("#category-fields #category-choice")).to_have_count(0)


def test_what_comes_back_to_be_read_takes_the_reader_there(form: Page) -> None:
    form.route("**/*", lambda route: serve(route, rendered("public/lodge", "en", 3)))
    form.goto(ADDRESS)
    expect(form.locator("#stop-first")).to_be_focused()
    expect(form.get_by_role("button", name="I have read this and still want to send it")).to_have_count(2)
