"""An administrator who has never seen a configuration file changes a deadline, sees the difference, publishes it, and goes
back; complainants are promised what holds at the moment.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.deployment import Deployment
from tests.browser.keyboard import Keyboard
from tests.browser.person import Person
from tests.browser.tasks import HOUSES, House, lodges, signs_in

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demonstration"), pytest.mark.timeout(300)]
POLICY = "/portal/settings/policy"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_deadline_is_changed_published_and_taken_back(
    browser: Browser, demonstration: Deployment, language: str
) -> None:
    house = HOUSES[language]
    home = demonstration.address(house.slug)
    with (
        Person(house.email(house.admin), browser=browser, at=demonstration, language=language) as admin,
        Person("amina@example.com", browser=browser, at=demonstration, language=language) as amina,
    ):
        signs_in(admin, home)
        before = promised(amina, home, house)
        changes_every_result(admin, home, "61")
        admin.follow("Look at it and publish")
        assert "61" in admin.page.locator("main").inner_text()
        publish = admin.form("/draft/publication")
        publish.locator("[name=reason]").fill("61")
        with admin.page.expect_navigation():
            publish.locator("button[type=submit]").last.click()
        assert promised(amina, home, house) != before
        goes_back(admin, home)
        assert promised(amina, home, house) == before


def promised(amina: Person, home: str, house: House) -> list[str]:
    """The days the page shows her once she has lodged."""
    lodges(amina, home, house)
    times = amina.page.locator("#promises time")
    return [str(each.get_attribute("datetime"))[:10] for each in times.all()]


def changes_every_result(admin: Person, home: str, days: str) -> None:
    admin.visit(f"{home}{POLICY}/deadlines")
    admin.fits()
    form = admin.page.locator("#policy-form")
    amounts = form.locator('input[name$=".resolve.amount"]:visible')
    assert amounts.count()
    for amount in amounts.all():
        amount.fill(days)
        unit = str(amount.get_attribute("name")).replace(".amount", ".unit")
        form.locator(f'select[name="{unit}"]').select_option("d")
    admin.send(form, "Save in the draft")
    admin.reads("Saved in the draft. It is not in force yet.")


def goes_back(admin: Person, home: str) -> None:
    admin.visit(f"{home}{POLICY}")
    oldest = admin.page.locator(f'a[href*="{POLICY}/versions/"]').last
    number = re.findall(r"\d+", str(oldest.get_attribute("href")))[-1]
    admin.visit(f"{home}{POLICY}/versions/{number}")
    form = admin.form(f"/versions/{number}/return")
    form.locator("[name=reason]").fill("61")
    with admin.page.expect_navigation():
        form.locator("button[type=submit]").last.click()


def test_a_policy_leaves_as_a_file_and_comes_back(browser: Browser, demonstration: Deployment) -> None:
    house = HOUSES["en"]
    home = demonstration.address(house.slug)
    with Person(house.email(house.admin), browser=browser, at=demonstration, language="en") as admin:
        signs_in(admin, home)
        changes_every_result(admin, home, "62")
        admin.visit(f"{home}{POLICY}/files")
        admin.fits()
        with admin.page.expect_download() as leaving:
            admin.page.locator('a[href*="of=draft"][href*="what=overrides"][href*="toml"]').click()
        file = leaving.value.path()
        throws_the_draft_away(admin, home)
        admin.visit(f"{home}{POLICY}/files")
        form = admin.form("/policy/files")
        form.locator("input[type=file]").set_input_files(file)
        admin.send(form, "Show what it changes")
        assert "62" in admin.page.locator("section[aria-labelledby=shown]").inner_text()
        admin.send(admin.form("/policy/files"), "Save in the draft")
        assert admin.page.url.split("?")[0].endswith("/policy/draft")
        assert "62" in admin.page.locator("main").inner_text()
        throws_the_draft_away(admin, home)


def test_a_deadline_is_changed_published_and_taken_back_without_a_mouse(
    browser: Browser, demonstration: Deployment
) -> None:
    house = HOUSES["en"]
    home = demonstration.address(house.slug)
    with Person(house.email(house.admin), browser=browser, at=demonstration, language="en") as admin:
        signs_in(admin, home)
        keyboard = Keyboard(admin.page)
        admin.visit(f"{home}{POLICY}/deadlines")
        amount = admin.page.locator('#policy-form input[name$=".resolve.amount"]:not([value=""])').last
        keyboard.to(str(amount.get_attribute("aria-label")))
        admin.page.keyboard.press("ControlOrMeta+a")
        admin.page.keyboard.type("63")
        keyboard.to("Save in the draft")
        keyboard.enter()
        keyboard.to("Look at it and publish")
        keyboard.enter()
        keyboard.fill({"reason": "By keyboard"}, until="Publish")
        keyboard.enter()
        admin.reads_exactly("By keyboard")
        oldest = admin.page.locator(f'a[href*="{POLICY}/versions/"]').last
        admin.visit(f"{home}{oldest.get_attribute('href')}")
        keyboard.to("Go back to this version")
        admin.page.keyboard.press("Enter")
        keyboard.fill({"reason": "And back"}, until="Publish it anew")
        keyboard.enter()
        admin.reads_exactly("And back")


def throws_the_draft_away(admin: Person, home: str) -> None:
    admin.visit(f"{home}{POLICY}/draft")
    admin.page.get_by_text("Throw the draft away").first.click()
    with admin.page.expect_navigation():
        admin.form("/draft/removal").get_by_role("button", name="Throw it away").click()
    admin.reads("The draft is thrown away.")
