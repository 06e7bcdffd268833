"""The pages of an organisation's settings, in the order of their menu; a new page is a line here and a route."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is the page's own, so that it can say which entry is current."""

    key: str
    url: str
    icon: str
    title: str
    text: str


HOME = "/portal/settings"

ENTRIES: tuple[Entry, ...] = ()
