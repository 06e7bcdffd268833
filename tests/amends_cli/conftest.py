from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from amends import clock, config
from tests.amends_cli.terminal import Terminal


@pytest.fixture
def terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Terminal]:
    yield Terminal(monkeypatch, capsys, tmp_path / "home")
    config.current.cache_clear()
    clock.use_offset_file(None)
