"""Short ways to bring a case of Harbour's to where a test begins."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amends.complaints import closing, deciding, handling
from amends.complaints.handling import Finding
from tests.world import MONDAY, World


async def accepted(world: World, **given: object) -> UUID:
    case = (await world.lodge(**given)).complaint_id  # type: ignore[arg-type]
    await world.do(deciding.accept, case, by="ines", now=world.at(minutes=30))
    return case


async def investigated(world: World) -> UUID:
    case = await accepted(world)
    await world.do(handling.investigate, case, by="bram", now=world.at(hours=1))
    return case


async def offered(world: World) -> UUID:
    case = await investigated(world)
    await world.do(handling.offer, case, by="bram", now=world.at(hours=2), solution="We apologise")
    return case


async def decided(world: World) -> UUID:
    case = await investigated(world)
    await decide(world, case, now=world.at(hours=3))
    return case


async def closed(world: World) -> UUID:
    case = await decided(world)
    await world.do(closing.record_feedback, case, by="bram", now=world.at(hours=4), feedback="Fine")
    await world.do(closing.close, case, by="bram", now=world.at(hours=5), reason="explained")
    return case


async def decide(world: World, case: UUID, *, now: datetime = MONDAY, outcome: str = "upheld") -> None:
    findings = {
        row.id: Finding(outcome, "The queue was not staffed") for row in await world.allegations(case)
    }
    await world.do(handling.resolve, case, by="bram", now=now, findings=findings, result="We are sorry")


async def state(world: World, case: UUID) -> str:
    return str((await world.complaint(case)).state)
