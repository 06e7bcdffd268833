"""A task as pages show it, in a list, on a case and on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amends.people.rights import Right
from amends.policy.parts.house import PolicyRole
from amends.tasks.acts import may_do
from amends.tasks.queries import TaskLine
from amends.tasks.rules import tells_a_notice
from amends.tasks.tables import SEEN_TO_ELSEWHERE, TaskKind
from web.edge.visit import Visit
from web.formats import day_text, iso, near_moment_text, relative_text
from web.i18n import current_language, gettext
from web.letters import event_text
from web.promises import due_text
from web.rendering import zone_of
from web.roles import role_names
from web.tasks.words import asks, kind_icon, outcome_text, state_badge


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """Jinja finds an attribute twice as fast as a key, and a list asks for many."""

    id: str
    url: str
    kind: str
    icon: str
    title: str
    about_text: str
    """What the notice is about; "" where that says nothing."""
    case_url: str
    number: str
    subject: str
    state: str
    state_text: str
    state_kind: str
    state_icon: str
    due_text: str
    due_iso: str
    relative_text: str
    whose_text: str
    department_text: str
    over_text: str
    """Who did or cancelled it, and when; "" while it is open."""
    over_iso: str
    outcome: str
    posted_text: str
    posts: bool
    tells: bool
    """Doing it is telling the complainant something, which somebody may bring them instead."""
    """Doing it is posting a letter: the form asks for a day."""
    ask_text: str
    ask_help: str
    may_do: bool
    may_give: bool
    about_you: bool
    """Its complaint is about the reader: there are no forms."""
    elsewhere_url: str
    """Where it is seen to, with what it is about; "": here."""


def task_view(task: TaskLine, visit: Visit) -> TaskView:
    language, zone, now = current_language(), zone_of(visit), visit.now
    state = task.state(now)
    word, kind, icon = state_badge(state)
    ask_text, ask_help = asks(task.kind)
    over_at = task.done_at or task.cancelled_at
    held_elsewhere = task.kind in SEEN_TO_ELSEWHERE
    free = visit.guest is None and visit.staff.id not in task.about
    doable = may_do(task.assignee_id, task.role, visit.staff) and free
    return TaskView(
        id=str(task.id),
        url=f"/portal/tasks/{task.id}",
        kind=task.kind,
        icon=kind_icon(task.kind),
        title=task.title(language),
        about_text=_about(task),
        case_url=f"/portal/cases/{task.complaint_id}" if task.complaint_id else "",
        number=task.number,
        subject=task.subject,
        state=str(state),
        state_text=word,
        state_kind=kind,
        state_icon=icon,
        due_text=due_text(task.due_at, zone=zone),
        due_iso=iso(task.due_at),
        relative_text="" if task.over else relative_text(task.due_at, now=now),
        whose_text=_whose(task, visit.roles),
        department_text=task.department(language),
        over_text=_over(task, visit),
        over_iso=iso(over_at) if over_at is not None else "",
        outcome=outcome_text(task.outcome or task.cancelled_reason),
        posted_text=gettext("posted on %(day)s") % {"day": day_text(task.posted_on)}
        if task.posted_on
        else "",
        posts=task.kind == TaskKind.POST,
        tells=tells_a_notice(str(task.kind)),
        ask_text=ask_text,
        ask_help=ask_help,
        may_do=doable and not task.over and not held_elsewhere,
        may_give=(doable or visit.staff.may(Right.ASSIGN)) and not task.over and free and not held_elsewhere,
        about_you=visit.staff.id in task.about,
        elsewhere_url=_elsewhere(task),
    )


def _about(task: TaskLine) -> str:
    if task.facts.get("event"):
        return event_text(task.facts["event"])
    if "remedy" in task.facts:
        return task.facts[f"name_{current_language()}"]
    if "party" in task.facts:
        return task.facts["party"]
    return f"{task.facts['number']} {task.facts['title']}" if "action" in task.facts else ""


def _elsewhere(task: TaskLine) -> str:
    if "remedy" in task.facts:
        return f"/portal/cases/{task.complaint_id}/remedies#remedy-{task.facts['remedy']}"
    if task.kind == TaskKind.ANSWER_APPROVAL:
        return f"/portal/cases/{task.complaint_id}/approval"
    if task.kind == TaskKind.EVIDENCE_RISK:
        return f"/portal/cases/{task.complaint_id}/investigation"
    if task.kind == TaskKind.QUARANTINE:
        return f"/portal/cases/{task.complaint_id}#evidence"
    if task.kind == TaskKind.OUTSIDE_ANSWER:
        return f"/portal/cases/{task.complaint_id}/outside"
    if task.kind == TaskKind.DEPARTMENT_ANSWER:
        return f"/portal/cases/{task.complaint_id}/departments"
    if task.kind == TaskKind.AUTHORITY:
        return f"/portal/cases/{task.complaint_id}/representative"
    if task.kind in (TaskKind.SURVEY_CALL, TaskKind.RETURN_VISIT):
        return f"/portal/cases/{task.complaint_id}/survey"
    if task.kind == TaskKind.HANDOVER_ANSWER:
        return f"/portal/cases/{task.complaint_id}/handover"
    if task.kind == TaskKind.HANDOVER_IN:
        return f"/portal/handovers/{task.facts['handover']}"
    if task.kind == TaskKind.ARRIVAL:
        return f"/portal/arrivals/{task.facts['arrival']}"
    if task.kind == TaskKind.BODY_ANSWER:
        return f"/portal/cases/{task.complaint_id}/bodies"
    if task.kind == TaskKind.LETTER_APPROVAL:
        return f"/portal/cases/{task.complaint_id}#letters"
    return f"/portal/actions/{task.facts['action']}" if task.kind in SEEN_TO_ELSEWHERE else ""


def _whose(task: TaskLine, roles: Mapping[str, PolicyRole]) -> str:
    if task.assignee:
        return task.assignee
    return role_names((task.role,), roles) if task.role else ""


def _over(task: TaskLine, visit: Visit) -> str:
    zone, now = zone_of(visit), visit.now
    if task.done_at is not None:
        moment = near_moment_text(task.done_at, zone=zone, now=now)
        who = task.done_by or gettext("Amends, by itself")
        return gettext("done by %(who)s, %(moment)s") % {"who": who, "moment": moment}
    if task.cancelled_at is not None:
        moment = near_moment_text(task.cancelled_at, zone=zone, now=now)
        return gettext("cancelled by %(who)s, %(moment)s") % {"who": task.cancelled_by, "moment": moment}
    return ""
