"""Values for the pages of a simulation: made from what a replay finds as the pages make them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.policy.categories import leaves
from amends.simulation.result import Changed, Result, Shift, Tally
from tenants.tables import Simulation
from tests.structure.pages_samples import Values, pick
from tests.structure.pages_samples_policy import drafted, framed, inherited
from web.edge.visit import Visit
from web.i18n import speaking
from web.settings.policy.simulation_view import result_view, run_view
from web.view import FormView

_NOW = datetime(2026, 5, 12, 6, tzinfo=UTC)
_CHEN, _BRAM = str(UUID(int=1)), str(UUID(int=2))


@dataclass(frozen=True)
class _Visit:
    """As much of a visit as moments need."""

    zone: ZoneInfo
    now: datetime


_VISIT = cast(Visit, _Visit(ZoneInfo("Asia/Shanghai"), _NOW))


def _row(state: str, replayed: int, seen: str = "3.2") -> Simulation:
    return Simulation(
        id=UUID(int=3),
        tenant_id=UUID(int=9),
        draft_seen=seen,
        days=90,
        state=state,
        asked_at=_NOW - timedelta(minutes=1),
        cases=1284,
        replayed=replayed,
        beat_at=_NOW,
    )


def _found() -> Result:
    policy = inherited().policy()
    first, second = leaves(policy)[:2]
    clocks = list(policy.clocks)
    due = datetime(2026, 4, 3, 9, tzinfo=UTC)
    shifts = (
        Shift(clocks[0], due, due - timedelta(hours=2), broken_after=True),
        Shift(clocks[1], due + timedelta(days=3), due + timedelta(days=4), broken_before=True),
    )
    levels = list(policy.levels)
    return Result(
        total=Tally(1270, 212, 180, 32, 14, 3, 96, 121),
        unknown=14,
        missing={"case.category": 14},
        by_category={first: Tally(900, 150, 130, 20, 10, 2, 60, 80), second: Tally(370, 62, 50, 12, 4, 1, 36, 41)},
        by_level={level: Tally(635, 106, 90, 16, 7, 1, 48, 60) for level in levels[:2]},
        by_place={
            f"{category}|{level}": Tally(317, 53, 45, 8, 3, 1, 24, 30)
            for category in (first, second)
            for level in levels[:2]
        },
        people={_CHEN: [40, 61], _BRAM: [56, 60]},
        steps={f"breach|{clocks[0]}|L2": [52, 70], "refused||L3": [44, 51]},
        cases=[
            Changed(str(UUID(int=4)), "WY202604-0007", first, levels[0], levels[1], shifts, 1, 2),
            Changed(str(UUID(int=5)), "WY202604-0012", second, levels[0], levels[0], shifts[:1], 1, 1),
        ],
    )  # fmt: skip


def none(language: str) -> Values:
    return {
        **framed(language, "draft"),
        "form": FormView(values={"days": "90"}),
        "unsound": False,
        "run": None,
        "kept": None,
        "result": None,
    }


def under_way(language: str) -> Values:
    with speaking(language):
        return {**none(language), "run": run_view(_row("running", 600), "3.2", _VISIT)}


def found(language: str) -> Values:
    names = {_CHEN: pick(language, "陈安", "Ada Chen"), _BRAM: pick(language, "李强", "Bram Li")}
    with speaking(language):
        kept: dict[str, Any] = run_view(_row("done", 1284, "3.1"), "3.2", _VISIT)
        result = result_view(_found(), inherited().policy(), drafted().policy(), names, _VISIT)
    return {**none(language), "run": kept, "kept": kept, "result": result}
