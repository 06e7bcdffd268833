"""The doctor says whether a backup would hold everything, and whether anything outgoing is held."""

from __future__ import annotations

import asyncio

import asyncpg

from amends.database import unfinished
from amends.database.embedded.servers import Urls
from tests.amends_cli.terminal import Terminal, at
from tests.amends_cli.test_doctor import lines


async def test_a_backup_role_that_misses_a_table_is_wrong(terminal: Terminal, migrated: Urls) -> None:
    given = at(migrated) | {"AMENDS_BACKUP_URL": migrated.backup_url}
    owner = await asyncpg.connect(migrated.owner_url)
    try:
        await owner.execute("REVOKE SELECT ON operator FROM amends_backup")
        await asyncio.to_thread(terminal.run, "doctor", **given)
        assert "amends_backup cannot read all of operator" in lines(terminal, "WRONG")["backup"]
        await owner.execute("GRANT SELECT ON operator TO amends_backup")
        await asyncio.to_thread(terminal.run, "doctor", **given)
        assert "reads every table and writes none" in lines(terminal, "ok")["backup"]
        assert lines(terminal, "ok")["backup tool"].startswith("pg_dump ")
    finally:
        await owner.close()


def test_a_hold_on_everything_outgoing_is_told(terminal: Terminal, migrated: Urls) -> None:
    try:
        assert terminal.run("outbox", "hold", "--reason", "a wrong letter", **at(migrated)) == 0
        terminal.run("doctor", **at(migrated))
        assert "a wrong letter" in lines(terminal, "WRONG")["outgoing"]
    finally:
        assert terminal.run("outbox", "release", **at(migrated)) == 0


async def test_a_restore_that_was_broken_off_is_told_instead_of_migrations(
    terminal: Terminal, migrated: Urls
) -> None:
    owner = await asyncpg.connect(migrated.owner_url)
    try:
        await unfinished.mark(owner, "20260302T010000Z")
        await asyncio.to_thread(terminal.run, "doctor", **at(migrated))
        assert "run the same `amends restore` again" in lines(terminal, "WRONG")["restore"]
        assert "migrations" not in terminal.out
    finally:
        await unfinished.unmark(owner)
        await owner.close()
