"""What a new organisation does first. Each step is done when the facts say so; only doing without one is written down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from amends.audit.operations import record
from amends.database.scope import fetch_one
from amends.organisation.queries import in_force
from amends.organisation.values import CLOSED_WEEK
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.tenancy.operations import DEFAULT_COLOUR
from amends.tenancy.tables import Tenant

ALL = "all"
"""Skipped: the whole list is put aside."""


class Step(StrEnum):
    CONTACTS = "contacts"
    LOOK = "look"
    HOURS = "hours"
    PRIVACY = "privacy"
    MAIL = "mail"
    PEOPLE = "people"
    HEADS = "heads"
    TRY = "try"
    POSTER = "poster"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class FirstStep:
    step: Step
    done: bool
    skipped: bool = False

    @property
    def over(self) -> bool:
        return self.done or self.skipped


async def first_steps(tenant: Tenant) -> Sequence[FirstStep]:
    """Needs the tenant's scope."""
    house = await in_force(tenant)
    facts = await fetch_one(
        """SELECT (SELECT count(*) > 1 FROM person WHERE status <> 'left') AS people,
            NOT EXISTS (SELECT FROM department WHERE head_id IS NULL AND retired_at IS NULL) AS heads,
            EXISTS (SELECT FROM notice WHERE complaint_id IS NULL AND event = 'mail_test'
                AND sent_at IS NOT NULL) AS mail,
            EXISTS (SELECT FROM history_entry WHERE chain_id = $1 AND act = 'poster') AS poster,
            EXISTS (SELECT FROM complaint) AS complaint""",
        tenant.id,
    )
    assert facts is not None
    live = not tenant.in_trial
    done = {
        Step.CONTACTS: bool(tenant.contact_phone and tenant.contact_email),
        Step.LOOK: tenant.colour != DEFAULT_COLOUR or house.logo is not None,
        Step.HOURS: house.settings.week != CLOSED_WEEK,
        Step.PRIVACY: bool(house.settings.privacy),
        Step.MAIL: facts["mail"],
        Step.PEOPLE: facts["people"],
        Step.HEADS: facts["heads"],
        Step.TRY: facts["complaint"] or live,
        Step.POSTER: facts["poster"],
        Step.LIVE: live,
    }
    without = skipped(tenant)
    return [FirstStep(step, done[step], step in without) for step in Step]


def skipped(tenant: Tenant) -> Collection[str]:
    return str(tenant.first_steps_skipped or "").split()


async def do_without(tenant: Tenant, code: str, *, by: Actor, now: datetime) -> None:
    """A step, or ALL of them; what nobody knows is nothing."""
    by.demand(Right.MANAGE_SETTINGS)
    if code not in {*Step, ALL} or code in skipped(tenant):
        return
    await _keep(tenant, [*skipped(tenant), code])
    await record(act="skip-first-step", by=by, now=now, detail={"step": code})


async def do_after_all(tenant: Tenant, code: str, *, by: Actor, now: datetime) -> None:
    by.demand(Right.MANAGE_SETTINGS)
    if code in skipped(tenant):
        await _keep(tenant, [each for each in skipped(tenant) if each != code])
        await record(act="take-up-first-step", by=by, now=now, detail={"step": code})


async def _keep(tenant: Tenant, codes: Sequence[str]) -> None:
    await Tenant.update({Tenant.first_steps_skipped: " ".join(codes) or None}).where(Tenant.id == tenant.id)
