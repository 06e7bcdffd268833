"""Keeps the Chinese catalogue true to the sources: `python -m web.catalogue` adds what is new and drops what is gone.

Texts come from templates, from marked Python, and from the sentences that nobody marked (`spoken`).
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from web.i18n import LOCALE_FOLDER
from web.spoken import ROOT, marking, sentences, speaking

CHINESE = LOCALE_FOLDER / "zh_CN" / "LC_MESSAGES" / "amends.po"
_HEADER = """# Amends in Simplified Chinese.
msgid ""
msgstr ""
"Language: zh_CN\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_HAN, _LATIN = r"[\u3400-\u9fff]", r"(?:[A-Za-z0-9]|%\(\w+\)[sd])"
_BETWEEN = re.compile(
    rf"(?<={_HAN}) (?={_LATIN})(?<!(?:天|日) (?=%\(time\)))|(?<=[A-Za-z0-9]) (?={_HAN})|(?<=\)[sd]) (?={_HAN})"
)
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "mark": None,
    "ngettext": (1, 2),
}


@cache
def extracted() -> Catalog:
    """Every text the sources ask for, with where it stands."""
    catalogue = Catalog(charset="utf-8")
    for file in sorted((ROOT / "web" / "pages").rglob("*.html")):
        if "showcase" not in file.relative_to(ROOT).as_posix():
            _add_from(
                catalogue, "jinja2.ext:babel_extract", file, {"newstyle_gettext": "true", "silent": "false"}
            )
    for file in sorted((ROOT / "web").rglob("*.py")):
        _add_from(catalogue, "python", file, {})
    for file in marking():
        _add_from(catalogue, "python", file, {})
    for file in speaking():
        for line, sentence in sentences(file.read_text("utf-8")):
            catalogue.add(sentence, locations=[(_place(file), line)])
    return catalogue


def translated() -> Catalog:
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh_CN", ignore_obsolete=False)


def problems() -> list[str]:
    """What is missing, left over or unsure; empty when both languages say everything."""
    wanted, have = extracted(), translated()
    found = [f"obsolete: {message!r}" for message in have.obsolete]
    for message in wanted:
        if not message.id:
            continue
        chinese = have.get(message.id)
        if chinese is None or not all(_texts(chinese.string)):
            found.append(f"missing: {message.id!r} ({message.locations[0][0]})")
        elif chinese.fuzzy:
            found.append(f"fuzzy: {message.id!r}")
    found += [f"left over: {message.id!r}" for message in have if message.id and message.id not in wanted]
    return found


def update() -> None:
    """Write the catalogue anew: known translations kept, new texts empty, old ones dropped."""
    have = translated() if CHINESE.exists() else Catalog(locale="zh_CN")
    wanted = extracted()
    fresh = Catalog(locale="zh_CN", charset="utf-8")
    for message in sorted(
        (message for message in wanted if message.id), key=lambda message: message.locations
    ):
        known = have.get(message.id)
        places = [(path, 0) for path in sorted({path for path, _ in message.locations})]
        chinese = _closed_up(known.string) if known else None
        fresh.add(message.id, chinese, locations=places, flags=message.flags)
    CHINESE.parent.mkdir(parents=True, exist_ok=True)
    beside = CHINESE.with_suffix(f".{os.getpid()}")  # whoever reads meanwhile finds the old one, whole
    with beside.open("wb") as file:
        file.write(_HEADER.encode())
        write_po(file, fresh, width=0, omit_header=True, include_lineno=False)
    beside.replace(CHINESE)


def _add_from(catalogue: Catalog, method: str, file: Path, options: dict[str, str]) -> None:
    for line, message, comments, _ in extract_from_file(method, str(file), _KEYWORDS, options=options):
        catalogue.add(message, locations=[(_place(file), line)], auto_comments=comments)


def _closed_up(string: str | list[str] | tuple[str, ...] | None) -> str | tuple[str, ...]:
    """Without spaces typed between Han and Latin: the style sheet sets them. A day and its time stand apart."""
    if string is None or isinstance(string, str):
        return _BETWEEN.sub("", string or "")
    return tuple(_BETWEEN.sub("", text) for text in string)


def _place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _texts(string: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (string or "",) if string is None or isinstance(string, str) else tuple(string)


if __name__ == "__main__":
    update()
    left = problems()
    sys.stdout.write("\n".join(left) + "\n" if left else "Both languages say everything.\n")
    sys.exit(1 if left else 0)
