"""A notice leaves by mail: claimed in one scope, sent outside any, settled in a second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.access import access_code
from amends.complaints.desk import Desks
from amends.complaints.tables import Complaint
from amends.config import Settings
from amends.contacts import travelling as contacts
from amends.contacts.keys import CODE_SENT
from amends.correspondence.operations import tell_staff
from amends.database.scope import execute, fetch_one
from amends.notices import consequences, opening
from amends.notices.dressing import letter_of
from amends.notices.mail import Letter, SendFailed
from amends.notices.tables import NoticeRow
from amends.notices.texts import CODE_LATER, INVITATION_LATER
from amends.outbox import operations as outbox
from amends.outbox.answers import Taken
from amends.outbox.operations import Claimed
from amends.outside import travelling
from amends.people.actor import SYSTEM
from amends.people.letters import RESET_LATER, News
from amends.people.operations import invitation_token
from amends.people.resets import token_for
from amends.people.secrets import token_digest
from amends.people.tables import Invitation
from amends.policy.document import Text
from amends.policy.events import Event
from amends.surveys import travelling as surveys
from amends.tenancy.tables import Tenant, TenantStatus

SUSPENDED_WAIT = timedelta(minutes=5)
NOTHING_SAID = Taken()

_UNDELIVERABLE = Text(
    zh="发给投诉人的邮件无法送达，请通过其他方式联系。",
    en="A mail to the complainant could not be delivered. Please reach them some other way.",
)
_TELLS_CODE = (Event.LODGED, Event.ACCESS_CODE)


async def take_letter(
    claimed: Claimed, *, tenant_id: UUID, settings: Settings, now: datetime
) -> Letter | None:
    """The letter this row of the outbox owes; None while the organisation is suspended, whose mail waits."""
    tenant = await Tenant.objects().get(Tenant.id == tenant_id)
    if tenant is None or tenant.status == TenantStatus.SUSPENDED:
        await outbox.put_off(row_id=claimed.id, until=now + SUSPENDED_WAIT)
        return None
    notice = await _notice(claimed)
    if notice is None:
        return None
    body = await with_secrets(notice, settings.secrets)
    if notice.marked:
        body = opening.marked(body, notice.id, secret=settings.secret)
    return letter_of(notice, body=body, tenant=tenant, settings=settings)


async def sent(claimed: Claimed, *, desks: Desks, now: datetime, taken: Taken = NOTHING_SAID) -> None:
    """By whatever way: whoever carries it has taken it, and what follows from that is written with it."""
    may_follow = await settled(claimed, now=now, taken=taken)
    notice = await _notice(claimed) if may_follow or claimed.retries else None
    if notice is not None:
        await consequences.taken(notice, desks=desks, tried_again=bool(claimed.retries), now=now)


async def settled(claimed: Claimed, *, now: datetime, taken: Taken = NOTHING_SAID) -> bool:
    """Nothing more than that; whether it tells a complainant the number of a case that nothing has acknowledged yet.
    Asked in the same statement: hardly ever does anything follow."""
    await outbox.settle(row_id=claimed.id, now=now)
    row = await fetch_one(
        """UPDATE notice n SET sent_at = $2, failure = NULL, failed_at = NULL, answer = $3, provider_id = $4,
            tries = coalesce(tries, 0) + 1 WHERE id = $1
        RETURNING n.person_id IS NULL AND n.event IN ('lodged', 'acknowledged') AND coalesce((
            SELECT h.act FROM history_entry h WHERE h.tenant_id = n.tenant_id AND h.chain_id = n.complaint_id
            AND h.act IN ('acknowledge', 'acknowledgement-void') ORDER BY h.seq DESC LIMIT 1), '') <> 'acknowledge'
            AS may_follow""",
        UUID(claimed.payload["notice_id"]),
        now,
        taken.words or None,
        taken.provider_id or None,
    )
    return row is not None and bool(row["may_follow"])


async def not_sent(claimed: Claimed, failure: SendFailed, *, desks: Desks, now: datetime) -> bool:
    """Try again later, or give up: then True, the case's history says so, and its staff hear of it."""
    dead = await outbox.fail(
        row_id=claimed.id,
        attempts=claimed.attempts,
        failure=failure.reason,
        reason=failure.code,
        permanent=failure.permanent,
        now=now,
    )
    if dead is None:  # another worker has it, or has ended it: its news is the news
        return False
    notice = await _notice(claimed)
    if notice is None:
        return False
    await execute(
        """UPDATE notice SET failure = $2, failed_at = $3, answer = $2, tries = coalesce(tries, 0) + 1,
            not_before = (SELECT not_before FROM outbox WHERE id = $4)
        WHERE id = $1""",
        notice.id,
        failure.reason,
        now if dead else None,
        claimed.id,
    )
    if dead:
        case = await consequences.case_of(notice, desks)
        await record(
            act="notice-failed",
            by=SYSTEM,
            now=now,
            complaint_id=notice.complaint_id,
            detail={
                "notice": notice.id,
                "event": notice.event,
                "reason": failure.reason,
                "code": failure.code,
            },
        )
        if notice.outside_id is not None:
            key = f"{notice.id}:{claimed.retries}"
            await travelling.undeliverable(
                notice.outside_id, key=key, reason=failure.code, desks=desks, now=now
            )
        if case is not None:
            key = f"undeliverable:{notice.id}" + (f":{claimed.retries}" if claimed.retries else "")
            await tell_staff(case, _UNDELIVERABLE, key=key, now=now)
            await consequences.given_up(notice, case, now=now)
    return dead


