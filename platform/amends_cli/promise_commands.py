"""`amends promises check|rebuild`: whether every promise is what its ledger comes to, and making it so again."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from amends import clock
from amends.complaints.case import Case, take
from amends.complaints.tables import Complaint
from amends.config import Settings
from amends.database.scope import platform_scope, tenant_scope
from amends.deadlines.rebuilding import Differing, cases_with_promises, differing, rebuild
from amends.errors import DomainError
from amends.tenancy import operations
from amends.tenancy.tables import Tenant
from amends_cli.domain import COMMAND_LINE, carry_out
from amends_cli.says import say
from workers.desks import desks_of

if TYPE_CHECKING:
    from amends_cli.commands import Subparsers

_AT_ONCE: Final = 200
"""Cases read in one transaction; what is put right is a transaction each."""
_NONE = UUID(int=0)


class PromisesDiffer(DomainError):
    code = "promises-differ"
    status = 500


def add(to: Subparsers) -> None:
    check = to.add_parser("check", help="compare every promise with its ledger; changes nothing")
    check.add_argument("--tenant", metavar="SLUG", default="", help="one organisation; all unless named")
    check.set_defaults(run=_check)
    again = to.add_parser("rebuild", help="make promises that differ from their ledgers the same again")
    again.add_argument("--tenant", metavar="SLUG", required=True)
    again.set_defaults(run=_rebuild)


def _check(given: argparse.Namespace) -> int:
    async def work(settings: Settings) -> None:
        async with platform_scope():
            one = [await operations.tenant_by_slug(given.tenant)] if given.tenant else []
            tenants = one or await operations.tenants()
        apart = [str(tenant.slug) for tenant in tenants if not await _holds(tenant, settings)]
        if apart:
            raise PromisesDiffer(
                "Promises of %(slugs)s are not what their ledgers say. Put them right with "
                "`amends promises rebuild --tenant SLUG`.",
                slugs=", ".join(apart),
            )

    return carry_out(work, on_existing_data=True)


def _rebuild(given: argparse.Namespace) -> int:
    async def work(settings: Settings) -> None:
        async with platform_scope():
            tenant = await operations.tenant_by_slug(given.tenant)
        done = 0
        async for rows in _cases(tenant):
            found = await _apart(tenant, settings, rows)
            for row in [row for row in rows if row.id in found]:
                done += await _put_right(tenant, settings, row)
        say(f"promises that were put right: {done}")

    return carry_out(work, on_existing_data=True)


async def _holds(tenant: Tenant, settings: Settings) -> bool:
    cases, apart = 0, 0
    async for rows in _cases(tenant):
        cases += len(rows)
        for found in (await _apart(tenant, settings, rows)).values():
            apart += len(found)
    print(f"{'DIFFER' if apart else 'ok':<7}{tenant.slug}: cases {cases}, promises that differ {apart}")
    return not apart


async def _cases(tenant: Tenant) -> AsyncIterator[Sequence[Complaint]]:
    after = _NONE
    while True:
        async with tenant_scope(tenant.id):
            rows = await cases_with_promises(after=after, most=_AT_ONCE)
        if not rows:
            return
        yield rows
        after = rows[-1].id


async def _apart(
    tenant: Tenant, settings: Settings, rows: Sequence[Complaint]
) -> Mapping[UUID, Sequence[Differing]]:
    """By case; prints a line for each promise."""
    desks, apart = desks_of(tenant.id, settings), {}
    async with tenant_scope(tenant.id):
        for row in rows:
            desk = await desks(row.policy_version_id, row.calendar_version_id)
            # Somebody may have changed it between our two looks: what seems to differ is looked at again, locked.
            if await differing(Case(desk, row)) and (found := await differing(await take(desk, row.id))):
                apart[row.id] = found
                for each in found:
                    print(f"       {tenant.slug} {row.number} {each.row.kind}: {_said(each)}")
    return apart


async def _put_right(tenant: Tenant, settings: Settings, row: Complaint) -> int:
    async with tenant_scope(tenant.id):
        desk = await desks_of(tenant.id, settings)(row.policy_version_id, row.calendar_version_id)
        return len(await rebuild(await take(desk, row.id), by=COMMAND_LINE, now=clock.now()))


def _said(each: Differing) -> str:
    return "; ".join(
        f"{name} {_plain(row)}, by its ledger {_plain(ledger)}" for name, (row, ledger) in each.apart.items()
    )


def _plain(value: object) -> str:
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else str(value).lower()
