"""Around each message, in the worker's thread: since when it is worked on, and that it has ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import redis
from dramatiq import Broker, MessageProxy
from dramatiq.middleware import Middleware

from workers.flight import Flight


class Landing(Middleware):
    """`landed` is told of each message that ended, in whichever thread that was."""

    def __init__(self, flight: Flight) -> None:
        self._flight = flight
        self.landed: Callable[[], object] = lambda: None

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:
        del broker
        with suppress(redis.RedisError):
            self._flight.begun(**_named(message))

    def after_process_message(
        self,
        broker: Broker,
        message: MessageProxy,
        *,
        result: Any = None,
        exception: BaseException | None = None,
    ) -> None:
        del broker, result, exception
        self._end(message)

    def after_skip_message(self, broker: Broker, message: MessageProxy) -> None:
        del broker
        self._end(message)

    def _end(self, message: MessageProxy) -> None:
        # With Redis away the lease ends by itself; the relay says that it is away.
        with suppress(redis.RedisError):
            self._flight.landed(**_named(message))
        self.landed()


def _named(message: MessageProxy) -> dict[str, str]:
    given = message.kwargs
    return {"tenant_id": str(given["tenant_id"]), "row_id": str(given["outbox_id"])}
