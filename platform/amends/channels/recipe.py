"""How a message is handed to a gateway: data, not code. Nothing in a recipe is secret; keys are kept sealed beside it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

LONGEST_TEXT: Final = 2_000


class Kind(StrEnum):
    """Which channel of notices it carries (`amends.notices.tables.Channel`)."""

    SMS = "sms"
    CHAT = "chat"


class Format(StrEnum):
    JSON = "json"
    """The body is JSON; placeholders stand in its texts."""
    FORM = "form"
    """The body is lines of name=value, sent as a web form is."""


class Signing(StrEnum):
    """How a gateway is shown that it is us, where a key in the address or a header is not enough."""

    NONE = "none"
    ADDRESS = "address"
    """DingTalk's: timestamp and HMAC of it and the secret are added to the address."""
    BODY = "body"
    """Feishu's: timestamp and an HMAC keyed by it and the secret are added to the JSON."""


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    url: str
    method: str = "POST"
    headers: tuple[tuple[str, str], ...] = ()
    format: Format = Format.JSON
    body: str = ""
    """As it was typed; read again for each message."""
    signing: Signing = Signing.NONE
    text: str = "{subject} {link}"
    """What {text} stands for."""
    longest: int = 300
    """Characters {text} may have; what is too long is cut in its subject or body."""
    answer_at: str = ""
    """Where in a JSON answer the code stands, such as errcode or result.0.status; "": the status line says all."""
    taken: tuple[str, ...] = ()
    """Codes that say it was taken."""
    refused: tuple[str, ...] = ()
    """Codes that say trying again is no use."""
    refused_statuses: tuple[int, ...] = (400, 413, 422)
    id_at: str = ""
    """Where in a JSON answer the gateway's own id of the message stands."""


def stored(recipe: Recipe) -> str:
    return msgspec.json.encode(recipe).decode()


def recipe_of(stored: str | bytes) -> Recipe:
    """As the row holds it; what a later version added does no harm."""
    return msgspec.json.decode(stored, type=Recipe)
