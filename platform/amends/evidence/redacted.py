"""Redacted copies: whoever is handed a file is handed its latest copy; the original is opened by right, and on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from amends.database.rows import new_row, select_all
from amends.evidence.tables import Evidence

_OF_THE_COPY = ("name", "mime", "size", "copy_name", "copy_mime", "copy_size", "copy_sha256")


def apart(rows: Sequence[Evidence]) -> tuple[list[Evidence], dict[UUID, Evidence]]:
    """The files themselves, and by file the latest of its redacted copies. `rows`: the oldest first."""
    return [row for row in rows if row.copy_of is None], {row.copy_of: row for row in rows if row.copy_of}


async def copies_of(files: Sequence[UUID]) -> Mapping[UUID, Evidence]:
    """The latest of each."""
    rows = await select_all(Evidence, "WHERE copy_of = ANY($1::uuid[]) ORDER BY added_at, id", list(files))
    return apart(rows)[1]


def as_shown(rows: Sequence[Evidence], copies: Mapping[UUID, Evidence]) -> list[Evidence]:
    """As those see them who are handed the copies: each under its own id and fingerprint, which say which one it is."""
    return [_named_after(row, copies.get(row.id)) for row in rows]


def _named_after(row: Evidence, copy: Evidence | None) -> Evidence:
    if copy is None:
        return row
    own = {column._meta.name: getattr(row, column._meta.name) for column in Evidence.all_columns()}
    return new_row(Evidence, **own | {name: getattr(copy, name) for name in _OF_THE_COPY})
