"""The policy as a file to keep, to read, to bring back; and the draft's own layer as text for those who like that."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile

from amends.errors import DomainError, Invalid
from tenants.drafts import DraftConflict, save, tried
from tenants.exchange import LARGEST, FileRefused, Form, What, exported, imported, overriding
from tenants.toml_text import toml_text
from tenants.versions import State
from tenants.working import Work, at_work
from web.edge.visit import AnyRequest, visit_of
from web.rendering import go, new_form, returned_form
from web.settings.addresses import POLICY_DRAFT, POLICY_EXPERT, POLICY_FILES
from web.settings.frame import MANAGE
from web.settings.policy.difference_view import difference_views
from web.settings.policy.frame import policy_page
from web.settings.policy.places_told import conflict_views
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
    work = await at_work(visit.tenant)
    act = partial(imported if tab == "files" else overriding, text)
    values = {**typed.values(), "text": text}
    try:
        if not typed.text("apply"):
            work, shown = await tried(visit.tenant, act, seen=seen)
            return await _page(request, tab, work, FormView(values=values), shown=shown, seen=seen)
        await save(visit.tenant, act, seen=seen, by=visit.staff, now=visit.now)
    except FileRefused as refusal:
        form = returned_form(refusal, form_id="", values=values)
        return await _page(
            request, tab, work, form, status=refusal.status, problems=refusal.problems, seen=seen
        )
    except DraftConflict as refusal:
        form = returned_form(refusal, form_id="", values=values)
        conflicts = conflict_views(refusal.conflicts, refusal.work.state.document)
        return await _page(request, tab, refusal.work, form, status=refusal.status, conflicts=conflicts)
    except DomainError as refusal:
        form = returned_form(refusal, form_id="", values=values)
        return await _page(request, tab, work, form, status=refusal.status)
    return go(POLICY_DRAFT, done="draft-saved")


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
    return await policy_page(
        request,
        f"settings/policy/{tab}.html",
        tab=tab,
        status=status,
        work=work,
        seen=seen,
        form=form,
        shown=shown is not None,
        parts=difference_views(work.state.document, shown.document) if shown is not None else [],
        changed=variant_changes(work.state, shown) if shown is not None else [],
        problems=list(problems),
        conflicts=conflicts or [],
        has_draft=work.exists,
    )


routes: list[Any] = [files, export, bring_back, expert, write]
