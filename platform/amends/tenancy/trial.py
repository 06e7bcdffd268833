"""Trying out and going live: what a trial holds, and the one way to wipe it.

Nothing is lost by it that counts, and nothing is kept that does not: the wipe takes hold of everything first, waits
for nobody while it holds something, and is one transaction, so whatever is killed leaves a trial with everything or a
live organisation with nothing. Files lose their rows here and are swept from the store afterwards
(`evidence.intake.sweep`), as often as it takes.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

import asyncpg

from amends.audit.operations import record
from amends.database.scope import current_tenant, execute, fetch_one
from amends.errors import DomainError, Invalid
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.tenancy.tables import Tenant

PATIENCE: Final = "200ms"
"""Shorter than the server waits before it looks for a deadlock: it is always the wipe that gives way."""
TRIES: Final = 40
PAUSE: Final = 0.15
HELD: Final = (
    "complaint",
    "number_series",
    "due_row",
    "outbox",
    "notice",
    "promise",
    "submission",
    "task",
    "letter",
)


class AlreadyLive(DomainError):
    code = "already-live"
    status = 409
    message = "This organisation is live already: nothing of it can be wiped any more."


class Busy(DomainError):
    code = "trial-busy"
    status = 409
    message = "Somebody is working on a trial case at this moment."
    hint = "Nothing was changed. Please try again in a minute."


@dataclass(frozen=True, slots=True)
class Tried:
    """What a trial holds and the wipe takes away."""

    complaints: int = 0
    files: int = 0
    letters: int = 0
    entries: int = 0


async def tried() -> Tried:
    """Of the organisation in scope."""
    row = await fetch_one(
        """SELECT (SELECT count(*) FROM complaint) AS complaints, (SELECT count(*) FROM evidence) AS files,
            (SELECT count(*) FROM notice WHERE complaint_id IS NOT NULL) AS letters,
            (SELECT count(*) FROM history_entry) AS entries"""
    )
    assert row is not None
    return Tried(row["complaints"], row["files"], row["letters"], row["entries"])


async def go_live(tenant: Tenant, *, name: str, by: Actor, now: datetime) -> Tried:
    """Wipe what was tried and let what comes count from now on; `name` is the organisation's, typed by who decides.

    In the tenant's scope. The first entry of the new history says who did it, and how much is gone.
    """
    by.demand(Right.MANAGE_SETTINGS)
    if " ".join(name.split()) not in (str(tenant.name_zh), str(tenant.name_en)):
        raise Invalid({"typed_name": "Please type the organisation’s name exactly as it is shown."})
    gone = await _wiped(now)
    await record(act="go-live", by=by, now=now, detail=asdict(gone))
    return gone


async def _wiped(now: datetime) -> Tried:
    for again in reversed(range(TRIES)):
        await execute("SAVEPOINT wipe")
        try:
            gone = await _wipe(now)
        except asyncpg.LockNotAvailableError:
            # Whoever was in the way waits for us, too: everything is let go before the next try.
            await execute("ROLLBACK TO SAVEPOINT wipe; RELEASE SAVEPOINT wipe")
            if not again:
                raise Busy() from None
            await asyncio.sleep(PAUSE)
        else:
            await execute("RELEASE SAVEPOINT wipe")
            return gone
    raise Busy()


async def _wipe(now: datetime) -> Tried:
    """Everything that writes a row of this organisation holds its entry in the register until it commits: once that is
    ours, nothing comes in that is not seen here. The chain's lock: an entry that waits would follow a wiped one."""
    await execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    tenant_id = current_tenant()
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"chain:{tenant_id}")
    row = await fetch_one("SELECT live_at FROM tenant WHERE id = $1 FOR UPDATE", tenant_id)
    if row is None or row["live_at"] is not None:
        raise AlreadyLive()
    for table in HELD:
        await execute(f"SELECT FROM {table} FOR UPDATE")
    await execute(
        """DELETE FROM outbox o USING notice n
        WHERE n.complaint_id IS NOT NULL AND n.id = (o.payload ->> 'notice_id')::uuid"""
    )
    await execute("DELETE FROM outbox o USING evidence e WHERE e.object_name = o.payload ->> 'file'")
    await execute("DELETE FROM due_row")
    await execute("DELETE FROM submission")
    gone = await fetch_one("SELECT complaints, files, letters, entries FROM wipe_trial($1)", now)
    await execute("SET LOCAL lock_timeout TO DEFAULT")
    assert gone is not None
    return Tried(gone["complaints"], gone["files"], gone["letters"], gone["entries"])