async def _notice(claimed: Claimed) -> NoticeRow | None:
    """None: it was of a trial, and wiped while the mail was under way (`amends.tenancy.trial`)."""
    return await NoticeRow.objects().get(NoticeRow.id == UUID(claimed.payload["notice_id"]))


async def with_secrets(notice: NoticeRow, secrets: Sequence[str]) -> str:
    """Only in the letters meant to carry them: the same marks in somebody's message stay marks."""
    body = str(notice.body)
    if notice.event in _TELLS_CODE and CODE_LATER in body:
        row = await Complaint.objects().get(Complaint.id == notice.complaint_id)
        assert row is not None, "the database keeps a notice's complaint"
        code = access_code(secrets[0], complaint_id=row.id, number=int(row.access_code_number))
        return body.replace(CODE_LATER, code)
    if notice.event == Event.INVITATION and INVITATION_LATER in body:
        return body.replace(INVITATION_LATER, _token(await _invitation(notice), secrets))
    if notice.event == News.PASSWORD_RESET and RESET_LATER in body:
        assert notice.person_id is not None, "such a letter is to somebody"
        token = await token_for(notice.person_id, before=notice.created_at, secrets=secrets)
        return body.replace(RESET_LATER, token)
    if notice.event == CODE_SENT:
        return await contacts.coded(body, notice.complaint_id, str(notice.address), secrets=secrets)
    if notice.event == Event.SURVEY:
        return await surveys.keyed(body, notice.complaint_id, secrets=secrets)
    if notice.outside_id is not None:
        return await travelling.keyed(body, notice.outside_id, secrets=secrets)
    return body


def _token(invitation: Invitation, secrets: Sequence[str]) -> str:
    """What it was invited under, though the secret was changed before the mail went."""
    tokens = [invitation_token(secret, invitation.id) for secret in secrets]
    kept = bytes(invitation.token_digest)
    return next((token for token in tokens if token_digest(token) == kept), tokens[0])


async def _invitation(notice: NoticeRow) -> Invitation:
    """The one written together with this notice."""
    row = (
        await Invitation.objects()
        .where((Invitation.person_id == notice.person_id) & (Invitation.created_at <= notice.created_at))
        .order_by(Invitation.created_at, ascending=False)
        .first()
    )
    assert row is not None, "an invitation is written with its notice"
    return row
