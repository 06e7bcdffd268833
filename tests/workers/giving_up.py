"""Letters that cannot be delivered: refused for good, or put off for fifteen hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from amends import clock
from amends.config import Settings
from amends.database.scope import platform_scope
from amends.notices.dead_letters import DeadLetter, Wanted, listing
from amends.outbox.tables import Outbox
from tests.mail import MailSink
from tests.workers.driving import sending_to, work
from tests.world import World


async def refuse(
    world: World, mail: MailSink, reply: str = "550 5.1.1 amina@example.com unknown"
) -> Settings:
    """Everything ready now is refused; the settings that lead to this mail server."""
    settings = sending_to(mail, world.settings)
    mail.refuse(reply)
    await work(settings)
    return settings


async def put_off_until_given_up(
    world: World, mail: MailSink, reply: str = "451 Try again later"
) -> Settings:
    settings = sending_to(mail, world.settings)
    mail.refuse(reply)
    for _ in range(60):
        waiting = [row for row in await world.outbox() if row.dead_at is None and row.settled_at is None]
        if not waiting:
            return settings
        world.move_to(_when(waiting))
        await work(settings)
    raise AssertionError("nothing was given up")


def _when(waiting: list[Outbox]) -> datetime:
    """A row is hidden for a minute from when it was handed out, whatever its own time is."""
    latest: datetime = max(row.not_before for row in waiting)
    return max(latest, clock.now() + timedelta(minutes=2))


async def given_up(wanted: Wanted = Wanted()) -> list[DeadLetter]:
    async with platform_scope():
        return list((await listing(wanted)).letters)
