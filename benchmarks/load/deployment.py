"""`amends up` as `make run` starts it, on a free port and in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from amends.database.embedded.process import leash
from amends_cli.ports import free_port

_READY_WITHIN = 180


@dataclass(frozen=True)
class Deployment:
    home: Path
    port: int
    log: Path
    process: psutil.Process

    @property
    def urls(self) -> Mapping[str, str]:
        """Of its servers, as it announces them to commands in other terminals."""
        known: dict[str, str] = json.loads((self.home / "running.json").read_text("utf-8"))
        return known

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8", errors="replace")

    def members(self) -> dict[str, psutil.Process]:
        """The processes that serve, by name."""
        found = {}
        for process in self.process.children():
            name = process.cmdline()[-1]
            if name in ("web", "worker", "clock"):
                found[name] = process
        return found


@contextmanager
def deployment() -> Iterator[Deployment]:
    home = Path(tempfile.mkdtemp(prefix="amends-load-"))
    port, log = free_port(), home / "up.log"
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("AMENDS_")}
    given = {"AMENDS_HOME": str(home), "PORT": str(port), "AMENDS_TRUSTED_PROXIES": "127.0.0.1"}
    with log.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "amends_cli", "up"],
            env=inherited | given,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=leash(signal.SIGTERM),
        )
    try:
        started = Deployment(home, port, log, psutil.Process(running.pid))
        _await(running, started)
        yield started
    finally:
        running.terminate()
        running.wait(60)
        shutil.rmtree(home, ignore_errors=True)


def _await(running: subprocess.Popen[bytes], started: Deployment) -> None:
    for _ in range(_READY_WITHIN * 5):
        if "Ctrl-C stops everything" in started.said:
            return
        if running.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"the deployment did not start:\n{started.said[-4000:]}")
