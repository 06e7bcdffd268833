"""Who may do what to a corrective action, and when it is late. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from amends.correctives.tables import ActionState
from amends.people.rights import Right


class Standing(StrEnum):
    """As pages say it; lateness is asked for, never kept."""

    OPEN = "open"
    LATE = "late"
    TO_CHECK = "to-check"
    CHECK_LATE = "check-late"
    EFFECTIVE = "effective"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Facts:
    state: str
    owner_id: UUID | None
    checker_id: UUID | None
    done_by: UUID | None
    due_at: datetime
    check_due_at: datetime


def standing(action: Facts, now: datetime) -> Standing:
    match ActionState(action.state):
        case ActionState.OPEN:
            return Standing.LATE if now > action.due_at else Standing.OPEN
        case ActionState.DONE:
            return Standing.CHECK_LATE if now > action.check_due_at else Standing.TO_CHECK
        case ActionState.EFFECTIVE:
            return Standing.EFFECTIVE
        case ActionState.CANCELLED:
            return Standing.CANCELLED


def may_finish(action: Facts, person_id: UUID | None, rights: Collection[Right]) -> bool:
    """Its owner, whatever their role; and those whose work cases are."""
    return person_id is not None and (person_id == action.owner_id or Right.HANDLE in rights)


def may_check(action: Facts, person_id: UUID | None, rights: Collection[Right]) -> bool:
    """Whether it worked is for somebody else to say than whose it is or who did it: the one named, or who supervises."""
    if person_id is None or person_id in (action.owner_id, action.done_by):
        return False
    return person_id == action.checker_id or Right.REOPEN in rights
