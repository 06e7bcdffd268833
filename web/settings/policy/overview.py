"""The policy in force, those before it, any two beside each other, and the way back."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from amends.errors import DomainError
from amends.policy.parse import PolicyError
from tenants.moving_many import count_behind
from tenants.publishing import roll_back, roll_back_checked
from tenants.templates import pickable_templates
from tenants.upgrading import offered
from tenants.versions import Line, published_versions, version_by_number
from tenants.working import Work, at_work
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, short_moment_text
from web.i18n import current_language, gettext
from web.rendering import go, new_form, returned_form
from web.settings.addresses import POLICY, POLICY_CASES, POLICY_UPGRADE, POLICY_VERSIONS
from web.settings.frame import MANAGE
from web.settings.policy.difference_view import difference_views
from web.settings.policy.frame import policy_page
from web.settings.policy.places_told import checks_view
from web.settings.policy.variants import variant_changes
from web.settings.policy.weak import weak_view
from web.typed import asked, typed_in
from web.view import FormView

_ONE = f"{POLICY_VERSIONS}/{{number:int}}"


@get(POLICY, opt=MANAGE)
async def overview(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    work = await at_work(visit.tenant)
    lines = [_line_view(line, work, visit) for line in await published_versions()]
    current = next(line for line in lines if line["current"])
    return await policy_page(
        request,
        "settings/policy/overview.html",
        tab="overview",
        work=work,
        versions=lines,
        in_force=current,
        behind=await count_behind(visit.tenant),
        behind_url=POLICY_CASES,
        later=later.version if (later := offered(work.state)) is not None else "",
        later_url=POLICY_UPGRADE,
    )


@get(f"{POLICY}/comparison", opt=MANAGE)
async def comparison(request: AnyRequest) -> Response[Any]:
    """Any two, the older one first; a number nobody published is the one in force."""
    visit = visit_of(request)
    work = await at_work(visit.tenant)
    numbers = sorted(_number(asked(request, name), work) for name in ("one", "other"))
    old, new = [await version_by_number(number) for number in numbers]
    return await policy_page(
        request,
        "settings/policy/comparison.html",
        tab="overview",
        work=work,
        numbers=numbers,
        parts=difference_views(old.state.document, new.state.document),
        variants=variant_changes(old.state, new.state),
    )


@get(_ONE, opt=MANAGE)
async def version(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    return await _version_page(request, number, new_form())


@post(f"{_ONE}/return", status_code=200, opt=MANAGE)
async def go_back(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    seen = typed.text("in_force")
    try:
        await roll_back(
            visit.tenant,
            number,
            in_force=int(seen[:9]) if seen.isdecimal() else 0,
            reason=typed.text("reason"),
            by=visit.staff,
            now=visit.now,
        )
    except PolicyError as refusal:
        return await _version_page(request, number, FormView(values=typed.values()), status=refusal.status)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        return await _version_page(request, number, form, status=refusal.status)
    return go(POLICY, done="policy-returned")


async def _version_page(
    request: AnyRequest, number: int, form: FormView, *, status: int = 200
) -> Response[Any]:
    """What it brought, and what publishing it anew would change now."""
    visit = visit_of(request)
    work = await at_work(visit.tenant)
    old, found = await roll_back_checked(number, work.in_force.state)
    lines = await published_versions()
    line = next(line for line in lines if line.number == number)
    before = await version_by_number(number - 1) if number > 1 else None
    return await policy_page(
        request,
        "settings/policy/version.html",
        tab="overview",
        status=status,
        work=work,
        form=form,
        version=_line_view(line, work, visit),
        brought=difference_views(before.state.document, old.state.document) if before else [],
        brought_variants=variant_changes(before.state, old.state) if before else [],
        back_variants=variant_changes(work.in_force.state, old.state),
        back=difference_views(work.in_force.state.document, old.state.document),
        checks=checks_view(found, old.state),
        in_force=work.in_force.number,
        weak=await weak_view(visit, old.state, work.in_force.state),
    )


def _number(text: str, work: Work) -> int:
    return int(text[:6]) if text.isdecimal() and int(text[:6]) > 0 else work.in_force.number


def _line_view(line: Line, work: Work, visit: Visit) -> dict[str, Any]:
    """{number, url, current, who, when_text, when_iso, reason, back_to, template}."""
    return {
        "number": line.number,
        "url": f"{POLICY_VERSIONS}/{line.number}",
        "current": line.number == work.in_force.number,
        "who": line.published_by or gettext("The people who run this service"),
        "when_text": short_moment_text(line.published_at, zone=visit.zone, now=visit.now),
        "when_iso": iso(line.published_at),
        "reason": line.reason,
        "back_to": line.rolled_back_to,
        "template": f"{_template_text(line.template)} {line.template_version}",
    }


def _template_text(code: str) -> str:
    template = pickable_templates().get(code)
    return template.policy.name.in_language(current_language()) if template is not None else code


routes: list[Any] = [overview, comparison, version, go_back]
