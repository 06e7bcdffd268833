"""Two who have the same page open: neither writes over what they have not seen."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest
from msgspec import structs

from amends.policy.document import Field, FieldUse, Stage, Text
from tests.governing import govern
from tests.web.portal.conftest import Enter
from tests.world import World, first_category


@pytest.fixture
async def case(world: World) -> UUID:
    async with world.at_desk() as desk:
        policy, code = desk.policy, first_category(desk.policy)
    codes = ("cause", "part")
    fields = {each: Field(name=Text(zh=f"中文{each}", en=each.title())) for each in codes}
    uses = {each: FieldUse(rank=rank, stage=Stage.DECISION) for rank, each in enumerate(codes)}
    category = structs.replace(policy.categories[code], fields=uses)
    await govern(
        world,
        fields={**policy.fields, **fields},
        common_fields={},
        categories={**policy.categories, code: category},
        guards={},
        routing={},
    )
    return (await world.lodge(category=code, answers={})).complaint_id


async def answers(world: World, case: UUID) -> dict[str, str]:
    found: dict[str, str] = msgspec.json.decode(str((await world.complaint(case)).answers))
    return found


async def test_details_of_both_are_kept_where_each_filled_in_another(
    world: World, enter: Enter, case: UUID
) -> None:
    bram, chen = await enter("bram"), await enter("chen")
    of_bram, of_chen = await bram.get(f"/portal/cases/{case}"), await chen.get(f"/portal/cases/{case}")
    await bram.submit(of_bram, "/details", answers__cause="Wear")
    done = await chen.submit(of_chen, "/details", answers__part="Step 3")
    assert (done.status, await answers(world, case)) == (200, {"cause": "Wear", "part": "Step 3"})


@pytest.mark.parametrize(("language", "words"), [("en", "Somebody else has changed this"), ("zh", "他人")])
async def test_where_both_filled_in_the_same_the_second_sees_it_first(
    world: World, enter: Enter, case: UUID, language: str, words: str
) -> None:
    bram, chen = await enter("bram"), await enter("chen", language=language)
    of_bram, of_chen = await bram.get(f"/portal/cases/{case}"), await chen.get(f"/portal/cases/{case}")
    await bram.submit(of_bram, "/details", answers__cause="Wear")
    refused = await chen.submit(of_chen, "/details", answers__cause="Misuse", answers__part="Step 3")
    assert (refused.status, await answers(world, case)) == (422, {"cause": "Wear"})
    assert words in refused.errors["details-answers.cause"]
    assert refused.form("/details").values["answers.cause"] == ["Misuse"], "what was typed stays"
    assert "Wear" in refused.words, "and what stands there now"
    await chen.submit(refused, "/details")
    assert await answers(world, case) == {"cause": "Misuse", "part": "Step 3"}


async def test_the_same_answer_twice_is_no_conflict(world: World, enter: Enter, case: UUID) -> None:
    bram, chen = await enter("bram"), await enter("chen")
    of_bram, of_chen = await bram.get(f"/portal/cases/{case}"), await chen.get(f"/portal/cases/{case}")
    await bram.submit(of_bram, "/details", answers__cause="Wear")
    assert (await chen.submit(of_chen, "/details", answers__cause="Wear")).status == 200


async def test_a_case_given_meanwhile_is_not_taken_away_unseen(
    world: World, enter: Enter, case: UUID
) -> None:
    ines, chen = await enter("ines"), await enter("chen")
    of_ines, of_chen = await ines.get(f"/portal/cases/{case}"), await chen.get(f"/portal/cases/{case}")
    await ines.submit(of_ines, "/assignment", assignee=str(world.actor("bram").id))
    refused = await chen.submit(of_chen, "/assignment", assignee=str(world.actor("chen").id))
    assert (refused.status, (await world.complaint(case)).assignee_id) == (409, world.actor("bram").id)
    assert "Somebody else has given this case" in refused.words
    await chen.submit(refused, "/assignment")
    assert (await world.complaint(case)).assignee_id == world.actor("chen").id
