"""Files sent one by one: how far each is, why one was not taken, another try, and a form that waits for them."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, FilePayload, Route, expect

from tests.browser.samples import ADDRESS, rendered, serve

PICTURE: FilePayload = {"name": "lift.jpg", "mimeType": "image/jpeg", "buffer": b"picture"}
PROGRAM: FilePayload = {"name": "holiday.exe", "mimeType": "image/jpeg", "buffer": b"program"}


def test_each_file_says_what_became_of_it_and_the_form_waits(browser: Browser) -> None:
    held: list[Route] = []
    sent: list[str] = []

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/complaints/new/files":
            held.append(route)
        elif path == "/complaints":
            sent.append(path)
            route.fulfill(status=204)
        else:
            serve(route, rendered("public/lodge", "en", 0))

    context = browser.new_context(viewport={"width": 820, "height": 740}, has_touch=True, is_mobile=True)
    form = context.new_page()
    form.route("**/*", answer)
    form.goto(ADDRESS)
    expect(form.get_by_label("Or take a photo now")).to_be_visible()
    files = form.get_by_label("Photos and documents")
    with form.expect_request("**/complaints/new/files"):
        files.set_input_files(PICTURE)
    expect(form.get_by_role("progressbar", name="lift.jpg")).to_be_visible()
    held.pop().abort()
    expect(form.get_by_text("The connection failed.")).to_be_visible()
    with form.expect_request("**/complaints/new/files"):
        form.get_by_role("button", name="Try again").click()
    expect(form.get_by_role("progressbar", name="lift.jpg")).to_be_visible()
    form.get_by_role("button", name="Send the complaint").click()
    assert sent == [], "a file is on its way"
    with form.expect_request("**/complaints") as posted:
        held.pop().fulfill(
            body=rendered("public/_kept_file", "en", 0), content_type="text/html; charset=utf-8"
        )
    assert b'name="kept_file"' in (posted.value.post_data_buffer or b"")
    with form.expect_request("**/complaints/new/files"):
        files.set_input_files(PROGRAM)
    expect(form.get_by_role("progressbar", name="holiday.exe")).to_be_visible()
    held.pop().fulfill(
        status=422, body="holiday.exe: This kind of file is not taken.", content_type="text/plain"
    )
    expect(form.get_by_text("This kind of file is not taken.")).to_be_visible()
    expect(form.get_by_role("button", name="Try again")).to_have_count(0)
    form.get_by_role("button", name="Send without it").click()
    expect(form.get_by_text("holiday.exe")).to_have_count(0)
    context.close()
