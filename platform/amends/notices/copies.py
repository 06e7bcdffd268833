"""Roles that the policy wants told beside those an event is about (`Notice.to`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from amends.complaints.tables import Complaint
from amends.database.rows import select_all
from amends.notices.recipients import Recipient
from amends.notices.telling import Telling
from amends.people.staff import Staff, staff
from amends.policy.events import STAFF_EVENTS, Event

OF_ONE: Final = (Event.ACCESS_CODE, Event.INVITATION, Event.SURVEY)
"""What opens a door is told to whoever may enter, and to nobody else."""


async def copies(tellings: Sequence[Telling], *, now: datetime) -> list[Telling]:
    """One for each who is not told anyway; mostly no policy asks for any, and then nothing is looked up."""
    causes = {(each.event, each.key): each for each in tellings if _roles(each)}
    if not causes:
        return []
    people, about = await staff(now), await _about(each.complaint_id for each in causes.values())
    return [
        _copy(each, to)
        for cause, each in causes.items()
        for to in _holders(
            people.without(about.get(each.complaint_id, frozenset())),
            _roles(each),
            told=_told(tellings, cause),
        )
    ]


async def _about(complaint_ids: Iterable[UUID | None]) -> dict[UUID | None, frozenset[UUID]]:
    """By case, the members of staff it is about: no copy reaches them."""
    ids = list({each for each in complaint_ids if each is not None})
    rows = await select_all(Complaint, "WHERE id = ANY ($1::uuid[]) AND concerned IS NOT NULL", ids)
    return {row.id: row.about for row in rows}


def _roles(telling: Telling) -> tuple[str, ...]:
    notice = telling.desk.policy.notices.get(telling.event)
    return notice.to if notice is not None and telling.event not in OF_ONE else ()


def _told(tellings: Sequence[Telling], cause: tuple[Event, str]) -> set[UUID | None]:
    return {each.to.person_id for each in tellings if (each.event, each.key) == cause}


def _holders(people: Staff, roles: Collection[str], *, told: Collection[UUID | None]) -> list[Recipient]:
    holding = [person for person in people.active if set(roles) & set(person.roles)]
    return [to for to in people.told(holding) if to.person_id not in told]


def _copy(telling: Telling, to: Recipient) -> Telling:
    if telling.event in STAFF_EVENTS:
        return replace(telling, to=to)
    case = f"{telling.desk.base_url}/portal/cases/{telling.complaint_id}"
    values = {**telling.values, "name": telling.to.name, "link": case, "code": ""}
    return replace(telling, to=to, values=values, copy=True, shown=False, overtakes=())
