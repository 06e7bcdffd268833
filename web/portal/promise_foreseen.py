"""What extending a promise, or letting it run on, would come to: shown beside the form before anything is written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.deadlines import foreseeing
from amends.deadlines.foreseeing import Foreseen
from amends.deadlines.tables import Promise
from amends.errors import NotFound
from web.edge.visit import Visit
from web.formats import day_text, iso, near_moment_text
from web.i18n import gettext
from web.portal.promise_view import period_in
from web.promises import due_text
from web.reckoning import reckoning
from web.rendering import zone_of
from web.typed import Typed
from web.view import FormView

NOTHING: dict[str, Any] = {"told": False, "problem": ""}
"""Nobody looked ahead yet."""


def refused(form: FormView) -> dict[str, Any]:
    """Why there is nothing to see; not while nothing was typed yet."""
    typed = any(str(form.value(name)).strip() for name in ("period", "until", "at"))
    return {**NOTHING, "problem": (next(iter(form.errors.values()), "") or form.message) if typed else ""}


async def foreseen(
    act: str, desk: Desk, complaint_id: UUID, promise_id: UUID, typed: Typed, visit: Visit
) -> dict[str, Any]:
    """As the form stands; refused for the same reasons as the act itself."""
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    promise = await select_one(Promise, "WHERE id = $1 AND complaint_id = $2", promise_id, complaint_id)
    if row is None or promise is None:
        raise NotFound()
    return _view(await LOOKS[act](Case(desk, row), promise, typed, visit), typed, visit)


async def _extension(case: Case, promise: Promise, typed: Typed, visit: Visit) -> Foreseen:
    return await foreseeing.extension(
        case, promise, period=period_in(typed), until=typed.day("until"), by=visit.staff, now=visit.now
    )


async def _resumption(case: Case, promise: Promise, typed: Typed, visit: Visit) -> Foreseen:
    at = typed.moment("at", zone_of(visit))
    return await foreseeing.resumption(case, promise, at=at, by=visit.staff, now=visit.now)


LOOKS: dict[str, Callable[[Case, Promise, Typed, Visit], Awaitable[Foreseen]]] = {
    "extension": _extension,
    "resumption": _resumption,
}


def _view(found: Foreseen, typed: Typed, visit: Visit) -> dict[str, Any]:
    zone = zone_of(visit)
    lines = reckoning(found.explanation, zone=zone) if found.explanation is not None else []
    if found.since is not None and found.over is not None:
        since, over = (near_moment_text(at, zone=zone, now=visit.now) for at in (found.since, found.over))
        lines.append(gettext("It stood still from %(since)s to %(over)s.") % {"since": since, "over": over})
    elif (until := typed.day("until")) is not None:
        lines.append(gettext("Until the end of %(day)s") % {"day": day_text(until)})
    return {
        "told": True,
        "due_text": due_text(found.due_at, zone=zone),
        "due_iso": iso(found.due_at.astimezone(zone)),
        "was_text": due_text(found.before, zone=zone) if found.before != found.due_at else "",
        "past": found.due_at <= visit.now,
        "lines": lines,
    }
