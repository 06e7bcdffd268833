"""`amends policy upgrades`: who adopted which version of a template, and what the one shipped now would mean for them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from amends.config import Settings
from amends.database.scope import platform_scope, tenant_scope
from amends.policy.difference import changes
from amends.policy.places import dotted
from amends.tenancy import operations
from amends_cli.domain import carry_out
from tenants.desks import version_in_force
from tenants.upgrading import looked_at, offered
from tenants.versions import State, version_by_id

if TYPE_CHECKING:
    from amends_cli.commands import Subparsers


def add(to: Subparsers) -> None:
    listed = to.add_parser("upgrades", help="who is on which version of a template; changes nothing")
    listed.add_argument(
        "--tenant",
        metavar="SLUG",
        default="",
        help="one organisation, with every value a later version changes",
    )
    listed.set_defaults(run=_upgrades)


def _upgrades(given: argparse.Namespace) -> int:
    async def work(_settings: Settings) -> None:
        async with platform_scope():
            one = [await operations.tenant_by_slug(given.tenant)] if given.tenant else []
            tenants = one or await operations.tenants()
        for tenant in tenants:
            async with tenant_scope(tenant.id):
                state = (await version_by_id(version_in_force(tenant))).state
            for line in told(str(tenant.slug), state, in_full=bool(one)):
                print(line)

    return carry_out(work, on_existing_data=True)


def told(slug: str, state: State, *, in_full: bool) -> Iterator[str]:
    """A line for the organisation; with `in_full` one for each value, too."""
    here = f"{slug}: {state.adopted.code} {state.adopted.version}"
    later = offered(state)
    if later is None:
        yield f"ok      {here}"
        return
    found = looked_at(state, later)
    asked = found.conflicts
    brought = [each for each in changes(state.document, found.document) if each.keys != ("version",)]
    yield f"BEHIND  {here}, shipped {later.version}: values that change {len(brought)}, conflicts {len(asked)}"
    if not in_full:
        return
    for each in brought:
        yield f"        {dotted(each.keys)}: {_plain(each.before)} -> {_plain(each.after)}"
    for conflict in asked:
        yield (
            f"        conflict {dotted(conflict.keys)}: was {_plain(conflict.base)}, own {_plain(conflict.ours)}, "
            f"template {_plain(conflict.theirs)}"
        )


def _plain(value: object) -> str:
    return "nothing" if value is None else msgspec.json.encode(value).decode()
