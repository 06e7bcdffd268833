"""Who takes in what reaches the organisation: the title a task of that kind is for."""

from __future__ import annotations

from amends.people.rights import Right, Role
from amends.people.role_terms import rights_under
from amends.policy.document import Policy


def who_takes_in(policy: Policy) -> str:
    """The title nearest to intake, among those whose holders take complaints in."""
    able = {
        code: role
        for code, role in policy.roles.items()
        if {Right.ADMIT, Right.RECORD} <= rights_under(policy.roles, [code])
    }
    ranked = sorted(able, key=lambda code: (Role.INTAKE not in able[code].like, able[code].rank, code))
    return ranked[0] if ranked else Role.SUPERVISOR
