"""The tree of categories: what a category inherits from its ancestors, and which of them complaints go under."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

import msgspec

from amends.policy.conditions import CATEGORY, CATEGORY_LINE
from amends.policy.document import Category, Policy

_INHERITED = ("level", "department", "letter", "checklist", "retention", "requires")
_JOINED = ("fields", "clocks")


def effective(policy: Policy, code: str) -> Category:
    """With all it inherits; KeyError for a code that does not exist."""
    category = policy.categories[code]
    for ancestor in ancestors(policy, code):
        above = policy.categories[ancestor]
        taken = {name: getattr(above, name) for name in _INHERITED if not getattr(category, name)}
        joined = {name: {**getattr(above, name), **getattr(category, name)} for name in _JOINED}
        category = msgspec.structs.replace(category, **taken, **joined)
    return category


def ancestors(policy: Policy, code: str) -> list[str]:
    """From the parent upwards; a circle ends where it begins."""
    found: list[str] = []
    parent = policy.categories[code].parent
    while parent in policy.categories and parent not in found and parent != code:
        found.append(parent)
        parent = policy.categories[parent].parent
    return found


def children(policy: Policy, code: str = "") -> list[str]:
    """Of a category, or the roots, in order."""
    return ordered({key: item for key, item in policy.categories.items() if item.parent == code})


def is_leaf(policy: Policy, code: str) -> bool:
    return code in policy.categories and all(item.parent != code for item in policy.categories.values())


def leaves(policy: Policy) -> list[str]:
    """What complaints can be lodged under, in the order of the tree."""
    parents = {item.parent for item in policy.categories.values()}
    found: list[str] = []
    below: dict[str, list[str]] = {}
    for code in ordered(policy.categories):
        below.setdefault(policy.categories[code].parent, []).append(code)
    waiting = list(reversed(below.get("", [])))
    while waiting:
        code = waiting.pop()
        if code in parents:
            waiting += reversed(below[code])
        else:
            found.append(code)
    return found


def ordered(categories: Mapping[str, Category]) -> list[str]:
    return sorted(categories, key=lambda code: (categories[code].rank, code))


def subtree(policy: Policy, code: str) -> list[str]:
    """A category with all below it."""
    found, parents = [code], {code}
    while parents:
        nearest = [key for key, item in policy.categories.items() if item.parent in parents]
        parents = set(nearest) - set(found)
        found += nearest
    return found


def path(policy: Policy, code: str) -> list[str]:
    """From the root down to the category itself."""
    return [*reversed(ancestors(policy, code)), code]


def category_facts(policy: Policy, code: str) -> dict[str, str | frozenset[str]]:
    """What conditions are told of a case's category."""
    return {
        CATEGORY: code,
        CATEGORY_LINE: frozenset(path(policy, code) if code in policy.categories else (code,)),
    }


def named(policy: Policy, code: str, language: str) -> str:
    """Its name; after as much of its path as it takes to tell it from others of the same name."""
    return _all_named(policy, language).get(code, code)


def path_name(policy: Policy, code: str, language: str) -> str:
    return BETWEEN.join(_names(policy, code, language))


def _all_named(policy: Policy, language: str) -> Mapping[str, str]:
    """Lists ask for a hundred names at a time: those of the policies met last are kept."""
    key = (id(policy), language)
    kept = _kept.get(key)
    if kept is None or kept[0] is not policy:
        kept = (policy, _reckoned(policy, language))
    _kept[key] = kept
    _kept.move_to_end(key)
    while len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return kept[1]


def _reckoned(policy: Policy, language: str) -> dict[str, str]:
    alike: dict[str, list[str]] = {}
    for code, item in policy.categories.items():
        alike.setdefault(item.name.in_language(language), []).append(code)
    found = {}
    for codes in alike.values():
        paths = {code: _names(policy, code, language) for code in codes}
        for code, own in paths.items():
            others = [names for other, names in paths.items() if other != code]
            taken = (n for n in range(1, len(own)) if all(own[-n:] != names[-n:] for names in others))
            found[code] = BETWEEN.join(own[-next(taken, len(own)) :])
    return found


def _names(policy: Policy, code: str, language: str) -> list[str]:
    return [policy.categories[each].name.in_language(language) for each in path(policy, code)]


BETWEEN = " › "
_MOST_KEPT = 64
_kept: OrderedDict[tuple[int, str], tuple[Policy, dict[str, str]]] = OrderedDict()
"""With the policy itself, so that its place in memory cannot become another's."""
