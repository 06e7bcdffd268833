"""From a recipe and a message to a request. Pure.

Values are put into texts only after the JSON, the form or the address has been taken apart: nothing anybody wrote can
add a field, a header or a part of the address.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from amends.channels.message import Message
from amends.channels.phones import national
from amends.channels.recipe import Format, Recipe, Signing
from amends.channels.signing import address_signature, body_signature

SAID: Final = frozenset({"subject", "body", "link", "number", "code", "names", "organisation"})
"""What a text may be made of."""
KEYS: Final = frozenset({"key", "secret", "basic"})
HANDED: Final = SAID | KEYS | {"text", "to", "to_plain", "to_national", "mentions", "at", "id", "language"}
"""What address and body may hold beside the text; headers take keys and the id only."""
IN_HEADERS: Final = KEYS | {"id"}

PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
_MENTIONS: Final = "{mentions}"
_BETWEEN: Final = {"zh": "、", "en": ", "}
_CODE: Final = {"zh": "查询码：{code}", "en": "Access code: {code}"}


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def request_of(recipe: Recipe, message: Message, keys: Mapping[str, str], *, at: datetime) -> Request:
    values = _values(recipe, message, keys)
    url, signed = _in_address(recipe.url, values), dict[str, str]()
    secret = keys.get("secret", "")
    if secret and recipe.signing is Signing.ADDRESS:
        url = _with_query(url, address_signature(secret, at=at))
    if secret and recipe.signing is Signing.BODY:
        signed = body_signature(secret, at=at)
    headers = [(name, _filled(value, values)) for name, value in recipe.headers]
    if recipe.method == "GET":
        return Request("GET", url, tuple(headers), b"")
    if recipe.format is Format.FORM:
        headers.append(("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"))
        pairs = [(name, _filled(value, values)) for name, value in form_lines(recipe.body)]
        body = urlencode([*pairs, *signed.items()])
    else:
        headers.append(("Content-Type", "application/json; charset=utf-8"))
        filled = _in_json(json.loads(recipe.body), values, message.mentions)
        body = json.dumps({**signed, **filled} if isinstance(filled, dict) else filled, ensure_ascii=False)
    return Request(recipe.method, url, tuple(headers), body.encode())


def form_lines(body: str) -> list[tuple[str, str]]:
    """`name=value`, a line each; a line without a sign of equality is a name with nothing."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    return [(name.strip(), value.strip()) for name, _, value in (line.partition("=") for line in lines)]


def text_of(recipe: Recipe, message: Message) -> str:
    """What is read in the end, no longer than the gateway takes. An access code is never left out nor cut."""
    template = recipe.text
    if message.code and not {"code", "body"} & set(PLACEHOLDER.findall(template)):
        template = f"{template}\n{_CODE['zh' if message.language.startswith('zh') else 'en']}"
    values = _said(message)
    for name in ("body", "subject"):
        over = len(_trimmed(_filled(template, values))) - recipe.longest
        if over > 0 and f"{{{name}}}" in template:
            kept = max(0, len(values[name]) - over - 1)
            values[name] = f"{values[name][:kept].rstrip()}\u2026"
    return _trimmed(_filled(template, values))[: recipe.longest]


def _values(recipe: Recipe, message: Message, keys: Mapping[str, str]) -> dict[str, str]:
    basic = base64.b64encode(f"{keys.get('key', '')}:{keys.get('secret', '')}".encode()).decode()
    return {
        **_said(message),
        "text": text_of(recipe, message),
        "to": message.to,
        "to_plain": message.to.removeprefix("+"),
        "to_national": national(message.to) if message.to else "",
        "mentions": ",".join(message.mentions),
        "at": " ".join(f"@{each}" for each in message.mentions),
        "id": message.id,
        "language": message.language,
        "key": keys.get("key", ""),
        "secret": keys.get("secret", ""),
        "basic": basic,
    }


def _said(message: Message) -> dict[str, str]:
    between = _BETWEEN["zh" if message.language.startswith("zh") else "en"]
    return {
        "subject": message.subject,
        "body": message.body.strip(),
        "link": message.link,
        "number": message.number,
        "code": message.code,
        "names": between.join(message.names),
        "organisation": message.organisation,
    }


def _filled(text: str, values: Mapping[str, str]) -> str:
    """In one go: what a value holds is not looked into again. What is no placeholder stays as it is."""
    return PLACEHOLDER.sub(lambda place: values.get(place[1], place[0]), text)


def _trimmed(text: str) -> str:
    """Nothing is left of a placeholder that had no value: neither a space nor an empty line at the end."""
    lines = [" ".join(part for part in line.split(" ") if part) for line in text.splitlines()]
    return "\n".join(lines).strip()


def _in_address(url: str, values: Mapping[str, str]) -> str:
    quoted = {name: quote(value, safe="") for name, value in values.items()}
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=_filled(parts.path, quoted), query=_filled(parts.query, quoted)))


def _with_query(url: str, values: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    return urlunsplit(
        parts._replace(query="&".join(part for part in (parts.query, urlencode(values)) if part))
    )


def _in_json(node: object, values: Mapping[str, str], mentions: tuple[str, ...]) -> object:
    match node:
        case dict():
            return {name: _in_json(value, values, mentions) for name, value in node.items()}
        case list():
            spread = [each for item in node for each in (mentions if item == _MENTIONS else (item,))]
            return [_in_json(item, values, mentions) for item in spread]
        case str():
            return _filled(node, values)
    return node
