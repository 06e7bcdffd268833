"""The links of a history: each entry's hash covers the one before, so nothing can be changed unseen.

The form hashed here is kept forever: another form needs another version in the prefix, beside this one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Protocol
from uuid import UUID

HASH_BYTES = 32
GENESIS = hashlib.sha256(b"amends.history.v1.genesis").digest()
"""What the first entry of every chain refers back to."""

_PREFIX = b"amends.history.v1\x00"


class Tail(Protocol):
    """What the next link must know of the chain: an entry, or no more than the head kept of one."""

    @property
    def seq(self) -> int: ...

    @property
    def hash(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Entry:
    chain_id: UUID
    """The complaint's id, or the tenant's for acts outside a case."""
    seq: int
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    act: str
    detail: Mapping[str, object]
    digests: Mapping[str, str]
    prev_hash: bytes
    hash: bytes


class Break(StrEnum):
    GAP = "gap"
    """The entry of this number is not where it belongs."""
    WRONG_PREV = "wrong-prev"
    """The entry does not follow the one before it."""
    ALTERED = "altered"
    """The entry's content is not what was hashed."""


@dataclass(frozen=True, slots=True)
class Broken:
    seq: int
    reason: Break


def link(
    after: Tail | None,
    *,
    chain_id: UUID,
    at: datetime,
    actor_kind: str,
    actor_id: UUID | None,
    act: str,
    detail: Mapping[str, object],
    digests: Mapping[str, str] | None = None,
) -> Entry:
    """The next entry of a chain (None: the first of a new one); its detail is in the form to be stored."""
    seq, prev = (after.seq + 1, after.hash) if after else (1, GENESIS)
    unhashed = Entry(
        chain_id=chain_id,
        seq=seq,
        at=at,
        actor_kind=actor_kind,
        actor_id=actor_id,
        act=act,
        detail=_plain_mapping(detail),
        digests=dict(digests or {}),
        prev_hash=prev,
        hash=b"",
    )
    return replace(unhashed, hash=_hash_of(unhashed))


def verify_chain(entries: Iterable[Entry]) -> Broken | None:
    """The first broken link of a whole chain, its entries in the order of `seq`; None: it holds.

    A chain cut short at its end still holds: what it should reach is known to the seals only.
    """
    expected, prev, chain_id = 1, GENESIS, None
    for entry in entries:
        if entry.seq != expected:
            return Broken(expected, Break.GAP)
        if entry.prev_hash != prev or entry.chain_id != (chain_id or entry.chain_id):
            return Broken(entry.seq, Break.WRONG_PREV)
        if not _holds(entry):
            return Broken(entry.seq, Break.ALTERED)
        expected, prev, chain_id = expected + 1, entry.hash, entry.chain_id
    return None


def entry_hash(prev: bytes, fields: Mapping[str, object]) -> bytes:
    if len(prev) != HASH_BYTES:
        raise ValueError(f"a hash has {HASH_BYTES} bytes, got {len(prev)}")
    return hashlib.sha256(_PREFIX + prev + canonical(fields)).digest()


def canonical(value: object) -> bytes:
    """The one way to write a value: sorted keys, no white space, UTF-8."""
    written = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return written.encode()


def plain(value: object) -> object:
    """The value in JSON's own types; what is plain already stays as it is, so stored values hash the same."""
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case Mapping():
            return _plain_mapping(value)
        case list() | tuple():
            return [plain(item) for item in value]
    # Floats too: the same number has many spellings, and databases choose their own.
    raise TypeError(f"{type(value).__name__} has no canonical form: {value!r}")


def _plain_mapping(values: Mapping[str, object]) -> dict[str, object]:
    written: dict[str, object] = {}
    for key, value in values.items():
        name = key.value if isinstance(key, StrEnum) else key
        if not isinstance(name, str):
            raise TypeError(f"a name must be text, got {name!r}")
        written[name] = plain(value)
    return written


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone has no canonical form")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _holds(entry: Entry) -> bool:
    try:
        return _hash_of(entry) == entry.hash
    except (TypeError, ValueError):  # we never wrote what cannot be hashed
        return False


def _hash_of(entry: Entry) -> bytes:
    """Covers everything of the entry but the hash itself; these names are part of the form kept forever."""
    fields = {
        "chain": entry.chain_id,
        "seq": entry.seq,
        "at": entry.at,
        "actor_kind": entry.actor_kind,
        "actor": entry.actor_id,
        "act": entry.act,
        "detail": entry.detail,
        "digests": entry.digests,
    }
    return entry_hash(entry.prev_hash, fields)
