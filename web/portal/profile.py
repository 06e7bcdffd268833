"""One's own page: who one is, in what language and zone, and what one is mailed about."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from amends.database.scope import execute
from amends.errors import DomainError, Invalid
from amends.notices.hours import minute_text
from amends.notices.preferences import PORTAL_CHOICES, Group, Preferences, preferences_of
from amends.notices.preferences import chosen as chosen_of
from amends.notices.wishes import hours_of
from amends.people.profile import Profile, change_preferences, change_profile
from amends.people.tables import Person
from web.account.door import id_of
from web.account.menu import profile_menu
from web.edge.visit import AnyRequest, Site, visit_of
from web.i18n import LANGUAGE_NAMES, gettext
from web.i18n import mark as _
from web.operator.forms import zones
from web.portal.frame import portal_page
from web.portal.push import push_view
from web.rendering import go, new_form, returned_form
from web.typed import typed_in
from web.view import FormView

_SIGNED_IN = {"signed_in": True}
_FIELDS = ("name", "language", "time_zone", "phone", "position")
_HOURS = ("quiet_from", "quiet_until", "digest_at")
_GROUPS = {
    Group.ASSIGNED: (_("Assigned to me"), _("A complaint is now mine.")),
    Group.MESSAGES: (
        _("My cases"),
        _("A complainant writes, accepts or disputes; a letter does not arrive."),
    ),
    Group.WARNINGS: (_("Warnings"), _("A promise on a case of mine is due soon.")),
    Group.BROKEN: (_("Broken promises"), _("A promise was missed, and I am told because of my role.")),
    Group.TEAM: (_("My team"), _("News of cases in my department that are nobody’s yet.")),
}


@get("/portal/profile", opt=_SIGNED_IN)
async def profile(request: AnyRequest) -> Response[Any]:
    person = await _me(request)
    values = {name: str(getattr(person, name) or "") for name in _FIELDS}
    return await _profile_page(request, new_form(**values))


@post("/portal/profile", status_code=200, opt=_SIGNED_IN)
async def save_profile(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await execute("SAVEPOINT act")
    try:
        wanted = Profile(**{name: typed.text(name) for name in _FIELDS})
        await change_profile(id_of(visit.staff), wanted, now=visit.now)
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _profile_page(request, form, status=refusal.status)
    return go("/portal/profile", done="saved")


@get("/portal/profile/notifications", opt=_SIGNED_IN)
async def notifications(request: AnyRequest) -> Response[Any]:
    chosen = preferences_of((await _me(request)).preferences)
    hours = {name: minute_text(getattr(chosen, name)) for name in _HOURS}
    return await _notifications_page(request, new_form(**hours), chosen)


@post("/portal/profile/notifications", status_code=200, opt=_SIGNED_IN)
async def save_notifications(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    no_mail, no_app = set(Group) - set(typed.all("mail")), set(Group) - set(typed.all("portal"))
    try:
        hours = hours_of(**{name: typed.text(name) for name in _HOURS})
    except Invalid as refusal:
        shown = chosen_of(no_mail, no_app)
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _notifications_page(request, form, shown, status=refusal.status)
    await change_preferences(id_of(visit.staff), no_mail=no_mail, no_app=no_app, hours=hours, now=visit.now)
    return go("/portal/profile/notifications", done="saved")


async def _notifications_page(
    request: AnyRequest, form: FormView, chosen: Preferences, *, status: int = 200
) -> Response[Any]:
    return await portal_page(
        request,
        "account/notifications.html",
        status=status,
        form=form,
        profile_menu=profile_menu(Site.TENANT, "notifications"),
        push=await push_view(request),
        groups=[
            {
                "code": group.value,
                "title": gettext(title),
                "text": gettext(text),
                "mail": group not in chosen.no_mail,
                "portal": group not in chosen.no_app,
                "portal_choice": group in PORTAL_CHOICES,
            }
            for group, (title, text) in _GROUPS.items()
        ],
    )


async def _me(request: AnyRequest) -> Person:
    person = await Person.objects().get(Person.id == id_of(visit_of(request).staff))
    assert person is not None, "they are signed in"
    return person


async def _profile_page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    return await portal_page(
        request,
        "account/profile.html",
        status=status,
        layout="layouts/portal.html",
        form=form,
        action="/portal/profile",
        profile_menu=profile_menu(Site.TENANT, "profile"),
        email=visit.staff.email,
        staff=True,
        house_zone=str(visit.tenant.time_zone),
        languages=list(LANGUAGE_NAMES.items()),
        zones=zones(),
    )


routes: list[Any] = [profile, save_profile, notifications, save_notifications]
