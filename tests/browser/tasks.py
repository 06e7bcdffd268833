"""What each kind of user mainly comes for, a function each: told as one person's doing, in their language, at any size.

The people are the demonstration's; whoever plays a task needs nothing but a Person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, expect

from tenants.demo.logins import OPERATOR, PASSWORD
from tests.amends.evidence.files import photo
from tests.browser.person import Person

BEGINS = datetime(2026, 11, 18, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Wednesday morning."""
PHOTO = photo("JPEG", size=(640, 400))
_TYPED = {"date": "2026-11-16", "time": "09:30", "datetime-local": "2026-11-16T09:30"}


@dataclass(frozen=True, kw_only=True)
class House:
    """One of the demonstration's organisations, whose staff read one language."""

    slug: str
    admin: str
    intake: str
    handler: str
    handler_name: str
    subject: str
    narrative: str
    message: str
    offer: str

    def email(self, who: str) -> str:
        return f"{who}@{self.slug}.example"


HOUSES = {
    "en": House(
        slug="linden-care",
        admin="grace",
        intake="lena",
        handler="marco",
        handler_name="Marco Li 李牧",
        subject="Supper was cold three evenings running",
        narrative="My mother's supper stood in the passage for half an hour on Monday, Tuesday and Wednesday.",
        message="I can be reached after six.",
        offer="Supper is brought up at once from tonight, and this week's meals are not charged.",
    ),
    "zh": House(
        slug="harbour-homes",
        admin="lin",
        intake="chen",
        handler="wei",
        handler_name="魏强 Wei Qiang",
        subject="晚上十点后地库照明全部熄灭",
        narrative="连续三天，晚上十点以后地下车库的灯全部关掉，老人摔了一跤。",
        message="晚上六点以后可以打电话给我。",
        offer="今晚起恢复夜间照明，本周内加装感应灯，并承担医药费。",
    ),
}


def signs_in(somebody: Person, home: str) -> None:
    somebody.visit(f"{home}/portal")
    somebody.send(somebody.form("/sign-in"), "Sign in", {"E-mail": somebody.email, "Password": PASSWORD})


def lodges(amina: Person, home: str, house: House) -> tuple[str, str]:
    """Finds the form from the front page, fills it in with a photo, and reads number, code and times."""
    amina.visit(home)
    amina.follow("Lodge a complaint")
    form = amina.form("/complaints")
    chooses_first_category(form)
    amina.fill(form, {"In one sentence": house.subject, "What happened?": house.narrative})
    amina.turn(form)
    form.get_by_label(amina.say("Photos and documents")).set_input_files(
        {"name": "IMG_0117.jpg", "mimeType": "image/jpeg", "buffer": PHOTO}
    )
    answers_what_is_needed(form)
    amina.turn(form)
    answers_what_is_needed(form)
    amina.send(form, "Send the complaint", {"E-mail": amina.email})
    amina.reads("We have your complaint")
    assert amina.page.locator("#promises time").count() >= 2
    number, code = (amina.page.locator(each).inner_text() for each in ("#number", "#access-code"))
    return number, code


def lodges_without_scripts(amina: Person, home: str, house: House) -> tuple[str, str]:
    """The category's questions come with a button; everything is looked over before it is sent."""
    amina.visit(f"{home}/complaints/new")
    form = amina.form("/complaints").first
    form.locator("select[name=category]").select_option(index=1)
    amina.send(form, "Continue", {"In one sentence": house.subject, "What happened?": house.narrative})
    answers_what_is_needed(form)
    amina.send(form, "Look it over first", {"E-mail": amina.email})
    amina.reads_exactly(house.narrative)
    amina.send(amina.form("/complaints").first, "Send the complaint")
    number, code = (amina.page.locator(each).inner_text() for each in ("#number", "#access-code"))
    return number, code


def tracks(amina: Person, home: str, house: House, number: str, code: str) -> None:
    amina.visit(home)
    amina.follow("Track a complaint")
    amina.send(amina.form("/track"), "Show my complaint", {"Number": number, "Access code": code})
    amina.reads_exactly(house.subject)
    amina.send(amina.form("/message"), "Send", {"Write a message": house.message})
    amina.reads_exactly(house.message)


def accepts_the_offer(amina: Person, house: House) -> None:
    amina.page.reload()
    amina.reads_exactly(house.offer)
    done = amina.page.locator("#timeline > li")
    before = done.count()
    amina.send(amina.form("/answer"), "I accept")
    expect(done).to_have_count(before + 1)


