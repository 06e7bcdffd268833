"""A second factor: a key shared with somebody's phone, and ten codes on paper for the day the phone is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from amends.database.scope import execute, fetch_one
from amends.errors import DomainError, Invalid
from amends.people.realms import Realm, insert
from amends.people.sealed import seal, unseal
from amends.people.totp import fitting_step, new_key, new_recovery_codes, plain_code, recovery_digest

ENROLMENT_LASTS = timedelta(minutes=30)


class WrongCode(Invalid):
    """Says as little as possible: not whether it was old, used or never one."""

    code = "wrong-code"

    def __init__(self) -> None:
        super().__init__({"code": "This code does not fit. Wait for the next one and try again."})


class NoSecondFactor(DomainError):
    code = "no-second-factor"
    status = 409
    message = "There is no second factor on this account."


class HasSecondFactor(DomainError):
    code = "has-second-factor"
    status = 409
    message = "This account has a second factor already."


class Way(StrEnum):
    APP = "app"
    RECOVERY = "recovery-code"


@dataclass(frozen=True, slots=True)
class Factor:
    confirmed_at: datetime
    codes_left: int


async def factor_of(realm: Realm, owner_id: UUID) -> Factor | None:
    """The one in force; one whose enrolment was begun and not finished is none."""
    row = await fetch_one(
        f"""SELECT f.confirmed_at, (SELECT count(*) FROM {realm.codes} c
            WHERE c.{realm.owner} = f.{realm.owner} AND c.used_at IS NULL) AS codes_left
        FROM {realm.factors} f WHERE f.{realm.owner} = $1 AND f.confirmed_at IS NOT NULL""",  # noqa: S608
        owner_id,
    )
    return Factor(row["confirmed_at"], int(row["codes_left"])) if row else None


async def key_to_enrol(realm: Realm, owner_id: UUID, *, secrets: Sequence[str], now: datetime) -> str:
    """The same while somebody sets it up, so that a page loaded twice shows the QR code that was scanned."""
    # A key from an enrolment left behind may have been seen by others since.
    await execute(
        f"DELETE FROM {realm.factors} WHERE {realm.owner} = $1 AND confirmed_at IS NULL AND created_at < $2",  # noqa: S608
        owner_id,
        now - ENROLMENT_LASTS,
    )
    row = await _row(realm, owner_id)
    if row is None:
        await insert(
            realm,
            realm.factors,
            {realm.owner: owner_id, "sealed": seal(secrets, new_key()), "created_at": now},
            or_nothing=realm.of_one,
        )
        row = await _row(realm, owner_id)
    assert row is not None, "just written, by this transaction or one at the same moment"
    if row.confirmed_at is not None:
        raise HasSecondFactor()
    return unseal(secrets, row.sealed).text


async def confirm(
    realm: Realm, owner_id: UUID, *, code: str, secrets: Sequence[str], now: datetime
) -> list[str]:
    """From now on it is asked for. Returns the recovery codes: they are shown this once."""
    row = await _row(realm, owner_id)
    if row is None:
        raise NoSecondFactor()
    if row.confirmed_at is not None:
        raise HasSecondFactor()
    step = fitting_step(unseal(secrets, row.sealed).text, plain_code(code), now=now, last=None)
    if step is None:
        raise WrongCode()
    done = await fetch_one(
        f"""UPDATE {realm.factors} SET confirmed_at = $2, last_step = $3
        WHERE {realm.owner} = $1 AND confirmed_at IS NULL AND sealed = $4 RETURNING id""",  # noqa: S608
        owner_id,
        now,
        step,
        row.sealed,
    )
    if done is None:
        raise HasSecondFactor()
    return await renew_codes(realm, owner_id, now=now)


async def accept(realm: Realm, owner_id: UUID, *, code: str, secrets: Sequence[str], now: datetime) -> Way:
    """A code from the app or a recovery code, each once; WrongCode for everything else."""
    row = await _row(realm, owner_id)
    if row is None or row.confirmed_at is None:
        raise NoSecondFactor()
    digits = plain_code(code)
    if len(digits) > 6:
        return await _accept_recovery(realm, owner_id, code, now=now)
    opened = unseal(secrets, row.sealed)
    step = fitting_step(opened.text, digits, now=now, last=row.last_step)
    # Compare and swap: of two browsers with the same code at the same moment one is let in.
    taken = step is not None and await fetch_one(
        f"""UPDATE {realm.factors} SET last_step = $2, sealed = $3
        WHERE {realm.owner} = $1 AND (last_step IS NULL OR last_step < $2) RETURNING id""",  # noqa: S608
        owner_id,
        step,
        opened.fresh or row.sealed,
    )
    if not taken:
        raise WrongCode()
    return Way.APP


async def renew_codes(realm: Realm, owner_id: UUID, *, now: datetime) -> list[str]:
    """A new set; the one before opens nothing any more."""
    await execute(f"DELETE FROM {realm.codes} WHERE {realm.owner} = $1", owner_id)  # noqa: S608
    codes = new_recovery_codes()
    for code in codes:
        await insert(
            realm,
            realm.codes,
            {realm.owner: owner_id, "code_digest": recovery_digest(code), "created_at": now},
        )
    return codes


async def remove(realm: Realm, owner_id: UUID) -> bool:
    """True when there was one, finished or not."""
    await execute(f"DELETE FROM {realm.codes} WHERE {realm.owner} = $1", owner_id)  # noqa: S608
    gone = await fetch_one(
        f"DELETE FROM {realm.factors} WHERE {realm.owner} = $1 RETURNING id",  # noqa: S608
        owner_id,
    )
    return gone is not None


async def _accept_recovery(realm: Realm, owner_id: UUID, code: str, *, now: datetime) -> Way:
    used = await fetch_one(
        f"""UPDATE {realm.codes} SET used_at = $3
        WHERE {realm.owner} = $1 AND code_digest = $2 AND used_at IS NULL RETURNING id""",  # noqa: S608
        owner_id,
        recovery_digest(code),
        now,
    )
    if used is None:
        raise WrongCode()
    return Way.RECOVERY


@dataclass(frozen=True, slots=True)
class _Row:
    sealed: str
    confirmed_at: datetime | None
    last_step: int | None


async def _row(realm: Realm, owner_id: UUID) -> _Row | None:
    row = await fetch_one(
        f"SELECT sealed, confirmed_at, last_step FROM {realm.factors} WHERE {realm.owner} = $1",  # noqa: S608
        owner_id,
    )
    return _Row(row["sealed"], row["confirmed_at"], row["last_step"]) if row else None
