"""Amina comes back with number and code, and what she may do then."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from amends.complaints.access import access_code
from amends.complaints.closing import close, record_feedback
from amends.complaints.deciding import accept
from amends.complaints.handling import Finding, investigate, resolve
from amends.complaints.lodging import Lodged
from tests.web.conftest import Arrive
from tests.web.visitor import Page, Visitor
from tests.world import MONDAY, World


async def opened(world: World, amina: Visitor, lodged: Lodged) -> Page:
    code = access_code(
        world.settings.secret, complaint_id=lodged.complaint_id, number=lodged.access_code_number
    )
    page = await amina.get("/track")
    return await amina.submit(page, "/track", number=lodged.number, code=code.lower())


async def decided(world: World, lodged: Lodged) -> None:
    case = lodged.complaint_id
    await world.do(accept, case, by="ines")
    await world.do(investigate, case, by="bram")
    [allegation] = await world.allegations(case)
    findings = {allegation.id: Finding("upheld", "The counter was empty.")}
    await world.do(resolve, case, by="bram", findings=findings, result="We are sorry.")


async def test_number_and_code_open_the_complaint(world: World, arrive: Arrive) -> None:
    page = await opened(world, arrive(), await world.lodge())
    assert page.status == 200
    assert "Nobody answered at the counter" in page.words
    assert "I waited for an hour and was sent away." in page.words


async def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(world: World, arrive: Arrive) -> None:
    lodged, amina = await world.lodge(), arrive()
    page = await amina.get("/track")
    answers = [
        await amina.submit(page, "/track", number=number, code="00000-00000")
        for number in (lodged.number, "NONE-1")
    ]
    assert [answer.status for answer in answers] == [422, 422]
    assert answers[0].words.replace(lodged.number, "NONE-1") == answers[1].words


async def test_nobody_else_s_browser_opens_it(world: World, arrive: Arrive) -> None:
    lodged = await world.lodge()
    own = f"/complaints/{lodged.complaint_id}"
    amina, stranger = arrive(), arrive()
    await opened(world, amina, lodged)
    assert (await amina.look(own)).status == 200
    assert (await stranger.look(own)).status == 404
    at_garden = arrive(host=world.other.host)
    at_garden.http.cookies.update(amina.http.cookies)
    assert (await at_garden.look(own)).status == 404


async def test_the_page_closes_after_half_a_day_and_when_amina_leaves(world: World, arrive: Arrive) -> None:
    lodged, amina = await world.lodge(), arrive()
    page = await opened(world, amina, lodged)
    await amina.submit(page, "/track/leave")
    assert (await amina.look(page.path)).status == 404
    page = await opened(world, amina, lodged)
    world.move_to(MONDAY + timedelta(hours=13))
    assert (await amina.look(page.path)).status == 404


async def test_a_message_reaches_the_handlers_once(world: World, arrive: Arrive) -> None:
    lodged, amina = await world.lodge(), arrive()
    page = await opened(world, amina, lodged)
    for _ in range(2):
        answer = await amina.submit(page, "/message", body="It happened again. 又发生了。")
        assert (answer.status, "又发生了" in answer.words) == (200, True)
    assert (await world.acts(lodged.complaint_id)).count("message:from_complainant") == 1
    assert len(await world.notices(event="case_news", channel="app", to="bram")) == 1


async def test_an_empty_message_comes_back_with_its_error(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page = await opened(world, amina, await world.lodge())
    answer = await amina.submit(page, "/message", body="  ")
    assert (answer.status, answer.errors) == (422, {"message-body": "Please write something."})


async def test_notes_among_staff_are_not_shown(world: World, arrive: Arrive) -> None:
    from amends.correspondence.operations import note, write_to_complainant

    lodged = await world.lodge()
    await world.do(note, lodged.complaint_id, by="bram", body="Third time this month, between us.")
    await world.do(write_to_complainant, lodged.complaint_id, by="bram", body="We are looking into it.")
    page = await opened(world, arrive(), lodged)
    assert "We are looking into it." in page.words
    assert "between us" not in page.words
    assert "Bram" not in page.words


async def test_the_answer_can_be_disputed_and_is_worked_on_again(world: World, arrive: Arrive) -> None:
    lodged, amina = await world.lodge(), arrive()
    await decided(world, lodged)
    page = await opened(world, amina, lodged)
    assert "We are sorry." in page.words
    refused = await amina.submit(page, "/answer", answer="dispute", reason="")
    assert (refused.status, list(refused.errors)) == (422, ["answer-reason"])
    page = await amina.submit(refused, "/answer", answer="dispute", reason="Sorry is not enough.")
    assert page.status == 200
    complaint = await world.complaint(lodged.complaint_id)
    assert (complaint.state, complaint.disputed) == ("SOLUTION", True)
    assert (await world.promises(lodged.complaint_id))["resolve"].ended_at is None


async def test_whoever_accepts_is_asked_no_more_and_may_still_think_better_of_it(
    world: World, arrive: Arrive
) -> None:
    lodged, amina = await world.lodge(), arrive()
    await decided(world, lodged)
    page = await opened(world, amina, lodged)
    assert "Do you agree?" in page.words
    page = await amina.submit(page, "/answer", answer="accept")
    assert "You have accepted this." in page.words
    assert "Do you agree?" not in page.words
    page = await amina.submit(page, "/answer", answer="dispute", reason="It broke again.")
    assert "You have accepted this." not in page.words


async def test_an_answer_that_comes_too_late_is_said_and_not_lost(world: World, arrive: Arrive) -> None:
    lodged, amina = await world.lodge(), arrive()
    page = await opened(world, amina, lodged)  # still under review: the page offers no answer
    form = {**page.form("/message").values, "answer": ["dispute"], "reason": ["Sorry is not enough."]}
    late = await amina.send(f"{page.path}/answer", form)
    assert late.status == 409
    assert "nothing of it was sent: Sorry is not enough." in late.words
    assert 'class="alert bad"' in late.html


async def test_a_message_from_a_page_without_its_token_comes_back(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page = await opened(world, amina, await world.lodge())
    amina.http.cookies.delete("csrftoken")
    back = await amina.submit(page, "/message", body="It happened again.")
    assert (back.status, back.form("/message").values["body"]) == (403, ["It happened again."])
    sent = await amina.submit(back, "/message")
    assert (sent.status, "It happened again." in sent.words) == (200, True)


async def test_withdrawing_ends_every_promise(world: World, arrive: Arrive) -> None:
    lodged, amina = await world.lodge(), arrive()
    page = await opened(world, amina, lodged)
    page = await amina.submit(page, "/withdrawal", reason="")
    assert "Withdrawn" in page.words
    assert all(promise.ended_at for promise in (await world.promises(lodged.complaint_id)).values())


async def test_a_closed_complaint_is_reopened_within_thirty_days_only(world: World, arrive: Arrive) -> None:
    lodged = await world.lodge()
    await decided(world, lodged)
    await world.do(record_feedback, lodged.complaint_id, by="bram", feedback="satisfied")
    await world.do(close, lodged.complaint_id, by="bram", reason="explained")
    late = arrive()
    world.move_to(MONDAY + timedelta(days=29, hours=20))
    page = await opened(world, late, lodged)
    world.move_to(MONDAY + timedelta(days=30, hours=1))
    refused = await late.submit(page, "/reopening", reason="It is back.")
    assert (refused.status, "is over" in refused.words) == (409, True)
    world.move_to(MONDAY + timedelta(days=29))
    in_time = arrive()
    page = await opened(world, in_time, lodged)
    answer = await in_time.submit(page, "/reopening", reason="It is back.")
    assert "Reopened" in answer.words
    assert (await world.complaint(lodged.complaint_id)).state == "REOPENED"


async def test_a_lost_code_goes_to_the_address_on_file_and_the_page_tells_nothing(
    world: World, arrive: Arrive
) -> None:
    lodged, amina = await world.lodge(), arrive()
    answers = []
    for email in ("thief@example.com", "AMINA@example.com"):
        page = await amina.get("/lost-code")
        answers.append(await amina.submit(page, "/lost-code", number=lodged.number, email=email))
    assert answers[0].words == answers[1].words
    [notice] = await world.notices(event="access_code")
    assert notice.address == "amina@example.com"
    old = access_code(world.settings.secret, complaint_id=lodged.complaint_id, number=1)
    assert old not in notice.body
    page = await amina.submit(await amina.get("/track"), "/track", number=lodged.number, code=old)
    assert page.status == 422


def next_due(page: Page) -> datetime:
    [due] = re.findall(r'id="next-step".*?datetime="([^"]+)"', page.html, re.DOTALL)
    return datetime.fromisoformat(due)


async def test_the_page_says_what_happens_next_and_by_when(world: World, arrive: Arrive) -> None:
    lodged, amina = await world.lodge(), arrive()
    page = await opened(world, amina, lodged)
    assert "Next: From us:" in page.words
    promises = await world.promises(lodged.complaint_id)
    assert next_due(page) == min(row.due_at for row in promises.values() if row.ended_at is None)
    await decided(world, lodged)
    page = await amina.get(page.path)
    assert "Your turn: Say below whether you accept" in page.words
    await world.do(record_feedback, lodged.complaint_id, by="bram", feedback="satisfied")
    await world.do(close, lodged.complaint_id, by="bram", reason="explained")
    page = await amina.get(page.path)
    assert "Your turn: It is closed." in page.words
    assert next_due(page) == MONDAY + timedelta(days=30)
    world.move_to(MONDAY + timedelta(days=31))
    page = await opened(world, amina, lodged)
    assert ("Your turn:" in page.words, "It is not settled after all" in page.words) == (False, False)
