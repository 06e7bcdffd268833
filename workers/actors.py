"""The actors: each restores the scope, takes, acts, settles. What is done is in `workers.effects`."""

from __future__ import annotations

from uuid import UUID

import dramatiq
import structlog
from dramatiq import Actor, Broker

from amends import traces
from amends.config import Settings
from workers import effects
from workers.broker import QUEUE


def declare(broker: Broker, settings: Settings) -> Actor[..., None]:
    """The actor for messages about a row of the outbox."""

    @dramatiq.actor(broker=broker, queue_name=QUEUE)
    async def deliver(*, tenant_id: str, outbox_id: str, **_: object) -> None:
        structlog.contextvars.bind_contextvars(row=outbox_id, tenant=tenant_id)
        with traces.span("outbox row", kind="consumer", row=outbox_id, tenant=tenant_id) as whole:
            with traces.part("claim"):
                errand = await effects.take(
                    tenant_id=UUID(tenant_id), outbox_id=UUID(outbox_id), settings=settings
                )
            if errand is not None:
                whole.rename(f"outbox row {errand.claimed.name}")
                whole.came_from(errand.claimed.trace)
                await effects.carry_out(errand)

    return deliver
