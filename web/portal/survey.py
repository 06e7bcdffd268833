"""How a complainant found the handling of their case: asked by telephone where that is due, and followed up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.lifecycle import State
from amends.complaints.queries import CaseFile, HistoryLine
from amends.people.rights import Right
from amends.surveys import answering, visiting
from amends.surveys.answering import Answers
from amends.surveys.queries import moments_of, scores_of, surveys_of
from amends.surveys.rules import Result, Stand, Way, average, stand
from amends.surveys.tables import Survey
from web.edge.visit import AnyRequest, Visit
from web.formats import iso, near_moment_text, number_text
from web.i18n import gettext, ngettext
from web.i18n import mark as _
from web.portal.beside import Beside, beside
from web.portal.frame import portal_page
from web.portal.sub_page import READ, Form, SubPage
from web.promises import due_text
from web.rendering import new_form, zone_of
from web.surveys import dimension_text, dimensions_view, fields_view
from web.typed import Typed
from web.view import FormView

_SURVEY = "/portal/cases/{complaint_id:uuid}/survey"
_STANDS = {
    Stand.OWED: (_("the invitation leaves later"), "calm", "clock"),
    Stand.INVITED: (_("invited"), "calm", "send"),
    Stand.REMINDED: (_("reminded"), "calm", "send"),
    Stand.ANSWERED: (_("answered"), "good", "circle-check"),
    Stand.REFUSED: (_("did not want to answer"), "", "circle-dot"),
    Stand.ENDED: (_("the case was reopened"), "", "undo-2"),
    Stand.OVER: (_("not answered"), "", "circle-dot"),
}
_WAYS = {Way.LETTER: _("by a letter with a link"), Way.TELEPHONE: _("by telephone")}
_RESULTS = {
    Result.SATISFIED: _("Satisfied now"),
    Result.FURTHER: _("Wants to go further"),
}


@get(_SURVEY, opt=READ)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


def survey_text(history: Sequence[HistoryLine]) -> str:
    """How the last one stands, as the case's history tells it; "" where nobody was ever asked."""
    lines = [line for line in history if line.act in _ACTS]
    begun = next((place for place, line in enumerate(lines) if line.act == "survey-invited"), len(lines))
    return " · ".join(_said(line) for line in reversed(lines[: begun + 1]))


def survey_url(file: CaseFile, visit: Visit) -> str:
    """Nowhere before anybody was asked."""
    there = any(line.act in _ACTS for line in file.history)
    return f"/portal/cases/{file.row.id}/survey" if there and visit.guest is None else ""


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    visit, policy, may = here.visit, here.desk.policy, here.may(Right.HANDLE)
    found = await surveys_of(complaint_id)
    last = found[0] if found else None
    to_ask = last is not None and last.way == Way.TELEPHONE and _stand(last, visit.now) is Stand.INVITED
    visit_owed = any(_owes_visit(each) for each in found)
    to = Case(here.desk, here.file.row).answered_to(visit.now)
    offered = may and (visit_owed if form.act == "visit" else to_ask)
    return await portal_page(
        request,
        "portal/survey.html",
        area="queue",
        status=status,
        **here.values("survey", form, offered=offered),
        **fields_view(policy, int(last.highest) if last is not None else policy.survey.highest),
        surveys=[_survey(each, here) for each in found],
        may=may,
        to_ask=to_ask,
        own_handling=to_ask and here.file.row.assignee_id == visit.staff.id,
        phone=to.phone,
        complainant=to.name,
        visit_owed=visit_owed,
        results=[(str(each), gettext(text)) for each, text in _RESULTS.items()],
        may_reopen=here.may(Right.REOPEN) and here.file.row.state == State.CLOSED,
    )


