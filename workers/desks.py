"""The desks of one organisation's cases, each with policy and calendar the case was lodged under."""

from __future__ import annotations

from uuid import UUID

from amends.complaints.desk import Desk, Desks
from amends.config import Settings
from amends.tenancy.operations import tenant_by_id
from amends.tenancy.tables import Tenant
from tenants.desks import desk_pinned


def desks_of(tenant_id: UUID, settings: Settings) -> Desks:
    """Needs the tenant's scope when asked; the organisation is looked up once."""
    tenant: Tenant | None = None

    async def desk(version_id: UUID, calendar_id: UUID | None) -> Desk:
        nonlocal tenant
        tenant = tenant or await tenant_by_id(tenant_id)
        return await desk_pinned(tenant, settings, version_id, calendar_id)

    return desk
