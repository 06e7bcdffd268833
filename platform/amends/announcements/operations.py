"""Operators tell all organisations' staff something, for a while, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from amends.announcements.queries import announcement
from amends.announcements.tables import Announcement, Audience, Dismissal, Kind
from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.database.scope import execute
from amends.errors import DomainError, Invalid
from amends.people.actor import Actor
from amends.tenancy.operators import note_act


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    kind: str
    audience: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    begins_at: datetime | None
    ends_at: datetime | None
    behind: tuple[str, str] | None = None
    """A template and the version of it that those who see this have not gone over to; none: all organisations."""


class Withdrawn(DomainError):
    code = "withdrawn"
    message = "This announcement is withdrawn."


def checked(draft: Draft, *, now: datetime) -> dict[Any, Any]:
    """Its columns, fit to keep; Invalid says at once all that is wrong. Also for the preview, which writes nothing."""
    texts = Texts()
    kept: dict[Any, Any] = {
        "title_zh": texts.line("title_zh", draft.title_zh),
        "title_en": texts.line("title_en", draft.title_en),
        "text_zh": texts.prose("text_zh", draft.text_zh, longest=LONGEST_PARAGRAPH),
        "text_en": texts.prose("text_en", draft.text_en, longest=LONGEST_PARAGRAPH),
    }
    wrong = texts.wrong
    if draft.kind not in set(Kind):
        wrong["kind"] = "Please choose how serious it is."
    if draft.audience not in set(Audience):
        wrong["audience"] = "Please choose who sees it."
    if draft.ends_at is None:
        wrong.setdefault("ends_at", "Please fill this in.")
    elif draft.ends_at <= max(draft.begins_at or now, now):
        wrong["ends_at"] = "It must end in the future, and after it begins."
    if wrong:
        raise Invalid(wrong)
    return kept | {
        "kind": draft.kind,
        "audience": draft.audience,
        "template": draft.behind[0] if draft.behind else None,
        "template_version": draft.behind[1] if draft.behind else None,
        "begins_at": draft.begins_at or now,
        "ends_at": draft.ends_at,
    }


async def announce(draft: Draft, *, by: Actor, now: datetime) -> UUID:
    """Needs the platform scope, as everything here but `put_aside`."""
    row = Announcement(**checked(draft, now=now), id=uuid4(), operator_id=by.id, created_at=now)
    await Announcement.insert(row)
    await note_act(
        act="announce", by=by, tenant_id=None, now=now, announcement=str(row.id), reason=str(row.title_en)
    )
    return row.id


async def change(announcement_id: UUID, draft: Draft, *, by: Actor, now: datetime) -> None:
    """Whoever has put it aside already does not see it again."""
    row = await announcement(announcement_id)
    if row.withdrawn_at is not None:
        raise Withdrawn()
    values = checked(draft, now=now)
    await Announcement.update({**values, "changed_at": now}).where(Announcement.id == announcement_id)
    await note_act(
        act="announcement-changed",
        by=by,
        tenant_id=None,
        now=now,
        announcement=str(announcement_id),
        reason=str(values["title_en"]),
    )


async def withdraw(announcement_id: UUID, *, by: Actor, now: datetime) -> None:
    """It is seen by nobody any more and stays in the console's list."""
    row = await announcement(announcement_id)
    if row.withdrawn_at is not None:
        return
    await Announcement.update({Announcement.withdrawn_at: now}).where(Announcement.id == announcement_id)
    await note_act(
        act="announcement-withdrawn",
        by=by,
        tenant_id=None,
        now=now,
        announcement=str(announcement_id),
        reason=str(row.title_en),
    )


async def put_aside(announcement_id: UUID, *, person_id: UUID, now: datetime) -> None:
    """By one member of staff, for good; needs the organisation's scope."""
    await announcement(announcement_id)
    row = Dismissal(id=uuid4(), person_id=person_id, announcement_id=announcement_id, at=now)
    await execute(
        """INSERT INTO announcement_dismissal (id, tenant_id, person_id, announcement_id, at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, person_id, announcement_id) DO NOTHING""",
        row.id,
        row.tenant_id,
        person_id,
        announcement_id,
        now,
    )
