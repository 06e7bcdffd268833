"""Who is killed when: drawn from a seed, half of them at the moment it hurts most, some two at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import partial
from random import Random
from typing import Any

from amends import clock
from tests.concurrency.deployment import Deployment
from tests.concurrency.kills.letters import Excuse
from tests.concurrency.processes import Process
from tests.concurrency.seams import CLAIM, FIRE, HAND_OUT, LODGE, ONCE, OWE, RECORD, SETTLE
from tests.concurrency.wire import Moment

SHARE_AT_SEAMS = 0.7
SHARE_TOGETHER = 0.15
SOON = 2.0
"""Seconds of a round within which a blow falls that waits for no seam."""


class Target(StrEnum):
    WEB = "web"
    WORKER = "worker"
    CLOCK = "clock"
    POSTGRES = "PostgreSQL"
    REDIS = "Redis"


SEAMS = {
    Target.WEB: (LODGE, RECORD, OWE, ONCE),
    Target.WORKER: (HAND_OUT, CLAIM, SETTLE, SETTLE),
    Target.CLOCK: (FIRE, RECORD, OWE),
}

MOMENTS = (*Moment, Moment.COMMITTED, Moment.COMMITTED)
"""The worst most often: it is kept, and nobody was told."""


def plan(kills: int, chance: Random) -> list[tuple[Target, ...]]:
    """Each target for at least a sixth of the kills: eight of fifty."""
    targets = [target for target in Target for _ in range(kills * 8 // 50)]
    targets += [chance.choice(list(Target)) for _ in range(kills - len(targets))]
    chance.shuffle(targets)
    blows: list[tuple[Target, ...]] = []
    while targets:
        first = targets.pop()
        together = targets and targets[-1] is not first and chance.random() < SHARE_TOGETHER
        blows.append((first, targets.pop()) if together else (first,))
    return blows


class Storm:
    def __init__(self, deployment: Deployment, chance: Random) -> None:
        self.struck: Counter[Target] = Counter()
        self.at_seams = 0
        self.unheard = 0
        """Commits of the web of which nobody heard."""
        self._deployment = deployment
        self._chance = chance
        self._fell: list[tuple[float, Target]] = []
        self._processes = {
            Target.WEB: (deployment.web, deployment.second_web),
            Target.WORKER: (deployment.worker, deployment.second_worker),
            Target.CLOCK: (deployment.clock, deployment.second_clock),
        }

    async def strike(self, targets: Sequence[Target], work: asyncio.Future[None]) -> None:
        """All at one moment: that of a statement on its way, or any. At the latest when the work is done."""
        watched = targets[0] if targets[0] in SEAMS else self._chance.choice([Target.WEB, *SEAMS])
        process = self._chance.choice(self._processes[watched])
        fall = partial(self._fall, [(target, self._victim(target, watched, process)) for target in targets])
        if self._chance.random() >= SHARE_AT_SEAMS:
            await asyncio.wait([work], timeout=self._chance.uniform(0.0, SOON))
            fall()
            return
        moment = self._chance.choice(MOMENTS)
        trap = process.wire.strike(self._chance.choice(SEAMS[watched]), moment, fall)
        struck = asyncio.create_task(trap.struck.wait())
        either: set[asyncio.Future[Any]] = {work, struck}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        struck.cancel()
        if not trap.struck.is_set():
            process.wire.disarm()
            fall()
            return
        self.at_seams += 1
        self.unheard += watched is Target.WEB and moment is Moment.COMMITTED

    def excuses(self, back_at: Sequence[float]) -> list[Excuse]:
        """A killed worker forgets what it sent; without PostgreSQL nobody can write it down until it is back."""
        found = [Excuse(at, at) for at, target in self._fell if target is Target.WORKER]
        for at, target in self._fell:
            if target is Target.POSTGRES:
                found.append(Excuse(at, min((back for back in back_at if back > at), default=at)))
        return found

    def _victim(self, target: Target, watched: Target, process: Process) -> Process | None:
        if target not in self._processes:
            return None
        return process if target is watched else self._chance.choice(self._processes[target])

    def _fall(self, victims: Iterable[tuple[Target, Process | None]]) -> None:
        for target, process in victims:
            self._fell.append((clock.ticks(), target))
            self.struck[target] += 1
            if process is not None:
                process.kill()
            elif target is Target.POSTGRES and self._deployment.servers.postgres.alive:
                self._deployment.kill_postgres()
            elif target is Target.REDIS and self._deployment.servers.valkey.alive:
                self._deployment.kill_redis(losing_everything=self._chance.random() < 0.5)
