"""How often something was done, and how long each time took; runs in turn, medians of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import psutil

RUNS = 5
CLIENTS = 4
SECONDS = 2.0
"""Of each run."""

Once = Callable[[], Awaitable[None]]


class NothingLeft(Exception):
    """What was prepared for a run is used up: it ends early."""


@dataclass(frozen=True, slots=True)
class Run:
    """`times` are seconds; `span` is the time all of them took together, `done` how many things that were.

    `processor` is what the one Python process spent on them: what stays true when the machine is busy otherwise.
    """

    times: Sequence[float]
    span: float
    done: int
    processor: float

    @property
    def rate(self) -> float:
        return self.done / self.span

    def percentile(self, share: int) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) * share // 100, len(ordered) - 1)]


@dataclass(frozen=True, slots=True)
class Series:
    """The runs of one side."""

    runs: Sequence[Run]

    @property
    def rate(self) -> float:
        return median(run.rate for run in self.runs)

    @property
    def slowest(self) -> float:
        return min(run.rate for run in self.runs)

    @property
    def fastest(self) -> float:
        return max(run.rate for run in self.runs)

    @property
    def processor(self) -> float:
        """Milliseconds of the Python process for each."""
        return 1000 * median(run.processor / run.done for run in self.runs)

    def milliseconds(self, share: int) -> float:
        return 1000 * median(run.percentile(share) for run in self.runs)


async def run_for(workers: Sequence[Once], *, process: psutil.Process, seconds: float = SECONDS) -> Run:
    """All workers at once, each again and again; `process` is the one that does the work."""
    times: list[float] = []
    started, spent = perf_counter(), used(process)

    async def keep_on(work: Once) -> None:
        while (begun := perf_counter()) < started + seconds:
            try:
                await work()
            except NothingLeft:
                break
            times.append(perf_counter() - begun)

    await asyncio.gather(*(keep_on(work) for work in workers))
    return Run(times, perf_counter() - started, len(times), used(process) - spent)


def used(process: psutil.Process) -> float:
    """Seconds of processor time so far."""
    times = process.cpu_times()
    return float(times.user + times.system)
