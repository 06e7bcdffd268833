"""What letters to staff say of a case."""

from __future__ import annotations

from amends.complaints.case import Case
from amends.deadlines.tables import Promise
from amends.people.staff import Staff
from amends.policy.document import Policy, Text, Trigger

REASONS = {
    Trigger.LODGED: Text(
        zh="新登记的投诉，按规定应立即告知您。",
        en="It has just been lodged, and you are to know of it at once.",
    ),
    Trigger.WARNING: Text(zh="有一项时限将到。", en="One of its promises is due soon."),
    Trigger.BREACH: Text(zh="有一项时限已被违反。", en="One of its promises is broken."),
    Trigger.UNANSWERED: Text(
        zh="先前收到通知的人未在规定时间内回应。",
        en="Whoever was told before has not answered in time.",
    ),
    Trigger.CONDITION: Text(
        zh="案件情况已符合贵机构规定的升级条件。",
        en="It has become a case that you are to know of by your organisation's rules.",
    ),
    Trigger.ASKED: Text(
        zh="经办人表示无法自行解决。", en="Whoever works on it says that they cannot solve it."
    ),
    Trigger.REPEATED: Text(zh="同一事项再次被投诉。", en="The same matter has been complained of again."),
    Trigger.REFUSED: Text(zh="投诉人不接受处理结果。", en="The complainant does not accept the solution."),
    Trigger.REOPENED: Text(zh="投诉已重新开启。", en="It has been reopened."),
    Trigger.DEADLOCK: Text(zh="双方未能达成一致。", en="No agreement could be reached with the complainant."),
}
"""Why somebody is told beside those who work on the case."""
ANSWER = Text(
    zh="请最迟于 {time} 在案件页面上确认您会处理；逾期将通知下一级。",
    en="Please confirm on the case's page by {time} that you see to it; otherwise the next step is told.",
)
_OF_PROMISE = Text(zh="所涉时限：{clock}。", en=" It is about the promise “{clock}”.")
_LATE_BY = Text(
    zh="所涉时限：{clock}，已逾期{late}。", en=" It is about the promise “{clock}”, late by {late}."
)
_NOBODY = Text(zh="尚未指定", en="nobody yet")


def clock_name(policy: Policy, code: str, language: str) -> str:
    """As the policy calls it; its code where the policy knows it no more."""
    clock = policy.clocks.get(code)
    return clock.name.in_language(language) if clock is not None else code


def reason(policy: Policy, trigger: Trigger, promise: Promise | None, late: str, language: str) -> str:
    """`late`: by how much the promise is late, in words; "": it is not."""
    said = REASONS[trigger].in_language(language)
    if promise is None:
        return said
    clock = clock_name(policy, str(promise.kind), language)
    return said + (_LATE_BY if late else _OF_PROMISE).in_language(language).format(clock=clock, late=late)


def work_words(case: Case, language: str, staff: Staff, promise: Promise | None = None) -> dict[str, str]:
    """The values of every notice to staff about a case; of no promise: the one due next."""
    policy = case.desk.policy
    due = promise.due_at if promise is not None else case.row.next_due
    return {
        "no": str(case.row.number),
        "category": policy.categories[str(case.row.category)].name.in_language(language),
        "level": policy.levels[str(case.row.level)].name.in_language(language),
        "dept": staff.department_in(language, case.row.department_id),
        "owner": staff.name_of(case.row.assignee_id) or _NOBODY.in_language(language),
        "clock": clock_name(policy, str(promise.kind), language) if promise is not None else "",
        "due": case.desk.local(due, language) if due is not None else "",
        "link": f"{case.desk.base_url}/portal/cases/{case.id}",
    }
