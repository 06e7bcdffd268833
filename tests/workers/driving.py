"""One step of the worker at a time, in the test's own process: the relay's rows, then each errand."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from amends import clock
from amends.config import Settings
from amends.database.scope import platform_scope
from amends.outbox.operations import hand_out
from tests.mail import MailSink
from workers import effects


def sending_to(mail: MailSink, settings: Settings) -> Settings:
    return replace(settings, smtp_url=mail.url)


async def ready() -> list[tuple[UUID, UUID]]:
    """(tenant, row) pairs the relay would hand out now."""
    async with platform_scope():
        return list(await hand_out(now=clock.now(), most=1000))


async def work(settings: Settings) -> int:
    """Do all that is ready, as the worker would; how many rows were handed out."""
    rows = await ready()
    for tenant_id, row_id in rows:
        await deliver(tenant_id, row_id, settings)
    return len(rows)


async def deliver(tenant_id: UUID, row_id: UUID, settings: Settings) -> None:
    errand = await effects.take(tenant_id=tenant_id, outbox_id=row_id, settings=settings)
    if errand is not None:
        await effects.carry_out(errand)
