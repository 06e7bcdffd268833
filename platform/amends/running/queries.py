"""What is known of the whole deployment: its processes and what waits in it. Counts, ages and ids, never a case."""

from __future__ import annotations

from datetime import datetime, timedelta

from amends.database.migrate import names
from amends.database.scope import fetch, fetch_one
from amends.outbox.hold import current_hold
from amends.running.aside import aside
from amends.running.facts import Backlog, Due, Facts, Failing, GivenUp, OldSeal, Running
from amends.running.tables import Kind, Process

RECENTLY = timedelta(days=1)
MOST = 20


async def facts(*, now: datetime) -> Facts:
    """Needs the platform scope."""
    level = await fetch_one("SELECT max(name) AS name FROM migration")
    return Facts(
        now=now,
        processes=await _processes(),
        level=str(level["name"]) if level else "",
        wanted_level=names()[-1],
        hold=await current_hold(),
        outbox=await backlog(now=now),
        due=await _due(now),
        failing=[
            Failing(row["tenant_id"], row["failing"])
            for row in await fetch("SELECT * FROM due_failing($1)", MOST)
        ],
        seals=[
            OldSeal(row["tenant_id"], row["since"])
            for row in await fetch("SELECT * FROM oldest_seals($1)", MOST)
        ],
        given_up=[
            GivenUp(row["tenant_id"], row["reason"], row["letters"], row["recent"], row["oldest"])
            for row in await fetch("SELECT * FROM dead_letter_groups($1)", now - RECENTLY)
        ],
        aside=await aside(),
    )


async def backlog(*, now: datetime) -> Backlog:
    """What the outbox still owes, and what was given up."""
    row = await fetch_one("SELECT * FROM outbox_health($1)", now)
    assert row is not None, "the function answers with one row"
    return Backlog(**row)


async def _processes() -> list[Running]:
    rows = await Process.objects().order_by(Process.kind, Process.host, Process.started_at)
    return [
        Running(
            Kind(row.kind),
            str(row.host),
            int(row.pid),
            str(row.version),
            str(row.level),
            row.started_at,
            row.seen_at,
        )
        for row in rows
    ]


async def _due(now: datetime) -> Due:
    row = await fetch_one("SELECT * FROM due_health($1)", now)
    assert row is not None, "the function answers with one row"
    return Due(**row)
