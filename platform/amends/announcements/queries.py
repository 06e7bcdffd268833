"""What is said at the top of the portal's pages, in the one statement that counts what waits for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from amends.announcements.tables import Announcement
from amends.database.rows import select_all
from amends.database.scope import fetch_one
from amends.errors import NotFound

PAGE = 20


class OpenGrant(msgspec.Struct, frozen=True):
    """An operator may look in just now."""

    id: UUID
    operator: str
    until: datetime


class Said(msgspec.Struct, frozen=True):
    """An announcement that is current and was not put aside by this reader."""

    id: UUID
    kind: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    of_version: bool = False
    """Of a template's later version, to go over to."""

    def title_in(self, language: str) -> str:
        return self.title_zh if language == "zh" else self.title_en

    def text_in(self, language: str) -> str:
        return self.text_zh if language == "zh" else self.text_en


@dataclass(frozen=True, slots=True)
class AtTheTop:
    unread: int
    """Notices."""
    tasks: int
    """The reader has to do."""
    grants: Sequence[OpenGrant]
    announcements: Sequence[Said]
    gaps: int = 0
    """Steps of escalation that reached nobody, for those who lead or administer."""
    incidents: int = 0
    """That are open: all for those who lead, one's own for everybody."""


_AT_THE_TOP = """
SELECT (SELECT count(*) FROM notice WHERE person_id = $1 AND channel = 'app' AND read_at IS NULL) AS unread,
    (SELECT count(*) FROM task WHERE assignee_id = $1 AND done_at IS NULL AND cancelled_at IS NULL)
    + (SELECT count(*) FROM task WHERE assignee_id IS NULL AND role IS NOT NULL AND role = ANY($4::text[])
        AND done_at IS NULL AND cancelled_at IS NULL) AS tasks,
    (SELECT jsonb_agg(jsonb_build_object('id', g.id, 'operator', g.operator_name, 'until', g.until) ORDER BY g.until)
        FROM access_grant g JOIN operator o ON o.id = g.operator_id
        WHERE g.ended_at IS NULL AND g.until > $2 AND o.removed_at IS NULL) AS grants,
    (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'title_zh', a.title_zh, 'title_en', a.title_en,
            'text_zh', a.text_zh, 'text_en', a.text_en, 'of_version', a.template IS NOT NULL) ORDER BY a.begins_at, a.id)
        FROM announcement a
        WHERE a.withdrawn_at IS NULL AND a.ends_at > $2 AND a.begins_at <= $2 AND (a.audience = 'staff' OR $3)
            AND (a.template IS NULL OR EXISTS (SELECT FROM tenant t
                WHERE t.id = current_setting('amends.tenant')::uuid AND t.template = a.template
                    AND t.template_version ~ '^[0-9]+([.][0-9]+)*$'
                    AND string_to_array(t.template_version, '.')::int[] < string_to_array(a.template_version, '.')::int[]))
            AND NOT EXISTS (SELECT FROM announcement_dismissal d
                WHERE d.person_id = $1 AND d.announcement_id = a.id)) AS said,
    CASE WHEN $5 THEN (SELECT count(*) FROM escalation_gap WHERE dealt_at IS NULL) ELSE 0 END AS gaps,
    (SELECT count(*) FROM incident WHERE ended_at IS NULL AND ($5 OR owner_id = $1)) AS incidents"""


async def at_the_top(
    *, person_id: UUID, is_admin: bool, now: datetime, roles: Sequence[str] = (), leads: bool = False
) -> AtTheTop:
    """Needs the organisation's scope."""
    row = await fetch_one(_AT_THE_TOP, person_id, now, is_admin, list(roles), leads)
    assert row is not None, "a SELECT without FROM has one row"
    return AtTheTop(
        unread=row["unread"],
        tasks=row["tasks"],
        grants=msgspec.json.decode(row["grants"] or "[]", type=list[OpenGrant]),
        announcements=msgspec.json.decode(row["said"] or "[]", type=list[Said]),
        gaps=row["gaps"],
        incidents=row["incidents"],
    )


async def announcements(*, skip: int = 0, most: int = PAGE) -> Sequence[Announcement]:
    """All there ever were, the newest first; one more than `most` when there are more. Needs the platform scope."""
    return await select_all(Announcement, "ORDER BY created_at DESC, id LIMIT $1 OFFSET $2", most + 1, skip)


async def announcement(announcement_id: UUID) -> Announcement:
    row = await Announcement.objects().get(Announcement.id == announcement_id)
    if row is None:
        raise NotFound()
    return row
