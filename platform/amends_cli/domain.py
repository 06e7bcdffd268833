"""Running one domain operation from the command line: servers at hand, database open, a clear end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from amends import config
from amends.config import Settings
from amends.database.engine import DB
from amends.environment import BadSetting
from amends.people.actor import Actor, ActorKind
from amends_cli import migrations, servers
from amends_cli.says import say

COMMAND_LINE = Actor(ActorKind.OPERATOR, name="command line")
"""Whoever may start commands on the machine needs no account of the console's."""

Work = Callable[[Settings], Awaitable[None]]


def carry_out(work: Work, *, on_existing_data: bool = False) -> int:
    """`on_existing_data`: a mistyped AMENDS_HOME is an error then, not a new and empty deployment."""
    wanted = config.current()
    if on_existing_data and not wanted.database_url and not (wanted.home / "version").exists():
        raise BadSetting(f"There are no data in {wanted.home}: set AMENDS_HOME, or start `amends up` first")
    with servers.at_hand(wanted, say) as settings:
        asyncio.run(_with_database(work, settings))
    return 0


async def _with_database(work: Work, settings: Settings) -> None:
    if settings.owner_url:  # only servers of our own tell us
        await migrations.apply(settings)
    await migrations.demand_current(settings)
    await DB.open(settings.database_url, size=2)
    try:
        await work(settings)
    finally:
        await DB.close()
