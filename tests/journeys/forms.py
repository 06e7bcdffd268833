"""The fields of a form as a reader sees them: what each is called, of what kind it is, what may be chosen, what must be given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from tests.web.visitor import Page


@dataclass
class Field:
    name: str
    kind: str
    """`select`, `textarea`, or the type of an input."""
    required: bool
    options: list[str] = field(default_factory=list)
    """Without the empty one."""

    @property
    def something(self) -> str:
        """Of its kind; the first where there is a choice."""
        if self.options:
            return self.options[0]
        return _TYPED.get(self.kind, "As far as I know")


_TYPED = {
    "date": "2026-03-02",
    "time": "08:30",
    "datetime-local": "2026-03-02T09:00",
    "decimal": "120",
    "checkbox": "yes",
}


@dataclass
class Sheet:
    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    """As the form is sent when nothing is typed."""

    def needed(self) -> dict[str, str]:
        return {each.name: each.something for each in self.fields.values() if each.required}


def sheets(page: Page) -> Sequence[Sheet]:
    """Every form that is sent."""
    return _sheets(page.html)


def sheet(page: Page, action: str) -> Sheet:
    """The form whose address ends so; else what the page says instead."""
    found = next((each for each in sheets(page) if each.action.endswith(action)), None)
    assert found is not None, (action, "is not offered", said_no(page))
    return found


def said_no(page: Page) -> str:
    """What a page answers that did not do it, or says has to wait."""
    for mark in ('class="alert bad" role="alert"', "error-summary", 'id="waiting"'):
        start = page.html.find(mark)
        if start >= 0:
            return " ".join(re.sub(r"<[^>]+>", " ", page.html[start : start + 2500]).split())
    return ""


@lru_cache(maxsize=2)
def _sheets(html: str) -> Sequence[Sheet]:
    """A page of many forms is read once."""
    reader = _Reader()
    reader.feed(html)
    return [sheet for sheet in reader.sheets if sheet.action]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[Sheet] = []
        self._sheet: Sheet | None = None
        self._select: Field | None = None
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._sheet = Sheet(have.get("action", "") if have.get("method") == "post" else "")
            self.sheets.append(self._sheet)
        elif self._sheet is None:
            return
        elif tag == "option":
            if self._select is not None and have.get("value"):
                self._select.options.append(have["value"])
                if "selected" in have:
                    self._sheet.values[self._select.name] = [have["value"]]
        elif tag in ("input", "select", "textarea") and have.get("name"):
            self._field(self._sheet, tag, have)

    def _field(self, into: Sheet, tag: str, have: dict[str, str]) -> None:
        name, kind = have["name"], have.get("type", "text") if tag == "input" else tag
        if kind in ("hidden", "text") and tag == "input":
            into.values.setdefault(name, []).append(have.get("value", ""))
        elif kind in ("radio", "checkbox"):
            if "checked" in have:
                into.values.setdefault(name, []).append(have.get("value", ""))
        elif kind not in ("file", "submit"):
            into.values.setdefault(name, [have.get("value", "")])
        self._area = name if tag == "textarea" else ""
        if kind == "hidden":
            return
        kind = "decimal" if have.get("inputmode") == "decimal" else kind
        found = into.fields.setdefault(name, Field(name, kind, "required" in have))
        if kind in ("radio", "checkbox") and have.get("value"):
            found.options.append(have["value"])
        self._select = found if tag == "select" else None

    def handle_data(self, data: str) -> None:
        if self._area and self._sheet is not None:
            self._sheet.values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._sheet = None
        elif tag == "textarea":
            self._area = ""
