"""For whom a task is, and who is above them; never those whom its case is about."""

from __future__ import annotations

from amends.complaints.tables import Complaint
from amends.people.rights import Right, Role
from amends.people.roles import may
from amends.people.staff import Staff
from amends.people.tables import Person
from amends.tasks.tables import Task


def among(staff: Staff, case: Complaint | None) -> Staff:
    """Who may hear of it."""
    return staff.without(case.about) if case is not None else staff


def those_for(task: Task, case: Complaint | None, staff: Staff) -> list[Person]:
    """Whose it is; where nobody of them is here any more, whoever handles the case; at last the administrators."""
    staff = among(staff, case)
    active = staff.active
    if task.assignee_id is not None:
        found = [person for person in active if person.id == task.assignee_id]
    elif task.role is not None:
        found = staff.holders(str(task.role), department_id=task.department_id)
    else:
        found = [p for p in active if p.department_id == task.department_id and may(p, Right.HANDLE)]
    return found or (staff.of_case(case) if case is not None else _administrators(staff))


def those_above(task: Task, case: Complaint | None, staff: Staff) -> list[Person]:
    """Their supervisors, as the organisation says; else its head; else who supervises the department."""
    staff = among(staff, case)
    below = those_for(task, case, staff)
    ids = {person.supervisor_id for person in below if person.supervisor_id is not None}
    department = staff.departments.get(task.department_id) if task.department_id is not None else None
    if not ids and department is not None and department.head_id is not None:
        ids = {department.head_id}
    mine = {person.id for person in below}
    found = [person for person in staff.active if person.id in ids - mine]
    supervisors = staff.holders(Role.SUPERVISOR, department_id=task.department_id)
    return found or [person for person in supervisors if person.id not in mine] or _administrators(staff)


def _administrators(staff: Staff) -> list[Person]:
    return [person for person in staff.active if Role.ADMIN in person.roles]
