"""What a member of staff is told in the portal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from piccolo.columns.combination import And

from amends.database.rows import select_all, select_one
from amends.database.scope import execute, fetch, fetch_one, note_changed
from amends.errors import NotFound
from amends.notices.tables import Channel, NoticeRow

PAGE = 50


async def unread_count(*, person_id: UUID) -> int:
    row = await fetch_one(
        "SELECT count(*) AS unread FROM notice WHERE person_id = $1 AND channel = 'app' AND read_at IS NULL",
        person_id,
    )
    return int(row["unread"]) if row else 0


async def unread_counts(people: Iterable[UUID]) -> Mapping[UUID, int]:
    """Of those who have any."""
    rows = await fetch(
        """SELECT person_id, count(*) AS unread FROM notice
        WHERE person_id = ANY($1::uuid[]) AND channel = 'app' AND read_at IS NULL GROUP BY person_id""",
        list(people),
    )
    return {row["person_id"]: int(row["unread"]) for row in rows}


async def recent(*, person_id: UUID, most: int = 50) -> Sequence[NoticeRow]:
    """Newest first, read or not."""
    return (
        await NoticeRow.objects()
        .where(_to(person_id))
        .order_by(NoticeRow.created_at, ascending=False)
        .limit(most)
    )


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[NoticeRow]
    more: bool


async def page_of(*, person_id: UUID, unread: bool, number: int) -> Page:
    """Newest first; `unread`: only what is not read yet."""
    rows = await select_all(
        NoticeRow,
        f"""WHERE person_id = $1 AND channel = 'app'{" AND read_at IS NULL" if unread else ""}
        ORDER BY created_at DESC, id LIMIT {PAGE + 1} OFFSET $2""",
        person_id,
        (number - 1) * PAGE,
    )
    return Page(rows[:PAGE], len(rows) > PAGE)


async def read_one(*, person_id: UUID, notice_id: UUID, now: datetime) -> NoticeRow:
    """NotFound for one that is somebody else's."""
    row = await select_one(
        NoticeRow, "WHERE id = $1 AND person_id = $2 AND channel = 'app'", notice_id, person_id
    )
    if row is None:
        raise NotFound()
    await mark_read(person_id=person_id, notice_id=notice_id, now=now)
    return row


async def mark_read(*, person_id: UUID, now: datetime, notice_id: UUID | None = None) -> None:
    """One notice of this person's, or all of them; somebody else's stays as it is."""
    await execute(
        """UPDATE notice SET read_at = $2
        WHERE person_id = $1 AND channel = 'app' AND read_at IS NULL AND ($3::uuid IS NULL OR id = $3)""",
        person_id,
        now,
        notice_id,
    )
    note_changed()


def _to(person_id: UUID) -> And:
    return (NoticeRow.person_id == person_id) & (NoticeRow.channel == Channel.APP)
