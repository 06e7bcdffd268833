"""Rows of one table written in one trip, and read by SQL written out: for what is done all day.

Piccolo builds each statement anew, which costs more than sending it, and one of as many places as there are values,
which PostgreSQL cannot keep prepared. These are the same text whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar
from uuid import uuid4

from piccolo.columns import Array
from piccolo.table import Table

from amends.database.scope import current_tenant, execute, fetch
from amends.database.tables import WalledTable

Row = TypeVar("Row", bound=Table)
Walled = TypeVar("Walled", bound=WalledTable)


async def insert_all(rows: Sequence[WalledTable]) -> None:
    """Rows of one table in one statement; none is no trip."""
    if rows:
        names = _names(type(rows[0]))
        await insert_values(type(rows[0]), [{name: getattr(row, name) for name in names} for row in rows])


Beside = tuple[type[WalledTable], Sequence[Mapping[str, object]]]


async def insert_values(
    table: type[WalledTable], rows: Sequence[Mapping[str, object]], *, beside: Beside | None = None
) -> None:
    """The same without objects, for where there are many; what a row does not say is the column's default. `beside`: rows
    of another table that are written in the same trip."""
    if not rows:
        return
    values = _columns(table, rows)
    if beside is None or not beside[1]:
        await execute(_insertion(table), *values)
        return
    both = f"WITH beside AS ({_insertion(beside[0], len(values))}) {_insertion(table)}"
    await execute(both, *values, *_columns(*beside))


def _columns(table: type[WalledTable], rows: Sequence[Mapping[str, object]]) -> list[list[object]]:
    whole = [_with_defaults(table, row) for row in rows]
    return [[row[name] for row in whole] for name in _names(table)]


def new_row(table: type[Walled], **values: object) -> Walled:
    """What `table(**values)` makes, faster (see `_row`); to be written by `insert_all`."""
    return _row(table, _with_defaults(table, values), written=False)


async def select_all(table: type[Row], rest: str, *values: object) -> list[Row]:
    """`rest` is what follows the table's name: WHERE, ORDER BY, LIMIT, FOR UPDATE; values are bound."""
    return [_row(table, record) for record in await fetch(f"{_selection(table)} {rest}", *values)]


async def select_some(table: type[Row], columns: Sequence[str], rest: str, *values: object) -> list[Row]:
    """Rows that know these columns alone: to be read, never written."""
    sql = f"SELECT {', '.join(columns)} FROM {table._meta.tablename} {rest}"  # noqa: S608
    return [_row(table, record) for record in await fetch(sql, *values)]


async def select_beside(table: type[Row], beside: str, rest: str, *values: object) -> list[tuple[Row, Any]]:
    """Each row with one further value that belongs to no column; `beside` is its SQL."""
    sql = f"SELECT {', '.join(_names(table))}, {beside} AS beside FROM {table._meta.tablename} {rest}"  # noqa: S608
    return [
        (_row(table, {name: value for name, value in record.items() if name != "beside"}), record["beside"])
        for record in await fetch(sql, *values)
    ]


async def select_one(table: type[Row], rest: str, *values: object) -> Row | None:
    found = await select_all(table, rest, *values)
    return found[0] if found else None


def _row(table: type[Row], record: Mapping[str, Any], *, written: bool = True) -> Row:
    """What `table(**record)` makes, without asking every column for its name and its default: a hundred times as fast,
    and pages are made of many rows."""
    row = table.__new__(table)
    vars(row).update(record, _exists_in_db=written, _was_created=None)
    return row


def _with_defaults(table: type[WalledTable], values: Mapping[str, object]) -> dict[str, object]:
    return {**_defaults(table), "id": uuid4(), "tenant_id": current_tenant(), **values}


@cache
def _defaults(table: type[Table]) -> dict[str, object]:
    return {column._meta.name: column.get_default_value() for column in table._meta.columns}


@cache
def _names(table: type[Table]) -> tuple[str, ...]:
    return tuple(column._meta.name for column in table._meta.columns)


@cache
def _insertion(table: type[Table], after: int = 0) -> str:
    """Its places come after so many others."""
    # Names are those of our own tables. unnest() takes an array of arrays apart, so arrays cannot be written so.
    for column in table._meta.columns:
        if isinstance(column, Array):
            raise TypeError(f"{table._meta.tablename} holds lists: insert its rows by Piccolo")
    places = ", ".join(
        f"${place}::{column.column_type}[]"
        for place, column in enumerate(table._meta.columns, start=after + 1)
    )
    return f"INSERT INTO {table._meta.tablename} ({', '.join(_names(table))}) SELECT * FROM unnest({places})"  # noqa: S608


@cache
def _selection(table: type[Table]) -> str:
    return f"SELECT {', '.join(_names(table))} FROM {table._meta.tablename}"  # noqa: S608
