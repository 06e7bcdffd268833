"""What the clock gave up, as operators see it: how much, by which error, put back by a button; never whose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amends import clock
from amends.deadlines.tables import DueRow
from amends.escalation.tables import Escalation
from tests.web.conftest import Arrive
from tests.web.visitor import Visitor
from tests.world import World

PAGE = "/operator/set-aside"


@pytest.fixture
async def given_up(world: World) -> None:
    lodged = await world.lodge()
    (row, *_) = await world.due_rows(lodged.complaint_id)
    async with world.scope():
        await DueRow.update(
            {DueRow.attempts: 7, DueRow.failure: "KeyError", DueRow.set_aside_at: clock.now()}
        ).where(DueRow.id == row.id)


async def test_nothing_set_aside_is_said(olga: Visitor) -> None:
    assert "No promise and no task is set aside" in (await olga.get(PAGE)).words


@pytest.mark.usefixtures("given_up")
async def test_health_leads_to_what_is_set_aside_and_it_is_put_back(world: World, olga: Visitor) -> None:
    health = await olga.get("/operator/health")
    assert "Promises or tasks set aside after seven tries in vain" in health.words
    assert "could not be worked off: " not in health.words, "counted apart from what is tried again"
    page = await olga.get(health.link(f"^{PAGE}$"))
    assert "KeyError" in page.words
    assert "Harbour" in page.words
    assert "amina" not in page.html.lower()
    done = await olga.submit(page, f"{PAGE}/harbour/back")
    assert "What was set aside is due again" in done.words
    assert "No promise and no task is set aside" in done.words
    assert "What was set aside put back" in (await olga.get("/operator/tenants/harbour")).words
    async with world.scope():
        assert not await DueRow.exists().where(DueRow.set_aside_at.is_not_null() | (DueRow.attempts > 0))


async def test_every_kind_has_its_words_also_what_an_earlier_version_set_aside(
    world: World, olga: Visitor
) -> None:
    case = (await world.lodge()).complaint_id
    async with world.scope():
        step = Escalation(
            complaint_id=case,
            trigger="lodged",
            step="L2",
            rank=1,
            raised_at=clock.now(),
            told="[]",
            attempts=7,
        )
        step.look_at = step.set_aside_at = clock.now()
        step.failure = "KeyError"
        await step.save()
    assert "Escalations KeyError" in (await olga.get(PAGE)).words
    async with world.as_owner() as owner:
        await owner.execute("UPDATE due_index SET kind = NULL WHERE due_row_id = $1", step.id)
    assert "Promises or tasks KeyError" in (await olga.get(PAGE)).words


@pytest.mark.usefixtures("given_up")
async def test_nobody_else_puts_back(world: World, arrive: Arrive) -> None:
    stranger = arrive(host=world.settings.base_domain)
    answer = await stranger.send(f"{PAGE}/harbour/back", {})
    assert answer.status in (303, 403, 404) or "/operator/sign-in" in answer.path
    async with world.scope():
        assert await DueRow.exists().where(DueRow.set_aside_at <= clock.now() + timedelta(seconds=1))
