"""What letters to staff say of a case."""

from __future__ import annotations

from amends.complaints.case import Case
from amends.deadlines.tables import Promise
from amends.people.staff import Staff
from amends.policy.document import ClockKind

CLOCK_NAMES = {
    ClockKind.ACKNOWLEDGE: {"zh": "回执", "en": "acknowledge"},
    ClockKind.RESPOND: {"zh": "首次响应", "en": "respond"},
    ClockKind.RESOLVE: {"zh": "办结", "en": "resolve"},
}


def work_words(case: Case, language: str, staff: Staff, promise: Promise | None = None) -> dict[str, str]:
    """The values of every notice to staff about a case; of no promise: the one due next."""
    policy = case.desk.policy
    due = promise.due_at if promise is not None else case.row.next_due
    return {
        "no": str(case.row.number),
        "category": policy.categories[str(case.row.category)].name.in_language(language),
        "level": policy.levels[str(case.row.level)].name.in_language(language),
        "dept": staff.department_in(language, case.row.department_id),
        "owner": staff.name_of(case.row.assignee_id),
        "clock": CLOCK_NAMES[ClockKind(promise.kind)][language] if promise is not None else "",
        "due": case.desk.local(due, language) if due is not None else "",
        "link": f"{case.desk.base_url}/portal/cases/{case.id}",
    }
