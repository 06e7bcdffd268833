"""“Check against the official text”: who did so for a source that values rest on, and what they noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from amends.audit.operations import record
from amends.complaints.texts import Texts
from amends.database.rows import insert_all, new_row
from amends.database.scope import execute, fetch
from amends.errors import Invalid
from amends.people.actor import Actor, ActorKind
from tenants.tables import SourceConfirmation
from tenants.working import demand

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Confirmation:
    source: str
    note: str
    at: datetime
    by: str
    """A name; empty for what no member of staff did."""


async def confirmations() -> dict[str, Confirmation]:
    """By source; needs the tenant's scope."""
    rows = await fetch(
        """SELECT c.source, c.note, c.confirmed_at AS at, coalesce(p.name, '') AS by FROM source_confirmation c
        LEFT JOIN person p ON p.id = c.confirmed_by ORDER BY c.source"""
    )
    return {row["source"]: Confirmation(**row) for row in rows}


async def confirm_source(source: str, *, note: str, by: Actor, now: datetime) -> None:
    """What was confirmed before is confirmed anew, by whoever does it now."""
    demand(by)
    wrong: dict[str, str] = {}
    texts = Texts(wrong)
    code, said = texts.line("source", source), texts.line("note", note, required=False)
    if len(code) > _LONGEST:
        wrong["source"] = "Please choose one of those offered."
    if wrong:
        raise Invalid(wrong)
    await execute("DELETE FROM source_confirmation WHERE source = $1", code)
    who = by.id if by.kind is ActorKind.PERSON else None
    await insert_all(
        [new_row(SourceConfirmation, source=code, note=said, confirmed_at=now, confirmed_by=who)]
    )
    await record(act="confirm-source", by=by, now=now, detail={"source": code}, personal={"note": said})


async def withdraw_confirmation(source: str, *, by: Actor, now: datetime) -> None:
    demand(by)
    rows = await fetch("DELETE FROM source_confirmation WHERE source = $1 RETURNING source", source)
    if rows:
        await record(act="withdraw-source", by=by, now=now, detail={"source": source})
