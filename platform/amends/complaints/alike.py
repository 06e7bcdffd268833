"""The same complainant complains of the same kind of matter again: a repeat, if it comes soon enough."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from amends.complaints.desk import Desk
from amends.complaints.intake import Lodgement
from amends.complaints.known_by import email_key, phone_key
from amends.deadlines.due import due
from amends.policy.kinds import kind_of, not_counted

LAST_ALIKE: Final = """greatest(
    (SELECT max(c.lodged_at) FROM complaint c WHERE c.tenant_id = department.tenant_id AND c.category = $2
        AND c.complainant_email_key = $3 AND c.kind <> ALL ($5::text[])),
    (SELECT max(c.lodged_at) FROM complaint c WHERE c.tenant_id = department.tenant_id AND c.category = $2
        AND c.complainant_phone_key = $4 AND c.kind <> ALL ($5::text[])))"""
"""When such a complaint came last; looked up beside the department of the new one. Values: `sought`."""


def sought(desk: Desk, given: Lodgement) -> tuple[str, str | None, str | None, list[str]]:
    """Who left no address and no number cannot be known again."""
    phone = phone_key(given.phone, zone=desk.zone)
    return given.category, email_key(given.email), phone, not_counted(desk.policy)


def is_repeat(desk: Desk, last: datetime | None, *, now: datetime, kind: str) -> bool:
    """What does not count as a complaint neither is a repeat nor makes one."""
    if not kind_of(desk.policy, kind).counts:
        return False
    within = desk.policy.handling.repeat_within
    return within is not None and last is not None and now <= due(last, within, desk.calendar)
