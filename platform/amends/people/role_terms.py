"""What somebody's roles let them do under the policy in force. Pure.

The terms of the roles held are kept with the person and settled anew whenever the roles or the policy change: whoever
reads a session, or asks who may be told, needs no policy for it. Terms are kept, not rights: what the engine's own
roles may do grows with the program, and so does every role that is like one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from amends.people.rights import RIGHTS, Right, Role, rights_of
from amends.policy.parts.house import PolicyRole

Roles = Mapping[str, PolicyRole]
"""By code, as a policy has them."""


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of one role. What this version of the program does not know gives nothing."""

    like: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def rights_under(roles: Roles, codes: Iterable[str]) -> frozenset[Right]:
    """The union over all roles held; one the policy does not know gives nothing."""
    return _union(_terms(roles, codes))


def held(codes: Iterable[str], terms: str | None) -> frozenset[Right]:
    """As kept with a person: their roles' codes and `role_terms`."""
    return rights_of(codes) if terms is None else _read(terms)


def terms_of(roles: Roles, codes: Iterable[str]) -> str | None:
    """What to keep with somebody who holds these roles; None where the engine's own say the same."""
    terms = _terms(roles, codes)
    if terms == [Terms(like=(code,)) for code in sorted(codes)]:
        return None
    return msgspec.json.encode(terms).decode()


def _terms(roles: Roles, codes: Iterable[str]) -> list[Terms]:
    return [
        Terms(tuple(role.like), tuple(role.rights), tuple(role.without))
        for code in sorted(codes)
        if (role := roles.get(code)) is not None
    ]


def _union(terms: Iterable[Terms]) -> frozenset[Right]:
    return frozenset(right for one in terms for right in _granted(one))


def _granted(terms: Terms) -> frozenset[Right]:
    known = {right.value: right for right in Right}
    like = {right for role in Role if role in terms.like for right in RIGHTS[role]}
    named = {known[name] for name in terms.rights if name in known}
    return frozenset(right for right in like | named if right not in terms.without)


@lru_cache(maxsize=1024)
def _read(terms: str) -> frozenset[Right]:
    return _union(msgspec.json.decode(terms, type=list[Terms]))


def same(one: str | None, other: str | None) -> bool:
    """PostgreSQL writes JSON its own way."""
    if one is None or other is None:
        return one is other
    return bool(msgspec.json.decode(one) == msgspec.json.decode(other))
