"""Letters about accounts and duties. They are the program's own words, not the policy's: no industry says them
otherwise, and a policy published before they existed has no place for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from amends.complaints.desk import Desk
from amends.database.rows import insert_values
from amends.notices.operations import SEND_MAIL
from amends.notices.recipients import Recipient
from amends.notices.tables import Channel, NoticeRow
from amends.outbox.operations import publish
from amends.policy.document import Text


class StaffLetter(StrEnum):
    HANDED_OVER = "handed_over"
    EMAIL_CHANGED = "email_changed"
    STEPS_UNHELD = "steps_unheld"
    DUTY_ON = "duty_on"
    DUTY_CHANGED = "duty_changed"
    DUTY_OFF = "duty_off"
    DUTY_NOTE = "duty_note"


_SUBJECTS = {
    StaffLetter.HANDED_OVER: Text(zh="{count} 件投诉移交给您", en="Complaints handed over to you: {count}"),
    StaffLetter.EMAIL_CHANGED: Text(zh="您的登录邮箱已变更", en="Your e-mail address was changed"),
    StaffLetter.STEPS_UNHELD: Text(zh="有升级步骤无人可通知", en="Steps of escalation that tell nobody"),
    StaffLetter.DUTY_ON: Text(zh="您已排入值班：{roster}", en="You are on duty: {roster}"),
    StaffLetter.DUTY_CHANGED: Text(zh="您的值班时间已变更：{roster}", en="Your duty has changed: {roster}"),
    StaffLetter.DUTY_OFF: Text(zh="您不再值班：{roster}", en="You are not on duty any more: {roster}"),
    StaffLetter.DUTY_NOTE: Text(
        zh="有交班记录待您确认：{roster}", en="Something was handed over to you: {roster}"
    ),
}
_BODIES = {
    StaffLetter.HANDED_OVER: Text(
        zh="{name}，您好：\n\n{who} 离开本机构，其 {count} 件未结投诉现由您负责，承诺的时限不变。\n\n{link}\n\n{organisation}",
        en="Dear {name},\n\n{who} leaves, and open complaints are now yours: {count}. What was promised is due as before.\n\n{link}\n\n{organisation}",
    ),
    StaffLetter.EMAIL_CHANGED: Text(
        zh="{name}，您好：\n\n管理员已将您的登录邮箱由 {old} 变更为 {new}。请使用新邮箱登录，密码不变。\n\n如果您不知道这一变更，请立即联系本机构的管理员。\n\n{link}\n\n{organisation}",
        en="Dear {name},\n\nan administrator changed the address you sign in with from {old} to {new}. Your password is as before.\n\nIf you did not expect this, speak to an administrator of your organisation at once.\n\n{link}\n\n{organisation}",
    ),
    StaffLetter.STEPS_UNHELD: Text(
        zh="{name}，您好：\n\n今天登记了新投诉，但以下升级步骤所指定的角色无人担任，因此没有通知任何人：\n{steps}\n\n请指定人员担任该角色，或在政策中修改这些步骤。\n\n{link}\n\n{organisation}",
        en="Dear {name},\n\ncomplaints were lodged today, and these steps of the escalation chains told nobody of them, since nobody holds their role:\n{steps}\n\nGive somebody the role, or change the steps in the policy.\n\n{link}\n\n{organisation}",
    ),
    StaffLetter.DUTY_ON: Text(
        zh="{name}，您好：\n\n{by} 将您排入“{roster}”值班：\n{shifts}\n\n值班表与交班记录：\n{link}\n\n{organisation}",
        en="Dear {name},\n\n{by} put you on duty for {roster}:\n{shifts}\n\nThe roster, and what was handed over:\n{link}\n\n{organisation}",
    ),
    StaffLetter.DUTY_CHANGED: Text(
        zh="{name}，您好：\n\n{by} 变更了您在“{roster}”的值班时间，现为：\n{shifts}\n\n{link}\n\n{organisation}",
        en="Dear {name},\n\n{by} changed your duty for {roster}. It is now:\n{shifts}\n\n{link}\n\n{organisation}",
    ),
    StaffLetter.DUTY_OFF: Text(
        zh="{name}，您好：\n\n{by} 取消了您在“{roster}”的以下值班：\n{shifts}\n\n{link}\n\n{organisation}",
        en="Dear {name},\n\n{by} took you off duty for {roster}:\n{shifts}\n\n{link}\n\n{organisation}",
    ),
    StaffLetter.DUTY_NOTE: Text(
        zh="{name}，您好：\n\n{by} 在“{roster}”留下了交班记录。请打开值班页面阅读并确认：\n{link}\n\n{organisation}",
        en="Dear {name},\n\n{by} left a hand-over note on {roster}. Please read it on the roster’s page and take note of it:\n{link}\n\n{organisation}",
    ),
}


async def write(
    desk: Desk,
    letter: StaffLetter,
    *,
    to: Recipient,
    values: Mapping[str, str],
    key: str,
    now: datetime,
    in_portal: bool = False,
    by_mail: bool = True,
) -> None:
    """Owe `to` this letter by mail, show it in the portal, or both."""
    given = {"name": to.name, "organisation": desk.name_in(to.language), **values}
    channels = [*([Channel.MAIL] if by_mail else []), *([Channel.APP] if in_portal else [])]
    ids = {channel: uuid4() for channel in channels}
    await insert_values(
        NoticeRow,
        [
            {
                "id": notice_id,
                "event": letter,
                "channel": channel,
                "person_id": to.person_id,
                "address": to.address if channel is Channel.MAIL else None,
                "language": to.language,
                "subject": " ".join(_SUBJECTS[letter].in_language(to.language).format_map(given).split()),
                "body": _BODIES[letter].in_language(to.language).format_map(given) + "\n",
                "message_id": f"<{notice_id}@{desk.mail_domain}>",
                "created_at": now,
                "sent_at": now if channel is Channel.APP else None,
            }
            for channel, notice_id in ids.items()
        ],
    )
    if not by_mail:
        return
    owed = {f"mail:{letter}:{key}:{to.person_id}": {"notice_id": str(ids[Channel.MAIL])}}
    await publish(name=SEND_MAIL, payloads=owed, now=now)
