"""What the copies are made of: the demonstration's cases, each made by the real operations with real notices."""

from __future__ import annotations

from amends import clock
from amends.database.engine import DB
from amends.database.migrate import migrate
from amends.evidence.store import open_store
from benchmarks.scale.ground import Side
from benchmarks.scale.words import note_words
from tenants.demo.loading import load_demo


async def make_patterns(side: Side) -> None:
    """A migrated database with the demonstration's organisations, their mail already sent."""
    await migrate(side.owner_url)
    await DB.open(side.settings.database_url, size=2)
    try:
        await load_demo(side.settings, open_store(side.settings.store_url), now=clock.now())
        await note_words(side)
    finally:
        await DB.close()
