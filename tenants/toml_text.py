"""Plain data as TOML, in the order of its keys: what is exported reads like a template's own files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

_BARE = re.compile(r"^[A-Za-z0-9_-]+$")
_SHORT = 100
"""Signs of a table that stands on one line."""


def toml_text(document: Mapping[str, object]) -> str:
    """Texts, whole and broken numbers, yes and no, lists and tables; no dates and no nothing."""
    return "\n".join(_table(document, ())).strip() + "\n"


def _table(table: Mapping[str, object], path: Sequence[str]) -> Iterator[str]:
    here = {key: value for key, value in table.items() if not _has_own_head(value)}
    below = {key: value for key, value in table.items() if key not in here and isinstance(value, Mapping)}
    if path and (here or not below):
        yield f"[{'.'.join(map(_key, path))}]"
    yield from (f"{_key(key)} = {_value(value)}" for key, value in here.items())
    if here or (path and not below):
        yield ""
    for key, value in below.items():
        yield from _table(value, (*path, key))


def _has_own_head(value: object) -> bool:
    return isinstance(value, Mapping) and (
        len(_value(value)) > _SHORT or any(isinstance(inner, Mapping) for inner in value.values())
    )


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case Mapping():
            inner = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case _:
            return _text(str(value))


def _key(key: object) -> str:
    return str(key) if _BARE.match(str(key)) else _text(str(key))


def _text(text: str) -> str:
    """JSON's escapes are TOML's, but for the one sign JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
