"""Snippets: the list with what one is written with, one to change, and one put into a message."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from litestar import MediaType, Response, get, post
from litestar.params import FromPath

from amends.complaints.queries import CaseFile
from amends.complaints.tables import Complaint
from amends.database.rows import select_one
from amends.errors import NotFound
from amends.people.rights import Right
from amends.snippets import operations as snippets
from amends.snippets.operations import SHARING, Draft, filled, may_change, one_snippet, snippets_for
from amends.snippets.tables import Snippet
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import current_language, gettext
from web.portal.frame import portal_page
from web.portal.letters.acting import acted
from web.rendering import new_form
from web.typed import Typed, asked
from web.view import FormView

HOME: Final = "/portal/snippets"
_ONE: Final = HOME + "/{snippet_id:uuid}"
_READ: Final = {"right": Right.READ_CASES, "guests": False}
_WRITE: Final = {**_READ, "right": Right.NOTE}
_TEXT: Final = "text"


@get(HOME, opt=_READ)
async def listed(request: AnyRequest) -> Response[Any]:
    return await _list(request, new_form())


@post(HOME, status_code=200, opt=_WRITE)
async def add(request: AnyRequest) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        await snippets.add(_draft(typed), by=visit.staff, now=visit.now)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _list(request, form, status=status)

    return await acted(request, do, act=_TEXT, again=again, location=lambda: HOME, done="saved")


@get(_ONE, opt=_READ)
async def one(request: AnyRequest, snippet_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, snippet_id, new_form())


@post(f"{_ONE}/{_TEXT}", status_code=200, opt=_READ)
async def change(request: AnyRequest, snippet_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        seen = typed.text("seen")
        await snippets.change(snippet_id, _draft(typed), seen=seen, by=visit.staff, now=visit.now)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, snippet_id, form, status=status)

    return await acted(request, do, act=_TEXT, again=again, location=lambda: HOME, done="saved")


@post(f"{_ONE}/removal", status_code=200, opt=_READ)
async def remove(request: AnyRequest, snippet_id: FromPath[UUID]) -> Response[Any]:
    """The page of the removed one is where it can be had back."""

    async def do(visit: Visit, _: Typed) -> None:
        await snippets.remove(snippet_id, by=visit.staff, now=visit.now)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, snippet_id, form, status=status)

    here = f"{HOME}/{snippet_id}"
    return await acted(request, do, act="removal", again=again, location=lambda: here, done="saved")


@post(f"{_ONE}/return", status_code=200, opt=_READ)
async def bring_back(request: AnyRequest, snippet_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, _: Typed) -> None:
        await snippets.bring_back(snippet_id, by=visit.staff)

    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, snippet_id, form, status=status)

    return await acted(request, do, act="return", again=again, location=lambda: HOME, done="saved")


@get("/portal/cases/{complaint_id:uuid}/snippets", opt=_READ)
async def to_choose(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    """Asked for only when somebody wants one; of the page a part is taken where there are scripts."""
    visit, case = visit_of(request), await _case(complaint_id)
    url = f"/portal/cases/{complaint_id}"
    return await portal_page(
        request,
        "portal/snippet_choice.html",
        area="queue",
        case_url=url,
        case_number=str(case.number),
        snippets=[
            {
                "name": str(row.name),
                "text": _filled(row, case, visit),
                "put_url": f"{url}?snippet={row.id}#acts",
                "reply_url": f"{url}/snippets/{row.id}",
            }
            for row in await snippets_for(visit.staff)
        ],
    )


@get("/portal/cases/{complaint_id:uuid}/snippets/{snippet_id:uuid}", opt=_READ, media_type=MediaType.TEXT)
async def put(request: AnyRequest, complaint_id: FromPath[UUID], snippet_id: FromPath[UUID]) -> str:
    return await _words(visit_of(request), complaint_id, snippet_id)


async def form_with_snippet(request: AnyRequest, complaint_id: UUID) -> FormView:
    """Without scripts a link leads here: the message is filled in already."""
    empty = new_form()
    try:
        words = await _words(visit_of(request), complaint_id, UUID(asked(request, "snippet")))
    except ValueError:
        return empty
    return FormView(form_id=empty.form_id, act="message", values={"body": words})


def offers_snippets(file: CaseFile, visit: Visit) -> str:
    """Where they are to be had; "" for whoever writes nothing here."""
    return f"/portal/cases/{file.row.id}/snippets" if visit.guest is None else ""


async def _words(visit: Visit, complaint_id: UUID, snippet_id: UUID) -> str:
    row = await one_snippet(snippet_id, visit.staff)
    if row.removed_at is not None:
        raise NotFound()
    return _filled(row, await _case(complaint_id), visit)


def _filled(row: Snippet, case: Complaint, visit: Visit) -> str:
    return filled(row, case, by=visit.staff, nobody={"zh": "您", "en": "Sir or Madam"}[str(case.language)])


async def _case(complaint_id: UUID) -> Complaint:
    case = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if case is None:
        raise NotFound()
    return case


def _draft(typed: Typed) -> Draft:
    return Draft(
        name=typed.text("name"),
        text_zh=typed.text("text_zh"),
        text_en=typed.text("text_en"),
        shared=typed.is_on("shared"),
    )


async def _list(request: AnyRequest, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    return await portal_page(
        request,
        "portal/snippets.html",
        area="articles",
        status=status,
        snippets=[
            {
                "name": str(row.name),
                "text": _shown(row),
                "shared": row.owner_id is None,
                "url": f"{HOME}/{row.id}" if may_change(row, visit.staff) else "",
            }
            for row in await snippets_for(visit.staff)
        ],
        may_write=visit.staff.may(Right.NOTE),
        may_share=visit.staff.may(SHARING),
        form=form,
    )


async def _page(request: AnyRequest, snippet_id: UUID, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    row = await one_snippet(snippet_id, visit.staff)
    own = form.for_act(_TEXT)
    if not own.failed:
        now = {name: str(getattr(row, name)) for name in ("name", "text_zh", "text_en")}
        form = FormView(form_id=form.form_id, act=_TEXT, values=now) if not form.failed else form
    return await portal_page(
        request,
        "portal/snippet.html",
        area="articles",
        status=status,
        url=f"{HOME}/{snippet_id}",
        name=str(row.name),
        now_text=_shown(row) if own.failed else "",
        seen=int(row.changes),
        removed=row.removed_at is not None,
        may=may_change(row, visit.staff),
        shared_text=gettext("Everybody here uses it.")
        if row.owner_id is None
        else gettext("Only you use it."),
        form=form,
    )


def _shown(row: Snippet) -> str:
    texts = {"zh": str(row.text_zh), "en": str(row.text_en)}
    return texts[current_language()] or next(each for each in texts.values() if each)


routes: list[Any] = [listed, add, one, change, remove, bring_back, to_choose, put]
