"""The form of one item of the policy, or of a part that is one form; what is saved goes into the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from amends.errors import DomainError, Invalid, NotFound
from amends.policy.editing import Conflict
from amends.policy.overriding import remove, revert
from amends.policy.places import Table, at, put_at
from tenants.confirming import confirmations
from tenants.drafts import DraftConflict, save
from tenants.versions import State
from tenants.working import DraftGone, Edit, Work, at_work, edit
from web.edge.visit import AnyRequest, Visit, visit_of
from web.rendering import go, returned_form
from web.settings.addresses import POLICY_PARTS
from web.settings.frame import MANAGE
from web.settings.policy.again import again
from web.settings.policy.carrying import carried
from web.settings.policy.controls import Filled
from web.settings.policy.frame import policy_page
from web.settings.policy.item_view import conflict_views, item_view, labels_of, part_url, place_url, touched
from web.settings.policy.places import PARTS, Place, has_items
from web.settings.policy.previewing import preview_view
from web.settings.policy.reading import read_item
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
    work = await at_work(visit_of(request).tenant)
    return await change(request, existing(work, part, code), work)


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
    if not has_items(part) or at(work.state.document, place.keys) is None:
        raise NotFound()
    return place


async def change(request: AnyRequest, place: Place, work: Work) -> Response[Any]:
    """What was typed into the form of a place: saved, or shown again as a button in it asked."""
    visit, typed = visit_of(request), await typed_in(request)
    if act := typed.text("again"):
        values = again(place, typed.values(), act, work.state.inherited)
        return await form_page(request, place, work, FormView(values=values))
    try:
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
    """With all that was typed; after a conflict the form goes on from what is there by now."""
    form = returned_form(refusal, form_id="", values=typed.values())
    moved = isinstance(refusal, DraftConflict | DraftGone)
    if moved:
        form = FormView(values={**_goes_on(place, form.values, refusal), "seen": ""}, message=form.message)
    conflicts = refusal.conflicts if isinstance(refusal, DraftConflict) else ()
    now = refusal.work if isinstance(refusal, DraftConflict) else work
    return await form_page(request, place, now, form, status=refusal.status, conflicts=conflicts)


def _goes_on(place: Place, typed: Mapping[str, object], refusal: DomainError) -> Mapping[str, object]:
    """What was not touched here is what the other one made of it."""
    if not isinstance(refusal, DraftConflict):
        return typed
    base, now = (place.item(state.document) for state in (refusal.base, refusal.work.state))
    return carried(typed, typed_out(place.entries, base), typed_out(place.entries, now))


async def form_page(
    request: AnyRequest,
    place: Place,
    work: Work,
    form: FormView | None = None,
    *,
    status: int = 200,
    conflicts: Sequence[Conflict] = (),
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
        pins=shown.values.get("pin") if form else None,
        made_from=str(shown.value("seen")) or work.seen,
        conflicts=conflict_views(conflicts, state.document),
        preview=await preview_view(request, state.document, place, item),
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
