"""Every chain of a tenant, read from the database in pages and checked link by link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec

from amends.audit.chain import Entry, verify_chain
from amends.audit.personal import differing
from amends.database.scope import current_tenant, fetch

_PAGE = 2000
_BEFORE_ALL = UUID(int=0)

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """`case` is a complaint's id, or the tenant's for its own chain."""

    what: str
    case: UUID | None = None
    seal: int | None = None

    def __str__(self) -> str:
        where = [f"{name} {value}" for name, value in (("seal", self.seal), ("case", self.case)) if value]
        return f"{', '.join(where)}: {self.what}" if where else self.what


class Chains:
    """`found` keeps the hashes at the wanted places only: those that were sealed."""

    def __init__(self, wanted: Collection[tuple[UUID, int]]) -> None:
        self._wanted = wanted
        self.found: defaultdict[UUID, dict[int, bytes]] = defaultdict(dict)
        self.count = 0
        self.entries = 0

    async def check(self) -> AsyncIterator[Problem]:
        """The first broken link of each chain, every personal value that is not the one written."""
        async for rows in _chains():
            self.count += 1
            self.entries += len(rows)
            for row in rows:
                if (row["chain_id"], row["seq"]) in self._wanted:
                    self.found[row["chain_id"]][row["seq"]] = row["hash"]
            broken = verify_chain(map(_entry, rows))
            if broken is not None:
                yield Problem(f"link {broken.seq} is broken ({broken.reason})", case=rows[0]["chain_id"])
            for row in rows:
                if row["complaint_id"] != (None if row["chain_id"] == current_tenant() else row["chain_id"]):
                    yield Problem(f"link {row['seq']} is filed under another case", case=row["chain_id"])
        async for problem in _altered_values():
            yield problem


async def _chains() -> AsyncIterator[Sequence[_Row]]:
    """Chain by chain; one that goes over the edge of a page is put together again."""
    kept: list[_Row] = []
    async for page in _pages():
        for _, rows in groupby([*kept, *page], key=lambda row: row["chain_id"]):
            kept = list(rows)
            if kept[-1] is not page[-1]:
                yield kept
    if kept:
        yield kept


async def _pages() -> AsyncIterator[Sequence[_Row]]:
    chain_id, seq = _BEFORE_ALL, 0
    while page := await fetch(
        """SELECT chain_id, complaint_id, seq, at, actor_kind, actor_id, act, detail, digests, prev_hash, hash
        FROM history_entry WHERE (chain_id, seq) > ($1, $2) ORDER BY chain_id, seq LIMIT $3""",
        chain_id,
        seq,
        _PAGE,
    ):
        yield page
        chain_id, seq = page[-1]["chain_id"], page[-1]["seq"]


async def _altered_values() -> AsyncIterator[Problem]:
    last = _BEFORE_ALL
    while page := await fetch(
        """SELECT v.id, v.name, v.salt, v.value, e.digests, e.chain_id, e.seq
        FROM history_value v JOIN history_entry e ON e.tenant_id = v.tenant_id AND e.id = v.entry_id
        WHERE v.id > $1 ORDER BY v.id LIMIT $2""",
        last,
        _PAGE,
    ):
        for row in page:
            digests = msgspec.json.decode(row["digests"])
            if _differs(row, digests):
                what = f"link {row['seq']}: {row['name']} is not what was written"
                yield Problem(what, case=row["chain_id"])
        last = page[-1]["id"]


def _differs(row: _Row, digests: Mapping[str, str]) -> bool:
    try:
        return bool(differing({row["name"]: row["value"]}, {row["name"]: row["salt"]}, digests))
    except ValueError:  # a salt of another length was never ours
        return True


def _entry(row: _Row) -> Entry:
    return Entry(
        chain_id=row["chain_id"],
        seq=row["seq"],
        at=row["at"],
        actor_kind=row["actor_kind"],
        actor_id=row["actor_id"],
        act=row["act"],
        detail=msgspec.json.decode(row["detail"]),
        digests=msgspec.json.decode(row["digests"]),
        prev_hash=row["prev_hash"],
        hash=row["hash"],
    )
