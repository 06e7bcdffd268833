"""What arrives is kept once, asks somebody to look at it, and ends in exactly one way; nothing of it ages unseen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from amends.arrivals import settling
from amends.arrivals.queries import cases_of_sender, one, tray, waiting
from amends.arrivals.receiving import NewArrival, receive, write_down
from amends.arrivals.refusals import ArrivalSettled, NotDismissed
from amends.arrivals.rules import Kind, Standing, is_late
from amends.arrivals.tables import Arrival
from amends.audit.tables import HistoryEntry
from amends.correspondence.operations import CaseEnded
from amends.correspondence.tables import Message
from amends.errors import Forbidden, Invalid, NotFound
from amends.people.actor import SYSTEM
from amends.tasks.tables import Task, TaskKind
from tests.amends.complaints.cases import closed
from tests.world import World, lodgement

MAIL: dict[str, Any] = {
    "kind": Kind.MAIL,
    "name": "Amina",
    "email": "Amina@Example.com",
    "subject": "The lift",
    "body": "It stopped again.",
}


async def arrives(
    world: World, key: str = "<1@example.com>", *, now: datetime | None = None, **given: Any
) -> UUID:
    async with world.at_desk() as desk:
        values = {**MAIL, "arrived_at": world.at(hours=-20), "key": key, **given}
        found = await receive(desk, NewArrival(**values), by=SYSTEM, now=now or world.at())
    assert found is not None
    return found


async def row_of(world: World, arrival_id: UUID) -> Arrival:
    async with world.scope():
        return await one(arrival_id)


async def tasks(world: World) -> list[Task]:
    async with world.scope():
        return await Task.objects().where(Task.kind == TaskKind.ARRIVAL).order_by(Task.created_at)


async def test_the_same_arrives_once_and_asks_one_task(world: World) -> None:
    await arrives(world)
    async with world.at_desk() as desk:
        given = NewArrival(**{**MAIL, "key": "<1@example.com>", "arrived_at": world.at()})
        assert await receive(desk, given, by=SYSTEM, now=world.at(hours=1)) is None
    async with world.other.at_desk() as desk:
        assert await receive(desk, given, by=SYSTEM, now=world.at()) is not None
    async with world.scope():
        [row] = await tray([Standing.WAITING])
        assert await waiting() == {Standing.WAITING: 1}
    [task] = await tasks(world)
    assert (task.due_at, task.role) == (row.due_at, "intake")
    assert row.due_at == world.at(hours=4)
    assert [is_late(Standing.WAITING, row.due_at, world.at(hours=each)) for each in (4, 5)] == [False, True]


async def test_a_complaint_made_of_it_was_received_when_it_arrived(world: World) -> None:
    arrival = await arrives(world)
    lodged = await world.do(
        settling.make_complaint, arrival, by="ines", now=world.at(hours=1), given=await lodgement_of(world)
    )
    case = await world.complaint(lodged.complaint_id)
    assert (case.received_at, case.lodged_at) == (world.at(hours=-20), world.at(hours=1))
    promise = (await world.promises(case.id))["resolve"]
    assert promise.started_at == world.at(hours=-20)
    row = await row_of(world, arrival)
    assert (row.standing, row.complaint_id) == (Standing.COMPLAINT, case.id)
    [task] = await tasks(world)
    assert task.done_by == world.actor("ines").id
    assert "arrival-lodged" in await world.acts(case.id)
    with pytest.raises(ArrivalSettled):
        await world.do(settling.dismiss, arrival, by="ines", reason="Twice")


async def test_it_is_added_to_a_case_that_is_open(world: World) -> None:
    case, ended = (await world.lodge()).complaint_id, await closed(world)
    arrival = await arrives(world, now=world.at(hours=6))
    async with world.scope():
        offered = await cases_of_sender(await one(arrival), world.actor("bram"), zone="Asia/Shanghai")
        assert offered == [case], "open ones of the same address, however it was typed"
    with pytest.raises(CaseEnded):
        await put(world, arrival, ended)
    await put(world, arrival, case)
    async with world.scope():
        [message] = await Message.objects().where(Message.complaint_id == case)
    assert message.body == "The lift\n\nIt stopped again."
    assert (await row_of(world, arrival)).standing == Standing.MESSAGE
    assert "arrival-added" in await world.acts(case)


async def test_what_is_held_is_looked_at_again_and_what_is_put_aside_can_come_back(world: World) -> None:
    arrival = await arrives(world, held="The sender is not known")
    assert (await row_of(world, arrival)).standing == Standing.HELD
    for until in (None, date(2026, 3, 1), date(2026, 8, 1)):
        with pytest.raises(Invalid):
            await world.do(settling.hold, arrival, by="ines", reason="Asked her", until=until)
    await world.do(settling.hold, arrival, by="ines", reason="Asked her", until=date(2026, 3, 4))
    row = await row_of(world, arrival)
    assert (row.reason, row.due_at.isoformat()) == ("Asked her", "2026-03-04T16:00:00+00:00")
    await world.do(settling.dismiss, arrival, by="ines", reason="Advertising")
    with pytest.raises(ArrivalSettled):
        await world.do(settling.hold, arrival, by="ines", reason="x", until=date(2026, 3, 4))
    await world.do(settling.take_up_again, arrival, by="bram", now=world.at(days=1))
    with pytest.raises(NotDismissed):
        await world.do(settling.take_up_again, arrival, by="bram")
    found = await tasks(world)
    assert [(task.done_at is not None, task.due_at) for task in found] == [
        (True, world.at(hours=4)), (True, row.due_at), (False, world.at(days=1, hours=4)),
    ]  # fmt: skip
    async with world.scope():
        entries = (
            await HistoryEntry.objects().where(HistoryEntry.act.like("arrival-%")).order_by(HistoryEntry.at)
        )
    assert sorted({str(entry.act) for entry in entries}) == [
        "arrival-dismissed", "arrival-held", "arrival-received", "arrival-returned",
    ]  # fmt: skip


async def test_only_who_takes_complaints_in_settles_it_and_nobody_elsewhere_finds_it(world: World) -> None:
    arrival = await arrives(world)
    ways: list[tuple[Callable[..., Awaitable[Any]], dict[str, Any]]] = [
        (settling.make_complaint, {"given": await lodgement_of(world)}),
        (settling.hold, {"reason": "x", "until": date(2026, 3, 4)}),
        (settling.dismiss, {"reason": "x"}),
        (settling.take_up_again, {}),
    ]
    for operation, given in ways:
        with pytest.raises(Forbidden):
            await world.do(operation, arrival, by="otto", **given)
        with pytest.raises(NotFound):
            await world.other.do(operation, arrival, by="dora", **given)
    assert (await row_of(world, arrival)).standing == Standing.WAITING


async def test_what_is_written_down_by_hand_is_checked(world: World) -> None:
    async with world.at_desk() as desk:
        wrong = NewArrival(key="1", kind=Kind.CALL, arrived_at=world.at(hours=1), email="not an address")
        with pytest.raises(Invalid) as refused:
            await write_down(desk, wrong, by=world.actor("ines"), now=world.at())
        assert refused.value.fields.keys() == {"body", "email", "arrived_at"}
        with pytest.raises(Forbidden):
            await write_down(desk, wrong, by=world.actor("otto"), now=world.at())


async def put(world: World, arrival: UUID, case: UUID) -> None:
    async with world.at_desk() as desk:
        await settling.put_into_case(desk, arrival, case, by=world.actor("bram"), now=world.at(hours=7))


async def lodgement_of(world: World) -> Any:
    async with world.at_desk() as desk:
        return lodgement(desk.policy)
