"""An operator inside Harbour under a grant, without the console's pages in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from amends import clock
from amends.access.grants import Asked, grant_access
from amends.access.visits import enter, make_link
from amends.announcements.operations import Draft, announce
from amends.database.scope import platform_scope
from amends.people.actor import Actor, ActorKind
from amends.tenancy.operators import create_operator
from tests.world import World


@dataclass(frozen=True)
class Granted:
    operator: Actor
    grant_id: UUID
    token: str
    """Of the guest's cookie."""


async def granted(world: World, *, email: str = "oleg@example.org") -> Granted:
    now = clock.now()
    async with platform_scope():
        operator_id = await create_operator(
            email=email, name="Oleg", password_hash="", language="en", now=now
        )
    operator = Actor(ActorKind.OPERATOR, id=operator_id, name="Oleg")
    async with world.at_desk() as desk:
        asked = Asked("Ticket 4711: no promises in the queue", 60)
        grant_id = await grant_access(desk, asked, by=operator, now=now)
        token, _ = await enter(await make_link(grant_id, by=operator, now=now), now=now)
    return Granted(operator, grant_id, token)


async def announced(by: Actor) -> UUID:
    """For all staff, for a day."""
    now = clock.now()
    draft = Draft(
        kind="info", audience="staff", title_zh="周六维护", title_en="Maintenance", text_zh="暂停一小时。",
        text_en="We pause for an hour.", begins_at=now, ends_at=now + timedelta(days=1),
    )  # fmt: skip
    async with platform_scope():
        return await announce(draft, by=by, now=now)
