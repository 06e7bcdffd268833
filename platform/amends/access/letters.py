"""What an organisation's administrators are told of operators looking in. The service's own words, in no policy:
nobody can word this away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from amends.complaints.desk import Desk
from amends.database.rows import insert_values
from amends.notices.operations import SEND_MAIL
from amends.notices.recipients import Recipient
from amends.notices.tables import Channel, NoticeRow
from amends.outbox.operations import publish
from amends.policy.document import Text

ACCESS_GRANTED = "operator_access"
ACCESS_ENDED = "operator_access_ended"

_LETTERS: Mapping[str, tuple[Text, Text]] = {
    ACCESS_GRANTED: (
        Text(
            zh="平台运营人员{operator}正在查看贵机构的数据",
            en="An operator of the platform, {operator}, may look into your organisation",
        ),
        Text(
            zh="{name}，您好：\n\n平台运营人员{operator}已开始查看{organisation}的数据，只能查看，不能更改。\n"
            "截止时间：{until}\n理由：{reason}\n\n其查看的每个页面都会记入历史。"
            "您可以随时在这里查看记录或立即终止：\n{link}",
            en="Dear {name},\n\n{operator}, an operator of the platform, may from now on look into {organisation}, and "
            "change nothing.\nUntil: {until}\nReason: {reason}\n\nEvery page that is looked at is written into the "
            "history. Here you see them, and can end it at once:\n{link}",
        ),
    ),
    ACCESS_ENDED: (
        Text(
            zh="平台运营人员{operator}已结束查看",
            en="{operator} no longer looks into your organisation",
        ),
        Text(
            zh="{name}，您好：\n\n平台运营人员{operator}已提前结束对{organisation}的查看。查看过的页面：\n{link}",
            en="Dear {name},\n\n{operator}, an operator of the platform, has ended the access to {organisation} before its "
            "time. What was looked at:\n{link}",
        ),
    ),
}


async def tell_admins(
    desk: Desk, event: str, *, to: Sequence[Recipient], values: Mapping[str, str], key: str, now: datetime
) -> None:
    """By mail and in the portal, each in their own language."""
    rows = [row for reader in to for row in _notices(desk, event, reader, values, now)]
    payloads = {
        f"mail:{event}:{key}:{row['person_id']}": {"notice_id": str(row["id"])}
        for row in rows
        if row["channel"] is Channel.MAIL
    }
    await insert_values(NoticeRow, rows)
    await publish(name=SEND_MAIL, payloads=payloads, now=now)


def _notices(
    desk: Desk, event: str, to: Recipient, values: Mapping[str, str], now: datetime
) -> list[dict[str, object]]:
    filled = {
        "name": to.name,
        "organisation": desk.name_in(to.language),
        "link": f"{desk.base_url}/portal/access",
        **values,
    }
    subject, body = (_filled(text.in_language(to.language), filled) for text in _LETTERS[event])
    ids = {channel: uuid4() for channel in (Channel.MAIL, Channel.APP)}
    return [
        {
            "id": notice_id,
            "complaint_id": None,
            "event": event,
            "channel": channel,
            "person_id": to.person_id,
            "address": to.address if channel is Channel.MAIL else None,
            "language": to.language,
            "subject": subject,
            "body": f"{body}\n",
            "message_id": f"<{notice_id}@{desk.mail_domain}>",
            "created_at": now,
            "sent_at": now if channel is Channel.APP else None,
        }
        for channel, notice_id in ids.items()
    ]


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Reasons are typed by people: a brace in one stays a brace."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
