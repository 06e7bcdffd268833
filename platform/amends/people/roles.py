"""Who may do what: the terms of the roles people hold, kept with them."""

from __future__ import annotations

from amends.database.rows import select_all
from amends.database.scope import execute
from amends.people.rights import Right
from amends.people.role_terms import Roles, held, same, terms_of
from amends.people.tables import Person


def may(person: Person, right: Right) -> bool:
    return right in held(person.roles, person.role_terms)


async def settle(roles: Roles) -> None:
    """A policy has come into force: what everybody's roles say is kept anew."""
    for person in await select_all(Person, "ORDER BY id"):
        terms = terms_of(roles, person.roles)
        if not same(terms, person.role_terms):
            await execute("UPDATE person SET role_terms = $2::jsonb WHERE id = $1", person.id, terms)
