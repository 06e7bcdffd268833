"""The answers by which a complaint is found again among others, written beside it whenever they are given or changed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from amends.complaints.likeness import marks_in
from amends.database.scope import current_tenant, execute
from amends.policy.document import Policy


def mark_rows(policy: Policy, complaint_id: UUID, answers: Mapping[str, str]) -> list[dict[str, object]]:
    """Of a complaint that is being lodged."""
    return [
        {"complaint_id": complaint_id, "field": code, "key": key}
        for code, key in marks_in(policy, answers).items()
    ]


async def mark_anew(
    policy: Policy, complaint_id: UUID, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    """Asks nothing where no such answer changed. `before`: none, where another policy says now which answers those are."""
    old, new = marks_in(policy, before), marks_in(policy, after)
    changed = sorted(code for code in {*old, *new} if old.get(code) != new.get(code))
    if not changed:
        return
    await execute(
        """INSERT INTO complaint_mark (id, tenant_id, complaint_id, field, key)
        SELECT given.id, $1, $2, given.field, given.key FROM unnest($3::uuid[], $4::text[], $5::text[]) AS given (id, field, key)
        ON CONFLICT (tenant_id, complaint_id, field) DO UPDATE SET key = excluded.key""",
        current_tenant(),
        complaint_id,
        [uuid4() for _ in changed],
        changed,
        [new.get(code) for code in changed],
    )
