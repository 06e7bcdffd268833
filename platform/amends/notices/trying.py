"""A notice sent to whoever asks for it, as a complainant or a colleague would get it, of a case that is made up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.database.rows import insert_values
from amends.database.scope import execute, fetch_one
from amends.notices.operations import SEND_MAIL
from amends.notices.samples import sample_values
from amends.notices.tables import Channel, NoticeRow
from amends.notices.texts import rendered
from amends.outbox.operations import publish
from amends.people.actor import Actor
from amends.people.rates import TooOften
from amends.people.rights import Right
from amends.policy.document import Text
from amends.policy.events import Event

NOTICE_TEST: Final = "notice_test"
MOST: Final = 20
WITHIN: Final = timedelta(hours=1)

_SUBJECT = Text(zh="【样例】", en="[Sample] ")
_NOTE = Text(
    zh="这是通知的样例，其中的投诉是虚构的，仅发给您本人。",
    en="This is a sample of a notice. The complaint in it is made up, and nobody but you gets it.",
)


def sample(desk: Desk, event: Event, language: str, *, now: datetime) -> tuple[str, str]:
    """(subject, body) in the words of the desk's policy."""
    return rendered(desk.policy, event, language, sample_values(desk, event, language, now=now))


async def send_sample(desk: Desk, event: Event, *, language: str, to: Actor, key: str, now: datetime) -> None:
    """Through the outbox like every letter, to the asker's own address; `key` makes the same form the same letter."""
    to.demand(Right.MANAGE_SETTINGS)
    await _count(to, now=now)
    subject, body = sample(desk, event, language, now=now)
    notice_id = uuid4()
    row: dict[str, object] = {
        "id": notice_id,
        "complaint_id": None,
        "event": NOTICE_TEST,
        "channel": Channel.MAIL,
        "person_id": to.id,
        "address": to.email,
        "language": language,
        "subject": f"{_SUBJECT.in_language(language)}{subject}",
        "body": f"{_NOTE.in_language(language)}\n\n{body}",
        "message_id": f"<{notice_id}@{desk.mail_domain}>",
        "created_at": now,
        "automatic": True,
    }
    await insert_values(NoticeRow, [row])
    payload = {"notice_id": str(notice_id)}
    await publish(name=SEND_MAIL, payloads={f"mail:{NOTICE_TEST}:{key}": payload}, now=now)
    await record(act="test-notice", by=to, now=now, detail={"event": str(event), "language": language})


async def _count(to: Actor, *, now: datetime) -> None:
    """One at a time, so that no two of them are the last."""
    await execute("SELECT FROM person WHERE id = $1 FOR NO KEY UPDATE", to.id)
    row = await fetch_one(
        "SELECT count(*) AS sent FROM notice WHERE person_id = $1 AND event = $2 AND created_at > $3",
        to.id,
        NOTICE_TEST,
        now - WITHIN,
    )
    if row is not None and row["sent"] >= MOST:
        raise TooOften()
