"""What waits or waited for approval, with the approvals."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from amends.approvals.rules import Given, Need
from amends.approvals.tables import ApprovalGiven, ApprovalRequest
from amends.database.rows import select_all


async def requests_of(complaint_id: UUID) -> list[ApprovalRequest]:
    """The latest first."""
    return await select_all(
        ApprovalRequest, "WHERE complaint_id = $1 ORDER BY asked_at DESC, id", complaint_id
    )


async def given_to(requests: Sequence[ApprovalRequest]) -> dict[UUID, list[ApprovalGiven]]:
    """By request, in the order they were given."""
    found: dict[UUID, list[ApprovalGiven]] = {row.id: [] for row in requests}
    ids = list(found)
    rest = "WHERE request_id = ANY($1::uuid[]) ORDER BY given_at, id"
    for row in await select_all(ApprovalGiven, rest, ids) if ids else ():
        found[row.request_id].append(row)
    return found


def need_in(request: ApprovalRequest) -> Need:
    return msgspec.json.decode(str(request.need), type=Need)


def roles_given(rows: Sequence[ApprovalGiven]) -> Given:
    return {row.given_by: msgspec.json.decode(str(row.roles), type=tuple[str, ...]) for row in rows}


def typed_in(request: ApprovalRequest) -> dict[str, list[str]]:
    return msgspec.json.decode(str(request.given), type=dict[str, list[str]])
