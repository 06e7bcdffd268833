"""What waits to leave, as operators see it: whose turn it is, why it does not leave, and nothing of what it says."""

from __future__ import annotations

from amends import clock
from amends.database.scope import platform_scope
from amends.people.actor import SYSTEM
from amends.running.gauges import DeploymentGauges
from amends.running.outgoing import Owed, owed
from amends.tenancy.operations import suspend
from tests.mail import MailSink
from tests.observability.test_gauges import number
from tests.web.conftest import Arrive
from tests.web.visitor import Visitor
from tests.workers.driving import ready, sending_to, work
from tests.world import World

PAGE = "/operator/outgoing"


async def of(world: World) -> Owed:
    async with platform_scope():
        return next(each for each in await owed(now=clock.now()) if each.tenant_id == world.id)


async def test_what_waits_is_put_off_and_held_is_told_apart(
    world: World, mail: MailSink, olga: Visitor
) -> None:
    assert "Nothing waits" in (await olga.get(PAGE)).words
    await world.lodge()
    waiting = await of(world)
    assert (waiting.waiting, waiting.retried, waiting.flying) == (1, 0, 0)
    assert "leaving" in (await olga.get(PAGE)).words

    mail.refuse("451 4.7.1 Try again later")
    await work(sending_to(mail, world.settings))
    put_off = await of(world)
    assert (put_off.waiting, put_off.retried, put_off.flying) == (0, 1, 0)
    assert {str(reason): count for reason, count in put_off.reasons.items()} == {"mail-refused": 1}
    page = await olga.get(PAGE)
    assert "The mail server refused the letter: 1" in page.words
    assert "next try" in page.words

    async with platform_scope():
        await suspend(slug="harbour", by=SYSTEM, now=clock.now())
    page = await olga.get(PAGE)
    assert "held: suspended" in page.words
    assert "amina" not in page.html.lower()


async def test_who_is_left_waiting_is_stuck(world: World, olga: Visitor) -> None:
    await world.lodge()
    world.move_to(world.at(minutes=3))
    assert "stuck" in (await olga.get(PAGE)).words
    assert (await of(world)).behind(clock.now())


async def test_what_a_worker_has_is_under_way(world: World) -> None:
    await world.lodge()
    assert len(await ready()) == 1
    assert (await of(world)).flying == 1
    world.move_to(world.at(minutes=2))
    assert (await of(world)).flying == 0


async def test_the_numbers_are_measured_too(world: World) -> None:
    await world.lodge()
    world.move_to(world.at(minutes=3))
    await ready()
    await DeploymentGauges().read()
    assert number("amends_outbox_in_flight") == 1
    assert number("amends_outbox_organisations_behind") == 1


async def test_it_is_nothing_for_staff_and_strangers(console: Visitor, arrive: Arrive) -> None:
    assert (await console.get(PAGE)).path.startswith("/operator/sign-in")
    assert (await arrive().get(PAGE)).status == 404
