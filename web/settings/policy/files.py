"""The policy as a file to keep, to read, to bring back; and the draft's own layer as text for those who like that."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile

from amends.errors import DomainError, Invalid
from amends.policy.editing import Side
from amends.policy.places import Keys, dotted, keys_of
from tenants.drafts import DraftConflict, save, tried
from tenants.exchange import LARGEST, FileRefused, Form, What, exported, imported, overriding
from tenants.toml_text import toml_text
from tenants.versions import State
from tenants.working import DraftGone, Edit, Work, at_work, goes_on_from
from web.edge.visit import AnyRequest, visit_of
from web.i18n import gettext
from web.rendering import go, new_form, returned_form
from web.settings.addresses import POLICY_DRAFT, POLICY_EXPERT, POLICY_FILES
from web.settings.frame import MANAGE
from web.settings.policy.difference_view import MOST, capped, difference_views
from web.settings.policy.frame import policy_page
from web.settings.policy.places_told import conflict_views
from web.settings.policy.problems_told import problem_views
from web.settings.policy.variants import variant_changes
from web.typed import Typed, asked, plain, typed_in
from web.view import FormView

_TYPES = {Form.TOML: "application/toml", Form.JSON: "application/json"}


@get(POLICY_FILES, opt=MANAGE)
async def files(request: AnyRequest) -> Response[Any]:
    return await _page(request, "files", await at_work(visit_of(request).tenant), new_form())


@get(f"{POLICY_FILES}/export", opt=MANAGE)
async def export(request: AnyRequest) -> Response[bytes]:
    """Of the version in force, or of the draft."""
    visit = visit_of(request)
    work = await at_work(visit.tenant)
    what = What(asked(request, "what")) if asked(request, "what") in set(What) else What.OVERRIDES
    form = Form(asked(request, "form")) if asked(request, "form") in set(Form) else Form.TOML
    of_draft = asked(request, "of") == "draft"
    name = f"{visit.tenant.slug}-policy-{'draft' if of_draft else work.in_force.number}-{what}.{form}"
    text = exported(work.state if of_draft else work.in_force.state, what, form)
    return Response(
        text.encode(),
        media_type=_TYPES[form],
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )


@post(POLICY_FILES, status_code=200, opt={**MANAGE, "files": True})
async def bring_back(request: AnyRequest) -> Response[Any]:
    """Tried first: what it would change is shown, and nothing is kept until that is sent again."""
    typed = await typed_in(request)
    text = await _sent(request) or typed.text("text")
    return await _take(request, "files", text, typed) if text.strip() else await _nothing_sent(request, typed)


async def _nothing_sent(request: AnyRequest, typed: Typed) -> Response[Any]:
    refusal = Invalid({"text": "Please choose a file, or paste its text."})
    form = returned_form(refusal, form_id="", values=typed.values())
    return await _page(request, "files", await at_work(visit_of(request).tenant), form, status=refusal.status)


@get(POLICY_EXPERT, opt=MANAGE)
async def expert(request: AnyRequest) -> Response[Any]:
    work = await at_work(visit_of(request).tenant)
    return await _page(request, "expert", work, new_form(text=toml_text(work.state.own.layer).lstrip()))


@post(POLICY_EXPERT, status_code=200, opt=MANAGE)
async def write(request: AnyRequest) -> Response[Any]:
    typed = await typed_in(request)
    return await _take(request, "expert", typed.text("text"), typed)


async def _take(request: AnyRequest, tab: str, text: str, typed: Typed) -> Response[Any]:
    visit, seen = visit_of(request), typed.text("seen")
    act = partial(imported if tab == "files" else overriding, text)
    values = {**typed.values(), "text": text}
    choices = choices_in(typed)
    try:
        if not typed.text("apply"):
            work, shown = await tried(visit.tenant, act, seen=seen, choices=choices)
            return await _page(request, tab, work, FormView(values=values), shown=shown, seen=seen)
        await save(visit.tenant, act, seen=seen, by=visit.staff, now=visit.now, choices=choices)
    except DraftGone as gone:
        return await _from_what_is_there(request, tab, act, gone, values)
    except DomainError as refusal:
        return await _refused(request, tab, refusal, values, seen)
    return go(POLICY_DRAFT, done="draft-saved")


def choices_in(typed: Typed) -> dict[Keys, Side]:
    """Whose value stands where two said different things, as the page asked."""
    return {keys_of(name): Side(side) for name, side in typed.part("keep").items() if side in set(Side)}


def conflict_errors(refusal: DraftConflict) -> dict[str, str]:
    return {
        f"keep.{dotted(each.keys)}": gettext("Please choose one of the two.") for each in refusal.conflicts
    }


async def _from_what_is_there(
    request: AnyRequest, tab: str, act: Edit, gone: DraftGone, values: dict[str, object]
) -> Response[Any]:
    """Nothing of what was published meanwhile is replaced unseen: what the text would change of it is shown first."""
    tenant = visit_of(request).tenant
    seen, _ = await goes_on_from(gone, await at_work(tenant))
    form = returned_form(gone, form_id="", values=values)
    try:
        work, shown = await tried(tenant, act, seen=seen)
    except DraftConflict as refusal:
        return await _refused(request, tab, refusal, values, seen, told=form.message)
    except DomainError as refusal:
        return await _refused(request, tab, refusal, values, seen)
    return await _page(request, tab, work, form, status=gone.status, shown=shown, seen=seen)


async def _refused(
    request: AnyRequest,
    tab: str,
    refusal: DomainError,
    values: dict[str, object],
    seen: str,
    *,
    told: str = "",
) -> Response[Any]:
    """It is still seen from where it began, so that what the other one did since is never taken for taken away."""
    form = returned_form(refusal, form_id="", values=values)
    work = await at_work(visit_of(request).tenant)
    problems: tuple[str, ...] = ()
    conflicts: list[dict[str, str]] = []
    if isinstance(refusal, FileRefused):
        problems = refusal.problems
    if isinstance(refusal, DraftConflict):
        work, conflicts = refusal.work, conflict_views(refusal.conflicts, refusal.work.state)
        form = replace(form, errors=conflict_errors(refusal), message=told or form.message)
    return await _page(
        request, tab, work, form, status=refusal.status, problems=problems, conflicts=conflicts, seen=seen
    )


async def _sent(request: AnyRequest) -> str:
    """As text; what is none is refused where it is read."""
    form = await request.form()
    sent = form.get("file")
    content = await sent.read(LARGEST * 4 + 1) if isinstance(sent, UploadFile) else b""
    return plain(content.decode("utf-8", "replace").removeprefix("\ufeff"))


async def _page(
    request: AnyRequest,
    tab: str,
    work: Work,
    form: FormView,
    *,
    status: int = 200,
    shown: State | None = None,
    problems: tuple[str, ...] = (),
    conflicts: list[dict[str, str]] | None = None,
    seen: str = "",
) -> Response[Any]:
    parts = difference_views(work.state.document, shown.document) if shown is not None else []
    parts, more = capped(parts)
    told = problem_views(problems, work.state.document, work.state.inherited)
    return await policy_page(
        request,
        f"settings/policy/{tab}.html",
        tab=tab,
        status=status,
        work=work,
        seen=seen,
        form=form,
        shown=shown is not None,
        parts=parts,
        more=more,
        changed=variant_changes(work.state, shown) if shown is not None else [],
        problems=told[:MOST],
        more_problems=max(0, len(told) - MOST),
        conflicts=conflicts or [],
        decided=_decided(form, conflicts or []),
        has_draft=work.exists,
    )


def _decided(form: FormView, conflicts: list[dict[str, str]]) -> list[tuple[str, object]]:
    """What was chosen before, for the form to carry on."""
    asked_now = {f"keep.{each['name']}" for each in conflicts}
    return [pair for pair in form.values.items() if pair[0].startswith("keep.") and pair[0] not in asked_now]


routes: list[Any] = [files, export, bring_back, expert, write]
