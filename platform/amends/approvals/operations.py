"""An answer that needs approval is proposed, approved, sent back or withdrawn.

Nothing of it happens before it is approved; then all of it does, in one transaction, by the same act and as its author.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from amends.approvals.gate import Wanted
from amends.approvals.people import author, demand_qualified, roles_of
from amends.approvals.queries import given_to, need_in, roles_given
from amends.approvals.refusals import (
    AnotherWaits,
    ApprovedAlready,
    NotTheRole,
    NotYoursToApprove,
    RequestMovedOn,
)
from amends.approvals.rules import Given, Need, Why, awaited, why_not
from amends.approvals.tables import ApprovalGiven, ApprovalRequest, State
from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.desk import Desk
from amends.complaints.texts import LONGEST_PARAGRAPH, prose
from amends.correspondence.operations import tell_staff
from amends.database.rows import insert_all, select_one
from amends.database.scope import execute
from amends.deadlines.due import due
from amends.deadlines.period import Period, Unit
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.policy.document import Text
from amends.tasks.ending import seen_to
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind

APPROVE_WITHIN = Period(1, Unit.WORKING_DAYS)
PROPOSED, APPROVED, SENT_BACK, WITHDRAWN, LAPSED = (
    "answer-proposed", "answer-approved", "answer-sent-back", "answer-withdrawn", "answer-lapsed"
)  # fmt: skip
"""As the history calls them."""
ENDS = frozenset({SENT_BACK, WITHDRAWN, LAPSED})
OVER = "the proposal is over"
"""Why a task need not be done that the program itself cancels; pages say it in the reader's language."""

Again = Callable[[Desk, Actor, ApprovalRequest], Awaitable[None]]
"""Does the act once more, as its author: with what was typed when it was proposed."""

_REFUSALS: Mapping[Why, type[DomainError]] = {
    Why.OWN: NotYoursToApprove,
    Why.ROLE: NotTheRole,
    Why.TWICE: ApprovedAlready,
}
_NOT_APPROVED = Text(
    zh="拟发出的答复未获批准，已退回：{reason}",
    en="What was to be answered was not approved and was sent back: {reason}",
)
_NOT_ANY_MORE = Text(
    zh="拟发出的答复已失效：投诉情况已有变化，请重新提出。",
    en="What was to be answered has lapsed: the complaint is not as it was. Please propose it anew.",
)


@dataclass(frozen=True, slots=True)
class _Held:
    case: Case
    row: ApprovalRequest
    need: Need
    given: Given


async def propose(
    desk: Desk,
    complaint_id: UUID,
    *,
    act: str,
    given: Mapping[str, Sequence[str]],
    wanted: Wanted,
    by: Actor,
    now: datetime,
) -> UUID:
    """To be called after what the act itself wrote was undone. One thing of a case waits at a time."""
    case = await take_by(desk, complaint_id, by)
    if await _open_of(case.id) is not None:
        raise AnotherWaits()
    until = due(now, APPROVE_WITHIN, desk.calendar)
    row = ApprovalRequest(
        id=uuid4(),
        complaint_id=case.id,
        act=act,
        event=wanted.event,
        given=msgspec.json.encode(given).decode(),
        subject=wanted.subject,
        body=wanted.body,
        sha256=wanted.sha256,
        need=msgspec.json.encode(wanted.need).decode(),
        state=State.ASKED,
        asked_at=now,
        asked_by=by.id,
        due_at=until,
    )
    await insert_all([row])
    await _record(row, PROPOSED, by=by, now=now, roles=wanted.need.roles, text=wanted.body)
    facts = {"event": wanted.event, "approval": str(row.id)}
    tasks = [
        NewTask(
            kind=TaskKind.ANSWER_APPROVAL,
            cause=_cause(row, role),
            due_at=until,
            complaint_id=case.id,
            facts=facts,
            role=role,
        )
        for role in wanted.need.roles
    ]
    await opened(tasks, by=by, now=now)
    return row.id


async def approve(
    desk: Desk,
    complaint_id: UUID,
    request_id: UUID,
    *,
    sha256: str,
    signed: bool,
    again: Again,
    by: Actor,
    now: datetime,
) -> State:
    """`sha256`: of what the reader had before them. With the last approval it is done; LAPSED where it cannot be any more."""
    there = await _taken(desk, complaint_id, request_id, by)
    roles = await _demand_approver(there, by, now=now)
    if sha256 != there.row.sha256:
        raise RequestMovedOn()
    if there.need.signature and not signed:
        raise Invalid({"password": "Please sign with your password."})
    still = awaited(there.need, {**there.given, _id(by): roles})
    await execute("SAVEPOINT approval")
    try:
        await again(replace(desk, approved=sha256), await author(there.row.asked_by), there.row)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT approval")
        await _lapse(there, refusal, by=by, now=now)
        return State.LAPSED
    # Written before what it allows, so that the history reads in the order of things.
    await execute("ROLLBACK TO SAVEPOINT approval")
    await _give(there, roles, signed=signed, done=not still, by=by, now=now)
    await seen_to([_cause(there.row, role) for role in there.need.roles if role not in still], by=by, now=now)
    if still:
        return State.ASKED
    await _end(there, State.APPROVED, by=by, now=now)
    await again(replace(desk, approved=sha256), await author(there.row.asked_by), there.row)
    return State.APPROVED


