"""Values for the page that tries a policy on a complaint made up: worked out as the page works them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.complaints.desk import Desk
from amends.complaints.intake import Channel, Lodgement, questions_for
from amends.database.rows import new_row
from amends.database.scope import _tenant
from amends.deadlines.calendar import calendar_without_holidays
from amends.people.staff import Staff
from amends.people.tables import Department, Person, PersonStatus
from amends.policy.categories import leaves
from amends.policy.document import Policy
from amends.trying.tried import tried
from tenants.versions import State
from tests.structure.pages_samples import Values, pick
from tests.structure.pages_samples_policy import drafted, framed, inherited
from web.edge.visit import Visit
from web.i18n import speaking
from web.questions import questions_view
from web.settings.policy.trying_view import Side, category_options, compared
from web.view import FormView

_NOW = datetime(2026, 5, 12, 6, tzinfo=UTC)
_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class _Visit:
    """As much of a visit as moments need."""

    zone: ZoneInfo
    now: datetime


def trying(language: str) -> Values:
    with speaking(language):
        policy = inherited().policy()
        given = Lodgement(
            category=leaves(policy)[0], subject="", narrative="", name="-", language=language,
            channel=Channel.PHONE, received_at=_NOW,
        )  # fmt: skip
        questions = questions_view(policy, given.category, questions_for(policy, given))
        sides = [_side(state, given, language) for state in (inherited(), drafted())]
        visit = cast(Visit, _Visit(ZoneInfo(_ZONE), _NOW))
        return {
            **trying_nothing(language),
            "form": _form(given.category),
            "questions": [{**each, "required": False} for each in questions],
            "sides": compared(sides, in_force=3, visit=visit),
        }


def trying_nothing(language: str) -> Values:
    with speaking(language):
        return {
            **framed(language, "try"),
            "form": _form(""),
            "categories": category_options(inherited().policy()),
            "kinds": [("complaint", pick(language, "投诉", "Complaint")), ("enquiry", pick(language, "咨询", "Enquiry"))],
            "channels": [("web", pick(language, "网页", "Web")), ("phone", pick(language, "电话", "Telephone"))],
            "questions": [],
            "unsound": True,
            "sides": [],
            "zone_name": _ZONE,
        }  # fmt: skip


def trying_wrong(language: str) -> Values:
    wrong = pick(language, "请填写十年以内的日期。", "Please give a date less than ten years away.")
    form = FormView(values={"received_at": "1026-05-12T14:00"}, errors={"received_at": wrong})
    return {**trying_nothing(language), "form": form}


def _form(category: str) -> FormView:
    return FormView(values={"category": category, "received_at": "2026-05-12T14:00", "channel": "phone"})


def _side(state: State, given: Lodgement, language: str) -> Side:
    policy = state.policy()
    desk = Desk(
        tenant_id=UUID(int=1), name_zh="港湾物业", name_en="Harbour", language="zh", zone=_ZONE, contact="",
        base_url="", mail_domain="example.org", policy_version_id=UUID(int=2), policy=policy,
        calendar=calendar_without_holidays(policy.calendar, _ZONE), calendar_version_id=None,
    )  # fmt: skip
    scope = _tenant.set(
        desk.tenant_id
    )  # rows are drawn up as the engine draws them up, and no database is asked
    try:
        return Side(desk, tried(desk, given, _staff(policy, language), lambda _: {}, at=_NOW))
    finally:
        _tenant.reset(scope)


def _staff(policy: Policy, language: str) -> Staff:
    """One who is everything, and one who heads the departments."""
    names = [pick(language, "陈安", "Ada Chen"), pick(language, "李强", "Bram Li")]
    people = [
        new_row(
            Person, id=UUID(int=10 + place), name=name, email=f"p{place}@example.org", language=language,
            status=PersonStatus.ACTIVE, roles=roles,
        )
        for place, (name, roles) in enumerate(zip(names, (["admin"], ["handler", "supervisor"]), strict=True))
    ]  # fmt: skip
    departments = {
        UUID(int=100 + place): new_row(Department, id=UUID(int=100 + place), code=code)
        for place, code in enumerate(policy.departments)
    }
    return Staff(people, departments)
