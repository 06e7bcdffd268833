"""The only reader of the system clock. Everything else is handed `now`.

Tests move time through a file that holds an offset in seconds, so that every process of a running deployment
moves together. `amends.config` refuses that file outside test mode.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_offset_file: Path | None = None


def use_offset_file(path: Path | None) -> None:
    """Add the seconds written in `path` to every reading (test mode only; None: the plain clock)."""
    global _offset_file
    _offset_file = path


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _offset()  # noqa: TID251


def ticks() -> float:
    """Seconds of a clock that never jumps, for waiting and measuring only."""
    return time.monotonic()


def _offset() -> timedelta:
    if _offset_file is None:
        return timedelta()
    try:
        return timedelta(seconds=float(_offset_file.read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta()
