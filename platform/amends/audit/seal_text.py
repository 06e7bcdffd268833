"""A seal as text, to be kept outside the database: in the object store, in an administrator's mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from amends.audit.chain import canonical
from amends.audit.sealing import Head, Seal

_FORMAT: Literal["amends-seal-1"] = "amends-seal-1"


class Unreadable(ValueError):
    """The text is no seal."""


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    chain_id: UUID
    seq: int
    hash: str


class _Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["amends-seal-1"]
    tenant_id: UUID
    number: int
    day: date
    sealed_at: datetime
    heads_count: int
    root: str
    prev: str
    mac: str
    heads: tuple[_Head, ...] = ()


def to_text(seal: Seal, heads: Iterable[Head] = ()) -> str:
    """One line of JSON, the same for the same seal; with its heads it can name a rewritten case by itself."""
    return canonical(
        {
            "format": _FORMAT,
            "tenant_id": seal.tenant_id,
            "number": seal.number,
            "day": seal.day,
            "sealed_at": seal.sealed_at,
            "heads_count": seal.heads_count,
            "root": seal.root.hex(),
            "prev": seal.prev.hex(),
            "mac": seal.mac.hex(),
            "heads": [
                {"chain_id": head.chain_id, "seq": head.seq, "hash": head.hash.hex()}
                for head in sorted(heads, key=lambda head: str(head.chain_id))
            ],
        }
    ).decode()


def from_text(text: str) -> tuple[Seal, tuple[Head, ...]]:
    """The seal and the heads kept with it; whether it is genuine is for `verify_seal` to say."""
    try:
        read = msgspec.json.decode(text, type=_Text)
        heads = tuple(Head(head.chain_id, head.seq, bytes.fromhex(head.hash)) for head in read.heads)
        seal = Seal(
            tenant_id=read.tenant_id,
            number=read.number,
            day=read.day,
            sealed_at=_with_zone(read.sealed_at),
            heads_count=read.heads_count,
            root=bytes.fromhex(read.root),
            prev=bytes.fromhex(read.prev),
            mac=bytes.fromhex(read.mac),
        )
    except (msgspec.MsgspecError, ValueError) as wrong:
        raise Unreadable(f"this is not a seal: {wrong}") from wrong
    return seal, heads


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("sealed_at has no time zone")
    return moment
