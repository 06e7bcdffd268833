"""Choosing a category out of a tree: one list while it is short, step by step and by searching when it is long.

Works the same with and without scripts: the steps are selects, and what was picked in one decides what the next offers.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from amends.policy.categories import children, is_leaf, leaves, named, ordered, path, path_name
from amends.policy.document import Policy
from web.i18n import current_language, gettext

_ONE_LIST = 60
"""Categories that still fit into one list of groups."""
_FOUND = 20
_FILTERS = 60
NO_MORE = "-"
"""For narrowing a list down: what lies under a category that the policy in force has no more; no code is written so."""

Value = Callable[[str], str]
"""What a form says under a name; "" where it says nothing."""


def chosen_category(policy: Policy, value: Value) -> str:
    """What was searched and picked, else as far as the steps lead: a group while the last step is missing."""
    if is_leaf(policy, found := value("category_found")):
        return found
    code = ""
    for number in count(1):
        pick = value(step_name(number))
        if pick not in policy.categories or policy.categories[pick].parent != code:
            return code or value("category")
        code = pick
    raise AssertionError("the steps end")


def category_view(policy: Policy, value: Value, *, url: str) -> dict[str, Any]:
    """The values of public/_category_choice.html; `url` answers with it and the questions, its `/found` with matches."""
    chosen = chosen_category(policy, value)
    steps = _step_by_step(policy)
    words = value("category_search") if steps else ""
    return {
        "category": chosen if is_leaf(policy, chosen) else "",
        "category_options": [] if steps else _options(policy),
        "category_steps": _steps(policy, chosen) if steps else [],
        "category_words": words,
        "category_found": found_view(policy, words),
        "category_url": url,
    }


def found_view(policy: Policy, words: str) -> list[tuple[str, str]]:
    """Categories whose path has all the words in it, in any language; the first few."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    matching = (code for code in leaves(policy) if _has_all(policy, code, wanted))
    return [
        (code, path_name(policy, code, current_language()))
        for code, _ in zip(matching, range(_FOUND), strict=False)
    ]


def filter_options(policy: Policy, current: str) -> list[tuple[str, str]]:
    """For narrowing a list down: the whole tree while it is short; else the way to the present one and what is below."""
    return [*_filters(policy, current), (NO_MORE, gettext("No longer in the policy"))]


def _filters(policy: Policy, current: str) -> list[tuple[str, str]]:
    if len(policy.categories) <= _FILTERS:
        return _indented(policy, "", 0)
    way = path(policy, current) if current in policy.categories else []
    above = [(code, _name(policy, code, depth)) for depth, code in enumerate(way)]
    return above + [
        (code, _name(policy, code, len(way))) for code in children(policy, way[-1] if way else "")
    ]


def step_name(number: int) -> str:
    return f"category_{number}"


def _step_by_step(policy: Policy) -> bool:
    deeper = any(len(path(policy, code)) > 2 for code in policy.categories)
    return deeper or len(policy.categories) > _ONE_LIST


def _options(policy: Policy) -> list[tuple[str, Any]]:
    """Pairs of code and name; a group is a pair of its name and such pairs."""
    found: list[tuple[str, Any]] = []
    for code in children(policy):
        below = children(policy, code)
        name = _name(policy, code)
        found.append((name, [(each, _name(policy, each)) for each in below]) if below else (code, name))
    return found


def _steps(policy: Policy, chosen: str) -> list[dict[str, Any]]:
    """A select for each group picked and one for what comes next."""
    way = path(policy, chosen) if chosen in policy.categories else []
    found = []
    for number, above in enumerate(["", *way], start=1):
        below = children(policy, above)
        if below:
            picked = way[number - 1] if len(way) >= number else ""
            options = [(code, _name(policy, code)) for code in below]
            found.append({"name": step_name(number), "options": options, "picked": picked})
    return found


def _indented(policy: Policy, above: str, depth: int) -> list[tuple[str, str]]:
    found = []
    for code in ordered({key: item for key, item in policy.categories.items() if item.parent == above}):
        found += [(code, _name(policy, code, depth)), *_indented(policy, code, depth + 1)]
    return found


def _name(policy: Policy, code: str, depth: int = 0) -> str:
    return "– " * depth + policy.categories[code].name.in_language(current_language())


def _has_all(policy: Policy, code: str, words: list[str]) -> bool:
    text = " ".join((code, path_name(policy, code, "zh"), path_name(policy, code, "en"))).casefold()
    return all(word in text for word in words)


def category_text(policy: Policy, code: str) -> str:
    """For readers: with its path where another has the same name."""
    return named(policy, code, current_language())
