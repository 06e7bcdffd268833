"""The questions of a form answered as little as it allows: what must be filled in, with something of its kind."""

from __future__ import annotations

import re
from typing import Any

from tests.web.visitor import Page

_TAG = re.compile(
    r'<(input|select|textarea)\b([^>]*name="(answers\.[^"]+)"[^>]*)>(.*?)(?=<(?:input|select|textarea)\b|$)',
    re.DOTALL,
)


def needed_answers(page: Page) -> dict[str, Any]:
    """By the names of the form's fields."""
    found: dict[str, Any] = {}
    for tag, attributes, name, rest in _TAG.findall(page.html):
        if re.search(r"\srequired\b", attributes):
            found.setdefault(name, _answer(tag, attributes, rest))
    return found


def _answer(tag: str, attributes: str, rest: str) -> str:
    if tag == "select":
        return str(re.findall(r'<option value="([^"]+)"', rest)[0])
    kind = re.search(r'type="([a-z-]+)"', attributes)
    match kind[1] if kind else "":
        case "radio":
            value = re.search(r'value="([^"]*)"', attributes)
            return value[1] if value else ""
        case "date":
            return "2026-02-27"
        case "time":
            return "14:30"
    return "3" if 'inputmode="decimal"' in attributes else "Building 3"
