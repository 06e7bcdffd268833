"""Roles that people hold cannot be taken out of the policy from under them, nor change while they are given."""

from __future__ import annotations

from collections.abc import Sequence

from amends.database.scope import fetch
from amends.policy.document import Policy
from amends.tenancy.tables import Tenant
from tenants.turns import unpublished

_HELD = """SELECT role, count(*) AS people FROM person, unnest(roles) AS role
WHERE status <> 'left' AND NOT role = ANY($1::text[]) GROUP BY role ORDER BY role"""


async def problems_of_roles(policy: Policy) -> Sequence[str]:
    """One line for each role somebody holds and the policy has no more."""
    rows = await fetch(_HELD, list(policy.roles))
    return [
        f"roles.{row['role']}: held by {row['people']}; give them another role before it is removed"
        for row in rows
    ]


async def held_in_force(tenant: Tenant) -> Tenant:
    """As the register is now, for whoever gives somebody roles: nobody publishes until this transaction has ended, so
    the rights kept with the person are those of the policy in force."""
    return await unpublished(tenant)
