"""`amends audit verify`: names the first broken link of every chain, and every seal that does not hold."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from amends.audit.seals import copies_outside
from amends.audit.verification import verify
from amends.config import Settings
from amends.database.scope import platform_scope
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
        "--seal",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="also against a seal saved from a mail",
    )
    parser.set_defaults(run=_verify)


def _verify(given: argparse.Namespace) -> int:
    saved = [path.read_text(encoding="utf-8") for path in given.seal]

    async def work(settings: Settings) -> None:
        async with platform_scope():
            found = [
                await operations.tenant_by_slug(slug) for slug in given.slug
            ] or await operations.tenants()
        broken = [tenant.slug for tenant in found if not await _holds(tenant, settings, saved)]
        if broken:
            raise HistoryBroken("The history of %(slugs)s is not what was written.", slugs=", ".join(broken))

    return carry_out(work)


async def _holds(tenant: Tenant, settings: Settings, saved: list[str]) -> bool:
    outside = await copies_outside(open_store(settings.store_url), tenant_id=tenant.id)
    verdict = await verify(
        tenant_id=tenant.id, secrets=(settings.secret, *settings.secret_previous), outside=[*outside, *saved]
    )
    counted = f"{verdict.chains} chains, {verdict.links} links, {verdict.seals} seals, {len(outside)} copies outside"
    print(f"{'BROKEN' if verdict.problems else 'ok':<7}{tenant.slug}: {counted}")
    for problem in verdict.problems:
        print(f"       {problem}")
    return not verdict.problems
