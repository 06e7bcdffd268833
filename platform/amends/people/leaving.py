"""Leaving for good: every open case goes to a successor or back to its department, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.audit.operations import Act, record_all
from amends.complaints.about import ABOUT_THEM
from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.correctives.following import from_leaver as actions_from_leaver
from amends.database.rows import select_all, select_one
from amends.database.scope import execute
from amends.errors import Invalid
from amends.escalation.incidents import from_leaver as incidents_from_leaver
from amends.people.actor import Actor
from amends.people.duties import asked_of_handlers, lacking, names_of
from amends.people.queries import as_recipients
from amends.people.rights import Right
from amends.people.roles import may
from amends.people.roll import NotYourself, Roll, take_roll
from amends.people.sessions import end_all_sessions
from amends.people.shifts import shifts_ended_for
from amends.people.staff_letters import StaffLetter, write
from amends.people.suspending import end_invitations
from amends.people.tables import Department, Person, PersonStatus
from amends.tasks.following import from_leaver

CANNOT_TAKE = "This person cannot handle complaints."
ONE_ABOUT_THEM = "One of the complaints is about this person: please give that one to somebody else."


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Who gets what. None is nobody in person: the case goes back to its department."""

    successor_id: UUID | None
    """Of every case that `by_case` does not name."""
    by_case: Mapping[UUID, UUID | None] = field(default_factory=dict)
    in_place_id: UUID | None = None
    """Who supervises, deputises and heads from now on what this person did."""

    def of(self, case_id: UUID) -> UUID | None:
        return self.by_case.get(case_id, self.successor_id)


@dataclass(frozen=True, slots=True)
class Ties:
    """Where else somebody stands in the organisation."""

    supervises: Sequence[Person]
    deputises: Sequence[Person]
    heads: Sequence[Department]

    @property
    def any(self) -> bool:
        return bool(self.supervises or self.deputises or self.heads)


async def open_cases(person_id: UUID) -> list[Complaint]:
    """What is due first comes first."""
    return await select_all(
        Complaint,
        "WHERE assignee_id = $1 AND closed_at IS NULL ORDER BY next_due NULLS LAST, lodged_at, id",
        person_id,
    )


async def ties_of(person_id: UUID, people: Sequence[Person]) -> Ties:
    return Ties(
        supervises=[each for each in people if each.supervisor_id == person_id],
        deputises=[each for each in people if each.deputy_id == person_id],
        heads=await select_all(Department, "WHERE head_id = $1 ORDER BY rank, code", person_id),
    )


async def leave(desk: Desk, person_id: UUID, *, hand_over: HandOver, by: Actor, now: datetime) -> None:
    """What was promised is due as before. Successors hear how many cases are theirs now; the account signs in no more."""
    roll = await take_roll(by=by)
    person = roll.person(person_id, PersonStatus.ACTIVE, PersonStatus.SUSPENDED)
    if person.id == by.id:
        raise NotYourself()
    roll.demand_another_admin(person)
    cases = await _cases_in_hand(person)
    _check(hand_over, cases, person, roll)
    await _demand_qualified(hand_over, cases, roll, desk, by=by, now=now)
    acts = await _hand_over_cases(cases, hand_over, person, by=by)
    successors = {case.id: hand_over.of(case.id) for case in cases}
    await from_leaver(person.id, successors, others=hand_over.successor_id)
    await actions_from_leaver(person.id, to=hand_over.successor_id, now=now)
    acts += await incidents_from_leaver(person.id, hand_over.successor_id, by=by)
    acts += await _loosen_ties(person, hand_over.in_place_id, roll, by=by)
    acts += await shifts_ended_for(person.id, by=by, now=now)
    acts.append(Act("person-left", by, None, {"person": person.id, "cases": len(cases)}))
    await end_invitations(person.id, now=now)
    await end_all_sessions(person_id=person.id, now=now)
    await Person.update(
        {
            Person.status: PersonStatus.LEFT,
            Person.left_at: now,
            Person.password_hash: None,
            Person.deputy_id: None,
            Person.supervisor_id: None,
        }
    ).where(Person.id == person.id)
    await record_all(acts, now=now)
    await _tell_successors(desk, cases, hand_over, person, roll, now=now)


async def _cases_in_hand(person: Person) -> list[Complaint]:
    """First the cases, as everybody locks them first; then the person, so that nobody is just being given another."""
    mine = "WHERE assignee_id = $1 AND closed_at IS NULL ORDER BY id FOR NO KEY UPDATE"
    await select_all(Complaint, mine, person.id)
    await select_one(Person, "WHERE id = $1 FOR UPDATE", person.id)
    return await select_all(Complaint, mine, person.id)


