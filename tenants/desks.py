"""The desk an operation works at: the organisation, and the policy that governs the case in hand.

A case keeps what was promised under the version it was lodged under; roles, routing, wording and the like are those of
the version in force (`amends.policy.pinning`). Which one that is stands in the register, which every request reads.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TypeVar
from uuid import UUID

from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.config import Settings
from amends.errors import DomainError
from amends.organisation.queries import in_force
from amends.policy.document import Policy
from amends.policy.parse import loads
from amends.policy.pinning import blend
from amends.tenancy.tables import Tenant
from tenants.calendars import calendar_for
from tenants.later_notices import with_later_notices
from tenants.tables import PolicyVersion

Key = TypeVar("Key")

_KEPT = 256
_policies: OrderedDict[UUID, Policy] = OrderedDict()
"""Published versions never change, so a process may keep the ones it met last."""
_parsed: OrderedDict[bytes, Policy] = OrderedDict()
"""By the document's hash: organisations that changed nothing of their template share one policy in memory."""
_blended: OrderedDict[tuple[UUID, UUID], Policy] = OrderedDict()
"""By the version a case is pinned to and the one in force."""


class NoPolicy(DomainError):
    code = "no-policy"
    status = 500
    message = "This organisation has no published policy."


def version_in_force(tenant: Tenant) -> UUID:
    """As the register said when it was read."""
    if tenant.policy_version_id is None:
        raise NoPolicy()
    version: UUID = tenant.policy_version_id
    return version


async def desk_in_force(tenant: Tenant, settings: Settings) -> Desk:
    """For what begins now; needs the tenant's scope."""
    return await desk_pinned(tenant, settings, version_in_force(tenant), tenant.calendar_version_id)


async def desk_of(tenant: Tenant, settings: Settings, case: Complaint) -> Desk:
    return await desk_pinned(tenant, settings, case.policy_version_id, case.calendar_version_id)


async def desk_pinned(tenant: Tenant, settings: Settings, version_id: UUID, calendar_id: UUID | None) -> Desk:
    """For a case lodged under these versions of policy and calendar."""
    policy = await policy_for(version_id, version_in_force(tenant))
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
        calendar=await calendar_for(calendar_id, version_id, policy, str(tenant.time_zone)),
        calendar_version_id=calendar_id,
        ways=frozenset(tenant.ways or ()),
        bodies=(await in_force(tenant)).settings.bodies,
    )


async def policy_for(pinned: UUID, current: UUID) -> Policy:
    """What governs a case pinned to one version while the other is in force."""
    if pinned == current:
        return await policy_of(pinned)
    policy = _blended.get((pinned, current))
    if policy is None:
        policy = blend(await policy_of(pinned), await policy_of(current))
    return _keep(_blended, (pinned, current), policy)


async def policy_of(version_id: UUID) -> Policy:
    """As it was published; needs the tenant's scope."""
    policy = _policies.get(version_id)
    if policy is None:
        row = await PolicyVersion.select(PolicyVersion.document).where(PolicyVersion.id == version_id).first()
        if row is None:
            raise NoPolicy()
        policy = _read(row["document"])
    return _keep(_policies, version_id, policy)


def _read(document: str) -> Policy:
    key = hashlib.sha256(document.encode()).digest()
    return _keep(_parsed, key, _parsed.get(key) or with_later_notices(loads(document)))


def _keep(kept: OrderedDict[Key, Policy], key: Key, policy: Policy) -> Policy:
    """The one met longest ago makes room."""
    kept[key] = policy
    kept.move_to_end(key)
    while len(kept) > _KEPT:
        kept.popitem(last=False)
    return policy
