"""Backups of the test's world, and an empty place to restore them into."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg
import pytest

from amends.backup import restoring, taking
from amends.backup.restoring import Restored, Target
from amends.backup.taking import Taken
from amends.evidence.intake import Upload, receive
from amends.evidence.store import ObjectStore, open_store
from tests.amends.evidence.files import photo
from tests.world import MONDAY, World


@dataclass
class Backups:
    """Takes them of one world into one folder; what was said is kept."""

    world: World
    folder: Path
    said: list[str]

    @property
    def store(self) -> ObjectStore:
        return open_store(self.world.settings.store_url)

    async def take(self, **given: Any) -> Taken:
        usual: dict[str, Any] = {
            "url": self.world.backup_url,
            "store": self.store,
            "secret": self.world.settings.secret,
            "into": self.folder,
            "keep": None,
            "now": MONDAY,
            "say": self.said.append,
            "progress": self.said.append,
        }
        return await taking.take(**(usual | given))

    async def case_with_photo(self) -> tuple[UUID, list[str]]:
        """The case and the names of its objects."""
        upload = Upload("lift.jpg", photo())
        [stored] = await receive(self.store, tenant_id=self.world.id, uploads=[upload])
        case = (await self.world.lodge(evidence=[stored])).complaint_id
        return case, [stored.object_name, str(stored.copy_name)]


@dataclass
class Elsewhere:
    """Another database on the same server, and another store."""

    world: World
    database: str
    store: ObjectStore

    @property
    def owner_url(self) -> str:
        return self._url(self.world.owner_url)

    @property
    def app_url(self) -> str:
        return self._url(self.world.settings.database_url)

    @property
    def backup_url(self) -> str:
        return self._url(self.world.backup_url)

    async def restore(self, backup: Path, **given: Any) -> Restored:
        target: dict[str, Any] = {
            "owner_url": self.owner_url,
            "app_url": self.app_url,
            "store": self.store,
            "app_role": "amends_app",
            "backup_role": "amends_backup",
        }
        found = await restoring.check(backup)
        return await restoring.restore(
            backup, found, Target(**(target | given)), now=MONDAY, say=_silent, progress=_silent
        )

    async def ask(self, sql: str) -> Any:
        return await ask(self.owner_url, sql)

    def _url(self, url: str) -> str:
        return urlsplit(url)._replace(path=f"/{self.database}").geturl()


@pytest.fixture
def backups(world: World, folder: Path) -> Backups:
    return Backups(world, folder / "backups", [])


@pytest.fixture
async def elsewhere(world: World, folder: Path) -> AsyncIterator[Elsewhere]:
    name = f"amends_test_elsewhere_{uuid4().hex[:12]}"
    await ask(world.owner_url, f"CREATE DATABASE {name}")
    yield Elsewhere(world, name, open_store(f"file://{folder}/elsewhere"))
    await ask(world.owner_url, f"DROP DATABASE {name}")


async def ask(url: str, sql: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def _silent(_: str) -> None:
    return
