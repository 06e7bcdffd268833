"""Roles that a policy cannot do without, and rights it cannot give away."""

from __future__ import annotations

from collections.abc import Iterator

from amends.people.rights import Right, Role
from amends.people.role_terms import rights_under
from amends.policy.document import Policy

_ADMINS_ONLY = (Right.MANAGE_PEOPLE, Right.MANAGE_SETTINGS)
"""Who holds these is held to an administrator's second factor, and is counted before the last one leaves."""


def role_problems(policy: Policy) -> Iterator[str]:
    """The engine's own roles stay, and an administrator who can undo what was published."""
    for role in Role:
        if role not in policy.roles:
            yield f"roles.{role}: missing; every policy keeps {', '.join(Role)}"
    for code in policy.roles:
        rights = rights_under(policy.roles, [code])
        for right in _ADMINS_ONLY:
            if code == Role.ADMIN and right not in rights:
                yield f"roles.{code}: must keep the right {right}; without it nobody could change this again"
            if code != Role.ADMIN and right in rights:
                yield f"roles.{code}: only administrators may hold the right {right}"
