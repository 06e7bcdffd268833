"""Whose approval a letter needs, and who may give it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from uuid import UUID

import msgspec

from amends.policy.document import Notice


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One approval of each of `roles`, each by another person, and none by whoever proposed it."""

    roles: tuple[str, ...]
    signature: bool = False


class Why(StrEnum):
    """Why somebody may not approve."""

    OWN = "own"
    ROLE = "role"
    TWICE = "twice"


Given = Mapping[UUID, Collection[str]]
"""By person, the roles they approved in."""


def need_of(notice: Notice) -> Need:
    return Need(roles=tuple(dict.fromkeys(notice.approved_by)), signature=notice.approval_signed)


def awaited(need: Need, given: Given) -> frozenset[str]:
    """The roles of whom an approval is still awaited; none: it is approved.

    Who holds several of them stands for one: the others are somebody else's.
    """
    return frozenset(need.roles) - _filled(need.roles, list(given.values()))


def why_not(need: Need, given: Given, *, author: UUID, by: UUID | None, roles: Collection[str]) -> Why | None:
    """None: they may approve it."""
    if by is None or by == author:
        return Why.OWN
    if by in given:
        return Why.TWICE
    fewer = len(awaited(need, {**given, by: roles})) < len(awaited(need, given))
    return None if fewer else Why.ROLE


def _filled(needed: tuple[str, ...], held: list[Collection[str]]) -> frozenset[str]:
    """As many roles as these people can stand for, each for one."""
    best: frozenset[str] = frozenset()
    if not held:
        return best
    first, rest = held[0], held[1:]
    for role in (None, *(role for role in needed if role in first)):
        others = tuple(each for each in needed if each != role)
        found = _filled(others, rest) | ({role} if role is not None else frozenset())
        best = max(best, found, key=len)
    return best
