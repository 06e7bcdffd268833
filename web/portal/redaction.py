"""A redacted copy of one file: blacked out here, or made elsewhere and brought along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints import redacting
from amends.complaints.submissions import once
from amends.errors import DomainError, Invalid, NotFound
from amends.evidence.blackening import MOST_AREAS, Area, blacken, can_be_blackened
from amends.evidence.intake import Stored, Upload, receive
from amends.evidence.kinds import ACCEPT, of_mime
from amends.evidence.operations import Readable, shown
from amends.people.rights import Right
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.beside import beside
from web.portal.forms import file_problem
from web.portal.frame import admitted, portal_page
from web.portal.sub_page import SHOWN_ON_THE_PAGE, desk_of_case, unconcerned
from web.public.forms import kept_files
from web.rendering import go, new_form, returned_form
from web.typed import Typed, typed_in
from web.view import FormView

_URL = "/portal/cases/{complaint_id:uuid}/evidence/{evidence_id:uuid}/redaction"
_ASK: Final = {"right": Right.RECORD, "guests": False}
_KEEP: Final = {**_ASK, "own_scope": True}
_BETWEEN: Final = str.maketrans(",;，；、%", "      ")


@get(_URL, opt=_ASK)
async def look(
    request: AnyRequest, complaint_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[Any]:
    return await _page(request, complaint_id, evidence_id, new_form())


@post(f"{_URL}/drawn", status_code=200, opt=_KEEP, name="portal:redaction-drawn")
async def draw(
    request: AnyRequest, complaint_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[Any]:
    """Drawn and stored while no transaction is open."""
    visit, typed = visit_of(request), await typed_in(request)
    async with admitted(request):
        await unconcerned(await desk_of_case(visit, complaint_id), complaint_id, visit)
        base = await shown(evidence_id, complaint_id=complaint_id)
    try:
        areas = _areas(typed.text("areas"))
        copy = [await _drawn(visit, base, areas)]
    except Invalid as refusal:
        return await _returned(request, complaint_id, evidence_id, "drawn", refusal, typed)
    return await _kept(request, complaint_id, evidence_id, "drawn", typed, copy, areas=areas)


@post(f"{_URL}/made", status_code=200, opt={**_KEEP, "uploads": True}, name="portal:redaction-made")
async def bring(
    request: AnyRequest, complaint_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    return await _kept(request, complaint_id, evidence_id, "made", typed, visit.uploads, areas=())


async def _kept(
    request: AnyRequest,
    complaint_id: UUID,
    evidence_id: UUID,
    act: str,
    typed: Typed,
    copy: Sequence[Stored],
    *,
    areas: Sequence[Area],
) -> Response[Any]:
    """In a scope of its own: a refusal rolls it back before the page is shown again."""
    visit = visit_of(request)
    try:
        async with admitted(request):
            if wrong := file_problem(visit):
                raise Invalid(wrong)
            taken = await once(
                form_id=typed.text("form_id"),
                purpose=f"redaction-{act}:{evidence_id}",
                content=(typed.values(), [item.sha256 for item in visit.uploads]),
                now=visit.now,
            )
            if taken.before is None:
                await redacting.redact(
                    await desk_of_case(visit, complaint_id),
                    complaint_id,
                    evidence_id,
                    copy=copy,
                    areas=len(areas),
                    reason=typed.text("reason"),
                    by=visit.staff,
                    now=visit.now,
                )
    except DomainError as refusal:
        if refusal.status not in SHOWN_ON_THE_PAGE:
            raise
        return await _returned(request, complaint_id, evidence_id, act, refusal, typed)
    return go(f"/portal/cases/{complaint_id}/evidence/{evidence_id}/redaction", done="saved")


async def _returned(
    request: AnyRequest, complaint_id: UUID, evidence_id: UUID, act: str, refusal: DomainError, typed: Typed
) -> Response[Any]:
    plain_id = typed.text("form_id").removesuffix(f"-{act}")
    form = returned_form(refusal, form_id=plain_id, values=typed.values(), act=act)
    async with admitted(request):
        return await _page(request, complaint_id, evidence_id, form, status=refusal.status)


async def _page(
    request: AnyRequest, complaint_id: UUID, evidence_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    row = next((each for each in here.file.evidence if each.id == evidence_id), None)
    if row is None:
        raise NotFound()
    may = here.may(Right.RECORD)
    return await portal_page(
        request,
        "portal/redaction.html",
        area="queue",
        status=status,
        **here.values(f"evidence/{evidence_id}/redaction", form, offered=may),
        may=may,
        file_name=str(row.name),
        file_url=f"{here.view.url}/evidence/{evidence_id}",
        drawable=_drawable(str(row.copy_mime or row.mime)),
        copy=here.view.redacted_copy(row),
        accept=f"image/*,{ACCEPT}",
        kept=kept_files(here.visit, here.visit.uploads),
    )


def _drawable(mime: str) -> bool:
    return can_be_blackened(of_mime(mime))


async def _drawn(visit: Visit, base: Readable, areas: Sequence[Area]) -> Stored:
    if not _drawable(base.mime):
        raise NotFound()
    data = await visit.store.get(base.object_name, sha256=base.sha256)
    upload = Upload(base.name, await blacken(data, areas))
    [stored] = await receive(visit.store, tenant_id=visit.tenant.id, uploads=[upload])
    return stored


def _areas(text: str) -> list[Area]:
    given = [line for line in (line.split() for line in text.translate(_BETWEEN).splitlines()) if line]
    if not given:
        raise Invalid({"areas": "Please mark at least one area."})
    if len(given) > MOST_AREAS:
        raise Invalid({"areas": "Please mark fewer areas: a large one covers several small ones."})
    return [_area(line) for line in given]


def _area(numbers: Sequence[str]) -> Area:
    try:
        area = Area(*map(float, numbers))
    except (TypeError, ValueError):
        raise Invalid(
            {"areas": "Please give four numbers a line: from the left, from the top, width and height."}
        ) from None
    if not area.fits:
        raise Invalid({"areas": "An area lies outside the picture. The numbers are percent: 0 to 100."})
    return area


routes: list[Any] = [look, draw, bring]
