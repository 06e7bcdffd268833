"""Changing what is known of somebody who works here: each thing that changes is an entry of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from amends.audit.operations import Act, record_all
from amends.complaints.desk import Desk
from amends.complaints.intake import is_email
from amends.complaints.texts import Texts
from amends.deadlines.calendar import zone_named
from amends.errors import Invalid
from amends.notices.recipients import Recipient
from amends.people.actor import Actor
from amends.people.hours import OwnHours, stored_hours
from amends.people.places import end_links
from amends.people.realms import STAFF
from amends.people.rights import Role
from amends.people.role_terms import Roles, terms_of
from amends.people.roll import Roll, demand_free, take_roll
from amends.people.staff_letters import StaffLetter, write
from amends.people.tables import Department, Person, PersonStatus

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """All an administrator says of somebody. Empty `time_zone`, no `hours`: as the organisation."""

    name: str
    position: str
    language: str
    time_zone: str
    roles: tuple[str, ...]
    department_id: UUID | None
    supervisor_id: UUID | None
    deputy_id: UUID | None
    hours: OwnHours | None


async def change_person(person_id: UUID, *, wanted: Wanted, roles: Roles, by: Actor, now: datetime) -> None:
    """What differs from how it is; nothing is written where nothing does. `roles`: those of the policy in force."""
    roll = await take_roll(by=by)
    person = roll.person(person_id, PersonStatus.INVITED, PersonStatus.ACTIVE, PersonStatus.SUSPENDED)
    texts = Texts()
    name = texts.line("name", wanted.name)
    position = texts.line("position", wanted.position, required=False)
    texts.wrong.update(await _wrong(wanted, person, roll, roles))
    texts.demand()
    if Role.ADMIN in person.roles and Role.ADMIN not in wanted.roles:
        roll.demand_another_admin(person)
    changes: dict[str, Any] = {
        "name": name,
        "position": position or None,
        "language": wanted.language,
        "time_zone": wanted.time_zone or None,
        "roles": sorted(set(wanted.roles)),
        "department_id": wanted.department_id,
        "supervisor_id": wanted.supervisor_id,
        "deputy_id": wanted.deputy_id,
        "hours": stored_hours(wanted.hours),
    }
    changed = {column: value for column, value in changes.items() if getattr(person, column) != value}
    if changed:
        await record_all(list(_acts(person, changed, by=by)), now=now)
        if "roles" in changed:
            changed["role_terms"] = terms_of(roles, wanted.roles)
        columns: dict[Column | str, Any] = dict(changed.items())
        await Person.update(columns).where(Person.id == person.id)


async def change_email(desk: Desk, person_id: UUID, *, email: str, by: Actor, now: datetime) -> None:
    """Both addresses hear of it: somebody who did not expect it can speak up."""
    roll = await take_roll(by=by)
    person = roll.person(person_id, PersonStatus.ACTIVE, PersonStatus.SUSPENDED)
    address, before = email.strip().lower(), str(person.email)
    if not is_email(address):
        raise Invalid({"email": "This is not an e-mail address."})
    demand_free(address, roll, but=person.id)
    if address == before:
        return
    await Person.update({Person.email: address}).where(Person.id == person.id)
    await end_links(STAFF, person.id, now=now)  # they lie in the mailbox that is no longer theirs
    act = Act("person-email", by, None, {"person": person.id}, {"email": address, "before": before})
    await record_all([act], now=now)
    for to in (before, address):
        await write(
            desk,
            StaffLetter.EMAIL_CHANGED,
            to=Recipient(str(person.name), str(person.language), to, person.id),
            values={"old": before, "new": address, "link": f"{desk.base_url}/portal"},
            key=f"{to}:{now.isoformat()}",
            now=now,
        )


async def _wrong(wanted: Wanted, person: Person, roll: Roll, roles: Roles) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not wanted.roles or not set(wanted.roles) - set(person.roles) <= set(roles):
        wrong["roles"] = "Please choose at least one role."
    if wanted.language not in LANGUAGES:
        wrong["language"] = "Please choose a language."
    if not _is_zone(wanted.time_zone):
        wrong["time_zone"] = "Please choose a time zone such as Asia/Shanghai."
    if wanted.department_id != person.department_id and not await is_department(wanted.department_id):
        wrong["department"] = "Please choose a department."
    for field, chosen in (("supervisor", wanted.supervisor_id), ("deputy", wanted.deputy_id)):
        if chosen is not None and chosen != getattr(person, f"{field}_id"):
            wrong |= _wrong_link(field, person.id, chosen, roll)
    return wrong


def _wrong_link(field: str, person_id: UUID, chosen: UUID, roll: Roll) -> dict[str, str]:
    if chosen == person_id:
        return {field: "Please choose somebody else."}
    if not roll.works_here(chosen):
        return {field: "This person does not work here any more."}
    if field == "supervisor" and roll.loops("supervisor_id", person_id, chosen):
        return {field: _LOOPS}
    return {}


_LOOPS = "This person answers to the one you are changing, directly or through others."
"""Deputies may form a loop: two who stand in for each other are what most offices have."""


async def is_department(department_id: UUID | None) -> bool:
    """None is a choice, too; a retired one is not."""
    return department_id is None or await Department.exists().where(
        (Department.id == department_id) & Department.retired_at.is_null()
    )


def _is_zone(name: str) -> bool:
    try:
        return not name or bool(zone_named(name))
    except ValueError:
        return False


def _acts(person: Person, changed: dict[str, Any], *, by: Actor) -> Iterator[Act]:
    who: dict[str, object] = {"person": person.id}
    for column, act in _ACTS.items():
        if column in changed:
            detail = {**who, "from": getattr(person, column), "to": changed[column]}
            yield Act(act, by, None, detail)
    if "name" in changed or "position" in changed:
        personal: dict[str, str | None] = {
            column: str(changed[column] or "") for column in ("name", "position") if column in changed
        }
        yield Act("person-facts", by, None, who, personal)


_ACTS = {
    "roles": "person-roles",
    "department_id": "person-department",
    "supervisor_id": "person-supervisor",
    "deputy_id": "person-deputy",
    "hours": "person-hours",
    "language": "person-language",
    "time_zone": "person-time-zone",
}
