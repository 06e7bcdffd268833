"""What all organisations' staff are told: written, looked at before it counts, changed, withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath

from amends.announcements.operations import Draft, announce, change, checked, withdraw
from amends.announcements.queries import PAGE, Said, announcement, announcements
from amends.announcements.tables import Announcement, Audience, Kind
from amends.errors import DomainError, Invalid
from tenants.templates import pickable_templates
from web.edge.visit import AnyRequest, Site, visit_of
from web.i18n import current_language, gettext, speaking
from web.i18n import mark as _
from web.operator.moments import moment_view
from web.operator.overview_view import shipped_versions
from web.portal.top import announcement as as_banner
from web.rendering import go, local_input, new_form, page, returned_form
from web.typed import Typed, asked, typed_in
from web.view import Banner, FormView

HOME = "/operator/announcements"
_ONE = f"{HOME}/{{announcement_id:uuid}}"
_SIGNED_IN = {"site": Site.OPERATOR, "signed_in": True}
_UTC = ZoneInfo("UTC")
KINDS = {Kind.INFO: _("Good to know"), Kind.WARNING: _("Warning")}
AUDIENCES = {Audience.STAFF: _("All staff"), Audience.ADMINS: _("Administrators only")}
STATES = {
    "current": (_("shown now"), "good", "check"),
    "coming": (_("to come"), "calm", "clock"),
    "over": (_("over"), "", "lock"),
    "withdrawn": (_("withdrawn"), "", "undo-2"),
}


@get(HOME, opt=_SIGNED_IN)
async def list_announcements(request: AnyRequest) -> Response[Any]:
    visit, number = visit_of(request), asked(request, "page")
    at = max(int(number[:4]), 1) if number.isdecimal() else 1
    found = await announcements(skip=(at - 1) * PAGE)
    return page(
        request,
        "operator/announcements.html",
        area="announcements",
        announcements=[_view(row, visit.now) for row in found[:PAGE]],
        newer_url=f"{HOME}?page={at - 1}" if at > 1 else "",
        older_url=f"{HOME}?page={at + 1}" if len(found) > PAGE else "",
    )


@get(f"{HOME}/new", opt=_SIGNED_IN)
async def new_page(request: AnyRequest) -> Response[Any]:
    behind = asked(request, "behind")
    audience = Audience.ADMINS if behind else Audience.STAFF
    form = new_form(kind=Kind.INFO, audience=audience, behind=behind)
    return _form_page(request, HOME, form)


@post(HOME, status_code=200, opt=_SIGNED_IN)
async def create(request: AnyRequest) -> Response[Any]:
    """`preview` shows it in both languages and writes nothing."""
    visit, values = visit_of(request), await typed_in(request)
    try:
        draft = _draft(values)
        if values.text("preview"):
            checked(draft, now=visit.now)
            return _form_page(request, HOME, _kept(values), preview=_preview(draft))
        await announce(draft, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        return _form_page(request, HOME, _returned(refusal, values), status=refusal.status)
    return go(HOME, done="announced")


@get(_ONE, opt=_SIGNED_IN)
async def edit_page(request: AnyRequest, announcement_id: FromPath[UUID]) -> Response[Any]:
    row = await announcement(announcement_id)
    values = {
        name: getattr(row, name)
        for name in ("kind", "audience", "title_zh", "title_en", "text_zh", "text_en")
    }
    values["behind"] = row.template or ""
    form = new_form(
        **values, begins_at=local_input(row.begins_at, _UTC), ends_at=local_input(row.ends_at, _UTC)
    )
    return _form_page(request, f"{HOME}/{announcement_id}", form, row=row)


@post(_ONE, status_code=200, opt=_SIGNED_IN)
async def edit(request: AnyRequest, announcement_id: FromPath[UUID]) -> Response[Any]:
    visit, values = visit_of(request), await typed_in(request)
    row, action = await announcement(announcement_id), f"{HOME}/{announcement_id}"
    try:
        draft = _draft(values)
        if values.text("preview"):
            checked(draft, now=visit.now)
            return _form_page(request, action, _kept(values), row=row, preview=_preview(draft))
        await change(announcement_id, draft, by=visit.staff, now=visit.now)
    except DomainError as refusal:
        return _form_page(request, action, _returned(refusal, values), row=row, status=refusal.status)
    return go(HOME, done="announced")


@post(f"{_ONE}/withdrawal", status_code=200, opt=_SIGNED_IN)
async def take_back(request: AnyRequest, announcement_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    await withdraw(announcement_id, by=visit.staff, now=visit.now)
    return go(HOME, done="announcement-withdrawn")


def _draft(values: Typed) -> Draft:
    wrong: dict[str, str] = {}
    moments: dict[str, datetime | None] = {}
    for name in ("begins_at", "ends_at"):
        try:
            moments[name] = values.moment(name, _UTC)
        except Invalid as refusal:
            wrong |= refusal.fields
    behind, shipped = values.text("behind"), shipped_versions()
    if behind and behind not in shipped:
        wrong["behind"] = "Please choose one of the list."
    if wrong:
        raise Invalid(wrong)
    return Draft(
        kind=values.text("kind"),
        audience=values.text("audience"),
        title_zh=values.text("title_zh"),
        title_en=values.text("title_en"),
        text_zh=values.text("text_zh"),
        text_en=values.text("text_en"),
        begins_at=moments["begins_at"],
        ends_at=moments["ends_at"],
        behind=(behind, shipped[behind]) if behind else None,
    )


def _preview(draft: Draft) -> list[dict[str, Any]]:
    said = Said(uuid4(), draft.kind, draft.title_zh, draft.title_en, draft.text_zh, draft.text_en)
    shown: list[dict[str, Any]] = []
    for language in ("zh", "en"):
        with speaking(language):
            banner: Banner = as_banner(said, dismissible=False)
        shown.append({"language": language, "banner": banner})
    return shown


def _kept(values: Typed) -> FormView:
    return FormView(form_id=values.text("form_id"), values=values.values())


def _returned(refusal: DomainError, values: Typed) -> FormView:
    return returned_form(refusal, form_id=values.text("form_id"), values=values.values())


def _form_page(
    request: AnyRequest,
    action: str,
    form: FormView,
    *,
    row: Announcement | None = None,
    preview: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> Response[Any]:
    return page(
        request,
        "operator/announcement.html",
        status=status,
        area="announcements",
        action=action,
        form=form,
        preview=preview or [],
        announcement=_view(row, visit_of(request).now) if row is not None else None,
        kinds=[(kind.value, gettext(text)) for kind, text in KINDS.items()],
        templates=_templates(),
        audiences=[(audience.value, gettext(text)) for audience, text in AUDIENCES.items()],
    )


def _templates() -> list[tuple[str, str]]:
    """By code, with the version that ships now."""
    shipped, language = shipped_versions(), current_language()
    known = pickable_templates()
    return [
        (code, f"{known[code].policy.name.in_language(language)} {version}")
        for code, version in sorted(shipped.items())
        if code in known
    ]


def _view(row: Announcement, now: datetime) -> dict[str, Any]:
    text, kind, icon = STATES[_state(row, now)]
    return {
        "url": f"{HOME}/{row.id}",
        "title": row.title_zh if current_language() == "zh" else row.title_en,
        "kind_text": gettext(KINDS[Kind(row.kind)]),
        "warning": row.kind == Kind.WARNING,
        "audience_text": _audience(row),
        "begins": moment_view(row.begins_at, now=now),
        "ends": moment_view(row.ends_at, now=now),
        "state_text": gettext(text),
        "state_kind": kind,
        "state_icon": icon,
        "withdrawable": _state(row, now) in ("current", "coming"),
    }


def _audience(row: Announcement) -> str:
    whom = gettext(AUDIENCES[Audience(row.audience)])
    if row.template is None:
        return whom
    behind = gettext("%(whom)s, where %(template)s %(version)s is not adopted yet")
    return behind % {"whom": whom, "template": row.template, "version": row.template_version}


def _state(row: Announcement, now: datetime) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.ends_at <= now:
        return "over"
    return "current" if row.begins_at <= now else "coming"


routes: list[Any] = [list_announcements, new_page, create, edit_page, edit, take_back]
