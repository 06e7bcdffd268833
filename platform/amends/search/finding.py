"""Which cases hold what was typed: as it was typed first, then what comes near."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from amends.database.scope import fetch
from amends.policy.document import Policy
from amends.search.indexing import Part, Rank, parts, readers, texts_of
from amends.search.keys import hashed, own_key
from amends.search.marking import Marker, Passage
from amends.search.tokens import Wanted, exactly, nearly

MOST: Final = 500
"""Cases. Whoever finds more has not said what they look for."""
ENOUGH: Final = 10
"""So many as it was typed, and what only comes near is in the way."""
_SOFT: Final = 0.6
"""Of the pairs of characters of Chinese phrases, where they need not stand as typed."""


async def find(words: str, *, roles: Collection[str]) -> list[UUID]:
    """In the tenant's scope, likeliest first; what only others than `roles` may read finds nothing."""
    key = await own_key()
    reader = readers(roles, key)
    found = await _found(exactly(words), key, reader)
    if len(found) < ENOUGH:
        found += await _found(nearly(words), key, reader)
    return list(dict.fromkeys(found))[:MOST]


async def _found(wanted: Sequence[Wanted], key: bytes, reader: Sequence[int]) -> list[UUID]:
    if not wanted:
        return []
    hard = [[hashed(way, key) for way in each.ways] for each in wanted if not each.soft]
    soft = [token for each in wanted if each.soft for way in each.ways for token in hashed(way, key)]
    rows = await fetch(
        "SELECT id FROM search_cases($1, $2, $3, $4, $5)",
        msgspec.json.encode(hard).decode(),
        soft,
        _needed(len(soft)),
        list(reader),
        MOST,
    )
    return [row["id"] for row in rows]


def _needed(soft: int) -> int:
    """At least two of three, three of five."""
    return -int(-soft * _SOFT // 1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What tells a reader why a case was found."""

    subject: Passage | None
    """None: nothing of it stands there."""
    passage: Passage | None
    where: Rank | None


async def shown(
    cases: Collection[UUID],
    typed: str,
    *,
    roles: Collection[str],
    policies: Callable[[UUID], Awaitable[Policy]],
) -> dict[UUID, Shown]:
    """In the tenant's scope; only of what somebody with these roles may read. `policies`: by the version a case goes by."""
    found, marker = {}, Marker(typed)
    for row, *texts in await texts_of(cases):
        readable = [
            part
            for part in parts(row, await policies(row.policy_version_id), *texts)
            if not part.readers or not set(part.readers).isdisjoint(roles)
        ]
        found[row.id] = _shown(readable, marker)
    return found


def _shown(readable: Sequence[Part], marker: Marker) -> Shown:
    subject, where, best = None, None, None
    for part in readable:
        here = marker.passage(part.text)
        if part.rank is Rank.SUBJECT:
            subject = here
        elif here is not None and (best is None or here.words > best.words):
            where, best = part.rank, here
    return Shown(subject, best, where)
