"""Everything a document of a case may show, read in one transaction. Printing one changes none of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from amends.acceptance.queries import answers_of
from amends.acceptance.tables import AcceptanceAnswer
from amends.causes.operations import causes_of
from amends.causes.tables import Cause
from amends.complaints.case import Case
from amends.complaints.queries import CaseFile, HistoryLine, case_file
from amends.correctives.queries import ActionLine, EntryLine, actions_of, entries_of
from amends.database.scope import fetch
from amends.investigation.queries import Inquiry, inquiry_of
from amends.notices.told import Told
from amends.notices.told import told as told_of
from amends.people.actor import ActorKind
from amends.policy.conditions import Facts
from amends.remedies.ledger import ledgers_of
from amends.remedies.rules import Entry
from tenants.desks import desk_of
from web.edge.visit import Visit
from web.portal.case_asks import facts_of_file
from web.portal.case_view import CaseView
from web.rendering import zone_of

PRINTED = "document-printed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One of the staff who had to do with it."""

    name: str
    position: str
    roles: Sequence[str]
    department: Mapping[str, str]
    """By language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    view: CaseView
    facts: Facts
    reviewed: Mapping[str, AcceptanceAnswer]
    inquiry: Inquiry
    ledgers: Mapping[UUID, Sequence[Entry]]
    """By remedy."""
    names: Mapping[UUID, str]
    """Of whoever wrote in a ledger."""
    causes: Sequence[Cause]
    actions: Sequence[tuple[ActionLine, Sequence[EntryLine]]]
    """Each with its book, from its first entry."""
    told: Sequence[Told]
    """The complainant, in the order of time."""
    workers: Sequence[Worker]

    @property
    def file(self) -> CaseFile:
        return self.view.file

    @property
    def case(self) -> Case:
        return Case(self.view.desk, self.file.row)

    @property
    def history(self) -> Sequence[HistoryLine]:
        """In the order of time, without what printing left in it."""
        return [line for line in reversed(self.file.history) if line.act != PRINTED]


async def gathered(visit: Visit, complaint_id: UUID) -> Gathered:
    """NotFound for another organisation's."""
    file = await case_file(complaint_id)
    desk = await desk_of(visit.tenant, visit.settings, file.row)
    ledgers = await ledgers_of(complaint_id)
    told = [each for each in await told_of(complaint_id) if each.to_complainant]
    return Gathered(
        view=CaseView(file, desk, 0, visit.staff, zone_of(visit), visit.now),
        facts=facts_of_file(desk.policy, file),
        reviewed=await answers_of(complaint_id),
        inquiry=await inquiry_of(complaint_id),
        ledgers=ledgers,
        names=await _names(ledgers),
        causes=await causes_of(complaint_id),
        actions=[(each, (await entries_of(each.id))[::-1]) for each in await actions_of(complaint_id)],
        told=sorted(told, key=lambda each: (each.created_at, each.event, each.id)),
        workers=await _workers(file),
    )


async def _names(ledgers: Mapping[UUID, Sequence[Entry]]) -> dict[UUID, str]:
    people = {entry.by for entries in ledgers.values() for entry in entries if entry.by is not None}
    if not people:
        return {}
    rows = await fetch("SELECT id, name FROM person WHERE id = ANY ($1::uuid[])", list(people))
    return {row["id"]: str(row["name"]) for row in rows}


async def _workers(file: CaseFile) -> list[Worker]:
    people = {line.actor_id for line in file.history if _worked(line)} | {file.row.assignee_id}
    rows = await fetch(
        """SELECT p.name, coalesce(p.position, '') AS position, p.roles, coalesce(d.name_zh, '') AS zh,
            coalesce(d.name_en, '') AS en
        FROM person p LEFT JOIN department d ON d.tenant_id = p.tenant_id AND d.id = p.department_id
        WHERE p.id = ANY ($1::uuid[]) ORDER BY p.name, p.id""",
        [each for each in people if each is not None],
    )
    return [
        Worker(
            name=row["name"],
            position=row["position"],
            roles=row["roles"],
            department={"zh": row["zh"], "en": row["en"]},
        )
        for row in rows
    ]


def _worked(line: HistoryLine) -> bool:
    return line.actor_kind == ActorKind.PERSON and line.act != PRINTED
