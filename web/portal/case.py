"""One page to work from, and the acts posted from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath

from amends.approvals.gate import AwaitsApproval
from amends.approvals.operations import propose
from amends.complaints.case import Case, moves_in
from amends.complaints.desk import Desk
from amends.complaints.exceptions import offered, open_kinds
from amends.complaints.guards import outcomes_offered
from amends.complaints.judging import may_acknowledge
from amends.complaints.lifecycle import Move, State
from amends.complaints.lodging import read_back
from amends.complaints.queries import CaseFile, case_file, pinned_versions
from amends.complaints.submissions import once
from amends.database.scope import execute
from amends.deadlines.recording import is_recorded
from amends.errors import DomainError
from amends.evidence.kinds import ACCEPT
from amends.letters.queries import letters_of
from amends.notices.told import told as told_of
from amends.people.actor import Actor
from amends.people.duties import asked_of_handlers, lacking, names_of
from amends.people.queries import Assignable, assignable
from amends.people.rights import Right
from amends.people.tables import Department
from amends.policy.document import ClockKind
from amends.policy.kinds import has_nobody
from amends.remedies.rules import PROMISED
from amends.tasks.queries import tasks_of
from amends.tasks.tables import TaskKind
from amends.workbench.following import marks_of
from tenants.desks import desk_of, desk_pinned
from tenants.queries import version_number
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import currency_text
from web.i18n import HTML_LANGUAGES, current_language, gettext
from web.portal.acts import (
    ACTS,
    ANSWER,
    AS_USUAL,
    CARRIED_OUT,
    CLEARED,
    CORRECTION,
    FOLLOW,
    MARKS,
    MOVES,
    RECORDED,
    REFERENCE,
    UNFOLLOW,
    Act,
    act_of,
    allowed,
    with_own_words,
)
from web.portal.alike_view import alike_panel
from web.portal.approval_view import typed_before, waits_for_approval
from web.portal.articles.panel import articles_panel, form_with_article
from web.portal.case_asks import DETAILS, derived_view, details_view, facts_of_file, waiting
from web.portal.case_more import incident_url, leads
from web.portal.case_records import records_view
from web.portal.case_view import CaseView, choices
from web.portal.case_work import inquiry_view, review_view, risk_text, work_done
from web.portal.escalation_view import about_text, answer_text, answer_wanted
from web.portal.frame import portal_page
from web.portal.group_view import group_text, proposed_findings
from web.portal.history_view import entries
from web.portal.incident_view import incident_state
from web.portal.letters.views import panel_view
from web.portal.remedies_view import duties_view
from web.portal.snippets import form_with_snippet, offers_snippets
from web.portal.survey import survey_text
from web.portal.task_view import task_view
from web.portal.told import routes as told_routes
from web.portal.told_view import told_view
from web.public.forms import kept_files
from web.rendering import go, new_form, returned_form, zone_of
from web.typed import Typed, typed_in
from web.view import FormView

_SHOWN_ON_THE_PAGE = frozenset({409, 422})
POST = str(TaskKind.POST)
_FIRST = ("closure", "feedback", "decision", "message")


@get("/portal/cases/{complaint_id:uuid}", opt={"right": Right.READ_CASES})
async def case(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    if "snippet" in request.query_params:
        form = await form_with_snippet(request, complaint_id)
    else:
        form = await form_with_article(request) if "article" in request.query_params else new_form()
    return await case_page(request, complaint_id, form)


async def _to_read_out(request: AnyRequest, file: CaseFile, desk: Desk) -> str:
    """After it was taken down: what the caller is told; "" at any other time."""
    if request.query_params.get("done") != "read-back" or has_nobody(desk.policy, str(file.row.kind)):
        return ""
    return await read_back(Case(desk, file.row))


async def case_page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    visit = visit_of(request)
    file = await case_file(complaint_id)
    desk = await desk_of(visit.tenant, visit.settings, file.row)
    number = await version_number(file.row.policy_version_id)
    view = CaseView(file, desk, number, visit.staff, zone_of(visit), visit.now)
    form, proposed_by = await proposed_findings(request, file, form)
    owners = file.departments
    facts = facts_of_file(desk.policy, file)
    answer_by = await answer_wanted(file, visit.staff.id)
    words, follows = await marks_of(complaint_id, visit.staff)
    acts = _acts(file, desk, visit.staff, answers=answer_by is not None, follows=follows)
    marks, acts = [code for code in acts if code in MARKS], [code for code in acts if code not in MARKS]
    done = await work_done(file)
    held = waiting(desk.policy, {code: MOVES[code] for code in acts if code in MOVES}, facts, file, done)
    held += waits_for_approval(desk.policy, file)
    acts = [code for code in acts if code not in {each["act"] for each in held}]
    details = details_view(desk.policy, facts, file, form, visit.staff)
    if not details["details"]:
        acts = [code for code in acts if code != DETAILS]
    told = await told_of(complaint_id)
    alike, linked = await alike_panel(file, desk, visit)
    opened = any(line.act in ("task-opened", "merged-in") for line in file.history)
    shown_at = act_of(form.act)
    return await portal_page(
        request,
        "portal/case.html",
        area="queue",
        status=status,
        form=await typed_before(form, file, acts),
        problem="" if shown_at in (*acts, *marks) else form.message,
        not_sent=form.written(),
        acts=acts,
        answer_by=answer_text(answer_by, visit),
        read_back=await _to_read_out(request, file, desk),
        read_back_language=HTML_LANGUAGES.get(str(file.row.language), ""),
        about_you=visit.staff.id in file.row.about,
        about=about_text(file),
        main=_main(file, acts),
        own_words=frozenset() if has_nobody(desk.policy, str(file.row.kind)) else with_own_words(desk.policy),
        waiting=held,
        choices={
            **await _choices(file, desk, owners, acts, now=visit.now),
            "outcomes": choices(outcomes_offered(desk.policy, facts)),
        },
        currency_text=currency_text(desk.policy.handling.currency),
        assignment=_assignment(form, file),
        accept=ACCEPT,
        kept=kept_files(visit, visit.uploads),
        letters=[view.letter(each) for each in told if each.letter_id is not None],
        **told_view(view, told),
        case_tasks=[task_view(each, visit) for each in await tasks_of(complaint_id)] if opened else [],
        today=visit.now.astimezone(visit.zone).date().isoformat(),
        letters_on_paper=await _letters(file, desk, visit),
        exceptions=[
            {
                "text": path.name.in_language(current_language()),
                "help": path.help.in_language(current_language()) if path.help else "",
            }
            for path in (desk.policy.exceptions.get(code) for code in _exceptions(file))
            if path is not None
        ],
        tags=words,
        snippets_url=offers_snippets(file, visit),
        marks=marks,
        records=await records_view(file, desk, visit),
        more=leads(file, desk, visit, alike=alike, group=await group_text(file, visit)),
        proposed_by=proposed_by,
        linked=linked,
        articles=await articles_panel(file, desk, visit, acts),
        review=review_view(desk.policy, facts, file, done),
        inquiry=inquiry_view(desk.policy, facts, file, done),
        risk=risk_text(file),
        incident=incident_state(file.history),
        incident_url=incident_url(file, visit),
        survey=survey_text(file.history),
        **_remedies(view, visit),
        entries=entries(view, {str(row.code): row for row in owners}),
        derived=derived_view(desk.policy, file, visit.staff),
        **details,
        **view.values(),
    )


async def _letters(file: CaseFile, desk: Desk, visit: Visit) -> list[dict[str, Any]]:
    """Asked for only where the history says that there was one: hardly any case costs the statement."""
    there = any(line.act.startswith("letter-") or line.detail.get("kind") == POST for line in file.history)
    return panel_view(await letters_of(file.row.id), desk.policy, visit) if there else []


def _remedies(view: CaseView, visit: Visit) -> dict[str, Any]:
    """What the outcomes oblige to, and where that and the remedies are seen to; "" for whoever has nothing to do there."""
    mine = visit.guest is None and visit.staff.id not in view.file.row.about
    duties = duties_view(view)
    there = view.file.remedies or duties or visit.staff.may(Right.HANDLE)
    return {"duties": duties, "remedies_url": f"{view.url}/remedies" if mine and there else ""}


async def perform(request: AnyRequest, complaint_id: UUID, act: Act) -> Response[Any]:
    """Do it once, however often the form is sent; refused, the page comes back with what was typed."""
    visit, typed = visit_of(request), await typed_in(request)
    desk = await desk_pinned(visit.tenant, visit.settings, *await pinned_versions(complaint_id))
    place = f"{act.about}:{typed.text(act.about)}" if act.about else act.code
    form_id = typed.text("form_id")
    await execute("SAVEPOINT act")
    try:
        content = (typed.values(), [item.sha256 for item in visit.uploads])
        purpose = f"{act.code}:{complaint_id}"
        taken = await once(form_id=form_id, purpose=purpose, content=content, now=visit.now)
        if taken.before is None and await _proposed(act, desk, complaint_id, typed, visit):
            return go(f"/portal/cases/{complaint_id}/approval", done="saved")
    except DomainError as refusal:
        # The page must show the case as it was: whatever the act wrote before it was refused is undone first.
        await execute("ROLLBACK TO SAVEPOINT act")
        if refusal.status not in _SHOWN_ON_THE_PAGE:
            raise
        form = returned_form(
            refusal, form_id=form_id.removesuffix(f"-{place}"), values=typed.values(), act=place
        )
        return await case_page(request, complaint_id, form, status=refusal.status)
    return go(f"/portal/cases/{complaint_id}", done="sent" if act.code == "message" else "saved")


async def _proposed(act: Act, desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> bool:
    """Done, or kept until somebody else has approved what it says: then nothing else of it has happened."""
    if not any(notice.approved_by for notice in desk.policy.notices.values()):
        await act.do(desk, complaint_id, typed, visit)
        return False
    await execute("SAVEPOINT doing")
    try:
        await act.do(desk, complaint_id, typed, visit)
    except AwaitsApproval as awaits:
        await execute("ROLLBACK TO SAVEPOINT doing")
        await propose(
            desk,
            complaint_id,
            act=act.code,
            given=typed.lasting(),
            wanted=awaits.wanted,
            by=visit.staff,
            now=visit.now,
        )
        return True
    return False


def _route(act: Act) -> Any:
    @post(
        f"/portal/cases/{{complaint_id:uuid}}/{act.code}",
        status_code=200,
        opt={"right": act.right, "uploads": act.uploads},
        name=f"portal:{act.code}",
    )
    async def handler(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
        return await perform(request, complaint_id, act)

    return handler


def _acts(file: CaseFile, desk: Desk, reader: Actor, *, answers: bool, follows: bool) -> list[str]:
    state = State(file.row.state)
    possible = moves_in(desk.policy, state, str(file.row.kind))
    moves_on = possible.get(Move.ACKNOWLEDGE) is not state
    if not may_acknowledge(desk.policy, file.promises, moves_on=moves_on):
        possible.pop(Move.ACKNOWLEDGE, None)  # without a review its state still allows it
    open_still = {
        ANSWER: answers,
        FOLLOW: not follows,
        UNFOLLOW: follows,
        CLEARED: bool(file.row.about),
        "exception": bool(offered(desk.policy, _exceptions(file))),
        AS_USUAL: bool(_exceptions(file)),
        CORRECTION: bool(derived_view(desk.policy, file, reader)),
        CARRIED_OUT: any(row.standing in PROMISED for row in file.remedies),
        REFERENCE: bool(desk.policy.records),
        RECORDED: any(row.ended_at is None and is_recorded(desk.policy, row.kind) for row in file.promises),
    }
    if reader.id in file.row.about:
        return []
    open_still["message"] = not has_nobody(desk.policy, str(file.row.kind))
    return allowed(reader, state, possible, open_still=open_still)


def _exceptions(file: CaseFile) -> list[str]:
    return open_kinds([(line.act, line.detail) for line in reversed(file.history)])


def _main(file: CaseFile, acts: list[str]) -> str:
    """The act that stands open: what somebody most likely came to do. An answer that is still owed goes first."""
    owed = {row.kind for row in file.promises if row.ended_at is None}
    if ClockKind.RESPOND in owed and "message" in acts:
        return "message"
    return next((code for code in _FIRST if code in acts), "")


async def _choices(
    file: CaseFile, desk: Desk, owners: Sequence[Department], acts: list[str], *, now: datetime
) -> dict[str, list[tuple[str, str]]]:
    people = await assignable(now) if {"assignment", "task", "concerned"} & set(acts) else []
    unfit = await _unfit(desk, file, people, now=now)
    policy, language = desk.policy, current_language()
    return {
        "departments": [(str(row.id), row.name_in(language)) for row in owners if row.retired_at is None],
        "people": [(str(each.person.id), _who(each, unfit)) for each in people],
        "concerned": [(str(each), file.names.get(each, "")) for each in sorted(file.row.about, key=str)],
        "remedies": choices(policy.remedies),
        "records": choices(policy.records),
        "exceptions": choices(offered(policy, _exceptions(file))),
        "raised": choices(
            {code: policy.exceptions[code] for code in _exceptions(file) if code in policy.exceptions}
        ),
        "refusal_reasons": choices(policy.refusal_reasons),
        "closing_reasons": choices(policy.closing_reasons),
    }


async def _unfit(
    desk: Desk, file: CaseFile, people: Sequence[Assignable], *, now: datetime
) -> dict[UUID, str]:
    """By person, the names of the qualifications they lack for this case; asks nothing where none is asked for."""
    category, today = str(file.row.category), now.astimezone(ZoneInfo(desk.zone)).date()
    asked = {each.person.id: asked_of_handlers(desk.policy, category, each.person.roles) for each in people}
    found = await lacking(asked, on=today)
    return {person_id: names_of(codes, desk.policy, current_language()) for person_id, codes in found.items()}


def _who(each: Assignable, unfit: Mapping[UUID, str]) -> str:
    """Whoever gives a case to somebody absent should know who will have it."""
    name = str(each.person.name)
    if missing := unfit.get(each.person.id):
        return gettext("%(name)s (lacks %(missing)s)") % {"name": name, "missing": missing}
    if each.stand_ins is None:
        return name
    if not each.stand_ins:
        return gettext("%(name)s (away, nobody stands in)") % {"name": name}
    others = ("、" if current_language() == "zh" else ", ").join(each.stand_ins)
    return gettext("%(name)s (away, %(others)s stands in)") % {"name": name, "others": others}


def _assignment(form: FormView, file: CaseFile) -> FormView:
    """The form says who has the case now, so that sending it unchanged changes nothing."""
    own = form.for_act("assignment")
    if own.failed:
        return own
    present = {"department": str(file.row.department_id), "assignee": str(file.row.assignee_id or "")}
    return FormView(form_id=own.form_id, act=own.act, values=present)


routes: list[Any] = [case, *told_routes, *(_route(act) for act in ACTS)]
