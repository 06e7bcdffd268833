"""The machine's clock is set wrong and right again: nothing fires twice, no day is sealed twice, nobody is signed out."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from amends import clock
from amends.audit.tables import SealRow
from amends.audit.verify import verify_tenant
from tests.concurrency.books import demand_exactly, demand_fired_once
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed
from tests.concurrency.test_clock_once import all_fired
from tests.concurrency.waiting import eventually
from tests.world import PASSWORD, Organisation


@pytest.mark.slow
async def test_an_hour_back_people_stay_signed_in_and_work_goes_on(
    deployment: Deployment, harbour: Organisation
) -> None:
    processes = (deployment.web, deployment.worker, deployment.clock)
    await asyncio.gather(*(process.start() for process in processes))
    amina, bram = deployment.complainant(harbour), deployment.browser(harbour)
    told = [await amina.lodge()]
    await bram.sign_in(str(harbour.people["bram"].email), PASSWORD)
    await nothing_owed(deployment)

    deployment.worker.kill()
    told.append(await amina.lodge())
    waiting = (await harbour.complaints())[-1].id
    deployment.let_pass(hours=-1)
    await deployment.worker.start()
    assert (await bram.get("/portal")).status_code == 200
    assert (await amina.browser.get("/complaints/lodged")).status_code == 200
    told += [await amina.lodge(), await deployment.complainant(harbour).lodge()]

    async def later_ones_left() -> bool:
        letters = [letter for letter in await harbour.notices(event="lodged") if letter.sent_at is None]
        return [letter.complaint_id for letter in letters] == [waiting]

    await eventually(later_ones_left)  # what was written before waits until the clock has caught up
    deployment.let_pass(hours=1)
    await all_fired(deployment, harbour)
    await nothing_owed(deployment)
    await demand_exactly(harbour, told)
    await demand_fired_once(harbour)
    assert all(process.alive for process in processes)


@pytest.mark.slow
async def test_days_ahead_and_back_nothing_fires_twice_and_no_day_is_sealed_twice(
    deployment: Deployment, harbour: Organisation
) -> None:
    """What fell due while the clock was wrong stays on record: nobody can take back what people were told."""
    await asyncio.gather(deployment.clock.start(), deployment.second_clock.start())
    for _ in range(3):
        await harbour.lodge(now=clock.now())
    right = clock.now()
    await all_fired(deployment, harbour)
    deployment.let_pass(days=1)
    await eventually(lambda: sealed_until(harbour, clock.now()))
    fired, seals = await what_fired(harbour), await sealed_days(harbour)

    deployment.let_pass(seconds=(right - clock.now()).total_seconds())
    late = (await harbour.lodge(now=clock.now())).complaint_id
    first = min(row.fire_at for row in await harbour.due_rows(late))
    deployment.let_pass(seconds=(first - clock.now()).total_seconds() + 1)
    await eventually(lambda: has_fired(harbour, late))  # so a clock has been round since
    assert fired == {case: acts for case, acts in (await what_fired(harbour)).items() if case != late}
    assert await sealed_days(harbour) == seals

    await all_fired(deployment, harbour)
    deployment.let_pass(days=3)
    await eventually(lambda: sealed_until(harbour, clock.now()))
    deployment.second_clock.kill()
    await demand_fired_once(harbour)
    assert "promise-broken" in await harbour.acts(late)
    days = await sealed_days(harbour)
    assert days[: len(seals)] == seals
    assert len(set(days)) == len(days) > len(seals)
    async with harbour.scope():
        assert (await verify_tenant(secrets=[harbour.settings.secret], complete=False)).problems == ()


async def has_fired(of: Organisation, complaint_id: UUID) -> bool:
    return any(row.fired_at is not None for row in await of.due_rows(complaint_id))


async def what_fired(of: Organisation) -> dict[UUID, Counter[str]]:
    """Once each; what stays broken is said again as time passes."""
    once = ("promise-warning", "promise-broken")
    return {
        row.id: Counter(act for act in await of.acts(row.id) if act in once) for row in await of.complaints()
    }


async def sealed_days(of: Organisation) -> list[object]:
    async with of.scope():
        return [row.day for row in await SealRow.objects().order_by(SealRow.number)]


async def sealed_until(of: Organisation, moment: datetime) -> bool:
    """Whether the organisation's day before that of `moment` is sealed."""
    day = moment.astimezone(ZoneInfo(str(of.tenant.time_zone))).date() - timedelta(days=1)
    return day in await sealed_days(of)
