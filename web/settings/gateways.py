"""SMS services and chat robots: added from a preset, tried out, switched on and off, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.channels import operations
from amends.channels.checking import FIELDS, typed_of
from amends.channels.presets import PRESETS
from amends.channels.recipe import Recipe, recipe_of
from amends.channels.tables import Gateway
from amends.database.scope import execute
from amends.errors import DomainError, NotFound
from web.edge.visit import AnyRequest, visit_of
from web.rendering import go, new_form, returned_form
from web.settings.addresses import GATEWAYS
from web.settings.frame import MANAGE, settings_page
from web.settings.gateway_view import choices, form_view, row_view
from web.typed import Typed, typed_in
from web.view import FormView

_NEW = GATEWAYS + "/new/{preset:str}"
_ONE = GATEWAYS + "/{gateway_id:uuid}"


@get(GATEWAYS, opt=MANAGE)
async def gateways(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    departments = await operations.groups()
    rows = [row_view(row, departments, visit) for row in await operations.gateways()]
    return await settings_page(
        request, "settings/gateways.html", key="gateways", gateways=rows, choices=choices()
    )


@get(_NEW, opt=MANAGE)
async def new_gateway(request: AnyRequest, preset: FromPath[str]) -> Response[Any]:
    return await _new_page(request, preset, new_form(**typed_of(_begun(preset))))


@post(_NEW, status_code=200, opt=MANAGE)
async def add_gateway(request: AnyRequest, preset: FromPath[str]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await execute("SAVEPOINT act")
    try:
        gateway_id = await operations.add(
            preset,
            _given(typed),
            secrets=visit.secrets,
            allowed=visit.settings.gateway_hosts,
            by=visit.staff,
            now=visit.now,
        )
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        _begun(preset)
        form = returned_form(refusal, form_id="", values=_shown_again(typed))
        return await _new_page(request, preset, form, status=refusal.status)
    return go(f"{GATEWAYS}/{gateway_id}", done="gateway-added")


@get(_ONE, opt=MANAGE)
async def gateway(request: AnyRequest, gateway_id: FromPath[UUID]) -> Response[Any]:
    row = await operations.gateway(gateway_id)
    return await one_page(request, row, as_it_is(row))


@post(_ONE, status_code=200, opt=MANAGE)
async def change_gateway(request: AnyRequest, gateway_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await execute("SAVEPOINT act")
    try:
        await operations.change(
            gateway_id,
            _given(typed),
            secrets=visit.secrets,
            allowed=visit.settings.gateway_hosts,
            by=visit.staff,
            now=visit.now,
        )
    except DomainError as refusal:
        await execute("ROLLBACK TO SAVEPOINT act")
        row = await operations.gateway(gateway_id)
        form = returned_form(refusal, form_id="", values=_shown_again(typed))
        return await one_page(request, row, form, status=refusal.status)
    return go(f"{GATEWAYS}/{gateway_id}", done="saved")


@post(f"{_ONE}/state", status_code=200, opt=MANAGE)
async def switch_gateway(request: AnyRequest, gateway_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await operations.switch(gateway_id, on=typed.text("to") == "on", by=visit.staff, now=visit.now)
    return go(f"{GATEWAYS}/{gateway_id}", done="saved")


@post(f"{_ONE}/removal", status_code=200, opt=MANAGE)
async def remove_gateway(request: AnyRequest, gateway_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    await operations.remove(gateway_id, by=visit.staff, now=visit.now)
    return go(GATEWAYS, done="gateway-removed")


async def one_page(
    request: AnyRequest,
    row: Gateway,
    form: FormView,
    *,
    status: int = 200,
    test_form: FormView | None = None,
) -> Response[Any]:
    visit = visit_of(request)
    departments = await operations.groups()
    return await settings_page(
        request,
        "settings/gateway.html",
        key="gateways",
        status=status,
        form=form,
        gateway=row_view(row, departments, visit),
        asked=form_view(str(row.preset), form, departments, visit, row),
        test_form=test_form or new_form(),
    )


async def _new_page(request: AnyRequest, preset: str, form: FormView, *, status: int = 200) -> Response[Any]:
    departments = await operations.groups()
    return await settings_page(
        request,
        "settings/gateway_new.html",
        key="gateways",
        status=status,
        form=form,
        asked=form_view(preset, form, departments, visit_of(request)),
        url=f"{GATEWAYS}/new/{preset}",
    )


def _begun(preset: str) -> Recipe:
    if preset not in PRESETS:
        raise NotFound()
    return PRESETS[preset].recipe


def as_it_is(row: Gateway) -> FormView:
    department = str(row.department_id) if row.department_id is not None else ""
    return new_form(label=row.label, department=department, **typed_of(recipe_of(row.recipe)))


def _given(typed: Typed) -> operations.Given:
    return operations.Given(
        label=typed.text("label"),
        recipe={name: typed.text(name) for name in FIELDS},
        key=typed.text("key"),
        secret=typed.text("secret"),
        forget=typed.is_on("forget"),
        department_id=typed.uuid("department"),
    )


def _shown_again(typed: Typed) -> dict[str, object]:
    """Keys are typed in anew, as passwords are."""
    return {name: value for name, value in typed.values().items() if name not in ("key", "secret")}


routes: list[Any] = [
    gateways, new_gateway, add_gateway, gateway, change_gateway, switch_gateway, remove_gateway,
]  # fmt: skip
