"""How far an investigation is, and everything that was written down in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from amends.database.rows import select_all, select_one
from amends.database.scope import fetch
from amends.database.tables import WalledTable
from amends.investigation.rules import Line, Looked
from amends.investigation.tables import (
    ChecklistEntry,
    CustodyEntry,
    CustodyItem,
    EvidenceRisk,
    Finding,
    Ground,
    HearingNotice,
    Interview,
    Waiver,
)


async def looked_into(complaint_id: UUID) -> Looked:
    """In one statement; what was looked into in the leading case counts for one that relies on it (`amends.groups`)."""
    rows = await fetch(
        """WITH looked AS (SELECT $1::uuid AS id UNION ALL
            SELECT lead_id FROM group_member WHERE complaint_id = $1 AND left_at IS NULL AND relied_at IS NOT NULL)
        SELECT DISTINCT list, line, false AS waived FROM checklist_entry WHERE complaint_id IN (SELECT id FROM looked)
        UNION ALL SELECT '', '', true FROM investigation_waiver
        WHERE complaint_id IN (SELECT id FROM looked) AND lifted_at IS NULL""",
        complaint_id,
    )
    checked = frozenset((row["list"], row["line"]) for row in rows if not row["waived"])
    return Looked(checked, any(row["waived"] for row in rows))


@dataclass(frozen=True, slots=True)
class Held:
    """An item and its chain, from its first link."""

    item: CustodyItem
    chain: Sequence[CustodyEntry]


@dataclass(frozen=True, slots=True)
class Found:
    finding: Finding
    grounds: Sequence[Ground]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """All of it. `entries`: every entry of a line, oldest first."""

    entries: Mapping[Line, Sequence[ChecklistEntry]]
    waiver: Waiver | None
    interviews: Sequence[Interview]
    notices: Sequence[HearingNotice]
    findings: Sequence[Found]
    risk: EvidenceRisk | None
    held: Sequence[Held]
    names: Mapping[UUID, str]
    """Of whoever occurs in it."""

    @property
    def looked(self) -> Looked:
        return Looked(frozenset(self.entries), self.waiver is not None)


async def inquiry_of(complaint_id: UUID) -> Inquiry:
    entries: dict[Line, list[ChecklistEntry]] = {}
    for row in await select_all(ChecklistEntry, "WHERE complaint_id = $1 ORDER BY place", complaint_id):
        entries.setdefault((str(row.list), str(row.line)), []).append(row)
    waiver, risk = await waiver_of(complaint_id), await risk_of(complaint_id)
    interviews = await select_all(Interview, "WHERE complaint_id = $1 ORDER BY place", complaint_id)
    notices = await select_all(HearingNotice, "WHERE complaint_id = $1 ORDER BY place", complaint_id)
    findings, held = await _findings(complaint_id), await _held(complaint_id)
    people: set[UUID | None] = {row.written_by for rows in entries.values() for row in rows}
    people |= {row.written_by for row in interviews} | {row.person_id for row in interviews}
    people |= {each for row in notices for each in (row.person_id, row.hearer_id, row.written_by)}
    people |= {found.finding.written_by for found in findings}
    people |= {link.written_by for each in held for link in each.chain}
    people |= {waiver.waived_by if waiver else None, risk.flagged_by if risk else None}
    return Inquiry(
        entries=entries,
        waiver=waiver,
        interviews=interviews,
        notices=notices,
        findings=findings,
        risk=risk,
        held=held,
        names=await _names([person for person in people if person is not None]),
    )


async def accounts_of(complaint_id: UUID, *, person_id: UUID) -> list[Interview]:
    """Of one member of staff, oldest first."""
    rest = "WHERE complaint_id = $1 AND person_id = $2 ORDER BY place"
    return await select_all(Interview, rest, complaint_id, person_id)


async def unheard(complaint_id: UUID, about: Collection[UUID]) -> bool:
    """Somebody of these was not heard, and nobody has said why; never of a case decided without an investigation."""
    if not about:
        return False
    [row] = await fetch(
        """SELECT NOT EXISTS (SELECT FROM investigation_waiver WHERE complaint_id = $1 AND lifted_at IS NULL)
            AND EXISTS (SELECT FROM unnest($2::uuid[]) AS who WHERE
                NOT EXISTS (SELECT FROM interview WHERE complaint_id = $1 AND person_id = who)
                AND NOT EXISTS (SELECT FROM hearing_notice WHERE complaint_id = $1 AND person_id = who AND unheard)
            ) AS missing""",
        complaint_id,
        list(about),
    )
    return bool(row["missing"])


async def waiver_of(complaint_id: UUID) -> Waiver | None:
    """The one that stands."""
    return await select_one(Waiver, "WHERE complaint_id = $1 AND lifted_at IS NULL", complaint_id)


async def risk_of(complaint_id: UUID) -> EvidenceRisk | None:
    """The one that stands."""
    return await select_one(EvidenceRisk, "WHERE complaint_id = $1 AND lifted_at IS NULL", complaint_id)


async def entry_ids(complaint_id: UUID) -> frozenset[UUID]:
    rows = await fetch("SELECT id FROM checklist_entry WHERE complaint_id = $1", complaint_id)
    return frozenset(row["id"] for row in rows)


async def evidence_ids(complaint_id: UUID) -> frozenset[UUID]:
    rows = await fetch("SELECT id FROM evidence WHERE complaint_id = $1 AND copy_of IS NULL", complaint_id)
    return frozenset(row["id"] for row in rows)


async def next_place(table: type[WalledTable], complaint_id: UUID) -> int:
    """Whoever asks holds the case: nobody else writes there meanwhile."""
    [row] = await fetch(
        f"SELECT count(*) + 1 AS place FROM {table._meta.tablename} WHERE complaint_id = $1",  # noqa: S608
        complaint_id,
    )
    return int(row["place"])


async def item_of(complaint_id: UUID, item_id: UUID) -> CustodyItem | None:
    return await select_one(CustodyItem, "WHERE id = $1 AND complaint_id = $2", item_id, complaint_id)


async def last_link(item_id: UUID) -> CustodyEntry | None:
    return await select_one(CustodyEntry, "WHERE item_id = $1 ORDER BY seq DESC LIMIT 1", item_id)


async def _findings(complaint_id: UUID) -> list[Found]:
    findings = await select_all(Finding, "WHERE complaint_id = $1 ORDER BY place", complaint_id)
    grounds = await select_all(
        Ground, "WHERE finding_id = ANY($1::uuid[]) ORDER BY id", [row.id for row in findings]
    )
    return [Found(row, [each for each in grounds if each.finding_id == row.id]) for row in findings]


async def _held(complaint_id: UUID) -> list[Held]:
    items = await select_all(CustodyItem, "WHERE complaint_id = $1 ORDER BY place", complaint_id)
    links = await select_all(
        CustodyEntry, "WHERE item_id = ANY($1::uuid[]) ORDER BY item_id, seq", [row.id for row in items]
    )
    return [Held(row, [each for each in links if each.item_id == row.id]) for row in items]


async def _names(people: Sequence[UUID]) -> dict[UUID, str]:
    rows = await fetch("SELECT id, name FROM person WHERE id = ANY($1::uuid[])", people)
    return {row["id"]: row["name"] for row in rows}
