"""A draft tried on 10,000 past complaints, read and replayed under both policies as a worker does it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import perf_counter, process_time
from uuid import UUID

from msgspec import structs
from psutil import Process

from amends import clock
from amends.complaints import closing, deciding, handling
from amends.complaints.desk import Desk
from amends.complaints.handling import Finding
from amends.complaints.regrading import regrade
from amends.complaints.tables import Allegation, Complaint
from amends.correspondence.operations import write_to_complainant
from amends.database.rows import select_all
from amends.database.scope import fetch, tenant_scope
from amends.deadlines.due import due
from amends.deadlines.period import Period, parse_period
from amends.people.staff import staff
from amends.simulation.comparing import Trial, decisive
from amends.simulation.gathering import recorded
from benchmarks.filling import as_owner
from benchmarks.floor import connect
from benchmarks.floor import replay as replayed
from benchmarks.measuring import Run
from benchmarks.recording import Recording, recording
from benchmarks.world import Bench, lodged
from tenants.desks import desk_in_force
from workers.reckoning import BATCH, Reckoning, processors

CASES = 10_000
_WANTED = 10.0
"""Seconds, for all of them."""
_LASTED = timedelta(days=25)
_TABLES = ("complaint", "promise", "promise_entry", "history_entry")
_COPIES = f"""
    CREATE TEMP TABLE lived ON COMMIT DROP AS
    SELECT n, gen_random_uuid() AS id, n % 40000 * interval '1 minute' AS shift FROM generate_series(1, {CASES}) n"""
_COMPLAINTS = """
    INSERT INTO complaint SELECT r.* FROM complaint c, lived k, LATERAL jsonb_populate_record(c, jsonb_build_object(
        'id', k.id, 'number', 'S' || k.n, 'lodged_at', c.lodged_at - k.shift, 'received_at', c.received_at - k.shift)) r
    WHERE c.id = '{pattern}'"""
_OF_CASE = """
    INSERT INTO {table} SELECT r.* FROM {table} t, lived k, LATERAL jsonb_populate_record(t, jsonb_build_object(
        'id', md5(k.id::text || t.id::text)::uuid, 'complaint_id', k.id) || {changes}) r
    WHERE t.complaint_id = '{pattern}'"""
_CHANGES = {
    "promise": "jsonb_build_object('started_at', t.started_at - k.shift, 'due_at', t.due_at - k.shift,"
    " 'ended_at', t.ended_at - k.shift)",
    "promise_entry": "jsonb_build_object('promise_id', md5(k.id::text || t.promise_id::text)::uuid,"
    " 'at', t.at - k.shift)",
    "history_entry": "jsonb_build_object('chain_id', k.id, 'at', t.at - k.shift)",
}


class Simulating:
    """The floor fetches the same rows and reckons each promise once for each policy: no history is gone through."""

    name, goal, unit = "simulation", 0.1, "complaints"

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.recorded = Recording()
        self._ids: list[UUID] = []
        self._trial: Trial | None = None
        self._asked = frozenset[str]()
        self._promised: list[tuple[datetime, Period]] = []
        self._fastest, self._slowest = 0.0, 0.0

    @property
    def budget(self) -> str:
        reached = "kept" if self._slowest <= _WANTED else "MISSED"
        return (
            f"≤ {_WANTED:.0f} s for {CASES:,} complaints: {reached}, {self._fastest:.1f}-{self._slowest:.1f} s "
            f"by {min(processors(), 2)} process(es)"
        )

    async def prepare(self) -> None:
        await _fill(self._bench)
        now = clock.now()
        async with tenant_scope(self._bench.tenant.id):
            desk = await desk_in_force(self._bench.tenant, self._bench.settings)
            self._trial = Trial(desk, _draft(desk), await staff(now), now)
            rows = await fetch("SELECT id FROM complaint WHERE number ~ '^S[0-9]+$' ORDER BY received_at, id")
            self._ids = [row["id"] for row in rows]
            owed = await fetch(
                "SELECT started_at, explanation->>'period' AS period FROM promise WHERE complaint_id = ANY($1::uuid[])",
                self._ids,
            )
        self._promised = [(row["started_at"], parse_period(row["period"])) for row in owed]
        self._asked = decisive(desk.policy) | decisive(self._trial.draft.policy)
        async with recording() as self.recorded, tenant_scope(self._bench.tenant.id):
            cases = await recorded(self._ids[:BATCH], self._asked)
        found = self._trial.compare(cases)
        if (found.total.cases, found.total.changed) != (BATCH, BATCH):
            raise ValueError(f"all complaints should be another by the draft, got {found.total}")

    async def ours(self, web: Process) -> Run:
        del web
        assert self._trial is not None, "not prepared"
        reckoning = Reckoning(self._trial, self._ids, self._asked, self._bench.tenant.id)
        times, began, last = [], _worked(), perf_counter()

        async def told(replayed: int) -> bool:
            nonlocal last
            del replayed
            times.append(perf_counter() - last)
            last += times[-1]
            return True

        await reckoning.run(told)
        if reckoning.result.total.changed != CASES:
            raise ValueError(f"all complaints should be another by the draft, got {reckoning.result.total}")
        took = sum(times)
        self._fastest = min(self._fastest or took, took)
        self._slowest = max(self._slowest, took)
        return Run([each / BATCH for each in times], took, CASES, _worked() - began)

    async def floor(self) -> Run:
        assert self._trial is not None, "not prepared"
        connection, times, began = await connect(self._bench.urls.app_url), [], process_time()
        calendar, of_batch = self._trial.in_force.calendar, len(self._promised) * BATCH // CASES
        try:
            for place, ids in enumerate(_batches(self._ids)):
                statements = [
                    replace(each, values=tuple(ids if isinstance(value, list) and isinstance(value[0], UUID) else value for value in each.values))
                    for each in self.recorded.statements
                ]  # fmt: skip
                begun = perf_counter()
                await replayed(connection, statements)
                for start, period in self._promised[place * of_batch : (place + 1) * of_batch]:
                    due(start, period, calendar)
                    due(start, period, calendar)
                times.append(perf_counter() - begun)
        finally:
            await connection.close()
        return Run([each / BATCH for each in times], sum(times), CASES, process_time() - began)


def _worked() -> float:
    """Of all processes that have ended, too."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _batches(ids: Sequence[UUID]) -> list[list[UUID]]:
    return [list(ids[begin : begin + BATCH]) for begin in range(0, len(ids), BATCH)]


