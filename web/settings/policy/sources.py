"""Laws and documents the policy rests on: which are still to be compared with their official text, and who did."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from amends.errors import DomainError, NotFound
from amends.policy.document import SourceKind
from amends.policy.places import at
from amends.policy.sources import rested_on, unconfirmed
from tenants.confirming import Confirmation, confirm_source, confirmations, withdraw_confirmation
from tenants.working import Work, at_work
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, short_moment_text
from web.i18n import gettext
from web.rendering import go, new_form, returned_form
from web.settings.addresses import POLICY_SOURCES
from web.settings.frame import MANAGE
from web.settings.policy.frame import policy_page
from web.settings.policy.places_told import source_title
from web.settings.policy.places_words import place_text, url_at
from web.settings.policy.wording import choice_text
from web.typed import typed_in
from web.view import FormView

_ONE = f"{POLICY_SOURCES}/{{source:str}}"
_SHOWN = 20


@get(POLICY_SOURCES, opt=MANAGE)
async def sources(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form())


@post(f"{_ONE}/confirmation", status_code=200, opt=MANAGE)
async def confirm(request: AnyRequest, source: FromPath[str]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await _demand_known(source, visit)
    try:
        await confirm_source(source, note=typed.text("note"), by=visit.staff, now=visit.now)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values(), act=source)
        return await _page(request, form, status=refusal.status)
    return go(POLICY_SOURCES, done="saved")


@post(f"{_ONE}/withdrawal", status_code=200, opt=MANAGE)
async def withdraw(request: AnyRequest, source: FromPath[str]) -> Response[Any]:
    visit = visit_of(request)
    await _demand_known(source, visit)
    await withdraw_confirmation(source, by=visit.staff, now=visit.now)
    return go(POLICY_SOURCES, done="saved")


async def _demand_known(code: str, visit: Visit) -> None:
    if at((await at_work(visit.tenant)).state.document, ("sources", code)) is None:
        raise NotFound()


async def _page(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    work, done = await at_work(visit.tenant), await confirmations()
    used = rested_on(work.state.document)
    resting = {each.code: each.items for each in unconfirmed(work.state.document, ())}
    views = [
        _source_view(code, work, resting, done.get(code), form, visit)
        for code in _ordered(work, resting)
        if code in done or code in used
    ]
    return await policy_page(
        request,
        "settings/policy/sources.html",
        tab="sources",
        status=status,
        work=work,
        waiting=[view for view in views if view["to_confirm"] and not view["confirmed"]],
        others=[view for view in views if not view["to_confirm"] or view["confirmed"]],
    )


def _ordered(work: Work, resting: dict[str, Any]) -> list[str]:
    """What most rests on goes first."""
    known = at(work.state.document, ("sources",))
    codes = list(known) if isinstance(known, dict) else []
    return sorted(codes, key=lambda code: (-len(resting.get(code, ())), code))


def _source_view(
    code: str,
    work: Work,
    resting: dict[str, Any],
    confirmed: Confirmation | None,
    form: FormView,
    visit: Visit,
) -> dict[str, Any]:
    document = work.state.document
    items = resting.get(code, ())
    return {
        "code": code,
        "url": f"{POLICY_SOURCES}/{code}",
        "title": source_title(document, code),
        "kind": choice_text(SourceKind, str(at(document, ("sources", code, "kind")) or SourceKind.DOCUMENT)),
        "to_confirm": code in resting,
        "items": [{"text": place_text(keys, document), "url": url_at(keys, document)} for keys in items[:_SHOWN]],
        "more": max(0, len(items) - _SHOWN),
        "form": form.for_act(code),
        "confirmed": None if confirmed is None else {
            "who": confirmed.by or gettext("The people who run this service"),
            "when_text": short_moment_text(confirmed.at, zone=visit.zone, now=visit.now),
            "when_iso": iso(confirmed.at),
            "note": confirmed.note,
        },
    }  # fmt: skip


routes: list[Any] = [sources, confirm, withdraw]
