"""No duty without the qualification the policy asks for: of whoever handles a category, and of a role itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from amends.database.rows import select_all
from amends.errors import Invalid
from amends.people.qualifying import qualified
from amends.people.rights import Right
from amends.people.role_terms import rights_under
from amends.people.tables import Person, Qualification
from amends.policy.categories import effective
from amends.policy.document import Policy


def asked_of_handlers(policy: Policy, category: str, roles: Iterable[str]) -> frozenset[str]:
    """What somebody with these roles must hold to handle a case of this category."""
    working = [code for code in roles if Right.HANDLE in rights_under(policy.roles, [code])]
    by_role = (policy.roles[code].requires for code in working)
    # Under a policy that has the category no more, only the roles ask for something.
    of_category = effective(policy, category).requires if category in policy.categories else ()
    return frozenset(of_category).union(*by_role)


async def lacking(people: Mapping[UUID, Collection[str]], *, on: date) -> dict[UUID, list[str]]:
    """By person, what of the codes asked of them they do not hold on that day; nobody who holds everything."""
    asked = {person_id: codes for person_id, codes in people.items() if codes}
    if not asked:
        return {}
    rows = await select_all(
        Qualification, "WHERE person_id = ANY($1::uuid[]) AND removed_at IS NULL", list(asked)
    )
    found = {
        person_id: [
            code
            for code in sorted(codes)
            if not qualified([row for row in rows if row.person_id == person_id], code, on)
        ]
        for person_id, codes in asked.items()
    }
    return {person_id: codes for person_id, codes in found.items() if codes}


async def demand_qualified(person: Person, policy: Policy, *, category: str, on: date, language: str) -> None:
    """Invalid names what is missing."""
    asked = asked_of_handlers(policy, category, person.roles)
    missing = (await lacking({person.id: asked}, on=on)).get(person.id)
    if missing:
        text = "This person lacks what this duty asks for: %(missing)s."
        raise Invalid({"assignee": text}, missing=names_of(missing, policy, language))


def names_of(codes: Iterable[str], policy: Policy, language: str) -> str:
    comma = "、" if language == "zh" else ", "
    known = policy.qualifications
    return comma.join(known[code].name.in_language(language) if code in known else code for code in codes)
