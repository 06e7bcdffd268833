"""The form of one item of the policy, or of a part that is one form; what is saved goes into the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from amends.errors import DomainError, Invalid, NotFound
from amends.policy.overriding import remove, revert
from amends.policy.places import Table, at, put_at
from tenants.confirming import confirmations
from tenants.drafts import save
from tenants.versions import State
from tenants.working import DraftGone, Edit, Work, at_work, edit, state_seen
from web.edge.visit import AnyRequest, Visit, visit_of
from web.rendering import go, returned_form
from web.settings.addresses import POLICY_PARTS
from web.settings.frame import MANAGE
from web.settings.policy.again import again
from web.settings.policy.controls import Filled
from web.settings.policy.frame import policy_page
from web.settings.policy.item_view import item_view, labels_of, part_url, place_url, touched
from web.settings.policy.meeting import Met, TakenAway, differing, goes_on, met, shown_conflicts
from web.settings.policy.places import PARTS, Place, has_items
from web.settings.policy.places_told import conflict_views
from web.settings.policy.previewing import preview_view
from web.settings.policy.reading import is_code, read_item
from web.settings.policy.saving import moving, saving
from web.settings.policy.typing_out import typed_out
from web.typed import Typed, asked, typed_in
from web.view import FormView

_ITEM = POLICY_PARTS + "/{part:str}/{code:str}"


@get(_ITEM, opt=MANAGE)
async def item_page(request: AnyRequest, part: FromPath[str], code: FromPath[str]) -> Response[Any]:
    work = await at_work(visit_of(request).tenant)
    return await form_page(request, existing(work, part, code), work)


@post(_ITEM, status_code=200, opt=MANAGE)
async def change_item(request: AnyRequest, part: FromPath[str], code: FromPath[str]) -> Response[Any]:
    """Somebody else may have taken it away meanwhile: what was typed is not lost."""
    work, typed = await at_work(visit_of(request).tenant), await typed_in(request)
    place = Place(known(part), code)
    if not _is_there(work, place) and not await _was_there(work, place, typed):
        raise NotFound()
    return await change(request, place, work)


@post(f"{_ITEM}/removal", status_code=200, opt=MANAGE)
async def remove_item(request: AnyRequest, part: FromPath[str], code: FromPath[str]) -> Response[Any]:
    work = await at_work(visit_of(request).tenant)
    place = existing(work, part, code)
    return await _act(request, edit(remove, place.keys), part_url(part))


@post(f"{_ITEM}/inheritance", status_code=200, opt=MANAGE)
async def inherit_item(request: AnyRequest, part: FromPath[str], code: FromPath[str]) -> Response[Any]:
    """Back to what the template says; brings back what was taken away."""
    work = await at_work(visit_of(request).tenant)
    place = Place(known(part), code)
    if at(work.state.inherited, place.keys) is None:  # its own: it goes altogether
        place = Place(existing(work, part, code).part)
        return await _act(request, edit(revert, (part, code)), place_url(place))
    return await _act(request, edit(revert, place.keys), place_url(place))


@post(f"{_ITEM}/place", status_code=200, opt=MANAGE)
async def move_item(request: AnyRequest, part: FromPath[str], code: FromPath[str]) -> Response[Any]:
    work, typed = await at_work(visit_of(request).tenant), await typed_in(request)
    place = existing(work, part, code)
    back = part_url(part) if typed.text("to").endswith("list") else place_url(place)
    act = moving(place, up=typed.text("to").startswith("up"))
    return await _act(request, act, back, typed=typed)


def known(part: str) -> str:
    if part not in PARTS:
        raise NotFound()
    return part


def existing(work: Work, part: str, code: str) -> Place:
    place = Place(known(part), code)
    if not _is_there(work, place):
        raise NotFound()
    return place


def _is_there(work: Work, place: Place) -> bool:
    return has_items(place.part) and at(work.state.document, place.keys) is not None


async def _was_there(work: Work, place: Place, typed: Typed) -> bool:
    """Where the form was made from a draft that is gone, or from nothing any more, its writer is believed."""
    if not has_items(place.part) or not is_code(place.code):
        return False
    try:
        state = await state_seen(typed.text("seen"), work)
    except DraftGone as gone:
        return bool(gone.begun_from)
    return typed.is_on("away") or at(state.document, place.keys) is not None


async def change(request: AnyRequest, place: Place, work: Work) -> Response[Any]:
    """What was typed into the form of a place: saved, or shown again as a button in it asked."""
    visit, typed = visit_of(request), await typed_in(request)
    if act := typed.text("again"):
        values = again(place, typed.values(), act, work.state.inherited)
        return await form_page(request, place, work, FormView(values=values))
    try:
        if place.code and not _is_there(work, place) and not typed.text("as_new"):
            raise TakenAway()
        base = place.item(work.state.document)
        item, errors = read(place, typed.fields, base, work.state.inherited)
        if errors:
            raise Invalid(errors)
        keep = saving(place, item, typed.all("pin"))
        await save(visit.tenant, keep, seen=typed.text("seen"), by=visit.staff, now=visit.now)
    except DomainError as refusal:
        return await refused(request, place, work, typed, refusal)
    return go(place_url(place), done="draft-saved")


def read(
    place: Place, fields: Mapping[str, Sequence[str]], before: Table, inherited: Table
) -> tuple[dict[str, object], dict[str, str]]:
    return read_item(place.entries, fields, before=before, inherited=place.item(inherited))


async def refused(
    request: AnyRequest, place: Place, work: Work, typed: Typed, refusal: DomainError
) -> Response[Any]:
    """With all that was typed; where somebody else was faster the form goes on from what is there by now."""
    form = returned_form(refusal, form_id="", values=typed.values())
    found = await met(refusal, work)
    now = found.work if found else work
    if place.code and not _is_there(now, place):
        if found:
            form = returned_form(TakenAway(), form_id="", values=typed.values())
        form = replace(form, values={**form.values, "seen": ""})
        return await form_page(request, place, now, form, status=refusal.status)
    if found:
        form = FormView(values=goes_on(place, form.values, found), message=form.message)
    return await form_page(request, place, now, form, status=refusal.status, found=found)


async def form_page(
    request: AnyRequest,
    place: Place,
    work: Work,
    form: FormView | None = None,
    *,
    status: int = 200,
    found: Met | None = None,
) -> Response[Any]:
    state, there = work.state, place.item(work.state.document)
    before = typed_out(place.entries, there)
    shown = form or FormView(values=before)
    item = _shown_item(place, shown, there, state) if form else there
    opened = touched(before, shown.values, shown.errors) if form else {asked(request, "open")}
    filled = Filled(shown.values, _with(state.document, place, item), frozenset(opened))
    view = item_view(state, place, filled, item, frozenset(await confirmations()))
    return await policy_page(
        request,
        "settings/policy/item.html",
        tab="parts",
        work=work,
        status=status,
        form=shown,
        item=view,
        labels=labels_of(view["controls"]),
        pins=_texts(shown.values.get("pin", [])) if form else None,
        made_from=str(shown.value("seen")) or work.seen,
        conflicts=conflict_views(shown_conflicts(found, differing(state.document, place, item)), state),
        preview=await preview_view(request, state.document, place, item, url=place_url(place)),
    )


def _shown_item(place: Place, form: FormView, there: Table, state: State) -> dict[str, object]:
    """As far as it can be read; what is wrong is said beside the fields."""
    fields = {name: _texts(value) for name, value in form.values.items()}
    return read(place, fields, there, state.inherited)[0]


def _with(document: Table, place: Place, item: Table) -> Table:
    return put_at(document, place.keys, place.value(item)) if item else document


async def _act(request: AnyRequest, act: Edit, back: str, *, typed: Typed | None = None) -> Response[Any]:
    """One that has no form of its own to come back to: what is refused is said on the error page."""
    visit: Visit = visit_of(request)
    sent = typed or await typed_in(request)
    await save(visit.tenant, act, seen=sent.text("seen"), by=visit.staff, now=visit.now)
    return go(back, done="draft-saved")


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


routes: list[Any] = [item_page, change_item, remove_item, inherit_item, move_item]
