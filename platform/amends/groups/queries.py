"""The group a case is in, and which further cases may be of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from amends.complaints.confidence import readable
from amends.complaints.lifecycle import ENDED
from amends.complaints.tables import Allegation, Complaint
from amends.database.rows import select_all, select_one
from amends.database.scope import fetch, fetch_one
from amends.groups.tables import Member
from amends.people.actor import Actor

MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Line:
    """What the case's own page says, to a reader who knows of no confidential case that is not theirs."""

    count: int
    lead: str


async def membership(complaint_id: UUID) -> Member | None:
    return await select_one(Member, "WHERE complaint_id = $1 AND left_at IS NULL", complaint_id)


async def members(lead_id: UUID) -> list[Member]:
    """Of the group it leads now: itself first, then as they joined."""
    return await select_all(
        Member,
        "WHERE lead_id = $1 AND left_at IS NULL ORDER BY complaint_id <> lead_id, joined_at, id",
        lead_id,
    )


async def is_about(rows: Sequence[Member], reader: Actor) -> bool:
    """One of them is about the reader: it is the same matter."""
    found = await fetch_one(
        "SELECT id FROM complaint WHERE id = ANY($1::uuid[]) AND concerned ? $2 LIMIT 1",
        [row.complaint_id for row in rows],
        str(reader.id),
    )
    return found is not None


async def line_of(complaint_id: UUID, reader: Actor) -> Line | None:
    row = await fetch_one(
        f"""SELECT (SELECT count(*) FROM group_member o JOIN complaint c ON c.tenant_id = o.tenant_id AND c.id = o.complaint_id
                WHERE o.lead_id = m.lead_id AND o.left_at IS NULL AND {readable(reader, 2)}) AS count,
            (SELECT c.number FROM complaint c WHERE c.id = m.lead_id AND {readable(reader, 2)}) AS lead
        FROM group_member m WHERE m.complaint_id = $1 AND m.left_at IS NULL""",  # noqa: S608 - constants
        complaint_id,
        reader.id,
    )
    return Line(row["count"], row["lead"] or "") if row is not None else None


async def alike_open(row: Complaint, reader: Actor) -> tuple[int, Sequence[Complaint]]:
    """How many open cases of its category and department there are, itself counted; the latest others in no group."""
    condition = f"""FROM complaint c WHERE c.category = $1 AND c.department_id = $2 AND c.closed_at IS NULL
        AND c.kind = $3 AND {readable(reader, 4)}"""
    values = (row.category, row.department_id, row.kind, reader.id)
    [counted] = await fetch(f"SELECT count(*) AS count {condition}", *values)
    found = await fetch(
        f"""SELECT c.id {condition} AND c.id <> $5 AND NOT EXISTS (SELECT FROM group_member m
            WHERE m.tenant_id = c.tenant_id AND m.complaint_id = c.id AND m.left_at IS NULL)
        ORDER BY c.lodged_at DESC, c.id LIMIT {MOST_OFFERED}""",  # noqa: S608 - constants
        *values,
        row.id,
    )
    others = await select_all(
        Complaint, "WHERE id = ANY($1::uuid[]) ORDER BY lodged_at, id", [each["id"] for each in found]
    )
    return counted["count"], others


async def open_among(complaints: Sequence[UUID], reader: Actor) -> list[UUID]:
    """Those that have not ended and that the reader may know of."""
    rows = await fetch(
        f"""SELECT c.id FROM complaint c WHERE c.id = ANY($1::uuid[]) AND {readable(reader, 2)}
        AND NOT c.state = ANY($3::text[])""",  # noqa: S608 - constants
        list(complaints),
        reader.id,
        [str(state) for state in ENDED],
    )
    theirs = {row["id"] for row in rows}
    return [each for each in complaints if each in theirs]


async def found_by_lead(complaint_id: UUID, reader: Actor) -> tuple[str, Sequence[Allegation]] | None:
    """Number and decided allegations of the case that leads its group; None: there is none they may know of."""
    row = await fetch_one(
        f"""SELECT c.id, c.number FROM group_member m JOIN complaint c ON c.tenant_id = m.tenant_id AND c.id = m.lead_id
        WHERE m.complaint_id = $1 AND m.left_at IS NULL AND m.lead_id <> m.complaint_id AND {readable(reader, 2)}""",  # noqa: S608
        complaint_id,
        reader.id,
    )
    if row is None:
        return None
    decided = await select_all(
        Allegation, "WHERE complaint_id = $1 AND outcome IS NOT NULL ORDER BY rank", row["id"]
    )
    return row["number"], decided
