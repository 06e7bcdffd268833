"""Bytes to text: as declared where that is so, as what it looks like where it is not; never an error."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

_WIDER: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "hz": "hz", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "x-big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "big5hkscs",
    "iso-2022-jp": "iso2022_jp_ext", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8",
    "utf8": "utf-8", "utf-7": "utf-7", "unicode-1-1-utf-7": "utf-7",
}  # fmt: skip
"""Programs call these by the narrower name and write what only the wider has."""
_TRIED: Final = ("utf-8", "gb18030", "big5hkscs", "cp932", "cp949", "cp1252")
"""Where nothing is declared and a guess has nothing to go by: short texts of our readers first."""
_ENOUGH_TO_GUESS: Final = 64
_PAIR = re.compile(rb"[\x80-\xff]{2}")
_LOOKED_AT: Final = 200_000


def text_of(data: bytes, declared: str) -> str:
    for name in _names(data, declared):
        try:
            return _cleaned(data.decode(name))
        except (UnicodeError, LookupError):
            continue
    return _cleaned(_guessed(data))


def _names(data: bytes, declared: str) -> list[str]:
    """A mark at the beginning is believed before a declaration; text that reads as UTF-8 by chance hardly exists."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return [name]
    name = declared.strip().strip("\"'").lower()
    own = [_WIDER.get(name, name)] if name else []
    if any(byte > 0x7F for byte in data[:_LOOKED_AT]):
        own = [*own, "utf-8"] if name in ("utf-8", "utf8") or not _reads_as_utf8(data) else ["utf-8", *own]
    elif b"\x1b$" in data:
        own = ["iso2022_jp_ext", *own]
    return own or ["ascii"]


def _reads_as_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeError:
        return False
    return True


def _guessed(data: bytes) -> str:
    if len(data) >= _ENOUGH_TO_GUESS:
        best = from_bytes(data[:_LOOKED_AT]).best()
        if best is not None:
            try:
                return data.decode(_WIDER.get(best.encoding.replace("_", "-"), best.encoding))
            except (UnicodeError, LookupError):
                pass
    # In texts of East Asia bytes beyond ASCII come in pairs; a lone one is an accent.
    tried = _TRIED if _PAIR.search(data[:_LOOKED_AT]) else ("cp1252", *_TRIED)
    for name in tried:
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    return data.decode("utf-8", "replace")


def _cleaned(text: str) -> str:
    """No characters that no column keeps, and one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8")
