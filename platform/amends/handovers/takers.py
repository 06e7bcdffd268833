"""Which organisations take complaints over from others here: said by themselves, and all that others see of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.texts import Texts
from amends.database.scope import execute, fetch
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.tenancy.tables import Tenant, TenantStatus

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Taker:
    id: UUID
    name_zh: str
    name_en: str
    about_zh: str
    about_en: str

    def name_in(self, language: str) -> str:
        return self.name_zh if language.startswith("zh") else self.name_en

    def about_in(self, language: str) -> str:
        return self.about_zh if language.startswith("zh") else self.about_en


async def takers(*, but: UUID) -> Sequence[Taker]:
    """All that take some over now, `but` one; from the register, which no wall divides."""
    rows = await fetch(
        """SELECT id, name_zh, name_en, takes_over_zh, takes_over_en FROM tenant
        WHERE takes_over AND status = $2 AND live_at IS NOT NULL AND id <> $1 ORDER BY slug""",
        but,
        TenantStatus.ACTIVE,
    )
    return [
        Taker(row["id"], row["name_zh"], row["name_en"], row["takes_over_zh"], row["takes_over_en"])
        for row in rows
    ]


def takes_over(tenant: Tenant) -> bool:
    return bool(tenant.takes_over) and tenant.status == TenantStatus.ACTIVE and not tenant.in_trial


async def settle(tenant: Tenant, *, on: bool, about_zh: str, about_en: str, by: Actor, now: datetime) -> None:
    """Whether this organisation takes complaints over, and what others read about that."""
    by.demand(Right.MANAGE_SETTINGS)
    texts = Texts()
    about_zh = texts.prose("about_zh", about_zh, required=on, longest=LONGEST)
    about_en = texts.prose("about_en", about_en, required=on, longest=LONGEST)
    texts.demand()
    await execute(
        "UPDATE tenant SET takes_over = $2, takes_over_zh = $3, takes_over_en = $4 WHERE id = $1",
        tenant.id,
        on,
        about_zh,
        about_en,
    )
    await record(act="handover-settings", by=by, now=now, detail={"takes_over": on})
