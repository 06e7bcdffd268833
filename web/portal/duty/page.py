"""The page of a roster: who is on duty now and next, the week, and what was handed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get

from amends.database.rows import select_all
from amends.people.duty import next_shift, shifts_between
from amends.people.handing_over import may_leave_note, may_take_note, notes_of
from amends.people.rights import Right
from amends.people.staff import staff_alone
from amends.people.tables import Absence, DutyNote, DutyShift
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, near_moment_text, short_day_text
from web.i18n import current_language, gettext
from web.portal.duty.asking import HERE, READ, Asked, asked_of
from web.portal.duty.week_view import Reading, gaps_of, problem_of, week_view
from web.portal.frame import portal_page
from web.rendering import new_form
from web.roles import role_name, roles_in_force
from web.typed import asked
from web.view import FormView

_AN_INSTANT = timedelta(microseconds=1)


@get(HERE, opt=READ)
async def duty(request: AnyRequest) -> Response[Any]:
    wanted = await asked_of(visit_of(request), roster=asked(request, "roster"), week=asked(request, "week"))
    return await duty_page(request, wanted)


async def duty_page(
    request: AnyRequest,
    wanted: Asked,
    *,
    note_form: FormView | None = None,
    repeat_form: FormView | None = None,
    status: int = 200,
) -> Response[Any]:
    """Each form as it came back, or as it begins."""
    visit = visit_of(request)
    await roles_in_force(visit)
    if not wanted.roster:
        return await portal_page(request, "portal/duty.html", area="duty", rosters=[], crumbs=[])
    shifts = await shifts_between([wanted.roster], wanted.begins, wanted.ends)
    at_present = await shifts_between([wanted.roster], visit.now, visit.now + _AN_INSTANT)
    coming = await next_shift(wanted.roster, visit.now)
    reading = await _reading(visit, [*shifts, *at_present, *([coming] if coming else [])])
    return await portal_page(
        request,
        "portal/duty.html",
        status=status,
        area="duty",
        rosters=[_tab(code, wanted) for code in wanted.rosters],
        roster=wanted.roster,
        roster_name=wanted.name_of(wanted.roster),
        needed_text=_needed_text(wanted, visit),
        now_on=[_person_view(row, reading, wanted) for row in at_present],
        next_on=_person_view(coming, reading, wanted) if coming else None,
        needed_now=_needed_now(wanted, at_present, visit.now),
        days=week_view(wanted, shifts, reading),
        gaps=len(gaps_of(wanted, shifts, now=visit.now)),
        unknown_years=", ".join(map(str, _unknown_years(wanted))),
        note_form=note_form or new_form(),
        repeat_form=repeat_form or new_form(weeks="4"),
        **_week_words(wanted),
        **await _handed_over(visit, wanted, reading),
    )


async def _reading(visit: Visit, shifts: Iterable[DutyShift]) -> Reading:
    everybody = await staff_alone(visit.now)
    rows = list(shifts)
    absences = await select_all(
        Absence,
        """WHERE person_id = ANY ($1::uuid[]) AND cancelled_at IS NULL AND (ends_at IS NULL OR ends_at > $2)""",
        list({row.person_id for row in rows}),
        min((row.begins_at for row in rows), default=visit.now),
    )
    return Reading(
        now=visit.now,
        me=visit.staff.id,
        may_manage=visit.staff.may(Right.MANAGE_DUTY),
        people={person.id: person for person in everybody.everybody},
        absences=absences,
    )


def _tab(code: str, wanted: Asked) -> dict[str, Any]:
    return {
        "url": wanted.address(roster=code),
        "text": wanted.name_of(code),
        "current": code == wanted.roster,
        "count": None,
    }


def _needed_text(wanted: Asked, visit: Visit) -> str:
    """What the policy says of this roster."""
    roster = wanted.rosters[wanted.roster]
    when = gettext("Nights, weekends and holidays.") if roster.outside_hours else gettext("Working hours.")
    sentences = [when]
    if roster.role:
        role = role_name(roster.role, visit.roles)
        sentences.append(gettext("On duty for: %(role)s.") % {"role": role})
    if roster.stand_ins:
        names = ("、" if current_language() == "zh" else ", ").join(
            role_name(code, visit.roles) for code in roster.stand_ins
        )
        sentences.append(gettext("When nobody answers: %(roles)s.") % {"roles": names})
    return ("" if current_language() == "zh" else " ").join(sentences)


def _person_view(row: DutyShift, reading: Reading, wanted: Asked) -> dict[str, Any]:
    person = reading.people[row.person_id]
    return {
        "name": str(person.name),
        "phone": str(person.phone or ""),
        "problem": problem_of(row, reading),
        "mine": row.person_id == reading.me,
        "from_text": near_moment_text(row.begins_at, zone=wanted.zone, now=reading.now),
        "from_iso": iso(row.begins_at),
        "until_text": near_moment_text(row.ends_at, zone=wanted.zone, now=reading.now),
        "until_iso": iso(row.ends_at),
    }


def _needed_now(wanted: Asked, at_present: Iterable[DutyShift], now: datetime) -> bool:
    """Whether somebody should be on duty at this moment and nobody is."""
    calendar, outside = wanted.desk.calendar, wanted.rosters[wanted.roster].outside_hours
    day = calendar.day_of(now)
    periods = calendar.periods_on(day)
    works = bool(periods) and calendar.at(day, periods[0][0]) <= now < calendar.at(day, periods[-1][1])
    return not list(at_present) and works != outside


def _unknown_years(wanted: Asked) -> tuple[int, ...]:
    return wanted.desk.calendar.uncovered(wanted.monday, wanted.monday + timedelta(days=6))


def _week_words(wanted: Asked) -> dict[str, Any]:
    sunday = wanted.monday + timedelta(days=6)
    return {
        "week": wanted.monday.isoformat(),
        "week_text": gettext("%(first)s to %(last)s")
        % {"first": short_day_text(wanted.monday), "last": short_day_text(sunday)},
        "this_week": wanted.monday == wanted.this_monday,
        "previous_url": wanted.address(monday=wanted.monday - timedelta(days=7)),
        "following_url": wanted.address(monday=wanted.monday + timedelta(days=7)),
        "this_week_url": wanted.address(monday=wanted.this_monday),
    }


async def _handed_over(visit: Visit, wanted: Asked, reading: Reading) -> dict[str, Any]:
    notes = await notes_of(wanted.roster)
    takes = await may_take_note(wanted.roster, by=visit.staff, now=visit.now)
    writes = await may_leave_note(wanted.roster, by=visit.staff, now=visit.now)
    views = [_note_view(row, reading, wanted, takes=takes) for row in notes]
    return {
        "open_notes": [view for view in views if not view["taken_by"]],
        "taken_notes": [view for view in views if view["taken_by"]],
        "may_write": writes,
    }


def _note_view(row: DutyNote, reading: Reading, wanted: Asked, *, takes: bool) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "form_id": new_form().form_id,
        "text": str(row.note),
        "by": _name(row.written_by, reading),
        "at_text": near_moment_text(row.written_at, zone=wanted.zone, now=reading.now),
        "at_iso": iso(row.written_at),
        "taken_by": _name(row.acknowledged_by, reading),
        "taken_text": near_moment_text(row.acknowledged_at, zone=wanted.zone, now=reading.now)
        if row.acknowledged_at
        else "",
        "taken_iso": iso(row.acknowledged_at) if row.acknowledged_at else "",
        "may_take": takes and row.written_by != reading.me,
        "mine": row.written_by == reading.me,
    }


def _name(person_id: UUID | None, reading: Reading) -> str:
    return str(reading.people[person_id].name) if person_id is not None else ""


routes: list[Any] = [duty]
