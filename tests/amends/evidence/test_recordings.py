"""What readers see of a video says nothing of place, time and telephone, and plays from the same bytes as before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amends.evidence.copies import shown_copy
from amends.evidence.kinds import KINDS, is_whole, recognise
from amends.evidence.recordings import without_place
from tests.amends.evidence.files import SECRET, box

_PLACE = b"+31.2304+121.4737+008.000/"
_MADE = b"\xe1\x02\x03\x04"


def _table(name: bytes, *numbers: int, head: bytes = b"") -> bytes:
    return box(name, bytes(4) + head + b"".join(number.to_bytes(4, "big") for number in numbers))


def _track(handler: bytes, chunks: list[int], sizes: list[int], *, each: int) -> bytes:
    table = (
        _table(b"stsz", 0, len(sizes), *sizes)
        + _table(b"stsc", 1, 1, each, 1)
        + _table(b"stco", len(chunks), *chunks)
    )
    media_box = (
        box(b"mdhd", bytes(4) + _MADE * 2 + bytes(12))
        + box(b"hdlr", bytes(8) + handler + bytes(12))
        + box(b"minf", box(b"stbl", table))
    )
    return box(
        b"trak",
        box(b"tkhd", bytes(4) + _MADE * 2 + bytes(12)) + box(b"udta", _PLACE) + box(b"mdia", media_box),
    )


def filmed(brand: bytes = b"isom") -> tuple[bytes, bytes]:
    """As a telephone writes it, and what is to be seen in it: pictures, and between them where it was, second by second."""
    head = box(b"ftyp", brand + bytes(4) + brand)
    pictures, places = b"picture!" * 4, _PLACE * 2
    samples = pictures[:16] + _PLACE + pictures[16:] + _PLACE
    at = len(head) + 8
    tracks = _track(b"vide", [at, at + 16 + len(_PLACE)], [8] * 4, each=2) + _track(
        b"meta", [at + 16, at + 32 + len(_PLACE)], [len(places) // 2] * 2, each=1
    )
    notes = box(b"udta", box(b"\xa9xyz", _PLACE) + SECRET.encode()) + box(b"meta", SECRET.encode())
    moov = box(b"moov", box(b"mvhd", bytes(4) + _MADE * 2 + bytes(80)) + tracks + notes)
    return head + box(b"mdat", samples) + moov + box(b"uuid", SECRET.encode() + _PLACE), samples


def test_a_video_is_shown_without_its_place_time_and_owner() -> None:
    for brand, code in ((b"isom", "mp4"), (b"qt  ", "mov"), (b"3gp5", "3gp"), (b"M4A ", "m4a")):
        original, samples = filmed(brand)
        copy = shown_copy(original, KINDS[code])
        assert copy is not None
        for told in (_PLACE, SECRET.encode(), _MADE):
            assert told in original
            assert told not in copy.data
        assert (copy.mime, len(copy.data)) == (KINDS[code].mime, len(original))
        kind = recognise(copy.data)
        assert kind == KINDS[code]
        assert is_whole(copy.data, kind)
        assert samples.replace(_PLACE, bytes(len(_PLACE))) in copy.data


def test_one_that_tells_nothing_needs_no_copy() -> None:
    bare = without_place(filmed()[0])
    assert shown_copy(bare, KINDS["mp4"]) is None


@given(st.data())
def test_no_damage_trips_it_or_makes_it_longer(draw: st.DataObject) -> None:
    original = bytearray(filmed()[0])
    for _ in range(draw.draw(st.integers(1, 8))):
        original[draw.draw(st.integers(0, len(original) - 1))] = draw.draw(st.integers(0, 255))
    assert len(without_place(bytes(original))) == len(original)
