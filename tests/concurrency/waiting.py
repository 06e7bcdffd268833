"""Waiting for what happens in other processes: as long as it takes, up to a deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

_BETWEEN_LOOKS = 0.05


async def eventually(check: Callable[[], Awaitable[T | None]], *, within: float = 20.0) -> T:
    """What `check` finds as soon as that is something."""
    async with asyncio.timeout(within):
        while not (found := await check()):  # noqa: ASYNC110  # other processes set no event of ours
            await asyncio.sleep(_BETWEEN_LOOKS)
        return found
