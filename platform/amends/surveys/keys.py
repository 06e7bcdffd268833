"""The key in a survey's link: derived from the deployment's secret, never stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID

KEY_LATER: Final = "\u27e6survey-key\u27e7"
"""Where the letter has the key put in as it leaves."""
_LINK: Final = re.compile(rf"/survey/([0-9a-f-]{{36}})\?key={KEY_LATER}")


def key_of(secret: str, survey_id: UUID) -> str:
    """160 bits, fit for an address."""
    made = hmac.digest(secret.encode(), f"amends survey link v1:{survey_id}".encode(), hashlib.sha256)[:20]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def key_fits(key: str, secrets: Sequence[str], survey_id: UUID) -> bool:
    """`secrets`: the one in force and those before it, so that rotation locks nobody out."""
    given = key.encode(errors="replace")
    return any(hmac.compare_digest(given, key_of(each, survey_id).encode()) for each in secrets)


def link_of(base_url: str, survey_id: UUID) -> str:
    return f"{base_url}/survey/{survey_id}?key={KEY_LATER}"


def linked(body: str) -> UUID | None:
    """Whose link a letter carries; None: nobody's."""
    found = _LINK.search(body)
    return UUID(found[1]) if found else None
