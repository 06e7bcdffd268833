"""Part of the worker process: cases that were changed are read for the search, a few at a time.

Whatever befalls it, a change waits in the database until a case was read as it stands after it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from amends import clock
from amends.complaints.queries import pinned_versions
from amends.database.outage import OUTAGE
from amends.database.scope import platform_scope, tenant_scope
from amends.errors import NotFound
from amends.search.indexing import Waiting, index, waiting
from amends.vitals import VITALS
from tenants.desks import policy_of

log = logging.getLogger(__name__)

EVERY: Final = 1.0
LONGEST_PAUSE: Final = 30.0
BATCH: Final = 50
STUCK_AFTER: Final = 180.0
"""Longer than a database takes to be given up (asyncpg: 60 s)."""


class Indexing:
    async def run(self, stop: asyncio.Event) -> None:
        pause, failing = EVERY, False
        while not stop.is_set():
            VITALS.turned("search", again_within=STUCK_AFTER)
            try:
                read = await self.once()
            except OUTAGE as error:
                if not failing:
                    log.warning(
                        "search cannot read, will keep trying", extra={"reason": type(error).__name__}
                    )
                pause, failing = min(pause * 2, LONGEST_PAUSE), True
            else:
                pause, failing = (0.0 if read == BATCH else EVERY), False
            try:
                await asyncio.wait_for(stop.wait(), timeout=max(pause, 0.01))
            except TimeoutError:
                continue

    async def once(self) -> int:
        """How many cases were handed out."""
        async with platform_scope():
            found = await waiting(now=clock.now(), most=BATCH)
        for case in found:
            try:
                await _read(case)
            except OUTAGE:
                raise  # everybody's trouble
            except Exception:  # comes again, a while later; the others are read meanwhile
                log.exception("not read for the search", extra={"tenant": str(case.tenant_id)})
        return len(found)


async def _read(case: Waiting) -> None:
    async with tenant_scope(case.tenant_id):
        try:
            version, _ = await pinned_versions(case.complaint_id)
        except NotFound:
            return  # it went with its trial
        await index(case, await policy_of(version))