def _survey(survey: Survey, here: Beside) -> dict[str, Any]:
    visit, scores = here.visit, scores_of(survey)
    word, kind, icon = _STANDS[_stand(survey, visit.now)]
    ranked = [(code, name) for code, name in dimensions_view(here.desk.policy) if code in scores]
    unknown = [
        (code, dimension_text(here.desk.policy, code)) for code in sorted(scores.keys() - dict(ranked).keys())
    ]
    return {
        "id": str(survey.id),
        "closed": _moment(survey.closed_at, visit),
        "state_text": gettext(word),
        "state_kind": kind,
        "state_icon": icon,
        "way_text": gettext(_WAYS[Way(survey.way)]),
        "invited": _moment(survey.invited_at, visit),
        "reminded": _moment(survey.reminded_at, visit),
        "answered": _moment(survey.answered_at, visit),
        "asked_by": here.view.name_of(survey.asked_by) if survey.asked_by is not None else "",
        "unreached_text": _times(int(survey.unreached)) if survey.unreached else "",
        "scores": [
            (name, f"{scores[code]} / {survey.highest}", scores[code] <= here.desk.policy.survey.low_score)
            for code, name in [*ranked, *unknown]
        ],
        "average_text": number_text(average(scores.values())) if scores else "",
        "comment": str(survey.comment or ""),
        "call_back": bool(survey.call_back),
        "visit_due_text": due_text(survey.visit_due_at, zone=zone_of(visit)) if _owes_visit(survey) else "",
        "visited": _moment(survey.visited_at, visit),
        "visited_by": here.view.name_of(survey.visited_by) if survey.visited_by is not None else "",
        "visit_result_text": gettext(_RESULTS[Result(survey.visit_result)]) if survey.visit_result else "",
        "further": survey.visit_result == Result.FURTHER,
        "visit_words": str(survey.visit_words or ""),
    }


def _stand(survey: Survey, now: datetime) -> Stand:
    return stand(moments_of(survey), now)


def _owes_visit(survey: Survey) -> bool:
    return survey.visit_due_at is not None and survey.visited_at is None


def _moment(at: datetime | None, visit: Visit) -> dict[str, str]:
    """Of empty texts for no such moment."""
    if at is None:
        return {"text": "", "iso": ""}
    return {"text": near_moment_text(at, zone=zone_of(visit), now=visit.now), "iso": iso(at)}


def _times(count: int) -> str:
    return ngettext("not reached once", "not reached %(num)s times", count) % {"num": count}


def _said(line: HistoryLine) -> str:
    text = gettext(_ACTS[line.act])
    return text % {"average": number_text(float(line.detail.get("average", 0)))}


_ACTS = {
    "survey-invited": _("invited"),
    "survey-reminded": _("reminded"),
    "survey-answered": _("answered, on average %(average)s"),
    "survey-changed": _("changed, on average %(average)s"),
    "survey-refused": _("did not want to answer"),
    "return-visit-owed": _("return visit owed"),
    "return-visit": _("return visit made"),
}


def _given(typed: Typed) -> Answers:
    return Answers(
        scores=typed.part("scores"), comment=typed.text("comment"), call_back=typed.is_on("call_back")
    )


async def _interview(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await answering.interviewed(desk, complaint_id, given=_given(typed), by=visit.staff, now=visit.now)


async def _unreached(desk: Desk, complaint_id: UUID, _typed: Typed, visit: Visit) -> None:
    await answering.not_reached(desk, complaint_id, by=visit.staff, now=visit.now)


async def _refusal(desk: Desk, complaint_id: UUID, _typed: Typed, visit: Visit) -> None:
    await answering.refused(desk, complaint_id, by=visit.staff, now=visit.now)


async def _visit(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    said = {"result": typed.text("result"), "words": typed.text("words")}
    await visiting.visited(desk, complaint_id, **said, by=visit.staff, now=visit.now)


FORMS = {
    "interview": Form(Right.HANDLE, _interview),
    "unreached": Form(Right.HANDLE, _unreached),
    "refusal": Form(Right.HANDLE, _refusal),
    "visit": Form(Right.HANDLE, _visit),
}
routes: list[Any] = [look, *SubPage("survey", _SURVEY, _page, FORMS).routes()]
