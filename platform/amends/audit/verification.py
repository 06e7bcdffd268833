"""Is a tenant's history what was written? Asked of the chains, the seals in the database, and the seals outside it.

Somebody with the owner's rights can rewrite a chain, its heads and its seals so that they agree with each other.
They cannot agree with the copies outside, and without the secret no new seal can be made.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from amends.audit.chain import Entry, verify_chain
from amends.audit.personal import differing
from amends.audit.queries import history_of
from amends.audit.seal_text import Unreadable, from_text
from amends.audit.sealing import (
    Flaw,
    Head,
    Problem,
    Seal,
    check_heads,
    compare_with_outside,
    seal_key,
    verify_seals,
)
from amends.audit.seals import as_seal, heads_of
from amends.audit.tables import HistoryEntry, SealRow
from amends.database.scope import fetch, tenant_scope

Sealed = tuple[Seal, Sequence[Head]]
Positions = dict[UUID, dict[int, bytes]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`problems` are sentences with ids and numbers only, the first broken link of each chain first."""

    chains: int
    links: int
    seals: int
    problems: tuple[str, ...]


async def verify(*, tenant_id: UUID, secrets: Sequence[str], outside: Iterable[str]) -> Verdict:
    """Read everything in a scope of its own. `outside` are texts of seals kept elsewhere, fetched before."""
    copies, problems = _readable(outside, tenant_id)
    async with tenant_scope(tenant_id):
        rows = await SealRow.objects().order_by(SealRow.number)
        inside: list[Sealed] = [(as_seal(row), await heads_of(row.id)) for row in rows]
        chain_ids = [
            row["chain_id"] for row in await fetch("SELECT DISTINCT chain_id FROM history_entry ORDER BY 1")
        ]
        sealed_places = _places([*inside, *copies])
        found: Positions = {}
        links = 0
        for chain_id in chain_ids:
            entries = [_as_entry(row) for row in await history_of(chain_id)]
            links += len(entries)
            found[chain_id] = {e.seq: e.hash for e in entries if e.seq in sealed_places[chain_id]}
            problems += [
                f"{_chain(chain_id, tenant_id)}: {text}" for text in await _broken(chain_id, entries)
            ]
    problems += _of_seals(inside, copies, found, [seal_key(secret, tenant_id) for secret in secrets])
    return Verdict(len(chain_ids), links, len(inside), tuple(dict.fromkeys(problems)))


def _readable(texts: Iterable[str], tenant_id: UUID) -> tuple[list[Sealed], list[str]]:
    read: list[Sealed] = []
    problems = []
    for number, text in enumerate(texts, 1):
        try:
            seal, heads = from_text(text)
        except Unreadable:
            problems.append(f"outside copy {number} is not a seal")
            continue
        if seal.tenant_id == tenant_id:
            read.append((seal, heads))
    return read, problems


def _places(sealed: Iterable[Sealed]) -> defaultdict[UUID, set[int]]:
    places: defaultdict[UUID, set[int]] = defaultdict(set)
    for _, heads in sealed:
        for head in heads:
            places[head.chain_id].add(head.seq)
    return places


async def _broken(chain_id: UUID, entries: Sequence[Entry]) -> list[str]:
    """The first broken link, and personal values that are not the ones written."""
    broken = verify_chain(entries)
    told = [f"link {broken.seq} is broken ({broken.reason})"] if broken else []
    values: defaultdict[int, dict[str, tuple[bytes, str]]] = defaultdict(dict)
    for row in await fetch(
        """SELECT e.seq, v.name, v.salt, v.value FROM history_value v JOIN history_entry e ON e.id = v.entry_id
        WHERE e.chain_id = $1""",
        chain_id,
    ):
        values[row["seq"]][row["name"]] = (row["salt"], row["value"])
    for entry in entries:
        kept = values.get(entry.seq, {})
        changed = differing(
            {name: value for name, (_, value) in kept.items()},
            {name: salt for name, (salt, _) in kept.items()},
            entry.digests,
        )
        told += [f"link {entry.seq}: {name} is not what was written" for name in changed]
    return told


def _of_seals(
    inside: Sequence[Sealed], copies: Sequence[Sealed], found: Positions, keys: Sequence[bytes]
) -> list[str]:
    within, without = [seal for seal, _ in inside], [seal for seal, _ in copies]
    newest = max((seal.number for seal in within), default=0)
    problems = _among_themselves(within, keys)
    problems += [
        problem
        for problem in compare_with_outside(within, without)
        # Its copy may be on its way.
        if problem.flaw is not Flaw.EXTRA or problem.number != newest
    ]
    for seal, heads in [*inside, *copies]:
        if heads or not seal.heads_count:  # mails of very busy days carry no heads
            problems += check_heads(seal, heads, found)
    forged = [p for p in _among_themselves(without, keys) if p.flaw is Flaw.FORGED]
    return [*map(str, problems), *(f"outside {problem}" for problem in forged)]


def _among_themselves(seals: Sequence[Seal], keys: Sequence[bytes]) -> list[Problem]:
    """After the secret was changed, earlier seals still carry the earlier one's mark."""
    by_key = [verify_seals(key, seals) for key in keys]
    return [p for p in by_key[0] if p.flaw is not Flaw.FORGED or all(p in other for other in by_key)]


def _as_entry(row: HistoryEntry) -> Entry:
    return Entry(
        chain_id=row.chain_id,
        seq=int(row.seq),
        at=row.at,
        actor_kind=str(row.actor_kind),
        actor_id=row.actor_id,
        act=str(row.act),
        detail=json.loads(row.detail),
        digests=json.loads(row.digests),
        prev_hash=bytes(row.prev_hash),
        hash=bytes(row.hash),
    )


def _chain(chain_id: UUID, tenant_id: UUID) -> str:
    return "the organisation's own chain" if chain_id == tenant_id else f"case {chain_id}"
