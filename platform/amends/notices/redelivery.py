"""Letters given up are tried again, under the same Message-ID, or set aside; the history says who decided it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from amends.audit.operations import Act, record_all
from amends.complaints.about import demand_unconcerned
from amends.complaints.tables import Complaint
from amends.complaints.texts import line
from amends.database.rows import select_one
from amends.database.scope import current_tenant, execute, fetch_one, platform_scope, tenant_scope
from amends.errors import NotFound
from amends.notices.dead_letters import DeadLetter, Wanted, listing
from amends.outbox import operations as outbox
from amends.people.actor import Actor, ActorKind
from amends.people.rights import Right
from amends.tenancy.operators import note_act

BATCH = 100
"""Letters in one transaction: each holds its case's history until the end of it."""
AT_ONCE = 1000
_LAST = UUID(int=2**128 - 1)
"""Comes after every id of the same moment."""


async def try_case_letter_again(complaint_id: UUID, letter_id: UUID, *, by: Actor, now: datetime) -> None:
    """For the staff of the case; one that is under way already is left alone."""
    by.demand(Right.RESEND)
    case = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if case is None:
        raise NotFound()
    demand_unconcerned(case, by)
    row = await fetch_one(
        """SELECT o.id FROM outbox o JOIN notice n ON n.tenant_id = o.tenant_id
            AND n.id::text = o.payload ->> 'notice_id'
        WHERE o.id = $1 AND n.complaint_id = $2""",
        letter_id,
        complaint_id,
    )
    if row is None:
        raise NotFound()
    await _try_batch([letter_id], by=by, now=now)


async def try_again(letters: Sequence[DeadLetter], *, by: Actor, now: datetime) -> int:
    """Opens a scope of its own for each organisation; how many letters were still given up, and now are not."""
    done = 0
    by_tenant = sorted(letters, key=lambda letter: str(letter.tenant_id))
    for tenant_id, group in groupby(by_tenant, key=lambda letter: letter.tenant_id):
        ids = [letter.id for letter in group]
        for start in range(0, len(ids), BATCH):
            async with tenant_scope(tenant_id):
                done += await _try_batch(ids[start : start + BATCH], by=by, now=now)
    return done


async def try_all_again(wanted: Wanted, *, by: Actor, now: datetime, most: int = AT_ONCE) -> int:
    """Those given up until now, the newest first; what fails anew meanwhile is not tried twice."""
    async with platform_scope():
        found = await listing(wanted, before=(now, _LAST), most=most)
    return await try_again(found.letters, by=by, now=now)


async def set_aside(letter: DeadLetter, *, reason: str, by: Actor, now: datetime) -> None:
    """Nobody tries it any more unless somebody asks; it stays, and why it was left so is written down."""
    reason = line("reason", reason)
    async with tenant_scope(letter.tenant_id):
        payload = await outbox.set_aside(row_id=letter.id, now=now)
        if payload is None:
            return
        await record_all([await _act("notice-set-aside", letter.id, payload, by=by, reason=reason)], now=now)
        await note_act(act="letter-set-aside", by=by, tenant_id=letter.tenant_id, now=now, reason=reason)


async def _try_batch(ids: Sequence[UUID], *, by: Actor, now: datetime) -> int:
    """All that is written down comes last, together: histories are locked in one order, whoever locks several."""
    revived = [act for letter_id in ids if (act := await _revived(letter_id, by=by, now=now)) is not None]
    if revived:
        await record_all(revived, now=now)
    if revived and by.kind is ActorKind.OPERATOR:
        count = str(len(revived))
        await note_act(act="letters-tried-again", by=by, tenant_id=current_tenant(), now=now, count=count)
    return len(revived)


async def _revived(letter_id: UUID, *, by: Actor, now: datetime) -> Act | None:
    """None when it is under way already."""
    payload = await outbox.revive(row_id=letter_id, now=now)
    if payload is None:
        return None
    if "notice_id" in payload:
        await execute("UPDATE notice SET failed_at = NULL WHERE id = $1", UUID(payload["notice_id"]))
    return await _act("notice-retried", letter_id, payload, by=by)


async def _act(act: str, letter_id: UUID, payload: Mapping[str, Any], *, by: Actor, reason: str = "") -> Act:
    """For the history of the letter's case, or of the organisation when it is about none."""
    notice = await fetch_one(
        "SELECT id, event, complaint_id FROM notice WHERE id = $1",
        UUID(payload["notice_id"]) if "notice_id" in payload else None,
    )
    about = {"notice": notice["id"], "event": notice["event"]} if notice else {}
    complaint_id = notice["complaint_id"] if notice else None
    return Act(act, by, complaint_id, {"letter": letter_id, **about}, {"reason": reason})
