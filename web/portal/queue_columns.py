"""The columns of the queue: which there are, which somebody wants to see, and how each orders the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from amends.complaints.lists import Sort
from web.i18n import gettext
from web.i18n import mark as _


class Column(StrEnum):
    """In the order in which they stand. The case itself is always there."""

    DUE = "due"
    CATEGORY = "category"
    COMPLAINANT = "complainant"
    CHANNEL = "channel"
    RECEIVED = "received"
    CLOSED = "closed"
    LEVEL = "level"
    WITH = "with"
    STATE = "state"


NAMES: Final = {
    Column.DUE: _("Next promise"),
    Column.CATEGORY: _("Category"),
    Column.COMPLAINANT: _("Complainant"),
    Column.CHANNEL: _("Channel"),
    Column.RECEIVED: _("Received on"),
    Column.CLOSED: _("Closed on"),
    Column.LEVEL: _("Level"),
    Column.WITH: _("With"),
    Column.STATE: _("State"),
}
USUAL: Final = (Column.DUE, Column.LEVEL, Column.WITH, Column.STATE)
_SORTS: Mapping[Column, Sequence[Sort]] = {
    Column.DUE: (Sort.DUE,),
    Column.RECEIVED: (Sort.NEWEST, Sort.OLDEST),
    Column.LEVEL: (Sort.LEVEL,),
}
"""What a click on a column's head asks for; one click more asks for the next."""
_DIRECTIONS = {
    Sort.DUE: "ascending",
    Sort.NEWEST: "descending",
    Sort.OLDEST: "ascending",
    Sort.LEVEL: "descending",
}


def chosen(texts: Iterable[str]) -> Sequence[Column]:
    """`texts`: of an address, one code each or several with dots between; the usual ones where none is known."""
    codes = {code for text in texts for code in text.split(".")}
    return tuple(each for each in Column if each in codes) or USUAL


def heads(
    columns: Sequence[Column], sort: Sort | None = None, address: Callable[[Sort], str] | None = None
) -> list[dict[str, Any]]:
    """`address`: of the same list in another order; without it nobody can order it otherwise."""
    return [
        {
            "code": column.value,
            "text": gettext(NAMES[column]),
            "url": address(_next(column, sort)) if address is not None and column in _SORTS else "",
            "direction": _DIRECTIONS[sort] if sort is not None and sort in _SORTS.get(column, ()) else "",
        }
        for column in columns
    ]


def choice_view(columns: Sequence[Column]) -> list[dict[str, Any]]:
    return [{"code": each.value, "text": gettext(NAMES[each]), "chosen": each in columns} for each in Column]


def _next(column: Column, sort: Sort | None) -> Sort:
    sorts = _SORTS[column]
    return sorts[(sorts.index(sort) + 1) % len(sorts)] if sort in sorts else sorts[0]
