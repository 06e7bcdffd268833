"""A complaint comes in: one complaint, one number, its promises, its history and its letters, together."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from amends.complaints.intake import Channel
from amends.complaints.lodging import Lodged, acknowledge
from amends.complaints.submissions import FormReused
from amends.config import Settings
from amends.errors import Forbidden, Invalid
from amends.policy.categories import effective, leaves
from amends.tenancy.operations import NewTenant
from tenants.templates import pickable_templates
from tests.world import MONDAY, World, add_organisation, new_form_id

EVERY_TEMPLATE = sorted(pickable_templates())


async def letters(world: World) -> list[object]:
    """To the complainant; a policy may have staff told, too."""
    return [row for row in await world.notices(event="lodged", channel="mail") if row.person_id is None]


async def test_everything_a_complaint_needs_is_there_at_once(world: World) -> None:
    lodged = await world.lodge()

    case = await world.complaint(lodged.complaint_id)
    assert lodged.number == case.number == "A20260001"
    assert case.state == "REVIEW"  # number and times were shown, which acknowledges it
    assert [allegation.content for allegation in await world.allegations(case.id)] == [case.subject]
    assert (await world.promises(case.id)).keys() >= {"acknowledge", "respond", "resolve"}
    assert (await world.acts(case.id))[:2] == ["lodge", "acknowledge"]
    assert {row.name for row in await world.outbox()} == {"send-mail"}
    assert len(await letters(world)) == 1


async def test_promises_run_from_when_it_arrived(world: World) -> None:
    """A letter that lay in the post room since Friday is three days old."""
    friday = world.at(days=-3)
    lodged = await world.lodge(by="ines", channel=Channel.LETTER, received_at=friday)

    promises = await world.promises(lodged.complaint_id)
    assert promises["respond"].started_at == friday
    assert promises["respond"].due_at == friday + timedelta(hours=24)


async def test_what_staff_take_in_is_acknowledged_by_staff(world: World) -> None:
    lodged = await world.lodge(by="ines", channel=Channel.PHONE)
    assert (await world.complaint(lodged.complaint_id)).state == "REGISTERED"
    assert (await world.promises(lodged.complaint_id))["acknowledge"].ended_at is None

    await world.do(acknowledge, lodged.complaint_id, by="ines", now=world.at(minutes=5), how="by phone")

    assert (await world.complaint(lodged.complaint_id)).state == "REVIEW"
    assert (await world.promises(lodged.complaint_id))["acknowledge"].ended_at == world.at(minutes=5)


async def test_who_may_not_record_may_not(world: World) -> None:
    for name in ("otto", "ada"):
        with pytest.raises(Forbidden):
            await world.lodge(by=name, channel=Channel.PHONE)
    assert await world.complaints() == []


async def test_the_same_form_sent_again_is_the_same_complaint(world: World) -> None:
    form_id = new_form_id()
    first = await world.lodge(form_id=form_id)
    again = await world.lodge(form_id=form_id, now=world.at(hours=1))

    assert again == first
    assert len(await world.complaints()) == 1
    assert len(await letters(world)) == 1


async def test_sent_many_times_at_the_same_moment_it_is_one_complaint(world: World) -> None:
    form_id = new_form_id()
    answers = await asyncio.gather(*(world.lodge(form_id=form_id) for _ in range(8)))

    assert len(set(answers)) == 1
    assert len(await world.complaints()) == 1
    assert len(await letters(world)) == 1


async def test_many_complaints_at_the_same_moment_have_numbers_without_gaps(world: World) -> None:
    lodged = await asyncio.gather(*(world.lodge() for _ in range(10)))
    assert {one.number for one in lodged} == {f"A2026{serial:04d}" for serial in range(1, 11)}


async def test_organisations_may_use_the_same_form_id(world: World) -> None:
    form_id = new_form_id()
    here: Lodged = await world.lodge(form_id=form_id)
    there: Lodged = await world.other.lodge(form_id=form_id)
    assert here.complaint_id != there.complaint_id


async def test_a_form_id_must_be_one(world: World) -> None:
    for bad in ("short", "x" * 81, "with space", "tabs\tand\nlines"):
        with pytest.raises(FormReused):
            await world.lodge(form_id=bad)


async def test_a_form_filled_in_wrongly_can_be_mended_and_sent_again(world: World) -> None:
    form_id = new_form_id()
    with pytest.raises(Invalid) as refused:
        await world.lodge(form_id=form_id, subject=" ", email="not an address")
    assert refused.value.fields.keys() == {"subject", "email"}
    assert await world.complaints() == []

    await world.lodge(form_id=form_id)
    assert len(await world.complaints()) == 1


async def test_without_an_address_nobody_is_written_to(world: World) -> None:
    await world.lodge(email="", name="")
    assert await letters(world) == []


@pytest.mark.parametrize("template", EVERY_TEMPLATE)
async def test_every_category_of_every_template_can_be_lodged(
    world: World, settings: Settings, template: str
) -> None:
    theirs = await add_organisation(
        settings, NewTenant("third", "第三家", "Third", template, "Asia/Shanghai", "zh")
    )
    policy = pickable_templates()[template].policy
    for category in leaves(policy):
        lodged = await theirs.lodge(category=category)
        case = await theirs.complaint(lodged.complaint_id)
        rule = policy.grading.get(str(case.graded_by or ""))
        assert case.level == (rule.level if rule else effective(policy, category).level)
        assert case.next_due is not None, category
        assert case.next_due >= MONDAY
