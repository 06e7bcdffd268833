"""Where is measured: organisations of one size, one of their people signed in at each, some of their cases at hand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from amends import clock
from amends.database.engine import DB
from amends.database.scope import fetch, fetch_one, platform_scope, tenant_scope
from amends.people.sessions import start_session
from benchmarks.scale.ground import Side

_CASES = 40


@dataclass(frozen=True)
class Desk:
    """One organisation as it is visited."""

    tenant_id: UUID
    slug: str
    template: str
    token: str
    cases: Sequence[UUID]


@dataclass(frozen=True)
class Place:
    name: str
    side: Side
    desks: Sequence[Desk]


async def sizes_of(side: Side) -> dict[str, int]:
    """Slug to number of cases, as they were filled in."""
    connection = await asyncpg.connect(side.owner_url)
    try:
        rows = await connection.fetch("SELECT slug, cases FROM bench_tenant")
        return {row["slug"]: row["cases"] for row in rows}
    finally:
        await connection.close()


async def open_place(name: str, side: Side, slugs: Sequence[str], sizes: dict[str, int]) -> Place:
    """Needs no open database; opens and closes the side's."""
    await DB.open(side.settings.database_url, size=2)
    try:
        return Place(name, side, [await _desk(slug, sizes[slug]) for slug in slugs])
    finally:
        await DB.close()


async def _desk(slug: str, cases: int) -> Desk:
    async with platform_scope():
        tenant = await fetch_one("SELECT id, template FROM tenant WHERE slug = $1", slug)
    assert tenant is not None
    numbers = [f"B{number}" for number in random.sample(range(1, cases + 1), min(_CASES, cases))]
    async with tenant_scope(tenant["id"]):
        person = await fetch_one("SELECT id FROM person WHERE 'supervisor' = ANY(roles) LIMIT 1")
        assert person is not None
        token = await start_session(person_id=person["id"], now=clock.now())
        rows = await fetch("SELECT id FROM complaint WHERE number = ANY($1::text[])", numbers)
    return Desk(tenant["id"], slug, tenant["template"], token, [row["id"] for row in rows])
