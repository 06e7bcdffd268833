"""The main job in one walk: an operator onboards an organisation, Amina complains with a photo on her phone, staff
handle it, one promise breaks while the clock runs on, and her page tells all of it.

STORY_PICTURES=folder photographs every step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

from tests.amends.evidence.files import GPS_INFO, photo
from tests.browser.deployment import Deployment
from tests.browser.person import PHONE, Person
from tests.browser.tasks import says_how_it_was
from tests.browser.words import WORDS, Words
from web.formats import day_text
from web.i18n import speaking

PASSWORD = "a long enough password"
PHOTO = photo("JPEG", size=(640, 400))


class Cast:
    """Everybody in the story, each at a browser of their own."""

    def __init__(self, language: str, browser: Browser, deployment: Deployment, leaving: ExitStack) -> None:
        self.words: Words = WORDS[language]
        self.language = language
        self.deployment = deployment
        self._browser = browser
        self._leaving = leaving
        self.home = deployment.address(self.words.slug)
        self.operator = self._enters(f"olga@{self.words.slug}.operators.example")
        self.admin = self._enters(self.address_of("admin"))
        self.intake = self._enters(self.address_of("intake"))
        self.handler = self._enters(self.address_of("handler"))
        self.supervisor = self._enters(self.address_of("supervisor"))
        self.amina = self._enters(f"amina@{self.words.slug}.example.com", width=PHONE)

    def address_of(self, role: str) -> str:
        return f"{role}@{self.words.slug}.example"

    def seven_working_days_on(self) -> str:
        """Every story begins on a Monday morning."""
        monday = self.deployment.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
        assert monday.weekday() == 0
        with speaking(self.language):
            return day_text(working_day(monday, 7))

    def _enters(self, email: str, **how: Any) -> Person:
        somebody = Person(email, browser=self._browser, at=self.deployment, language=self.language, **how)
        return self._leaving.enter_context(somebody)


def working_day(after: date, number: int) -> date:
    """The n-th one after a day, in China; of a year nobody has published, weekdays."""
    day = after
    while number:
        day += timedelta(days=1)
        try:
            number -= chinese_calendar.is_workday(day)
        except NotImplementedError:
            number -= day.weekday() < 5
    return day


@pytest.fixture(params=["zh", pytest.param("en", marks=pytest.mark.slow)])
def cast(request: pytest.FixtureRequest, browser: Browser, deployment: Deployment) -> Iterator[Cast]:
    with ExitStack() as leaving:
        yield Cast(request.param, browser, deployment, leaving)


@pytest.mark.xdist_group("deployment")  # one deployment for both languages
@pytest.mark.timeout(300)
def test_a_complaint_from_onboarding_to_close(cast: Cast) -> None:
    onboard(cast)
    staff_join(cast)
    number, code = lodge(cast)
    accept_and_assign(cast, number)
    answer(cast)
    cast.deployment.let_pass(timedelta(weeks=2))
    broken_promise_is_told(cast, number)
    decide_and_close(cast, number)
    her_page_tells(cast, number, code)
    says_how_it_was(cast.amina)
    assert f"ok     {cast.words.slug}" in cast.deployment.command("audit", "verify", cast.words.slug)


def onboard(cast: Cast) -> None:
    olga, words = cast.operator, cast.words
    cast.deployment.command(
        "operator", "create", olga.email, "--name", "Olga", "--language", olga.language, given=f"{PASSWORD}\n"
    )
    olga.visit(cast.deployment.address())
    olga.send(olga.form("/sign-in"), "Sign in", {"E-mail": olga.email, "Password": PASSWORD})
    olga.fits()
    olga.follow("New organisation")
    olga.fits()
    form = olga.form("/operator/tenants")
    form.get_by_label(words.template).check()
    form.locator("input[name=begin][value=live]").check()
    olga.send(
        form,
        "Create and invite",
        {
            "Name in Chinese": WORDS["zh"].organisation,
            "Name in English": WORDS["en"].organisation,
            "Short name for its address": words.slug,
            "Telephone for complainants": "400-1000",
            "Language": {"zh": "简体中文", "en": "English"}[cast.language],
            "First administrator": words.staff["admin"],
            "Administrator’s e-mail": cast.admin.email,
        },
    )
    olga.reads("The organisation is set up and its administrator is invited.")


def staff_join(cast: Cast) -> None:
    ada, words = cast.admin, cast.words
    join(ada, about=words.organisation)
    for role in ("intake", "handler", "supervisor"):
        ada.follow("People")
        ada.follow("Invite somebody")
        form = ada.form("/portal/people")
        form.locator(f"input[name=roles][value={role}]").check()
        ada.send(
            form,
            "Send the invitation",
            {"E-mail": cast.address_of(role), "Name": words.staff[role], "Department": words.department},
        )
        ada.reads("The invitation is on its way.")
    ada.fits()
    for somebody in (cast.intake, cast.handler, cast.supervisor):
        join(somebody, about=words.organisation)


def join(somebody: Person, *, about: str) -> None:
    """By the link in the invitation, with a password of one's own."""
    somebody.mail(about)
    somebody.follow(somebody.page.locator("article a"))
    somebody.fits()
    form = somebody.form("/invitation/")
    somebody.send(form, "Set the password", {"Password": PASSWORD, "The same again": PASSWORD})
    expect(somebody.page).to_have_url(re.compile("/portal$"))


