"""Articles with scripts: read beside a case, put into the reply, and found while a complaint is written."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.samples import ADDRESS, rendered, serve
from tests.structure.pages_samples_articles import ID


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_an_article_opens_beside_a_case_and_goes_into_what_is_typed_already(page: Page) -> None:
    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.endswith("/reply"):
            route.fulfill(body="How to get a refund\nhttps://example.org/help/1", content_type="text/plain")
        elif path.endswith("/beside"):
            route.fulfill(
                body=rendered("portal/_article_text", "en", 0), content_type="text/html; charset=utf-8"
            )
        else:
            serve(route, rendered("portal/case", "en", 0))

    page.route("**/*", answer)
    page.goto(ADDRESS)
    page.get_by_role("link", name="How to get a refund", exact=True).click()
    expect(page.locator(f"#article-{ID}").get_by_text("Give the order number.")).to_be_visible()
    reply = page.locator("#message-body")
    reply.fill("Dear Amina,")
    page.get_by_role("link", name="Put into the reply: How to get a refund").click()
    expect(reply).to_have_value("Dear Amina,\n\nHow to get a refund\nhttps://example.org/help/1")
    expect(reply).to_be_focused()
    assert urlsplit(page.url).query == ""


def test_what_may_answer_it_comes_while_the_story_is_written_and_takes_nothing_of_it_along(
    page: Page,
) -> None:
    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/complaints/new/help":
            route.fulfill(
                body=rendered("public/_help_found", "en", 0), content_type="text/html; charset=utf-8"
            )
        elif path.endswith("/answered"):
            route.fulfill(body="<p>Counted</p>", content_type="text/html; charset=utf-8")
        else:
            serve(route, rendered("public/lodge", "en", 0))

    page.route("**/*", answer)
    page.goto(ADDRESS)
    with page.expect_request("**/complaints/new/help") as asked:
        page.get_by_label("What happened?").fill("The refund never came, I waited for weeks.")
        page.get_by_label("What happened?").blur()
    assert "narrative=The" in (asked.value.post_data or "")
    answers = page.locator("#help-found")
    answers.get_by_text("How to get a refund").first.click()
    with page.expect_request("**/answered") as said:
        answers.get_by_role("button", name="That answers it").first.click()
    assert urlsplit(said.value.url).path == f"/help/{ID}/answered"
    assert "refund" not in (said.value.post_data or "")
