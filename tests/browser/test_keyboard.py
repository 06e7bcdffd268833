"""Whole ways by keyboard alone, in a real browser against a real deployment: no mouse is touched after the address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tenants.demo.logins import OPERATOR, PASSWORD
from tests.browser.deployment import Deployment
from tests.browser.keyboard import Keyboard
from tests.browser.person import Person
from tests.browser.tasks import HOUSES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demonstration"), pytest.mark.timeout(300)]
HOUSE = HOUSES["en"]


@pytest.fixture
def home(demonstration: Deployment) -> str:
    return demonstration.address(HOUSE.slug)


@pytest.fixture
def person(browser: Browser, demonstration: Deployment) -> Iterator[Person]:
    with Person("amina@example.com", browser=browser, at=demonstration, language="en") as somebody:
        yield somebody


def signs_in(person: Person, address: str, email: str) -> Keyboard:
    keyboard = Keyboard(person.page)
    person.visit(address)
    keyboard.fill({"email": email, "password": PASSWORD}, until="Sign in")
    keyboard.enter()
    return keyboard


def test_a_complainant_lodges_and_tracks(person: Person, home: str) -> None:
    page, keyboard = person.page, Keyboard(person.page)
    person.visit(home)
    keyboard.to("Lodge a complaint")
    keyboard.enter()

    keyboard.to("Send the complaint")
    keyboard.enter()  # empty: refused, and said
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Error:")
    person.was_refused(422)

    person.visit(f"{home}/complaints/new")
    keyboard.to("What is it about?")
    with page.expect_response("**/complaints/new/fields**"):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#category-fields .field").first).to_be_visible()
    assert keyboard.here()["name"] == "category"  # the swap beneath took nothing away
    keyboard.fill({"subject": HOUSE.subject, "narrative": HOUSE.narrative}, until="Send the complaint")
    keyboard.enter()
    person.reads("We have your complaint")
    number, code = (page.locator(each).inner_text() for each in ("#number", "#access-code"))

    person.visit(home)
    keyboard.to("Track a complaint")
    keyboard.enter()
    keyboard.fill({"number": number, "code": code}, until="Show my complaint")
    keyboard.enter()
    person.reads_exactly(HOUSE.subject)
    keyboard.to("Write a message")
    page.keyboard.type(HOUSE.message)
    keyboard.to("Send")
    keyboard.enter()
    expect(page.locator("#said")).to_have_text("Sent.")  # read aloud where it was only shown
    person.reads_exactly(HOUSE.message)


def test_staff_find_a_case_and_act_on_it(person: Person, home: str) -> None:
    page = person.page
    keyboard = signs_in(person, f"{home}/portal", HOUSE.email(HOUSE.handler))
    keyboard.to("Mine")
    keyboard.enter()
    person.visit(f"{home}/portal")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the menu
    first = page.locator("#rows .subject a").first
    keyboard.to(first.inner_text())
    page.keyboard.press("j")
    expect(page.locator("#rows .subject a").nth(1)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    first.focus()
    keyboard.enter()

    keyboard.to("Write a note")
    page.keyboard.press("Enter")
    keyboard.to("Note")
    page.keyboard.type("Written without a mouse.")
    keyboard.to("Keep the note")
    keyboard.enter()
    person.reads_exactly("Written without a mouse.")


def test_what_ends_a_case_asks_and_can_be_left(person: Person, home: str) -> None:
    page = person.page
    keyboard = signs_in(person, f"{home}/portal", HOUSE.email(HOUSE.intake))
    keyboard.to("Record a complaint")
    keyboard.enter()
    given = {"subject": HOUSE.subject, "narrative": HOUSE.narrative, "category": ""}
    keyboard.fill(given, until="Register the complaint")
    keyboard.enter()
    expect(page.locator("h1")).to_have_text(HOUSE.subject)

    keyboard.to("Refuse")
    page.keyboard.press("Enter")
    keyboard.fill({"reason": "", "explanation": "Another house is meant."}, until="Refuse and tell …")
    page.keyboard.press("Enter")
    expect(page.locator("form[action$='/refusal'] .what")).to_contain_text(HOUSE.subject)
    keyboard.press("Tab")
    page.keyboard.press("Escape")  # think better of it: back where it was opened
    assert keyboard.here()["text"] == "Refuse and tell …"
    keyboard.press("Enter")
    keyboard.to("Refuse and tell")
    keyboard.enter()
    person.reads("Not accepted")


def test_an_administrator_invites(person: Person, home: str) -> None:
    keyboard = signs_in(person, f"{home}/portal", HOUSE.email(HOUSE.admin))
    keyboard.to("People")
    keyboard.enter()
    keyboard.to("Invite somebody")
    keyboard.enter()
    invited = {"name": "Nora Bell", "email": "nora@linden-care.example", "roles": "yes"}
    keyboard.fill(invited, until="Send the invitation")
    keyboard.enter()
    person.reads("Nora Bell")


def test_an_operator_creates_an_organisation(person: Person, demonstration: Deployment) -> None:
    keyboard = signs_in(person, demonstration.address(), OPERATOR)
    keyboard.to("New organisation")
    keyboard.enter()
    wanted = {
        "name_zh": "码头书店",
        "name_en": "Quay Books",
        "slug": "quay-books",
        "contact_phone": "400 100 2000",
        "admin_name": "Ada",
        "admin_email": "ada@quay-books.example",
    }
    keyboard.fill(wanted, until="Create and invite")
    keyboard.enter()
    person.reads_exactly("Quay Books")
