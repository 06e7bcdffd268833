"""The figures as people read them, and as a file for whoever compares."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Protocol

from psutil import Process

from benchmarks.measuring import Run, Series
from benchmarks.recording import Recording

RESULTS = Path("test-results/benchmarks.json")


class Measured(Protocol):
    name: str
    goal: float
    unit: str
    recorded: Recording

    @property
    def budget(self) -> str: ...

    async def prepare(self) -> None: ...

    async def ours(self, web: Process) -> Run: ...

    async def floor(self) -> Run: ...


def ratio(ours: Series, floor: Series) -> float:
    """The median of the pairs: each pair ran one right after the other."""
    return median(mine.rate / theirs.rate for mine, theirs in zip(ours.runs, floor.runs, strict=True))


def say(what: Measured, ours: Series, floor: Series) -> None:
    reached = ratio(ours, floor)
    print(
        f"\n{what.name}: {reached:.2f} of the floor (goal {what.goal}: {'met' if reached >= what.goal else 'MISSED'})"
    )
    for title, side in (("ours", ours), ("floor", floor)):
        print(
            f"  {title:<6} {side.rate:8.1f} {what.unit}/s ({side.slowest:.1f}-{side.fastest:.1f})"
            f"   p50 {side.milliseconds(50):7.2f} ms   p95 {side.milliseconds(95):7.2f} ms"
            f"   processor {side.processor:6.3f} ms each"
        )
    recorded = what.recorded
    listed = ", ".join(f"{count} x {kind}" for kind, count in recorded.counts.items())
    print(f"  {recorded.asked} statements in {recorded.trips} trips: {listed}")
    print(f"  for people: {what.budget}")


def load() -> str:
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


def as_plain(what: Measured, ours: Series, floor: Series) -> dict[str, object]:
    return {
        "ratio": round(ratio(ours, floor), 3),
        "goal": what.goal,
        "statements": what.recorded.asked,
        "trips": what.recorded.trips,
        "kinds": what.recorded.counts,
        "ours": _side(ours),
        "floor": _side(floor),
    }


def keep(figures: Mapping[str, object]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n")


def _side(side: Series) -> dict[str, float]:
    return {
        "rate": round(side.rate, 1),
        "slowest": round(side.slowest, 1),
        "fastest": round(side.fastest, 1),
        "p50_ms": round(side.milliseconds(50), 2),
        "p95_ms": round(side.milliseconds(95), 2),
        "processor_ms": round(side.processor, 3),
    }
