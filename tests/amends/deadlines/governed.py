"""An organisation with the three usual promises and one step of escalation, whatever its template says beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import structs

from amends.policy.document import Chain, Clock, ClockUse, Step, Text, Trigger
from tests.governing import govern
from tests.world import World
from workers.clock import Firing

_USUAL = ("acknowledge", "respond", "resolve")
FIRST = Step(
    rank=1, name=Text(zh="部门负责人", en="Head of department"), on=(Trigger.BREACH,), role="supervisor"
)


async def usual(
    world: World,
    *,
    clocks: Mapping[str, Clock] | None = None,
    uses: Mapping[str, ClockUse] | None = None,
    **parts: Any,
) -> None:
    """`clocks` and `uses` beside the usual ones, at every level."""
    async with world.at_desk() as desk:
        policy = desk.policy
    levels = {
        code: structs.replace(level, clocks={kind: level.clocks[kind] for kind in _USUAL} | dict(uses or {}))
        for code, level in policy.levels.items()
    }
    given = {
        "clocks": {**policy.clocks, **(clocks or {})},
        "levels": levels,
        "chains": {"ordinary": Chain(name=Text(zh="升级链", en="Escalation"), steps={"first": FIRST})},
    }
    await govern(world, **(given | parts))


async def let_pass(world: World, moment: datetime) -> int:
    """The clock process wakes at this moment; how many looks it took."""
    world.move_to(moment)
    return await Firing(world.settings).fire()
