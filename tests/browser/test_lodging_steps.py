"""The form on a phone: one part at a time, each looked at by the server, and kept while it is typed."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Route, expect

from tests.browser.samples import ADDRESS, rendered, serve


def test_the_form_comes_in_steps_and_is_kept_while_it_is_typed(browser: Browser) -> None:
    wrong = {"subject": "Please fill this in.", "name": "Please fill this in."}
    kept: list[bytes] = []

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/complaints/new/step":
            route.fulfill(body=json.dumps(wrong), content_type="application/json")
        elif path == "/complaints/new/draft":
            kept.append(route.request.post_data_buffer or b"")
            route.fulfill(status=204)
        else:
            serve(route, rendered("public/lodge", "en", 0))

    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    form = context.new_page()
    form.clock.install()
    form.route("**/*", answer)
    form.goto(ADDRESS)
    expect(form.get_by_text("Step 1 of 4")).to_be_visible()
    expect(form.get_by_role("button", name="Step back")).to_be_hidden()
    send, name = (
        form.get_by_role("button", name="Send the complaint"),
        form.get_by_role("textbox", name="Name"),
    )
    expect(send).to_be_hidden()
    form.get_by_role("button", name="Next step").click()
    expect(form.locator("#subject-error")).to_have_text("Please fill this in.")
    expect(form.get_by_label("In one sentence")).to_be_focused()
    form.get_by_label("In one sentence").fill("Nobody answered")
    with form.expect_request("**/complaints/new/draft"):
        form.clock.fast_forward(3000)
    expect(form.locator("#kept-now")).to_be_attached()
    assert b"Nobody answered" in kept[0]
    del wrong["subject"]
    form.get_by_role("button", name="Next step").click()
    expect(form.get_by_text("Step 2 of 4")).to_be_visible()
    expect(form.get_by_label("In one sentence")).to_be_hidden()
    form.get_by_role("button", name="Next step").click()
    expect(form.get_by_text("Step 3 of 4")).to_be_visible()
    expect(name).to_be_visible()
    expect(send).to_be_visible()
    expect(form.get_by_role("button", name="Look it over first")).to_be_visible()
    form.get_by_role("button", name="Step back").click()
    expect(form.get_by_label("Photos and documents")).to_be_visible()
    context.close()


def test_a_wide_screen_shows_the_form_whole(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    form = context.new_page()
    form.route("**/*", lambda route: serve(route, rendered("public/lodge", "en", 0)))
    form.goto(ADDRESS)
    for shown in ("In one sentence", "Photos and documents", "What would put it right?"):
        expect(form.get_by_label(shown)).to_be_visible()
    expect(form.get_by_role("button", name="Next step")).to_be_hidden()
    context.close()
