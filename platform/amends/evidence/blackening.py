"""Parts of a picture blacked out: its pixels are overwritten and drawn anew, so nothing of them is left in the copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from math import ceil, floor, isfinite
from typing import Final

from PIL import Image, ImageDraw

from amends.evidence.copies import aside
from amends.evidence.kinds import JPEG, Kind
from amends.evidence.refusals import FileDamaged

MOST_AREAS: Final = 50
_QUALITY: Final = 90


@dataclass(frozen=True, slots=True)
class Area:
    """In percent of the picture as it is shown, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def fits(self) -> bool:
        """It begins on the picture and is larger than nothing."""
        return (
            all(isfinite(side) for side in (self.left, self.top, self.width, self.height))
            and 0 <= self.left < 100
            and 0 <= self.top < 100
            and 0 < self.width <= 100
            and 0 < self.height <= 100
        )

    def pixels(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """First and last, outwards to whole ones: rather one too many than a readable rest."""
        wide, high = size
        right, bottom = self.left + self.width, self.top + self.height
        return (
            floor(self.left * wide / 100),
            floor(self.top * high / 100),
            min(wide, ceil(right * wide / 100)) - 1,
            min(high, ceil(bottom * high / 100)) - 1,
        )


def can_be_blackened(kind: Kind | None) -> bool:
    """Of pictures a JPEG is what is shown; nothing else is drawn on here."""
    return kind == JPEG


def blackened(data: bytes, areas: Sequence[Area]) -> bytes:
    try:
        with Image.open(BytesIO(data), formats=["JPEG"]) as picture:
            drawn = picture.convert("RGB")
    except Exception:  # decoders raise whatever a broken file makes them stumble over
        raise FileDamaged from None
    brush = ImageDraw.Draw(drawn)
    for area in areas:
        brush.rectangle(area.pixels(drawn.size), fill="black")
    drawn.info.clear()  # Pillow would write the old file's comment into the new one
    written = BytesIO()
    drawn.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


async def blacken(data: bytes, areas: Sequence[Area]) -> bytes:
    return await aside(partial(blackened, data, areas))
