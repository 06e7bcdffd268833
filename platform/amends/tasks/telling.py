"""What is told of a task: that it is there, that it is late, that it was given to somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.notices.recipients import Recipient
from amends.notices.telling import Telling
from amends.policy.document import Text
from amends.policy.events import Event
from amends.tasks.tables import Task, Told
from amends.tasks.words import title

_SAID: Mapping[Told, Text] = MappingProxyType(
    {
        Told.NEW: Text(
            zh="有一项任务需要处理：{what}。截止时间：{due}。", en="There is a task: {what}. Due {due}."
        ),
        Told.OVERDUE: Text(
            zh="任务已逾期：{what}。截止时间原为 {due}。", en="A task is overdue: {what}. It was due {due}."
        ),
        Told.SUPERVISOR: Text(
            zh="任务逾期后仍未完成：{what}。截止时间原为 {due}。请督促办理，或改派他人。",
            en="A task is still not done: {what}. It was due {due}. See that it is, or give it to somebody else.",
        ),
    }
)


def tellings(
    task: Task, case: Complaint | None, desk: Desk, said: Told, to: Sequence[Recipient], *, cause: str
) -> list[Telling]:
    """`cause`: what sets this apart from other times the same is told of the same task."""
    return [
        Telling(
            desk=desk,
            event=Event.CASE_NEWS,
            to=reader,
            values={
                "no": str(case.number) if case is not None else "",
                "link": _link(task, desk),
                "body": _said(task, desk, said, reader.language),
            },
            key=f"task:{task.id}:{said}:{cause}",
            complaint_id=task.complaint_id,
        )
        for reader in to
    ]


def moment_cause(moment: datetime) -> str:
    return moment.isoformat()


def _link(task: Task, desk: Desk) -> str:
    if task.complaint_id is None:
        return f"{desk.base_url}/portal/tasks"
    return f"{desk.base_url}/portal/cases/{task.complaint_id}#task-{task.id}"


def _said(task: Task, desk: Desk, said: Told, language: str) -> str:
    words = _SAID[said].in_language(language)
    due = desk.local(task.due_at, language)
    return words.replace("{due}", due).replace("{what}", title(task, language))
