"""Reckoning a simulation batch by batch: in a thread, and where there is a second processor in a process beside it.

The process is given what a case takes and reads nothing itself. It ends with its pipe, also when the worker is killed; where
it dies, what it had in hand is reckoned here.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Final
from uuid import UUID

from amends.database.scope import tenant_scope
from amends.simulation.comparing import Trial
from amends.simulation.gathering import recorded
from amends.simulation.recorded import Recorded
from amends.simulation.result import Result

log = logging.getLogger(__name__)

BATCH: Final = 200
"""A second's reckoning or less: so often it says that it is alive, and asks whether it was called off."""
WORTH_IT: Final = 1000
"""Cases. Fewer are done before a process has begun."""
Compare = Callable[[Sequence[Recorded]], Result]
Told = Callable[[int], Awaitable[bool]]
"""How many cases are done; False: called off."""
_ONE = threading.Lock()
"""Of all that a worker simulates at once, one has a process beside it."""


class Beside:
    """A process that compares what it is given. Its ways are blocking: they belong into a thread."""

    def __init__(self, trial: Trial) -> None:
        spawn = get_context("spawn")  # a fork would take along the locks that other threads hold
        self._trial = trial
        self._pipe, theirs = spawn.Pipe()
        self.process = spawn.Process(target=_serve, args=(theirs,), name="simulation", daemon=True)
        self.process.start()
        theirs.close()  # else its end would never be noticed
        self._begun, self._ended = False, False

    def compare(self, cases: Sequence[Recorded]) -> Result:
        try:
            return self._asked(cases)
        except (EOFError, OSError):
            if self._ended:
                raise
            log.warning("process of a simulation has ended, going on without it")
            return self._trial.compare(cases)

    def _asked(self, cases: Sequence[Recorded]) -> Result:
        if not self._begun:
            self._begun = True
            self._pipe.send(self._trial)
        self._pipe.send(cases)
        found = self._pipe.recv()
        assert isinstance(found, Result)
        return found

    def end(self) -> None:
        self._ended = True
        self.process.kill()  # it holds nothing that could be left half done
        self.process.join()
        self._pipe.close()


def _serve(pipe: Connection[object, object]) -> None:
    """Until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's to hear
    try:
        trial = pipe.recv()
        assert isinstance(trial, Trial)
        while True:
            cases = pipe.recv()
            assert isinstance(cases, list)
            pipe.send(trial.compare(cases))
    except (EOFError, OSError):
        return


@contextmanager
def beside(trial: Trial) -> Iterator[Beside | None]:
    """None: another simulation has it, or there is no processor for it."""
    if processors() < 2 or not _ONE.acquire(blocking=False):
        yield None
        return
    try:
        other = Beside(trial)
        try:
            yield other
        finally:
            other.end()
    finally:
        _ONE.release()


def processors() -> int:
    """That this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Reckoning:
    """Each lane reads a batch in a scope of its own and reckons it outside any; letters go on leaving meanwhile."""

    def __init__(self, trial: Trial, ids: Sequence[UUID], asked: Collection[str], tenant_id: UUID) -> None:
        self._trial, self._asked, self._tenant_id = trial, asked, tenant_id
        self._batches = iter([ids[begin : begin + BATCH] for begin in range(0, len(ids), BATCH)])
        self._places = {str(each): place for place, each in enumerate(ids)}
        self._off = False
        self._replayed = 0
        self.result = Result()

    async def run(self, told: Told, *, worth_it: int = WORTH_IT) -> bool:
        """False: called off."""
        if len(self._places) < worth_it:
            await self._lane(self._trial.compare, told)
            return not self._off
        with beside(self._trial) as other:
            async with asyncio.TaskGroup() as lanes:
                lanes.create_task(self._lane(self._trial.compare, told))
                if other is not None:
                    lanes.create_task(self._lane(other.compare, told))
        return not self._off

    async def _lane(self, compare: Compare, told: Told) -> None:
        for ids in self._batches:
            async with tenant_scope(self._tenant_id):
                cases = await recorded(ids, self._asked, self._trial.uncounted)
            found = await asyncio.to_thread(compare, cases)
            self.result.join(found, self._places)
            self._replayed += len(ids)
            if self._off or not await told(self._replayed):
                self._off = True
                return
