"""The documents a case can have: what is still blank in each, and the paper. Each one made is written into the history."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.audit.operations import record
from amends.complaints.about import demand_unconcerned
from amends.database.scope import tenant_scope
from amends.policy.document import Document
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import LANGUAGE_NAMES, current_language, language_of, speaking
from web.portal.documents.composing import blanks_in
from web.portal.documents.fitting import document_for, documents_for
from web.portal.documents.gathering import PRINTED, Gathered, gathered
from web.portal.documents.sheet import sheet
from web.portal.frame import admitted, portal_page
from web.portal.letters.sheets import logo_of
from web.portal.sub_page import READ
from web.printing.records import record_pdf
from web.rendering import new_form
from web.roles import role_name
from web.settings.policy.wording import choice_text
from web.typed import typed_in

_DOCUMENTS = "/portal/cases/{complaint_id:uuid}/documents"


@get(_DOCUMENTS, opt=READ)
async def documents(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    visit = visit_of(request)
    it = await gathered(visit, complaint_id)
    found = documents_for(it.view.desk.policy, it.facts)
    return await portal_page(
        request,
        "portal/documents.html",
        area="queue",
        case_url=it.view.url,
        case_number=it.file.row.number,
        subject=it.file.row.subject,
        url=f"{it.view.url}/documents",
        form=new_form(language=str(it.file.row.language)),
        may=visit.staff.id not in it.file.row.about,
        documents=[_view(code, each, it) for code, each in found.items()],
        languages=list(LANGUAGE_NAMES.items()),
    )


def _view(code: str, document: Document, it: Gathered) -> dict[str, Any]:
    """{code, name, kind_text, role_text: who approves it, blanks: what is still to be filled in}"""
    roles = it.view.desk.policy.roles
    return {
        "code": code,
        "name": document.name.in_language(current_language()),
        "kind_text": choice_text(type(document.kind), document.kind),
        "role_text": role_name(document.approved_by, roles) if document.approved_by else "",
        "signed": document.signature,
        "blanks": blanks_in(document, it),
    }


@post(f"{_DOCUMENTS}/pdf", status_code=200, opt={**READ, "own_scope": True})
async def document_pdf(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    """Made while no transaction is open, and handed out once it stands in the history."""
    typed = await typed_in(request)
    code = typed.text("document")
    async with admitted(request) as visit:
        it = await gathered(visit, complaint_id)
        demand_unconcerned(it.file.row, visit.staff)
        document = document_for(it.view.desk.policy, it.facts, code)
    language = language_of(typed.text("language")) or str(it.file.row.language)
    with speaking(language):
        paper = sheet(document, it, visit)
    content = await record_pdf(paper, logo=await logo_of(visit))
    await _remember(visit, complaint_id, code, language, content)
    name = f"{it.file.row.number}-{paper.title}.pdf"
    disposition = f"attachment; filename=\"document.pdf\"; filename*=UTF-8''{quote(name)}"
    headers = {"content-disposition": disposition, "cache-control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


async def _remember(visit: Visit, complaint_id: UUID, code: str, language: str, content: bytes) -> None:
    detail = {"document": code, "language": language, "pdf": hashlib.sha256(content).hexdigest()}
    async with tenant_scope(visit.tenant.id):
        await record(act=PRINTED, by=visit.staff, now=visit.now, complaint_id=complaint_id, detail=detail)


routes: list[Any] = [documents, document_pdf]
