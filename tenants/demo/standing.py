"""Where a demonstration's people stand: who answers to whom, who is away, what they are certified and trained for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.people.absences import AbsenceKind, record_absence
from amends.people.actor import Actor
from amends.people.changing import Wanted, change_person
from amends.people.departments import Named, change_department
from amends.people.records import Certificate, Lesson, add_qualification, add_training
from amends.people.tables import Department, Person
from tenants.demo.script import Member, Show

_AWAY_FOR = timedelta(days=4)


async def stand(show: Show, people: Mapping[str, Actor], *, began: datetime, now: datetime) -> None:
    """As the administrator arranged it when they began; whoever is away went yesterday."""
    admin, zone = people[show.people[0].key], ZoneInfo(show.time_zone)
    for member in show.people:
        await _place(member, people, by=admin, now=began)
        await _certify(
            member, _id(people, member.key), today=now.astimezone(zone).date(), by=admin, now=began
        )
        if member.away:
            yesterday = now.astimezone(zone).date() - timedelta(days=1)
            await record_absence(
                _id(people, member.key),
                kind=AbsenceKind.LEAVE,
                note=member.away,
                first_day=yesterday,
                last_day=yesterday + _AWAY_FOR,
                zone=zone,
                by=admin,
                now=now - timedelta(days=2),
            )
    for row in await Department.objects():
        if row.code in show.heads:
            given = Named(
                name_zh=row.name_zh,
                name_en=row.name_en,
                rank=row.rank,
                head_id=people[show.heads[row.code]].id,
            )
            await change_department(row.id, given=given, by=admin, now=began)


async def _place(member: Member, people: Mapping[str, Actor], *, by: Actor, now: datetime) -> None:
    row = await Person.objects().get(Person.id == people[member.key].id)
    assert row is not None
    wanted = Wanted(
        name=row.name,
        position=member.position,
        language=row.language,
        time_zone="",
        roles=tuple(row.roles),
        department_id=row.department_id,
        supervisor_id=people[member.supervisor].id if member.supervisor else None,
        deputy_id=people[member.deputy].id if member.deputy else None,
        hours=None,
    )
    await change_person(row.id, wanted=wanted, roles={}, by=by, now=now)  # they keep the roles they have


async def _certify(member: Member, person_id: UUID, *, today: date, by: Actor, now: datetime) -> None:
    for held in member.certificates:
        certificate = Certificate(
            code=held.code,
            label=held.label,
            issued_on=today - timedelta(days=held.issued),
            expires_on=today + timedelta(days=held.expires) if held.expires else None,
            evidence=held.evidence,
        )
        await add_qualification(person_id, given=certificate, by=by, now=now)
    if member.training:
        held_on = today - timedelta(days=120)
        lesson = Lesson(
            title=member.training,
            held_on=held_on,
            hours=Decimal(6),
            next_due_on=held_on + timedelta(days=365),
        )
        await add_training(person_id, given=lesson, by=by, now=now)


def _id(people: Mapping[str, Actor], key: str) -> UUID:
    found = people[key].id
    assert found is not None
    return found
