"""One scope = one transaction + one tenant. Nothing is read or written outside one.

`async with tenant_scope(tenant_id):` for a tenant's rows, `async with platform_scope():` for the platform tables
and the narrow functions. Scopes don't nest: who needs a second one closes the first.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import asyncpg
from piccolo.engine.postgres import PostgresTransaction

from amends import traces
from amends.database.engine import DB, OutsideScope

_LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_tenant: ContextVar[UUID | None] = ContextVar("amends_tenant", default=None)

AFTER_COMMIT: list[Callable[[UUID, frozenset[UUID]], None]] = []
"""Told of each committed scope of a tenant in which something was noted as changed; they may not fail, nor wait."""


class Scope(PostgresTransaction):
    """A transaction begun together with its tenant in one trip; committed or rolled back exactly once.

    `single`: for one statement only, which is a transaction by itself and needs neither begin nor end.
    """

    __slots__ = ("_over", "_single", "_span", "_token", "changed", "tenant_id")

    def __init__(self, tenant_id: UUID | None, *, single: bool = False) -> None:
        super().__init__(engine=DB, allow_nested=False)
        self.tenant_id = tenant_id
        self._single = single
        self._over = False
        self._span = traces.NOT_RECORDED
        self.changed: set[UUID] | None = None
        """The cases; empty where it was something else."""

    async def open(self) -> Scope:
        pool = DB.pool
        if pool is None:
            raise OutsideScope("the database is not open")
        self._span = traces.begin("database")
        self.connection = await pool.acquire()
        begin = _begin(self.tenant_id)
        try:
            if not self._single:
                await self.connection.execute(begin)
        except (
            asyncpg.InternalClientError
        ) as error:  # the server's goodbye is here, the end of the line not yet
            await _discard(self.connection, pool)
            raise asyncpg.ConnectionDoesNotExistError("the connection was just lost") from error
        except BaseException:
            await _discard(self.connection, pool)
            raise
        self.context = DB.current_transaction.set(self)
        self._token = _tenant.set(self.tenant_id)
        return self

    async def commit(self) -> None:
        await self._end("COMMIT")
        self._committed = True
        changed, self.changed = self.changed, None
        if changed is not None and self.tenant_id is not None:
            for told in AFTER_COMMIT:
                told(self.tenant_id, frozenset(changed))

    async def rollback(self) -> None:
        """Never in the way of the error that led here: a lost connection has rolled back already."""
        with suppress(*_LOST):
            await self._end("ROLLBACK")
        self._rolled_back = True

    async def _end(self, how: str) -> None:
        """End the transaction, leave the scope and give the connection back, in that order, whatever happens."""
        if self._over:
            return
        self._over = True
        DB.current_transaction.reset(self.context)
        _tenant.reset(self._token)
        self._span.tell(ended=how.lower())
        try:
            status = how if self._single else await self.connection.execute(how)
            if status != how:  # a failed transaction answers COMMIT with ROLLBACK
                raise CommitFailed(status)
        except BaseException:
            await _discard(self.connection, DB.pool)
            raise
        finally:
            self._span.end()
        if DB.pool is not None:
            await DB.pool.release(self.connection)


class CommitFailed(RuntimeError):
    """The database did not commit; nothing of the scope was kept."""


def _begin(tenant_id: UUID | None) -> str:
    """One trip. Ids print as hexadecimal digits and dashes only: nothing to escape."""
    if tenant_id is None:
        return "BEGIN"
    trace = traces.here()
    told = f"; SET LOCAL amends.trace = '{trace}'" if trace else ""
    return f"BEGIN; SET LOCAL amends.tenant = '{tenant_id}'{told}"


@asynccontextmanager
async def tenant_scope(tenant_id: UUID) -> AsyncIterator[Scope]:
    """Everything inside belongs to one tenant and is kept together or not at all."""
    async with _around(Scope(tenant_id)) as scope:
        yield scope


@asynccontextmanager
async def platform_scope() -> AsyncIterator[Scope]:
    """For platform tables and the narrow functions; a walled table answers with an error here."""
    async with _around(Scope(None)) as scope:
        yield scope


@asynccontextmanager
async def single_statement() -> AsyncIterator[Scope]:
    """The platform scope in one trip instead of three, for one statement; a second one would be a second transaction."""
    async with _around(Scope(None, single=True)) as scope:
        try:
            yield scope
        except asyncpg.InternalClientError as error:  # as in Scope.open
            scope.connection.terminate()
            raise asyncpg.ConnectionDoesNotExistError("the connection was just lost") from error


async def enter_tenant(tenant_id: UUID) -> None:
    """Go on in a tenant's scope in the transaction that registered it; there is no way on to a second one."""
    if _tenant.get() is not None:
        raise OutsideScope("a tenant is in scope already")
    await execute("SELECT set_config('amends.tenant', $1, true)", str(tenant_id))
    _tenant.set(tenant_id)


def current_tenant() -> UUID:
    tenant_id = _tenant.get()
    if tenant_id is None:
        raise OutsideScope("no tenant in scope")
    return tenant_id


async def fetch(sql: str, *args: object) -> Sequence[Mapping[str, Any]]:
    """Run one statement in the open scope; for the few that Piccolo cannot say."""
    rows: Sequence[Mapping[str, Any]] = await _connection().fetch(sql, *args)
    return rows


async def fetch_one(sql: str, *args: object) -> Mapping[str, Any] | None:
    row: Mapping[str, Any] | None = await _connection().fetchrow(sql, *args)
    return row


async def execute(sql: str, *args: object) -> None:
    await _connection().execute(sql, *args)


def note_changed(complaint_ids: Iterable[UUID] = ()) -> None:
    """In the open scope; told to open pages once it is committed (`amends.live`). Where a part of it is rolled back, a page
    looks once for nothing."""
    transaction = DB.current_transaction.get()
    if isinstance(transaction, Scope):
        transaction.changed = (transaction.changed or set()) | set(complaint_ids)


def _connection() -> asyncpg.Connection:
    transaction = DB.current_transaction.get()
    if transaction is None:
        raise OutsideScope("no scope is open")
    connection: asyncpg.Connection = transaction.connection
    return connection


@asynccontextmanager
async def _around(scope: Scope) -> AsyncIterator[Scope]:
    await scope.open()
    try:
        yield scope
    except BaseException:
        await scope.rollback()
        raise
    else:
        await scope.commit()


async def _discard(connection: asyncpg.Connection, pool: asyncpg.Pool | None) -> None:
    """What it is in the midst of is unknown: nobody may get it again."""
    with suppress(asyncpg.InterfaceError):  # lost: the pool has taken it back already
        connection.terminate()
    if pool is not None:
        await pool.release(connection)
