"""What signing in takes in this organisation: of whom a second factor is demanded, and when a session ends by itself."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.database.scope import execute
from amends.errors import DomainError
from amends.people.demands import IDLE_CHOICES, USUAL_IDLE, Demand, demand_of, settle
from amends.people.queries import without_second_factor
from web.edge.visit import AnyRequest, visit_of
from web.i18n import gettext, ngettext
from web.rendering import go, new_form, returned_form
from web.settings.frame import MANAGE, settings_page
from web.typed import typed_in
from web.view import FormView

_HERE = "/portal/settings/security"


@get(_HERE, opt=MANAGE)
async def security(request: AnyRequest) -> Response[Any]:
    tenant = visit_of(request).tenant
    minutes = tenant.idle_minutes or int(USUAL_IDLE.total_seconds() // 60)
    return await _page(request, new_form(demand=demand_of(tenant).value, idle_minutes=str(minutes)))


@post(_HERE, status_code=200, opt=MANAGE)
async def save(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await execute("SAVEPOINT act")
    try:
        await settle(
            visit.tenant,
            demand=typed.text("demand"),
            idle_minutes=typed.text("idle_minutes"),
            by=visit.staff,
            now=visit.now,
        )
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, form, status=refusal.status)
    return go(_HERE, done="saved")


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    lacking = await without_second_factor()
    return await settings_page(
        request,
        "account/settings_security.html",
        key="security",
        status=status,
        form=form,
        lacking=lacking,
        lacking_text=ngettext("%(num)s person", "%(num)s people", len(lacking)) % {"num": len(lacking)},
        demands=[
            (Demand.NOBODY.value, gettext("Nobody has to"), gettext("Whoever wants one may set it up.")),
            (
                Demand.ADMINS.value,
                gettext("Administrators"),
                gettext("Whoever may change people and settings."),
            ),
            (
                Demand.EVERYBODY.value,
                gettext("All staff"),
                gettext("Nobody sees a case by a password alone."),
            ),
        ],
        idle=[(str(minutes), _minutes_text(minutes)) for minutes in IDLE_CHOICES],
    )


def _minutes_text(minutes: int) -> str:
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    return ngettext("%(num)s hour", "%(num)s hours", minutes // 60) % {"num": minutes // 60}


routes: list[Any] = [security, save]
