"""The worker process: the relay, and the actors it feeds, in one."""

from __future__ import annotations

import asyncio
import functools
import logging
import signal
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from dramatiq import Actor, Worker
from dramatiq.brokers.redis import RedisBroker

from amends.config import Settings
from amends.database.readiness import database_ready
from amends.running.gauges import DeploymentGauges
from amends.running.heartbeat import Heartbeat
from amends.running.tables import Kind
from amends.vitals import VITALS
from workers.actors import declare
from workers.broker import event_loop, make_broker, read_depths
from workers.flight import Flight
from workers.indexing import Indexing
from workers.landing import Landing
from workers.relay import Relay
from workers.scanning import read_scanner

log = logging.getLogger(__name__)

THREADS: Final = 32
"""How many messages are under way at once; each thread only waits for the event loop. Far more than one organisation
may have (`workers.flight.EACH`), so that one whose readers' mail server hangs leaves room for the others."""
GRACE: Final = 10
"""Seconds for what is under way; what takes longer comes again, under the same Message-ID."""


def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    broker, flight, landing = make_broker(settings)
    deliver = declare(broker, settings)
    worker = Worker(broker, worker_threads=THREADS)
    worker.start()
    try:
        with _relaying(broker, deliver, flight, landing, settings) as relay:
            log.info("worker ready")
            while not stopping.wait(1) and not relay.done():
                pass
    finally:
        worker.stop(timeout=GRACE * 1000)
        broker.close()
        log.info("worker stopped")


async def _together(*loops: Coroutine[Any, Any, None]) -> None:
    """An error in one ends all."""
    async with asyncio.TaskGroup() as group:
        for each in loops:
            group.create_task(each)


@contextmanager
def _relaying(
    broker: RedisBroker, deliver: Actor[..., None], flight: Flight, landing: Landing, settings: Settings
) -> Iterator[Future[None]]:
    """The relay in the actors' event loop; an error in it ends the process, which is then started anew."""

    def enqueue(tenant_id: UUID, row_id: UUID) -> None:
        deliver.send(tenant_id=str(tenant_id), outbox_id=str(row_id))

    async def redis_ready() -> None:
        await asyncio.to_thread(broker.client.ping)

    async def begin() -> None:
        VITALS.begin(
            needs={"database": database_ready, "redis": redis_ready},
            readings=[
                DeploymentGauges().read,
                functools.partial(read_depths, broker),
                functools.partial(read_scanner, settings),
            ],
        )

    loop, stop = event_loop().loop, asyncio.Event()
    event_loop().run_coroutine(begin())
    relay = Relay(enqueue=enqueue, flight=flight)
    landing.landed = functools.partial(loop.call_soon_threadsafe, relay.landed)
    running = asyncio.run_coroutine_threadsafe(_together(relay.run(stop), Indexing().run(stop)), loop)
    heartbeat = Heartbeat(Kind.WORKER)
    event_loop().run_coroutine(heartbeat.start())
    try:
        yield running
    finally:
        VITALS.end()
        landing.landed = lambda: None
        loop.call_soon_threadsafe(stop.set)
        event_loop().run_coroutine(heartbeat.stop())
        running.result(timeout=GRACE)
