"""Objects are written once, read back as they were, and private on disk."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from amends.evidence.store import ObjectChanged, ObjectMissing, ObjectStore, StoreError, new_name, open_store

TENANT, DORAS_TENANT = UUID(int=1), UUID(int=2)
BODY = os.urandom(700_000)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


async def _kept(store: ObjectStore, data: bytes = BODY, tenant: UUID = TENANT) -> str:
    name = new_name(tenant)
    await store.put(name, data, sha256=_sha(data))
    return name


async def _all(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


@pytest.fixture(params=["folder", "file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    folder = tmp_path / "Beweise und 证据"
    urls = {"folder": str(folder), "file": f"file://{folder}", "memory": "memory://"}
    return open_store(urls[request.param])


def test_what_is_put_is_read_back(store: ObjectStore) -> None:
    async def story() -> None:
        name = await _kept(store)
        assert await store.get(name, sha256=_sha(BODY)) == BODY
        assert await _all(await store.stream(name, sha256=_sha(BODY))) == BODY

    asyncio.run(story())


def test_an_empty_object_streams(store: ObjectStore) -> None:
    async def story() -> None:
        assert await _all(await store.stream(await _kept(store, b""))) == b""

    asyncio.run(story())


def test_nothing_is_overwritten(store: ObjectStore) -> None:
    async def story() -> None:
        name = await _kept(store)
        with pytest.raises(StoreError):
            await store.put(name, b"other", sha256=_sha(b"other"))
        assert await store.get(name) == BODY

    asyncio.run(story())


def test_data_must_fit_their_digest(store: ObjectStore) -> None:
    async def story() -> None:
        name = new_name(TENANT)
        with pytest.raises(StoreError):
            await store.put(name, b"one", sha256=_sha(b"another"))
        with pytest.raises(ObjectMissing):
            await store.get(name)

    asyncio.run(story())


def test_a_changed_object_is_not_given_out(store: ObjectStore) -> None:
    async def story() -> None:
        name = await _kept(store)
        with pytest.raises(ObjectChanged):
            await store.get(name, sha256=_sha(b"as it was"))
        pieces = await store.stream(name, sha256=_sha(b"as it was"))
        with pytest.raises(ObjectChanged):
            await _all(pieces)

    asyncio.run(story())


def test_what_is_missing_says_so_before_anything_is_sent(store: ObjectStore) -> None:
    async def story() -> None:
        with pytest.raises(ObjectMissing):
            await store.stream(new_name(TENANT))
        with pytest.raises(ObjectMissing) as missing:
            await store.get(new_name(TENANT))
        assert "\n" not in missing.value.reason
        assert str(missing.value) == "This file is missing from the store."

    asyncio.run(story())


def test_deleting_may_be_repeated(store: ObjectStore) -> None:
    async def story() -> None:
        name = await _kept(store)
        await store.delete(name)
        await store.delete(name)
        with pytest.raises(ObjectMissing):
            await store.get(name)

    asyncio.run(story())


def test_a_listing_stays_within_its_tenant(store: ObjectStore) -> None:
    async def story() -> None:
        names = {await _kept(store, b"x"), await _kept(store, b"xyz")}
        await _kept(store, tenant=DORAS_TENANT)
        listed = [entry async for entry in store.list(str(TENANT))]
        assert {entry.name for entry in listed} == names
        assert sorted(entry.size for entry in listed) == [1, 3]
        assert all(entry.last_modified.tzinfo for entry in listed)
        assert [entry async for entry in store.list(str(UUID(int=3)))] == []

    asyncio.run(story())


@pytest.mark.parametrize(
    "name", ["../escape", "/etc/passwd", "a/b/c", "a/", "/a", "a", "a/b#1", "a/..", "", "a/B"]
)
def test_only_our_own_names_are_names(store: ObjectStore, name: str) -> None:
    async def story() -> None:
        with pytest.raises(StoreError):
            await store.put(name, b"", sha256=_sha(b""))
        with pytest.raises(StoreError):
            await store.get(name)
        with pytest.raises(StoreError):
            await store.stream(name)
        with pytest.raises(StoreError):
            await store.delete(name)

    asyncio.run(story())


def test_names_are_opaque_and_differ() -> None:
    names = {new_name(TENANT) for _ in range(100)}
    assert len(names) == 100
    assert all(name.startswith(f"{TENANT}/") and len(name.partition("/")[2]) == 40 for name in names)


def test_the_check_leaves_nothing_behind(store: ObjectStore) -> None:
    async def story() -> None:
        await store.check()
        assert [entry async for entry in store.list("probe")] == []

    asyncio.run(story())


def test_files_are_private(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        store = open_store(str(tmp_path / "deep" / "store"))
        name = asyncio.run(_kept(store))
    finally:
        os.umask(before)
    path = tmp_path / "deep" / "store" / name
    assert [oct(each.stat().st_mode & 0o777) for each in (path, path.parent, path.parent.parent)] == [
        "0o600",
        "0o700",
        "0o700",
    ]


def test_a_change_on_disk_is_noticed(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    name = asyncio.run(_kept(store))
    (tmp_path / name).write_bytes(BODY[:-1] + b"!")
    with pytest.raises(ObjectChanged):
        asyncio.run(store.get(name, sha256=_sha(BODY)))


def test_what_a_crash_left_is_neither_listed_nor_kept(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    name = asyncio.run(_kept(store))
    stale, fresh = tmp_path / f"{name}#1", tmp_path / f"{name}#2"
    stale.write_bytes(b"half")
    fresh.write_bytes(b"half")
    for path, age in (
        (stale, timedelta(days=3)),
        (fresh, timedelta(hours=1)),
        (tmp_path / name, timedelta(days=9)),
    ):
        os.utime(path, times=((NOW - age).timestamp(),) * 2)

    async def story() -> list[str]:
        await store.discard_unfinished(str(TENANT), older_than=NOW - timedelta(days=2))
        return [entry.name async for entry in store.list(str(TENANT))]

    assert asyncio.run(story()) == [name]
    assert sorted(path.name for path in (tmp_path / str(TENANT)).iterdir()) == [
        (tmp_path / name).name,
        fresh.name,
    ]


def test_a_store_that_vanished_is_not_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "mounted"
    store = open_store(str(folder))
    folder.rmdir()
    with pytest.raises(StoreError) as gone:
        asyncio.run(store.check())
    assert gone.value.status == 503
    assert "\n" not in gone.value.reason
    assert not folder.exists()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://host/folder", "s3://bucket/prefix"),
        ("file://relative/folder", "must be absolute"),
        ("s3://", "s3://bucket/prefix"),
        ("s3://key:secret@bucket/prefix", "AWS_ACCESS_KEY_ID"),
        ("s3://bucket/prefix?secret=x", "unknown in the store's address: secret"),
    ],
)
def test_a_wrong_address_says_what_is_expected(url: str, says: str) -> None:
    with pytest.raises(StoreError) as wrong:
        open_store(url)
    assert says in wrong.value.reason


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    with pytest.raises(StoreError) as wrong:
        open_store(str(tmp_path / "store"))
    assert "store" in wrong.value.reason
