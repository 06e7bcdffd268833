"""Letters about somebody's own account. They are the service's and in no policy: nobody can word a warning away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from amends.complaints.desk import Desk
from amends.database.rows import insert_values
from amends.notices.operations import SEND_MAIL
from amends.notices.tables import Channel, NoticeRow
from amends.outbox.operations import publish
from amends.people.tables import Person
from amends.policy.document import Text

RESET_LATER = "\u27e6password-reset\u27e7"
"""Filled in when the mail is sent, so that no notice at rest opens anything."""


class News(StrEnum):
    PASSWORD_RESET = "password_reset"  # noqa: S105
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    SECOND_FACTOR_RESET = "second_factor_reset"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_NEW = "recovery_codes_new"


@dataclass(frozen=True, slots=True)
class _Letter:
    subject: Text
    body: Text


_NOT_YOU = Text(
    zh="如果这不是您本人的操作，请立即联系本机构的管理员。",
    en="If this was not you, tell an administrator of your organisation at once.",
)


def _told(subject: Text, what: Text) -> _Letter:
    return _Letter(
        subject,
        Text(
            zh=f"{{name}}，您好：\n\n{what.zh}\n时间：{{at}}\n\n{_NOT_YOU.zh}\n\n{{organisation}}",
            en=f"Dear {{name}},\n\n{what.en}\nWhen: {{at}}\n\n{_NOT_YOU.en}\n\n{{organisation}}",
        ),
    )


LETTERS: Mapping[News, _Letter] = {
    News.PASSWORD_RESET: _Letter(
        Text(zh="设置新密码", en="Choose a new password"),
        Text(
            zh="{name}，您好：\n\n有人为您在{organisation}的账号申请了新密码。请于{until}前打开以下链接设置新密码：\n{link}\n\n"
            "链接只能使用一次。设置后，您在所有设备上都会退出登录。\n如果不是您本人申请，请忽略本邮件，密码不会改变。",
            en="Dear {name},\n\nsomebody asked for a new password for your account at {organisation}. Open this address "
            "by {until} to choose one:\n{link}\n\nIt works once. Afterwards you are signed out everywhere.\n"
            "If it was not you who asked, ignore this mail: your password stays as it is.",
        ),
    ),
    News.PASSWORD_CHANGED: _told(
        Text(zh="您的密码已更改", en="Your password was changed"),
        Text(
            zh="您账号的密码已更改，其他设备均已退出登录。",
            en="The password of your account was changed, and you were signed out everywhere else.",
        ),
    ),
    News.SECOND_FACTOR_ON: _told(
        Text(zh="两步验证已开启", en="Your second factor is set up"),
        Text(
            zh="您的账号已开启两步验证，登录时需要输入验证码。",
            en="Your account now has a second factor: signing in asks for a code.",
        ),
    ),
    News.SECOND_FACTOR_OFF: _told(
        Text(zh="两步验证已关闭", en="Your second factor was removed"),
        Text(
            zh="您账号的两步验证已关闭，登录时只需密码。",
            en="The second factor of your account was removed: signing in asks for the password alone.",
        ),
    ),
    News.SECOND_FACTOR_RESET: _told(
        Text(zh="您的两步验证已被重置", en="Your second factor was reset"),
        Text(
            zh="管理员{by}重置了您账号的两步验证，您在所有设备上均已退出登录。请登录后重新设置。",
            en="The administrator {by} reset the second factor of your account, and you were signed out everywhere. "
            "Sign in and set it up again.",
        ),
    ),
    News.RECOVERY_CODE_USED: _told(
        Text(zh="有人使用恢复码登录", en="A recovery code was used"),
        Text(
            zh="有人使用恢复码登录了您的账号。该恢复码已失效。",
            en="Somebody signed in to your account with a recovery code. That code is used up.",
        ),
    ),
    News.RECOVERY_CODES_NEW: _told(
        Text(zh="恢复码已更新", en="Your new recovery codes"),
        Text(
            zh="您的账号生成了一组新的恢复码，旧的恢复码已全部失效。",
            en="New recovery codes were made for your account; the ones before work no longer.",
        ),
    ),
}


async def write_to(
    desk: Desk, news: News, *, to: Person, now: datetime, key: str = "", **values: str
) -> UUID:
    """One mail to somebody about their own account; the notice's id."""
    language = str(to.language)
    filled = {
        "name": str(to.name),
        "organisation": desk.name_in(language),
        "at": desk.local(now, language),
        **values,
    }
    letter, notice_id = LETTERS[news], uuid4()
    row: dict[str, object] = {
        "id": notice_id,
        "complaint_id": None,
        "event": news,
        "channel": Channel.MAIL,
        "person_id": to.id,
        "address": str(to.email),
        "language": language,
        "subject": _filled(letter.subject.in_language(language), filled),
        "body": _filled(letter.body.in_language(language), filled) + "\n",
        "message_id": f"<{notice_id}@{desk.mail_domain}>",
        "created_at": now,
    }
    await insert_values(NoticeRow, [row])
    payload = {"notice_id": str(notice_id)}
    await publish(name=SEND_MAIL, payloads={f"mail:{news}:{key or notice_id}:{to.id}": payload}, now=now)
    return notice_id


def _filled(text: str, values: Mapping[str, str]) -> str:
    """In one go: a brace in somebody's name stays a brace."""
    return re.sub(r"\{([a-z]+)\}", lambda place: values[place[1]], text)