async def send_back(
    desk: Desk, complaint_id: UUID, request_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """With the reason; whoever has the case hears of it, and finds what was typed in its form again."""
    there = await _taken(desk, complaint_id, request_id, by)
    await _demand_approver(there, by, now=now)
    reason = prose("reason", reason, longest=LONGEST_PARAGRAPH, needed="Please say why.")
    await _end(there, State.SENT_BACK, by=by, now=now, reason=reason)
    await _record(there.row, SENT_BACK, by=by, now=now, reason=reason)
    await seen_to(_causes(there), by=by, now=now, outcome=reason)
    news = Text(zh=_NOT_APPROVED.zh.format(reason=reason), en=_NOT_APPROVED.en.format(reason=reason))
    await tell_staff(there.case, news, key=f"answer-sent-back:{request_id}", now=now)


async def withdraw(
    desk: Desk,
    complaint_id: UUID,
    request_id: UUID,
    *,
    reason: str,
    demand: Callable[[ApprovalRequest], None],
    by: Actor,
    now: datetime,
) -> None:
    """`demand`: refuses whoever may not do the act itself."""
    there = await _taken(desk, complaint_id, request_id, by)
    demand(there.row)
    reason = prose("reason", reason, required=False, longest=LONGEST_PARAGRAPH)
    await _end(there, State.WITHDRAWN, by=by, now=now, reason=reason)
    await _record(there.row, WITHDRAWN, by=by, now=now, reason=reason)
    await seen_to(_causes(there), by=by, now=now, cancelled=OVER)


async def _taken(desk: Desk, complaint_id: UUID, request_id: UUID, by: Actor) -> _Held:
    """The case locked: of two at once the second finds what the first has left."""
    case = await take_by(desk, complaint_id, by)
    row = await select_one(ApprovalRequest, "WHERE id = $1 AND complaint_id = $2", request_id, case.id)
    if row is None:
        raise NotFound()
    if row.state != State.ASKED:
        raise RequestMovedOn()
    given = (await given_to([row]))[row.id]
    return _Held(case, row, need_in(row), roles_given(given))


async def _open_of(complaint_id: UUID) -> ApprovalRequest | None:
    return await select_one(ApprovalRequest, "WHERE complaint_id = $1 AND ended_at IS NULL", complaint_id)


async def _demand_approver(there: _Held, by: Actor, *, now: datetime) -> tuple[str, ...]:
    """The awaited roles they hold."""
    roles = await roles_of(there.case, by, now=now)
    wrong = why_not(there.need, there.given, author=there.row.asked_by, by=by.id, roles=roles)
    if wrong is not None:
        raise _REFUSALS[wrong]()
    held = tuple(role for role in there.need.roles if role in roles)
    for role in held:
        await demand_qualified(there.case, by, role=role, now=now)
    return held


async def _give(
    there: _Held, roles: Sequence[str], *, signed: bool, done: bool, by: Actor, now: datetime
) -> None:
    row = ApprovalGiven(
        id=uuid4(),
        request_id=there.row.id,
        given_by=by.id,
        name=by.name,
        roles=msgspec.json.encode(roles).decode(),
        meaning="approved",
        signed=signed,
        sha256=there.row.sha256,
        given_at=now,
    )
    await insert_all([row])
    await _record(there.row, APPROVED, by=by, now=now, roles=roles, signed=signed, done=done)


async def _lapse(there: _Held, refusal: DomainError, *, by: Actor, now: datetime) -> None:
    await _end(there, State.LAPSED, by=by, now=now)
    await _record(there.row, LAPSED, by=by, now=now, why=refusal.code)
    await seen_to(_causes(there), by=by, now=now, cancelled=OVER)
    await tell_staff(there.case, _NOT_ANY_MORE, key=f"answer-lapsed:{there.row.id}", now=now)


async def _end(there: _Held, state: State, *, by: Actor, now: datetime, reason: str = "") -> None:
    await execute(
        "UPDATE approval_request SET state = $2, ended_at = $3, ended_by = $4, reason = nullif($5, '') WHERE id = $1",
        there.row.id,
        state,
        now,
        by.id,
        reason,
    )


async def _record(
    row: ApprovalRequest,
    act: str,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
    text: str = "",
    **more: object,
) -> None:
    detail = {"approval": row.id, "act": row.act, "event": row.event, "sha256": row.sha256, **more}
    said = {"reason": reason, "text": text}
    personal = {name: words for name, words in said.items() if words}
    await record(act=act, by=by, now=now, complaint_id=row.complaint_id, detail=detail, personal=personal)


def _causes(there: _Held) -> list[str]:
    return [_cause(there.row, role) for role in there.need.roles]


def _cause(row: ApprovalRequest, role: str) -> str:
    return f"answer-approval:{row.id}:{role}"


def _id(by: Actor) -> UUID:
    if by.id is None:
        raise NotYoursToApprove()
    return by.id
