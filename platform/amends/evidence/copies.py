"""The copy of a picture that readers normally see: upright, of a handy size, without a word of metadata.

Phone photos carry the place they were taken at, the owner's name, an unedited thumbnail. The copy is drawn anew from
the pixels, so nothing of that can be in it. Of videos and of sound in the same boxes, the copy is the file with what
tells of place, time and device blanked (`amends.evidence.recordings`). Documents have no copy: their readers get the
original, as an attachment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Final, TypeVar

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from amends.evidence import recordings
from amends.evidence.containers import ISO_CODES
from amends.evidence.kinds import JPEG, Kind
from amends.evidence.refusals import FileDamaged, PictureTooLarge

LONGEST_SIDE: Final = 2560
# Long screenshots of chats: fitted by their width, or nobody could read them.
_STRIP_RATIO, _STRIP_WIDTH, _STRIP_LENGTH = 3, 1280, 16_000

# What fits into memory twice. Baseline JPEG is decoded at a fraction of its size. Measured peaks: 170 MB for the
# 108 megapixels of some phones, 340 MB for 48 in HEIC, 300 MB for a transparent PNG of 30.
_MOST_PIXELS: Final = 30_000_000
_MOST_PIXELS_HEIC: Final = 50_000_000
_MOST_PIXELS_BASELINE: Final = 120_000_000
_QUALITY: Final = 88

# The embedded thumbnail of a HEIC file need not show what the picture shows: never decode it instead.
pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
Image.MAX_IMAGE_PIXELS = _MOST_PIXELS_BASELINE  # Pillow's own second line

_FORMATS: Final = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "heic": "HEIF"}
_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# Two at a time for the process: pictures being drawn are what fills memory.
_aside = ThreadPoolExecutor(max_workers=2, thread_name_prefix="evidence")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Copy:
    data: bytes
    mime: str = JPEG.mime


def shown_copy(data: bytes, kind: Kind) -> Copy | None:
    """A JPEG of the (first) picture, a recording that tells nothing of its place; None where none is needed. Pictures
    that cannot be drawn are refused."""
    if kind.code in ISO_CODES:
        bare = recordings.without_place(data)
        return Copy(bare, kind.mime) if bare != data else None
    if not kind.shown_copy:
        return None
    try:
        with Image.open(BytesIO(data), formats=[_FORMATS[kind.code]]) as picture:
            _check_pixels(picture)
            return Copy(_drawn_anew(picture, sharp_colours=kind.code in ("png", "gif")))
    except _BOMBS:
        raise _too_large(_MOST_PIXELS_BASELINE) from None
    except PictureTooLarge:
        raise
    except Exception:  # decoders raise whatever a broken file makes them stumble over
        raise FileDamaged from None


async def make_copy(data: bytes, kind: Kind) -> Copy | None:
    return await aside(partial(shown_copy, data, kind))


async def aside(work: Callable[[], _Result]) -> _Result:
    """Heavy work on files, off the event loop, two at a time."""
    return await asyncio.get_running_loop().run_in_executor(_aside, work)


def _check_pixels(picture: Image.Image) -> None:
    most = _most_pixels(picture)
    if picture.width * picture.height > most:
        raise _too_large(most)


def _most_pixels(picture: Image.Image) -> int:
    if picture.format == "HEIF":
        return _MOST_PIXELS_HEIC
    # Progressive files are held whole in memory while they are decoded.
    baseline = picture.format in ("JPEG", "MPO") and not picture.info.get("progressive")
    return _MOST_PIXELS_BASELINE if baseline else _MOST_PIXELS


def _too_large(most: int) -> PictureTooLarge:
    return PictureTooLarge(megapixels=most // 1_000_000)


def _drawn_anew(picture: Image.Image, *, sharp_colours: bool) -> bytes:
    picture = _in_colours_that_scale(picture)
    picture.thumbnail(_fitted(picture.size), Image.Resampling.LANCZOS)
    picture.load()
    icc = picture.info.get("icc_profile")
    picture = _in_srgb(_on_white(_upright(picture)), icc)
    picture.info.clear()  # Pillow would write the old file's comment into the new one
    drawn = BytesIO()
    picture.save(drawn, "JPEG", quality=_QUALITY, subsampling=0 if sharp_colours else 2)
    return drawn.getvalue()


def _in_colours_that_scale(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGB", "RGBA", "L", "LA", "CMYK"):
        return picture
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256, "L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    long, short = max(size), min(size)
    scale = LONGEST_SIDE / long
    if long > _STRIP_RATIO * short:
        scale = max(scale, min(_STRIP_WIDTH / short, _STRIP_LENGTH / long))
    scale = min(scale, 1)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # a broken EXIF block is no reason to refuse a good photo
        return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture
    picture = picture.convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture)


def _in_srgb(picture: Image.Image, icc: bytes | None) -> Image.Image:
    """Profiles name screens and their owners, so the copy has none: its colours are converted instead."""
    if icc and picture.mode == "RGB":
        try:
            profile = ImageCms.ImageCmsProfile(BytesIO(icc))
            converted = ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"))
            return converted or picture
        except (ImageCms.PyCMSError, OSError):
            return picture
    return picture.convert("RGB")
