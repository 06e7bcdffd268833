"""A letter as it travels: written the same way at every attempt, so that a repeat is known by its Message-ID."""

from __future__ import annotations

import asyncio
import hashlib
import re
import ssl
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Final
from uuid import UUID

import aiosmtplib
from email_validator import EmailNotValidError, validate_email

from amends.notices.lines import Lines
from amends.outbox.answers import Taken
from amends.outbox.reasons import Reason

LONGEST: Final = 40.0
"""Shorter than a claim on an outbox row lasts: nobody else sends the same letter meanwhile."""

_EACH_ITS_OWN: Final = Lines()
_CODE: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_QUEUED: Final = re.compile(r"\bqueued (?:as|with id)[: ]+([A-Za-z0-9.-]{4,60})(?![\w@.-])", re.IGNORECASE)
_TAGS: Final = {"zh": "zh-CN", "en": "en"}


class SendFailed(Exception):
    """`permanent`: trying again is no use. The reason holds codes only: servers quote addresses in their words."""

    def __init__(self, reason: str, *, code: Reason, permanent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.permanent = permanent


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    organisation: str
    to: str
    subject: str
    body: str
    language: str
    message_id: str
    written_at: datetime
    complaint_id: UUID | None = None
    sender: str = ""
    """The organisation's own address, proved to be its own; "": the deployment's."""
    reply_to: str = ""
    automatic: bool = True
    """The program wrote it, on nobody's behest: programs that answer mail keep quiet (RFC 3834)."""
    html: str = ""
    """The same words for programs that show more than text; "": text is all there is."""
    return_path: str = ""
    """Where mail servers report that it did not arrive; "": to whom it is from."""


def compose(letter: Letter, *, mail_from: str) -> EmailMessage:
    """SendFailed when the address is none; no value can add a header."""
    mail = EmailMessage(policy=policy.SMTP.clone(max_line_length=998))
    # Receivers hold SPF against the envelope's address, and DMARC asks that both agree: see `dressing`.
    sender = letter.sender or parseaddr(mail_from)[1]
    mail["From"] = Address(_one_line(letter.organisation), addr_spec=sender)
    if letter.reply_to:
        # Made here, or proved when it was entered: a validator refuses domains that only this machine knows.
        mail["Reply-To"] = Address(addr_spec=letter.reply_to)
    mail["To"] = _address(letter.to)
    mail["Subject"] = _one_line(letter.subject)
    mail["Date"] = letter.written_at
    mail["Message-ID"] = _one_line(letter.message_id)
    if letter.complaint_id:
        # Nobody ever sent the case's own id: it ties its letters together in the reader's mailbox.
        case = f"<case-{letter.complaint_id}@{letter.message_id.strip('<>').rpartition('@')[2]}>"
        mail["In-Reply-To"] = mail["References"] = case
    if letter.automatic:
        mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body, charset="utf-8")
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", charset="utf-8")
        # The library would draw lots: then a repeat would differ from what it repeats.
        mail.set_boundary(f"=_{hashlib.sha256(letter.message_id.encode()).hexdigest()[:32]}")
    mail["Content-Language"] = _TAGS.get(letter.language, "en")
    return mail


async def send(
    mail: EmailMessage,
    *,
    smtp_url: str,
    own_name: str = "",
    return_path: str = "",
    lines: Lines = _EACH_ITS_OWN,
) -> Taken:
    """Done when the server has taken responsibility for the mail; no transaction may be open meanwhile."""
    line = None
    try:
        async with asyncio.timeout(LONGEST):
            line = await lines.take(smtp_url, own_name=own_name or mail["From"].addresses[0].domain)
            _, said = await line.smtp.send_message(mail, sender=return_path or None)
    except BaseException as error:
        if line is not None:
            lines.drop(line)
        if isinstance(error, (aiosmtplib.SMTPException, OSError, ValueError)):
            raise _failure(error) from None
        raise
    await lines.done(line)
    return taken(said)


def taken(said: str) -> Taken:
    """By the server's last word, which a library tells without its number: taken is 250. Codes, and the number under
    which the server's own log has the mail; never its sentence, which may quote addresses."""
    detail, queued = _CODE.match(said), _QUEUED.search(said)
    words = "250" + (f" {detail[0]}" if detail else "")
    return Taken(words=words, provider_id=queued[1].strip(".") if queued else "")


def _failure(error: Exception) -> SendFailed:
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            refused = error.recipients[0]
            return SendFailed(
                _words("recipient refused", refused),
                code=Reason.RECIPIENT_REFUSED,
                permanent=refused.code >= 500,
            )
        case aiosmtplib.SMTPRecipientRefused() | aiosmtplib.SMTPDataError():
            return SendFailed(
                _words("mail refused", error), code=Reason.MAIL_REFUSED, permanent=error.code >= 500
            )
        case aiosmtplib.SMTPNotSupported():
            return SendFailed(
                "the mail server does not take such addresses", code=Reason.BAD_ADDRESS, permanent=True
            )
        case _ if _of_certificate(error):
            return SendFailed(
                "the mail server shows a certificate that is not good for it",
                code=Reason.UNREACHABLE,
                permanent=False,
            )
        case aiosmtplib.SMTPException() if "STARTTLS extension" in str(error):
            return SendFailed(
                "the mail server offers no encryption", code=Reason.UNREACHABLE, permanent=False
            )
        case aiosmtplib.SMTPResponseException():
            # Greeting, sign-in, sender: our own settings are at fault, which somebody will mend.
            return SendFailed(_words("not let in", error), code=Reason.NOT_LET_IN, permanent=False)
        case TimeoutError():
            return SendFailed(
                "the mail server did not answer in time", code=Reason.NO_ANSWER, permanent=False
            )
    return SendFailed(
        f"the mail server cannot be reached ({type(error).__name__})",
        code=Reason.UNREACHABLE,
        permanent=False,
    )


def _of_certificate(error: BaseException | None) -> bool:
    """The library wraps it, or does not."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def _words(what: str, reply: aiosmtplib.SMTPResponseException) -> str:
    detail = _CODE.match(reply.message)
    return f"{what}: {reply.code}" + (f" {detail[0]}" if detail else "")


def _address(text: str) -> Address:
    """As mail servers want it: the domain in ASCII; what stands before it as it is, which not all of them take."""
    try:
        valid = validate_email(text, check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        raise SendFailed("not an e-mail address", code=Reason.BAD_ADDRESS, permanent=True) from None
    return Address(username=valid.local_part, domain=valid.ascii_domain)


def _one_line(text: str) -> str:
    """One line of text, whatever was given: a line break would begin a header of the giver's own."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
