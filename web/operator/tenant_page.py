"""One organisation as operators see it: facts, figures, what is the matter, who was let in, what was done to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from litestar.response import Template

from amends.access.grants import MINUTES
from amends.access.queries import Granted, grants
from amends.database.scope import enter_tenant
from amends.errors import NotFound
from amends.people.operations import waiting_admins
from amends.people.queries import last_invited
from amends.tenancy.overview import line_of
from amends.tenancy.queries import acts_on
from amends.tenancy.tables import Tenant
from amends.tenancy.usage import Parts, parts_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import number_text, short_day_text, span_text
from web.operator.moments import moment_view
from web.operator.overview_view import line_view
from web.operator.views import act_view, tenant_view
from web.portal.access import how_text
from web.rendering import page
from web.view import FormView
from web.wording import role_text


async def tenant_page(
    request: AnyRequest, tenant: Tenant, form: FormView, *, status: int = 200, entered: bool = False
) -> Template:
    """What its wall hides is not asked for, but who was invited first and who was let in. `entered`: its scope is
    open already; the rest goes through the narrow functions, which answer in any scope."""
    visit = visit_of(request)
    line = await line_of(str(tenant.slug), now=visit.now)
    if line is None:
        raise NotFound()
    today = visit.now.astimezone(ZoneInfo(str(tenant.time_zone))).date()
    parts = await parts_of(tenant.id, today=today)
    acts = [act_view(act) for act in await acts_on(tenant.id)]
    if not entered:
        await enter_tenant(tenant.id)
    waiting = await waiting_admins()
    invited_at = await last_invited(person.id for person in waiting)
    known = await grants(now=visit.now)
    return page(
        request,
        "operator/tenant.html",
        status=status,
        area="tenants",
        tenant=tenant_view(tenant, visit.settings) | line_view(line, visit.settings, now=visit.now),
        acts=acts,
        form=form,
        admin_waits=bool(waiting),
        invited=moment_view(invited_at, now=visit.now),
        roles=[(role_text(role), number_text(count)) for role, count in parts.roles.items()],
        plot=plot(parts),
        minutes=minutes(),
        **_grants(known, visit),
    )


def minutes() -> list[tuple[str, str]]:
    return [(str(each), span_text(timedelta(minutes=each))) for each in MINUTES]


def plot(parts: Parts) -> dict[str, Any]:
    """Bars of the last weeks on a ground of 600 by 100, drawn by the page; the same stands in a table beside it."""
    most = max((count for _, count in parts.weeks), default=0)
    step = 600 / max(len(parts.weeks), 1)
    bars = [
        {
            "x": round(place * step + step * 0.15, 1),
            "y": round(100 - (count / most * 92 if most else 0), 1),
            "width": round(step * 0.7, 1),
            "height": round(count / most * 92 if most else 0, 1),
            "day_text": short_day_text(day),
            "day_iso": day.isoformat(),
            "count_text": number_text(count),
        }
        for place, (day, count) in enumerate(parts.weeks)
    ]
    return {"bars": bars, "most_text": number_text(most), "total": sum(count for _, count in parts.weeks)}


def _grants(known: Sequence[Granted], visit: Visit) -> dict[str, Any]:
    views = [_grant(each, visit) for each in known]
    mine = any(each.is_open and each.operator_id == visit.staff.id for each in known)
    return {"grants": views, "has_own": mine}


def _grant(grant: Granted, visit: Visit) -> dict[str, Any]:
    return {
        "id": str(grant.id),
        "operator": grant.operator,
        "reason": grant.reason,
        "open": grant.is_open,
        "own": grant.operator_id == visit.staff.id,
        "from": moment_view(grant.granted_at, now=visit.now),
        "until": moment_view(grant.until, now=visit.now),
        "ended": moment_view(grant.ended_at, now=visit.now),
        "how_text": how_text(grant),
        "looks_text": number_text(grant.looks),
    }
