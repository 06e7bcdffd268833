"""Roles that people hold cannot be taken out of the policy from under them."""

from __future__ import annotations

from collections.abc import Sequence

from amends.database.scope import fetch
from amends.policy.document import Policy

_HELD = """SELECT role, count(*) AS people FROM person, unnest(roles) AS role
WHERE status <> 'left' AND NOT role = ANY($1::text[]) GROUP BY role ORDER BY role"""


async def problems_of_roles(policy: Policy) -> Sequence[str]:
    """One line for each role somebody holds and the policy has no more."""
    rows = await fetch(_HELD, list(policy.roles))
    return [
        f"roles.{row['role']}: held by {row['people']}; give them another role before it is removed"
        for row in rows
    ]
