"""`amends audit verify`: names the first broken link of every chain, and every seal that does not hold."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from amends.audit.seals import copies_outside
from amends.audit.verify import texts_in, verify_tenant
from amends.config import Settings
from amends.database.scope import platform_scope, tenant_scope
from amends.environment import BadSetting
from amends.errors import DomainError
from amends.evidence.store import open_store
from amends.tenancy import operations
from amends.tenancy.tables import Tenant
from amends_cli.domain import carry_out

if TYPE_CHECKING:
    from amends_cli.commands import Subparsers


class HistoryBroken(DomainError):
    code = "history-broken"
    status = 500


def add(to: Subparsers) -> None:
    parser = to.add_parser(
        "verify", help="check histories against their seals, inside and outside the database"
    )
    parser.add_argument("slug", nargs="*", help="organisations; all unless named")
    parser.add_argument(
        "--seals",
        action="append",
        type=Path,
        default=[],
        metavar="PATH",
        help="also against seals saved from mails: a file, or a folder of them",
    )
    parser.set_defaults(run=_verify)


def _verify(given: argparse.Namespace) -> int:
    missing = [str(path) for path in given.seals if not path.exists()]
    if missing:
        raise BadSetting(f"--seals: there is no {', '.join(missing)}")

    async def work(settings: Settings) -> None:
        async with platform_scope():
            found = [
                await operations.tenant_by_slug(slug) for slug in given.slug
            ] or await operations.tenants()
        broken = await _broken(found, settings, given.seals)
        if broken:
            raise HistoryBroken(
                "The history of %(slugs)s is not what was written, or its seals were made under a secret named in "
                "neither AMENDS_SECRET nor AMENDS_SECRET_PREVIOUS.",
                slugs=", ".join(broken),
            )

    return carry_out(work, on_existing_data=True)


async def broken_histories(settings: Settings) -> list[str]:
    """Of all organisations; prints a line for each."""
    async with platform_scope():
        everybody = await operations.tenants()
    return await _broken(everybody, settings, [])


async def _broken(tenants: Sequence[Tenant], settings: Settings, saved: list[Path]) -> list[str]:
    return [tenant.slug for tenant in tenants if not await _holds(tenant, settings, saved)]


async def _holds(tenant: Tenant, settings: Settings, saved: list[Path]) -> bool:
    copies = await copies_outside(open_store(settings.store_url), tenant_id=tenant.id)
    copies += texts_in(saved, tenant_id=tenant.id)
    async with tenant_scope(tenant.id):
        checked = await verify_tenant(secrets=settings.secrets, copies=copies)
    last = f"last sealed {checked.last_sealed}" if checked.last_sealed else "never sealed yet"
    counted = f"chains {checked.chains}, entries {checked.entries}, seals {checked.seals} ({last}), copies outside {checked.copies}"
    print(f"{'BROKEN' if checked.problems else 'ok':<7}{tenant.slug}: {counted}")
    for problem in checked.problems:
        print(f"       {problem}")
    return not checked.problems
