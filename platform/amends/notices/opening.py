"""Whether a notice was opened by its link, where the policy has that noted.

The link in the mail names the notice, signed: whoever follows it first is noted with the time, and nothing else about
them. It opens nothing and proves little: programs that look into mail follow links, too, and whoever reads without
following leaves no trace.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from amends.database.scope import execute

PARAMETER: Final = "n"
_LINK: Final = re.compile(r"https?://[^\s<>\"]+/track\?number=[^\s<>\"&]+")
_ID, _MAC = 16, 8
"""Bytes: 24 together are 32 letters."""


def marked(body: str, notice_id: UUID, *, secret: str) -> str:
    """Each link to the page of the case says where it was followed from."""
    return _LINK.sub(lambda link: f"{link[0]}&{PARAMETER}={mark(notice_id, secret=secret)}", body)


def mark(notice_id: UUID, *, secret: str) -> str:
    whole = notice_id.bytes + _signature(notice_id.bytes, secret)
    return base64.urlsafe_b64encode(whole).decode()


async def note_opening(text: str, *, secrets: Sequence[str], now: datetime) -> None:
    """The first time; a mark that was not made here, or for another organisation's notice, does nothing."""
    notice_id = read(text, secrets=secrets)
    if notice_id is not None:
        await execute(
            "UPDATE notice SET opened_at = $2 WHERE id = $1 AND marked AND opened_at IS NULL", notice_id, now
        )


def read(text: str, *, secrets: Sequence[str]) -> UUID | None:
    if not re.fullmatch(r"[\w-]{32}", text, re.ASCII):
        return None
    try:
        whole = base64.urlsafe_b64decode(text)
    except binascii.Error:
        return None
    given, mac = whole[:_ID], whole[_ID:]
    if not any(hmac.compare_digest(mac, _signature(given, secret)) for secret in secrets):
        return None
    return UUID(bytes=given)


def _signature(given: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"amends notice mark v1:" + given, hashlib.sha256)[:_MAC]
