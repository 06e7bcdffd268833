"""`python -m benchmarks.scale`: the same pages and the same sweep in a small deployment and among a million cases.

SIZE=small tries all of it in two minutes, with fewer cases.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Sequence

from amends import clock
from benchmarks.scale.filling import counted, fill
from benchmarks.scale.ground import Side, first_url, ground, make_database
from benchmarks.scale.measuring import Times, measure_pages, measure_sweep
from benchmarks.scale.patterns import make_patterns
from benchmarks.scale.places import Place, open_place, sizes_of
from benchmarks.scale.report import table
from benchmarks.scale.sizes import SIZES, counts
from benchmarks.scale.visiting import web_process

_VISITED = 40


def main() -> int:
    size = os.environ.get("SIZE", "full")
    if size not in SIZES:
        print(f"SIZE is one of {', '.join(SIZES)}, not {size!r}")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers' data are deleted then, too
    with ground() as (few, many):
        for side, groups in zip((few, many), SIZES[size], strict=True):
            asyncio.run(prepare(side, counts(groups)))
        places = asyncio.run(choose(few, many))
        for measured in (measure_in_web(places), asyncio.run(measure_sweep(places))):
            print(table(measured, base=places[0].name), flush=True)
        print(f"load of this machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return 0


async def prepare(side: Side, cases: Sequence[int]) -> None:
    await make_database(side, first_url=first_url(side))
    await make_patterns(side)
    seconds = await fill(side.owner_url, cases)
    held = await counted(side.owner_url)
    print(
        f"{side.name}: {len(cases):,} organisations, {sum(cases):,} cases, {held['history_entry']:,} history entries,"
        f" {held['due rows waiting']:,} due rows waiting, {held['bytes'] / 1e9:.1f} GB, filled in {seconds:.0f} s",
        flush=True,
    )


async def choose(few: Side, many: Side) -> Sequence[Place]:
    """The small deployment; ordinary organisations among the many; the largest one there."""
    random.seed(clock.now().toordinal())
    small, large = await sizes_of(few), await sizes_of(many)
    largest = max(large, key=lambda slug: large[slug])
    ordinary = random.sample([slug for slug in large if slug != largest], min(_VISITED, len(large) - 1))
    return [
        await open_place("few", few, sorted(small), small),
        await open_place("many, any organisation", many, ordinary, large),
        await open_place(f"many, the one with {large[largest]:,}", many, [largest], large),
    ]


def measure_in_web(places: Sequence[Place]) -> Times:
    few, many = places[0].side, places[1].side
    with web_process(few) as web_few, web_process(many) as web_many:
        return measure_pages(places, {few.name: web_few, many.name: web_many})


if __name__ == "__main__":
    sys.exit(main())
