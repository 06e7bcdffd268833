"""Two people at one case: each sees what the other does while their own page stands open, and nothing typed is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import tasks
from tests.browser.deployment import Deployment
from tests.browser.person import Person
from tests.browser.tasks import HOUSES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demonstration"), pytest.mark.timeout(300)]
SOON = 15_000
"""Far less than the minute after which lists renew themselves."""


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
