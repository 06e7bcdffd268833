"""The copy shows the picture and tells nothing else."""

from __future__ import annotations

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from amends.evidence.containers import ISO_CODES
from amends.evidence.copies import LONGEST_SIDE, make_copy, shown_copy
from amends.evidence.kinds import KINDS, Kind
from amends.evidence.refusals import FileDamaged, PictureTooLarge
from tests.amends.evidence import files

_PICTURES = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "heic": "HEIF"}


def _drawn(data: bytes, code: str = "jpeg") -> Image.Image:
    copy = shown_copy(data, KINDS[code])
    assert copy is not None
    assert copy.mime == "image/jpeg"
    picture = Image.open(BytesIO(copy.data))
    picture.load()
    return picture


def _is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return bool(pixel[0] > 150 and pixel[1] < 90)


@pytest.mark.parametrize("code", _PICTURES)
def test_the_copy_has_no_metadata(code: str) -> None:
    original = files.photo(_PICTURES[code])
    assert files.SECRET.encode() in original
    copy = shown_copy(original, KINDS[code])
    assert copy is not None
    assert files.SECRET.encode() not in copy.data
    picture = Image.open(BytesIO(copy.data))
    assert not picture.getexif()
    assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    segments = {copy.data[at + 1] for at in range(len(copy.data) - 1) if copy.data[at] == 0xFF}
    assert not segments & {0xE1, 0xE2, 0xED, 0xFE}  # EXIF and XMP, ICC, IPTC, comment


def test_the_original_of_these_tests_does_carry_a_place() -> None:
    picture = Image.open(BytesIO(files.photo()))
    assert picture.getexif().get_ifd(files.GPS_INFO)


@pytest.mark.parametrize("code", ["jpeg", "heic", "webp", "png"])
def test_turned_photos_are_shown_upright(code: str) -> None:
    # Orientation 6: the camera was turned, so the stored left edge belongs at the top. Writers of HEIC turn by
    # themselves, readers back.
    picture = _drawn(files.photo(_PICTURES[code], size=(64, 40), orientation=6), code)
    assert picture.size == (40, 64)
    assert _is_red(picture.getpixel((20, 3)))
    assert not _is_red(picture.getpixel((3, 60)))


def test_large_photos_are_made_smaller() -> None:
    assert _drawn(files.photo(size=(4000, 1500))).size == (LONGEST_SIDE, 960)


def test_small_photos_keep_their_size() -> None:
    assert _drawn(files.photo(size=(300, 200))).size == (300, 200)


def test_long_screenshots_stay_readable() -> None:
    assert _drawn(files.photo("PNG", size=(1080, 5000)), "png").size == (1080, 5000)
    assert _drawn(files.photo("PNG", size=(1500, 5000)), "png").size == (1280, 4267)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_of_storing_colours_is_drawn(mode: str) -> None:
    assert _drawn(files.saved(Image.new(mode, (30, 20)), "PNG"), "png").size == (30, 20)


def test_cmyk_photos_are_drawn() -> None:
    assert _drawn(files.saved(Image.new("CMYK", (30, 20)), "JPEG")).mode == "RGB"


def test_sixteen_bits_a_pixel_keep_their_brightness() -> None:
    grey = _drawn(files.saved(Image.new("I;16", (30, 20), 0x8000), "PNG"), "png").getpixel((5, 5))
    assert grey == pytest.approx((128, 128, 128), abs=3)


def test_what_is_transparent_is_shown_white() -> None:
    picture = _drawn(files.saved(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"), "png")
    assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_moving_pictures_show_their_first() -> None:
    first, second = Image.new("RGB", (30, 20), "red"), Image.new("RGB", (30, 20), "blue")
    moving = files.saved(first, "GIF", save_all=True, append_images=[second] * 3)
    assert _is_red(_drawn(moving, "gif").getpixel((5, 5)))


def test_a_broken_profile_is_no_reason_to_refuse() -> None:
    picture = Image.new("RGB", (30, 20), "red")
    assert _is_red(_drawn(files.saved(picture, "JPEG", icc_profile=b"no profile")).getpixel((5, 5)))


def test_broken_exif_is_no_reason_to_refuse() -> None:
    photo = files.saved(Image.new("RGB", (30, 20), "red"), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff")
    with pytest.warns(UserWarning, match="EXIF"):  # Pillow's word on it, which the log may have
        assert _is_red(_drawn(photo).getpixel((5, 5)))


@pytest.mark.parametrize("code", _PICTURES)
@pytest.mark.parametrize("part", [0.3, 0.7])
def test_cut_off_pictures_are_refused(code: str, part: float) -> None:
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    whole = files.saved(noise, _PICTURES[code])
    with pytest.raises(FileDamaged):
        shown_copy(whole[: int(len(whole) * part)], KINDS[code])


def test_first_bytes_do_not_make_a_picture() -> None:
    with pytest.raises(FileDamaged):
        shown_copy(b"\xff\xd8\xff\xe0<script>alert(1)</script>", KINDS["jpeg"])


def test_one_kind_does_not_pass_for_another() -> None:
    with pytest.raises(FileDamaged):
        shown_copy(files.photo("PNG"), KINDS["jpeg"])


@pytest.mark.parametrize(("width", "height"), [(6000, 5001), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_pixel_bombs_are_refused_before_they_unfold(width: int, height: int) -> None:
    bomb = files.png_bomb(width, height)
    assert len(bomb) < 1000
    with pytest.raises((PictureTooLarge, FileDamaged)):
        shown_copy(bomb, KINDS["png"])


@pytest.mark.parametrize(("width", "height"), [(11_000, 11_000), (40_000, 40_000)])
def test_photos_of_too_many_pixels_are_refused(width: int, height: int) -> None:
    with pytest.raises(PictureTooLarge) as refused:
        shown_copy(files.jpeg_claiming(width, height), KINDS["jpeg"])
    assert str(refused.value) == "This picture has more than 120 million pixels."


def test_progressive_photos_have_a_lower_limit() -> None:
    wide = files.saved(Image.new("L", (6000, 5001)), "JPEG", progressive=True)
    with pytest.raises(PictureTooLarge):
        shown_copy(wide, KINDS["jpeg"])


def test_photos_of_the_largest_phones_are_taken() -> None:
    assert _drawn(files.saved(Image.new("L", (12_000, 9_000)), "JPEG")).size == (2560, 1920)


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.code not in {*_PICTURES, *ISO_CODES}]
)
def test_other_kinds_have_no_copy(kind: Kind) -> None:
    assert shown_copy(b"anything", kind) is None


def test_copies_are_made_off_the_event_loop() -> None:
    async def many() -> list[int]:
        data = files.photo()
        copies = await asyncio.gather(*(make_copy(data, KINDS["jpeg"]) for _ in range(6)))
        return [len(copy.data) for copy in copies if copy]

    sizes = asyncio.run(many())
    assert len(sizes) == 6
    assert len(set(sizes)) == 1
