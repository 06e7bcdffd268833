"""Who works here: the list, each person's page, and everything an administrator does to either."""

from __future__ import annotations

from typing import Any

from web.portal.people import (
    absences,
    accounts,
    departments,
    editing,
    leaving,
    listing,
    person,
    qualifications,
    trainings,
)

routes: list[Any] = [
    *listing.routes,
    *departments.routes,
    *person.routes,
    *editing.routes,
    *absences.routes,
    *qualifications.routes,
    *trainings.routes,
    *accounts.routes,
    *leaving.routes,
]
