"""Between the password and the second factor: a token that opens the next step and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from amends.database.scope import fetch_one
from amends.people.realms import Realm, insert
from amends.people.secrets import new_token, token_digest

LASTS = timedelta(minutes=10)
"""Long enough to fetch the phone, or to set it up; ASVS 6.5.5 asks for ten minutes at most."""


async def begin(realm: Realm, owner_id: UUID, *, now: datetime) -> str:
    """The password was right. Returns what goes into the cookie."""
    token = new_token()
    await insert(
        realm,
        realm.steps,
        {
            realm.owner: owner_id,
            "token_digest": token_digest(token),
            "created_at": now,
            "expires_at": now + LASTS,
        },
    )
    return token


async def whose(realm: Realm, token: str | None, *, now: datetime) -> UUID | None:
    """Who has given the password in this browser, minutes ago, and may still sign in."""
    active = " AND p.status = 'active'" if realm.walled else " AND p.removed_at IS NULL"
    row = await fetch_one(
        f"""SELECT p.id FROM {realm.steps} s JOIN {realm.people} p ON p.id = s.{realm.owner}
        WHERE s.token_digest = $1 AND s.used_at IS NULL AND s.expires_at > $2{active}""",  # noqa: S608
        token_digest(token or ""),
        now,
    )
    return row["id"] if row else None


async def use(realm: Realm, token: str, *, now: datetime) -> bool:
    """The step is taken, once; False when another request was first."""
    row = await fetch_one(
        f"""UPDATE {realm.steps} SET used_at = $2
        WHERE token_digest = $1 AND used_at IS NULL AND expires_at > $2 RETURNING id""",  # noqa: S608
        token_digest(token),
        now,
    )
    return row is not None
