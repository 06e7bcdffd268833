"""`amends up` on a bare machine: it serves, it keeps data, and however it ends nothing of it is left."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from amends_cli import ports
from amends_cli.ports import PortTaken
from tests.amends_cli.terminal import COMMAND, environment, shell

PATIENCE = 180


class Running:
    """One `amends up` and every process under it."""

    def __init__(self, home: Path) -> None:
        self.monitors = _three_ports()
        self.settings = {
            "AMENDS_HOME": str(home),
            "PORT": str(ports.free_port()),
            "AMENDS_MONITOR_PORT": str(self.monitors),
        }
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*COMMAND, "up"],
            env=environment(**self.settings),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._hanging = threading.Timer(PATIENCE, self.process.kill)
        self._hanging.start()

    def until(self, words: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if words in line:
                return
        pytest.fail(f"ended without saying {words!r}:\n{''.join(self.lines)}")

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.settings['PORT']}{path}", headers={"host": "localhost"})

    def ready(self) -> dict[str, int]:
        """What each process says once it has begun."""
        told = {}
        for port, name in enumerate(("web", "worker", "clock"), start=self.monitors):
            told[name] = _once_up(f"http://127.0.0.1:{port}/readyz")
        return told

    def processes(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, *signals: signal.Signals) -> int:
        for number in signals:
            self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.close()
        return code

    def close(self) -> None:
        self._hanging.cancel()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture
def home() -> Iterator[Path]:
    """Within reach of the servers' account, unlike pytest's own folders."""
    path = Path(tempfile.mkdtemp(prefix="amends-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def up(home: Path) -> Iterator[Running]:
    (home / "demonstration").touch()  # as if it had been loaded: these tests do without
    running = Running(home)
    yield running
    running.close()


def _three_ports() -> int:
    """The first of three that follow each other, below those that outgoing connections use."""
    while True:
        first = random.randrange(20000, 30000)
        with contextlib.suppress(PortTaken):
            for port in range(first, first + 3):
                ports.demand_free("127.0.0.1", port)
            return first


def _once_up(url: str) -> int:
    """The status, as soon as it is good or patience is over."""
    until = time.monotonic() + PATIENCE
    while True:
        status = 0
        with contextlib.suppress(httpx.ConnectError):
            status = httpx.get(url).status_code
        if status == 200 or time.monotonic() > until:
            return status


def left(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Still at work after a while; what waits to be reaped by somebody else does no work."""
    _, alive = psutil.wait_procs(processes, timeout=0.1)
    for _ in range(100):
        alive = [process for process in alive if _works(process)]
        if not alive:
            break
        psutil.wait_procs(alive, timeout=0.1)
    return alive


def _works(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_it_serves_and_stops_without_a_trace(up: Running, home: Path) -> None:
    up.until("amends: ready")
    assert up.get("/healthz").status_code == 200
    assert up.ready() == {"web": 200, "worker": 200, "clock": 200}
    second = shell("up", **(up.settings | {"PORT": str(ports.free_port())}))
    assert second.returncode == 1
    assert f"is in use by a running amends (process {up.process.pid})" in second.stderr
    assert second.stderr.count("\n") == 1
    started = up.processes()
    assert len(started) >= 6, "web, worker, clock, mailbox, PostgreSQL, Valkey"
    assert up.end(signal.SIGTERM) == 0
    assert left(started) == []
    assert not (home / "running.json").exists()


@pytest.mark.slow
def test_the_first_start_brings_a_demonstration_and_the_second_does_not(home: Path) -> None:
    for expected in (True, False):
        up = Running(home)
        try:
            up.until("Ctrl-C stops everything")
            assert ("amends: loading the demonstration\n" in up.lines) is expected
            assert any("everybody's" in line for line in up.lines), "the demonstration's password"
            assert up.end(signal.SIGTERM) == 0
        finally:
            up.close()


@pytest.mark.slow
def test_data_are_there_at_the_second_start(up: Running, home: Path) -> None:
    up.until("amends: ready")
    created = shell(
        "operator",
        "create",
        "olga@example.org",
        "--name",
        "Olga",
        given="a long enough password\n",
        **up.settings,
    )
    assert created.returncode == 0, created.stderr
    assert up.end(signal.SIGINT) == 0
    again = Running(home)
    again.until("amends: ready")
    same = shell(
        "operator",
        "create",
        "olga@example.org",
        "--name",
        "Olga",
        given="a long enough password\n",
        **again.settings,
    )
    assert "Somebody with this address is already here." in same.stderr
    again.end(signal.SIGTERM)


@pytest.mark.slow
def test_two_interrupts_leave_nothing_either(up: Running) -> None:
    up.until("amends: ready")
    started = up.processes()
    assert up.end(signal.SIGINT, signal.SIGINT, signal.SIGINT) == 0
    assert left(started) == []


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux ties children to their parent")
def test_killed_it_takes_everything_with_it_and_starts_again(up: Running, home: Path) -> None:
    up.until("amends: ready")
    started = up.processes()
    assert up.end(signal.SIGKILL) == -signal.SIGKILL
    assert left(started) == []
    again = Running(home)
    again.until("amends: ready")
    assert again.end(signal.SIGTERM) == 0


@pytest.mark.slow
def test_what_dies_is_started_again(up: Running) -> None:
    up.until("amends: ready")
    commands = {process.pid: " ".join(process.cmdline()) for process in up.processes()}
    for name, victim in (
        ("PostgreSQL", "bin/postgres -D"),
        ("Valkey", "valkey-server"),
        ("web", "amends_cli web"),
    ):
        os.kill(next(pid for pid, command in commands.items() if victim in command), signal.SIGKILL)
        up.until(name)
    up.end(signal.SIGTERM)
