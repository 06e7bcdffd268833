"""Rows of one table written in one trip, and read by SQL written out: for what is done all day.

Piccolo builds each statement anew, which costs more than sending it, and one of as many places as there are values,
which PostgreSQL cannot keep prepared. These are the same text whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from piccolo.columns import Array
from piccolo.table import Table

from amends.database.scope import execute, fetch

Row = TypeVar("Row", bound=Table)


async def insert_all(rows: Sequence[Table]) -> None:
    """All of one table, in one statement; none is no trip."""
    if not rows:
        return
    names = _names(type(rows[0]))
    values = [[getattr(row, name) for row in rows] for name in names]
    await execute(_insertion(type(rows[0])), *values)
    for row in rows:
        row._exists_in_db = True


async def select_all(table: type[Row], rest: str, *values: object) -> list[Row]:
    """`rest` is what follows the table's name: WHERE, ORDER BY, LIMIT, FOR UPDATE; values are bound."""
    found = await fetch(f"{_selection(table)} {rest}", *values)
    return [table(**record, _exists_in_db=True) for record in found]


async def select_one(table: type[Row], rest: str, *values: object) -> Row | None:
    found = await select_all(table, rest, *values)
    return found[0] if found else None


@cache
def _names(table: type[Table]) -> tuple[str, ...]:
    return tuple(column._meta.name for column in table._meta.columns)


@cache
def _insertion(table: type[Table]) -> str:
    # Names are those of our own tables. unnest() takes an array of arrays apart, so arrays cannot be written so.
    for column in table._meta.columns:
        if isinstance(column, Array):
            raise TypeError(f"{table._meta.tablename} holds lists: insert its rows by Piccolo")
    places = ", ".join(
        f"${place}::{column.column_type}[]" for place, column in enumerate(table._meta.columns, start=1)
    )
    return f"INSERT INTO {table._meta.tablename} ({', '.join(_names(table))}) SELECT * FROM unnest({places})"  # noqa: S608


@cache
def _selection(table: type[Table]) -> str:
    return f"SELECT {', '.join(_names(table))} FROM {table._meta.tablename}"  # noqa: S608
