"""Notices that leave by a gateway or for browsers, claimed and settled as mail is."""

from __future__ import annotations

from uuid import UUID

from amends import clock, metrics, traces
from amends.channels import browser_notices, handing, subscriptions
from amends.channels.browser_notices import ToBrowsers
from amends.channels.handing import Handover, Sender
from amends.complaints.desk import Desks
from amends.config import Settings
from amends.database.scope import tenant_scope
from amends.notices import delivery
from amends.notices.mail import SendFailed
from amends.outbox.answers import Taken
from amends.outbox.operations import Claimed
from amends.tenancy.operations import tenant_by_id
from tenants.desks import desk_in_force
from workers.effect import Act


class ByGateway:
    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        sender = await _sender(tenant_id, settings)
        handover = await handing.take_message(claimed, tenant_id=tenant_id, sender=sender, now=clock.now())
        return (lambda: self._send(handover)) if handover else None

    async def done(self, claimed: Claimed, taken: Taken, *, desks: Desks) -> None:
        await delivery.sent(claimed, desks=desks, now=clock.now(), taken=taken)
        metrics.HANDED.labels("gateway", "sent").inc()

    async def failed(self, claimed: Claimed, failure: SendFailed, *, desks: Desks) -> bool:
        dead = await delivery.not_sent(claimed, failure, desks=desks, now=clock.now())
        metrics.HANDED.labels("gateway", _result(failure, over=dead)).inc()
        return dead

    async def _send(self, handover: Handover) -> Taken:
        with metrics.HANDED_SECONDS.labels("gateway").time(), traces.part("gateway", kind="client"):
            return handing.handed(await handover.way.send(handover.message))


class ToBrowser:
    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        found = await browser_notices.take_push(
            claimed,
            tenant_id=tenant_id,
            sender=await _sender(tenant_id, settings),
            contact=settings.mail_from,
            now=clock.now(),
        )
        return (lambda: self._send(found, tenant_id)) if found else None

    async def done(self, claimed: Claimed, taken: Taken, *, desks: Desks) -> None:
        await delivery.sent(claimed, desks=desks, now=clock.now(), taken=taken)
        metrics.HANDED.labels("push", "sent").inc()

    async def failed(self, claimed: Claimed, failure: SendFailed, *, desks: Desks) -> bool:  # noqa: ARG002
        over = await browser_notices.push_failed(claimed, failure, now=clock.now())
        metrics.HANDED.labels("push", _result(failure, over=over)).inc()
        return False  # nobody is told of it: it is over, and not given up

    async def _send(self, found: ToBrowsers, tenant_id: UUID) -> Taken:
        """What services say of subscriptions is kept in a scope of its own, however it went for the notice."""
        with metrics.HANDED_SECONDS.labels("push").time(), traces.part("push", kind="client"):
            answer = await found.browsers.send(found.message)
        if found.browsers.gone or found.browsers.took:
            async with tenant_scope(tenant_id):
                await subscriptions.forget(found.browsers.gone)
                await subscriptions.note_taken(found.browsers.took, now=clock.now())
        return handing.handed(answer)


def _result(failure: SendFailed, *, over: bool) -> str:
    return "refused" if failure.permanent else "gave_up" if over else "failed"


async def _sender(tenant_id: UUID, settings: Settings) -> Sender:
    desk = await desk_in_force(await tenant_by_id(tenant_id), settings)
    return Sender(secrets=settings.secrets, base_url=desk.base_url, allowed=settings.gateway_hosts)
