"""Steps that waited for working hours fire, and those nobody answered are passed on: found by the clock where it finds due
rows, and the rule asked again. What somebody is working on this moment is left for the next round.
"""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from amends.complaints.case import Case
from amends.complaints.facts import facts_of
from amends.complaints.tables import Complaint
from amends.database.outage import OUTAGE
from amends.database.rows import select_all, select_one
from amends.database.scope import execute, fetch
from amends.deadlines.failing import ESCALATIONS, put_off
from amends.deadlines.firing import Desks
from amends.deadlines.operations import facts as promise_facts
from amends.deadlines.rules import USUAL_WARNING, DueKind, still_holds
from amends.deadlines.tables import Promise
from amends.escalation.answering import told_of
from amends.escalation.raising import consequence_of, written
from amends.escalation.reaching import Duty, Hindrance
from amends.escalation.stepping import stepped, unanswered, untold
from amends.escalation.tables import Escalation
from amends.people.duty import running
from amends.people.staff import Staff, staff
from amends.policy.chains import facts_for_chains, step_of
from amends.policy.conditions import Facts
from amends.policy.document import Step, Trigger

log = logging.getLogger(__name__)


async def escalations_due(*, now: datetime, most: int) -> list[UUID]:
    """Of the tenant in scope, the oldest first."""
    rows = await fetch(
        "SELECT id FROM escalation WHERE look_at <= $1 AND set_aside_at IS NULL ORDER BY look_at LIMIT $2",
        now,
        most,
    )
    return [row["id"] for row in rows]


async def fire_escalations(desks: Desks, *, now: datetime, most: int, only: UUID | None = None) -> int:
    """Those of the tenant in scope that are to be looked at, oldest first, or this one; how many were. Few ever wait, so
    each is written by itself, and one that fails holds up no other."""
    claimed = await _claimed(now=now, most=most, only=only)
    if not claimed:
        return 0
    people, duty = await staff(now), await running(now)
    for row in claimed:
        await execute("SAVEPOINT escalation")
        try:
            await _look(row, desks, people, duty, now=now)
        except OUTAGE:
            raise
        except Exception as error:
            await execute("ROLLBACK TO SAVEPOINT escalation; RELEASE SAVEPOINT escalation")
            log.exception("escalation not looked at", extra={"row": str(row.id)})
            await put_off(ESCALATIONS, {row.id: error}, now=now)
        else:
            await execute("RELEASE SAVEPOINT escalation")
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


async def _look(row: Escalation, desks: Desks, people: Staff, duty: Duty, *, now: datetime) -> None:
    complaint = await select_one(Complaint, "WHERE id = $1", row.complaint_id)
    assert complaint is not None, "a foreign key holds it"
    case = Case(await desks(complaint.policy_version_id, complaint.calendar_version_id), complaint)
    facts = await facts_of(case.desk.policy, case.row, facts_for_chains(case.desk.policy))
    step = step_of(case.desk.policy, facts, str(row.step))
    if await _is_over(case, row, step, now=now) or await _asked_again_in_vain(row, now=now):
        await execute("UPDATE escalation SET look_at = NULL WHERE id = $1", row.id)
    elif row.fired_at is None:
        await _fire(case, row, step, people, facts=facts, duty=duty, now=now)
    else:
        await _pass_on(case, row, people, facts=facts, duty=duty, now=now)


async def _is_over(case: Case, row: Escalation, step: Step | None, *, now: datetime) -> bool:
    """The case has ended, the promise is kept or has been moved, or somebody answered: nobody need be told."""
    if case.ended or row.answered_at is not None or row.passed_on_at is not None:
        return True
    if row.promise_id is None:
        return False
    promise = await select_one(Promise, "WHERE id = $1", row.promise_id)
    assert promise is not None, "a foreign key holds it"
    if promise.ended_at is not None:
        return True
    plain = promise_facts(promise)
    if row.trigger == Trigger.BREACH:
        return not still_holds(DueKind.BREACH, plain, now)
    if row.trigger != Trigger.WARNING:
        return False
    percent = step.percent if step is not None else USUAL_WARNING
    # Who was warned and is silent is passed over also when the promise is broken by now.
    passing_on = row.fired_at is not None and still_holds(DueKind.BREACH, plain, now)
    return not passing_on and not still_holds(DueKind.WARNING, plain, now, percent=percent)


async def _asked_again_in_vain(row: Escalation, *, now: datetime) -> bool:
    """The same was asked because of the same promise later on, and that has run out as well: passed on once."""
    if row.promise_id is None or row.fired_at is None:
        return False
    later = await fetch(
        """SELECT FROM escalation WHERE promise_id = $1 AND step = $2 AND id <> $3 AND look_at <= $4
        AND fired_at IS NOT NULL AND (raised_at, id) > ($5, $3) LIMIT 1""",
        row.promise_id,
        row.step,
        row.id,
        now,
        row.raised_at,
    )
    return bool(later)


async def _fire(
    case: Case,
    row: Escalation,
    step: Step | None,
    people: Staff,
    *,
    facts: Facts,
    duty: Duty,
    now: datetime,
) -> None:
    trigger, code = Trigger(row.trigger), str(row.step)
    await execute("UPDATE escalation SET fired_at = $2, look_at = NULL WHERE id = $1", row.id, now)
    if step is None:
        come = untold(case, trigger, code, Hindrance.NOBODY, people, now=now)
    else:
        come = stepped(
            case,
            trigger,
            [(code, step)],
            people,
            facts=facts,
            duty=duty,
            now=now,
            before=told_of(row),
            promise_id=row.promise_id,
            waited=True,
        )
    promise = await _promise_of(row)
    await written(case, consequence_of(case, trigger, come, people, now=now, promise=promise), now=now)


async def _pass_on(
    case: Case, row: Escalation, people: Staff, *, facts: Facts, duty: Duty, now: datetime
) -> None:
    await execute("UPDATE escalation SET passed_on_at = $2, look_at = NULL WHERE id = $1", row.id, now)
    come = unanswered(
        case,
        str(row.step),
        people,
        facts=facts,
        duty=duty,
        now=now,
        before=told_of(row),
        promise_id=row.promise_id,
    )
    promise = await _promise_of(row)
    follows = consequence_of(case, Trigger.UNANSWERED, come, people, now=now, promise=promise)
    await written(case, follows, now=now)


async def _promise_of(row: Escalation) -> Promise | None:
    return await select_one(Promise, "WHERE id = $1", row.promise_id) if row.promise_id is not None else None
