"""The same complainant complains of the same kind of matter again: a repeat, if it comes soon enough."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from amends.complaints.desk import Desk
from amends.complaints.intake import Lodgement
from amends.deadlines.due import due
from amends.policy.document import Policy
from amends.policy.kinds import kind_of, not_counted

LAST_ALIKE: Final = """(SELECT max(c.lodged_at) FROM complaint c
    WHERE c.tenant_id = department.tenant_id AND c.category = $2
    AND (c.complainant_email = ANY ($3::text[]) OR c.complainant_phone = ANY ($4::text[]))
    AND c.kind <> ALL ($5::text[]))"""
"""When such a complaint came last; looked up beside the department of the new one. Values: `sought`."""


def sought(policy: Policy, given: Lodgement) -> tuple[str, list[str], list[str], list[str]]:
    """Who left no address and no number cannot be known again. An address as it was typed, or in small letters."""
    emails = list(dict.fromkeys([given.email, given.email.lower()])) if given.email else []
    return given.category, emails, [given.phone] if given.phone else [], not_counted(policy)


def is_repeat(desk: Desk, last: datetime | None, *, now: datetime, kind: str) -> bool:
    """What does not count as a complaint neither is a repeat nor makes one."""
    if not kind_of(desk.policy, kind).counts:
        return False
    within = desk.policy.handling.repeat_within
    return within is not None and last is not None and now <= due(last, within, desk.calendar)
