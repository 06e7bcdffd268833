"""The local mailbox (development only): what `amends mailbox` caught, so that a newcomer can open invitations.

Nobody need be signed in: a newcomer has no account before the first invitation is opened.
"""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from amends.config import Settings
from amends.errors import NotFound
from web.edge.visit import AnyRequest, Site, visit_of
from web.formats import iso, moment_text
from web.i18n import gettext
from web.rendering import page

MOST = 200
_NAME = re.compile(r"(\d{8}T\d{6}\.\d{6})Z-[0-9a-f]{16}\.eml")
_OPEN = {"site": Site.OPERATOR}


@get("/mailbox", opt=_OPEN)
async def list_mails(request: AnyRequest) -> Template:
    folder = _folder(visit_of(request).settings)
    return page(request, "operator/mailbox.html", area="mailbox", mails=await _listed(folder, ""), mail=None)


@get("/mailbox/{name:str}", opt=_OPEN)
async def read_mail(request: AnyRequest, name: FromPath[str]) -> Template:
    settings = visit_of(request).settings
    folder = _folder(settings)
    if not _NAME.fullmatch(name):
        raise NotFound()
    mail = await asyncio.to_thread(_read, folder / name, settings)
    return page(
        request, "operator/mailbox.html", area="mailbox", mails=await _listed(folder, name), mail=mail
    )


def _folder(settings: Settings) -> Path:
    if settings.production:
        raise NotFound()
    return settings.home / "mailbox"


async def _listed(folder: Path, current: str) -> list[dict[str, object]]:
    found = await asyncio.to_thread(_headers, folder)
    return [
        {
            "url": f"/mailbox/{name}",
            "to": _header(mail, "To"),
            "subject": _header(mail, "Subject") or gettext("(no subject)"),
            **_arrival(name),
            "current": name == current,
        }
        for name, mail in found
    ]


def _headers(folder: Path) -> list[tuple[str, EmailMessage]]:
    """Newest first: names sort by arrival."""
    if not folder.is_dir():
        return []
    names = sorted((file.name for file in folder.iterdir() if _NAME.fullmatch(file.name)), reverse=True)
    return [(name, _parsed(folder / name, headers_only=True)) for name in names[:MOST]]


def _read(file: Path, settings: Settings) -> dict[str, object]:
    try:
        mail = _parsed(file, headers_only=False)
    except FileNotFoundError:
        raise NotFound() from None
    text = _text(mail)
    return {
        "from": _header(mail, "From"),
        "to": _header(mail, "To"),
        "subject": _header(mail, "Subject") or gettext("(no subject)"),
        "message_id": _header(mail, "Message-ID"),
        "body": text,
        "links": [link for link in re.findall(r"https?://[^\s<>\"]+", text) if _is_ours(link, settings)],
        **_arrival(file.name),
    }


def _parsed(file: Path, *, headers_only: bool) -> EmailMessage:
    with file.open("rb") as source:
        mail = BytesParser(policy=policy.default).parse(source, headersonly=headers_only)
    assert isinstance(mail, EmailMessage)
    return mail


def _text(mail: EmailMessage) -> str:
    """Only plain text is shown; nothing a mail brings is ever run."""
    try:
        part = mail.get_body(("plain",))
        return str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError):
        return gettext("This mail cannot be shown.")


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(mail.get(name, "")).split())
    except (LookupError, ValueError):
        return ""


def _is_ours(link: str, settings: Settings) -> bool:
    """Links lead to this deployment's own hosts, or are just text."""
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return False
    return host == settings.base_domain or host.endswith(f".{settings.base_domain}")


def _arrival(name: str) -> dict[str, str]:
    found = _NAME.fullmatch(name)
    at = datetime.strptime(found[1] if found else "", "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    return {"at_text": moment_text(at, zone=ZoneInfo("UTC")), "at_iso": iso(at)}


routes: list[Any] = [list_mails, read_mail]
