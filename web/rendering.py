"""From a handler's values to a page: what every page needs is added here, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from litestar.response import Redirect, Template
from litestar.utils.empty import value_or_default
from litestar.utils.scope.state import ScopeState

from amends.complaints.submissions import FormReused
from amends.errors import DomainError, Invalid
from amends.evidence.refusals import EvidenceRefused
from amends.people.actor import Actor
from web.edge.visit import AnyRequest, Site, Visit, visit_of
from web.formats import iso
from web.house import organisation_of
from web.i18n import gettext, mark
from web.refusals import hint_text
from web.roles import role_names
from web.theme import THEME_COOKIE, theme_of
from web.trial import public_banner
from web.view import Banner, FormView, Organisation, Reader

FLASHES = {
    "saved": mark("Saved."),
    "sent": mark("Sent."),
    "signed-out": mark("You are signed out."),
    "signed-out-there": mark("Signed out there."),
    "step-over": mark("That took too long. Please sign in again."),
    "reset-asked": mark(
        "If somebody here has this address, a mail with a link is on its way. Look into your mailbox."
    ),
    "password-set": mark("Your new password is set. Sign in with it."),
    "reset-sent": mark("A mail with a link for a new password is on its way to them."),
    "factor-reset": mark("The second factor is reset, and they are told by mail."),
    "invited": mark("The invitation is on its way."),
    "recorded": mark("The complaint is recorded."),
    "read-back": mark("The complaint is recorded."),
    "list-removed": mark("The list is removed. Keep it again if that was a slip: its name is typed in."),
    "taken-back": mark("Taken back."),
    "taken-back-partly": mark("Taken back, but for what somebody has changed since."),
    "answered": mark("Good that it is answered. Nothing was sent to us."),
    "created": mark("The organisation is set up and its administrator is invited."),
    "email-changed": mark("The address is changed; both addresses get a letter."),
    "person-suspended": mark("Suspended, and signed out everywhere."),
    "person-left": mark("The account is closed and every open case handed over."),
    "suspended": mark("The organisation is suspended."),
    "resumed": mark("The organisation is active again."),
    "put-back": mark("What was set aside is due again: the clock looks at it within seconds."),
    "tried-again": mark("What was still given up is on its way again."),
    "grant-over": mark("You cannot look into this organisation any more: your access has ended."),
    "left": mark("You have left the organisation."),
    "access-ended": mark("The access has ended."),
    "granted": mark("You may look in now; the organisation’s administrators have been told."),
    "announced": mark("The announcement is written."),
    "announcement-withdrawn": mark("The announcement is withdrawn."),
    "operator-added": mark("The operator is added."),
    "operator-removed": mark("The operator is removed."),
    "counted": mark("Counted anew."),
    "live": mark("You are live. Every complaint counts from now on."),
    "test-sent": mark("The test mail is on its way."),
    "notice-sent": mark("The sample is on its way to you."),
    "gateway-added": mark("Added, and switched off. Send a test, then switch it on."),
    "gateway-removed": mark("The gateway and its keys are removed."),
    "push-on": mark("This browser will tell you from now on."),
    "push-off": mark("That browser does not tell you any more."),
    "push-test-taken": mark("A test is on its way to your browsers."),
    "push-test-refused": mark("No browser of yours takes notices any more. Switch it on again."),
    "push-test-later": mark("The browsers’ push services cannot be reached at the moment."),
    "checked": mark("Looked up in DNS."),
    "domain-removed": mark("The name is removed."),
    "policy-published": mark("Published. It holds for every complaint from now on."),
    "policy-returned": mark("The old version is in force again, under a new number."),
    "draft-saved": mark("Saved in the draft. It is not in force yet."),
    "draft-discarded": mark("The draft is thrown away."),
    "cases-moved": mark("The complaints chosen are under the version in force now."),
    "calendar-renewed": mark("The calendar is renewed, and what relied on the new years has moved."),
    "calendar-published": mark("The calendar is published. It holds for complaints lodged from now on."),
    "set-aside": mark("The letter is set aside."),
    "duty-removed": mark("Taken off duty, and told."),
    "duty-repeated": mark("The week is repeated. What stood there already is as it was."),
    "duty-note-left": mark("Handed over. Whoever comes next is told."),
    "duty-note-read": mark("Noted that you have read it."),
    "draft-kept": mark("Kept. Come back to this page within a week, with this browser."),
    "draft-gone": mark("What you typed is thrown away."),
    "contact-asked": mark("The code is on its way. It may take a few minutes."),
    "contact-changed": mark("Changed. From now on we reach you there."),
    "contact-kept": mark("Nothing was changed."),
    "withdrawn": mark("Your complaint is withdrawn."),
    "code-sent": mark("If number and e-mail address belong together, a new access code is on its way."),
}
"""What the next page says after a redirect; the address carries the key, never the text."""


def page(request: AnyRequest, name: str, /, *, status: int = 200, **values: object) -> Template:
    visit = visit_of(request)
    token = value_or_default(ScopeState.from_scope(request.scope).csrf_token, "")
    query = request.scope["query_string"].decode("latin-1")
    context: dict[str, Any] = {
        "csrf_token": token,
        "here": request.scope["path"] + (f"?{query}" if query else ""),
        "flash": gettext(FLASHES.get(request.query_params.get("done", ""), "")),
        "now_iso": iso(visit.now),
        "zone_name": zone_of(visit).key,
        "area": "",
        "banners": [*visit.banners, *_trial(visit, name)],
        "theme": theme_of(request.cookies.get(THEME_COOKIE)),
        "branded": visit.site is Site.TENANT,
        "entrance_name": entrance_name(visit),
        "organisation": organisation(visit),
        "me": reader(visit),
    }
    return Template(template_name=name, context={**context, **values}, status_code=status)


def _trial(visit: Visit, name: str) -> list[Banner]:
    """Above what complainants see; the portal says it in its own words."""
    tenant = visit.tenant_row
    return (
        [public_banner(tenant)]
        if tenant is not None and tenant.in_trial and name.startswith("public/")
        else []
    )


def organisation(visit: Visit) -> Organisation:
    if visit.tenant_row is None:
        return Organisation(name="Amends")
    return organisation_of(visit.tenant_row, visit.house, now=visit.now)


def entrance_name(visit: Visit) -> str:
    return (
        visit.tenant_row.name_in(visit.language)
        if visit.tenant_row is not None
        else gettext("Operator console")
    )


def reader(visit: Visit) -> Reader | None:
    actor: Actor | None = visit.actor
    if actor is None:
        return None
    may = frozenset(str(right) for right in actor.rights)
    if visit.site is Site.OPERATOR and not visit.settings.production:
        may |= {"read-mailbox"}
    roles = role_names(actor.roles, visit.roles)
    if visit.guest is not None:
        roles = gettext("Operator of the platform")
    return Reader(
        guest=visit.guest is not None,
        takes_over=visit.tenant_row is not None and visit.tenant_row.takes_over is not None,
        name=actor.name,
        role_text=roles,
        email=actor.email,
        may=may,
        unread=visit.unread,
        tasks=visit.tasks,
    )


def new_form(**values: object) -> FormView:
    """An empty form with a fresh one-time id."""
    return FormView(form_id=uuid4().hex, values=values)


def returned_form(error: DomainError, *, form_id: str, values: dict[str, object], act: str = "") -> FormView:
    """The form as it was typed, with what is wrong in the reader's language.

    Its one-time id stays, unless that was the trouble: what is sent next is then recorded in addition.
    """
    if isinstance(error, FormReused):
        form_id = uuid4().hex
    fields = (
        {name: _filled(text, error) for name, text in error.fields.items()}
        if isinstance(error, Invalid)
        else {}
    )
    text = gettext(error.message)
    message = text % error.values if error.values else text
    if hint := hint_text(error):
        message = f"{message} {hint}"
    if isinstance(error, EvidenceRefused):  # it belongs beside the files
        named = gettext("%(field)s: %(error)s") % {"field": error.file, "error": message}
        fields, message = {"files": named if error.file else message}, ""
    return FormView(form_id=form_id, values=values, errors=fields, message=message, act=act)


def _filled(text: str, error: DomainError) -> str:
    return gettext(text) % error.values if error.values else gettext(text)


def go(location: str, *, done: str = "") -> Redirect:
    """After a form that succeeded: on to a page that can be reloaded."""
    mark_ = "&" if "?" in location else "?"
    return Redirect(f"{location}{mark_}done={done}" if done else location, status_code=303)


def zone_of(visit: Visit) -> ZoneInfo:
    """Times are shown, and typed, in the reader's zone."""
    return visit.zone


def local_input(moment: datetime, zone: ZoneInfo) -> str:
    """For `<input type=datetime-local>`."""
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}"
