"""How often something may be tried. Counted in PostgreSQL, in a scope of its own: a refusal does not undo it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from amends.database.scope import execute, fetch_one, platform_scope, tenant_scope
from amends.errors import DomainError


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` in each window; windows are aligned, so a burst at a boundary may reach twice that."""

    name: str
    tries: int
    window: timedelta


SIGN_IN = Limit("sign-in", 10, timedelta(minutes=15))
"""Of one account from one network address: whoever guesses elsewhere does not lock the right person out."""
SIGN_IN_ACCOUNT = Limit("sign-in-account", 100, timedelta(hours=1))
PASSWORD = Limit("password", 10, timedelta(minutes=15))
"""Of a signed-in person, who is asked for the present password before a new one."""
SIGN_IN_ADDRESS = Limit("sign-in-address", 60, timedelta(minutes=15))
SECOND_STEP = Limit("second-step", 5, timedelta(minutes=15))
"""Codes of one account, from anywhere: whoever gets here knows the password."""
SECOND_STEP_DAY = Limit("second-step-day", 30, timedelta(days=1))
"""Three codes of a million count at a time: a year of guessing at this rate succeeds once in thirty."""
RESET = Limit("password-reset", 20, timedelta(hours=1))
"""Asked for from one network address."""
RESET_ACCOUNT = Limit("password-reset-account", 5, timedelta(hours=1))
"""Asked for one account, whether it exists or not: nobody's mailbox is filled."""
ANSWERED = Limit("answered", 20, timedelta(hours=1))
"""Said of articles from one network address: the figure tells staff something only while nobody plays with it."""
LODGING = Limit("lodging", 60, timedelta(hours=1))
DRAFT = Limit("draft", 300, timedelta(hours=1))
"""Kept while somebody types: every few seconds at most, several people behind one address."""
UPLOAD = Limit("upload", 120, timedelta(hours=1))
"""Files sent one by one, before the form they belong to."""
TRACKING = Limit("tracking", 30, timedelta(minutes=15))
LOST_CODE = Limit("lost-code", 5, timedelta(hours=1))
CONTACT = Limit("contact", 5, timedelta(hours=1))
"""Changes of contact asked for from one network address."""
CONTACT_CODE = Limit("contact-code", 10, timedelta(hours=1))
"""Codes that are to prove one: of two to the fortieth."""


class TooOften(DomainError):
    code = "too-often"
    status = 429
    message = "That was tried too often."
    hint = "Please wait a quarter of an hour and try again."


async def count_try(limit: Limit, who: str, *, tenant_id: UUID | None, now: datetime) -> None:
    """Count one try of `who` (kept as a digest only); TooOften when there were too many."""
    table = "platform_rate" if tenant_id is None else "rate"
    columns, given = ("", "") if tenant_id is None else (", tenant_id", ", $5")
    unique = "key, window_start" if tenant_id is None else "tenant_id, key, window_start"
    # Table and columns are the constants above; values are bound. Windows long over go along.
    sql = f"""WITH over AS (DELETE FROM {table} WHERE key = $2 AND window_start < $4)
        INSERT INTO {table} AS r (id, key, window_start, tries{columns}) VALUES ($1, $2, $3, 1{given})
        ON CONFLICT ({unique}) DO UPDATE SET tries = r.tries + 1 RETURNING tries"""  # noqa: S608
    values: list[object] = [uuid4(), _key(limit, who), _window_start(limit, now), now - 2 * limit.window]
    async with platform_scope() if tenant_id is None else tenant_scope(tenant_id):
        row = await fetch_one(sql, *values, *([] if tenant_id is None else [tenant_id]))
    if row is None or row["tries"] > limit.tries:
        raise TooOften()


async def take_back(limit: Limit, who: str, *, tenant_id: UUID | None, now: datetime) -> None:
    """The try succeeded: it does not count."""
    table = "platform_rate" if tenant_id is None else "rate"
    async with platform_scope() if tenant_id is None else tenant_scope(tenant_id):
        await execute(
            f"UPDATE {table} SET tries = tries - 1 WHERE key = $1 AND window_start = $2 AND tries > 0",  # noqa: S608
            _key(limit, who),
            _window_start(limit, now),
        )


async def count_sign_in(email: str, *, address: str, tenant_id: UUID | None, now: datetime) -> None:
    """Counted before the password is looked at, whether the account exists or not."""
    for limit, who in _of_sign_in(email, address):
        await count_try(limit, who, tenant_id=tenant_id, now=now)


async def forgive_sign_in(email: str, *, address: str, tenant_id: UUID | None, now: datetime) -> None:
    """It was the right password: nothing of `count_sign_in`, and nothing at the door, counts."""
    for limit, who in (*_of_sign_in(email, address), (SIGN_IN_ADDRESS, address)):
        await take_back(limit, who, tenant_id=tenant_id, now=now)


async def count_code(owner_id: UUID, *, tenant_id: UUID | None, now: datetime) -> None:
    """Counted before the code is looked at."""
    for limit in (SECOND_STEP, SECOND_STEP_DAY):
        await count_try(limit, str(owner_id), tenant_id=tenant_id, now=now)


async def forgive_code(owner_id: UUID, *, tenant_id: UUID | None, now: datetime) -> None:
    for limit in (SECOND_STEP, SECOND_STEP_DAY):
        await take_back(limit, str(owner_id), tenant_id=tenant_id, now=now)


def _of_sign_in(email: str, address: str) -> tuple[tuple[Limit, str], ...]:
    return (SIGN_IN, f"{email} {address}"), (SIGN_IN_ACCOUNT, email)


def _key(limit: Limit, who: str) -> str:
    return f"{limit.name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def _window_start(limit: Limit, now: datetime) -> datetime:
    seconds = int(limit.window.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
