"""Which files are taken as evidence. The content decides; the name and the browser's word count for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from amends.evidence import containers, signatures

MEGABYTE: Final = 1024 * 1024
LARGEST_FILE: Final = 20 * MEGABYTE
"""A phone photo has 3 to 12 MB, a scanned contract 5, two minutes of video 20. Each file is checked in memory."""
MOST_FILES: Final = 10


@dataclass(frozen=True, slots=True)
class Kind:
    """`shown_copy`: readers normally see a copy drawn anew; recordings are copied where they tell of their place, and of
    other kinds readers get the original."""

    code: str
    mime: str
    extension: str
    also: tuple[str, ...] = ()
    shown_copy: bool = False

    @property
    def extensions(self) -> tuple[str, ...]:
        return (self.extension, *self.also)


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

JPEG: Final = Kind("jpeg", "image/jpeg", "jpg", ("jpeg", "jpe", "jfif"), shown_copy=True)
KINDS: Final = {
    kind.code: kind
    for kind in (
        JPEG,
        Kind("png", "image/png", "png", shown_copy=True),
        Kind("webp", "image/webp", "webp", shown_copy=True),
        Kind("gif", "image/gif", "gif", shown_copy=True),
        Kind("heic", "image/heic", "heic", ("heif", "hif"), shown_copy=True),
        Kind("pdf", "application/pdf", "pdf"),
        Kind("docx", f"{_OOXML}.wordprocessingml.document", "docx"),
        Kind("xlsx", f"{_OOXML}.spreadsheetml.sheet", "xlsx"),
        Kind("odt", f"{_ODF}.text", "odt"),
        Kind("ods", f"{_ODF}.spreadsheet", "ods"),
        Kind("txt", "text/plain", "txt", ("text", "log", "csv", "md")),
        Kind("mp4", "video/mp4", "mp4", ("m4v",)),
        Kind("mov", "video/quicktime", "mov", ("qt",)),
        Kind("3gp", "video/3gpp", "3gp", ("3gpp", "3g2")),
        Kind("m4a", "audio/mp4", "m4a", ("m4b",)),
        Kind("mp3", "audio/mpeg", "mp3"),
        Kind("wav", "audio/wav", "wav", ("wave",)),
        Kind("amr", "audio/amr", "amr", ("awb",)),
    )
}
_BY_MIME: Final = {kind.mime: kind for kind in KINDS.values()}

# For the `accept` of a file field: a convenience of the browser's chooser, never a check.
ACCEPT: Final = ",".join(f".{extension}" for kind in KINDS.values() for extension in kind.extensions)


def recognise(data: bytes) -> Kind | None:
    """The kind of a whole file; None for everything not on the list. Text comes last: it has no signature."""
    for test in (signatures.code, containers.iso_code, containers.zip_code, signatures.text_code):
        if code := test(data):
            return KINDS[code]
    return None


def is_whole(data: bytes, kind: Kind) -> bool:
    """Whether the end of the file is there, where its kind can tell. Pictures prove it when they are copied."""
    if kind.code == "pdf":
        return signatures.pdf_has_an_end(data)
    if kind.code in containers.ISO_CODES:
        return containers.iso_is_whole(data)
    return True


def of_mime(mime: str) -> Kind | None:
    return _BY_MIME.get(mime)
