"""What somebody is qualified for and was taught: added, amended, removed. Removed ones stay in the database, marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID, uuid4

from piccolo.columns import Column

from amends.audit.operations import record
from amends.complaints.texts import Texts
from amends.database.rows import select_all, select_one
from amends.errors import NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.people.tables import Person, Qualification, Training

Row = TypeVar("Row")
A_DAY = "Please give a day, such as 2026-05-31."
_MOST_HOURS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """`code` is what policies ask for; `label` is what people read."""

    code: str
    label: str
    issued_on: date | None
    expires_on: date | None
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    title: str
    held_on: date | None
    hours: Decimal | None
    held_by: str = ""
    next_due_on: date | None = None


async def qualifications_of(person_id: UUID) -> list[Qualification]:
    """What expires first comes first."""
    return await select_all(
        Qualification,
        "WHERE person_id = $1 AND removed_at IS NULL ORDER BY expires_on NULLS LAST, code, id",
        person_id,
    )


async def trainings_of(person_id: UUID) -> list[Training]:
    """Newest first."""
    return await select_all(
        Training, "WHERE person_id = $1 AND removed_at IS NULL ORDER BY held_on DESC, id", person_id
    )


async def qualification(person_id: UUID, qualification_id: UUID) -> Qualification:
    return _there(await select_one(Qualification, _STANDING, qualification_id, person_id))


async def training(person_id: UUID, training_id: UUID) -> Training:
    return _there(await select_one(Training, _STANDING, training_id, person_id))


async def add_qualification(person_id: UUID, *, given: Certificate, by: Actor, now: datetime) -> UUID:
    by.demand(Right.MANAGE_PEOPLE)
    await _demand_person(person_id)
    values, new_id = _certified(given), uuid4()
    await Qualification.insert(Qualification(id=new_id, person_id=person_id, entered_at=now, **values))
    await _record("qualification", person_id, {"qualification": new_id}, values, by=by, now=now)
    return new_id


async def amend_qualification(
    person_id: UUID, qualification_id: UUID, *, given: Certificate, by: Actor, now: datetime
) -> None:
    by.demand(Right.MANAGE_PEOPLE)
    row, values = await qualification(person_id, qualification_id), _certified(given)
    if not _same(row, values):
        await Qualification.update(_columns(values)).where(Qualification.id == row.id)
        await _record("qualification-amended", person_id, {"qualification": row.id}, values, by=by, now=now)


async def remove_qualification(person_id: UUID, qualification_id: UUID, *, by: Actor, now: datetime) -> None:
    by.demand(Right.MANAGE_PEOPLE)
    row = await qualification(person_id, qualification_id)
    await Qualification.update({Qualification.removed_at: now}).where(Qualification.id == row.id)
    gone = {"code": row.code, "label": row.label}
    await _record("qualification-removed", person_id, {"qualification": row.id}, gone, by=by, now=now)


async def add_training(person_id: UUID, *, given: Lesson, by: Actor, now: datetime) -> UUID:
    by.demand(Right.MANAGE_PEOPLE)
    await _demand_person(person_id)
    values, new_id = _taught(given), uuid4()
    await Training.insert(Training(id=new_id, person_id=person_id, entered_at=now, **values))
    await _record("training", person_id, {"training": new_id}, values, by=by, now=now)
    return new_id


async def amend_training(
    person_id: UUID, training_id: UUID, *, given: Lesson, by: Actor, now: datetime
) -> None:
    by.demand(Right.MANAGE_PEOPLE)
    row, values = await training(person_id, training_id), _taught(given)
    if not _same(row, values):
        await Training.update(_columns(values)).where(Training.id == row.id)
        await _record("training-amended", person_id, {"training": row.id}, values, by=by, now=now)


async def remove_training(person_id: UUID, training_id: UUID, *, by: Actor, now: datetime) -> None:
    by.demand(Right.MANAGE_PEOPLE)
    row = await training(person_id, training_id)
    await Training.update({Training.removed_at: now}).where(Training.id == row.id)
    gone = {"title": row.title}
    await _record("training-removed", person_id, {"training": row.id}, gone, by=by, now=now)


_STANDING = "WHERE id = $1 AND person_id = $2 AND removed_at IS NULL FOR NO KEY UPDATE"


def _there(row: Row | None) -> Row:
    if row is None:
        raise NotFound()
    return row


def _columns(values: dict[str, Any]) -> dict[Column | str, Any]:
    return dict(values.items())


async def _demand_person(person_id: UUID) -> None:
    if not await Person.exists().where(Person.id == person_id):
        raise NotFound()


def _certified(given: Certificate) -> dict[str, Any]:
    texts = Texts()
    values = {
        "label": texts.line("label", given.label),
        "code": texts.line("code", given.code, longest=40),
        "issued_on": given.issued_on,
        "expires_on": given.expires_on,
        "evidence": texts.line("evidence", given.evidence, required=False),
    }
    if given.issued_on is None:
        texts.wrong["issued_on"] = A_DAY
    elif given.expires_on is not None and given.expires_on < given.issued_on:
        texts.wrong["expires_on"] = "It cannot expire before it was issued."
    texts.demand()
    return values


def _taught(given: Lesson) -> dict[str, Any]:
    texts = Texts()
    values = {
        "title": texts.line("title", given.title),
        "held_on": given.held_on,
        "hours": given.hours,
        "held_by": texts.line("held_by", given.held_by, required=False),
        "next_due_on": given.next_due_on,
    }
    if given.held_on is None:
        texts.wrong["held_on"] = A_DAY
    elif given.next_due_on is not None and given.next_due_on <= given.held_on:
        texts.wrong["next_due_on"] = "The next one must come after this one."
    if given.hours is None or not 0 < given.hours <= _MOST_HOURS:
        texts.wrong["hours"] = "Please give a number of hours, such as 1.5."
    texts.demand()
    return values


def _same(row: Qualification | Training, values: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


async def _record(
    act: str, person_id: UUID, which: dict[str, object], values: dict[str, Any], *, by: Actor, now: datetime
) -> None:
    """What it is about says something of the person: it is kept as personal values are."""
    told = {name: str(value) for name, value in values.items() if value is not None}
    await record(act=act, by=by, now=now, detail={"person": person_id, **which}, personal=told)
