"""Whose name stands on an organisation's letters: its sender, a test that takes the way every letter takes.

An address of its own counts only once DNS proves that the domain is the organisation's: otherwise anybody on the
deployment could write in anybody's name. Until then letters come from the deployment's address, under the
organisation's name, and answers go where it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from email_validator import EmailNotValidError, validate_email
from piccolo.columns import Column

from amends.audit.operations import record
from amends.complaints.desk import Desk
from amends.complaints.texts import one_line
from amends.database.rows import insert_values
from amends.database.scope import current_tenant, fetch_one
from amends.errors import Invalid
from amends.notices.operations import SEND_MAIL
from amends.notices.tables import Channel, NoticeRow
from amends.outbox.operations import publish
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Text
from amends.tenancy.domains import Purpose, claim, one_at_a_time
from amends.tenancy.tables import DomainClaim, Tenant

MAIL_TEST: Final = "mail_test"
_SUBJECT = Text(zh="测试邮件：{organisation}", en="Test mail from {organisation}")
_BODY = Text(
    zh="{name}，您好：\n\n这是您请求的测试邮件，与发给投诉人的邮件走同样的路径。\n请检查它是否进入收件箱而非垃圾邮件，以及发件人显示是否正确。\n\n{organisation}\n",
    en="Dear {name},\n\nyou asked for this test mail. It took the way every letter to complainants takes.\nSee whether it "
    "arrived in your inbox and not among the spam, and whether the sender is shown as you want it.\n\n{organisation}\n",
)
_NOT_AN_ADDRESS = "This is not an e-mail address."


@dataclass(frozen=True, slots=True)
class LastTest:
    asked_at: datetime
    accepted_at: datetime | None
    refused_at: datetime | None
    """Given up; before that, a failure is tried again."""
    failure: str


async def change_sender(
    tenant: Tenant, *, name: str, address: str, reply_to: str, base_domain: str, by: Actor, now: datetime
) -> DomainClaim | None:
    """The claim that will make the address count, or None where it needs none; never held up by what DNS says."""
    by.demand(Right.MANAGE_SETTINGS)
    name, wrong = one_line(name), dict[str, str]()
    if len(name) > 80:
        wrong["mail_name"] = "Please use at most 80 characters."
    plain = {"mail_from": _plain(address), "mail_reply_to": _plain(reply_to)}
    wrong |= {field: _NOT_AN_ADDRESS for field, found in plain.items() if found is None}
    if wrong:
        raise Invalid(wrong)
    await one_at_a_time()
    claimed = await _claimed(plain["mail_from"], base_domain=base_domain, by=by, now=now)
    columns: dict[Column | str, str | None] = {
        "mail_name": name or None,
        **{field: found or None for field, found in plain.items()},
    }
    changed = sorted(str(field) for field, found in columns.items() if getattr(tenant, str(field)) != found)
    proved = claimed.proved_at if claimed is not None else None
    await Tenant.update(columns).where(Tenant.id == tenant.id)
    await Tenant.update({Tenant.mail_proved_at: proved}).where(Tenant.id == tenant.id)
    if changed:
        texts = {field: columns[field] for field in changed}
        await record(act="change-sender", by=by, now=now, detail={"settings": changed}, personal=texts)
    return claimed


async def send_test(desk: Desk, *, to: Actor, key: str, now: datetime) -> None:
    """Owed through the outbox like every letter; `key` makes the same form the same test."""
    to.demand(Right.MANAGE_SETTINGS)
    language, notice_id = to.language, uuid4()
    values = {"organisation": desk.name_in(language), "name": to.name}
    row: dict[str, object] = {
        "id": notice_id,
        "complaint_id": None,
        "event": MAIL_TEST,
        "channel": Channel.MAIL,
        "person_id": to.id,
        "address": to.email,
        "language": language,
        "subject": _filled(_SUBJECT.in_language(language), values),
        "body": _filled(_BODY.in_language(language), values),
        "message_id": f"<{notice_id}@{desk.mail_domain}>",
        "created_at": now,
    }
    await insert_values(NoticeRow, [row])
    await publish(
        name=SEND_MAIL, payloads={f"mail:{MAIL_TEST}:{key}": {"notice_id": str(notice_id)}}, now=now
    )
    await record(act="test-mail", by=to, now=now)


async def last_test() -> LastTest | None:
    row = await fetch_one(
        """SELECT created_at, sent_at, failed_at, failure FROM notice
        WHERE tenant_id = $1 AND complaint_id IS NULL AND event = $2 ORDER BY created_at DESC LIMIT 1""",
        current_tenant(),
        MAIL_TEST,
    )
    if row is None:
        return None
    return LastTest(row["created_at"], row["sent_at"], row["failed_at"], row["failure"] or "")


async def _claimed(address: str | None, *, base_domain: str, by: Actor, now: datetime) -> DomainClaim | None:
    if not address:
        return None
    try:
        return await claim(Purpose.MAIL, address.partition("@")[2], base_domain=base_domain, by=by, now=now)
    except Invalid as wrong:
        raise Invalid({"mail_from": wrong.fields["host"]}) from None


def _plain(text: str) -> str | None:
    """ "" stays ""; None is no address. The domain in ASCII, as DNS and the proof have it."""
    if not text.strip():
        return ""
    try:
        valid = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError:
        return None
    return f"{valid.local_part}@{valid.ascii_domain}".lower() if valid.local_part.isascii() else None


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
