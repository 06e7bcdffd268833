"""A notice made ready to travel: under whose name it goes, where answers go, what mail programs show of it."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr

from amends.config import Settings
from amends.notices import reply_address
from amends.notices.html import House, html_of
from amends.notices.mail import Letter
from amends.notices.tables import NoticeRow
from amends.notices.texts import marked_trial
from amends.policy.events import Event
from amends.tenancy.tables import Tenant

_KEPT_AS_TEXT = (Event.SEAL,)
"""Compared byte for byte, maybe years later."""


def letter_of(notice: NoticeRow, *, body: str, tenant: Tenant, settings: Settings) -> Letter:
    """`body`: the notice's, with its secrets. The same at every attempt as long as the organisation stays as it is."""
    language, subject = str(notice.language), str(notice.subject)
    if tenant.in_trial and notice.complaint_id is not None:
        subject, body = marked_trial(subject, body, language=language)
    return Letter(
        organisation=tenant.mail_name or tenant.name_in(language),
        sender=tenant.mail_from if tenant.mail_from and tenant.mail_proved_at is not None else "",
        reply_to=_answers_go_to(notice, tenant, settings),
        to=str(notice.address),
        subject=subject,
        body=body,
        html=dressed(
            body, subject=subject, event=str(notice.event), language=language, house=tenant, settings=settings
        ),
        language=language,
        message_id=str(notice.message_id),
        written_at=notice.created_at,
        complaint_id=notice.complaint_id,
        automatic=notice.automatic is not False,
        return_path=_comes_back_to(notice, tenant, settings),
    )


def dressed(body: str, *, subject: str, event: str, language: str, house: Tenant, settings: Settings) -> str:
    """The HTML part; "" for what is to be kept as text."""
    if event in _KEPT_AS_TEXT:
        return ""
    return html_of(body, subject=subject, language=language, house=house_of(house, language, settings))


def house_of(tenant: Tenant, language: str, settings: Settings) -> House:
    return House(
        name=tenant.name_in(language),
        colour=str(tenant.colour),
        phone=str(tenant.contact_phone or ""),
        email=str(tenant.contact_email or ""),
        addresses=_addresses(tenant, settings),
    )


def _addresses(tenant: Tenant, settings: Settings) -> Sequence[str]:
    hosts = [str(tenant.own_host)] if tenant.own_host else []
    return [settings.address(host) for host in (*hosts, f"{tenant.slug}.{settings.base_domain}")]


def _comes_back_to(notice: NoticeRow, tenant: Tenant, settings: Settings) -> str:
    """Its own address, where that is of the sender's domain or above or below it: SPF then speaks for both, as DMARC
    asks. Elsewhere "": to whom it is from, as ever."""
    own = tenant.mail_from if tenant.mail_from and tenant.mail_proved_at is not None else ""
    sender, domain = (
        parseaddr(own or settings.mail_from)[1].rpartition("@")[2].lower(),
        settings.mail_in_domain,
    )
    if not domain or not (f".{domain}".endswith(f".{sender}") or f".{sender}".endswith(f".{domain}")):
        return ""
    return reply_address.returning(
        tenant_id=tenant.id, notice_id=notice.id, secret=settings.secret, domain=domain
    )


def _answers_go_to(notice: NoticeRow, tenant: Tenant, settings: Settings) -> str:
    """A complainant's answer finds its case; a colleague's does not, or it would stand there as the complainant's."""
    if settings.mail_in_domain and notice.complaint_id is not None and notice.person_id is None:
        return reply_address.made(
            tenant_id=tenant.id,
            complaint_id=notice.complaint_id,
            secret=settings.secret,
            domain=settings.mail_in_domain,
        )
    return tenant.mail_reply_to or (tenant.mail_from if tenant.mail_proved_at is None else "") or ""
