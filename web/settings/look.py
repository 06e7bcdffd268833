"""Logo and colour: what makes visitors see with whom they are."""

from __future__ import annotations

import re
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile

from amends.errors import DomainError
from amends.organisation.brand import DARK, LIGHT, Paper, Shades, brand_of, contrast
from amends.organisation.declaring import Page
from amends.organisation.logos import LARGEST, LogoRefused, keep_logo
from amends.organisation.operations import save, seen, set_logo
from amends.organisation.queries import in_force
from amends.organisation.reading import read
from web.edge.failures import translated
from web.edge.visit import AnyRequest, visit_of
from web.formats import number_text
from web.i18n import gettext
from web.portal.frame import admitted
from web.rendering import go, new_form, returned_form
from web.settings.fields import field_views, labels_of
from web.settings.frame import MANAGE, settings_page
from web.settings.menu import url_of
from web.typed import typed_in
from web.view import FormView

_LOOK = url_of(Page.LOOK)


@get(_LOOK, opt=MANAGE)
async def look(request: AnyRequest) -> Response[Any]:
    return await _page(request)


@post(_LOOK, status_code=200, opt=MANAGE)
async def change_colour(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    try:
        values = read(Page.LOOK, typed.last())
        if typed.text("preview"):
            return await _page(request, FormView(values=typed.values()))
        await save(Page.LOOK, values, seen_before=typed.text("seen"), by=visit.staff, now=visit.now)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, form, status=refusal.status)
    return go(_LOOK, done="saved")


@post(f"{_LOOK}/logo", status_code=200, opt={**MANAGE, "own_scope": True, "files": True})
async def upload_logo(request: AnyRequest) -> Response[Any]:
    """Drawn anew and stored between two scopes: no transaction waits for a picture."""
    async with admitted(request):
        pass  # nobody without the right has the machine at work on pictures
    visit = visit_of(request)
    try:
        logo = await keep_logo(visit.store, await _sent(request), tenant_id=visit.tenant.id)
    except LogoRefused as refusal:
        async with admitted(request):
            return await _refused(request, refusal)
    async with admitted(request):
        await set_logo(logo, by=visit.staff, now=visit.now)
    return go(_LOOK, done="saved")


@post(f"{_LOOK}/logo/removal", status_code=200, opt=MANAGE)
async def remove_logo(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    await set_logo(None, by=visit.staff, now=visit.now)
    return go(_LOOK, done="saved")


async def _sent(request: AnyRequest) -> bytes:
    form = await request.form()
    sent = form.get("logo")
    return await sent.read(LARGEST + 1) if isinstance(sent, UploadFile) else b""


async def _refused(request: AnyRequest, refusal: LogoRefused) -> Response[Any]:
    text = translated(refusal) + (f" {gettext(refusal.hint)}" if refusal.hint else "")
    form = FormView(errors={"logo": text}, act="logo")
    return await _page(request, form, status=refusal.status)


async def _page(request: AnyRequest, form: FormView | None = None, *, status: int = 200) -> Response[Any]:
    found = await in_force(visit_of(request).tenant)
    colour_form = form if form is not None and not form.act else new_form(colour=found.settings.colour)
    colour = str(colour_form.value("colour")).strip().lower()
    known = re.fullmatch(r"#[0-9a-f]{6}", colour) is not None
    return await settings_page(
        request,
        "settings/look.html",
        key=Page.LOOK,
        status=status,
        form=colour_form,
        logo_form=form.for_act("logo") if form is not None else FormView(act="logo"),
        fields=field_views(Page.LOOK),
        labels=labels_of(Page.LOOK),
        seen=seen(Page.LOOK, found.settings),
        swatches=swatch_views(colour) if known else [],
    )


def swatch_views(colour: str) -> list[dict[str, str]]:
    """What becomes of a colour on light paper and on dark, and how well text is read on it."""
    brand = brand_of(colour)
    return [
        _swatch(paper, shades, brand.corrected)
        for paper, shades in ((LIGHT, brand.light), (DARK, brand.dark))
    ]


def _swatch(paper: Paper, shades: Shades, corrected: tuple[str, ...]) -> dict[str, str]:
    moved = paper.scheme in corrected
    told = {
        "light": gettext("On light pages we darkened it, so that buttons stand out and text stays readable."),
        "dark": gettext("On dark pages we lightened it, so that buttons stand out and text stays readable."),
    }
    return {
        "scheme": paper.scheme,
        "ground": paper.grounds[1],
        "colour": shades.brand,
        "ink": shades.ink,
        "contrast": number_text(round(contrast(shades.brand, shades.ink), 1)),
        "told": told[paper.scheme] if moved else gettext("Used as you chose it."),
    }


routes: list[Any] = [look, change_colour, upload_logo, remove_logo]
