"""`make bench`: each of our hot paths against the least that could do the same, in turn (docs/benchmarks.md)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import uvloop

from amends.config import Settings
from amends.database.embedded.servers import Urls
from amends.database.engine import DB
from amends.database.migrate import migrate
from benchmarks import filling, pages, processes, report, searching
from benchmarks.due_times import DueTimes
from benchmarks.firing import FiringBeforeOthers, FiringDue, FiringSteps, FiringWarnings
from benchmarks.letters import Letters
from benchmarks.lodging import Lodging
from benchmarks.mail_in import MailIn
from benchmarks.measuring import RUNS, Series
from benchmarks.notices import Notices
from benchmarks.simulating import Simulating
from benchmarks.world import Bench, make_bench, servers, settings_for

ALL: dict[str, Callable[[Bench], report.Measured]] = {
    "queue": pages.queue,
    "lists": pages.lists,
    "case": pages.case,
    "dashboard": pages.dashboard,
    "search": searching.rare,
    "search-all": searching.frequent,
    "lodging": Lodging,
    "firing": FiringDue,
    "ahead": FiringBeforeOthers,
    "warnings": FiringWarnings,
    "steps": FiringSteps,
    "notices": Notices,
    "letters": Letters,
    "mail-in": MailIn,
    "calendar": DueTimes,
    "simulation": Simulating,
}

LONG = {"ahead", "simulation"}
"""Measured when they are named: making ready takes minutes."""


def main() -> int:
    wanted = argparse.ArgumentParser(prog="make bench")
    wanted.add_argument(
        "only",
        nargs="*",
        metavar="WHAT",
        help=f"of {', '.join(ALL)}; unless named, all but {', '.join(LONG)}",
    )
    wanted.add_argument("--runs", type=int, default=RUNS)
    wanted.add_argument("--pool", type=int, default=4, help="database connections of the web process")
    given = wanted.parse_args()
    if unknown := set(given.only) - set(ALL):
        wanted.error(f"{', '.join(sorted(unknown))}: not one of {', '.join(ALL)}")
    with servers() as (urls, home):
        settings = settings_for(urls, home, port=processes.free_port(), pool=given.pool)
        chosen = [name for name in ALL if (name in given.only if given.only else name not in LONG)]
        uvloop.run(_measure(settings, urls, home, chosen, runs=given.runs))
    return 0


async def _measure(settings: Settings, urls: Urls, home: Path, names: list[str], *, runs: int) -> None:
    await migrate(urls.owner_url)
    await DB.open(urls.app_url, size=1)
    try:
        bench = await make_bench(settings, urls)
        await filling.fill(bench)
        print(f"{filling.CASES:,} cases, {filling.OPEN:,} open; load {report.load()}")
        log = home / "processes.log"
        with processes.web(settings, log) as web:
            figures = {name: await _compare(ALL[name](bench), web, runs=runs) for name in names}
            memory = {"web": processes.resident(web)}
        memory |= _at_rest(settings, log)
    finally:
        await DB.close()
    print("\nmemory: " + ", ".join(f"{name} {size:.0f} MB" for name, size in memory.items()))
    print(f"load at the end {report.load()}; figures in {report.RESULTS}")
    report.keep({"load": report.load(), "memory": memory, **figures})


async def _compare(what: report.Measured, web: psutil.Process, *, runs: int) -> dict[str, object]:
    """Ours, the floor, ours, the floor: what disturbs the machine disturbs both."""
    try:
        await what.prepare()
        await what.ours(web)  # both warm before it counts
        await what.floor()
        pairs = [(await what.ours(web), await what.floor()) for _ in range(runs)]
    finally:
        if isinstance(what, FiringBeforeOthers):
            what.finish()
    ours, floor = Series([mine for mine, _ in pairs]), Series([theirs for _, theirs in pairs])
    report.say(what, ours, floor)
    return report.as_plain(what, ours, floor)


def _at_rest(settings: Settings, log: Path) -> dict[str, float]:
    """Of the processes that serve nobody directly, once they have begun."""
    found = {}
    for name in ("worker", "clock"):
        with processes.process(name, settings, log) as running:
            processes.until_said(log, f"{name} ready", running)
            found[name] = processes.resident(running)
    return found


if __name__ == "__main__":
    sys.exit(main())
