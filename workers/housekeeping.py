"""Part of the clock process: what nobody needs any more is removed, a few times a day."""

from __future__ import annotations

import logging
from typing import Final
from uuid import UUID

from amends import clock
from amends.arrivals.queries import object_names as arrival_objects
from amends.database.housekeeping import tidy_platform, tidy_tenant
from amends.database.scope import platform_scope, tenant_scope
from amends.evidence.intake import SWEEP_AGE, sweep
from amends.evidence.operations import object_names
from amends.evidence.store import ObjectStore
from amends.handovers.arriving import object_names as envelope_objects
from amends.mailin.keeping import unread_objects
from amends.organisation.operations import logo_objects
from amends.people.actor import SYSTEM
from amends.tenancy import domains
from amends.tenancy.lookups import Lookups
from amends.tenancy.operations import tenants

log = logging.getLogger(__name__)

EVERY: Final = 6 * 3600.0


class Housekeeping:
    def __init__(self, store: ObjectStore, lookups: Lookups | None = None) -> None:
        self._store = store
        self._lookups = lookups or Lookups()

    async def once(self) -> float:
        async with platform_scope():
            await tidy_platform(now=clock.now())
            everybody = [tenant.id for tenant in await tenants()]
        for tenant_id in everybody:
            try:
                await self._tidy(tenant_id)
            except Exception:
                log.exception("not tidied", extra={"tenant": str(tenant_id)})
        return EVERY

    async def _tidy(self, tenant_id: UUID) -> None:
        async with tenant_scope(tenant_id):
            await tidy_tenant(now=clock.now())
            names = await domains.to_check_again(now=clock.now())
        for claimed in names:
            said = await domains.ask(claimed, self._lookups)
            async with tenant_scope(tenant_id):
                await domains.note_answer(claimed, said, by=SYSTEM, now=clock.now())

        async def referenced() -> set[str]:
            async with tenant_scope(tenant_id):
                return (
                    await object_names()
                    | await logo_objects()
                    | await envelope_objects()
                    | await arrival_objects()
                    | await unread_objects()
                )

        await sweep(
            self._store, tenant_id=tenant_id, referenced=referenced, older_than=clock.now() - SWEEP_AGE
        )
