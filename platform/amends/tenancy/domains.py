"""Names that are an organisation's own: claimed by anybody, counted once DNS carries the token given for it.

Taking a name over needs its DNS: a claim alone opens nothing, its token is new with every claim, and a name that leads
to one organisation can lead to no second one (host_index has it as its key). A name whose record disappears keeps
working for a while, in case somebody only tidied up, and then no more.
"""

from __future__ import annotations

import ipaddress
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

import asyncpg
from email_validator import EmailNotValidError, validate_email

from amends.audit.operations import record
from amends.database.rows import insert_all, select_all, select_one
from amends.database.scope import current_tenant, execute, fetch_one
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import SYSTEM, Actor
from amends.people.rights import Right
from amends.tenancy.lookups import Lookups, Said
from amends.tenancy.tables import DomainClaim, Tenant

MOST: Final = 5
GRACE: Final = timedelta(days=7)
"""How long a name counts after its record disappeared."""
EACH_DAY: Final = timedelta(hours=20)
_NOT_A_NAME = "This is not a name such as complaints.example.org."
_TAKEN = "This name cannot be used here."


class Purpose(StrEnum):
    PAGES = "pages"
    MAIL = "mail"


class NotProved(DomainError):
    code = "domain-not-proved"
    status = 409
    message = "DNS does not carry the record yet."
    hint = "New records may take up to an hour, sometimes a day, until everybody sees them."


class NameTaken(DomainError):
    code = "name-taken"
    status = 409
    message = _TAKEN


@dataclass(frozen=True, slots=True)
class Wanted:
    """The record that proves a claim."""

    name: str
    value: str


def record_of(claim: DomainClaim) -> Wanted:
    return Wanted(f"_amends.{claim.host}", f"amends={claim.token}")


def plain_host(text: str) -> str:
    """As DNS has it, in ASCII; Invalid for addresses, numbers and anything that is no public name."""
    name = text.strip().rstrip(".").lower()
    if _is_address(name) or re.search(r"[\s/:@?#\[\]\\]", name) or "." not in name:
        raise Invalid({"host": _NOT_A_NAME})
    try:
        plain = validate_email(f"a@{name}", check_deliverability=False).ascii_domain.lower()
    except EmailNotValidError:
        raise Invalid({"host": _NOT_A_NAME}) from None
    if plain.rpartition(".")[2].isdecimal() or len(plain) > 200:
        raise Invalid({"host": _NOT_A_NAME})
    return plain


async def claims(purpose: Purpose) -> Sequence[DomainClaim]:
    return await select_all(DomainClaim, "WHERE purpose = $1 ORDER BY host", str(purpose))


async def claim(purpose: Purpose, text: str, *, base_domain: str, by: Actor, now: datetime) -> DomainClaim:
    """The same name again is the same claim; one that was dropped gets a new token."""
    by.demand(Right.MANAGE_SETTINGS)
    host = plain_host(text)
    if host == base_domain or host.endswith(f".{base_domain}") or base_domain.endswith(f".{host}"):
        raise Invalid({"host": _TAKEN})
    await one_at_a_time()
    before = await claims(purpose)
    for known in before:
        if known.host == host:
            return known
    if len(before) >= MOST:
        raise Invalid({"host": "There are too many names already. Remove one first."})
    if purpose is Purpose.PAGES and await _leads_elsewhere(host):
        raise Invalid({"host": _TAKEN})
    made = DomainClaim(
        id=uuid4(), purpose=str(purpose), host=host, token=secrets.token_urlsafe(18), added_at=now
    )
    await insert_all([made])
    await record(act="claim-domain", by=by, now=now, detail={"host": host, "purpose": purpose})
    return made


async def one_at_a_time() -> None:
    """Whoever changes names or the sender waits for whoever does: what DNS says of a name and what the register makes
    of it never part."""
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"domains:{current_tenant()}")


async def claim_of(claim_id: UUID) -> DomainClaim:
    found = await select_one(DomainClaim, "WHERE id = $1", claim_id)
    if found is None:
        raise NotFound()
    return found


async def ask(claimed: DomainClaim, lookups: Lookups) -> Said:
    """Outside any transaction."""
    return await lookups.txt(record_of(claimed).name)


