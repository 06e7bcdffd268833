"""`amends audit verify` says which organisation's history holds and exits with 1 when one does not."""

from __future__ import annotations

from amends.database.embedded.servers import Urls
from tests.amends_cli.terminal import at, shell
from tests.world import World


async def test_honest_histories_hold_and_a_forged_one_is_named(world: World, servers: Urls) -> None:
    there = at(servers) | {"AMENDS_STORE_URL": f"file://{world.settings.home}/seals"}
    lodged = await world.lodge()
    honest = shell("audit", "verify", **there)
    assert honest.returncode == 0, honest.stderr
    assert "ok     harbour: " in honest.stdout
    assert "ok     garden: " in honest.stdout
    async with world.as_owner("history_entry") as owner:
        await owner.execute(
            "UPDATE history_entry SET act = 'praise' WHERE chain_id = $1", lodged.complaint_id
        )
    forged = shell("audit", "verify", "harbour", **there)
    assert forged.returncode == 1
    assert f"case {lodged.complaint_id}: link 1 is broken (altered)" in forged.stdout
    assert forged.stderr.startswith("amends: The history of harbour is not what was written, or ")
