"""What an organisation calls its roles, and what their holders may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from amends.people.rights import Role
from amends.policy.document import PolicyRole
from tenants.desks import policy_of, version_in_force
from web.edge.visit import Visit
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.wording import role_text

Roles = Mapping[str, PolicyRole]

_HELP = {
    Role.ADMIN: _("People and settings; reads every case, decides none."),
    Role.INTAKE: _("Takes complaints in, accepts, refuses and assigns them."),
    Role.HANDLER: _("Investigates, answers, decides and closes."),
    Role.SUPERVISOR: _("All of that, reopens, and hears when a promise is broken."),
    Role.AUDITOR: _("Reads everything, changes nothing."),
}


async def roles_in_force(visit: Visit) -> Roles:
    """Needs the tenant's scope the first time a process meets this version of the policy."""
    visit.roles = (await policy_of(version_in_force(visit.tenant))).roles
    return visit.roles


def role_name(code: str, roles: Roles) -> str:
    """A role the policy has no more is still called something."""
    return roles[code].name.in_language(current_language()) if code in roles else role_text(code)


def role_names(codes: Iterable[str], roles: Roles) -> str:
    comma = "、" if current_language() == "zh" else ", "
    return comma.join(role_name(code, roles) for code in in_order(codes, roles))


def in_order(codes: Iterable[str], roles: Roles) -> list[str]:
    return sorted(codes, key=lambda code: (roles[code].rank if code in roles else 0, code))


def role_choices(roles: Roles) -> list[tuple[str, str, str]]:
    """Code, name and what its holders do."""
    return [(code, role_name(code, roles), _help(roles[code])) for code in in_order(roles, roles)]


def _help(role: PolicyRole) -> str:
    if role.help is not None:
        return role.help.in_language(current_language())
    return " ".join(gettext(_HELP[like]) for like in role.like)
