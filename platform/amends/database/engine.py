"""Piccolo's engine, made to refuse every statement outside a scope.

A plan cached on an empty table answers `[]` without asking the policy, so row-level security alone does not turn
a forgotten scope into an error: the engine does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import asyncpg
from piccolo.engine.postgres import PostgresEngine

SERVER_SETTINGS: Final = {
    "timezone": "UTC",
    "statement_timeout": "30s",
    "application_name": "amends",
    # No disk turns: without this, a list is sorted whole to spare what its index would cost there.
    "random_page_cost": "1.1",
}


class OutsideScope(RuntimeError):
    """A programming error: a statement was run with no scope open (see `amends.database.scope`)."""


class ScopedEngine(PostgresEngine):
    """Runs statements only on the connection of the open scope."""

    def __init__(self) -> None:
        super().__init__(config={})

    async def open(self, url: str, *, size: int = 4) -> None:
        """Open the pool. Four connections per process are enough on two cores (docs/benchmarks.md)."""
        self.pool = await asyncpg.create_pool(
            url,
            min_size=0,
            max_size=size,
            reset=_nothing_to_reset,
            server_settings=SERVER_SETTINGS,
        )

    async def close(self) -> None:
        if self.pool is not None:
            pool, self.pool = self.pool, None
            await pool.close()

    # Piccolo would connect here, at import time, only to print the server's version.
    async def check_version(self) -> None:
        return None

    async def prep_database(self) -> None:
        return None

    async def _run_in_pool(self, query: str, args: Sequence[Any] | None = None) -> Any:  # noqa: ARG002
        raise OutsideScope(query.split(" ", 1)[0])

    async def _run_in_new_connection(self, query: str, args: Sequence[Any] | None = None) -> Any:  # noqa: ARG002
        raise OutsideScope(query.split(" ", 1)[0])


async def _nothing_to_reset(connection: asyncpg.Connection) -> None:
    """Scopes set only transaction-local values: asyncpg's reset would be a trip for nothing."""


DB = ScopedEngine()
