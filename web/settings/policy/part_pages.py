"""All parts of the policy, the items of one, and a new item."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Template

from amends.errors import DomainError, Invalid, NotFound
from amends.policy.places import at
from tenants.drafts import DraftConflict, save
from tenants.working import DraftGone, Work, at_work
from web.edge.visit import AnyRequest, visit_of
from web.i18n import gettext
from web.rendering import go, returned_form
from web.settings.addresses import POLICY_PARTS
from web.settings.frame import MANAGE
from web.settings.policy.again import again, blank
from web.settings.policy.controls import Filled, control_views
from web.settings.policy.frame import policy_page
from web.settings.policy.item_pages import change, form_page, known, read
from web.settings.policy.item_view import labels_of, place_url, touched, way_to
from web.settings.policy.list_view import POLICY_ADDITIONS, group_views, list_view
from web.settings.policy.naming import offered_codes
from web.settings.policy.places import Place, has_items
from web.settings.policy.previewing import preview_view
from web.settings.policy.reading import is_code, suggested
from web.settings.policy.saving import adding
from web.settings.policy.wording import part_words
from web.typed import Typed, asked, typed_in
from web.view import FormView

_PART = POLICY_PARTS + "/{part:str}"
_ADDITION = POLICY_ADDITIONS + "/{part:str}"


@get(POLICY_PARTS, opt=MANAGE)
async def parts_page(request: AnyRequest) -> Template:
    work = await at_work(visit_of(request).tenant)
    groups = group_views(work.state)
    return await policy_page(request, "settings/policy/parts.html", tab="parts", work=work, groups=groups)


@get(_PART, opt=MANAGE)
async def part_page(request: AnyRequest, part: FromPath[str]) -> Response[Any]:
    work = await at_work(visit_of(request).tenant)
    if not has_items(known(part)):
        return await form_page(request, Place(part), work)
    number = asked(request, "page")
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    view = list_view(work.state, part, asked(request, "q").strip()[:100], page)
    return await policy_page(request, "settings/policy/part.html", tab="parts", work=work, part=view)


@post(_PART, status_code=200, opt=MANAGE)
async def change_part(request: AnyRequest, part: FromPath[str]) -> Response[Any]:
    if has_items(known(part)):
        raise NotFound()
    return await change(request, Place(part), await at_work(visit_of(request).tenant))


@get(_ADDITION, opt=MANAGE)
async def new_item(request: AnyRequest, part: FromPath[str]) -> Template:
    work = await at_work(visit_of(request).tenant)
    values = blank(_new(part)) | {"parent": asked(request, "parent"), "code": asked(request, "code")}
    return await _page(request, _new(part), work, FormView(values=values))


@post(_ADDITION, status_code=200, opt=MANAGE)
async def add_item(request: AnyRequest, part: FromPath[str]) -> Response[Any]:
    visit, typed, place = visit_of(request), await typed_in(request), _new(part)
    work = await at_work(visit.tenant)
    if act := typed.text("again"):
        values = again(place, typed.values(), act, work.state.inherited)
        return await _page(request, place, work, FormView(values=values))
    try:
        place = Place(part, _code(work, part, typed))
        item, errors = read(_new(part), typed.fields, {}, {})
        if errors:
            raise Invalid(errors)
        await save(visit.tenant, adding(place, item), seen=typed.text("seen"), by=visit.staff, now=visit.now)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        if isinstance(
            refusal, DraftConflict | DraftGone
        ):  # a new item overwrites nothing, wherever it is put
            form = replace(form, values={**form.values, "seen": ""})
            work = await at_work(visit.tenant)
        return await _page(request, _new(part), work, form, status=refusal.status)
    return go(place_url(place), done="draft-saved")


def _new(part: str) -> Place:
    """Stands for an item without a code yet; none is called so (a code begins with a letter or digit)."""
    if not has_items(known(part)):
        raise NotFound()
    return Place(part, "-")


def _code(work: Work, part: str, typed: Typed) -> str:
    there = at(work.state.document, (part,))
    taken = frozenset(there) if isinstance(there, dict) else frozenset()
    code = typed.text("code").strip()
    if offered := offered_codes(work.state.document, part):
        if code not in dict(offered):
            raise Invalid({"code": "Please choose one of those offered."})
        return code
    if code in taken:
        raise Invalid({"code": "There is one with this code already."})
    if code and not is_code(code):
        raise Invalid({"code": "Please use letters, digits, - and _ only, forty at most."})
    return code or suggested(typed.text("name.en") or typed.text("title.en") or part_words(part).one, taken)


async def _page(
    request: AnyRequest, place: Place, work: Work, form: FormView, *, status: int = 200
) -> Template:
    opened = touched(blank(place), form.values, form.errors)
    controls = control_views(place.struct, place.entries, Filled(form.values, work.state.document, opened))
    words = part_words(place.part)
    url = f"{POLICY_ADDITIONS}/{place.part}"
    return await policy_page(
        request,
        "settings/policy/addition.html",
        tab="parts",
        work=work,
        status=status,
        form=form,
        title=words.label,
        one=words.one,
        way=way_to(place),
        controls=controls,
        codes=offered_codes(work.state.document, place.part),
        labels={"code": gettext("Code"), **labels_of(controls)},
        made_from=str(form.value("seen")) or work.seen,
        url=url,
        preview=await _preview(request, place, work, form, url),
    )


async def _preview(
    request: AnyRequest, place: Place, work: Work, form: FormView, url: str
) -> dict[str, Any] | None:
    """Under the code it will have, as far as that can be told."""
    fields = {name: _texts(value) for name, value in form.values.items()}
    item, _ = read(place, fields, {}, {})
    try:
        code = _code(work, place.part, Typed(fields))
    except Invalid:
        if offered_codes(work.state.document, place.part):  # first of all somebody chooses which one
            return None
        code = "new"
    return await preview_view(request, work.state.document, Place(place.part, code), item, url=url)


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


routes: list[Any] = [parts_page, part_page, change_part, new_item, add_item]
