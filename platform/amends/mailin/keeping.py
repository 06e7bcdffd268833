"""A message is kept before anybody reads it: stored, then written down together with the reading it is owed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from amends.database.scope import fetch, tenant_scope
from amends.evidence.intake import Stored
from amends.evidence.store import ObjectStore, new_name
from amends.outbox.operations import publish

READ_MAIL: Final = "read-mail"
LARGEST: Final = 50_000_000
"""Bytes of one message: two pictures of the largest size, as mail programs blow them up."""
MIME: Final = "message/rfc822"


@dataclass(frozen=True, slots=True)
class Delivered:
    """`peer`: who delivered it, for whoever looks into it later."""

    recipient: str
    return_path: str
    peer: str
    raw: bytes


async def keep(store: ObjectStore, tenant_id: UUID, given: Delivered, *, now: datetime) -> UUID | None:
    """None: this very message was kept for that address before. Opens scopes of its own; when it returns, nothing that
    happens loses the message."""
    digest = hashlib.sha256(given.raw)
    async with tenant_scope(tenant_id):
        known = await fetch(_KNOWN, digest.digest(), given.recipient)
    if known:
        return None
    name, mail_id = new_name(tenant_id), uuid4()
    await store.put(name, given.raw, sha256=digest.hexdigest())
    async with tenant_scope(tenant_id):
        rows = await fetch(
            _INSERT,
            mail_id, tenant_id, digest.digest(), given.recipient, given.return_path[:320], given.peer, name,
            len(given.raw), now,
        )  # fmt: skip
        if not rows:
            return None
        await publish(name=READ_MAIL, payloads={f"{READ_MAIL}:{mail_id}": {"mail_id": str(mail_id)}}, now=now)
    return mail_id


async def unread_objects() -> set[str]:
    """Nobody sweeps them; what was read belongs to its arrival."""
    rows = await fetch("SELECT object_name FROM incoming_mail WHERE read_at IS NULL")
    return {row["object_name"] for row in rows}


def original(*, object_name: str, size: int, digest: bytes) -> Stored:
    """The message as it came, as arrivals keep it."""
    return Stored(object_name=object_name, name="message.eml", mime=MIME, size=size, sha256=digest.hex())


_KNOWN = "SELECT id FROM incoming_mail WHERE digest = $1 AND recipient = $2"
_INSERT = """INSERT INTO incoming_mail (id, tenant_id, digest, recipient, return_path, peer, object_name, size, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant_id, digest, recipient) DO NOTHING RETURNING id"""
