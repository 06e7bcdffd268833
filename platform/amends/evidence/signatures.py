"""First bytes of the kinds that are taken, and what is really text.

Checked by hand because general detectors are made to name any file, not to refuse: one widely used takes every
zip archive for a Word document and HEIC photos for video.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PREFIXES: Final = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
    (b"#!AMR\n", "amr"),
    (b"#!AMR-WB\n", "amr"),
)
_RIFF_FORMS: Final = {b"WEBPVP8 ": "webp", b"WEBPVP8L": "webp", b"WEBPVP8X": "webp"}

# What a browser, a shell or a printer would run: markup, scripts with an interpreter line, PostScript, RTF.
_RUNS: Final = re.compile(r"<|#!|%!PS|\{\\rtf|@echo\b", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

_BITRATES: Final = {
    # kbit/s by the header's index, for layer III of MPEG 1 and of MPEG 2 and 2.5
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def code(data: bytes) -> str | None:
    for prefix, found in _PREFIXES:
        if data.startswith(prefix):
            return found
    if data.startswith(b"RIFF"):
        return "wav" if _is_wave(data) else _RIFF_FORMS.get(data[8:16])
    return "mp3" if _is_mp3(data) else None


def pdf_has_an_end(data: bytes) -> bool:
    return b"%%EOF" in data.rstrip(b"\0\r\n\t ")[-2048:]


def text_code(data: bytes) -> str | None:
    text = _decoded(data)
    if not text or text.isspace() or _CONTROLS.search(text) or _RUNS.match(text.lstrip("\ufeff \t\r\n\f")):
        return None
    return "txt"


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    # GB18030 finds a character for almost any pair of bytes; real texts use none without a meaning.
    return None if any(unicodedata.category(char) in ("Cn", "Co") for char in set(text)) else text


def _is_wave(data: bytes) -> bool:
    return data[8:12] == b"WAVE" and b"fmt " in data[12:4096]


def _is_mp3(data: bytes) -> bool:
    """Two frames in a row: the eleven bits that open a frame also occur by chance."""
    at = _after_id3(data)
    if at == 0:
        return _frames_at(data, 0)
    # Writers leave padding between the tag and the sound.
    return any(_frames_at(data, at + found.start()) for found in re.finditer(rb"\xff", data[at : at + 65536]))


def _after_id3(data: bytes) -> int:
    if not data.startswith(b"ID3") or len(data) < 10:
        return 0
    a, b, c, d = data[6:10]
    return 10 + ((a & 127) << 21 | (b & 127) << 14 | (c & 127) << 7 | d & 127)


def _frames_at(data: bytes, at: int) -> bool:
    length = _frame_length(data, at)
    return length > 0 and (at + length == len(data) or _frame_length(data, at + length) > 0)


def _frame_length(data: bytes, at: int) -> int:
    """Bytes of the layer III frame that starts here; 0 when none does."""
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return 0
    version, layer = data[at + 1] >> 3 & 3, data[at + 1] >> 1 & 3
    bitrate, rate, padding = data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        return 0
    factor = 144 if version == 3 else 72
    return factor * _BITRATES[3 if version == 3 else 2][bitrate] * 1000 // _RATES[version][rate] + padding
