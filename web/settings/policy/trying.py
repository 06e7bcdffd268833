"""A complaint made up: what the policy in force and the draft would make of it, beside each other. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from litestar import Response, get

from amends.complaints.desk import Desk
from amends.complaints.intake import Channel, Lodgement, checked_answers, questions_for
from amends.complaints.questions import Question
from amends.errors import Invalid
from amends.people.staff import staff
from amends.policy.categories import is_leaf
from amends.policy.kinds import COMPLAINT, has_nobody, kinds_of
from amends.trying.duty import duty_between
from amends.trying.tried import tried
from tenants.trying import Desks, desks_to_try
from tenants.working import at_work
from web.edge.visit import AnyRequest, Visit, visit_of
from web.kinds import kind_text
from web.questions import answers_typed, questions_view
from web.rendering import local_input, zone_of
from web.settings.addresses import POLICY_TRY
from web.settings.frame import MANAGE
from web.settings.policy.frame import policy_page
from web.settings.policy.trying_view import Side, category_options, compared
from web.typed import Typed, plain
from web.view import FormView
from web.wording import channel_text

CHANNELS = (Channel.WEB, Channel.PHONE, Channel.VISIT, Channel.LETTER, Channel.EMAIL)
_DUTY_AHEAD = timedelta(days=120)
_FARTHEST = timedelta(days=3653)


@get(POLICY_TRY, opt=MANAGE)
async def try_page(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), _typed(request)
    work = await at_work(visit.tenant)
    desks = await desks_to_try(visit.tenant, visit.settings, work, now=visit.now)
    wanted = _wanted(desks, typed, visit)
    form = FormView(values=wanted.values, errors=wanted.errors)
    sides = await _sides(desks, wanted, visit) if wanted.given is not None and not form.failed else []
    return await policy_page(
        request,
        "settings/policy/trying.html",
        tab="try",
        status=422 if form.failed else 200,
        work=work,
        form=form,
        categories=category_options(desks.newest.policy, desks.in_force.policy),
        kinds=[(code, kind_text(desks.newest.policy, code)) for code in kinds_of(desks.newest.policy)],
        channels=[(channel.value, channel_text(channel)) for channel in CHANNELS],
        questions=wanted.questions,
        unsound=desks.unsound,
        sides=compared(sides, in_force=work.in_force.number, visit=visit),
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    given: Lodgement | None
    """None: no category is chosen yet."""
    at: datetime
    values: dict[str, object]
    errors: dict[str, str]
    questions: list[dict[str, Any]]


def _wanted(desks: Desks, typed: Typed, visit: Visit) -> _Wanted:
    values: dict[str, object] = {"channel": str(Channel.WEB), **typed.values()}
    values.setdefault("received_at", local_input(visit.now, zone_of(visit)))
    at, errors = _received(typed, visit)
    given = _given(desks.newest, typed, at, visit)
    known = [desk for desk in (desks.newest, desks.in_force) if is_leaf(desk.policy, given.category)]
    if not known:
        return _Wanted(None, at, values, errors, [])
    questions = _questions(known, given)
    _, wrong = checked_answers(questions, given.answers, whole=False)
    views = [
        {**view, "required": False} for view in questions_view(known[0].policy, given.category, questions)
    ]
    return _Wanted(given, at, values, errors | wrong, views)


def _questions(desks: Sequence[Desk], given: Lodgement) -> list[Question]:
    """Those of both, each once."""
    found: dict[str, Question] = {}
    for desk in desks:
        for question in questions_for(desk.policy, given):
            found.setdefault(question.code, question)
    return list(found.values())


def _received(typed: Typed, visit: Visit) -> tuple[datetime, dict[str, str]]:
    try:
        at = typed.moment("received_at", zone_of(visit)) or visit.now
    except Invalid as refusal:
        return visit.now, dict(refusal.fields)
    if abs(at - visit.now) > _FARTHEST:
        return visit.now, {"received_at": "Please give a date less than ten years away."}
    return at, {}


def _given(desk: Desk, typed: Typed, at: datetime, visit: Visit) -> Lodgement:
    channel, kind = typed.text("channel"), typed.text("kind")
    nobody = has_nobody(desk.policy, kind)
    anonymous = nobody or typed.is_on("anonymous")
    return Lodgement(
        kind=kind if kind in kinds_of(desk.policy) else COMPLAINT,
        category=typed.text("category"),
        subject="",
        narrative="",
        answers=answers_typed(desk.policy, typed),
        name="" if anonymous else "-",
        email="" if anonymous else "complainant@example.org",
        language=visit.language,
        channel=Channel.OWN if nobody else Channel(channel) if channel in CHANNELS else Channel.WEB,
        received_at=at,
        told_on_receipt=typed.is_on("told_on_receipt"),
    )


async def _sides(desks: Desks, wanted: _Wanted, visit: Visit) -> list[Side]:
    """The one in force first; None of a policy that does not know the category."""
    people, found = await staff(visit.now), []
    each = [desks.in_force, *([desks.draft] if desks.draft is not None else [])]
    rosters = {code for desk in each for code in desk.policy.rosters}
    duty = await duty_between(rosters, wanted.at, wanted.at + _DUTY_AHEAD)
    for desk in each:
        given = wanted.given
        if given is None or not is_leaf(desk.policy, given.category):
            found.append(Side(desk, None))
            continue
        answers, _ = checked_answers(questions_for(desk.policy, given), given.answers, whole=False)
        found.append(Side(desk, tried(desk, replace(given, answers=answers), people, duty, at=wanted.at)))
    return found


def _typed(request: AnyRequest) -> Typed:
    fields: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        fields.setdefault(plain(name), []).append(plain(str(value)))
    return Typed(fields)


routes: list[Any] = [try_page]
