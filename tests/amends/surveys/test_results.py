"""What is shown of answers: nothing while few have answered, and nothing that subtraction gives away."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from amends.surveys.results import Results, results
from amends.surveys.rules import shown
from tests.amends.complaints.cases import closed
from tests.amends.surveys.cases import answer, look, survey_of
from tests.world import Organisation, World


async def seen(organisation: Organisation, world: World, *, least: int = 3) -> Results:
    async with organisation.scope():
        return await results(since=world.at() - timedelta(days=1), scale=5, least=least)


async def test_results_are_shown_from_so_many_answers_on_and_name_nobody(world: World) -> None:
    for score in (5, 2):
        await answer(world, (await survey_of(world, await closed(world))).id, world.at(hours=6), score)
    few = await seen(world, world)
    assert (few.answered, few.spreads, few.comments, few.categories) == (2, (), (), ())
    survey = await survey_of(world, case := await closed(world))
    await answer(world, survey.id, world.at(hours=6), scores={"speed": "5"}, comment="The queue was long")
    enough = await seen(world, world)
    assert [(each.dimension, each.average, each.counts) for each in enough.spreads] == [
        ("speed", 4.0, {1: 0, 2: 1, 3: 0, 4: 0, 5: 2})
    ], "of the other questions only two were answered"
    assert enough.comments == ["The queue was long"]
    [category] = enough.categories
    assert (category.code, category.answered, category.averages) == (
        str((await world.complaint(case)).category),
        3,
        {"speed": 4.0},
    )
    assert enough.rate == 100
    assert (await seen(world.other, world, least=1)).answered == 0, "of another organisation nothing is seen"


async def test_who_was_asked_and_did_not_answer_lowers_the_rate(world: World) -> None:
    await answer(world, (await survey_of(world, await closed(world))).id, world.at(hours=6), 4)
    survey = await survey_of(world, await closed(world))
    async with world.scope():
        found = await results(since=world.at(), scale=5, least=1)
        assert found.rate == 100, "not invited yet"
    await look(world, survey.id, survey.invite_at)
    assert (await seen(world, world, least=1)).rate == 50


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=1), st.integers(1, 12)), st.integers(1, 6))
def test_what_is_left_out_cannot_be_worked_out(counts: dict[str, int], least: int) -> None:
    visible = shown(counts, least)
    assert all(counts[code] >= least for code in visible)
    hidden = sum(count for code, count in counts.items() if code not in visible)
    assert hidden == 0 or hidden >= least or not visible
    if all(count >= least for count in counts.values()):
        assert visible == counts.keys()