def records_a_call(lena: Person, home: str, house: House) -> str:
    """While somebody is on the telephone: the form knows channel and moment already."""
    signs_in(lena, home)
    lena.follow("Record a complaint")
    form = lena.form("/portal/intake")
    chooses_first_category(form)
    lena.fill(form, {"In one sentence": house.subject, "What was said": house.narrative, "Name": "Amina"})
    answers_what_is_needed(form)
    form.get_by_label(lena.say("Number and times were told on the spot")).check()
    lena.send(form, "Register the complaint")
    expect(lena.page.locator("h1")).to_have_text(house.subject)
    return number_shown(lena)


def reads_the_queue_by_what_is_due(marco: Person, home: str) -> None:
    signs_in(marco, home)
    due = [str(each.get_attribute("datetime")) for each in marco.page.locator("#rows .due time").all()]
    moments = [datetime.fromisoformat(each) for each in due]
    assert len(moments) > 2
    assert moments == sorted(moments)
    marco.follow("Mine")
    expect(marco.page.locator(".tabs [aria-current=page]")).to_contain_text(marco.say("Mine"))
    first = marco.page.locator("#rows .subject a").first
    subject = first.inner_text()
    marco.follow(first)
    expect(marco.page.locator("h1")).to_have_text(subject)


def takes_it_in(lena: Person, house: House, number: str) -> None:
    """Its number leads straight to it; accepts it and gives it to somebody."""
    search = lena.page.get_by_role("searchbox")
    search.fill(number)
    with lena.page.expect_navigation():
        search.press("Enter")
    expect(lena.page.locator("h1")).to_have_text(house.subject)
    lena.send(lena.form("/acceptance"), "Accept the complaint")
    lena.send(lena.form("/assignment"), "Assign", {"Person": house.handler_name})
    lena.reads_exactly(house.handler_name)


def offers_a_solution(marco: Person, home: str, house: House, number: str) -> None:
    signs_in(marco, home)
    marco.follow("Mine")
    marco.follow(marco.page.locator("#rows tr").filter(has_text=number).locator(".subject a"))
    marco.send(marco.form("/investigation"), "Begin the investigation")
    marco.send(marco.form("/note"), "Keep the note", {"Note": house.narrative})
    marco.send(marco.form("/offer"), "Send the offer", {"What we propose": house.offer})
    marco.reads_exactly(house.offer)


def refuses_only_when_sure(lena: Person, number: str) -> None:
    """What ends a case asks first, with its name; thinking better of it costs nothing."""
    form = lena.form("/refusal")
    answers_what_is_needed(form)
    sends = form.get_by_role("button", name=lena.say("Refuse and tell"), exact=True)
    expect(sends).to_be_hidden()
    form.locator("details.confirm-here > summary").click()
    expect(form.locator(".what")).to_contain_text(number)
    with lena.page.expect_navigation():
        sends.click()
    lena.reads("Not accepted")


def operator_signs_in(olga: Person, address: str) -> None:
    olga.visit(address)
    olga.send(olga.form("/sign-in"), "Sign in", {"E-mail": OPERATOR, "Password": PASSWORD})


def number_shown(somebody: Person) -> str:
    return somebody.page.locator(".page-header .code").first.inner_text()


def chooses_first_category(form: Locator) -> None:
    """And waits for its questions, which take the old ones' place."""
    category = form.locator("select[name=category]")
    first = category.locator("option:not([value=''])").first.get_attribute("value")
    with form.page.expect_response(re.compile("/(complaints/new|portal/intake)/fields")):
        category.select_option(first)
    expect(form.locator(".htmx-request, .htmx-swapping")).to_have_count(0)


def answers_what_is_needed(form: Locator) -> None:
    """Every field that asks and holds nothing yet, in a way its kind takes; again where an answer changed what is asked."""
    while _answers(form):
        expect(form.page.locator(".htmx-request")).to_have_count(0)


def _answers(form: Locator) -> int:
    """How many fields there were to answer."""
    answered = 0
    for field in form.locator(":is(input, select, textarea)[required]").all():
        kind = str(field.evaluate("field => field.type"))
        if not field.is_visible():  # of another step, or of another choice
            continue
        if kind == "radio":
            group = form.locator(f'input[name="{field.get_attribute("name")}"]')
            if any(each.is_checked() for each in group.all()):
                continue
            group.last.check()  # "no": nothing has to be read first
        elif field.input_value():
            continue
        elif kind == "select-one":
            field.select_option(index=1)
        else:
            field.fill(_TYPED.get(kind) or ("3" if field.get_attribute("inputmode") == "decimal" else "214"))
        answered += 1
    return answered


