"""Two people at one case: each sees what the other does while their own page stands open, and nothing typed is lost."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser import tasks
from tests.browser.deployment import Deployment
from tests.browser.person import Person
from tests.browser.samples import ADDRESS, serve
from tests.browser.tasks import HOUSES
from tests.structure.pages_catalogue import SAMPLES, environment
from web.i18n import speaking

SOON = 15_000
"""Far less than the minute after which lists renew themselves."""


@pytest.mark.slow
@pytest.mark.xdist_group("demonstration")
@pytest.mark.timeout(300)
def test_one_writes_and_the_other_sees(browser: Browser, demonstration: Deployment) -> None:
    house = HOUSES["en"]
    home = demonstration.address(house.slug)
    marco, lena = (
        Person(house.email(who), browser=browser, at=demonstration, language="en")
        for who in (house.handler, house.intake)
    )
    with marco, lena:
        for each in (marco, lena):
            tasks.signs_in(each, home)
        marco.visit(f"{home}/portal?show=open")
        row = marco.page.locator(".queue tbody tr").first
        case = f"{home}{row.locator('.subject a').get_attribute('href')}"
        lena.visit(case)
        lena.page.locator("#marks summary").click()
        lena.send(lena.form("/tags"), "Keep", {"Tags": "urgent-call"})
        expect(row.locator(".tag", has_text="urgent-call")).to_be_visible(timeout=SOON)

        marco.visit(case)
        here = marco.page.locator("#here")
        expect(here).to_contain_text("has this case open, too.", timeout=SOON)
        note = lena.form("/note").locator("textarea")
        note.press_sequentially("She rang")
        expect(here).to_contain_text("is writing here.", timeout=SOON)
        own = marco.form("/note").locator("textarea")
        own.fill("Half a thought")
        lena.send(lena.form("/note"), "Keep the note", {})
        expect(here).to_contain_text("Changed meanwhile by", timeout=SOON)
        expect(own).to_have_value("Half a thought")
        marco.look("-changed")
        with marco.page.expect_navigation():
            marco.page.get_by_role("button", name="Load the page anew").click()
        expect(own).to_have_value("Half a thought")
        expect(own).to_be_visible()
        expect(marco.page.locator("#messages")).to_contain_text("She rang")
        expect(marco.page.locator("#here")).not_to_contain_text("Changed meanwhile")


def test_whoever_is_signed_out_stays_where_they_have_typed(browser: Browser) -> None:
    case = {"id": "0192", "url": "/portal/cases/0192/here", "seen": "", "asked": False}
    with speaking("en"):
        values = {**SAMPLES["portal/case"][0]("en"), "at_case": case}
        html = environment.get_template("portal/case.html").render(values)
    asked: list[str] = []

    def answer(route: Route) -> None:
        if urlsplit(route.request.url).path != case["url"]:
            return serve(route, html)
        asked.append(route.request.method)
        return route.fulfill(status=401, headers={"hx-redirect": "/portal/sign-in"})

    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.route("**/*", answer)
    page.goto(ADDRESS)
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.locator("details.act", has=page.locator("form[action$='/note']")).locator("summary").first.click()
    note = page.locator("form[action$='/note'] textarea")
    note.fill("Half a thought")
    page.clock.run_for(40_000)
    expect(note).to_have_value("Half a thought")
    assert (page.url, asked) == (ADDRESS, ["POST"])
    context.close()
