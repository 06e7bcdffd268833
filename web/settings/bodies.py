"""Where to turn next: the outside bodies an organisation names, in its own order."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints.onward import in_months
from amends.errors import DomainError, Invalid, NotFound
from amends.organisation.declaring import Page
from amends.organisation.operations import save
from amends.organisation.queries import in_force
from amends.organisation.reading import MOST_BODIES, read_body
from amends.organisation.values import Both, OutsideBody
from tenants.desks import desk_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.house import shown
from web.public.views import recourse_view
from web.rendering import go, new_form, returned_form
from web.settings.frame import MANAGE, settings_page
from web.settings.menu import url_of
from web.typed import typed_in
from web.view import FormView

_LIST = url_of(Page.BODIES)
_ONE = _LIST + "/{body_id:uuid}"


@get(_LIST, opt=MANAGE)
async def bodies(request: AnyRequest) -> Response[Any]:
    return await _list_page(request, new_form())


@post(_LIST, status_code=200, opt=MANAGE)
async def add_body(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    try:
        body = read_body(typed.last(), body_id=uuid4())
        there = await _own(visit)
        if len(there) >= MOST_BODIES:
            raise Invalid({"name_zh": "These are too many: take some away first."})
        await _save(visit, [*there, body])
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _list_page(request, form, status=refusal.status)
    return go(_LIST, done="saved")


@post(f"{_LIST}/adoption", status_code=200, opt=MANAGE)
async def adopt(request: AnyRequest) -> Response[Any]:
    """Those of the industry template become the organisation's own, to be changed one by one."""
    visit = visit_of(request)
    policy = (await desk_in_force(visit.tenant, visit.settings)).policy
    if (await in_force(visit.tenant)).settings.bodies is None:
        ranked = sorted(policy.recourse.items(), key=lambda item: (item[1].rank, item[0]))
        own = [
            OutsideBody(
                id=uuid4(),
                name=Both(body.name.zh, body.name.en),
                purpose=Both(body.contact.zh, body.contact.en),
                months=in_months(body.within),
            )
            for _, body in ranked
        ]
        await _save(visit, own)
    return go(_LIST, done="saved")


@get(_ONE, opt=MANAGE)
async def body_page(request: AnyRequest, body_id: FromPath[UUID]) -> Response[Any]:
    body = await _one(visit_of(request), body_id)
    typed = {"phone": body.phone, "website": body.website, "months": str(body.months or "")}
    for name in ("name", "purpose", "address"):
        both: Both = getattr(body, name)
        typed |= {f"{name}_zh": both.zh, f"{name}_en": both.en}
    return await _one_page(request, body, new_form(**typed))


@post(_ONE, status_code=200, opt=MANAGE)
async def change_body(request: AnyRequest, body_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    before = await _one(visit, body_id)
    try:
        after = read_body(typed.last(), body_id=body_id)
        await _save(visit, [after if body.id == body_id else body for body in await _own(visit)])
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _one_page(request, before, form, status=refusal.status)
    return go(_LIST, done="saved")


@post(f"{_ONE}/place", status_code=200, opt=MANAGE)
async def move_body(request: AnyRequest, body_id: FromPath[UUID]) -> Response[Any]:
    """One place up or down."""
    visit, typed = visit_of(request), await typed_in(request)
    body, ordered = await _one(visit, body_id), list(await _own(visit))
    place = ordered.index(body)
    ordered.remove(body)
    ordered.insert(max(0, place - 1 if typed.text("to") == "up" else place + 1), body)
    await _save(visit, ordered)
    return go(_LIST, done="saved")


@post(f"{_ONE}/removal", status_code=200, opt=MANAGE)
async def remove_body(request: AnyRequest, body_id: FromPath[UUID]) -> Response[Any]:
    """With the last of its own, an organisation goes back to its template's."""
    visit = visit_of(request)
    gone = await _one(visit, body_id)
    await _save(visit, [body for body in await _own(visit) if body != gone])
    return go(_LIST, done="saved")


async def _own(visit: Visit) -> tuple[OutsideBody, ...]:
    return (await in_force(visit.tenant)).settings.bodies or ()


async def _one(visit: Visit, body_id: UUID) -> OutsideBody:
    for body in await _own(visit):
        if body.id == body_id:
            return body
    raise NotFound()


async def _save(visit: Visit, bodies: list[OutsideBody]) -> None:
    own = tuple(bodies) or None
    await save(Page.BODIES, {"bodies": own}, seen_before=None, by=visit.staff, now=visit.now)


async def _list_page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    desk = await desk_in_force(visit.tenant, visit.settings)
    own = desk.bodies or ()
    return await settings_page(
        request,
        "settings/bodies.html",
        key=Page.BODIES,
        status=status,
        form=form,
        bodies=[
            {**view, "url": f"{_LIST}/{body.id}", "first": body is own[0], "last": body is own[-1],
             "missing": body.name.missing}
            for view, body in zip(recourse_view(desk), own, strict=False)
        ],
        preset=[] if own else recourse_view(desk),
    )  # fmt: skip


async def _one_page(
    request: AnyRequest, body: OutsideBody, form: FormView, *, status: int = 200
) -> Response[Any]:
    return await settings_page(
        request,
        "settings/body.html",
        key=Page.BODIES,
        status=status,
        form=form,
        url=f"{_LIST}/{body.id}",
        name=shown(body.name).text,
    )


routes: list[Any] = [bodies, add_body, adopt, body_page, change_body, move_body, remove_body]
