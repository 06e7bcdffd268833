"""The business records a case is about, on its own page: those its answers name, and those staff added."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from amends.complaints.desk import Desk
from amends.complaints.queries import CaseFile
from amends.complaints.questions import is_readable
from amends.policy.document import Field
from amends.records.operations import ADDED, references_of
from amends.records.rules import address, named
from web.edge.visit import Visit
from web.formats import iso, near_moment_text
from web.i18n import current_language
from web.rendering import zone_of


async def records_view(file: CaseFile, desk: Desk, visit: Visit) -> list[dict[str, Any]]:
    """Of what the reader may read. Asks for what staff added only where the history says that they did."""
    fields, kinds, roles = desk.policy.fields, desk.policy.records, visit.staff.roles
    from_answers = [
        (code, number)
        for code, number in named(desk.policy, file.answers)
        if kinds[code].field in fields and _is_open(fields[kinds[code].field], roles)
    ]
    there = any(line.act == ADDED for line in file.history)
    added = await references_of(file.row.id) if there else []
    return [_shown(desk, code, number) for code, number in from_answers] + [
        {
            **_shown(desk, str(row.kind), str(row.number)),
            "id": str(row.id),
            "note": str(row.note),
            "who": file.names.get(row.added_by, ""),
            "added_text": near_moment_text(row.added_at, zone=zone_of(visit), now=visit.now),
            "added_iso": iso(row.added_at),
        }
        for row in added
    ]


def _is_open(field: Field, roles: Collection[str]) -> bool:
    return is_readable(field, roles) and not field.sensitive


def _shown(desk: Desk, code: str, number: str) -> dict[str, Any]:
    """A kind that the policy has no longer keeps its code for a name."""
    kind = desk.policy.records.get(code)
    return {
        "name": kind.name.in_language(current_language()) if kind else code,
        "number": number,
        "url": address(kind, number) if kind else "",
        "id": "",
    }
