"""Onboarding an organisation: register, address, first policy, departments, first admin's invitation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from uuid import uuid4

import msgspec

from amends.audit.operations import record
from amends.config import Settings
from amends.database.scope import enter_tenant
from amends.errors import Invalid
from amends.people.actor import Actor
from amends.people.operations import invite, invite_again, waiting_admins
from amends.people.rights import Role
from amends.policy.document import Policy
from amends.policy.overriding import Overrides, put
from amends.policy.parse import dumps
from amends.policy.provenance import origins
from amends.tenancy.operations import NewTenant, register
from amends.tenancy.operators import note_act
from amends.tenancy.tables import Tenant
from tenants.adopted import from_stored, stored
from tenants.calendars import publish_first_calendar
from tenants.departments import make_departments
from tenants.desks import desk_in_force
from tenants.holidays import region_of
from tenants.tables import PolicyVersion
from tenants.templates import Template, pickable_templates
from tenants.versions import State

HOLIDAYS = ("calendar", "holidays")


async def create_tenant(
    wanted: NewTenant,
    *,
    admin_email: str,
    admin_name: str,
    settings: Settings,
    by: Actor,
    now: datetime,
    variants: Mapping[str, str] | None = None,
    templates: Mapping[str, Template] | None = None,
) -> Tenant:
    """All or nothing in the platform scope that is open; the invitation leaves by mail afterwards.

    `variants`: the choice by group; where none is made the template's usual one holds.
    `templates`: what there is to pick from (`load_templates` of another folder); usually those shipped.
    """
    template = (pickable_templates() if templates is None else templates).get(wanted.template)
    if template is None or not template.pickable:
        raise Invalid({"template": "Please choose an industry template."})
    tenant = await register(wanted, by=by, now=now)
    # The new organisation's own rows follow in the same transaction, behind its own wall.
    await enter_tenant(tenant.id)
    chosen = template.adopted.choices(variants)
    first = _first(stored(template.adopted), tuple(sorted(chosen.items())), wanted.time_zone)
    policy = first.policy
    await _publish_first(tenant, first, now=now)
    await publish_first_calendar(tenant, policy.calendar, by=by, now=now)
    await make_departments(policy)
    await record(
        act="onboard",
        by=by,
        now=now,
        detail={
            "template": template.code,
            "version": policy.version,
            "variants": chosen,
            "holidays": policy.calendar.holidays,
        },
    )
    try:
        await invite(
            await desk_in_force(tenant, settings),
            email=admin_email,
            name=admin_name,
            roles=[Role.ADMIN],
            department_id=None,
            language=wanted.language,
            secret=settings.secret,
            by=by,
            now=now,
        )
    except Invalid as wrong:
        raise Invalid({f"admin_{name}": text for name, text in wrong.fields.items()}) from None
    return tenant


async def invite_admins_again(tenant: Tenant, *, settings: Settings, by: Actor, now: datetime) -> int:
    """In the platform scope that is open; none while the organisation has an administrator, who can invite others."""
    await enter_tenant(tenant.id)
    waiting = await waiting_admins()
    for person in waiting:
        desk = await desk_in_force(tenant, settings)
        await invite_again(desk, person, secret=settings.secret, by=by, now=now)
    if waiting:
        await note_act(act="invite-again", by=by, tenant_id=tenant.id, now=now)
    return len(waiting)


def _with_holidays(state: State, zone: str) -> State:
    """Public holidays of the country its time zone lies in, none where that is not known; unless a variant names others,
    or the template a part of that country."""
    origin = origins(state.layers, part="calendar").get(HOLIDAYS)
    named = str(origin.value) if origin is not None else ""
    chosen = origin is not None and origin.layer not in {layer.code for layer in state.adopted.layers}
    region = region_of(zone)
    if chosen or (region and named.partition("-")[0] == region):
        return state
    return replace(state, own=put(state.inherited, state.own, HOLIDAYS, region))


@dataclass(frozen=True)
class _First:
    """What an organisation begins with."""

    state: State
    policy: Policy
    document: str
    template_document: str


@lru_cache(maxsize=16)
def _first(template_document: str, chosen: tuple[tuple[str, str], ...], zone: str) -> _First:
    """The same for everybody who begins with this template in this zone: worked out once in a process."""
    state = _with_holidays(State(from_stored(template_document), dict(chosen), Overrides({})), zone)
    policy = state.policy()
    return _First(state, policy, dumps(policy).decode(), template_document)


async def _publish_first(tenant: Tenant, first: _First, *, now: datetime) -> None:
    policy, state = first.policy, first.state
    version = PolicyVersion(
        id=uuid4(),
        tenant_id=tenant.id,
        number=1,
        document=first.document,
        template=policy.code,
        template_version=policy.version,
        published_at=now,
        overrides=msgspec.json.encode(state.own.layer).decode(),
        variants=msgspec.json.encode(state.variants).decode(),
        pins="[]",
        template_document=first.template_document,
        reason="",
    )
    await PolicyVersion.insert(version)
    tenant.policy_version_id = version.id  # the register has it by its trigger