def _draft(desk: Desk) -> Desk:
    """All that is promised, a tenth shorter at least."""
    levels = {
        code: structs.replace(
            level,
            clocks={
                name: structs.replace(
                    use, period=Period(max(use.period.amount * 9 // 10, 1), use.period.unit)
                )
                for name, use in level.clocks.items()
            },
        )
        for code, level in desk.policy.levels.items()
    }
    return replace(desk, policy=structs.replace(desk.policy, levels=levels))


async def _fill(bench: Bench) -> None:
    async with tenant_scope(bench.tenant.id):
        pattern = await _lived(bench)
    async with as_owner(bench, _TABLES) as connection:
        await connection.execute(_COPIES)
        await connection.execute(_COMPLAINTS.format(pattern=pattern))
        for table, changes in _CHANGES.items():
            await connection.execute(_OF_CASE.format(table=table, changes=changes, pattern=pattern))


async def _lived(bench: Bench) -> UUID:
    """A case with a past as most have: taken in hand, graded anew, two letters, decided, closed; late with some of it."""
    desk, began = await desk_in_force(bench.tenant, bench.settings), clock.now() - _LASTED
    bram, ines, chen = (bench.people[name] for name in ("bram", "ines", "chen"))
    case = await lodged(desk, now=began)
    await deciding.accept(desk, case, by=ines, now=began + timedelta(hours=2))
    department = (await select_all(Complaint, "WHERE id = $1", case))[0].department_id
    await handling.assign(
        desk, case, department_id=department, assignee_id=bram.id, by=chen, now=began + timedelta(hours=3)
    )
    level = min(desk.policy.levels, key=lambda code: desk.policy.levels[code].rank)
    await regrade(desk, case, level=level, reason="Graver", by=chen, now=began + timedelta(hours=4))
    await handling.investigate(desk, case, by=bram, now=began + timedelta(hours=5))
    for day in (1, 4):
        then = began + timedelta(days=day)
        await write_to_complainant(desk, case, body="We are at it.", by=bram, now=then)
    then = began + timedelta(days=9)
    findings = {
        row.id: Finding("upheld", "The queue was not staffed.")
        for row in await select_all(Allegation, "WHERE complaint_id = $1", case)
    }
    await handling.resolve(desk, case, findings=findings, result="We are sorry.", by=bram, now=then)
    await closing.record_feedback(desk, case, feedback="Fine", by=bram, now=then + timedelta(hours=2))
    reason = next(iter(desk.policy.closing_reasons))
    await closing.close(desk, case, reason=reason, by=bram, now=then + timedelta(hours=3))
    return case
