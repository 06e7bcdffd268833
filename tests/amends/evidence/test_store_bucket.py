"""The same store in a bucket: conditional writes, a prefix of its own, keys from the environment."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from uuid import UUID

import pytest

from amends.evidence.store import ObjectMissing, ObjectStore, StoreError, new_name, open_store
from tests.amends.evidence.bucket import Bucket, running

TENANT = UUID(int=1)
BODY = b"evidence" * 1000
SHA = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with running() as bucket:
        yield bucket


def _store(bucket: Bucket) -> ObjectStore:
    return open_store(f"s3://evidence/amends/files?endpoint={bucket.url}&region=eu-central-1")


def test_objects_come_back_from_the_bucket(bucket: Bucket) -> None:
    async def story() -> None:
        store, name = _store(bucket), new_name(TENANT)
        await store.put(name, BODY, sha256=SHA)
        assert bucket.objects.keys() == {f"amends/files/{name}"}
        assert await store.get(name, sha256=SHA) == BODY
        assert b"".join([piece async for piece in await store.stream(name, sha256=SHA)]) == BODY
        assert [(entry.name, entry.size) async for entry in store.list(str(TENANT))] == [(name, len(BODY))]
        await store.delete(name)
        with pytest.raises(ObjectMissing):
            await store.get(name)

    asyncio.run(story())


def test_the_bucket_can_check_what_arrives(bucket: Bucket) -> None:
    asyncio.run(_store(bucket).put(new_name(TENANT), BODY, sha256=SHA))
    assert bucket.signed_bodies == [True]


def test_nothing_is_overwritten_in_the_bucket(bucket: Bucket) -> None:
    async def story() -> None:
        store, name = _store(bucket), new_name(TENANT)
        await store.put(name, BODY, sha256=SHA)
        with pytest.raises(StoreError):
            await store.put(name, b"", sha256=hashlib.sha256(b"").hexdigest())
        assert await store.get(name) == BODY

    asyncio.run(story())


def test_the_check_passes_and_leaves_nothing(bucket: Bucket) -> None:
    asyncio.run(_store(bucket).check())
    assert bucket.objects == {}


def test_the_reason_of_a_failure_is_one_line_without_keys(bucket: Bucket) -> None:
    store = open_store(f"s3://evidence?endpoint={bucket.url}&region=eu-central-1")
    with pytest.raises(ObjectMissing) as missing:
        asyncio.run(store.get(new_name(TENANT)))
    assert "\n" not in missing.value.reason
    assert "secret" not in missing.value.reason
