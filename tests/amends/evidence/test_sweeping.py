"""Objects no row points at are removed, and only those."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from amends.evidence.intake import SWEEP_AGE, Upload, receive, sweep
from amends.evidence.store import ObjectMissing, ObjectStore, open_store
from tests.amends.evidence import files

TENANT, DORAS_TENANT = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return open_store(str(tmp_path))


async def _names(store: ObjectStore, tenant: UUID = TENANT) -> set[str]:
    return {entry.name async for entry in store.list(str(tenant))}


def _age(folder: Path, names: Collection[str], age: timedelta) -> None:
    for name in names:
        os.utime(folder / name, times=((NOW - age).timestamp(),) * 2)


def _sweep(store: ObjectStore, *kept: str) -> int:
    async def referenced() -> Collection[str]:
        return kept

    return asyncio.run(sweep(store, tenant_id=TENANT, referenced=referenced, older_than=NOW - SWEEP_AGE))


def test_old_objects_without_a_row_go(store: ObjectStore, tmp_path: Path) -> None:
    uploads = [Upload("照片.jpg", files.photo()), Upload("合同.pdf", files.pdf())]
    photo, contract = asyncio.run(receive(store, tenant_id=TENANT, uploads=uploads))
    (young,) = asyncio.run(receive(store, tenant_id=TENANT, uploads=[Upload("a.txt", b"young")]))
    (doras,) = asyncio.run(receive(store, tenant_id=DORAS_TENANT, uploads=[Upload("a.txt", b"Dora's")]))
    assert photo.copy_name
    old = {photo.object_name, photo.copy_name, contract.object_name, doras.object_name}
    _age(tmp_path, old, SWEEP_AGE + timedelta(hours=1))
    _age(tmp_path, {young.object_name}, SWEEP_AGE - timedelta(hours=1))

    assert _sweep(store, photo.object_name, photo.copy_name) == 1

    assert asyncio.run(_names(store)) == {photo.object_name, photo.copy_name, young.object_name}
    assert asyncio.run(_names(store, DORAS_TENANT)) == {doras.object_name}
    with pytest.raises(ObjectMissing):
        asyncio.run(store.get(contract.object_name))


def test_a_row_written_while_we_list_saves_its_objects(store: ObjectStore, tmp_path: Path) -> None:
    (stored,) = asyncio.run(receive(store, tenant_id=TENANT, uploads=[Upload("a.txt", b"kept")]))
    _age(tmp_path, {stored.object_name}, SWEEP_AGE * 2)
    rows: set[str] = set()

    async def referenced() -> Collection[str]:
        rows.add(stored.object_name)
        return rows

    older_than = NOW - SWEEP_AGE
    assert asyncio.run(sweep(store, tenant_id=TENANT, referenced=referenced, older_than=older_than)) == 0


def test_sweeping_a_tenant_without_objects_does_nothing(store: ObjectStore) -> None:
    assert _sweep(store) == 0


def test_a_sweep_may_be_repeated(store: ObjectStore, tmp_path: Path) -> None:
    (stored,) = asyncio.run(receive(store, tenant_id=TENANT, uploads=[Upload("a.txt", b"a")]))
    _age(tmp_path, {stored.object_name}, SWEEP_AGE * 2)
    (tmp_path / f"{stored.object_name}#1").write_bytes(b"half")
    assert [_sweep(store), _sweep(store)] == [1, 0]
