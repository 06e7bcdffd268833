"""What somebody has typed of a complaint is kept for some days, and read by nobody else.

It is sealed with a key that only their browser holds: neither staff nor whoever has the database can open it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import uuid4

import msgspec

from amends.database.rows import select_one
from amends.database.scope import current_tenant, execute
from amends.drafts.tables import LodgementDraft
from amends.errors import DomainError
from amends.people.sealed import Unreadable, seal, unseal
from amends.people.secrets import token_digest

LASTS = timedelta(days=7)
LARGEST = 200_000
"""Bytes: every field of the longest form full."""
_PURPOSE = b"amends lodgement draft v1"


class DraftTooLarge(DomainError):
    code = "draft-too-large"
    status = 413
    message = "This is more than we can keep for you."
    hint = "What you typed is still here: please send it, or shorten it."


@dataclass(frozen=True, slots=True)
class Draft:
    fields: Mapping[str, Sequence[str]]
    saved_at: datetime


def new_key() -> str:
    """256 random bits."""
    return token_urlsafe(32)


async def keep(key: str, fields: Mapping[str, Sequence[str]], *, now: datetime) -> None:
    """In place of what was kept under this key before."""
    text = msgspec.json.encode(fields).decode()
    if len(text.encode()) > LARGEST:
        raise DraftTooLarge()
    await execute(
        """INSERT INTO lodgement_draft (id, tenant_id, key_digest, content, saved_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, key_digest)
        DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at, expires_at = excluded.expires_at""",
        uuid4(),
        current_tenant(),
        token_digest(key),
        seal([key], text, purpose=_PURPOSE),
        now,
        now + LASTS,
    )


async def kept(key: str, *, now: datetime) -> Draft | None:
    """None: nothing was kept, or too long ago."""
    if not key:
        return None
    row = await select_one(
        LodgementDraft, "WHERE key_digest = $1 AND expires_at > $2", token_digest(key), now
    )
    if row is None:
        return None
    try:
        text = unseal([key], str(row.content), purpose=_PURPOSE).text
    except Unreadable:
        return None
    return Draft(msgspec.json.decode(text, type=dict[str, list[str]]), row.saved_at)


async def throw_away(key: str) -> None:
    """It was sent, or is not wanted any more."""
    if key:
        await execute("DELETE FROM lodgement_draft WHERE key_digest = $1", token_digest(key))
