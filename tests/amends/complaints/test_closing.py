"""Closed with a reason; reopened within the policy's days; taken back at any time."""

from __future__ import annotations

import pytest

from amends.complaints import handling
from amends.complaints.closing import TooLate, close, reopen, withdraw
from amends.errors import Forbidden, Invalid
from tests.amends.complaints.cases import closed, decided, investigated, state
from tests.world import World


async def test_closing_tells_the_result_and_how_long_it_can_be_reopened(world: World) -> None:
    case = await closed(world)
    row = await world.complaint(case)
    assert (row.state, row.closing_reason) == ("CLOSED", "explained")
    assert row.next_due is None
    assert row.closed_at == world.at(hours=5)
    (notice,) = await world.notices(event="closed")
    assert "30" in str(notice.body)
    assert "We are sorry" in str(notice.body)


async def test_no_closing_without_a_reason(world: World) -> None:
    case = await decided(world)
    with pytest.raises(Invalid):
        await world.do(close, case, by="bram", reason="")


async def test_the_whole_way_is_in_the_history(world: World) -> None:
    case = await closed(world)
    assert await world.acts(case) == [
        "lodge", "acknowledge", "accept", "investigate", "decide", "confirm", "close"
    ]  # fmt: skip


async def test_no_promise_runs_on_in_a_closed_case(world: World) -> None:
    case = await closed(world)
    assert all(promise.ended_at is not None for promise in (await world.promises(case)).values())
    assert [row for row in await world.due_rows(case) if row.fired_at is None] == []


async def test_amina_reopens_within_the_days_and_gets_a_new_promise(world: World) -> None:
    case = await closed(world)
    moment = world.at(hours=5, days=30)
    await world.do(reopen, case, by="amina", now=moment, reason="It happened again")

    row = await world.complaint(case)
    assert row.state == "REOPENED"
    assert row.closed_at is None
    assert (await world.promises(case))["resolve"].started_at == moment
    open_ones = [each for each in (await world.promises(case)).values() if each.ended_at is None]
    assert row.next_due == min(each.due_at for each in open_ones)
    assert await world.notices(event="reopened") != []
    assert await world.notices(event="case_news", to="bram") != []
    await world.do(handling.investigate, case, by="bram", now=moment)
    assert await state(world, case) == "INVESTIGATING"


async def test_afterwards_only_those_who_may_reopen_can(world: World) -> None:
    case = await closed(world)
    late = world.at(hours=5, days=30, seconds=1)
    with pytest.raises(TooLate):
        await world.do(reopen, case, by="amina", now=late, reason="It happened again")
    with pytest.raises(Forbidden):
        await world.do(reopen, case, by="bram", now=late, reason="She called")
    await world.do(reopen, case, by="chen", now=late, reason="She called")
    assert await state(world, case) == "REOPENED"


async def test_amina_takes_it_back(world: World) -> None:
    case = await investigated(world)
    await world.do(withdraw, case, by="amina", now=world.at(hours=2), reason="")
    assert await state(world, case) == "WITHDRAWN"
    assert all(promise.cancelled or promise.ended_at for promise in (await world.promises(case)).values())
    assert await world.notices(event="case_news", to="bram") != []
