"""What separates two policies, by item, in the reader's language."""

from __future__ import annotations

from typing import Any

from amends.policy.describing import ItemTold, Step, Told, told
from amends.policy.difference import Kind
from amends.policy.document import Text
from amends.policy.places import Table
from web.i18n import gettext
from web.i18n import mark as _
from web.settings.addresses import POLICY_PARTS
from web.settings.policy.telling import value_text
from web.settings.policy.wording import field_words, names_text, part_words

_KINDS = {Kind.ADDED: _("new"), Kind.REMOVED: _("taken away"), Kind.CHANGED: _("changed")}
_BADGES = {Kind.ADDED: "good", Kind.REMOVED: "bad", Kind.CHANGED: "calm"}
_UNSEEN = ("format", "code", "version", "hours")
"""Said by the template, not by anybody here."""


def difference_views(before: Table, after: Table) -> list[dict[str, Any]]:
    """By part: {label, items: list of {title, url, kind, kind_text, lines: list of {label, before, after}}}."""
    parts: dict[str, list[dict[str, Any]]] = {}
    for item in told(before, after):
        if item.part not in _UNSEEN:
            parts.setdefault(item.part, []).append(_item_view(item, before, after))
    return [{"label": part_words(part).label, "items": items} for part, items in parts.items()]


MOST = 100
"""Lines of a difference that is only looked at; the draft's own page has all of them."""


def capped(views: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """The first lines, and how many more there are."""
    left, shown = MOST, []
    for part in views:
        items = []
        for item in part["items"]:
            lines = item["lines"][:left]
            left -= len(lines)
            if lines:
                items.append({**item, "lines": lines})
        if items:
            shown.append({**part, "items": items})
    return shown, count_of(views) - (MOST - left)


def count_of(views: list[dict[str, Any]]) -> int:
    """Values that differ, as `difference_views` shows them."""
    return sum(len(item["lines"]) for part in views for item in part["items"])


def place_url(part: str, code: str | None) -> str:
    return f"{POLICY_PARTS}/{part}/{code}" if code else f"{POLICY_PARTS}/{part}"


def _item_view(item: ItemTold, before: Table, after: Table) -> dict[str, Any]:
    words = part_words(item.part)
    title = names_text(item.names, item.code) if item.code else words.label
    gone = item.kind is Kind.REMOVED
    return {
        "title": title,
        "code": item.code or "",
        "url": "" if gone else place_url(item.part, item.code),
        "kind": _BADGES[item.kind],
        "kind_text": gettext(_KINDS[item.kind]),
        "lines": [_line_view(change, before, after) for change in item.changes],
    }


def _line_view(change: Told, before: Table, after: Table) -> dict[str, str]:
    was, is_ = change.change.before, change.change.after
    return {
        "label": " · ".join(_step_text(step) for step in change.steps),
        "before": "" if was is None else value_text(was, change.takes, before),
        "after": "" if is_ is None else value_text(is_, change.takes, after),
    }


def _step_text(step: Step) -> str:
    if step.owner is None:
        return names_text(step.names, step.key)
    if issubclass(step.owner, Text) and step.key in ("zh", "en"):
        return {"zh": "中文", "en": "English"}[step.key]
    return field_words(step.owner, step.key).label
