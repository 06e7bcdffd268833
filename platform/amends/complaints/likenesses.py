"""Which other complaints look like one, as far as a reader may know of them, and which belong with it. Reading only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from amends.complaints.confidence import readable
from amends.complaints.desk import Desk
from amends.complaints.facts import answers_of
from amends.complaints.likeness import Likeness, Traits, likeness, marks_in, marks_read_by
from amends.complaints.pairing import Standing
from amends.complaints.tables import Complaint
from amends.database.rows import select_all, select_beside
from amends.people.actor import Actor

MOST_SHOWN = 20
_LONGEST: Final = 2000
"""Characters of each complaint that are compared: what comes after them makes nobody's matter another one."""

KNOWN_AGAIN: Final = """(
    EXISTS (SELECT FROM complaint o WHERE o.tenant_id = complaint.tenant_id AND o.id <> complaint.id
        AND o.complainant_email_key = complaint.complainant_email_key)
    OR EXISTS (SELECT FROM complaint o WHERE o.tenant_id = complaint.tenant_id AND o.id <> complaint.id
        AND o.complainant_phone_key = complaint.complainant_phone_key)
    OR EXISTS (SELECT FROM complaint_mark m JOIN complaint_mark o ON o.tenant_id = m.tenant_id AND o.field = m.field
        AND o.key = m.key AND o.complaint_id <> m.complaint_id
        WHERE m.tenant_id = complaint.tenant_id AND m.complaint_id = complaint.id))"""
"""Whether there is another one of the same complainant, or with the same mark: looked up beside the case's own row, so that
only cases that have any cost a page the statement that compares."""

_KNOWN = """
    (SELECT o.id FROM complaint o WHERE o.tenant_id = t.tenant_id AND o.complainant_email_key = t.complainant_email_key
        AND o.category = t.category AND o.id <> t.id ORDER BY o.lodged_at DESC LIMIT 20)
    UNION (SELECT o.id FROM complaint o WHERE o.tenant_id = t.tenant_id
        AND o.complainant_email_key = t.complainant_email_key AND o.id <> t.id LIMIT 20)
    UNION (SELECT o.id FROM complaint o WHERE o.tenant_id = t.tenant_id AND o.complainant_phone_key = t.complainant_phone_key
        AND o.category = t.category AND o.id <> t.id ORDER BY o.lodged_at DESC LIMIT 20)
    UNION (SELECT o.id FROM complaint o WHERE o.tenant_id = t.tenant_id
        AND o.complainant_phone_key = t.complainant_phone_key AND o.id <> t.id LIMIT 20)
    UNION (SELECT o.complaint_id FROM complaint_mark m JOIN complaint_mark o ON o.tenant_id = m.tenant_id
        AND o.field = m.field AND o.key = m.key AND o.complaint_id <> m.complaint_id
        WHERE m.tenant_id = t.tenant_id AND m.complaint_id = t.id LIMIT 30)"""
"""The latest of its own category first, and some of the others: each as the entries of an index stand, however many
complaints somebody has."""
_NEAR = """
    UNION (SELECT o.id FROM complaint o WHERE o.tenant_id = t.tenant_id AND o.category = t.category AND o.id <> t.id
        AND o.lodged_at BETWEEN t.lodged_at - $3::interval AND t.lodged_at + $3::interval
        ORDER BY o.lodged_at DESC LIMIT 60)"""
_CANDIDATES = """AS c WHERE c.id IN (SELECT found.id FROM complaint t, LATERAL ({sources}) found WHERE t.id = $1)
    AND {readable} AND NOT coalesce(c.concerned ? $2::uuid::text, false) AND c.merged_into IS NULL
    AND NOT EXISTS (SELECT FROM complaint_pair p WHERE p.tenant_id = c.tenant_id AND p.standing <> 'open'
        AND p.one_id = least(c.id, $1) AND p.other_id = greatest(c.id, $1))"""
_PAIRED = """AS c WHERE c.id IN (
        SELECT p.other_id FROM complaint_pair p WHERE p.one_id = $1 AND p.standing <> 'open'
        UNION SELECT p.one_id FROM complaint_pair p WHERE p.other_id = $1 AND p.standing <> 'open')
    AND {readable} AND NOT coalesce(c.concerned ? $2::uuid::text, false) ORDER BY c.lodged_at, c.id"""
_STANDING = """(SELECT p.standing FROM complaint_pair p WHERE p.one_id = least(c.id, $1) AND p.other_id = greatest(c.id, $1))"""


@dataclass(frozen=True, slots=True)
class Alike:
    row: Complaint
    by: Likeness


async def known_alike(desk: Desk, row: Complaint, reader: Actor) -> Sequence[Alike]:
    """Of the same complainant or with the same mark, the likest first; of what else looks alike, `all_alike` tells."""
    return _likest(desk, row, await _candidates(_KNOWN, row, reader), reader)


async def all_alike(desk: Desk, row: Complaint, reader: Actor) -> Sequence[Alike]:
    """With those of its category that came about the same time, by their words."""
    within = timedelta(days=desk.policy.handling.alike_days)
    return _likest(desk, row, await _candidates(_KNOWN + _NEAR, row, reader, within), reader)


async def paired(complaint_id: UUID, reader: Actor) -> Mapping[Standing, Sequence[Complaint]]:
    """Those somebody linked with it, and those somebody said are not the same, in the order they came."""
    rest = _PAIRED.format(readable=readable(reader, 2))
    found = await select_beside(Complaint, _STANDING, rest, complaint_id, reader.id)
    return {
        standing: [row for row, said in found if said == standing]
        for standing in (Standing.RELATED, Standing.DISTINCT)
    }


async def _candidates(sources: str, row: Complaint, reader: Actor, *values: object) -> list[Complaint]:
    rest = _CANDIDATES.format(sources=sources, readable=readable(reader, 2))
    return await select_all(Complaint, rest, row.id, reader.id, *values)


def _likest(desk: Desk, row: Complaint, others: Sequence[Complaint], reader: Actor) -> list[Alike]:
    """Those that reach what the policy calls alike; of equals the later one first."""
    own = _traits(desk, row, reader)
    found = [Alike(other, likeness(own, _traits(desk, other, reader))) for other in others]
    reached = [each for each in found if each.by.reaches(desk.policy.handling.alike_from)]
    reached.sort(key=lambda each: (each.by.score, each.row.lodged_at), reverse=True)
    return reached[:MOST_SHOWN]


def _traits(desk: Desk, row: Complaint, reader: Actor) -> Traits:
    """Both by the policy of the one that is looked at: a field it does not know is no mark."""
    marks = marks_in(desk.policy, answers_of(row))
    return Traits(
        email=str(row.complainant_email_key or ""),
        phone=str(row.complainant_phone_key or ""),
        category=str(row.category),
        marks=marks_read_by(desk.policy, marks, reader.roles),
        words=f"{row.subject}\n{row.narrative}"[:_LONGEST],
    )
