"""Values for the page of an organisation's calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from amends.deadlines.calendar import calendar_of
from amends.deadlines.moving import Move
from amends.deadlines.resolved import PublicDays, ResolvedCalendar, resolved
from amends.deadlines.rules import Promise
from amends.policy.parts.base import Text
from amends.policy.parts.calendar import CalendarPart
from tenants.calendar_affected import Affected
from tenants.calendar_corrections import Correction
from tenants.tables import CalendarVersion
from tenants.templates import load_templates
from tests.structure.pages_samples import Values, pick
from tests.structure.pages_samples_settings import settings
from web.i18n import speaking
from web.settings import calendar_view as view
from web.view import FormView

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
FIRST, SECOND = UUID(int=1), UUID(int=2)
NEW_YEAR, SPRING, NATIONAL = (
    Text(zh="元旦", en="New Year's Day"),
    Text(zh="春节", en="Spring Festival"),
    Text(zh="国庆节", en="National Day"),
)
DOCUMENT = resolved(
    CalendarPart(
        week={str(day): ("08:30-12:00", "13:30-17:30") for day in range(1, 6)} | {"6": ("09:00-12:00",)},
        holidays="CN",
        closures={"2026-06-30": Text(zh="半年盘点", en="Half-yearly stocktaking")},
    ),
    "Asia/Shanghai",
    PublicDays(
        covered=(2025, 2026),
        free={
            **{date(2026, 1, day): NEW_YEAR for day in range(1, 4)},
            **{date(2026, 2, day): SPRING for day in range(15, 24)},
            **{date(2026, 10, day): NATIONAL for day in range(1, 8)},
        },
        worked={date(2026, 2, 28): SPRING, date(2026, 10, 10): NATIONAL},
    ),
)


def _version(number: int, key: UUID, document: ResolvedCalendar, **more: object) -> CalendarVersion:
    values = {"document": msgspec.json.encode(document).decode(), "published_at": NOW, **more}
    return CalendarVersion(id=key, tenant_id=key, number=number, **values)


def _affected(number: str, kind: str, old: int, new: int) -> Affected:
    before = Promise(kind, NOW, datetime(2027, 1, old, 16, tzinfo=UTC))
    move = Move(SECOND, before, datetime(2027, 1, new, 16, tzinfo=UTC), {})
    return Affected(FIRST, number, FIRST, FIRST, move)


def calendar(language: str) -> Values:
    """In November: next year has been announced, and promises relied on it."""
    reason = pick(language, "六楼改为周六上午办公", "We work on Saturday mornings now")
    listed = [
        (_version(2, SECOND, DOCUMENT, reason=reason, extends_id=FIRST), pick(language, "陈安", "Ada Chen")),
        (_version(1, FIRST, DOCUMENT), ""),
    ]
    still = _affected("P20260098", "resolve", 4, 5)
    paused = replace(still.move, before=replace(still.move.before, paused_since=NOW))
    moving = [
        _affected("P20260117", "resolve", 4, 5),
        _affected("P20260121", "respond", 1, 4),
        replace(still, move=paused),
    ]
    with speaking(language):
        return {
            **settings(language, "calendar"),
            "form": FormView(form_id="1"),
            "number": 2,
            "facts": view.in_force_facts(*listed[0], zone=ZONE),
            "missing": "",
            "week": view.week_rows(calendar_of(DOCUMENT)),
            "year": 2026,
            "years": view.year_tabs(DOCUMENT, 2026, now=NOW),
            "days": view.days_of(DOCUMENT, 2026),
            "covered": True,
            "renewing": True,
            "renewal_years": ["2027"],
            "moving": view.moving_views(moving, load_templates()["property"].policy, zone=ZONE),
            "corrections": [],
            "versions": view.version_views(listed, SECOND, zone=ZONE),
        }


def calendar_corrected(language: str) -> Values:
    """A year that is not known, days that were changed by law, and a form that came back."""
    form = FormView(
        act="publication",
        errors={"reason": pick(language, "请说明原因。", "Please say why.")},
        values={"reason": ""},
    )
    with speaking(language):
        return {
            **calendar(language),
            "renewing": False,
            "missing": view.coverage(DOCUMENT, now=NOW),
            "year": 2027,
            "years": view.year_tabs(DOCUMENT, 2027, now=NOW),
            "days": [],
            "covered": False,
            "corrections": view.correction_views(
                [
                    Correction("2026-09-03", NATIONAL, free=True),
                    Correction("2026-10-10", NATIONAL, free=False),
                ]
            ),
            "form": replace(form, form_id="1"),
        }


def calendar_first(language: str) -> Values:
    """Of an organisation that is older than published calendars."""
    return {
        **calendar(language),
        "renewing": False,
        "number": 0,
        "facts": [],
        "missing": "",
        "days": [],
        "versions": [],
    }
