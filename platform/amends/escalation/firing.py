"""Steps that waited for working hours fire, and those nobody answered are passed on: found by the clock where it finds due
rows, the rule asked again, and written as a batch of due rows is. What somebody is working on this moment is left for the
next round.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record_all
from amends.complaints.desk import Desks
from amends.database.outage import OUTAGE
from amends.database.rows import select_all
from amends.database.scope import execute, fetch
from amends.deadlines.failing import ESCALATIONS, put_off
from amends.deadlines.tables import Promise
from amends.escalation.gathering import cases_of, chain_facts, facts_elsewhere
from amends.escalation.judging import Judged, Outcome, judged
from amends.escalation.raising import all_carried_out
from amends.escalation.reaching import Duty
from amends.escalation.tables import Escalation
from amends.notices.operations import tell_all
from amends.people.duty import running
from amends.people.staff import Staff, staff

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is the same for every row of a batch."""

    desks: Desks
    people: Staff
    duty: Duty
    in_vain: frozenset[UUID]
    now: datetime


async def escalations_due(*, now: datetime, most: int) -> list[UUID]:
    """Of the tenant in scope, the oldest first."""
    rows = await fetch(
        "SELECT id FROM escalation WHERE look_at <= $1 AND set_aside_at IS NULL ORDER BY look_at LIMIT $2",
        now,
        most,
    )
    return [row["id"] for row in rows]


async def fire_escalations(desks: Desks, *, now: datetime, most: int, only: UUID | None = None) -> int:
    """Those of the tenant in scope that are to be looked at, oldest first, or this one; how many were."""
    claimed = await _claimed(now=now, most=most, only=only)
    if not claimed:
        return 0
    in_vain = await _asked_again_in_vain(claimed, now=now)
    ground = _Ground(desks, await staff(now), await running(now), in_vain, now)
    for rows in _one_of_each_case(claimed):
        await _fire(rows, ground)
    return len(claimed)


async def _claimed(*, now: datetime, most: int, only: UUID | None) -> list[Escalation]:
    """The case first, as whoever works on it locks it first."""
    this = "" if only is None else "AND e.id = $2"
    rows = await fetch(
        f"""SELECT e.id FROM escalation e JOIN complaint c ON c.tenant_id = e.tenant_id AND c.id = e.complaint_id
        WHERE e.look_at <= $1 AND e.set_aside_at IS NULL {this}
        ORDER BY e.look_at LIMIT {int(most)} FOR NO KEY UPDATE OF c, e SKIP LOCKED""",  # noqa: S608
        *((now,) if only is None else (now, only)),
    )
    ids = [row["id"] for row in rows]
    return await select_all(Escalation, "WHERE id = ANY($1::uuid[]) ORDER BY look_at, id", ids) if ids else []


def _one_of_each_case(claimed: Sequence[Escalation]) -> Iterator[list[Escalation]]:
    """In order: what comes of a case's first may be what its second has to know."""
    of_case: defaultdict[UUID, list[Escalation]] = defaultdict(list)
    for row in claimed:
        of_case[row.complaint_id].append(row)
    for place in range(max(map(len, of_case.values()))):
        yield [rows[place] for rows in of_case.values() if place < len(rows)]


async def _fire(rows: Sequence[Escalation], ground: _Ground) -> None:
    """Together; where the database refuses that, each by itself, and one that fails holds up no other."""
    await execute("SAVEPOINT escalation")
    try:
        await _write(await _looked_at(rows, ground), now=ground.now)
    except OUTAGE:
        raise
    except Exception as error:
        await execute("ROLLBACK TO SAVEPOINT escalation; RELEASE SAVEPOINT escalation")
        log.exception("escalations not looked at", extra={"rows": [str(row.id) for row in rows]})
        if len(rows) == 1:
            await put_off(ESCALATIONS, {rows[0].id: error}, now=ground.now)
            return
        for row in rows:
            await _fire([row], ground)
    else:
        await execute("RELEASE SAVEPOINT escalation")


async def _looked_at(rows: Sequence[Escalation], ground: _Ground) -> list[Judged]:
    """Behind the locks; a row that fails is put off."""
    failed: dict[UUID, Exception] = {}
    cases = await cases_of({row.id: row.complaint_id for row in rows}, ground.desks, failed=failed)
    elsewhere = await facts_elsewhere(cases.values(), ground.people)
    promises = await _promises(rows)
    found = []
    for row in rows:
        if (case := cases.get(row.id)) is None:
            continue
        try:
            found.append(
                judged(
                    row,
                    case,
                    promises.get(row.promise_id),
                    ground.people,
                    facts=chain_facts(case, elsewhere[case.id]),
                    duty=ground.duty,
                    in_vain=row.id in ground.in_vain,
                    now=ground.now,
                )
            )
        except Exception as error:
            log.exception("escalation not looked at", extra={"row": str(row.id)})
            failed[row.id] = error
    await put_off(ESCALATIONS, failed, now=ground.now)
    return found


async def _promises(rows: Sequence[Escalation]) -> dict[UUID | None, Promise]:
    ids = list({row.promise_id for row in rows if row.promise_id is not None})
    found = await select_all(Promise, "WHERE id = ANY($1::uuid[])", ids) if ids else []
    return {promise.id: promise for promise in found}


async def _asked_again_in_vain(claimed: Sequence[Escalation], *, now: datetime) -> frozenset[UUID]:
    """Those of which the same was asked again later because of the same promise, and that has run out as well."""
    ids = [row.id for row in claimed if row.promise_id is not None and row.fired_at is not None]
    if not ids:
        return frozenset()
    rows = await fetch(
        """SELECT e.id FROM escalation e WHERE e.id = ANY($1::uuid[]) AND EXISTS (
            SELECT FROM escalation l WHERE l.tenant_id = e.tenant_id AND l.complaint_id = e.complaint_id
            AND l.promise_id = e.promise_id AND l.step = e.step AND l.id <> e.id AND l.look_at <= $2
            AND l.fired_at IS NOT NULL AND (l.raised_at, l.id) > (e.raised_at, e.id))""",
        ids,
        now,
    )
    return frozenset(row["id"] for row in rows)


async def _write(looks: Sequence[Judged], *, now: datetime) -> None:
    """All of it or, where the database refuses, nothing."""
    follows = [(each.case, each.consequence) for each in looks if each.consequence is not None]
    await execute(
        """UPDATE escalation SET look_at = NULL,
            fired_at = CASE WHEN id = ANY($2::uuid[]) THEN $4 ELSE fired_at END,
            passed_on_at = CASE WHEN id = ANY($3::uuid[]) THEN $4 ELSE passed_on_at END
        WHERE id = ANY($1::uuid[])""",
        [each.row.id for each in looks],
        [each.row.id for each in looks if each.outcome is Outcome.FIRED],
        [each.row.id for each in looks if each.outcome is Outcome.PASSED_ON],
        now,
    )
    await record_all([each.act for _, each in follows], now=now)
    await tell_all([telling for _, each in follows for telling in each.tellings], now=now)
    await all_carried_out([(case, each.stepped) for case, each in follows], now=now)
