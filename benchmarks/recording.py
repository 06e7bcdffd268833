"""What our program really sends to the database for one page, and what it hands to the template."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import jinja2

from amends.database.engine import DB

_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    values: tuple[Any, ...] = ()

    @property
    def control(self) -> bool:
        """Begins, ends or marks a transaction; the rest asks for something."""
        return not self.values and self.sql.startswith(_CONTROL)

    @property
    def kind(self) -> str:
        words = self.sql.split()
        return words[0].upper() if self.control else f"{words[0].upper()} {_table(words)}"


@dataclass(slots=True)
class Recording:
    statements: list[Statement] = field(default_factory=list)
    page: jinja2.Template | None = None
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Of each kind of statement, control of transactions apart."""
        return dict(Counter(each.kind for each in self.statements if not each.control))

    @property
    def trips(self) -> int:
        return len(self.statements)

    @property
    def asked(self) -> int:
        return sum(not each.control for each in self.statements)


@asynccontextmanager
async def recording() -> AsyncIterator[Recording]:
    """Needs a pool of one connection, so that the order is the order of sending."""
    kept = Recording()
    async with DB.pool.acquire() as connection:  # type: ignore[union-attr]
        connection.add_query_logger(heard := _listener(kept))
    try:
        with _overhearing_pages(kept):
            yield kept
    finally:
        async with DB.pool.acquire() as connection:  # type: ignore[union-attr]
            connection.remove_query_logger(heard)


def _listener(kept: Recording) -> Any:
    def heard(sent: Any) -> None:
        kept.statements.append(Statement(sent.query, tuple(sent.args or ())))

    return heard


@contextmanager
def _overhearing_pages(kept: Recording) -> Iterator[None]:
    render = jinja2.Template.render

    def overheard(page: jinja2.Template, *args: Any, **context: Any) -> str:
        kept.page, kept.context = page, context
        return render(page, *args, **context)

    with patch.object(jinja2.Template, "render", overheard):
        yield


def _table(words: Sequence[str]) -> str:
    """The first table named; functions are named by themselves."""
    for before, word in pairwise(words):
        if before.upper() in ("FROM", "INTO", "UPDATE") and word[0] not in "(":
            return word.strip('"(,').split("(")[0]
    return words[1].split("(")[0] if len(words) > 1 else ""
