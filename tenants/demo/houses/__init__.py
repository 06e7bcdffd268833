"""What the demonstration's organisations say of themselves, read as their settings' forms are."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec

from amends.evidence.store import ObjectStore
from amends.organisation.declaring import Page
from amends.organisation.logos import keep_logo
from amends.organisation.operations import save, set_logo
from amends.organisation.queries import Logo, in_force
from amends.organisation.reading import read, read_body, read_other_day, typed_of
from amends.people.actor import Actor
from amends.tenancy.tables import Tenant
from tenants.demo.emblems import emblem

_FORMS = (Page.NAMES, Page.CONTACTS, Page.HOURS, Page.TEXTS, Page.LEGAL)


class House(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    logo: str
    typed: dict[str, str]
    days: tuple[dict[str, str | int], ...] = ()
    """`in_days` counts from the day of loading."""
    bodies: tuple[dict[str, str], ...] = ()


def house_of(slug: str) -> House:
    path = Path(__file__).parent / f"{slug}.toml"
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), House)


async def draw_logo(house: House, colour: str, store: ObjectStore, *, tenant_id: UUID) -> Logo:
    """Before any transaction opens, as every object is stored."""
    return await keep_logo(store, emblem(house.logo, colour), tenant_id=tenant_id)


async def furnish(house: House, tenant: Tenant, logo: Logo, *, by: Actor, now: datetime) -> None:
    """Needs the tenant's scope."""
    settings = (await in_force(tenant)).settings
    for page in _FORMS:
        typed = dict(house.typed)
        for key in ("name", "language", "time_zone", "phone", "email"):
            typed |= typed_of(key, getattr(settings, key))
        await save(page, read(page, typed), seen_before=None, by=by, now=now)
    bodies = tuple(read_body(body, body_id=uuid4()) for body in house.bodies)
    await save(Page.BODIES, {"bodies": bodies}, seen_before=None, by=by, now=now)
    await set_logo(logo, by=by, now=now)


async def add_days(house: House, tenant: Tenant, *, by: Actor, began: datetime, now: datetime) -> None:
    """Days with other hours, said long ago and ahead of the day of loading."""
    today = now.astimezone(ZoneInfo(str(tenant.time_zone))).date()
    days = []
    for given in house.days:
        typed = {name: str(value) for name, value in given.items()}
        typed["day"] = (today + timedelta(days=int(typed.pop("in_days")))).isoformat()
        days.append(read_other_day(typed))
    await save(Page.HOURS, {"other_days": tuple(days)}, seen_before=None, by=by, now=began)
