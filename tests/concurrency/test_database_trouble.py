"""PostgreSQL is restarted, stands still, or takes nothing more: people are told so, and what they sent is not lost."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from amends_cli.ports import answers
from tests.concurrency.books import demand_exactly, demand_mailed
from tests.concurrency.browser import NotTold
from tests.concurrency.deployment import Deployment
from tests.concurrency.post import nothing_owed
from tests.concurrency.seams import LODGE
from tests.concurrency.wire import Moment
from tests.world import PASSWORD, Organisation


@pytest.mark.slow
async def test_restarted_while_people_lodge_nobody_notices_more_than_a_503(
    deployment: Deployment, harbour: Organisation
) -> None:
    processes = (deployment.web, deployment.worker, deployment.clock)
    await asyncio.gather(*(process.start() for process in processes))
    bram, crowd = deployment.browser(harbour), [deployment.complainant(harbour) for _ in range(3)]
    await bram.sign_in(str(harbour.people["bram"].email), PASSWORD)
    forms = [await somebody.fill_in() for somebody in crowd]
    trap = deployment.web.wire.strike(LODGE, Moment.STATEMENT, deployment.stop_postgres)
    with pytest.raises(NotTold, match="503") as nothing:
        await crowd[0].send(forms[0])
    assert trap.struck.is_set()
    assert "Nothing was saved" in nothing.value.said

    waiting = [asyncio.create_task(a.send_until_told(form)) for a, form in zip(crowd, forms, strict=True)]
    deployment.revive_servers()
    told = await asyncio.gather(*waiting)
    assert (await bram.get("/portal")).status_code == 200
    assert all(process.alive for process in processes)
    await nothing_owed(deployment)
    await demand_exactly(harbour, told)
    await demand_mailed(deployment, harbour, kills=1)


async def test_while_it_stands_still_requests_wait_and_are_then_answered(
    deployment: Deployment, harbour: Organisation
) -> None:
    await deployment.web.start()
    crowd = [deployment.complainant(harbour) for _ in range(6)]  # more than the process has connections
    forms = [await somebody.fill_in() for somebody in crowd]
    with deployment.paused_postgres():
        sent = [asyncio.create_task(a.send(form)) for a, form in zip(crowd, forms, strict=True)]
        # Without the database the process itself still answers, so nobody restarts it for another's trouble.
        assert await answers("127.0.0.1", deployment.settings.port, path="/healthz", host_name="localhost")
        assert not any(each.done() for each in sent)
    await demand_exactly(harbour, await asyncio.gather(*sent))
    assert await deployment.held_open() == 0


@pytest.mark.slow
async def test_while_it_takes_nothing_everything_can_be_read_and_nothing_is_half_saved(
    deployment: Deployment, harbour: Organisation
) -> None:
    """Read-only is what managed databases become when their disk is full."""
    await asyncio.gather(deployment.web.start(), deployment.worker.start())
    amina = deployment.complainant(harbour)
    before, form = await amina.lodge(), await amina.fill_in(file=("letter.txt", b"A letter", "text/plain"))
    await nothing_owed(deployment)
    await read_only(deployment, "on")
    try:
        with pytest.raises(NotTold, match="503") as nothing:
            await amina.send(form)
        assert "Nothing was saved" in nothing.value.said
        assert (await amina.browser.get("/complaints/lodged")).status_code == 200
    finally:
        await read_only(deployment, "off")
    assert len(await harbour.complaints()) == 1
    told = await amina.send_until_told(form)
    assert deployment.worker.alive
    await nothing_owed(deployment)
    await demand_exactly(harbour, [before, told])


async def read_only(deployment: Deployment, value: str) -> None:
    """For every session of the application from now on; those it has are ended, as at a failover."""
    writing = {"default_transaction_read_only": "off"}
    connection = await asyncpg.connect(deployment.urls.app_url, server_settings=writing)
    try:
        await connection.execute(f"ALTER ROLE CURRENT_USER SET default_transaction_read_only = {value}")
        await connection.execute(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE usename = current_user AND pid <> pg_backend_pid()"""
        )
    finally:
        await connection.close()
