"""Mails that waited for one another leave as one: written in the transaction that marks them as told by it.

Each of them owes the digest by itself, so that none is forgotten whichever is looked at first; who comes later finds
itself in the one that was written, and is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from amends.complaints.desk import Desk
from amends.database.rows import insert_values, select_all, select_one
from amends.database.scope import execute
from amends.notices.operations import SEND_MAIL
from amends.notices.tables import Channel, NoticeRow
from amends.outbox.debts import Debt, owe
from amends.people.tables import Person
from amends.policy.document import Text

DIGEST: Final = "digest"
"""The event of the one that says the others; in no policy."""
MOST: Final = 200

_SUBJECT = Text(zh="您有 {count} 条新通知", en="{count} notices for you")
_BODY = Text(
    zh="{name}，您好：\n\n以下 {count} 条通知合并为一封发送给您。\n\n{lines}\n\n所有通知：{all}\n接收方式：{wishes}\n\n{organisation}",
    en="Dear {name},\n\nhere are {count} notices in one mail.\n\n{lines}\n\nAll notices: {all}\nHow you get them: {wishes}\n\n{organisation}",
)


async def write_digest(desk: Desk, payload: Mapping[str, str], *, now: datetime) -> UUID | None:
    """The notice that leaves instead; None when an earlier one took this one along."""
    waiting = await select_one(NoticeRow, "WHERE id = $1", UUID(payload["notice_id"]))
    if waiting is None or waiting.folded_into is not None or not waiting.digest:
        return None
    rows = await select_all(
        NoticeRow,
        f"""WHERE person_id = $1 AND digest AND folded_into IS NULL AND sent_at IS NULL AND not_before <= $2
        ORDER BY created_at, id LIMIT {MOST} FOR NO KEY UPDATE""",
        waiting.person_id,
        max(now, waiting.not_before or now),
    )
    person = await select_one(Person, "WHERE id = $1", waiting.person_id)
    if not rows or person is None:  # whoever held them has written it meanwhile
        return None
    return await (_alone(rows[0], now=now) if len(rows) == 1 else _together(desk, person, rows, now=now))


async def _alone(row: NoticeRow, *, now: datetime) -> UUID:
    """A list of one is no list: it leaves as it is."""
    await execute("UPDATE notice SET digest = NULL WHERE id = $1", row.id)
    return await _sent_by_mail(row.id, now=now)


async def _together(desk: Desk, person: Person, rows: Sequence[NoticeRow], *, now: datetime) -> UUID:
    notice_id, language = uuid4(), str(person.language)
    values = {
        "name": str(person.name),
        "organisation": desk.name_in(language),
        "count": str(len(rows)),
        "lines": "\n\n".join(_line(desk, row) for row in rows),
        "all": f"{desk.base_url}/portal/notices",
        "wishes": f"{desk.base_url}/portal/profile/notifications",
    }
    digest: dict[str, object] = {
        "id": notice_id,
        "event": DIGEST,
        "channel": Channel.MAIL,
        "person_id": person.id,
        "address": str(person.email),
        "language": language,
        "subject": _SUBJECT.in_language(language).format_map(values),
        "body": _BODY.in_language(language).format_map(values) + "\n",
        "message_id": f"<{notice_id}@{desk.mail_domain}>",
        "created_at": now,
        "automatic": True,
    }
    await insert_values(NoticeRow, [digest])
    await execute(
        "UPDATE notice SET folded_into = $2 WHERE id = ANY($1::uuid[])", [row.id for row in rows], notice_id
    )
    return await _sent_by_mail(notice_id, now=now)


async def _sent_by_mail(notice_id: UUID, *, now: datetime) -> UUID:
    await owe([Debt(name=SEND_MAIL, key=f"digest:{notice_id}", notice_id=notice_id)], now=now)
    return notice_id


def _line(desk: Desk, row: NoticeRow) -> str:
    case = f"\n  {desk.base_url}/portal/cases/{row.complaint_id}" if row.complaint_id is not None else ""
    return f"- {row.subject}{case}"
