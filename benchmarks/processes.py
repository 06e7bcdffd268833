"""Our processes as they are started in earnest, and what they keep in memory."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError

import psutil

from amends.config import Settings

_PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(settings: Settings) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("AMENDS_")},
        "AMENDS_MODE": settings.mode.value,
        "AMENDS_HOME": str(settings.home),
        "AMENDS_DATABASE_URL": settings.database_url,
        "AMENDS_REDIS_URL": settings.redis_url,
        "AMENDS_SMTP_URL": settings.smtp_url,
        "AMENDS_STORE_URL": settings.store_url,
        "AMENDS_SECRET": settings.secret,
        "AMENDS_MAIL_LISTEN": settings.mail_listen,
        "AMENDS_MAIL_IN_DOMAIN": settings.mail_in_domain,
        "AMENDS_BASE_DOMAIN": settings.base_domain,
        "AMENDS_PUBLIC_SCHEME": settings.public_scheme,
        "AMENDS_TRUSTED_PROXIES": ",".join(str(network) for network in settings.trusted_proxies),
        "AMENDS_POOL_SIZE": str(settings.pool_size),
        "PORT": str(settings.port),
    }


@contextmanager
def process(command: str, settings: Settings, log: Path) -> Iterator[psutil.Process]:
    """`amends web`, `amends worker` or any other, ended with the block."""
    with log.open("ab") as said:
        child = subprocess.Popen(
            [sys.executable, "-m", "amends_cli", command], env=environment(settings), stdout=said, stderr=said
        )
    try:
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait(_PATIENCE)


@contextmanager
def web(settings: Settings, log: Path) -> Iterator[psutil.Process]:
    with process("web", settings, log) as running:
        _wait(running, f"http://127.0.0.1:{settings.port}/healthz")
        yield running


def resident(running: psutil.Process) -> float:
    """MB, children included."""
    everybody = [running, *running.children(recursive=True)]
    total: int = sum(each.memory_info().rss for each in everybody)
    return total / 1_048_576


def until_said(log: Path, words: str, running: psutil.Process) -> None:
    until = monotonic() + _PATIENCE
    while words not in log.read_text():
        if monotonic() > until or not running.is_running():
            raise RuntimeError(f"no process said “{words}”")
        sleep(0.1)


def _wait(running: psutil.Process, address: str) -> None:
    until = monotonic() + _PATIENCE
    while monotonic() < until and running.is_running():
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (URLError, ConnectionError):
            sleep(0.1)
    raise RuntimeError("the web process does not answer")
