"""One case and the policy in force: what moving it there would change, and the act itself.

Where the version in force has its category or level no more, the page first asks what takes their place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.errors import DomainError
from amends.people.rights import Right
from amends.policy.categories import leaves, path_name
from tenants.moving import move_case, preview
from tenants.moving_preview import Preview, Reckoned
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso
from web.i18n import current_language, gettext
from web.portal.frame import portal_page
from web.promises import due_text
from web.rendering import go, new_form, returned_form
from web.settings.policy.difference_view import difference_views
from web.settings.policy.telling import item_text
from web.typed import asked, typed_in
from web.view import FormView

_URL = "/portal/cases/{complaint_id:uuid}/policy"
_MAY = {"right": Right.MANAGE_SETTINGS}


@get(_URL, opt=_MAY)
async def look(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    instead = _instead(lambda name: asked(request, name))
    return await _page(request, complaint_id, replace(new_form(), values=instead), instead=instead)


@post(_URL, status_code=200, opt=_MAY)
async def move(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    to = typed.text("to")
    try:
        await move_case(
            visit.tenant,
            visit.settings,
            complaint_id,
            to=int(to[:9]) if to.isdecimal() else 0,
            anew=typed.is_on("anew"),
            reason=typed.text("reason"),
            by=visit.staff,
            now=visit.now,
            instead=_instead(typed.text),
        )
    except DomainError as refusal:
        if refusal.status not in (409, 422):
            raise
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _page(request, complaint_id, form, instead=_instead(typed.text), status=refusal.status)
    return go(f"/portal/cases/{complaint_id}", done="saved")


async def _page(
    request: AnyRequest,
    complaint_id: UUID,
    form: FormView,
    *,
    instead: Mapping[str, str],
    status: int = 200,
) -> Response[Any]:
    visit = visit_of(request)
    found = await preview(visit.tenant, visit.settings, complaint_id, now=visit.now, instead=instead)
    return await portal_page(
        request,
        "portal/case_policy.html",
        area="queue",
        status=status,
        form=form,
        **moving_view(found, visit),
    )


def moving_view(found: Preview, visit: Visit) -> dict[str, Any]:
    """{url, number, old, new, ready, filed, choices, parts, hindrance, promises: list of {text, due_text, due_iso,
    would_be, moves}}; choices: list of {name, was, options} of what the version in force has no more."""
    return {
        "url": f"/portal/cases/{found.complaint.id}",
        "number": str(found.complaint.number),
        "old": found.old.number,
        "new": found.new.number,
        "ready": found.ready,
        "filed": {name: code for name, code in found.filed.items() if name in found.lacks},
        "choices": [_choice_view(name, found) for name in found.lacks],
        "parts": difference_views(found.before, found.after) if found.ready else [],
        "hindrance": gettext(found.hindrance),
        "promises": [promise_view(each, found, visit) for each in found.promises],
    }


def _choice_view(name: str, found: Preview) -> dict[str, Any]:
    policy, language = found.new.state.policy(), current_language()
    part = {"category": "categories", "level": "levels"}[name]
    options = (
        [(code, path_name(policy, code, language)) for code in leaves(policy)]
        if name == "category"
        else [
            (code, level.name.in_language(language))
            for code, level in sorted(policy.levels.items(), key=lambda each: each[1].rank)
        ]
    )
    was = str(getattr(found.complaint, name))
    return {"name": name, "was": item_text(found.old.published, part, was), "options": options}


def _instead(value: Callable[[str], str]) -> dict[str, str]:
    return {name: value(name)[:200] for name in ("category", "level")}


def promise_view(each: Reckoned, found: Preview, visit: Visit) -> dict[str, Any]:
    return {
        "text": item_text(found.new.published, "clocks", each.kind),
        "due_text": due_text(each.due_at, zone=visit.zone),
        "due_iso": iso(each.due_at),
        "would_be": due_text(each.would_be, zone=visit.zone),
        "moves": each in found.moving,
    }


routes: list[Any] = [look, move]
