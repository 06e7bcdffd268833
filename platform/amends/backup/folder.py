"""The folder backups are kept in: each a folder named by its time, whole or not there at all.

One is written under a hidden name and renamed when it is whole; removing one begins with hiding it again. Whoever
is killed leaves something hidden, which the next one, holding the lock, removes.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from amends.backup.files import sync
from amends.backup.manifest import NAME
from amends.errors import DomainError

_WHOLE: Final = re.compile(r"\d{8}T\d{6}Z")
_LEFT: Final = re.compile(r"\.\d{8}T\d{6}Z\.(unfinished|leaving)")


class FolderRefused(DomainError):
    code = "backup-folder-refused"
    status = 500


def whole_ones(folder: Path) -> list[Path]:
    """Oldest first."""
    found = [path for path in folder.iterdir() if _WHOLE.fullmatch(path.name) and (path / NAME).is_file()]
    return sorted(found, key=lambda path: path.name)


@contextmanager
def alone_in(folder: Path) -> Iterator[list[str]]:
    """Hold the folder's lock; what interrupted runs left there has been removed, by these names."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise FolderRefused(
            "%(folder)s cannot be used: %(why)s.", folder=folder, why=error.strerror
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise FolderRefused(
            "Another backup is being made in %(folder)s: wait for it.", folder=folder
        ) from None
    try:
        left = sorted(path for path in folder.iterdir() if _LEFT.fullmatch(path.name))
        for path in left:
            shutil.rmtree(path)
        yield [path.name for path in left]
    finally:
        os.close(lock)


@contextmanager
def new_backup(folder: Path, *, now: datetime) -> Iterator[tuple[Path, Path]]:
    """(where to write, where it will stand); it stands there only if the block ends well."""
    place = folder / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if place.exists():
        raise FolderRefused("%(place)s is there already: try again in a second.", place=place)
    fresh = folder / f".{place.name}.unfinished"
    fresh.mkdir(mode=0o700)
    try:
        yield fresh, place
        for path in (fresh, *(path for path in fresh.rglob("*") if path.is_dir())):
            sync(path)
        fresh.rename(place)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    sync(folder)


def remove_all_but(folder: Path, keep: int) -> list[str]:
    """Names of the oldest, removed so that `keep` remain."""
    too_old = whole_ones(folder)[:-keep]
    for path in too_old:
        leaving = path.with_name(f".{path.name}.leaving")
        path.rename(leaving)
        shutil.rmtree(leaving)
    return [path.name for path in too_old]
