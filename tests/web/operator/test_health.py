"""The health page: a verdict in words, a finding for each trouble with what to do, and nothing for strangers."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from amends import VERSION, clock
from amends.complaints.deciding import accept
from amends.database.migrate import names
from amends.database.scope import platform_scope
from amends.deadlines.tables import DueRow
from amends.outbox.hold import hold
from amends.people.actor import SYSTEM
from amends.running.tables import Kind, Process
from amends.tenancy.operations import suspend
from tests.mail import MailSink
from tests.web.conftest import Arrive
from tests.web.visitor import Visitor
from tests.workers.giving_up import refuse
from tests.world import World

WELL = "Everything is well"


async def report(*kinds: Kind, earlier: float = 0) -> None:
    """Processes of these kinds report, so many seconds ago."""
    seen = clock.now() - timedelta(seconds=earlier)
    async with platform_scope():
        for kind in kinds:
            await Process.insert(
                Process(
                    id=uuid4(),
                    kind=kind,
                    host=f"{kind}-1",
                    pid=7,
                    version=VERSION,
                    level=names()[-1],
                    started_at=seen - timedelta(hours=1),
                    seen_at=seen,
                )
            )


@pytest.fixture
async def running(world: World) -> None:
    await report(*Kind)


@pytest.mark.usefixtures("running")
async def test_all_is_well(olga: Visitor) -> None:
    page = await olga.get("/operator/health")
    assert WELL in page.words
    assert page.words.count("runs") >= len(Kind)
    assert names()[-1] in page.words


async def test_a_clock_that_is_away_is_said_loudly(world: World, olga: Visitor) -> None:
    await report(Kind.WEB, Kind.WORKER)
    await report(Kind.CLOCK, earlier=180)
    page = await olga.get("/operator/health")
    assert "No clock has reported: promises are not being watched." in page.words
    assert "It was last heard of 3 minutes ago." in page.words
    assert "Start it (amends clock)" in page.words
    assert "gone" in page.words


@pytest.mark.usefixtures("running")
async def test_letters_nobody_takes(world: World, olga: Visitor) -> None:
    await world.lodge()
    assert WELL in (await olga.get("/operator/health")).words
    world.move_to(world.at(minutes=1, seconds=45))
    async with platform_scope():
        await Process.update({Process.seen_at: world.at(minutes=3)}, force=True)
    world.move_to(world.at(minutes=3))
    assert (
        "Letters wait and nobody takes them, the oldest for 3 minutes"
        in (await olga.get("/operator/health")).words
    )


@pytest.mark.usefixtures("running")
async def test_what_a_suspended_organisation_owes_is_held_and_no_trouble(world: World, olga: Visitor) -> None:
    await world.lodge()
    async with platform_scope():
        await suspend(slug="harbour", by=SYSTEM, now=world.at())
        await Process.update({Process.seen_at: world.at(minutes=30)}, force=True)
    world.move_to(world.at(minutes=30))
    page = await olga.get("/operator/health")
    assert WELL in page.words
    assert "Held for suspended organisations 1" in page.words


@pytest.mark.usefixtures("running")
async def test_promises_looked_at_late_or_in_vain_and_histories_not_sealed(
    world: World, olga: Visitor
) -> None:
    lodged = await world.lodge()
    await world.do(accept, lodged.complaint_id, by="ines")
    rows = await world.due_rows(lodged.complaint_id)
    async with world.scope():
        await DueRow.update({DueRow.attempts: 3}).where(DueRow.id == rows[-1].id)
    world.move_to(rows[0].fire_at + timedelta(days=2))
    page = await olga.get("/operator/sign-in")
    page = await olga.submit(
        page, "/operator/sign-in", email="olga@example.org", password="a long enough password"
    )
    page = await olga.get("/operator/health")
    assert "Promises are looked at 2 days late" in page.words
    assert "Due promises that could not be worked off: 1." in page.words
    assert "Organisations whose history should be sealed and is not" in page.words
    assert "Harbour" in page.words


@pytest.mark.usefixtures("running")
async def test_letters_given_up_lead_to_their_page(world: World, olga: Visitor, mail: MailSink) -> None:
    await world.lodge()
    await refuse(world, mail)
    page = await olga.get("/operator/health")
    assert "It works, but have a look" in page.words
    assert "Of these within the last day 1" in page.words
    assert (await olga.get(page.link("^/operator/dead-letters$"))).status == 200


@pytest.mark.usefixtures("running")
async def test_a_hold_is_named(olga: Visitor) -> None:
    async with platform_scope():
        await hold(reason="restored", now=clock.now() - timedelta(hours=3))
    page = await olga.get("/operator/health")
    assert "Everything outgoing has been on hold for 3 hours" in page.words
    assert "amends outbox release" in page.words


@pytest.mark.usefixtures("running")
async def test_it_refreshes_itself_until_one_stops_it(olga: Visitor) -> None:
    assert 'hx-trigger="every 10s"' in (await olga.get("/operator/health")).html
    assert "hx-trigger" not in (await olga.get("/operator/health?still=1")).html
    part = await olga.get("/operator/health/now")
    assert WELL in part.words
    assert "<html" not in part.html


async def test_it_is_nothing_for_staff_and_strangers(console: Visitor, arrive: Arrive) -> None:
    for path in (
        "/operator/health",
        "/operator/health/now",
        "/operator/dead-letters",
        "/operator/dead-letters/again",
    ):
        assert (await console.get(path)).path.startswith("/operator/sign-in"), path
        assert (await arrive().get(path)).status == 404, path
