"""Everything staff can reach."""

from __future__ import annotations

from typing import Any

from web.portal import (
    access,
    case,
    case_grade,
    case_merge,
    case_policy,
    colleagues_access,
    duty,
    escalations,
    evidence,
    incident,
    intake,
    invitation,
    letters,
    notices,
    own_absences,
    people,
    profile,
    promise,
    push,
    queue,
    resetting,
    sign_in,
    task,
    tasks,
)

routes: list[Any] = [
    *sign_in.routes,
    *invitation.routes,
    *resetting.routes,
    *profile.routes,
    *push.routes,
    *own_absences.routes,
    *colleagues_access.routes,
    *queue.routes,
    *case.routes,
    *case_grade.routes,
    *case_merge.routes,
    *case_policy.routes,
    *escalations.routes,
    *incident.routes,
    *promise.routes,
    *intake.routes,
    *evidence.routes,
    *letters.routes,
    *notices.routes,
    *tasks.routes,
    *task.routes,
    *duty.routes,
    *people.routes,
    *access.routes,
]
