"""The open complaints that are still under earlier versions of the policy, and moving several of them in one act."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post

from amends.errors import DomainError, Invalid
from tenants.moving_many import cases_behind, move_cases
from tenants.moving_preview import Preview
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import gettext
from web.portal.case_policy import promise_view
from web.rendering import go, new_form, returned_form
from web.settings.addresses import POLICY_CASES
from web.settings.frame import MANAGE
from web.settings.policy.frame import policy_page
from web.typed import Typed, asked, typed_in
from web.view import FormView


@get(POLICY_CASES, opt=MANAGE)
async def cases(request: AnyRequest) -> Response[Any]:
    return await _page(request, new_form(), after=_after(asked(request, "after")))


@post(POLICY_CASES, status_code=200, opt=MANAGE)
async def move_chosen(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    to, after = typed.text("to"), typed.text("after")
    try:
        await move_cases(
            visit.tenant,
            visit.settings,
            _chosen(typed),
            to=int(to[:9]) if to.isdecimal() else 0,
            anew=typed.is_on("anew"),
            reason=typed.text("reason"),
            by=visit.staff,
            now=visit.now,
        )
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values={**typed.values(), "case": list(typed.all("case"))})
        return await _page(request, form, after=_after(after), status=refusal.status)
    return go(POLICY_CASES, done="cases-moved")


async def _page(
    request: AnyRequest, form: FormView, *, after: UUID | None, status: int = 200
) -> Response[Any]:
    visit = visit_of(request)
    found = await cases_behind(visit.tenant, visit.settings, after=after, now=visit.now)
    return await policy_page(
        request,
        "settings/policy/cases.html",
        tab="overview",
        status=status,
        form=form,
        number=found.number,
        total=found.total,
        cases=[case_view(each, visit) for each in found.previews],
        after=str(after or ""),
        following=f"{POLICY_CASES}?after={found.following}" if found.following else "",
        first=POLICY_CASES if after else "",
    )


def case_view(found: Preview, visit: Visit) -> dict[str, Any]:
    """{id, number, subject, url, old, ready, why, promises: list of {text, due_text, due_iso, would_be, moves}};
    `why`: what has to be settled on its own page first."""
    case = found.complaint
    return {
        "id": str(case.id),
        "number": str(case.number),
        "subject": str(case.subject),
        "url": f"/portal/cases/{case.id}/policy",
        "old": found.old.number,
        "ready": found.ready,
        "why": gettext(found.hindrance) if found.hindrance else _unchosen(found),
        "promises": [promise_view(each, found, visit) for each in found.moving],
    }


def _unchosen(found: Preview) -> str:
    texts = {
        "category": gettext("Its category is no longer there."),
        "level": gettext("Its level is no longer there."),
    }
    return " ".join(texts[name] for name in found.lacks)


def _chosen(typed: Typed) -> list[UUID]:
    try:
        return [UUID(each) for each in typed.all("case")]
    except ValueError:
        raise Invalid({"case": "Please choose one of those offered."}) from None


def _after(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


routes: list[Any] = [cases, move_chosen]
