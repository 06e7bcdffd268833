"""Who is asked how it was, by what way and when; what follows from a low answer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from msgspec import structs

from amends.complaints import closing
from amends.database.scope import execute
from amends.deadlines.period import Period, Unit
from amends.errors import Forbidden, Invalid, NotFound
from amends.policy.document import Condition
from amends.surveys import answering, opening, visiting
from amends.surveys.answering import Answers
from amends.surveys.keys import KEY_LATER, key_of
from amends.surveys.queries import scores_of
from amends.surveys.refusals import NothingToAsk, NoVisitOwed, OwnHandling, SurveyOver
from amends.surveys.rules import CHANGED_WITHIN, OPEN_FOR
from amends.surveys.travelling import keyed
from tests.amends.complaints.cases import closed, decided
from tests.amends.surveys.cases import answer, letters, look, none_of, survey_of
from tests.governing import govern
from tests.world import World

DAY = timedelta(days=1)


async def by_telephone(world: World) -> None:
    async with world.at_desk() as desk:
        part = desk.policy.survey
    await govern(
        world, survey=structs.replace(part, interview_when=Condition(field="case.channel", value="web"))
    )


async def close(world: World, case: UUID) -> None:
    await world.do(closing.record_feedback, case, by="bram", now=world.at(hours=4), feedback="Fine")
    await world.do(closing.close, case, by="bram", now=world.at(hours=5), reason="explained")


async def called(world: World) -> UUID:
    """A closed case whose complainant is to be telephoned."""
    await by_telephone(world)
    case = await decided(world)
    async with world.scope():
        await execute(
            "UPDATE complaint SET complainant_phone = '139 0000 0000', assignee_id = $2 WHERE id = $1",
            case,
            world.actor("bram").id,
        )
    await close(world, case)
    survey = await survey_of(world, case)
    await look(world, survey.id, survey.invite_at)
    return case


async def test_the_invitation_leaves_once_when_its_time_has_come_and_one_reminder_follows(
    world: World,
) -> None:
    case = await closed(world)
    survey = await survey_of(world, case)
    assert survey.invite_at == world.at(hours=5) + DAY
    assert await look(world, survey.id, survey.invite_at - DAY / 2) == survey.invite_at
    remind_at = await look(world, survey.id, survey.invite_at)
    assert remind_at is not None
    assert await look(world, survey.id, survey.invite_at + DAY / 24) == remind_at, "the row fires twice"
    assert len(await letters(world)) == 1
    assert await look(world, survey.id, remind_at) is None
    assert await look(world, survey.id, remind_at + DAY) is None
    assert len(await letters(world)) == 2
    said = [act for act in await world.acts(case) if act.startswith("survey-")]
    assert said == ["survey-invited", "survey-reminded"]


async def test_the_key_stands_nowhere_and_is_put_in_as_the_letter_leaves(world: World) -> None:
    survey = await survey_of(world, case := await closed(world))
    await look(world, survey.id, survey.invite_at)
    [body] = await letters(world)
    secrets = world.settings.secrets
    key = key_of(secrets[0], survey.id)
    assert KEY_LATER in body
    assert key not in body
    async with world.scope():
        assert f"/survey/{survey.id}?key={key}" in await keyed(body, case, secrets=secrets)
        with pytest.raises(SurveyOver):
            await opening.by_key(survey.id, key.swapcase(), secrets=secrets, now=survey.invite_at)
        await opening.by_key(survey.id, key, secrets=secrets, now=survey.invite_at)
        late = survey.invite_at + OPEN_FOR + DAY
        with pytest.raises(SurveyOver):
            await opening.by_key(survey.id, key, secrets=secrets, now=late)
    async with world.other.scope():
        with pytest.raises(SurveyOver):
            await opening.by_key(survey.id, key, secrets=secrets, now=survey.invite_at)


async def test_whoever_answered_is_not_reminded_and_may_think_again_for_a_while(world: World) -> None:
    survey = await survey_of(world, case := await closed(world))
    remind_at = await look(world, survey.id, survey.invite_at)
    assert remind_at is not None
    now = survey.invite_at + DAY / 24
    await answer(world, survey.id, now, 4)
    assert await look(world, survey.id, remind_at) is None
    assert len(await letters(world)) == 1
    await answer(world, survey.id, now + DAY, 5, comment="Quick")
    with pytest.raises(SurveyOver):
        await answer(world, survey.id, now + CHANGED_WITHIN + DAY, 1)
    found = await survey_of(world, case)
    assert (set(scores_of(found).values()), found.comment, found.answered_at) == ({5}, "Quick", now)
    assert [act for act in await world.acts(case) if "survey" in act][1:] == [
        "survey-answered",
        "survey-changed",
    ]
    assert "return-visit-owed" not in await world.acts(case)


async def test_answered_on_the_page_of_the_case_no_letter_leaves(world: World) -> None:
    survey = await survey_of(world, case := await closed(world))
    async with world.scope():
        offered = await opening.offered(case, now=world.at(hours=6))
    assert offered is not None
    await answer(world, survey.id, world.at(hours=6))
    assert await look(world, survey.id, survey.invite_at) is None
    assert await letters(world) == []


async def test_reopened_nobody_is_asked_until_it_is_closed_again(world: World) -> None:
    survey = await survey_of(world, case := await closed(world))
    await world.do(closing.reopen, case, by="chen", now=world.at(hours=6), reason="New proof")
    assert await look(world, survey.id, survey.invite_at) is None
    with pytest.raises(SurveyOver):
        await answer(world, survey.id, world.at(hours=7))
    assert await letters(world) == []


async def test_who_cannot_be_reached_or_got_no_answer_is_not_asked(world: World) -> None:
    case = await decided(world)
    await world.do(closing.withdraw, case, by="amina", now=world.at(hours=4), reason="")
    assert await none_of(world, case)
    case = await decided(world)
    async with world.scope():
        await execute(
            "UPDATE complaint SET complainant_email = NULL, complainant_phone = NULL WHERE id = $1", case
        )
    await close(world, case)
    assert await none_of(world, case)
    case = await decided(world)
    async with world.scope():
        await execute("UPDATE complaint SET confidential = true WHERE id = $1", case)
    await close(world, case)
    assert await none_of(world, case)


async def test_a_low_answer_owes_a_return_visit_in_working_days_whose_end_is_told(world: World) -> None:
    survey = await survey_of(world, case := await closed(world))
    now = survey.invite_at + DAY / 24
    await look(world, survey.id, survey.invite_at)
    await answer(world, survey.id, now, 2)
    await answer(world, survey.id, now + DAY / 24, 1)
    found = await survey_of(world, case)
    assert found.visit_due_at is not None
    assert [act for act in await world.acts(case) if act == "return-visit-owed"] == ["return-visit-owed"]
    assert len(await world.notices(event="return_visit", channel="mail")) == 1
    with pytest.raises(Invalid):
        await world.do(visiting.visited, case, by="chen", now=now + DAY, result="", words="")
    with pytest.raises(Forbidden):
        await world.do(visiting.visited, case, by="ines", now=now + DAY, result="further", words="Still wet")
    await world.do(visiting.visited, case, by="chen", now=now + DAY, result="further", words="Still wet")
    with pytest.raises(NoVisitOwed):
        await world.do(visiting.visited, case, by="chen", now=now + DAY, result="further", words="Again")
    assert [act for act in await world.acts(case) if act.startswith("task-")][-2:] == [
        "task-opened",
        "task-done",
    ]
    assert any("reopen" in row.body for row in await world.notices(event="case_news", to="bram"))


async def test_the_wish_to_be_called_owes_one_too_unless_the_policy_makes_none(world: World) -> None:
    survey = await survey_of(world, case := await closed(world))
    await answer(world, survey.id, world.at(hours=6), 5, call_back=True)
    assert (await survey_of(world, case)).visit_due_at is not None
    async with world.at_desk() as desk:
        part = desk.policy.survey
    await govern(world, survey=structs.replace(part, visit_within=None))
    survey = await survey_of(world, case := await closed(world))
    await answer(world, survey.id, world.at(hours=6), 1, call_back=True)
    assert (await survey_of(world, case)).visit_due_at is None


async def test_asked_by_telephone_by_somebody_else_than_whoever_handled_it(world: World) -> None:
    case = await called(world)
    now = world.at(days=2)
    assert await letters(world) == []
    assert (await world.acts(case))[-1] == "task-opened"
    given = Answers(scores={"speed": "3"}, comment="On the phone")
    with pytest.raises(OwnHandling):
        await world.do(answering.interviewed, case, by="bram", now=now, given=given)
    with pytest.raises(Forbidden):
        await world.do(answering.interviewed, case, by="otto", now=now, given=given)
    await world.do(answering.not_reached, case, by="chen", now=now)
    await world.do(answering.not_reached, case, by="chen", now=now + DAY)
    await world.do(answering.interviewed, case, by="chen", now=now + DAY, given=given)
    found = await survey_of(world, case)
    assert (found.unreached, found.asked_by, scores_of(found)) == (2, world.actor("chen").id, {"speed": 3})
    with pytest.raises(NothingToAsk):
        await world.do(answering.refused, case, by="chen", now=now + DAY)
    dora = world.other.actor("dora")
    async with world.other.at_desk() as desk:
        with pytest.raises(NotFound):
            await answering.interviewed(desk, case, given=given, by=dora, now=now)


async def test_who_does_not_want_to_answer_is_left_in_peace(world: World) -> None:
    case = await called(world)
    await world.do(answering.refused, case, by="chen", now=world.at(days=2))
    assert (await world.acts(case))[-2:] == ["survey-refused", "task-done"]
    with pytest.raises(NothingToAsk):
        await world.do(answering.not_reached, case, by="chen", now=world.at(days=2))


async def test_scores_are_on_the_scale_and_at_least_one(world: World) -> None:
    survey = await survey_of(world, await closed(world))
    for wrong in ("0", "6", "x", "1000000"):
        with pytest.raises(Invalid) as refused:
            await answer(world, survey.id, world.at(hours=6), scores={"speed": wrong})
        assert set(refused.value.fields) == {"scores.speed"}
    with pytest.raises(Invalid):
        await answer(world, survey.id, world.at(hours=6), scores={}, comment="Nothing to add")


async def test_a_reminder_counted_in_days_does_not_leave_at_midnight(world: World) -> None:
    async with world.at_desk() as desk:
        part = structs.replace(desk.policy.survey, remind_after=Period(3, Unit.CALENDAR_DAYS))
    await govern(world, survey=part)
    survey = await survey_of(world, await closed(world))
    remind_at = await look(world, survey.id, survey.invite_at)
    assert remind_at is not None
    assert remind_at.astimezone(world.at().tzinfo).hour in range(7, 19)
