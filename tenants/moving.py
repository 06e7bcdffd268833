"""Moving one complaint from the policy version it was lodged under to the one in force: never by itself, always with a
reason, and what was promised stays promised unless whoever moves it says otherwise.

What the version in force dropped (the case's category, its level) somebody chooses anew with the move, so that no case
stays behind for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case, take_by
from amends.complaints.facts import answers_of
from amends.complaints.marking import mark_anew
from amends.complaints.tables import Complaint
from amends.complaints.texts import prose
from amends.config import Settings
from amends.database.rows import select_one
from amends.deadlines.entries import append_all
from amends.deadlines.moving import move_promises
from amends.deadlines.operations import promises_of
from amends.deadlines.reopening import look_anew_when_over
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.events import Event
from amends.tenancy.tables import Tenant
from tenants.desks import desk_in_force, desk_of
from tenants.moving_preview import Preview, previewed
from tenants.new_dates import letter_of_new_dates
from tenants.turns import unpublished

LONGEST_REASON = 1000
_LETTER = {
    "zh": "我们按新的规定处理您的投诉，向您承诺的期限因此有变化：\n\n{dates}",
    "en": "We handle your complaint by newer rules now. That changes dates we promised you:\n\n{dates}",
}


class CannotMove(DomainError):
    code = "cannot-move"
    status = 409
    message = "This complaint cannot be moved to the version in force."


class Unchosen(Invalid):
    code = "category-or-level-unchosen"
    message = "The version in force lacks what this complaint is filed under."


class MovedAlready(DomainError):
    code = "moved-already"
    status = 409
    message = "This complaint was moved already, or another version was published meanwhile."
    hint = "Look again at what would change."


async def preview(
    tenant: Tenant,
    settings: Settings,
    complaint_id: UUID,
    *,
    now: datetime,
    instead: Mapping[str, str] | None = None,
) -> Preview:
    """What moving it would do; changes nothing. Needs the tenant's scope. `instead`: see `move_case`."""
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    return await previewed(await desk_in_force(tenant, settings), row, instead=instead or {}, now=now)


async def move_case(
    tenant: Tenant,
    settings: Settings,
    complaint_id: UUID,
    *,
    to: int,
    anew: bool,
    reason: str,
    by: Actor,
    now: datetime,
    instead: Mapping[str, str] | None = None,
) -> Preview:
    """`to`: the number its reader saw; `anew`: open promises get the due times of that version; `instead`: the category
    and the level it is filed under from then on, where that version lacks its own."""
    by.demand(Right.MANAGE_SETTINGS)
    tenant = await unpublished(tenant)
    desk = await desk_in_force(tenant, settings)
    case = await take_by(desk, complaint_id, by)
    reason = prose("reason", reason, longest=LONGEST_REASON, needed="Please say why.")
    found = await previewed(desk, case.row, instead=instead or {}, now=now)
    if found.new.number != to or found.old.number == found.new.number:
        raise MovedAlready()
    if found.hindrance:
        raise CannotMove(found.hindrance)
    if not found.ready:
        raise Unchosen(dict.fromkeys(found.lacks, "Please choose one of those there are now."))
    await _move(tenant, case, found, anew=anew, reason=reason, by=by, now=now)
    pinned = await desk_of(tenant, settings, case.row)
    for row in await promises_of(case.id):
        if row.ended_at is None and row.paused_since is not None:
            await look_anew_when_over(pinned, row)
    return found


async def _move(
    tenant: Tenant, case: Case, found: Preview, *, anew: bool, reason: str, by: Actor, now: datetime
) -> None:
    moving = found.moving if anew else []
    # What stays promised goes on being counted by the calendar it was promised by, also when it stands still later.
    keeps = bool(found.promises) and not anew
    filed = {name: {"from": getattr(case.row, name), "to": found.filed[name]} for name in found.lacks}
    await case.change(
        policy_version_id=found.new.id,
        calendar_version_id=case.row.calendar_version_id if keeps else tenant.calendar_version_id,
        **{name: found.filed[name] for name in found.lacks},
    )
    await mark_anew(case.desk.policy, case.id, {}, answers_of(case.row))
    await move_promises([each.move for each in moving if each.move is not None], now=now)
    written = [
        (each.row, replace(each.entry, reason=reason))
        for each in moving
        if each.row is not None and each.entry is not None
    ]
    await append_all(written, by=by, now=now)
    await record(
        act="move-policy",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={
            "from": found.old.number,
            "to": found.new.number,
            "promises": [{"clock": each.kind, "from": each.due_at, "to": each.would_be} for each in moving],
            **filed,
        },
        personal={"reason": reason},
    )
    dates = [
        (each.kind, each.due_at, each.would_be)
        for each in moving
        if each.row is None or each.row.paused_since is None
    ]
    if body := letter_of_new_dates(case, _LETTER, dates):
        await case.tell_complainant(Event.MESSAGE, key=f"policy:{found.new.number}", now=now, body=body)
