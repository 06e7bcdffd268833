"""Recordings (mp4, mov, 3gp, m4a) without place, time and device: what a telephone writes beside picture and sound.

Nothing is moved: boxes that are not known to be needed for playing are blanked where they stand, and so are the tracks
of metadata with their samples. What plays, plays as before, from the same bytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

_NEEDED: Final = {
    b"": frozenset(
        {b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"ssix", b"wide", b"pdin"}
    ),
    b"moov": frozenset({b"mvhd", b"trak", b"mvex", b"iods"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia", b"tref", b"tapt", b"load"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"moof": frozenset({b"mfhd", b"traf"}),
}
_TIMED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_PLAYED: Final = frozenset({b"vide", b"soun", b"sbtl", b"subt"})


@dataclass(frozen=True, slots=True)
class _Box:
    name: bytes
    start: int
    inside: int
    end: int


def without_place(data: bytes) -> bytes:
    """As long as before. What is no whole box is blanked, too."""
    bare = bytearray(data)
    _bare(bare, b"", 0, len(bare))
    return bytes(bare)


def _bare(data: bytearray, within: bytes, start: int, end: int) -> None:
    at = start
    for box in list(_boxes(data, start, end)):
        at = box.end
        if box.name not in _NEEDED[within] or (box.name == b"trak" and not _is_played(data, box)):
            _blank(data, box)
        elif box.name in _TIMED:
            _untimed(data, box)
        elif box.name in _NEEDED:
            _bare(data, box.name, box.inside, box.end)
    data[at:end] = bytes(end - at)


def _boxes(data: bytearray, start: int, end: int) -> Iterator[_Box]:
    at = start
    while at + 8 <= end:
        size, inside = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 1:
            size, inside = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        stop = end if size == 0 else at + size
        if not inside <= stop <= end:
            return
        yield _Box(bytes(data[at + 4 : at + 8]), at, inside, stop)
        at = stop


def _blank(data: bytearray, box: _Box) -> None:
    if box.name == b"trak":
        for start, end in _samples(data, box):
            data[start:end] = bytes(end - start)
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.inside : box.end] = bytes(box.end - box.inside)


def _untimed(data: bytearray, box: _Box) -> None:
    """When it was made and changed."""
    long = 16 if data[box.inside : box.inside + 1] == b"\1" else 8
    if box.inside + 4 + long <= box.end:
        data[box.inside + 4 : box.inside + 4 + long] = bytes(long)


def _is_played(data: bytearray, trak: _Box) -> bool:
    handler = _down(data, trak, b"mdia", b"hdlr")
    return handler is not None and bytes(data[handler.inside + 8 : handler.inside + 12]) in _PLAYED


def _down(data: bytearray, box: _Box, *path: bytes) -> _Box | None:
    found: _Box | None = box
    for name in path:
        if found is None:
            return None
        found = next((each for each in _boxes(data, found.inside, found.end) if each.name == name), None)
    return found


def _samples(data: bytearray, trak: _Box) -> Iterator[tuple[int, int]]:
    """Where in the file the track's samples lie, chunk by chunk; never more of them than the file is long."""
    table = _down(data, trak, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    take, left = _sizes(data, table), len(data)
    entries = _numbers(data, _down(data, table, b"stsc"), each=12)
    runs = deque((_int(entry[:4]), _int(entry[4:8])) for entry in entries)
    count = 0
    for number, start in enumerate(_chunks(data, table), 1):
        while runs and runs[0][0] <= number:
            count = runs.popleft()[1]
        end = min(start + take(count), start + left, len(data))
        if start < end:
            left -= end - start
            yield start, end


def _sizes(data: bytearray, table: _Box) -> Callable[[int], int]:
    """How long the next so many samples are together."""
    box = _down(data, table, b"stsz")
    if box is None:
        return lambda _: 0
    if fixed := _int(data[box.inside + 4 : box.inside + 8]):
        return lambda count: count * fixed
    sizes = iter(_numbers(data, box, each=4)[1:])  # how many there are comes first
    return lambda count: sum(_int(size) for size in islice(sizes, count))


def _chunks(data: bytearray, table: _Box) -> list[int]:
    short = _numbers(data, _down(data, table, b"stco"), each=4)
    return [_int(each) for each in short or _numbers(data, _down(data, table, b"co64"), each=8)]


def _numbers(data: bytearray, box: _Box | None, *, each: int) -> list[bytes]:
    """The entries of a table: after version, flags and their count."""
    if box is None:
        return []
    return [bytes(data[at : at + each]) for at in range(box.inside + 8, box.end - each + 1, each)]


def _int(data: bytes | bytearray) -> int:
    return int.from_bytes(data, "big")
