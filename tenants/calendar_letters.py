"""Telling complainants that something they were promised has another date, because public holidays became known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from amends.complaints.case import Case
from amends.complaints.tables import Complaint
from amends.config import Settings
from amends.database.rows import select_all
from amends.policy.events import Event
from amends.tenancy.tables import Tenant
from tenants.desks import desk_pinned
from tenants.new_dates import letter_of_new_dates

_LETTER = {
    "zh": "新的一年的法定节假日安排已经公布，我们向您承诺的期限因此有变化：\n\n{dates}",
    "en": "The public holidays of a further year have been announced. That changes dates we promised you:\n\n{dates}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDate:
    complaint_id: UUID
    policy_version_id: UUID
    calendar_id: UUID
    clock: str
    before: datetime
    after: datetime


async def tell_of_new_dates(
    tenant: Tenant, settings: Settings, dates: Sequence[NewDate], *, now: datetime
) -> None:
    """One letter a case, of what complainants are told of at all; nothing to whom no letter can be sent."""
    ordered = sorted(dates, key=lambda each: each.complaint_id)
    cases = {
        row.id: row
        for row in await select_all(
            Complaint, "WHERE id = ANY($1::uuid[])", [each.complaint_id for each in ordered]
        )
    }
    for complaint_id, group in groupby(ordered, key=lambda each: each.complaint_id):
        theirs = list(group)
        pins = theirs[0].policy_version_id, theirs[0].calendar_id
        case = Case(await desk_pinned(tenant, settings, *pins), cases[complaint_id])
        if body := letter_of_new_dates(
            case, _LETTER, [(each.clock, each.before, each.after) for each in theirs]
        ):
            key = f"calendar:{theirs[0].calendar_id}"
            await case.tell_complainant(Event.MESSAGE, key=key, now=now, by_program=True, body=body)