def lodge(cast: Cast) -> tuple[str, str]:
    amina, words = cast.amina, cast.words
    amina.visit(cast.home)
    amina.fits()
    amina.follow("Lodge a complaint")
    form = amina.form("/complaints")
    questions = form.locator("#category-fields")
    expect(questions.get_by_role("textbox")).to_have_count(0)
    matter = {"What is it about?": words.category, "In one sentence": words.subject}
    amina.fill(form, {**matter, "What happened?": words.narrative})
    amina.turn(form)
    for question in words.answers:
        expect(questions.get_by_label(question)).to_be_visible()
    form.get_by_label(amina.say("Photos and documents")).set_input_files(
        {"name": "IMG_0117.jpg", "mimeType": "image/jpeg", "buffer": PHOTO}
    )
    amina.fits()
    amina.fill(form, words.answers)
    amina.turn(form)
    amina.send(form, "Send the complaint", {"Name": "Amina", "E-mail": amina.email})
    number, code = (amina.page.locator(each).inner_text() for each in ("#number", "#access-code"))
    amina.reads_exactly(cast.seven_working_days_on())
    amina.fits()
    letter = amina.mail(number)
    assert number in letter
    assert code in letter
    return number, code


def accept_and_assign(cast: Cast, number: str) -> None:
    ines, words = cast.intake, cast.words
    ines.follow("Complaints")
    ines.reads_exactly(number)
    ines.fits()
    ines.follow(words.subject)
    ines.reads_exactly(words.narrative)
    ines.fits()
    ines.send(ines.form("/acceptance"), "Accept the complaint")
    ines.reads("Accepted")
    ines.send(ines.form("/assignment"), "Assign", {"Person": words.staff["handler"]})
    ines.reads_exactly(words.staff["handler"])


def answer(cast: Cast) -> None:
    bram, amina, words = cast.handler, cast.amina, cast.words
    bram.follow("Complaints")
    bram.follow("Mine")
    bram.follow(words.subject)
    bram.send(bram.form("/message"), "Send", {"Message": words.message})
    bram.reads_exactly(words.message)
    expect(promise_of(bram, "First answer")).to_contain_text(bram.say("kept"))
    bram.send(bram.form("/investigation"), "Begin the investigation")
    bram.reads("Investigating")
    assert words.message in amina.mail(words.letters["message"])


def broken_promise_is_told(cast: Cast, number: str) -> None:
    """The clock process sees to it; everybody has to sign in again, two weeks later."""
    chen = cast.supervisor
    sign_in(chen, cast.home)
    row = chen.page.locator(".queue tr").filter(has_text=number)
    chen.sees(lambda: chen.say("broken") in row.inner_text() and bool(unread(chen)))
    chen.fits()
    chen.follow("Notices")
    chen.reads_exactly(number)
    chen.fits()
    assert number in chen.mail(number)


def unread(somebody: Person) -> int:
    return somebody.page.get_by_role("link", name=somebody.say("Notices")).locator(".count").count()


def sign_in(somebody: Person, home: str) -> None:
    somebody.visit(f"{home}/portal")
    somebody.send(somebody.form("/sign-in"), "Sign in", {"E-mail": somebody.email, "Password": PASSWORD})


def decide_and_close(cast: Cast, number: str) -> None:
    bram, words = cast.handler, cast.words
    sign_in(bram, cast.home)
    bram.follow(words.subject)
    bram.send(bram.form("/remedy"), "Grant", {"Remedy": words.remedy, "Amount": "360"})
    bram.reads_exactly(words.amount_shown)
    bram.fits()
    bram.send(
        bram.form("/decision"),
        "Decide and tell",
        {"Outcome": words.outcome, "Ground": words.ground, "Answer to the complainant": words.result},
    )
    bram.reads("Decided")
    bram.send(bram.form("/execution"), "Begin carrying it out")
    bram.send(bram.form("/carried-out"), bram.say("Carried out: %(remedy)s", remedy=words.remedy))
    bram.reads("carried out")
    bram.send(bram.form("/feedback"), "Record", {"What the complainant says of the result": words.feedback})
    bram.send(bram.form("/closure"), "Close and tell", {"Reason": words.closing})
    bram.reads("Closed")
    expect(promise_of(bram, "Result")).to_contain_text(bram.say("kept late"))
    bram.fits()
    assert number in cast.amina.mail(words.letters["closed"])


def her_page_tells(cast: Cast, number: str, code: str) -> None:
    amina, words = cast.amina, cast.words
    amina.visit(f"{cast.home}/track")
    amina.fits()
    amina.send(amina.form("/track"), "Show my complaint", {"Number": number, "Access code": code})
    for told in (words.result, words.outcome, words.ground, words.amount_shown, words.message):
        amina.reads_exactly(told)
    amina.reads("Closed")
    expect(amina.page.locator("#promises")).to_contain_text(amina.say("kept late"))
    amina.fits()
    with amina.page.expect_download() as download:
        amina.page.get_by_role("link", name="IMG_0117.jpg").first.click()
    assert gps(PHOTO)
    assert not gps(Path(download.value.path()).read_bytes())


def promise_of(reader: Person, name: str) -> Locator:
    title = reader.page.get_by_role("rowheader", name=reader.say(name))
    return reader.page.locator("#promises tr").filter(has=title)


def gps(picture: bytes) -> dict[int, object]:
    return dict(Image.open(BytesIO(picture)).getexif().get_ifd(GPS_INFO))
