"""A server process of ours: started under its account, leashed to us, waited for, stopped in order."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from amends import clock
from amends.database.embedded.account import Account
from amends.errors import DomainError

if TYPE_CHECKING:
    import psutil

Say = Callable[[str], None]


def silent(line: str) -> None:
    """For those who have nobody to tell."""
    del line


_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class ServerFailed(DomainError):
    """An embedded server did not start."""

    code = "server-failed"
    status = 500


def leash(last_words: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: the kernel sends the child this signal when we are gone, even by kill -9.

    Linux only, and from the main thread only: the kernel watches the thread that forked, not the process.
    Elsewhere a server left over is found and stopped at the next start.
    """
    if _LIBC is None or threading.current_thread() is not threading.main_thread():
        return None
    libc, parent = _LIBC, os.getpid()

    def attach() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(last_words), 0, 0, 0)
        if os.getppid() != parent:  # died between fork and here
            os._exit(1)

    return attach


class ServerProcess:
    """`stopping` lists signals with the seconds granted after each; the first is also the leash's."""

    def __init__(
        self, *, name: str, account: Account, log: Path, stopping: Sequence[tuple[signal.Signals, float]]
    ) -> None:
        self.name = name
        self._account = account
        self._log = log
        self._stopping = stopping
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def spawn(self, command: Sequence[str | Path], *, cwd: Path) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                cwd=cwd,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C belongs to the supervisor, which stops servers last
                preexec_fn=leash(self._stopping[0][0]),
                **self._account.run_as,
            )

    def wait_until(self, ready: Callable[[], bool], say: Say) -> None:
        """As long as it takes: recovery after a crash is not hurried, only reported."""
        started = reported = clock.ticks()
        while not ready():
            if not self.alive:
                raise ServerFailed("%(name)s did not start: %(why)s", name=self.name, why=self._last_line())
            if clock.ticks() - reported >= 5:
                reported = clock.ticks()
                say(
                    f"{self.name} is still getting ready, {reported - started:.0f} s so far: {self._last_line()}"
                )
            time.sleep(0.02)

    def stop(self) -> None:
        process = self._process
        if process is None:
            return
        for number, grace in self._stopping:
            if process.poll() is not None:
                break
            process.send_signal(number)
            try:
                process.wait(grace)
            except subprocess.TimeoutExpired:
                continue
        process.kill()
        process.wait()

    def _last_line(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-20:]
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line]
        return (telling or lines or ["it said nothing"])[-1] + f" (see {self._log})"


def sweep_leftovers(data: Path, program: str, last_words: signal.Signals) -> None:
    """Stop servers of an earlier run that still work in `data`; we hold its lock, so nobody else may.

    Servers change into their data folder, which tells them apart from strangers who got an old process id.
    """
    for number, grace in ((last_words, 20.0), (signal.SIGKILL, 5.0)):
        for process in _working_in(data, program):
            _signal(process, number)
        started = clock.ticks()
        while _working_in(data, program) and clock.ticks() - started < grace:
            time.sleep(0.05)


def _working_in(data: Path, program: str) -> list[psutil.Process]:
    import psutil  # comes with the embedded servers: where there are none, everything else works without

    return [process for process in psutil.process_iter() if _works_in(process, data, program)]


def _works_in(process: psutil.Process, data: Path, program: str) -> bool:
    import psutil

    try:
        return process.name() == program and process.cwd() == str(data)
    except psutil.Error:
        return False


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    import psutil

    try:
        process.send_signal(number)
    except psutil.Error:
        return
