"""A complaint half written is there again when its writer comes back, in the browser it was written in."""

from __future__ import annotations

from typing import Any

from litestar import Response, post
from litestar.datastructures import Cookie

from amends.complaints.submissions import was_sent
from amends.drafts import operations
from amends.drafts.operations import LASTS, Draft
from amends.evidence.intake import Stored
from amends.evidence.references import read_reference
from amends.people.rates import DRAFT
from web.edge.visit import AnyRequest, Visit, visit_of
from web.public.forms import kept_files
from web.rendering import go
from web.typed import Typed, typed_in

COOKIE = "amends_draft"
KEPT = "/complaints/new/draft"
_NOT_ITS_OWN = frozenset({"kept_file", "continue", "review", "quietly", "stops_read", "privacy"})
"""Which button was pressed, and what has to be read anew."""
_BESIDE = frozenset({"kept_file", "form_id"})


@post(KEPT, status_code=200, opt={"limits": (DRAFT,), "uploads": True})
async def keep_draft(request: AnyRequest) -> Response[Any]:
    """With the files that have come along so far; `quietly`: asked for by a script while somebody types."""
    visit, typed = visit_of(request), await typed_in(request)
    form_id = typed.text("form_id")
    if await was_sent(form_id):  # a script was still keeping it when it went
        return Response(b"", status_code=204)
    key = _key(request) or operations.new_key()
    files = [each["reference"] for each in kept_files(visit, visit.uploads)]
    fields = {name: given for name, given in typed.lasting().items() if name not in _NOT_ITS_OWN}
    await operations.keep(key, {**fields, "kept_file": files, "form_id": [form_id]}, now=visit.now)
    quietly = typed.is_on("quietly")
    answer: Response[Any] = (
        Response(b"", status_code=204) if quietly else go("/complaints/new", done="draft-kept")
    )
    answer.set_cookie(_cookie(visit, key))
    return answer


@post(f"{KEPT}/discard", status_code=200)
async def discard_draft(request: AnyRequest) -> Response[Any]:
    await operations.throw_away(_key(request))
    answer = go("/complaints/new", done="draft-gone")
    answer.delete_cookie(COOKIE)
    return answer


async def draft_of(request: AnyRequest) -> Draft | None:
    """What this browser left behind here; not what was sent at the very moment it was kept."""
    draft = await operations.kept(_key(request), now=visit_of(request).now)
    if draft is None or not await was_sent("".join(draft.fields.get("form_id", ()))):
        return draft
    await operations.throw_away(_key(request))
    return None


async def sent(request: AnyRequest, answer: Response[Any]) -> None:
    """Nothing of it stays beside the complaint."""
    key = _key(request)
    if key:
        await operations.throw_away(key)
        answer.delete_cookie(COOKIE)


def typed_of(draft: Draft) -> Typed:
    return Typed({name: given for name, given in draft.fields.items() if name not in _BESIDE})


def files_of(visit: Visit, draft: Draft) -> list[Stored]:
    """Those that are there still: a day long."""
    found = [
        read_reference(visit.secrets, visit.tenant.id, text, now=visit.now)
        for text in draft.fields.get("kept_file", ())
    ]
    return [file for file in found if file is not None]


def _key(request: AnyRequest) -> str:
    return request.cookies.get(COOKIE, "")


def _cookie(visit: Visit, key: str) -> Cookie:
    return Cookie(
        COOKIE,
        value=key,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=visit.settings.secure,
    )


routes: list[Any] = [keep_draft, discard_draft]
