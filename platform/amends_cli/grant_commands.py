"""`amends grant list|end`: which operators may or might look into which organisation."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from amends import clock
from amends.access.grants import end_grant
from amends.access.queries import KnownGrant, known_grants
from amends.config import Settings
from amends.database.scope import platform_scope, tenant_scope
from amends.errors import NotFound
from amends.tenancy.operations import tenant_by_id, tenant_by_slug
from amends.tenancy.queries import names_of
from amends.tenancy.tables import Operator
from amends_cli.domain import COMMAND_LINE, carry_out
from amends_cli.says import say
from tenants.desks import desk_in_force

if TYPE_CHECKING:
    from amends_cli.commands import Subparsers

MOST = 1000


def add(to: Subparsers) -> None:
    shown = to.add_parser("list", help="show who was let into which organisation, the newest first")
    shown.add_argument("--tenant", metavar="SLUG", default="")
    shown.add_argument("--open", action="store_true", help="only those open now")
    shown.set_defaults(run=_list)
    ending = to.add_parser("end", help="end a grant at once")
    ending.add_argument("id", type=UUID, help="as `list` names it")
    ending.set_defaults(run=_end)


def _list(given: argparse.Namespace) -> int:
    async def work(_: Settings) -> None:
        now = clock.now()
        async with platform_scope():
            tenant_id = (await tenant_by_slug(given.tenant)).id if given.tenant else None
            found = await known_grants(tenant_id=tenant_id, open_at=now if given.open else None, most=MOST)
            tenants = await names_of({grant.tenant_id for grant in found})
            operators = {row.id: str(row.email) for row in await Operator.objects()}
        for grant in found:
            slug = str(tenants[grant.tenant_id].slug)
            state = "open" if grant.is_open(now) else "over"
            times = f"{grant.granted_at:%Y-%m-%dT%H:%MZ} {grant.until:%Y-%m-%dT%H:%MZ}"
            print(f"{grant.id}  {times}  {state}  {slug:<24} {operators[grant.operator_id]}")
        if not found:
            say("no such grant")

    return carry_out(work, on_existing_data=True)


def _end(given: argparse.Namespace) -> int:
    async def work(settings: Settings) -> None:
        async with platform_scope():
            grant = _one(given.id, await known_grants(most=MOST))
        async with tenant_scope(grant.tenant_id):
            desk = await desk_in_force(await tenant_by_id(grant.tenant_id), settings)
            ended = await end_grant(desk, grant.id, by=COMMAND_LINE, now=clock.now())
        say("ended" if ended else "it was over already")

    return carry_out(work, on_existing_data=True)


def _one(grant_id: UUID, known: Sequence[KnownGrant]) -> KnownGrant:
    found = [grant for grant in known if grant.id == grant_id]
    if not found:
        raise NotFound("There is no such grant.")
    return found[0]
