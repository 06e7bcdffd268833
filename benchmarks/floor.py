"""The floor: the recorded statements by bare asyncpg, transaction for transaction, and the recorded page by Jinja."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from amends.database.engine import SERVER_SETTINGS
from benchmarks.recording import Recording, Statement

_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")

_WORD = re.compile(r"[\w:.-]+")


async def connect(url: str) -> asyncpg.Connection:
    """As our pool opens its connections."""
    return await asyncpg.connect(url, server_settings={**SERVER_SETTINGS, "application_name": "floor"})


async def replay(connection: asyncpg.Connection, statements: Sequence[Statement]) -> None:
    for each in statements:
        if each.control:
            await connection.execute(each.sql)
        else:
            await connection.fetch(each.sql, *each.values)


def render(recorded: Recording) -> bytes:
    return recorded.page.render(**recorded.context).encode() if recorded.page is not None else b""


class Afresh:
    """One recording of something that can be done once only, made ready to be done again under other ids.

    What two recordings have in common is what was there before; ids that differ are made anew, and so are `marks`:
    texts (numbers, forms' ids) that differ in each recording, with what makes another of the kind. Other single words
    that differ (digests) are as good as any of their length.
    """

    def __init__(self, first: Recording, second: Recording, marks: Mapping[str, Any]) -> None:
        if [each.sql for each in first.statements] != [each.sql for each in second.statements]:
            raise ValueError("two recordings of the same must send the same statements")
        self._statements = first.statements
        self._marks = marks
        pairs = [
            pair
            for one, other in zip(first.statements, second.statements, strict=True)
            for pair in zip(_flat(one.values), _flat(other.values), strict=True)
        ]
        self._known = {str(one) for one, other in pairs if isinstance(one, UUID) and one == other}
        self._digests = {
            one
            for one, other in pairs
            if isinstance(one, str) and one != other and _WORD.fullmatch(one) and not self._has_mark(one)
        }

    def statements(self) -> list[Statement]:
        fresh = {mark: make() for mark, make in self._marks.items()}
        ids: dict[str, str] = {}
        return [
            Statement(each.sql, tuple(self._anew(v, fresh, ids) for v in each.values))
            for each in self._statements
        ]

    def _has_mark(self, text: str) -> bool:
        return any(mark in text for mark in self._marks) or _ID.search(text) is not None

    def _anew(self, value: Any, fresh: Mapping[str, str], ids: dict[str, str]) -> Any:
        if isinstance(value, UUID):
            return UUID(self._id(str(value), ids))
        if isinstance(value, list | tuple):
            return [self._anew(item, fresh, ids) for item in value]
        if not isinstance(value, str):
            return value
        if value in self._digests:
            return secrets.token_hex(len(value))[: len(value)]
        for mark, new in fresh.items():
            value = value.replace(mark, new)
        return _ID.sub(lambda found: self._id(found[0], ids), value)

    def _id(self, old: str, ids: dict[str, str]) -> str:
        return old if old in self._known else ids.setdefault(old, str(uuid4()))


def _flat(values: Any) -> list[Any]:
    if isinstance(values, list | tuple):
        return [inner for value in values for inner in _flat(value)]
    return [values]
