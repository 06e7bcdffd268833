"""What every effect of the outbox is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

from amends.complaints.desk import Desks
from amends.config import Settings
from amends.notices.mail import SendFailed
from amends.outbox.answers import Taken
from amends.outbox.operations import Claimed

Act = Callable[[], Awaitable[Taken]]


class Effect(Protocol):
    """`act` waits for the outside and raises SendFailed; the rest runs inside the tenant's scope."""

    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None: ...

    async def done(self, claimed: Claimed, taken: Taken, *, desks: Desks) -> None: ...

    async def failed(self, claimed: Claimed, failure: SendFailed, *, desks: Desks) -> bool: ...
