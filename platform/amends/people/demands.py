"""Of whom an organisation demands a second factor, and how long its staff may be away from their desks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from amends.audit.operations import record
from amends.database.scope import execute
from amends.errors import DomainError, Invalid
from amends.people.actor import Actor
from amends.people.realms import STAFF
from amends.people.rights import Right, Role
from amends.people.second_factor import factor_of
from amends.tenancy.tables import Tenant

USUAL_IDLE = timedelta(hours=2)
IDLE_CHOICES = (30, 60, 120, 240, 720)
"""Minutes; the last is as long as a session lasts at most."""


class StillDemanded(DomainError):
    code = "second-factor-demanded"
    status = 409
    message = "Your organisation asks for a second factor, so yours cannot be removed."
    hint = "For a new phone, ask an administrator to reset it, then set it up again."


class Demand(StrEnum):
    NOBODY = "nobody"
    ADMINS = "admins"
    EVERYBODY = "everybody"


def demand_of(tenant: Tenant) -> Demand:
    """One that this version does not know is taken for the strictest."""
    stored = tenant.second_factor_demand
    if stored is None:
        return Demand.NOBODY
    return Demand(stored) if stored in set(Demand) else Demand.EVERYBODY


def is_demanded(demand: Demand, roles: Iterable[str]) -> bool:
    return demand is Demand.EVERYBODY or (demand is Demand.ADMINS and Role.ADMIN in set(roles))


def idle_of(tenant: Tenant) -> timedelta:
    minutes = tenant.idle_minutes
    return USUAL_IDLE if minutes is None else timedelta(minutes=int(minutes))


async def settle(tenant: Tenant, *, demand: str, idle_minutes: str, by: Actor, now: datetime) -> None:
    """What signing in takes. Whoever demands a second factor has one: they know what they ask for, and stay in."""
    by.demand(Right.MANAGE_SETTINGS)
    if demand not in set(Demand):
        raise Invalid({"demand": "Please choose one of these."})
    if idle_minutes not in {str(choice) for choice in IDLE_CHOICES}:
        raise Invalid({"idle_minutes": "Please choose one of these."})
    own = await factor_of(STAFF, by.id) if by.id is not None else None
    if demand != Demand.NOBODY and own is None:
        raise Invalid({"demand": "Set up your own second factor first, then ask others for theirs."})
    await execute(
        "UPDATE tenant SET second_factor_demand = $2, idle_minutes = $3 WHERE id = $1",
        tenant.id,
        demand,
        int(idle_minutes),
    )
    await record(
        act="sign-in-settings",
        by=by,
        now=now,
        detail={"second_factor": demand, "idle_minutes": int(idle_minutes), "before": demand_of(tenant)},
    )