def invites(grace: Person, home: str, email: str) -> None:
    signs_in(grace, home)
    grace.follow("People")
    grace.follow("Invite somebody")
    form = grace.form("/portal/people")
    form.locator("input[name=roles]").first.check()
    grace.send(form, "Send the invitation", {"E-mail": email, "Name": "Nora Bell"})
    grace.reads_exactly("Nora Bell")


def opens_the_settings(grace: Person, home: str) -> None:
    """Each page of the menu, one after the other; none of them fails."""
    grace.visit(f"{home}/portal/settings")
    places = [
        str(each.get_attribute("href")) for each in grace.page.locator(".with-subnav > .subnav a").all()
    ]
    assert len(places) > 5
    for place in places:
        grace.visit(f"{home}{place}")
        expect(grace.page.locator("h1")).not_to_be_empty()


def creates_an_organisation(olga: Person, slug: str) -> None:
    olga.follow("New organisation")
    form = olga.form("/operator/tenants")
    answers_what_is_needed(form)
    wanted = {
        "Name in Chinese": f"码头书店{slug[-4:]}",
        "Name in English": f"Quay Books {slug[-4:]}",
        "Short name for its address": slug,
        "Administrator’s e-mail": f"ada@{slug}.example",
    }
    olga.send(form, "Create and invite", wanted)
    olga.reads_exactly(slug)


def sees_how_it_does(olga: Person, address: str) -> None:
    olga.visit(f"{address}/operator/tenants")
    olga.reads_exactly(HOUSES[olga.language].slug)
    olga.visit(f"{address}/operator/health")
    expect(olga.page.locator(".verdict")).to_be_visible()


def tags_two_and_takes_it_back(marco: Person, home: str) -> None:
    """Chosen in the list, looked at before anything happens, done, undone."""
    marco.follow(marco.page.locator(".tabs a").filter(has_text=marco.say("All open")))
    for row in marco.page.locator("#rows input[name=case]").all()[:2]:
        row.check()
    marco.follow_button("With the chosen ones …")
    marco.send(marco.form("/bulk/tags"), "See what would happen", {"Put on": "elevator"})
    marco.send(marco.form("/bulk/tags"), "Do it")
    expect(marco.page.get_by_text(marco.say("done"), exact=True)).to_have_count(2)
    marco.send(marco.form("/undo"), "Take it back")
    expect(marco.page.get_by_text(marco.say("taken back"), exact=True)).to_have_count(2)
    marco.visit(f"{home}/portal")


def finds_by_words(marco: Person, words: str) -> None:
    """By words of the story, not of the number; they are marked where they stand."""
    search = marco.page.get_by_role("searchbox")
    search.fill(words)
    with marco.page.expect_navigation():
        search.press("Enter")
    expect(marco.page.locator(".hits mark").first).to_be_visible()
    marco.look()


def follows_a_figure_to_its_cases(marco: Person) -> None:
    marco.follow("Dashboard")
    number = marco.page.locator(".stats").first.locator("a.number").last
    counted = number.inner_text()
    marco.follow(number)
    expect(marco.page.locator("main p[role=status]")).to_contain_text(counted)
    assert marco.page.locator("#rows tbody tr").count() == min(int(counted), 25)


def writes_down_a_missed_call(lena: Person, house: House) -> None:
    """It waits in the tray until somebody makes a complaint of it, which begins when the call came."""
    lena.follow("Arrivals")
    lena.follow("Write one down")
    lena.send(lena.form("/arrivals/new"), "Put it into the tray", {"What was said": house.narrative})
    lena.follow(lena.page.get_by_role("link", name=house.narrative[:12]))
    form = lena.form("/complaint")
    chooses_first_category(form)
    lena.fill(form, {"In one sentence": house.subject, "Name": "Amina"})
    form.locator("input[name=phone]").fill("138 0000 0000")
    answers_what_is_needed(form)
    lena.send(form, "Register the complaint")
    lena.reads("became a complaint")


def says_how_it_was(amina: Person) -> None:
    amina.follow("Say how it was")
    form = amina.form("/answer")
    for question in form.locator("fieldset").filter(has=amina.page.locator("input[type=radio]")).all():
        question.locator("input[type=radio]").last.check()
    amina.send(form, "Send")
    amina.fits()
    expect(form.get_by_role("button", name=amina.say("Change my answers"))).to_be_visible()