def _check(hand_over: HandOver, cases: Sequence[Complaint], person: Person, roll: Roll) -> None:
    wrong: dict[str, str] = {}
    if not _can_take(hand_over.successor_id, person, roll):
        wrong["successor"] = CANNOT_TAKE
    for case in cases:
        chosen_apart = case.id in hand_over.by_case
        if chosen_apart and not _can_take(hand_over.by_case[case.id], person, roll):
            wrong[f"case.{case.id}"] = CANNOT_TAKE
        elif hand_over.of(case.id) in case.about:
            wrong[f"case.{case.id}" if chosen_apart else "successor"] = (
                ABOUT_THEM if chosen_apart else ONE_ABOUT_THEM
            )
    chosen = hand_over.in_place_id
    if chosen is not None and (chosen == person.id or not roll.works_here(chosen)):
        wrong["in_place"] = "Please choose somebody else."
    if wrong:
        raise Invalid(wrong)


async def _demand_qualified(
    hand_over: HandOver, cases: Sequence[Complaint], roll: Roll, desk: Desk, *, by: Actor, now: datetime
) -> None:
    """As whoever is assigned a case: all that takes over must be held that day."""
    asked: dict[UUID, set[str]] = {}
    by_case: dict[UUID, frozenset[str]] = {}
    for case in cases:
        if (taker := hand_over.of(case.id)) is not None:
            roles = roll.people[taker].roles
            by_case[case.id] = asked_of_handlers(desk.policy, str(case.category), roles)
            asked.setdefault(taker, set()).update(by_case[case.id])
    lack = await lacking(asked, on=now.astimezone(ZoneInfo(desk.zone)).date())
    wrong, missing = {}, set[str]()
    for case in cases:
        found = by_case.get(case.id, frozenset()) & set(lack.get(hand_over.of(case.id) or case.id, ()))
        if found and case.id in hand_over.by_case:
            wrong[f"case.{case.id}"] = "This person lacks a qualification that this case asks for."
        elif found:
            missing |= found
            wrong["successor"] = "This person lacks what these cases ask for: %(missing)s."
    if wrong:
        raise Invalid(wrong, missing=names_of(sorted(missing), desk.policy, by.language))


def _can_take(successor_id: UUID | None, person: Person, roll: Roll) -> bool:
    if successor_id is None:
        return True
    found = roll.people.get(successor_id)
    return (
        found is not None
        and found.id != person.id
        and found.status == PersonStatus.ACTIVE
        and may(found, Right.HANDLE)
    )


async def _hand_over_cases(
    cases: Sequence[Complaint], hand_over: HandOver, person: Person, *, by: Actor
) -> list[Act]:
    await execute(
        """UPDATE complaint c SET assignee_id = given.assignee_id
        FROM unnest($1::uuid[], $2::uuid[]) AS given (id, assignee_id) WHERE c.id = given.id""",
        [case.id for case in cases],
        [hand_over.of(case.id) for case in cases],
    )
    codes = {row.id: str(row.code) for row in await select_all(Department, "")}
    return [
        Act(
            "assign",
            by,
            case.id,
            {
                "department": codes[case.department_id],
                "assignee": hand_over.of(case.id),
                "handed_over_by": person.id,
            },
        )
        for case in cases
    ]


async def _loosen_ties(person: Person, in_place: UUID | None, roll: Roll, *, by: Actor) -> list[Act]:
    """Nobody answers to, is represented by or works under somebody who is gone."""
    acts: list[Act] = []
    ties = await ties_of(person.id, list(roll.people.values()))
    for column, act, people in (
        ("supervisor_id", "person-supervisor", ties.supervises),
        ("deputy_id", "person-deputy", ties.deputises),
    ):
        for each in people:
            in_a_loop = column == "supervisor_id" and roll.loops(column, each.id, in_place)
            instead = None if in_a_loop or each.id == in_place else in_place
            await Person.update({column: instead}).where(Person.id == each.id)
            setattr(each, column, instead)
            acts.append(Act(act, by, None, {"person": each.id, "from": person.id, "to": instead}))
    for department in ties.heads:
        await Department.update({Department.head_id: in_place}).where(Department.id == department.id)
        detail = {"department": department.code, "head": in_place}
        acts.append(Act("department-changed", by, None, detail))
    return acts


async def _tell_successors(
    desk: Desk,
    cases: Sequence[Complaint],
    hand_over: HandOver,
    person: Person,
    roll: Roll,
    *,
    now: datetime,
) -> None:
    for successor, count in _counted(cases, hand_over, roll):
        [to] = as_recipients([successor])
        await write(
            desk,
            StaffLetter.HANDED_OVER,
            to=to,
            values={
                "count": str(count),
                "who": str(person.name),
                "link": f"{desk.base_url}/portal?show=mine",
            },
            key=f"{person.id}:{now.isoformat()}",
            now=now,
            in_portal=True,
        )


def _counted(cases: Sequence[Complaint], hand_over: HandOver, roll: Roll) -> Iterator[tuple[Person, int]]:
    given = Counter(hand_over.of(case.id) for case in cases)
    for successor_id, count in given.items():
        if successor_id is not None:
            yield roll.people[successor_id], count
