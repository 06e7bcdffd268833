"""What is typed arrives without characters that no keyboard types."""

from __future__ import annotations

import pytest

from web.typed import has_controls, plain


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("Nobody\x00 answered\x1f", "Nobody answered"),
        ("one\r\ntwo\rthree\n\tfour", "one\ntwo\nthree\n\tfour"),
        ("half \ud83d of it", "half \ufffd of it"),
        ("电梯 🛗 \u200d", "电梯 🛗 \u200d"),
    ],
)
def test_controls_are_dropped_and_line_ends_evened(sent: str, read: str) -> None:
    assert plain(sent) == read
    assert not has_controls(plain(sent))
