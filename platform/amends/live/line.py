"""The line to Redis that nobody waits for: short tries, and a rest after each that failed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from amends import clock

if TYPE_CHECKING:
    from redis.asyncio import Redis

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE: Final = 1.0
REST: Final = 5.0
"""Seconds without a try once one has failed: no page waits twice for a server that is away."""


class Line:
    def __init__(self) -> None:
        self._client: Redis | None = None
        self._resting = 0.0
        self._failing = False

    def open(self, url: str) -> None:
        self._client = client_of(url, patience=PATIENCE) if url else None
        self._resting = 0.0

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    @property
    def is_open(self) -> bool:
        return self._client is not None

    async def ask(self, do: Callable[[Any], Awaitable[T]]) -> T | None:
        """None where Redis is away, or was a moment ago."""
        if self._client is None or clock.ticks() < self._resting:
            return None
        try:
            answer = await do(self._client)
        except away() as error:
            self._resting = clock.ticks() + REST
            if not self._failing:  # said once, not at every try
                log.warning("live updates pause", extra={"reason": type(error).__name__})
            self._failing = True
            return None
        self._failing = False
        return answer


def client_of(url: str, *, patience: float | None) -> Redis:
    """`patience`: seconds for an answer; None of a connection that listens."""
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    return Redis.from_url(
        url, socket_connect_timeout=PATIENCE, socket_timeout=patience, retry=Retry(NoBackoff(), 0)
    )


def away() -> tuple[type[Exception], ...]:
    """What says that Redis cannot be reached, or refuses. Imported late, like all of it: it brings much along."""
    from redis import RedisError

    return (RedisError, OSError, TimeoutError)


LINE = Line()
