"""The desk an operation works at: the organisation, and the policy version that governs the case in hand."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from uuid import UUID

from amends.complaints.desk import Desk
from amends.config import Settings
from amends.database.scope import fetch_one
from amends.deadlines.calendar import calendar_from
from amends.errors import DomainError
from amends.organisation.queries import in_force
from amends.policy.document import Policy
from amends.policy.parse import loads
from amends.tenancy.tables import Tenant
from tenants.tables import PolicyVersion

_KEPT = 512
_policies: OrderedDict[UUID, Policy] = OrderedDict()
"""Published versions never change, so a process may keep the ones it met last."""

_parsed = lru_cache(maxsize=_KEPT)(loads)
"""Organisations that changed nothing of their template share one document, and so one policy in memory."""


class NoPolicy(DomainError):
    code = "no-policy"
    status = 500
    message = "This organisation has no published policy."


async def desk_in_force(tenant: Tenant, settings: Settings) -> Desk:
    """For what begins now; needs the tenant's scope."""
    row = await fetch_one("SELECT id FROM policy_version ORDER BY number DESC LIMIT 1")
    if row is None:
        raise NoPolicy()
    return await desk_pinned(tenant, settings, row["id"])


async def desk_pinned(tenant: Tenant, settings: Settings, version_id: UUID) -> Desk:
    """For a case lodged under this version."""
    policy = await _policy(version_id)
    host = str(tenant.own_host) if tenant.own_host else f"{tenant.slug}.{settings.base_domain}"
    contact = ", ".join(part for part in (tenant.contact_phone, tenant.contact_email) if part)
    return Desk(
        tenant_id=tenant.id,
        name_zh=str(tenant.name_zh),
        name_en=str(tenant.name_en),
        language=str(tenant.language),
        zone=str(tenant.time_zone),
        contact=contact,
        base_url=settings.address(host),
        mail_domain=settings.base_domain,
        policy_version_id=version_id,
        policy=policy,
        calendar=calendar_from(policy.hours, str(tenant.time_zone)),
        bodies=(await in_force(tenant)).settings.bodies,
    )


async def _policy(version_id: UUID) -> Policy:
    policy = _policies.get(version_id)
    if policy is None:
        row = await PolicyVersion.select(PolicyVersion.document).where(PolicyVersion.id == version_id).first()
        if row is None:
            raise NoPolicy()
        policy = _policies[version_id] = _parsed(row["document"])
        while len(_policies) > _KEPT:
            _policies.popitem(last=False)
    _policies.move_to_end(version_id)
    return policy
