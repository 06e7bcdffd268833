"""The table: p50 and p95 at each place, and how many times the small deployment's."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import quantiles

from benchmarks.scale.measuring import Times

GOAL = 1.3


def table(times: Times, *, base: str) -> str:
    lines = [f"{'':<12}{'where':<34}{'p50 ms':>9}{'p95 ms':>9}{'p50 x':>8}{'p95 x':>8}"]
    for what, places in times.items():
        usual50, usual95 = _percentiles(places[base])
        for name, seconds in places.items():
            p50, p95 = _percentiles(seconds)
            line = f"{what:<12}{name:<34}{p50 * 1000:9.1f}{p95 * 1000:9.1f}"
            if name != base:
                missed = "" if p95 / usual95 <= GOAL else f"  over the goal of {GOAL}"
                line += f"{p50 / usual50:8.2f}{p95 / usual95:8.2f}{missed}"
            lines.append(line)
    return "\n".join(lines)


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(seconds, n=20, method="inclusive")
    return cuts[9], cuts[18]
