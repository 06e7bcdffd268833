"""File names as they are shown and offered for download. Objects in the store never carry them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from amends.evidence.kinds import Kind

LONGEST_NAME: Final = 150
_UNNAMED: Final = "file"
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*]')
_WRONG_EXTENSION: Final = re.compile(r"(?<=.)\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,5}$")
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def safe_name(raw: str, kind: Kind) -> str:
    """The sender's name without path, invisible or reordering characters, with an extension that fits the kind."""
    name = plain_name(raw)
    stem, dot, extension = name.rpartition(".")
    if not (stem and dot and extension.lower() in kind.extensions):
        stem, extension = _WRONG_EXTENSION.sub("", name), kind.extension
    stem = stem[: LONGEST_NAME - len(extension) - 1].rstrip(". ") or _UNNAMED
    return f"{stem}.{extension}"


def plain_name(raw: str) -> str:
    """The same without a word on the extension: to name a file that is not taken."""
    last = unicodedata.normalize("NFC", raw).replace("\\", "/").rstrip("/").rpartition("/")[2]
    # Cc controls, Cf invisible and bidi overrides, Cs halves of characters, Co and Cn without a meaning.
    visible = "".join(" " if char.isspace() else char for char in last if _keeps(char))
    name = " ".join(_NOT_IN_NAMES.sub("_", visible).split()).strip(". ")
    name = f"_{name}" if _DEVICES.match(name) else name
    return name[:LONGEST_NAME] or _UNNAMED


def _keeps(char: str) -> bool:
    return char in "\t\n\r" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
