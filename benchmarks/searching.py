"""Searching a hundred thousand cases: for a word that stands in twenty of them, and for one that stands in all."""

from __future__ import annotations

from urllib.parse import quote

from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import tenant_scope
from amends.search.indexing import parts, texts_of
from amends.search.keys import hashed, own_key
from amends.search.tokens import of_text
from benchmarks.filling import CASES, as_owner
from benchmarks.pages import Page
from benchmarks.world import Bench
from tenants.desks import policy_of

RARE = "qilinshi"
RARE_IN = 20
_FILL = """INSERT INTO search_index SELECT c.tenant_id, c.id, 0, c.lodged_at, '{}', $1,
    CASE WHEN row_number() OVER (ORDER BY c.id) % $3 = 0 THEN $2 || $4::bigint[] ELSE $2 END
    FROM complaint c WHERE c.number ~ '^B[0-9]+$'
    ON CONFLICT DO NOTHING"""


class Search(Page):
    def __init__(self, bench: Bench, *, name: str, words: str, goal: float, budget: str) -> None:
        super().__init__(bench, name=name, path=f"/portal/search?q={quote(words)}", goal=goal, budget=budget)

    async def prepare(self) -> None:
        """Each copy holds the words of the case it is a copy of."""
        async with tenant_scope(self._bench.tenant.id):
            row = await select_one(Complaint, "WHERE id = $1", self._bench.pattern)
            assert row is not None
            [(_, *texts)] = await texts_of([row.id])
            key = await own_key()
            written = "\n".join(
                part.text for part in parts(row, await policy_of(row.policy_version_id), *texts)
            )
            chief, tokens = (hashed(of_text(text, fine=True), key) for text in (str(row.subject), written))
            rare = hashed(of_text(RARE), key)
        async with as_owner(self._bench, ["complaint"]) as owner:
            await owner.execute(_FILL, chief, tokens, CASES // RARE_IN, rare)
        await super().prepare()


def rare(bench: Bench) -> Search:
    return Search(bench, name="search", words=RARE, goal=0.4, budget="p95 ≤ 80 ms with 4 at once")


def frequent(bench: Bench) -> Search:
    return Search(bench, name="search-all", words="counter", goal=0.4, budget="p95 ≤ 600 ms with 4 at once")
