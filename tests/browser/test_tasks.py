"""Each user's main tasks, on a phone and at a desk, in both languages, on the demonstration's deployment."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser

from tenants.demo.logins import OPERATOR
from tests.browser import tasks
from tests.browser.deployment import Deployment
from tests.browser.person import DESK, PHONE, Person
from tests.browser.tasks import HOUSES, House

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demonstration"), pytest.mark.timeout(300)]
Enter = Callable[[str], AbstractContextManager[Person]]


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def house(language: str) -> House:
    return HOUSES[language]


@pytest.fixture
def home(demonstration: Deployment, house: House) -> str:
    return demonstration.address(house.slug)


@pytest.fixture
def enters(browser: Browser, demonstration: Deployment, language: str, width: int) -> Enter:
    """`with enters("amina@example.com") as amina`: at a browser of her own."""

    def enter(email: str) -> Person:
        return Person(email, browser=browser, at=demonstration, language=language, width=width)

    return enter


def test_a_complainant_lodges_tracks_and_answers(enters: Enter, home: str, house: House) -> None:
    with (
        enters("amina@example.com") as amina,
        enters(house.email(house.intake)) as lena,
        enters(house.email(house.handler)) as marco,
    ):
        number, code = tasks.lodges(amina, home, house)
        tasks.tracks(amina, home, house, number, code)
        tasks.signs_in(lena, home)
        tasks.takes_it_in(lena, house, number)
        tasks.offers_a_solution(marco, home, house, number)
        tasks.accepts_the_offer(amina, house)


def test_staff_record_a_call_and_refuse_it(enters: Enter, home: str, house: House) -> None:
    with enters(house.email(house.intake)) as lena:
        number = tasks.records_a_call(lena, home, house)
        tasks.refuses_only_when_sure(lena, number)


def test_staff_see_what_is_due_first(enters: Enter, home: str, house: House) -> None:
    with enters(house.email(house.handler)) as marco:
        tasks.reads_the_queue_by_what_is_due(marco, home)


def test_staff_work_a_list_off_search_and_look_at_the_figures(enters: Enter, home: str, house: House) -> None:
    with enters(house.email(house.handler)) as marco:
        tasks.signs_in(marco, home)
        tasks.tags_two_and_takes_it_back(marco, home)
        subject = marco.page.locator("#rows .subject a").first.inner_text()
        tasks.finds_by_words(marco, subject)
        tasks.follows_a_figure_to_its_cases(marco)


def test_a_missed_call_becomes_a_complaint(enters: Enter, home: str, house: House) -> None:
    with enters(house.email(house.intake)) as lena:
        tasks.signs_in(lena, home)
        tasks.writes_down_a_missed_call(lena, house)


def test_a_complainant_needs_no_script(
    browser: Browser, demonstration: Deployment, home: str, house: House, language: str, width: int
) -> None:
    with Person(
        "amina@example.com",
        browser=browser,
        at=demonstration,
        language=language,
        width=width,
        scripts=False,
    ) as amina:
        number, code = tasks.lodges_without_scripts(amina, home, house)
        tasks.tracks(amina, home, house, number, code)


def test_an_administrator_invites_and_looks_at_the_settings(
    enters: Enter, home: str, house: House, width: int
) -> None:
    with enters(house.email(house.admin)) as grace:
        tasks.invites(grace, home, f"nora.{width}@{house.slug}.example")
        tasks.opens_the_settings(grace, home)


def test_an_operator_creates_an_organisation_and_sees_how_all_do(
    enters: Enter, demonstration: Deployment, language: str, width: int
) -> None:
    with enters(OPERATOR) as olga:
        tasks.operator_signs_in(olga, demonstration.address())
        olga.visit(f"{demonstration.address()}/language?language={language}&back=/operator/tenants")
        tasks.creates_an_organisation(olga, f"quay-{language}-{width}")
        tasks.sees_how_it_does(olga, demonstration.address())
