"""`amends promises check` exits with 1 when a promise is not what its ledger says; `rebuild` puts it right."""

from __future__ import annotations

from amends.database.embedded.servers import Urls
from amends.database.scope import execute
from tests.amends_cli.terminal import at, shell
from tests.world import World


async def test_a_promise_written_by_hand_is_named_and_put_right(world: World, servers: Urls) -> None:
    there = at(servers) | {"AMENDS_STORE_URL": f"file://{world.settings.home}/store"}
    lodged = await world.lodge()
    right = (await world.promises(lodged.complaint_id))["respond"].due_at
    async with world.scope():
        await execute(
            "UPDATE promise SET due_at = due_at + interval '1 day' WHERE complaint_id = $1 AND kind = 'respond'",
            lodged.complaint_id,
        )
    wrong = shell("promises", "check", **there)
    assert wrong.returncode == 1
    assert f"harbour {lodged.number} respond: due_at " in wrong.stdout
    assert "DIFFER harbour: cases 1, promises that differ 1" in wrong.stdout
    assert "ok     garden: " in wrong.stdout
    assert wrong.stderr.startswith("amends: Promises of harbour are not what their ledgers say.")

    done = shell("promises", "rebuild", "--tenant", "harbour", **there)
    assert done.returncode == 0, done.stderr
    assert "promises that were put right: 1" in done.stdout + done.stderr
    assert (await world.promises(lodged.complaint_id))["respond"].due_at == right
    assert "promises-rebuilt" in await world.acts(lodged.complaint_id)
