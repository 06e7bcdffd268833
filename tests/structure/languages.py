"""What is asked of texts in either language: set as that language is set, and nothing of the other in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from web.catalogue import translated
from web.spoken import HAN, ROOT

_H = r"[\u3400-\u9fff]"
_LATIN = r"(?:[A-Za-z0-9]|%\(\w+\)[sd]|\{\w+\})"
_BREACHES = {
    "Western punctuation after Chinese": re.compile(rf"{_H}[”’）》]?[,;!?]|{_H}[:](?!//)|{_H}\.(?!\w)"),
    "Western brackets around Chinese": re.compile(rf"\([^()%]*{_H}[^()]*\)|{_H}\("),
    "straight quotes around Chinese": re.compile(rf"[\"']{_H}|{_H}[\"']"),
    "a space beside Chinese punctuation": re.compile(r" [，。：；？！、）”》]|[，。：；？！、（“《] "),
    "a space set by hand between Chinese and Latin": re.compile(rf"{_H} {_LATIN}|{_LATIN} {_H}"),
    "a space within Chinese": re.compile(rf"{_H} {_H}"),
    "three dots for an ellipsis": re.compile(rf"{_H}\.\.\."),
}
_DAY_AND_TIME = re.compile(r"(天|日) %\(time\)s")


def breaches(text: str) -> list[str]:
    """Against our rules of Chinese setting (docs/languages.md)."""
    plain = _DAY_AND_TIME.sub(r"\1", text)  # a day and its time stand apart, as Babel sets them
    return [name for name, pattern in _BREACHES.items() if pattern.search(plain)]


def chinese_texts() -> Iterator[tuple[str, str]]:
    """Every Chinese text there is, with where it stands."""
    for message in translated():
        strings = [message.string] if isinstance(message.string, str) else list(message.string or [])
        if message.id:
            yield from ((str(message.id), text) for text in strings)
    yield from policy_texts("zh")


def policy_texts(language: str) -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "templates" / "industry").glob("*/policy.toml")):
        for where, text in _walk(tomllib.loads(file.read_text("utf-8")), file.parent.name):
            if language in re.split(r"[.\[]", where):
                yield where, text


def half_said() -> list[str]:
    """Policy texts in one language only."""
    missing = []
    for file in sorted((ROOT / "templates" / "industry").glob("*/policy.toml")):
        for where, table in _tables(tomllib.loads(file.read_text("utf-8")), file.parent.name):
            both = {name for name in ("zh", "en") if name in table}
            if len(both) == 1:
                missing.append(where)
    return missing


def foreign_words(text: str, *, allowed: frozenset[str]) -> set[str]:
    """Latin words in a Chinese text that are no names."""
    return {word for word in re.findall(r"[A-Za-z][A-Za-z’'-]{2,}", text) if word not in allowed}


def has_han(text: str) -> bool:
    return bool(HAN.search(text))


def _walk(value: object, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _walk(part, f"{where}.{name}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _walk(part, f"{where}[{number}]")


def _tables(value: object, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        yield where, value
        for name, part in value.items():
            yield from _tables(part, f"{where}.{name}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _tables(part, f"{where}[{number}]")
