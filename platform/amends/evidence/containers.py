"""Kinds that are told apart by what is inside: boxes of ISO media files, entries of zip archives."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final

ISO_CODES: Final = frozenset({"mp4", "mov", "3gp", "m4a"})

_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_MEDIA_BRANDS: Final = {b"qt  ": "mov", b"M4A ": "m4a", b"M4B ": "m4a"}
_MP4_BRAND: Final = re.compile(rb"iso[m2-9]|mp4[12]|avc1|M4V |M4VP|MSNV|XAVC|dash")
_MOST_BOXES: Final = 10_000

_MOST_ENTRIES: Final = 5_000
_LARGEST_UNPACKED: Final = 300 * 1024 * 1024
_LARGEST_CONTENT_TYPES: Final = 1024 * 1024
_MACROS: Final = re.compile(r"(^|/)vbaproject\.bin$|^basic/|^scripts/", re.IGNORECASE)


def iso_code(data: bytes) -> str | None:
    brands = _brands(data)
    if not brands:
        return None
    if brands[0] in (b"mif1", b"msf1", *_HEIC_BRANDS):
        return "heic" if _HEIC_BRANDS.intersection(brands) else None
    code = _media_code(brands)
    return "m4a" if code in ("mp4", "3gp") and _only_sound(data) else code


def iso_is_whole(data: bytes) -> bool:
    """The index (moov), without which nothing plays, and all of the pictures and sounds (mdat) are there."""
    boxes = [(name, end) for name, _, end in _boxes(data)]
    cut_off = any(end > len(data) for name, end in boxes if name in (b"moov", b"moof", b"mdat"))
    return not cut_off and any(name == b"moov" for name, _ in boxes)


def zip_code(data: bytes) -> str | None:
    """Office documents only: an archive of anything else may hold anything."""
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _office_code(archive)
    except Exception:  # zipfile raises whatever a made-up archive makes it stumble over
        return None


def _brands(data: bytes) -> list[bytes]:
    size = int.from_bytes(data[:4], "big")
    if data[4:8] != b"ftyp" or not 16 <= size <= min(len(data), 1024):
        return []
    return [data[8:12], *(data[at : at + 4] for at in range(16, size, 4))]


def _media_code(brands: list[bytes]) -> str | None:
    for brand in brands:
        if brand in _MEDIA_BRANDS:
            return _MEDIA_BRANDS[brand]
        if brand.startswith((b"3gp", b"3g2")):
            return "3gp"
        if _MP4_BRAND.fullmatch(brand):
            return "mp4"
    return None


def _only_sound(data: bytes) -> bool:
    """Many phones save voice recordings under the brand of a video."""
    for name, start, end in _boxes(data):
        if name == b"moov":
            handlers = re.findall(rb"hdlr.{8}(soun|vide)", data[start:end], re.DOTALL)
            return b"soun" in handlers and b"vide" not in handlers
    return False


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of the outermost boxes; an end past the data means that some of it is missing."""
    at = 0
    for _ in range(_MOST_BOXES):
        if at + 8 > len(data):
            return
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        end = len(data) if size == 0 else at + size
        if size != 0 and size < 8:
            return
        yield name, at, end
        at = end


def _office_code(archive: zipfile.ZipFile) -> str | None:
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
        return None
    if any(entry.flag_bits & 1 or _MACROS.search(entry.filename.replace("\\", "/")) for entry in entries):
        return None
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" in names:
        return _ooxml_code(archive, names)
    return _odf_code(archive) if "content.xml" in names else None


def _ooxml_code(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    with archive.open("[Content_Types].xml") as file:
        types = file.read(_LARGEST_CONTENT_TYPES)
    if b"macroenabled" in types.replace(b"\0", b"").lower():
        return None
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else None


def _odf_code(archive: zipfile.ZipFile) -> str | None:
    with archive.open("mimetype") as file:
        mime = file.read(100)
    return {
        b"application/vnd.oasis.opendocument.text": "odt",
        b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    }.get(mime)