async def note_answer(claimed: DomainClaim, said: Said, *, by: Actor, now: datetime) -> bool:
    """What follows from it: whether the name counts now. Nothing follows from nobody answering."""
    await one_at_a_time()
    proved = record_of(claimed).value in said.records
    row = await select_one(DomainClaim, "WHERE id = $1 AND token = $2 FOR UPDATE", claimed.id, claimed.token)
    if row is None:
        raise NotFound()
    await execute("UPDATE domain_claim SET checked_at = $2 WHERE id = $1", row.id, now)
    if proved:
        await _prove(row, by=by, now=now)
    elif said.known and row.proved_at is not None:
        await _miss(row, now=now)
    return proved or (row.proved_at is not None and not said.known)


async def to_check_again(*, now: datetime) -> Sequence[DomainClaim]:
    """Proved ones not looked up for a day."""
    return await select_all(
        DomainClaim, "WHERE proved_at IS NOT NULL AND (checked_at IS NULL OR checked_at < $1)", now - EACH_DAY
    )


async def remove(claimed: DomainClaim, *, by: Actor, now: datetime) -> None:
    """At once: the name leads nowhere, letters link to the deployment's name again."""
    by.demand(Right.MANAGE_SETTINGS)
    await one_at_a_time()
    await _let_go(claimed)
    await execute("DELETE FROM domain_claim WHERE id = $1", claimed.id)
    await record(
        act="remove-domain", by=by, now=now, detail={"host": claimed.host, "purpose": claimed.purpose}
    )


async def link_to(host: str | None, *, by: Actor, now: datetime) -> None:
    """Letters link to this name of its own, or to the deployment's."""
    by.demand(Right.MANAGE_SETTINGS)
    await one_at_a_time()
    if host is not None and not await _counts(host):
        raise NotProved()
    await Tenant.update({Tenant.own_host: host}).where(Tenant.id == current_tenant())
    await record(act="link-to-domain", by=by, now=now, detail={"host": host or ""})


async def _prove(row: DomainClaim, *, by: Actor, now: datetime) -> None:
    await execute(
        "UPDATE domain_claim SET proved_at = coalesce(proved_at, $2), missing_since = NULL WHERE id = $1",
        row.id,
        now,
    )
    if row.proved_at is not None:
        return
    if row.purpose == Purpose.MAIL:
        await _own_sender(str(row.host), now=now)
    elif not await _counts(str(row.host)):
        await _take(str(row.host), now=now)
    await record(act="prove-domain", by=by, now=now, detail={"host": row.host, "purpose": row.purpose})


async def _take(host: str, *, now: datetime) -> None:
    """The first of two organisations with the same proved name has it."""
    await execute("SAVEPOINT taking")
    try:
        await execute(
            "INSERT INTO host_name (id, tenant_id, host, created_at) VALUES ($1, $2, $3, $4)",
            uuid4(),
            current_tenant(),
            host,
            now,
        )
    except asyncpg.UniqueViolationError:
        await execute("ROLLBACK TO SAVEPOINT taking")
        raise NameTaken() from None
    await execute("RELEASE SAVEPOINT taking")
    await execute(
        "UPDATE tenant SET own_host = $2 WHERE id = $1 AND own_host IS NULL", current_tenant(), host
    )


async def _miss(row: DomainClaim, *, now: datetime) -> None:
    since = row.missing_since or now
    await execute("UPDATE domain_claim SET missing_since = $2 WHERE id = $1", row.id, since)
    if now - since < GRACE:
        return
    await _let_go(row)
    await execute("UPDATE domain_claim SET proved_at = NULL, missing_since = NULL WHERE id = $1", row.id)
    await record(act="lose-domain", by=SYSTEM, now=now, detail={"host": row.host, "purpose": row.purpose})


async def _let_go(row: DomainClaim) -> None:
    tenant_id, host = current_tenant(), str(row.host)
    if row.purpose == Purpose.MAIL:
        await execute(
            "UPDATE tenant SET mail_proved_at = NULL WHERE id = $1 AND split_part(mail_from, '@', 2) = $2",
            tenant_id,
            host,
        )
        return
    await execute("DELETE FROM host_name WHERE host = $1", host)
    await execute("UPDATE tenant SET own_host = NULL WHERE id = $1 AND own_host = $2", tenant_id, host)


async def _own_sender(host: str, *, now: datetime) -> None:
    await execute(
        "UPDATE tenant SET mail_proved_at = $3 WHERE id = $1 AND split_part(mail_from, '@', 2) = $2",
        current_tenant(),
        host,
        now,
    )


async def _leads_elsewhere(host: str) -> bool:
    row = await fetch_one("SELECT tenant_of_host($1) AS whose", host)
    return row is not None and row["whose"] not in (None, current_tenant())


async def _counts(host: str) -> bool:
    return await fetch_one("SELECT FROM host_name WHERE host = $1", host) is not None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
