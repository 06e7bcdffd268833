"""`amends up` as anybody starts it, with a clock that tests move and a mailbox to read."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from amends import clock
from amends_cli.ports import free_port
from tests.amends_cli.terminal import COMMAND, environment, shell
from tests.world import MONDAY

PATIENCE = 240
"""After so many seconds a deployment that hangs is killed."""


class Deployment:
    """Everything `amends up` starts, in a folder of its own."""

    def __init__(self, home: Path, *, begins: datetime) -> None:
        self._offset = home / "clock-offset"
        self._set_offset((begins - clock.now()).total_seconds())
        self.port = free_port()
        self._settings = {
            "AMENDS_MODE": "test",
            "AMENDS_HOME": str(home),
            "AMENDS_CLOCK_OFFSET_FILE": str(self._offset),
            "PORT": str(self.port),
        }
        self._lines: list[str] = []
        self._process = subprocess.Popen(
            [*COMMAND, "up"],
            env=environment(**self._settings),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._ready, self._ended = threading.Event(), threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def wait(self) -> None:
        self._ready.wait(PATIENCE)
        assert not self._ended.is_set(), self.said()

    def said(self) -> str:
        return "".join(self._lines)

    def address(self, slug: str = "") -> str:
        """Of an organisation, or of the operators' console."""
        return f"http://{slug}.localhost:{self.port}" if slug else f"http://localhost:{self.port}"

    def command(self, *arguments: str, given: str = "") -> str:
        """What a command in another terminal answers; it must succeed."""
        done = shell(*arguments, given=given, **self._settings)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def now(self) -> datetime:
        """As all its processes see it."""
        return clock.now() + timedelta(seconds=float(self._offset.read_text()))

    def let_pass(self, time: timedelta) -> None:
        """All processes are later by so much, at once."""
        self._set_offset((self.now() + time - clock.now()).total_seconds())

    def close(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        finally:
            self._process.kill()  # what it started dies with it
            self._process.wait()
            self._ended.wait(5)

    def _set_offset(self, seconds: float) -> None:
        """Whole or not at all: a process that read an empty file would believe the real clock."""
        fresh = self._offset.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(self._offset)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as its_output:
            for line in its_output:
                self._lines.append(line)
                if line.startswith("amends: ready"):
                    self._ready.set()
        self._ended.set()
        self._ready.set()


@contextmanager
def deployed(*, begins: datetime = MONDAY, demonstration: bool = False) -> Iterator[Deployment]:
    """Ready to be visited when it is `begins` there, and gone without a trace afterwards."""
    home = Path(tempfile.mkdtemp(prefix="amends-test-"))
    if not demonstration:
        (home / "demonstration").touch()  # as if it had been loaded at an earlier start
    try:
        deployment = Deployment(home, begins=begins)
        try:
            deployment.wait()
            yield deployment
        finally:
            deployment.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)
