"""Files of a backup: readable by their owner only, on the disk before they count."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO


def new_file(path: Path) -> BinaryIO:
    path.touch(mode=0o600, exist_ok=False)
    return path.open("wb")


def write_new(path: Path, content: bytes) -> None:
    with new_file(path) as file:
        file.write(content)
        flush(file)


def flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def sync(path: Path) -> None:
    """A file written by somebody else, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(path: Path) -> str:
    """SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:,.1f} MB"
