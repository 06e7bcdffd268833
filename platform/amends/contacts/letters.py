"""What is written about a change of contact. The program's own words, in no policy: nobody can word a warning away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import uuid4

from amends.complaints.case import Case
from amends.contacts.keys import CODE_LATER, CODE_SENT
from amends.contacts.rules import Way
from amends.database.rows import insert_values
from amends.notices.operations import SEND_BY_GATEWAY, SEND_MAIL
from amends.notices.tables import Channel, NoticeRow
from amends.outbox.operations import publish
from amends.policy.document import Text


class ContactLetter(StrEnum):
    CODE = CODE_SENT
    ASKED = "contact_asked"
    """To the contact on file: somebody wants another one."""
    CHANGED = "contact_changed"
    """To the contact that was on file."""


_SUBJECTS: Final[Mapping[ContactLetter, Text]] = {
    ContactLetter.CODE: Text(zh="您的验证码（{kind}{no}）", en="Your code for {kind} {no}"),
    ContactLetter.ASKED: Text(
        zh="有人申请更改{kind}{no}的联系方式",
        en="Somebody wants to change how we reach you about {kind} {no}",
    ),
    ContactLetter.CHANGED: Text(
        zh="{kind}{no}的联系方式已更改", en="How we reach you about {kind} {no} was changed"
    ),
}
_BODIES: Final[Mapping[ContactLetter, Text]] = {
    ContactLetter.CODE: Text(
        zh="您好：\n\n有人希望{organisation}今后通过此联系方式通知{kind}{no}的处理情况。如果是您本人，请于{until}前在您的页面上输入验证码：{code}\n\n"
        "{link}\n\n如果不是您本人操作，请忽略本消息，我们不会再使用此联系方式。\n\n{organisation}",
        en="Hello,\n\nsomebody wants {organisation} to write here about {kind} {no} from now on. If that is you, type this "
        "code on your page by {until}: {code}\n\n{link}\n\nIf it is not you, ignore this: we do not write here again."
        "\n\n{organisation}",
    ),
    ContactLetter.ASKED: Text(
        zh="{name}，您好：\n\n有人使用编号和查询码，申请更改{kind}{no}的联系方式。新的联系方式经验证后才会生效，在此之前一切不变。\n\n"
        "如果不是您本人操作，请尽快通过以下方式联系我们：{contact}\n\n{link}\n\n{organisation}",
        en="Dear {name},\n\nsomebody with number and access code asked us to reach you about {kind} {no} in another way. "
        "Nothing changes until the new one is proved.\n\nIf it was not you, please tell us soon: {contact}\n\n{link}"
        "\n\n{organisation}",
    ),
    ContactLetter.CHANGED: Text(
        zh="{name}，您好：\n\n{kind}{no}的联系方式已更改，新的联系方式已验证。今后我们不再向此处发送通知。\n\n"
        "如果不是您本人操作，请尽快通过以下方式联系我们：{contact}\n\n{organisation}",
        en="Dear {name},\n\nthe way we reach you about {kind} {no} was changed, and the new one is proved. We do not write "
        "here any more.\n\nIf it was not you, please tell us at once: {contact}\n\n{organisation}",
    ),
}
_CHANNELS: Final = {Way.EMAIL: Channel.MAIL, Way.PHONE: Channel.SMS}


async def write(
    case: Case,
    letter: ContactLetter,
    *,
    way: Way,
    to: str,
    reached: str,
    key: str,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """To that address or number alone. `reached`: how the organisation is, for whoever has to object."""
    desk, language, notice_id = case.desk, str(case.row.language), uuid4()
    channel = _CHANNELS[way]
    values = {
        "organisation": desk.name_in(language),
        "name": case.complainant().name,
        "kind": case.called(),
        "no": str(case.row.number),
        "code": CODE_LATER,
        "until": desk.local(until, language) if until is not None else "",
        "link": f"{desk.base_url}/track?number={case.row.number}",
        "contact": reached or desk.base_url,
    }
    row = {
        "id": notice_id,
        "complaint_id": case.id,
        "event": letter,
        "channel": channel,
        "address": to,
        "language": language,
        "subject": " ".join(_SUBJECTS[letter].in_language(language).format_map(values).split()),
        "body": _BODIES[letter].in_language(language).format_map(values) + "\n",
        "message_id": f"<{notice_id}@{desk.mail_domain}>",
        "created_at": now,
    }
    await insert_values(NoticeRow, [row])
    payloads = {f"{channel}:{letter}:{key}": {"notice_id": str(notice_id)}}
    if way is Way.EMAIL:
        await publish(name=SEND_MAIL, payloads=payloads, now=now)
    else:
        await publish(name=SEND_BY_GATEWAY, payloads=payloads, now=now)
