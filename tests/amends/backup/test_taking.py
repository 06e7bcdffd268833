"""A backup is whole or not there: one snapshot of the database, and every object its rows name."""

from __future__ import annotations

import fcntl
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from amends.backup import manifest
from amends.backup.folder import FolderRefused, whole_ones
from amends.backup.objects import listed
from amends.backup.snapshot import NotReadable
from amends.evidence.store import ObjectEntry, ObjectStore
from tests.amends.backup.conftest import Backups
from tests.world import MONDAY, World


async def test_it_holds_the_database_and_every_object_and_no_secret(backups: Backups) -> None:
    _, objects = await backups.case_with_photo()
    taken = await backups.take()
    assert whole_ones(backups.folder) == [taken.place]
    assert taken.place.name == "20260302T010000Z", "in UTC"
    found = manifest.read(taken.place)
    assert found == taken.manifest
    assert found.tables["complaint"].rows == 1
    assert found.tables["tenant"].rows == 2
    assert found.roles == ("amends_app", "amends_backup")
    assert (found.missing, found.erased) == ((), ())
    sums = dict(listed(taken.place / manifest.SUMS))
    assert set(sums) == {manifest.DUMP, *(f"store/{name}" for name in objects)}
    for path, digest in sums.items():
        assert sha256((taken.place / path).read_bytes()).hexdigest() == digest
    everything = list(backups.folder.rglob("*"))
    assert all(path.stat().st_mode & 0o077 == 0 for path in everything)
    secret = backups.world.settings.secret.encode()
    assert not any(secret in path.read_bytes() for path in everything if path.is_file())
    assert found.secret.fits(backups.world.settings.secret)
    assert not found.secret.fits("another secret, of at least thirty-two")


@pytest.mark.slow
async def test_objects_of_the_backup_before_are_linked_and_not_read_again(backups: Backups) -> None:
    _, old = await backups.case_with_photo()
    first = await backups.take()
    _, new = await backups.case_with_photo()
    second = await backups.take(now=MONDAY + timedelta(days=1))
    assert second.linked == len(old)
    assert second.manifest.objects == len(old) + len(new)
    for name in old:
        assert (second.place / "store" / name).samefile(first.place / "store" / name)


@pytest.mark.slow
async def test_an_object_the_backup_before_lost_is_copied_again(backups: Backups) -> None:
    _, [name, _] = await backups.case_with_photo()
    first = await backups.take()
    (first.place / "store" / name).unlink()
    second = await backups.take(now=MONDAY + timedelta(days=1))
    assert second.linked == 1
    assert (second.place / "store" / name).is_file()


@pytest.mark.slow
async def test_only_so_many_are_kept(backups: Backups) -> None:
    taken = [await backups.take(keep=2, now=MONDAY + timedelta(days=day)) for day in range(3)]
    assert whole_ones(backups.folder) == [taken[1].place, taken[2].place]
    assert taken[2].removed == [taken[0].place.name]


async def test_what_the_store_has_lost_is_said_and_no_older_backup_goes(backups: Backups) -> None:
    _, [name, copy] = await backups.case_with_photo()
    await backups.take()
    await backups.store.delete(name)
    taken = await backups.take(keep=1, now=MONDAY + timedelta(days=1))
    assert taken.manifest.missing == (name,)
    assert taken.manifest.objects == 1
    assert len(whole_ones(backups.folder)) == 2
    assert copy in {path.removeprefix("store/") for path, _ in listed(taken.place / manifest.SUMS)}


@pytest.mark.slow
async def test_an_object_that_was_changed_counts_as_missing(backups: Backups, world: World) -> None:
    _, [name, _] = await backups.case_with_photo()
    assert backups.store.folder is not None
    (backups.store.folder / name).write_bytes(b"something else")
    assert (await backups.take()).manifest.missing == (name,)


@pytest.mark.slow
async def test_what_is_erased_while_it_is_made_is_no_loss(backups: Backups, world: World) -> None:
    _, [name, copy] = await backups.case_with_photo()

    class Erasing(ObjectStore):
        """The case's evidence goes between the dump and the listing."""

        async def list(self, prefix: str | None = None) -> AsyncIterator[ObjectEntry]:
            async with world.as_owner("evidence") as owner:
                await owner.execute("DELETE FROM evidence")
            await self.delete(name)
            await self.delete(copy)
            async for entry in super().list(prefix):
                yield entry

    taken = await backups.take(store=Erasing(backups.store._backend, folder=backups.store.folder))
    assert set(taken.manifest.erased) == {name, copy}
    assert taken.manifest.missing == ()


@pytest.mark.slow
async def test_a_seal_copied_after_the_dump_is_left_out(backups: Backups, world: World) -> None:
    """Beside the restored database it would tell of a lost day."""
    await backups.store.put(f"seals-{world.id}/00000007", b"{}", sha256=sha256(b"{}").hexdigest())
    assert (await backups.take()).manifest.objects == 0


@pytest.mark.slow
async def test_half_of_one_is_never_taken_for_a_whole_and_is_cleared_away(backups: Backups) -> None:
    half = backups.folder / ".20260301T000000Z.unfinished"
    half.mkdir(parents=True)
    (half / manifest.NAME).touch()
    (backups.folder / "20260301T000000Z").mkdir()
    assert whole_ones(backups.folder) == []
    await backups.take()
    assert not half.exists()
    assert f"removed {half.name}, left by a run that was interrupted" in backups.said


async def test_two_at_once_are_refused(backups: Backups) -> None:
    backups.folder.mkdir()
    lock = os.open(backups.folder / ".lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with pytest.raises(FolderRefused, match="Another backup"):
        await backups.take()
    os.close(lock)


async def test_a_role_that_sees_less_than_all_makes_none(backups: Backups, world: World) -> None:
    """pg_dump would leave the rows out without a word."""
    async with world.as_owner() as owner:
        await owner.execute("ALTER POLICY backup_reads ON message TO amends_owner")
    try:
        with pytest.raises(
            NotReadable, match=r"amends_backup cannot read all of message: run `amends migrate`"
        ):
            await backups.take()
        assert whole_ones(backups.folder) == []
        assert [path.name for path in backups.folder.iterdir()] == [".lock"], "nothing is left over"
    finally:
        async with world.as_owner() as owner:
            await owner.execute("ALTER POLICY backup_reads ON message TO amends_backup")


@pytest.mark.slow
async def test_the_application_s_role_makes_none(backups: Backups, world: World) -> None:
    with pytest.raises(NotReadable, match="amends_app cannot read all of"):
        await backups.take(url=world.settings.database_url)


async def test_none_is_put_into_the_store(backups: Backups) -> None:
    assert backups.store.folder is not None
    with pytest.raises(FolderRefused, match="is inside the store"):
        await backups.take(into=backups.store.folder / "backups")


async def test_a_folder_that_cannot_be_used_is_one_line(backups: Backups, folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(FolderRefused, match=r"file/backups cannot be used: Not a directory"):
        await backups.take(into=folder / "file" / "backups")
