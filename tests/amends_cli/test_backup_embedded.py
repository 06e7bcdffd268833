"""On a bare machine: backed up beside a running `amends up` and without one, restored into a folder of its own."""

from __future__ import annotations

import json
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from amends.backup.folder import whole_ones
from tests.amends_cli.terminal import shell
from tests.amends_cli.test_up import Running, home, up

__all__ = ["home", "up"]
pytestmark = pytest.mark.slow


@pytest.fixture
def other() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="amends-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


def create(slug: str, **settings: str) -> None:
    done = shell(
        "tenant", "create", slug, "--template", "service", "--admin-email", "ada@example.org", "--admin-name", "Ada",
        "--name-zh", "海湾", "--name-en", "Harbour", "--time-zone", "Asia/Shanghai", "--language", "zh", **settings,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_bare_machine_becomes_another(up: Running, home: Path, other: Path, folder: Path) -> None:
    up.until("amends: ready")
    create("harbour", **up.settings)
    to = folder / "backups"
    beside = shell("backup", "--to", str(to), **up.settings)
    assert beside.returncode == 0, beside.stderr
    assert up.end(signal.SIGTERM) == 0
    create("garden", **up.settings)
    alone = shell("backup", "--to", str(to), **up.settings)
    assert alone.returncode == 0, alone.stderr

    first, second = whole_ones(to)
    secret = json.loads((home / "secrets.json").read_text())["secret"]
    refused = shell("restore", "--from", str(first), AMENDS_HOME=str(other))
    assert "AMENDS_SECRET is not the one" in refused.stderr
    assert list(other.iterdir()) == []
    restored = shell("restore", "--from", str(first), AMENDS_HOME=str(other), AMENDS_SECRET=secret)
    assert restored.returncode == 0, restored.stderr
    again = shell("restore", "--from", str(second), AMENDS_HOME=str(other), AMENDS_SECRET=secret)
    assert "The database is not empty" in again.stderr
    listed = shell("tenant", "list", AMENDS_HOME=str(other))
    assert [line.split()[0] for line in listed.stdout.splitlines() if not line.startswith("amends:")] == [
        "harbour"
    ]
    assert json.loads((other / "secrets.json").read_text())["secret"] == secret, (
        "the next start needs no setting"
    )
    there = Running(other)
    try:
        there.until("Ctrl-C stops everything")
        assert not any("everybody's" in line for line in there.lines), "no demonstration beside restored data"
        assert there.end(signal.SIGTERM) == 0
    finally:
        there.close()
