"""Part of the clock process: every organisation's history is sealed when its day has ended, and its administrators hear
once of what went unheard that day."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from amends import clock
from amends.audit.seals import copy_outside, seal_day, tenants_to_seal
from amends.config import Settings
from amends.database.scope import platform_scope, tenant_scope
from amends.escalation.unheld import tell_of_unheld
from amends.evidence.store import ObjectStore
from amends.tenancy.operations import tenant_by_id, tenants
from tenants.desks import desk_in_force

log = logging.getLogger(__name__)

EVERY: Final = 5.0
AFTER_TROUBLE: Final = 60.0


class Sealing:
    """`_uncopied` are the organisations whose seals may not all be outside yet; at the start, all."""

    def __init__(self, settings: Settings, store: ObjectStore) -> None:
        self._settings = settings
        self._store = store
        self._uncopied: set[UUID] = set()
        self._fresh = True

    async def once(self) -> float:
        async with platform_scope():
            if self._fresh:
                self._uncopied = {tenant.id for tenant in await tenants()}
                self._fresh = False
            waiting = await tenants_to_seal(now=clock.now())
        well = [await self._try("day not sealed", self._seal, tenant_id) for tenant_id in waiting]
        for tenant_id in waiting:
            await self._try("steps that tell nobody not said", self._tell, tenant_id)
        well += [
            await self._try("seal not copied", self._copy, tenant_id) for tenant_id in sorted(self._uncopied)
        ]
        return EVERY if all(well) else AFTER_TROUBLE

    async def _try(self, what: str, work: Callable[[UUID], Awaitable[None]], tenant_id: UUID) -> bool:
        """One organisation's trouble holds up no other; what failed comes again at the next round."""
        try:
            await work(tenant_id)
        except Exception:
            log.exception(what, extra={"tenant": str(tenant_id)})
            return False
        return True

    async def _seal(self, tenant_id: UUID) -> None:
        async with tenant_scope(tenant_id):
            desk = await desk_in_force(await tenant_by_id(tenant_id), self._settings)
            await seal_day(desk, secret=self._settings.secret, now=clock.now())
        self._uncopied.add(tenant_id)

    async def _tell(self, tenant_id: UUID) -> None:
        async with tenant_scope(tenant_id):
            desk = await desk_in_force(await tenant_by_id(tenant_id), self._settings)
            await tell_of_unheld(desk, now=clock.now())

    async def _copy(self, tenant_id: UUID) -> None:
        await copy_outside(self._store, tenant_id=tenant_id)
        self._uncopied.discard(tenant_id)
