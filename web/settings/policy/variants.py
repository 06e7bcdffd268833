"""Where the sources differ: the choices of the template, and what another one would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post

from amends.errors import DomainError
from amends.policy.editing import Conflict
from tenants.adopted import Choice, Group
from tenants.drafts import DraftConflict, save
from tenants.versions import State
from tenants.working import DraftGone, Work, at_work, choosing, state_seen
from web.edge.visit import AnyRequest, visit_of
from web.i18n import current_language
from web.rendering import go, new_form, returned_form
from web.settings.addresses import POLICY_VARIANTS
from web.settings.frame import MANAGE
from web.settings.policy.difference_view import difference_views
from web.settings.policy.frame import policy_page
from web.settings.policy.places_told import conflict_views, source_title
from web.typed import Typed, typed_in
from web.view import FormView


@get(POLICY_VARIANTS, opt=MANAGE)
async def variants(request: AnyRequest) -> Response[Any]:
    work = await at_work(visit_of(request).tenant)
    chosen = work.state.adopted.choices(work.state.variants)
    return await _page(
        request, work, new_form(**{f"choice.{group}": choice for group, choice in chosen.items()})
    )


@post(POLICY_VARIANTS, status_code=200, opt=MANAGE)
async def choose(request: AnyRequest) -> Response[Any]:
    """Shown first, unless it was shown already."""
    visit, typed = visit_of(request), await typed_in(request)
    work = await at_work(visit.tenant)
    try:
        act = choosing(_wanted(typed, await _seen(typed.text("seen"), work)))
        if typed.text("preview"):
            return await _page(request, work, FormView(values=typed.values()), shown=act(work.state))
        await save(visit.tenant, act, seen=typed.text("seen"), by=visit.staff, now=visit.now)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=typed.values())
        work = await at_work(visit.tenant)
        conflicts = refusal.conflicts if isinstance(refusal, DraftConflict) else ()
        return await _page(request, work, form, status=refusal.status, conflicts=conflicts)
    return go(POLICY_VARIANTS, done="draft-saved")


def variant_changes(before: State, after: State) -> list[dict[str, str]]:
    """{label, before, after} of each group chosen differently."""
    old, new = before.adopted.choices(before.variants), after.adopted.choices(after.variants)
    return [
        {
            "label": group.name.in_language(current_language()),
            "before": _choice_name(before, code, old.get(code, "")),
            "after": _choice_name(after, code, new[code]),
        }
        for code, group in after.adopted.ranked()
        if old.get(code) != new[code]
    ]


def _choice_name(state: State, group: str, choice: str) -> str:
    found = state.adopted.groups.get(group)
    named = found.choices.get(choice) if found else None
    return named.name.in_language(current_language()) if named else choice


async def _seen(seen: str, work: Work) -> State:
    try:
        return await state_seen(seen, work)
    except DraftGone:
        return work.state


def _wanted(typed: Typed, seen: State) -> dict[str, str]:
    """Only what differs from what its chooser saw: no default becomes a choice by being looked at."""
    held = seen.adopted.choices(seen.variants)
    return {group: choice for group, choice in typed.part("choice").items() if held.get(group) != choice}


async def _page(
    request: AnyRequest,
    work: Work,
    form: FormView,
    *,
    status: int = 200,
    shown: State | None = None,
    conflicts: Sequence[Conflict] = (),
) -> Response[Any]:
    parts = difference_views(work.state.document, shown.document) if shown is not None else []
    return await policy_page(
        request,
        "settings/policy/variants.html",
        tab="variants",
        status=status,
        work=work,
        form=form,
        groups=[group_view(code, group, work.state) for code, group in work.state.adopted.ranked()],
        conflicts=conflict_views(conflicts, work.state),
        shown=shown is not None,
        parts=parts,
        changed=variant_changes(work.state, shown) if shown is not None else [],
    )


def group_view(code: str, group: Group, state: State) -> dict[str, Any]:
    """{name, label, help, options: pairs, helps: list of {name, text, sources}}."""
    language = current_language()
    return {
        "name": f"choice.{code}",
        "label": group.name.in_language(language),
        "help": group.help.in_language(language) if group.help else "",
        "options": [(choice, each.name.in_language(language)) for choice, each in group.ranked()],
        "helps": [_help_view(each, state) for _, each in group.ranked() if each.help or each.source],
    }


def _help_view(choice: Choice, state: State) -> dict[str, Any]:
    language = current_language()
    titles = [source_title(state.document, source) for source in choice.source]
    return {
        "name": choice.name.in_language(language),
        "text": choice.help.in_language(language) if choice.help else "",
        "sources": list(dict.fromkeys(titles)),
    }


routes: list[Any] = [variants, choose]
