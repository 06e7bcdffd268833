"""A file for a form that is still being filled in: it is here before the form is, and stays only if the form comes."""

from __future__ import annotations

from typing import Any

from litestar import MediaType, Response, post

from amends.errors import DomainError
from amends.people.rates import UPLOAD
from web.edge.visit import AnyRequest, visit_of
from web.public.forms import kept_files
from web.rendering import page, returned_form

FILES = "/complaints/new/files"


@post(FILES, status_code=200, opt={"limits": (UPLOAD,), "uploads": True})
async def keep_file(request: AnyRequest) -> Response[Any]:
    """One, as a field of the form; or what is wrong with it, in the reader's language."""
    visit = visit_of(request)
    if visit.upload_problem is not None:
        return _refused(visit.upload_problem)
    found = kept_files(visit, visit.uploads[:1])
    return page(request, "public/_kept_file.html", file=found[0]) if found else Response(b"", status_code=204)


def _refused(problem: DomainError) -> Response[str]:
    form = returned_form(problem, form_id="", values={})
    text = form.error("files") or form.message
    return Response(text, status_code=422, media_type=MediaType.TEXT)


routes: list[Any] = [keep_file]
