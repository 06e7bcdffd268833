"""The poster: what it says is chosen here, looked at, and downloaded; nothing of it is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get

from amends.audit.operations import record
from amends.complaints.texts import Texts
from amends.database.scope import tenant_scope
from amends.errors import DomainError, Invalid, NotFound
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import LANGUAGE_NAMES, gettext, translations
from web.i18n import mark as _
from web.portal.frame import admitted
from web.printing.posters import SIZES, Poster, PosterPart, poster_pdf, poster_picture, qr_picture
from web.rendering import returned_form
from web.settings.frame import MANAGE, settings_page
from web.settings.menu import url_of
from web.typed import plain
from web.view import FormView

_POSTER = url_of("poster")
_HEADING = _("What went wrong? Tell us.")
_TEXT = _(
    "Scan the code and tell us in two minutes. You get a number at once and can follow what we do about it."
)
_FIELDS = ("languages", "size", "heading_zh", "text_zh", "heading_en", "text_en")
_FILE = {**MANAGE, "own_scope": True}


@get(_POSTER, opt=MANAGE)
async def poster_page(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    typed = _typed(request, visit)
    form, status = FormView(values=dict(typed)), 200
    try:
        _parts(typed)
    except DomainError as refusal:
        form, status = returned_form(refusal, form_id="", values=dict(typed)), refusal.status
    desk = await desk_in_force(visit.tenant, visit.settings)
    return await settings_page(
        request,
        "settings/poster.html",
        key="poster",
        status=status,
        form=form,
        query=urlencode(typed),
        picture_url=f"{_POSTER}/poster.png?{urlencode(typed)}",
        address=desk.base_url,
        languages=[("both", gettext("Both languages")), *LANGUAGE_NAMES.items()],
        sizes=[("a4", gettext("A4: a door, a notice board")), ("a5", gettext("A5: a counter"))],
    )


@get(f"{_POSTER}/poster.pdf", opt=_FILE)
async def poster_to_print(request: AnyRequest) -> Response[bytes]:
    poster, visit = await _whole(request), visit_of(request)
    async with tenant_scope(visit.tenant.id):  # one of the first steps
        await record(act="poster", by=visit.staff, now=visit.now)
    return _file(await poster_pdf(poster), "application/pdf", "poster.pdf")


@get(f"{_POSTER}/poster.png", opt=_FILE)
async def poster_to_look_at(request: AnyRequest) -> Response[bytes]:
    return Response(await poster_picture(await _whole(request)), media_type="image/png")


@get(f"{_POSTER}/code.svg", opt=_FILE)
async def code_as_drawing(request: AnyRequest) -> Response[bytes]:
    return _file(qr_picture(await _address(request), kind="svg"), "image/svg+xml", "code.svg")


@get(f"{_POSTER}/code.png", opt=_FILE)
async def code_as_picture(request: AnyRequest) -> Response[bytes]:
    return _file(qr_picture(await _address(request), kind="png"), "image/png", "code.png")


def _file(content: bytes, mime: str, name: str) -> Response[bytes]:
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=mime, headers={"content-disposition": disposition})


async def _address(request: AnyRequest) -> str:
    async with admitted(request) as visit:
        return (await desk_in_force(visit.tenant, visit.settings)).base_url


async def _whole(request: AnyRequest) -> Poster:
    """Everything it needs; when it is set, no scope is open any more."""
    async with admitted(request) as visit:
        poster = await _wanted(request, visit)
    logo = visit.house.logo
    if logo is None:
        return poster
    return poster.with_logo(await visit.store.get(logo.object_name, sha256=logo.sha256))


def _typed(request: AnyRequest, visit: Visit) -> dict[str, str]:
    """What the address says; what it leaves out is what the product suggests."""
    suggested = {"languages": "both", "size": SIZES[0]}
    for language in LANGUAGE_NAMES:
        catalogue = translations(language)
        welcome = getattr(visit.house.settings.welcome, language)
        suggested[f"heading_{language}"] = welcome or catalogue.gettext(_HEADING)
        suggested[f"text_{language}"] = catalogue.gettext(_TEXT)
    return {name: plain(request.query_params.get(name, suggested[name])) for name in _FIELDS}


def _parts(typed: dict[str, str]) -> tuple[PosterPart, ...]:
    texts = Texts()
    if typed["languages"] not in ("both", *LANGUAGE_NAMES):
        texts.wrong["languages"] = "Please choose a language."
    if typed["size"] not in SIZES:
        texts.wrong["size"] = "Please choose one of these."
    chosen = [language for language in LANGUAGE_NAMES if typed["languages"] in ("both", language)]
    parts = tuple(
        PosterPart(
            language=language,
            heading=texts.line(f"heading_{language}", typed[f"heading_{language}"], longest=60),
            text=texts.prose(f"text_{language}", typed[f"text_{language}"], required=False, longest=300),
        )
        for language in chosen
    )
    texts.demand()
    return parts


async def _wanted(request: AnyRequest, visit: Visit) -> Poster:
    typed = _typed(request, visit)
    try:
        parts = _parts(typed)
    except Invalid:
        raise NotFound() from None  # the page with the form says what is wrong
    desk = await desk_in_force(visit.tenant, visit.settings)
    return Poster(
        organisation=" ".join(dict.fromkeys(desk.name_in(part.language) for part in parts)),
        address=desk.base_url,
        parts=parts,
        size=typed["size"],
        colour=str(visit.tenant.colour),
        foot=" · ".join(filter(None, (str(visit.tenant.contact_phone), str(visit.tenant.contact_email)))),
    )


routes: list[Any] = [poster_page, poster_to_print, poster_to_look_at, code_as_drawing, code_as_picture]
