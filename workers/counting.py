"""Part of the clock process: what each organisation uses is counted behind its wall, for the operators' overview."""

from __future__ import annotations

import logging
from typing import Final

from amends import clock
from amends.database.outage import OUTAGE
from amends.database.scope import platform_scope, tenant_scope
from amends.tenancy.operations import tenants
from amends.tenancy.usage import count_usage

log = logging.getLogger(__name__)

EVERY: Final = 3600.0


class Counting:
    async def once(self) -> float:
        async with platform_scope():
            everybody = [(tenant.id, str(tenant.time_zone)) for tenant in await tenants()]
        for tenant_id, zone in everybody:
            try:
                async with tenant_scope(tenant_id):
                    await count_usage(zone=zone, now=clock.now())
            except OUTAGE:
                raise  # everybody's trouble
            except Exception:
                log.exception("not counted", extra={"tenant": str(tenant_id)})
        return EVERY
