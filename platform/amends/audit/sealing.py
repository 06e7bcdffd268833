"""Daily seals over a tenant's chains, under a key the database never sees and with copies kept outside it.

A chain shows an alteration only to whoever knows its end. A seal fixes the ends (heads) of one day; seals follow
each other like links; and the copy outside carries the heads too, so that somebody who can rewrite everything
inside, heads and seals included, is still found out, by the name of the case.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from amends.audit.chain import HASH_BYTES, canonical

FIRST_PREV = bytes(HASH_BYTES)
"""What the first seal of a tenant refers back to."""

_SEAL = b"amends.seal.v1\x00"
_ROOT = b"amends.seal.v1.root\x00"
_KEY = b"amends.seal.v1.key"


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a chain on the day of a seal."""

    chain_id: UUID
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    tenant_id: UUID
    number: int
    day: date
    sealed_at: datetime
    heads_count: int
    root: bytes
    prev: bytes
    mac: bytes


class Flaw(StrEnum):
    FORGED = "forged"
    """The seal is not what was sealed with this key."""
    GAP = "gap"
    """The seal of this number is not where it belongs."""
    WRONG_PREV = "wrong-prev"
    """The seal does not follow the one before it."""
    DROPPED = "dropped"
    """Kept outside, gone inside."""
    ALTERED = "altered"
    """Not the same inside as outside."""
    EXTRA = "extra"
    """Inside only; the newest seal may be so until its copy has left."""
    HEADS_ALTERED = "heads-altered"
    """The heads are not the ones that were sealed."""
    CASE_MISSING = "case-missing"
    """A sealed chain is gone, or too short to hold what was sealed."""
    CASE_REWRITTEN = "case-rewritten"
    """A chain holds something else where it was sealed."""


@dataclass(frozen=True, slots=True)
class Problem:
    flaw: Flaw
    number: int
    """Of the seal."""
    chain_id: UUID | None = None
    """The case, where the flaw is one case's."""

    def __str__(self) -> str:
        return f"seal {self.number}: {self.flaw}" + (f", case {self.chain_id}" if self.chain_id else "")


def seal_key(secret: str, tenant_id: UUID) -> bytes:
    """The tenant's own key, derived as HKDF (RFC 5869) does, so that one tenant's tells nothing of another's."""
    if not secret:
        raise ValueError("seals need a secret")
    extracted = hmac.digest(_KEY, secret.encode(), "sha256")
    return hmac.digest(extracted, _KEY + tenant_id.bytes + b"\x01", "sha256")


def make_seal(
    key: bytes,
    *,
    previous: Seal | None,
    tenant_id: UUID,
    day: date,
    sealed_at: datetime,
    heads: Sequence[Head],
) -> Seal:
    """The tenant's next seal, over the chains that have grown since the previous one (or over all of them)."""
    if previous and (previous.tenant_id != tenant_id or previous.day >= day):
        raise ValueError(f"seal {previous.number} of {previous.day} cannot precede one of {day}")
    unsigned = Seal(
        tenant_id=tenant_id,
        number=previous.number + 1 if previous else 1,
        day=day,
        sealed_at=sealed_at,
        heads_count=len(heads),
        root=root(heads),
        prev=previous.mac if previous else FIRST_PREV,
        mac=b"",
    )
    return replace(unsigned, mac=_mac(key, unsigned))


def root(heads: Iterable[Head]) -> bytes:
    """One hash for all heads, in whatever order they come."""
    rows = sorted((str(head.chain_id), head.seq, head.hash.hex()) for head in heads)
    if len({chain for chain, _, _ in rows}) != len(rows):
        raise ValueError("a chain has one head")
    return hashlib.sha256(_ROOT + canonical(rows)).digest()


def verify_seal(key: bytes, seal: Seal) -> bool:
    return hmac.compare_digest(_mac(key, seal), seal.mac)


def verify_seals(key: bytes, seals: Iterable[Seal]) -> list[Problem]:
    """Everything wrong with a tenant's seals among themselves; a last one dropped shows only from outside."""
    problems: list[Problem] = []
    number, prev = 0, FIRST_PREV
    for seal in sorted(seals, key=lambda seal: seal.number):
        if not verify_seal(key, seal):
            problems.append(Problem(Flaw.FORGED, seal.number))
        if seal.number != number + 1:
            problems.append(Problem(Flaw.GAP, number + 1))
        elif seal.prev != prev:
            problems.append(Problem(Flaw.WRONG_PREV, seal.number))
        number, prev = seal.number, seal.mac
    return problems


def compare_with_outside(inside: Iterable[Seal], outside: Iterable[Seal]) -> list[Problem]:
    """Where the seals in the database and the copies kept outside it differ, by number."""
    here = {seal.number: seal for seal in inside}
    there = {seal.number: seal for seal in outside}
    problems = []
    for number in sorted(here.keys() | there.keys()):
        if number not in here:
            problems.append(Problem(Flaw.DROPPED, number))
        elif number not in there:
            problems.append(Problem(Flaw.EXTRA, number))
        elif here[number] != there[number]:
            problems.append(Problem(Flaw.ALTERED, number))
    return problems


def check_heads(
    seal: Seal, heads: Sequence[Head], chains: Mapping[UUID, Mapping[int, bytes]]
) -> list[Problem]:
    """Whether every chain still holds at the sealed place what was sealed; `chains` maps seq to hash.

    Heads from the database may have been rewritten with their chains: then only HEADS_ALTERED can be told here,
    and the heads of the outside copy name the case.
    """
    problems = []
    if not _heads_are_the_sealed(seal, heads):
        problems.append(Problem(Flaw.HEADS_ALTERED, seal.number))
    for head in sorted(heads, key=lambda head: str(head.chain_id)):
        found = chains.get(head.chain_id, {}).get(head.seq)
        if found is None:
            problems.append(Problem(Flaw.CASE_MISSING, seal.number, head.chain_id))
        elif found != head.hash:
            problems.append(Problem(Flaw.CASE_REWRITTEN, seal.number, head.chain_id))
    return problems


def _heads_are_the_sealed(seal: Seal, heads: Sequence[Head]) -> bool:
    try:
        return len(heads) == seal.heads_count and root(heads) == seal.root
    except ValueError:  # the same chain twice was never sealed
        return False


def _mac(key: bytes, seal: Seal) -> bytes:
    fields = {
        "tenant_id": seal.tenant_id,
        "number": seal.number,
        "day": seal.day,
        "sealed_at": seal.sealed_at,
        "heads_count": seal.heads_count,
        "root": seal.root.hex(),
        "prev": seal.prev.hex(),
    }
    return hmac.digest(key, _SEAL + canonical(fields), "sha256")
