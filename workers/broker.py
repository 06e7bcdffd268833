"""Dramatiq over Redis. The queue only says that something is to be done: PostgreSQL knows what, and whether still."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import dramatiq
import redis
from dramatiq import Broker, Worker
from dramatiq.asyncio import EventLoopThread, get_event_loop_thread
from dramatiq.brokers.redis import RedisBroker
from dramatiq.common import dq_name
from dramatiq.middleware import AgeLimit, AsyncIO, Middleware

from amends import metrics
from amends.config import Settings
from amends.database.engine import DB
from amends.live import announcing
from amends.outbox.operations import HANDED_OUT_AGAIN
from workers.flight import Flight
from workers.keeping import LinesKept
from workers.landing import Landing

QUEUE: Final = "outbox"
NAMESPACE: Final = "amends"
_PATIENCE: Final = 5.0


def make_broker(settings: Settings) -> tuple[RedisBroker, Flight, Landing]:
    """No retries and no results: a row that was not settled is handed out again."""
    pool = redis.ConnectionPool.from_url(
        settings.redis_url, socket_connect_timeout=_PATIENCE, socket_timeout=_PATIENCE
    )
    # Messages older than this were handed out anew.
    too_old = AgeLimit(max_age=int(HANDED_OUT_AGAIN.total_seconds() * 1000))
    client = redis.Redis(connection_pool=pool)
    flight = Flight(client, queue=f"{NAMESPACE}:{QUEUE}")
    landing = Landing(flight)
    broker = RedisBroker(  # type: ignore[no-untyped-call]  # untyped there
        client=client,
        middleware=[AsyncIO(), DatabaseOpen(settings), too_old, landing, LinesKept()],
        namespace=NAMESPACE,
    )
    dramatiq.set_broker(broker)
    for queue in (QUEUE, dq_name(QUEUE)):
        logging.getLogger(f"dramatiq.worker.ConsumerThread({queue})").addFilter(_not_about_outages)
    return broker, flight, landing


async def read_depths(broker: RedisBroker) -> None:
    """How many messages wait; delayed ones have a queue of their own."""
    for queue in (QUEUE, dq_name(QUEUE)):
        depth = await asyncio.to_thread(broker.client.llen, f"{NAMESPACE}:{queue}")
        metrics.QUEUE.labels(queue).set(depth)


def event_loop() -> EventLoopThread:
    """The loop the actors run in; it is there while a worker is."""
    thread = get_event_loop_thread()
    if thread is None:
        raise RuntimeError("no worker is running")
    return thread


class DatabaseOpen(Middleware):
    """The pool belongs to the actors' event loop and is open before the first message comes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def before_worker_boot(self, broker: Broker, worker: Worker) -> None:
        del broker, worker
        event_loop().run_coroutine(self._open())

    def after_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        del broker, worker
        event_loop().run_coroutine(asyncio.wait_for(self._close(), _PATIENCE))

    async def _open(self) -> None:
        await DB.open(self._settings.database_url, size=self._settings.pool_size)
        announcing.begin(self._settings.redis_url)

    async def _close(self) -> None:
        await announcing.end()
        await DB.close()


def _not_about_outages(record: logging.LogRecord) -> bool:
    """The relay says once that Redis is away; Dramatiq would say it every three seconds."""
    return not str(record.msg).startswith(("Consumer encountered a connection", "Restarting consumer"))
