"""What staff do to the clocks of a case: stop one, let it run on, extend it, or ask whoever may to extend it.

Each changes the promise, its ledger, its looks and the history, and tells both sides, in one transaction.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from amends.audit.operations import Act, record_all
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.own_words import only_own_words, own_words
from amends.complaints.texts import Texts
from amends.database.rows import select_one
from amends.database.scope import fetch
from amends.deadlines import extending, pausing
from amends.deadlines.due import due
from amends.deadlines.entries import ledger_of
from amends.deadlines.foreseeing import fingerprint
from amends.deadlines.letters import tell_extended, tell_paused, tell_resumed
from amends.deadlines.period import Period
from amends.deadlines.refusals import NotExtendable, PromiseChanged
from amends.deadlines.tables import Promise
from amends.errors import NotFound
from amends.escalation.letters import clock_name
from amends.people.actor import SYSTEM, Actor
from amends.people.rights import Right
from amends.policy.document import Text
from amends.policy.events import Event
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

LONGEST_REASON = 150
"""It stands in the one line of a task."""
_EXTEND = Text(zh="请决定是否延长“{clock}”时限：{reason}", en="Extend “{clock}”? {reason}")


async def pause(
    desk: Desk,
    complaint_id: UUID,
    promise_id: UUID,
    *,
    code: str,
    since: datetime | None,
    note: str,
    paragraph: str,
    by: Actor,
    now: datetime,
    seen: str = "",
) -> None:
    """`since`: none is now. `seen`: how the promise stood when the form was made (`foreseeing.fingerprint`)."""
    by.demand(Right.HANDLE)
    case, promise = await _in_hand(desk, complaint_id, promise_id, by, seen)
    kept = only_own_words(desk.policy, Event.PAUSED, paragraph)
    paused = await pausing.pause(case, promise, code, since=since or now, by=by, now=now, note=note)
    await tell_paused(case, promise, paused, by=by, now=now, own_words=kept)


async def resume(
    desk: Desk,
    complaint_id: UUID,
    promise_id: UUID,
    *,
    at: datetime | None,
    note: str,
    paragraph: str,
    by: Actor,
    now: datetime,
    seen: str = "",
) -> None:
    by.demand(Right.HANDLE)
    case, promise = await _in_hand(desk, complaint_id, promise_id, by, seen)
    kept = only_own_words(desk.policy, Event.RESUMED, paragraph)
    resumed = await pausing.resume(case, promise, at=at or now, by=by, now=now, note=note)
    await tell_resumed(case, promise, resumed, by=by, now=now, own_words=kept)


async def run_on_by_clock(case: Case, promise: Promise, *, now: datetime) -> None:
    """It has stood still as long as it may; nothing where it runs already. Both are read again: what else was due with it
    may have changed them."""
    case, promise = await _in_hand(case.desk, case.id, promise.id, SYSTEM)
    resumed = await pausing.resume_by_clock(case, promise, now=now)
    if resumed is not None:
        await tell_resumed(case, promise, resumed, by=SYSTEM, now=now)


async def extend(
    desk: Desk,
    complaint_id: UUID,
    promise_id: UUID,
    *,
    period: Period | None,
    until: date | None,
    reason: str,
    paragraph: str,
    by: Actor,
    now: datetime,
    seen: str = "",
) -> None:
    """Whoever was asked to need not be asked any more."""
    by.demand(Right.READ_CASES)
    case, promise = await _in_hand(desk, complaint_id, promise_id, by, seen)
    texts = Texts()
    kept = own_words(desk.policy, Event.EXTENSION, paragraph, texts)
    texts.demand()
    extended = await extending.extend(
        case, promise, period=period, until=until, reason=reason, by=by, now=now
    )
    await tell_extended(case, promise, extended, by=by, now=now, own_words=kept)
    await _asked_no_more(promise, extended.reason, by=by, now=now)


async def demand_may_extend(desk: Desk, complaint_id: UUID, promise_id: UUID, *, by: Actor) -> None:
    """Before anything else is asked: whose it is depends on the promise."""
    case, promise = await _in_hand(desk, complaint_id, promise_id, by)
    extending.demand_right(case, extending.extension_of(desk.policy, str(promise.kind)), by)


async def ask_to_extend(
    desk: Desk, complaint_id: UUID, promise_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """A task for those who may extend it."""
    by.demand(Right.HANDLE)
    case, promise = await _in_hand(desk, complaint_id, promise_id, by)
    texts = Texts()
    reason = texts.line("reason", reason, longest=LONGEST_REASON, needed="Please say why.")
    texts.demand()
    allowed = extending.extension_of(desk.policy, str(promise.kind))
    if allowed is None or not allowed.approved_by:
        raise NotExtendable()
    pausing.demand_running(promise, now)
    clock = clock_name(desk.policy, str(promise.kind), desk.language)
    task = NewTask(
        kind=TaskKind.OTHER,
        cause=f"extend:{promise.id}:{uuid4()}",
        due_at=min(due(now, desk.policy.handling.reach_within, desk.calendar), promise.due_at),
        complaint_id=case.id,
        what=_EXTEND.in_language(desk.language).format(clock=clock, reason=reason),
        role=allowed.approved_by,
    )
    await opened([task], by=by, now=now)


async def _asked_no_more(promise: Promise, reason: str, *, by: Actor, now: datetime) -> None:
    rows = await fetch(
        """UPDATE task SET done_at = $2, done_by = $3, outcome = $4, look_at = NULL
        WHERE complaint_id = $5 AND cause LIKE $1 AND done_at IS NULL AND cancelled_at IS NULL
        RETURNING id, kind""",
        f"extend:{promise.id}:%",
        now,
        by.id,
        reason,
        promise.complaint_id,
    )
    detail = [{"task": row["id"], "kind": row["kind"]} for row in rows]
    done = [Act("task-done", by, promise.complaint_id, each, {"outcome": reason}) for each in detail]
    if done:
        await record_all(done, now=now)


async def _in_hand(
    desk: Desk, complaint_id: UUID, promise_id: UUID, by: Actor, seen: str = ""
) -> tuple[Case, Promise]:
    """Its case is locked first, so that what was `seen` cannot change any more."""
    case = await take_by(desk, complaint_id, by)
    promise = await select_one(Promise, "WHERE id = $1 AND complaint_id = $2", promise_id, case.id)
    if promise is None:
        raise NotFound()
    if seen and seen != fingerprint(case, promise, await ledger_of(promise.id)):
        raise PromiseChanged()
    return case, promise
