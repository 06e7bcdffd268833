"""What obstore leaves to us when objects are files: private folders, flushing to disk, clearing up after a crash."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path


def make_private(folder: Path) -> None:
    """A folder that exists stays as its owner made it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_room(folder: Path, name: str) -> None:
    room = (folder / name).parent
    if not room.is_dir():
        # No parents: a store that has vanished (a disk not mounted) must not be made anew in its place.
        room.mkdir(mode=0o700, exist_ok=True)
        _sync(folder)


def flush(folder: Path, name: str) -> None:
    path = folder / name
    path.chmod(0o600)  # its folder was 0700 before it was written
    _sync(path)
    _sync(path.parent)


def discard_leftovers(room: Path, older_than: datetime) -> None:
    for path in room.glob("*#*"):
        if path.stat().st_mtime < older_than.timestamp():
            path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
