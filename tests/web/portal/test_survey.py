"""Saying how it was: by the letter's link or from one's own case, in both languages, without a script or an account."""

from __future__ import annotations

import pytest

from amends.complaints.access import access_code
from amends.surveys.keys import key_of
from amends.surveys.queries import scores_of
from amends.surveys.tables import Survey
from tests.amends.complaints.cases import closed
from tests.amends.surveys.cases import look, survey_of
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.world import World


async def invited(world: World) -> Survey:
    survey = await survey_of(world, await closed(world))
    await look(world, survey.id, survey.invite_at)
    world.move_to(survey.invite_at)
    return survey


def link(world: World, survey: Survey) -> str:
    return f"/survey/{survey.id}?key={key_of(world.settings.secret, survey.id)}"


@pytest.mark.parametrize(
    ("language", "title", "thanks"),
    [
        ("en", "How did we handle it?", "your answers have arrived"),
        ("zh", "请评价我们的处理", "您的评价已收到"),
    ],
)
async def test_amina_answers_by_her_link_and_thinks_again(
    world: World, arrive: Arrive, language: str, title: str, thanks: str
) -> None:
    survey = await invited(world)
    amina = arrive(language=language)
    url = f"/survey/{survey.id}"
    first = await amina.look(link(world, survey))
    assert first.response.headers["location"] == url, "the key does not stay in the address"
    page = await amina.get(url)
    assert title in page.words
    empty = await amina.submit(page, "/answer", comment="Fine")
    assert (empty.status, "Fine" in empty.html) == (422, True)
    answers: dict[str, str] = {"scores.speed": "2", "scores.overall": "4", "comment": "Fine"}
    form = empty.form("/answer")
    sent = {**form.values, **answers}
    page = await amina.send(form.action, sent)
    again = await amina.send(form.action, sent)
    assert again.status in (200, 303), "the same form sent twice answers once"
    page = await amina.get(url)
    assert thanks in page.words
    assert 'value="2" checked' in page.html
    found = await survey_of(world, survey.complaint_id)
    assert scores_of(found) == {"speed": 2, "overall": 4}
    assert (await world.acts(survey.complaint_id)).count("survey-answered") == 1


async def test_only_its_link_or_its_own_case_opens_it(world: World, arrive: Arrive, enter: Enter) -> None:
    survey = await invited(world)
    url = f"/survey/{survey.id}"
    amina, stranger, there = arrive(), arrive(), arrive(host=world.other.host)
    assert (await stranger.get(url)).status == 404
    assert (await stranger.get(f"{url}?key=wrong")).status == 404
    assert (await there.get(link(world, survey))).status == 404
    await amina.get(link(world, survey))
    for name, value in amina.http.cookies.items():
        there.http.cookies.set(name, value, domain=world.other.host)
    assert (await there.get(url)).status == 404
    form = (await amina.get(url)).form("/answer")
    stolen = {**form.values, "scores.speed": "1"}
    assert (await there.send(form.action, stolen)).status == 404
    assert (await stranger.send(form.action, stolen)).status in (403, 404)
    dora = await enter("dora")
    assert (await dora.get(f"/portal/cases/{survey.complaint_id}/survey")).status == 404
    assert scores_of(await survey_of(world, survey.complaint_id)) == {}


async def test_the_page_of_a_closed_case_leads_there_without_the_letter(world: World, arrive: Arrive) -> None:
    case = await closed(world)
    row, amina = await world.complaint(case), arrive()
    code = access_code(world.settings.secret, complaint_id=case, number=int(row.access_code_number))
    page = await amina.get("/track")
    page = await amina.submit(page, "/track", number=str(row.number), code=code)
    survey = await survey_of(world, case)
    assert f'href="/survey/{survey.id}"' in page.html
    page = await amina.get(f"/survey/{survey.id}")
    form = page.form("/answer")
    await amina.send(form.action, {**form.values, "scores.overall": "5"})
    assert scores_of(await survey_of(world, case)) == {"overall": 5}
    body = (await amina.get(f"/complaints/{case}")).html
    assert "survey-key" not in body


async def test_staff_see_it_on_the_case_follow_it_up_and_read_figures(
    world: World, arrive: Arrive, enter: Enter
) -> None:
    survey = await invited(world)
    amina, chen = arrive(), await enter("chen")
    case = f"/portal/cases/{survey.complaint_id}"
    page = await amina.get(link(world, survey))
    page = await amina.get(f"/survey/{survey.id}")
    form = page.form("/answer")
    await amina.send(form.action, {**form.values, "scores.speed": "1", "comment": "Too slow"})
    page = await chen.get(case)
    assert "invited · answered, on average 1" in page.words
    page = await chen.get(f"{case}/survey")
    for words in ("1 / 5", "Too slow", "A return visit is owed"):
        assert words in page.words
    refused = await chen.submit(page, "/visit", words="Telephoned")
    assert refused.status == 422
    page = await chen.submit(refused, "/visit", result="further", words="Still too slow")
    assert "Wants to go further" in page.words
    assert "Reopen the complaint" in page.words
    page = await chen.get("/portal/surveys")
    assert "too few yet: 1 of 5" in page.words
    assert "Too slow" not in page.words
    bram = await enter("bram")
    assert (await bram.get("/portal/surveys")).status == 403
    notices = await world.notices(event="survey")
    assert "survey-key" not in (await chen.get(f"{case}/notices/{notices[0].id}")).html
