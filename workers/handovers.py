"""Envelopes between organisations: each side in its own scope, nothing of either open while files are copied.

Killed anywhere, an errand comes again: the envelope's id says whether it arrived, the states whether its answer did.
"""

from __future__ import annotations

from uuid import UUID

from amends import clock
from amends.complaints.desk import Desks
from amends.config import Settings
from amends.database.scope import platform_scope, tenant_scope
from amends.errors import NotFound
from amends.evidence.store import open_store
from amends.handovers import answering, arriving, leaving
from amends.handovers.answering import Answer
from amends.handovers.copying import copied
from amends.handovers.leaving import Envelope
from amends.handovers.rules import StateIn
from amends.handovers.tables import Handover
from amends.handovers.takers import takes_over
from amends.notices.mail import SendFailed
from amends.outbox.answers import Taken
from amends.outbox.operations import Claimed, fail, settle
from amends.tenancy.operations import tenant_by_id
from amends.tenancy.tables import Tenant
from tenants.desks import desk_in_force
from workers.desks import desks_of
from workers.effect import Act

CLOSED = "closed"
"""What the receiver's door says: it takes nothing over (any more)."""


class BetweenOrganisations:
    """Done as soon as the other side has it."""

    async def done(self, claimed: Claimed, taken: Taken, *, desks: Desks) -> None:  # noqa: ARG002
        await settle(row_id=claimed.id, now=clock.now())

    async def failed(self, claimed: Claimed, failure: SendFailed, *, desks: Desks) -> bool:  # noqa: ARG002
        """Given up at last, it stands among the dead letters; the sender's task is late, so that people hear."""
        dead = await fail(
            row_id=claimed.id,
            attempts=claimed.attempts,
            failure=failure.reason,
            reason=failure.code,
            permanent=failure.permanent,
            now=clock.now(),
        )
        return bool(dead)


class SendHandover(BetweenOrganisations):
    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        envelope = await leaving.packed(
            _id(claimed),
            tried_before=claimed.attempts > 1,
            desks=desks_of(tenant_id, settings),
            now=clock.now(),
        )
        if envelope is None:
            await settle(row_id=claimed.id, now=clock.now())
            return None
        return lambda: deliver(envelope, settings)

    async def done(self, claimed: Claimed, taken: Taken, *, desks: Desks) -> None:
        arrived = None if taken.words == CLOSED else StateIn(taken.words)
        await leaving.left(_id(claimed), arrived, desks=desks, now=clock.now())
        await settle(row_id=claimed.id, now=clock.now())


class AnswerHandover(BetweenOrganisations):
    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        desk = await desk_in_force(await tenant_by_id(tenant_id), settings)
        found = await arriving.answer_of(_id(claimed), desk=desk)
        if found is None:
            await settle(row_id=claimed.id, now=clock.now())
            return None
        to_tenant, answer = found
        return lambda: bring(answer, to_tenant, settings)


class RecallHandover(BetweenOrganisations):
    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:  # noqa: ARG002
        row = await Handover.objects().get(Handover.id == _id(claimed))
        if row is None:
            await settle(row_id=claimed.id, now=clock.now())
            return None
        to_tenant = row.to_tenant
        return lambda: take_back(_id(claimed), to_tenant, tenant_id)


async def deliver(envelope: Envelope, settings: Settings) -> Taken:
    """Looked at twice: before the files are copied, which takes long, and when the envelope is put down."""
    there = await _at_the_door(envelope)
    if there is not None:
        return Taken(there)
    files = await copied(open_store(settings.store_url), envelope.files, to_tenant=envelope.to_tenant)
    async with tenant_scope(envelope.to_tenant):
        tenant = await tenant_by_id(envelope.to_tenant)
        if not takes_over(tenant):
            return Taken(await arriving.state_of(envelope.id) or CLOSED)
        desk = await desk_in_force(tenant, settings)
        return Taken(await arriving.arrived(desk, envelope, files=files, now=clock.now()))


async def bring(answer: Answer, to_tenant: UUID, settings: Settings) -> Taken:
    async with tenant_scope(to_tenant):
        await answering.answered(answer, desks=desks_of(to_tenant, settings), now=clock.now())
    return Taken()


async def take_back(envelope_id: UUID, from_receiver: UUID, sender: UUID) -> Taken:
    async with tenant_scope(from_receiver):
        await arriving.recalled(envelope_id, tenant_id=from_receiver, from_tenant=sender, now=clock.now())
    return Taken()


async def _at_the_door(envelope: Envelope) -> str | None:
    """How it stands there already, or that nothing is taken; None: it may come in."""
    async with platform_scope():
        receiver = await _tenant(envelope.to_tenant)
    if receiver is None:
        return CLOSED
    async with tenant_scope(envelope.to_tenant):
        state = await arriving.state_of(envelope.id)
    return state or (None if takes_over(receiver) else CLOSED)


async def _tenant(tenant_id: UUID) -> Tenant | None:
    try:
        return await tenant_by_id(tenant_id)
    except NotFound:
        return None


def _id(claimed: Claimed) -> UUID:
    return UUID(claimed.payload["handover_id"])
