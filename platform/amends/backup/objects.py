"""The store's objects on their way into a backup: one organisation after the other, never one whole in memory.

Objects are written once and never changed, so one that an earlier backup holds is linked to instead of read again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import TextIO

from amends.backup.files import flush, new_file
from amends.backup.manifest import STORE, SUMS
from amends.evidence.store import ObjectEntry, ObjectMissing, ObjectStore

Progress = Callable[[str], None]
Copied = dict[str, tuple[int, str]]
"""Size and SHA-256 of each object, by its name."""


class StoreCopy:
    """`sums` gets a line for each object, as sha256sum writes them."""

    def __init__(self, store: ObjectStore, into: Path, *, earlier: Path | None, sums: TextIO) -> None:
        self._store = store
        self._into = into / STORE
        self._earlier = earlier
        self._known = _by_tenant(earlier / SUMS) if earlier else iter(())
        self._next = next(self._known, None)
        self._sums = sums
        self.objects = self.bytes = self.linked = 0

    async def tenant(self, tenant: str, *, last_seal: int, progress: Progress) -> Copied:
        """Everything of one organisation; ask in the order of their ids."""
        known, copied = self._known_of(tenant), Copied()
        for prefix in (tenant, f"seals-{tenant}"):
            async for entry in self._store.list(prefix):
                if prefix != tenant and _number(entry.name) > last_seal:
                    continue  # sealed after the dump: it would be an unknown seal beside the restored database
                found = self._link(entry, known) or await self._copy(entry)
                if found is not None:
                    copied[entry.name] = found
                    self._count(entry.name, *found, progress=progress)
        return copied

    def _count(self, name: str, size: int, sha256: str, *, progress: Progress) -> None:
        self._sums.write(f"{sha256}  {STORE}/{name}\n")
        self.objects += 1
        self.bytes += size
        progress(f"store: {self.objects:,} objects, {self.bytes / 1e6:,.1f} MB so far")

    def _link(self, entry: ObjectEntry, known: Mapping[str, str]) -> tuple[int, str] | None:
        sha256 = known.get(entry.name)
        if sha256 is None or self._earlier is None:
            return None
        source = self._earlier / STORE / entry.name
        try:
            if source.stat().st_size != entry.size:
                return None
            os.link(source, self._place(entry.name))
        except OSError:  # another file system, too many links, a backup somebody has thinned out
            return None
        self.linked += 1
        return entry.size, sha256

    async def _copy(self, entry: ObjectEntry) -> tuple[int, str] | None:
        """None when it was erased since it was listed; whether a row misses it is asked afterwards."""
        try:
            pieces = await self._store.stream(entry.name)
        except ObjectMissing:
            return None
        digest, size = hashlib.sha256(), 0
        with new_file(self._place(entry.name)) as file:
            async for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
            flush(file)
        return size, digest.hexdigest()

    def _place(self, name: str) -> Path:
        place = self._into / name
        for room in (self._into, place.parent):  # in one step, only the last would be private
            room.mkdir(mode=0o700, exist_ok=True)
        return place

    def _known_of(self, tenant: str) -> Mapping[str, str]:
        while self._next is not None and self._next[0] < tenant:
            self._next = next(self._known, None)
        return self._next[1] if self._next is not None and self._next[0] == tenant else {}


def listed(sums: Path) -> Iterator[tuple[str, str]]:
    """(path inside the backup, SHA-256) by line."""
    with sums.open(encoding="utf-8") as lines:
        for line in lines:
            sha256, _, path = line.rstrip("\n").partition("  ")
            yield path, sha256


def _by_tenant(sums: Path) -> Iterator[tuple[str, dict[str, str]]]:
    objects = (
        (path.removeprefix(f"{STORE}/"), sha256)
        for path, sha256 in listed(sums)
        if path.startswith(f"{STORE}/")
    )
    for tenant, group in groupby(objects, key=lambda item: _tenant(item[0])):
        yield tenant, dict(group)


def _tenant(name: str) -> str:
    return name.partition("/")[0].removeprefix("seals-")


def _number(name: str) -> int:
    number = name.rpartition("/")[2]
    return int(number) if number.isdigit() else 0
