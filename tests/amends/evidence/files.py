"""Files as people send them, made on the spot."""

from __future__ import annotations

import wave
import zipfile
import zlib
from functools import cache
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

pillow_heif.register_heif_opener()

GPS_INFO, ORIENTATION, ARTIST, XP_COMMENT = 0x8825, 0x0112, 0x013B, 0x9C9C
SECRET = "Amina Yusuf"


@cache  # a colour profile holds the second it was made in: the same photo must be the same bytes
def photo(
    file_format: str = "JPEG",
    *,
    size: tuple[int, int] = (64, 40),
    orientation: int = 1,
    private: bool = True,
) -> bytes:
    """A picture red at its left edge, otherwise green; by default with all that a phone writes into it."""
    picture = Image.new("RGB", size, (0, 160, 0))
    picture.paste((220, 0, 0), (0, 0, size[0] // 4, size[1]))
    return saved(picture, file_format, **(_private_parts(file_format, orientation) if private else {}))


def saved(picture: Image.Image, file_format: str, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def _private_parts(file_format: str, orientation: int) -> dict[str, object]:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[ARTIST] = SECRET
    gps = exif.get_ifd(GPS_INFO)
    gps.update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)})
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    parts: dict[str, object] = {"exif": exif.tobytes()}
    if file_format in ("JPEG", "HEIF", "WEBP"):
        parts["xmp"] = xmp
    if file_format in ("JPEG", "PNG", "WEBP"):
        parts["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if file_format in ("JPEG", "GIF"):
        parts["comment"] = SECRET.encode()
    if file_format == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", SECRET)
        parts["pnginfo"] = text
    return parts


def png_bomb(width: int, height: int) -> bytes:
    """Claims many pixels in few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    pixels = zlib.compress(b"\0" * 100_000)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small photo whose header says it is a large one."""
    data = photo(private=False)
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + data[at + 4 :]


def pdf() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def archive(entries: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in entries.items():
            target.writestr(name, body)
    return file.getvalue()


def docx(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"} | more)


def xlsx() -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def odf(what: str = "text") -> bytes:
    mime = f"application/vnd.oasis.opendocument.{what}".encode()
    return archive({"mimetype": mime, "content.xml": b"<office:document-content/>"})


def box(name: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


def media(*brands: bytes, handlers: tuple[bytes, ...] = (b"vide", b"soun")) -> bytes:
    tracks = b"".join(box(b"trak", box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12)) for handler in handlers)
    head = box(b"ftyp", brands[0] + b"\0\0\2\0" + b"".join(brands))
    return head + box(b"moov", tracks) + box(b"mdat", b"\x5a" * 500)


def mp3(*, tag: bool = True) -> bytes:
    frame = b"\xff\xfb\x90\x64" + b"\0" * 413  # 128 kbit/s at 44.1 kHz
    return (b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"\0" * 10 if tag else b"") + frame * 3


def wav() -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 800)
    return file.getvalue()
