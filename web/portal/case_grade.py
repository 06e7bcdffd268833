"""Another category or level for one case: what it would change in its promises, and the act itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints import regrading
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import ENDED, State
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.database.scope import execute
from amends.deadlines.retargeting import Moved, Retargeted
from amends.errors import DomainError, NotFound
from amends.escalation.after_regrading import regrade_and_raise
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.categories import leaves, path_name
from amends.policy.document import Policy
from tenants.desks import desk_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso
from web.i18n import current_language
from web.portal.frame import portal_page
from web.promises import due_text
from web.rendering import go, new_form, returned_form
from web.typed import asked, typed_in
from web.view import FormView
from web.wording import clock_text

_URL = "/portal/cases/{complaint_id:uuid}/grade"
_MAY = {"right": Right.REGRADE}
_SHOWN = frozenset({409, 422})


@get(_URL, opt=_MAY)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    chosen = {name: asked(request, name)[:200] for name in ("category", "level")}
    return await _page(request, complaint_id, replace(new_form(), values=chosen))


@post(_URL, status_code=200, opt=_MAY)
async def change(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    _, desk = await _case(visit, complaint_id)
    given = {name: typed.text(name) for name in ("category", "level", "reason", "seen")}
    await execute("SAVEPOINT act")
    try:
        await regrade_and_raise(desk, complaint_id, **given, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        if refusal.status not in _SHOWN:
            raise
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, complaint_id, form, status=refusal.status)
    return go(f"/portal/cases/{complaint_id}", done="saved")


def grade_url(row: Complaint, reader: Actor) -> str:
    """Where a case's category and level are changed; "" for whoever may not, and once it has ended."""
    may = reader.may(Right.REGRADE) and State(row.state) not in ENDED and reader.id not in row.about
    return f"/portal/cases/{row.id}/grade" if may else ""


async def _case(visit: Visit, complaint_id: UUID) -> tuple[Complaint, Desk]:
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    return row, await desk_of(visit.tenant, visit.settings, row)


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    """What was chosen, in the address or in the form that came back, says what the page shows would change."""
    visit = visit_of(request)
    row, desk = await _case(visit, complaint_id)
    chosen = {name: str(form.value(name)) for name in ("category", "level")}
    ready: dict[str, Any] = {"ready": False}
    if any(chosen.values()) and not {"category", "level"} & set(form.errors):
        try:
            wanted, found = await regrading.preview(desk, complaint_id, **chosen, now=visit.now)
            ready = {"ready": True, "chosen": chosen, **_would_be(row, wanted, found, desk.policy, visit)}
        except DomainError as refusal:
            if refusal.status not in _SHOWN:
                raise
            form, status = returned_form(refusal, form_id="", values=dict(form.values)), refusal.status
    present = {"category": str(row.category), "level": str(row.level)}
    return await portal_page(
        request,
        "portal/case_grade.html",
        area="queue",
        status=status,
        url=f"/portal/cases/{row.id}",
        number=str(row.number),
        open=State(row.state) not in ENDED,
        about_you=visit.staff.id in row.about,
        choice=form if any(chosen.values()) else replace(form, values={**form.values, **present}),
        form=form,
        categories=[(code, path_name(desk.policy, code, current_language())) for code in leaves(desk.policy)],
        levels=_levels(desk.policy),
        **ready,
    )


def _levels(policy: Policy) -> list[tuple[str, str]]:
    language = current_language()
    return [
        (code, level.name.in_language(language))
        for code, level in sorted(policy.levels.items(), key=lambda each: each[1].rank)
    ]


def _would_be(
    row: Complaint, wanted: regrading.Grade, found: Retargeted, policy: Policy, visit: Visit
) -> dict[str, Any]:
    """{seen: sent back with the form, grade: list of pairs (name, "old → new"), changes: list of {text, was, due_text, due_iso, kind}}; kind: later |
    earlier | late | again | off | begun; `was`: "" of one that begins."""
    return {
        "seen": regrading.fingerprint(row, wanted, found),
        "grade": _grade(row, wanted, policy),
        "changes": changes_view(found, policy, visit),
    }


def changes_view(found: Retargeted, policy: Policy, visit: Visit) -> list[dict[str, Any]]:
    """The values of portal/_promise_changes.html."""
    return [
        *(_moved(each, policy, visit) for each in found.moved),
        *(_line(policy, str(each.kind), visit, was=each.due_at, kind="off") for each in found.off),
        *(
            _line(
                policy, each.kind, visit, due=each.due_at, kind="late" if each.due_at < visit.now else "begun"
            )
            for each in found.begun
        ),
    ]


def _grade(row: Complaint, wanted: regrading.Grade, policy: Policy) -> Mapping[str, str]:
    """Of category and level: old → new, or "" of what stays."""
    language = current_language()
    found = {"category": "", "level": ""}
    if wanted.category != row.category:
        names = [path_name(policy, code, language) for code in (str(row.category), wanted.category)]
        found["category"] = " → ".join(names)
    if wanted.level != row.level:
        names = [policy.levels[code].name.in_language(language) for code in (str(row.level), wanted.level)]
        found["level"] = " → ".join(names)
    return found


def _moved(each: Moved, policy: Policy, visit: Visit) -> dict[str, Any]:
    kind = "later" if each.stands.due_at > each.before else "earlier"
    kind = "again" if each.again else kind
    kind = "late" if each.stands.late_by_regrading else kind
    return _line(policy, str(each.row.kind), visit, was=each.before, due=each.stands.due_at, kind=kind)


def _line(
    policy: Policy, code: str, visit: Visit, *, kind: str, was: Any = None, due: Any = None
) -> dict[str, Any]:
    return {
        "text": clock_text(policy, code),
        "was": due_text(was, zone=visit.zone) if was is not None else "",
        "due_text": due_text(due, zone=visit.zone) if due is not None else "",
        "due_iso": iso(due) if due is not None else "",
        "kind": kind,
    }


routes: list[Any] = [look, change]
