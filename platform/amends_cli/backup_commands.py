"""`amends backup` and `amends restore`: a whole deployment into a folder, and out of it into an empty one."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

from amends import clock, config
from amends.backup import restoring, taking
from amends.backup.manifest import Manifest
from amends.backup.objects import Progress
from amends.backup.restoring import Restored, RestoreRefused, Target
from amends.backup.taking import Taken
from amends.config import Settings
from amends.database.embedded.home import Home
from amends.database.engine import DB
from amends.environment import BadSetting
from amends.errors import DomainError
from amends.evidence.store import open_store
from amends_cli import demonstration, migrations, servers
from amends_cli.audit_commands import HistoryBroken, broken_histories
from amends_cli.says import say

_EVERY = 5.0


class NotComplete(DomainError):
    code = "backup-not-complete"
    status = 500


def add_backup(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "--to", required=True, type=Path, metavar="FOLDER", help="where it becomes a folder named by its time"
    )
    to.add_argument("--keep", type=_count, metavar="N", help="remove the oldest there, so that N remain")
    to.set_defaults(run=_backup)


def add_restore(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "--from", dest="backup", required=True, type=Path, metavar="FOLDER/TIME", help="one backup"
    )
    to.add_argument("--check", action="store_true", help="only see whether the backup is whole")
    to.add_argument(
        "--with-another-secret",
        action="store_true",
        help="AMENDS_SECRET is lost: restore all the same, knowing what that means (docs/backup.md)",
    )
    to.set_defaults(run=_restore)


def _backup(given: argparse.Namespace) -> int:
    wanted = _settings()
    if not wanted.database_url and not (wanted.home / "version").exists():
        raise BadSetting(f"There are no data in {wanted.home}: set AMENDS_HOME, or start `amends up` first")
    with servers.at_hand(wanted, say) as settings:
        if not settings.backup_url:
            raise BadSetting("AMENDS_BACKUP_URL is needed here: the database's address as its backup role")
        taken = asyncio.run(_take(settings, given))
    _tell(taken)
    if taken.manifest.missing:
        raise NotComplete(
            "%(count)s files that cases refer to are not in the store as they were put there (%(first)s; all in "
            "manifest.json): look for them in earlier backups, none of which was removed.",
            count=len(taken.manifest.missing),
            first=taken.manifest.missing[0],
        )
    return 0


async def _take(settings: Settings, given: argparse.Namespace) -> Taken:
    async with migrations.connection(settings.backup_url, "AMENDS_BACKUP_URL"):
        pass  # the clear words about an unreachable server
    return await taking.take(
        url=settings.backup_url,
        store=open_store(settings.store_url),
        secret=settings.secret,
        into=given.to.absolute(),
        keep=given.keep,
        now=clock.now(),
        say=say,
        progress=_progress(),
    )


def _tell(taken: Taken) -> None:
    found = taken.manifest
    size = f"{found.rows:,} rows ({taken.dump_bytes / 1e6:,.1f} MB)"
    objects = f"{found.objects:,} objects ({found.object_bytes / 1e6:,.1f} MB"
    objects += f", {taken.linked:,} of them as in the backup before)" if taken.linked else ")"
    say(f"{taken.place} is whole: {size}, {objects}")
    if found.erased:
        say(f"{len(found.erased):,} objects were erased with their rows while it was made")
    if taken.removed:
        say(f"removed {', '.join(taken.removed)}")


def _restore(given: argparse.Namespace) -> int:
    backup = given.backup.absolute()
    say("checking the backup's files")
    found = asyncio.run(restoring.check(backup))
    say(
        f"the backup of {found.made_at:%Y-%m-%d %H:%M} UTC is whole: {found.rows:,} rows, {found.objects:,} objects"
    )
    if found.missing:
        say(
            f"{len(found.missing):,} files were missing from the store when it was made (manifest.json names them)"
        )
    if given.check:
        return 0
    wanted = _with_secret(_settings(), found, another=given.with_another_secret)
    with servers.at_hand(wanted, say) as settings:
        if not settings.owner_url:
            raise BadSetting("AMENDS_OWNER_URL is needed here: the new database's address as its owner")
        broken = asyncio.run(_put_back(settings, backup, found))
    if not wanted.database_url:
        demonstration.do_without(wanted)
    say("outgoing mail is on hold: `amends outbox release` lets it go. In a drill, don't.")
    if broken:
        raise HistoryBroken("The history of %(slugs)s is not what was written.", slugs=", ".join(broken))
    return 0


def _with_secret(wanted: Settings, found: Manifest, *, another: bool) -> Settings:
    """A new home of embedded servers gets the old secret; no other is made for it unless that is wished."""
    home = None if wanted.database_url else Home(wanted.home)
    secret = wanted.secret or (home.secret() if home else "")
    if not another and not any(found.secret.fits(known) for known in (secret, *wanted.secret_previous)):
        raise RestoreRefused(
            "AMENDS_SECRET is not the one this backup was made under: complainants' access codes, invitations and "
            "seals would no longer hold. Set it, or say --with-another-secret."
        )
    if home and secret:
        home.keep_secret(secret)
    return replace(wanted, secret=secret)


async def _put_back(settings: Settings, backup: Path, found: Manifest) -> list[str]:
    """The organisations whose history is not what was written."""
    for url, name in (
        (settings.owner_url, "AMENDS_OWNER_URL"),
        (settings.database_url, "AMENDS_DATABASE_URL"),
    ):
        async with migrations.connection(url, name):
            pass
    target = Target(
        owner_url=settings.owner_url,
        app_url=settings.database_url,
        store=open_store(settings.store_url),
        app_role=migrations.app_role(settings),
        backup_role=migrations.backup_role(settings),
    )
    restored = await restoring.restore(backup, found, target, now=clock.now(), say=say, progress=_progress())
    _tell_restored(restored)
    await migrations.demand_current(settings)
    await DB.open(settings.database_url, size=2)
    try:
        return await broken_histories(settings)
    finally:
        await DB.close()


def _tell_restored(restored: Restored) -> None:
    if restored.migrated:
        say(f"migrated: {', '.join(restored.migrated)}")
    say(
        f"restored; {restored.waiting:,} letters wait to be sent, some of which may have been sent after the backup"
    )


def _settings() -> Settings:
    settings = config.load(os.environ, as_owner=True)
    clock.use_offset_file(settings.clock_offset_file)
    return settings


def _progress() -> Progress:
    """A line now and then on a terminal; a log is told the steps only."""
    last = clock.ticks()

    def progress(line: str) -> None:
        nonlocal last
        if sys.stdout.isatty() and clock.ticks() - last >= _EVERY:
            last = clock.ticks()
            say(line)

    return progress


def _count(raw: str) -> int:
    if not raw.isdigit() or not 1 <= int(raw) <= 10_000:
        raise argparse.ArgumentTypeError("expected a whole number from 1")
    return int(raw)
