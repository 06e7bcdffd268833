"""Whatever is marked, every pixel it touches is black and every other is left alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from amends.evidence.blackening import Area

_SIDE = some.floats(min_value=0.01, max_value=100)
_PLACE = some.floats(min_value=0, max_value=99.9)


@given(_PLACE, _PLACE, _SIDE, _SIDE, some.integers(1, 3000), some.integers(1, 3000))
def test_no_touched_pixel_is_left_over(
    left: float, top: float, width: float, height: float, wide: int, high: int
) -> None:
    area = Area(left, top, width, height)
    assert area.fits
    first, upper, last, lower = area.pixels((wide, high))
    assert 0 <= first <= last < wide
    assert 0 <= upper <= lower < high
    assert first <= left * wide / 100
    assert last + 1 >= min(wide, (left + width) * wide / 100)
    assert upper <= top * high / 100
    assert lower + 1 >= min(high, (top + height) * high / 100)
