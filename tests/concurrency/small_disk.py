"""Disks that take nothing more: a really full one where this account may mount it, otherwise one it may not write to."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


@cache
def may_mount() -> bool:
    """Root in a container may lack the right, too: tried once."""
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            with mounted(Path(folder), size="64k"):
                return True
        except subprocess.CalledProcessError:
            return False


@contextmanager
def mounted(folder: Path, *, size: str) -> Iterator[None]:
    """A disk of its own at `folder`, in memory, gone afterwards with all that is on it. Servers' accounts may pass."""
    options = f"size={size},mode=711"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True, capture_output=True)


@contextmanager
def takes_nothing(folder: Path) -> Iterator[None]:
    """`folder` has room for no file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if may_mount():
        with mounted(folder, size="4k"):
            yield
        return
    folder.chmod(0o500)
    try:
        yield
    finally:
        folder.chmod(0o700)


def fill(folder: Path) -> Path:
    """A file that takes all that is left; remove it to make room again."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while file.write(b"\0" * size) == size:
                    continue
            except OSError:
                continue
    return ballast
