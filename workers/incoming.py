"""Mail that came in is read, and ends in the tray or in its case (`amends.mailin`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from amends import clock
from amends.complaints.desk import Desk, Desks
from amends.config import Settings
from amends.evidence.store import open_store
from amends.mailin.addressing import Destination, destination
from amends.mailin.reading import ReadMail, mail_to_read, read, take_in
from amends.mailin.tables import IncomingMail
from amends.notices.mail import SendFailed
from amends.outbox.answers import Taken
from amends.outbox.operations import Claimed, fail, settle
from amends.tenancy.operations import tenant_by_id
from tenants.desks import desk_in_force
from workers.effect import Act

UNREAD_AFTER: Final = 5
"""Tries. After that it comes into the tray as it is: what no program reads, somebody looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Taken):
    """What was found in the message, on its way to where it is written down."""

    row: IncomingMail
    found: ReadMail
    desk: Desk
    to: Destination
    settings: Settings = field(repr=False)


class IncomingMailRead:
    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        row = await mail_to_read(UUID(claimed.payload["mail_id"]))
        if row is None:
            await settle(row_id=claimed.id, now=clock.now())
            return None
        # The secret may have changed since it was taken in: then it is the organisation's, which it is in any case.
        to = await destination(str(row.recipient), settings) or Destination(tenant_id)
        desk = await desk_in_force(await tenant_by_id(tenant_id), settings)

        async def act() -> Read:
            if claimed.attempts > UNREAD_AFTER:
                return Read(row=row, found=ReadMail(None), desk=desk, to=to, settings=settings)
            store = open_store(settings.store_url)
            found = await read(store, row, tenant_id=tenant_id, trusted=settings.mail_trusted)
            return Read(row=row, found=found, desk=desk, to=to, settings=settings)

        return act

    async def done(self, claimed: Claimed, taken: Taken, *, desks: Desks) -> None:
        assert isinstance(taken, Read)
        row = await mail_to_read(taken.row.id)
        if row is not None:
            await take_in(taken.desk, row, taken.found, taken.to, desks=desks, now=clock.now())
        await settle(row_id=claimed.id, now=clock.now())

    async def failed(self, claimed: Claimed, failure: SendFailed, *, desks: Desks) -> bool:  # noqa: ARG002
        dead = await fail(
            row_id=claimed.id,
            attempts=claimed.attempts,
            failure=failure.reason,
            reason=failure.code,
            permanent=False,
            now=clock.now(),
        )
        return bool(dead)
