"""Letters to parties outside: the program's own words, in the language they were asked in. No letter of the case's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from amends.complaints.case import Case
from amends.database.rows import insert_values
from amends.notices.operations import SEND_MAIL
from amends.notices.tables import Channel, NoticeRow
from amends.outbox.operations import publish
from amends.outside.keys import KEY_LATER
from amends.outside.tables import OutsideRequest
from amends.policy.document import Text
from amends.policy.parts.outside import Silence


class OutsideLetter(StrEnum):
    ASKED = "outside_asked"
    REMINDED = "outside_reminded"
    ENDED = "outside_ended"


_SUBJECTS = {
    OutsideLetter.ASKED: Text(
        zh="{organisation}：请就投诉{no}作出答复", en="{organisation}: please answer about complaint {no}"
    ),
    OutsideLetter.REMINDED: Text(
        zh="提醒：请就投诉{no}答复{organisation}", en="Reminder: {organisation} waits for your answer on {no}"
    ),
    OutsideLetter.ENDED: Text(
        zh="{organisation}：投诉{no}无需您再答复",
        en="{organisation}: your answer on {no} is not needed any more",
    ),
}
_BODIES = {
    OutsideLetter.ASKED: Text(
        zh="{party}：\n\n我们正在处理投诉{no}，请您答复：\n\n{question}\n\n请于{due}前通过以下链接答复，也可上传文件，无需注册账号：\n{link}\n\n{silence}\n\n该链接仅供您使用，请勿转发。\n\n{organisation}",
        en="{party},\n\nwe are handling complaint {no} and ask you:\n\n{question}\n\nPlease answer until {due}, with files if you like, by this link. You need no account:\n{link}\n\n{silence}\n\nThe link is for you alone; please do not pass it on.\n\n{organisation}",
    ),
    OutsideLetter.REMINDED: Text(
        zh="{party}：\n\n关于投诉{no}，我们尚未收到您的答复。请尽快通过以下链接答复：\n{link}\n\n我们的问题：\n\n{question}\n\n仍未答复的，我们将根据现有材料作出处理。\n\n{organisation}",
        en="{party},\n\nwe have not heard from you on complaint {no}. Please answer as soon as you can:\n{link}\n\nWe had asked:\n\n{question}\n\nIf we do not hear from you, we decide on what there is.\n\n{organisation}",
    ),
    OutsideLetter.ENDED: Text(
        zh="{party}：\n\n关于投诉{no}，无需您再答复，先前的链接已失效。谢谢。\n\n{organisation}",
        en="{party},\n\nyour answer on complaint {no} is not needed any more, and the link we sent is closed. Thank you.\n\n{organisation}",
    ),
}
_SILENCE = {
    Silence.DECIDE: Text(
        zh="逾期未答复的，我们将根据现有材料作出处理。", en="If we do not hear from you in time, we decide on what there is."
    ),
    Silence.REMIND: Text(zh="逾期未答复的，我们会再次提醒您。", en="If we do not hear from you in time, we ask you once more."),
    Silence.RAISE: Text(
        zh="逾期未答复的，将上报我方主管人员。", en="If we do not hear from you in time, those in charge here are told."
    ),
}  # fmt: skip


async def write(case: Case, request: OutsideRequest, letter: OutsideLetter, *, now: datetime) -> None:
    """By mail; the key is put into the link as it leaves (`keyed`)."""
    language = str(request.language)
    desk, notice_id = case.desk, uuid4()
    values: Mapping[str, str] = {
        "organisation": desk.name_in(language),
        "party": str(request.party),
        "no": str(case.row.number),
        "question": str(request.question),
        "due": desk.local(request.due_at, language),
        "link": f"{desk.base_url}/outside/{request.id}?key={KEY_LATER}",
        "silence": _SILENCE[Silence(request.silence)].in_language(language),
    }
    row = {
        "id": notice_id,
        "event": letter,
        "channel": Channel.MAIL,
        "outside_id": request.id,
        "address": request.email,
        "language": language,
        "subject": " ".join(_SUBJECTS[letter].in_language(language).format_map(values).split()),
        "body": _BODIES[letter].in_language(language).format_map(values) + "\n",
        "message_id": f"<{notice_id}@{desk.mail_domain}>",
        "created_at": now,
    }
    await insert_values(NoticeRow, [row])
    key = f"mail:{letter}:{request.id}:{now.isoformat()}"
    await publish(name=SEND_MAIL, payloads={key: {"notice_id": str(notice_id)}}, now=now)
