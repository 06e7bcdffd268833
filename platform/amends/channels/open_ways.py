"""Which ways besides mail, letters and the telephone are open to an organisation: kept where every request reads."""

from __future__ import annotations

from amends.database.scope import current_tenant, execute


async def one_at_a_time() -> None:
    """Of those who open and close ways: each sees what the one before left."""
    await execute("SELECT FROM tenant WHERE id = $1 FOR NO KEY UPDATE", current_tenant())


async def keep_ways() -> None:
    """SMS and chat by the gateways that are switched on; push as soon as anybody has a browser for it."""
    await execute(
        """UPDATE tenant SET ways = open.ways FROM (
            SELECT array_agg(way ORDER BY way) AS ways FROM (
                SELECT kind AS way FROM gateway WHERE on_since IS NOT NULL
                UNION SELECT 'push' WHERE EXISTS (SELECT FROM push_subscription)) all_ways) open
        WHERE id = $1 AND tenant.ways IS DISTINCT FROM open.ways""",
        current_tenant(),
    )
