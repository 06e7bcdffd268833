"""Says which cases have changed, once the change is committed: ids only, to all web processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec

from amends.database.scope import AFTER_COMMIT
from amends.live.line import LINE

CHANNELS: Final = "amends:live:"
"""One for each organisation, by its id."""
MOST: Final = 200
"""Cases in one message; where more changed, it is all of them that may have."""
_TOGETHER: Final = 0.05
"""Seconds for what is committed at about the same time to leave in one message."""


class Heard(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of one organisation."""

    changed: tuple[UUID, ...] = ()
    here: Mapping[str, tuple[UUID, ...]] = {}
    """By case, those who have it open: somebody came, went or began to write."""
    all: bool = False


@dataclass(slots=True)
class _Waiting:
    changed: set[UUID] = field(default_factory=set)
    here: dict[str, tuple[UUID, ...]] = field(default_factory=dict)

    def message(self) -> Heard:
        if len(self.changed) > MOST:
            return Heard(here=self.here, all=True)
        return Heard(changed=tuple(self.changed), here=self.here)


class Announcer:
    """Belongs to the event loop in which it was begun."""

    def __init__(self) -> None:
        self._waiting: dict[UUID, _Waiting] = {}
        self._sending: asyncio.Task[None] | None = None

    def changed(self, tenant_id: UUID, complaint_ids: frozenset[UUID]) -> None:
        """Called by the scope that was committed; nobody waits for it. None named: something that is no case's."""
        if LINE.is_open:
            self._waiting.setdefault(tenant_id, _Waiting()).changed |= complaint_ids
            self._send_soon()

    def came_or_went(self, tenant_id: UUID, complaint_id: UUID, *, present: Iterable[UUID]) -> None:
        if LINE.is_open:
            self._waiting.setdefault(tenant_id, _Waiting()).here[str(complaint_id)] = tuple(present)
            self._send_soon()

    async def stop(self) -> None:
        if self._sending is not None:
            await asyncio.wait({self._sending}, timeout=1.0)
            self._sending.cancel()
            self._sending = None
        self._waiting.clear()

    def _send_soon(self) -> None:
        if self._sending is None or self._sending.done():
            self._sending = asyncio.get_running_loop().create_task(self._send())

    async def _send(self) -> None:
        while self._waiting:
            await asyncio.sleep(_TOGETHER)
            messages, self._waiting = self._waiting, {}

            async def publish(client: Any, messages: Mapping[UUID, _Waiting] = messages) -> None:
                async with client.pipeline(transaction=False) as all_of_them:
                    for tenant_id, waiting in messages.items():
                        all_of_them.publish(f"{CHANNELS}{tenant_id}", msgspec.json.encode(waiting.message()))
                    await all_of_them.execute()

            await LINE.ask(publish)


ANNOUNCER = Announcer()


def begin(redis_url: str) -> None:
    """In the event loop of a process that changes cases."""
    LINE.open(redis_url)
    if ANNOUNCER.changed not in AFTER_COMMIT:
        AFTER_COMMIT.append(ANNOUNCER.changed)


async def end() -> None:
    if ANNOUNCER.changed in AFTER_COMMIT:
        AFTER_COMMIT.remove(ANNOUNCER.changed)
    await ANNOUNCER.stop()
    await LINE.close()


@asynccontextmanager
async def announcing(redis_url: str) -> AsyncIterator[None]:
    begin(redis_url)
    try:
        yield
    finally:
        await end()
