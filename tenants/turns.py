"""Who goes first, where several change what all cases of an organisation rest on.

Always in this order, so that no two wait for each other: the organisation's row of the register, then cases by their
ids, then what is written anew. Publishing a policy, renewing a calendar and moving cases all keep to it.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from amends.database.rows import select_one
from amends.database.scope import execute
from amends.tenancy.tables import Tenant


async def alone(tenant: Tenant) -> Tenant:
    """The register as it is now; nobody else publishes anything until this transaction has ended."""
    return await select_one(Tenant, "WHERE id = $1 FOR NO KEY UPDATE", tenant.id) or tenant


async def unpublished(tenant: Tenant) -> Tenant:
    """The register as it is now, for whoever goes by what is in force: nobody publishes meanwhile."""
    return await select_one(Tenant, "WHERE id = $1 FOR SHARE", tenant.id) or tenant


async def take_cases(complaints: Collection[UUID], *, resting_on: Collection[UUID] = ()) -> None:
    """These, and those that are open and rest on one of these calendars."""
    await execute(
        """SELECT FROM complaint WHERE id = ANY($1::uuid[])
            OR (closed_at IS NULL AND calendar_version_id = ANY($2::uuid[]))
        ORDER BY id FOR NO KEY UPDATE""",
        sorted(set(complaints)),
        list(resting_on),
    )
