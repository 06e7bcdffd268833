"""A terminal to run commands in, with settings of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from amends import config
from amends.database.embedded.servers import Urls
from amends.database.engine import DB
from amends_cli.main import main

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "amends_cli"]


class Terminal:
    """Runs commands in this process and remembers what the last one said."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
    ) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.home = home
        self.out = self.err = ""

    def run(self, *arguments: str, **settings: str) -> int:
        for name in [name for name in os.environ if name.startswith("AMENDS_") or name == "PORT"]:
            self._monkeypatch.delenv(name)
        for name, value in ({"AMENDS_HOME": str(self.home)} | settings).items():
            self._monkeypatch.setenv(name, value)
        config.current.cache_clear()
        with _as_if_in_a_process_of_its_own():
            try:
                return main(arguments)
            except SystemExit as left:
                return int(left.code or 0)
            finally:
                self.out, self.err = self._capsys.readouterr()


@contextmanager
def _as_if_in_a_process_of_its_own() -> Iterator[None]:
    """A command opens the database, sets up logs and catches what nobody caught: the tests' own come back after it."""
    root, pool = logging.getLogger(), DB.pool
    handlers, level = root.handlers, root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    DB.pool = None
    try:
        yield
    finally:
        DB.pool = pool
        root.handlers = handlers
        root.setLevel(level)
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks


def at(urls: Urls) -> dict[str, str]:
    """Settings of a process that serves on these servers."""
    return {
        "AMENDS_MODE": "embedded",
        "AMENDS_DATABASE_URL": urls.app_url,
        "AMENDS_REDIS_URL": urls.redis_url,
        "AMENDS_SMTP_URL": "smtp://127.0.0.1:9",
        "AMENDS_SECRET": urls.secret,
    }


def shell(*arguments: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs a command as people do: in a process of its own."""
    return subprocess.run(
        COMMAND + list(arguments),
        env=environment(**settings),
        input=given,
        text=True,
        capture_output=True,
        check=False,
    )


def environment(**settings: str) -> dict[str, str]:
    """Ours without anybody's settings, and with the source roots in the path."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("AMENDS_") and name != "PORT"
    }
    return kept | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "platform")))} | settings
