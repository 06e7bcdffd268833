"""What open pages ask for, and listen to: the stream, who else is at a case, how many notices wait."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Stream as StreamedResponse

from amends.complaints.about import AboutYou
from amends.database.scope import tenant_scope
from amends.errors import NotFound
from amends.live.changes import Change, changes_since, last_entry
from amends.live.presence import Present, be_here, leave
from amends.notices.queries import unread_count
from amends.people.actor import ActorKind
from amends.people.queries import people_named
from amends.people.rights import Right
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import current_language, gettext, ngettext
from web.live.hub import HUB
from web.live.streams import Stream
from web.portal.frame import admitted, at_case_view
from web.rendering import page
from web.typed import typed_in

_OWN: Final = {"guests": False, "by_itself": True}
_COMMA: Final = {"zh": "、", "en": ", "}
_AT_ONCE: Final = {"x-accel-buffering": "no"}
"""A proxy that gathers answers passes this one on as it comes."""


@get("/portal/stream", opt={**_OWN, "right": Right.READ_CASES, "own_scope": True, "stream": True})
async def stream(request: AnyRequest) -> StreamedResponse:
    async with admitted(request) as visit:
        person_id, session_id = visit.staff.id, visit.session_id
        unread = await unread_count(person_id=person_id) if person_id is not None else 0
    return StreamedResponse(
        _told(visit.tenant.id, session_id, person_id, unread),
        media_type="text/event-stream",
        headers=_AT_ONCE,
    )


async def _told(
    tenant_id: UUID, session_id: UUID | None, person_id: UUID | None, unread: int
) -> AsyncIterator[bytes]:
    """Nothing for whoever has no session of their own."""
    if session_id is None or person_id is None:
        return
    listener = Stream(session_id=session_id, person_id=person_id, unread=unread)
    async for event in HUB.listening(tenant_id, listener):
        yield event


@get("/portal/notices/count", opt={**_OWN, "signed_in": True})
async def unread(request: AnyRequest) -> Response[Any]:
    visit = visit_of(request)
    count = await unread_count(person_id=visit.staff.id) if visit.staff.id is not None else 0
    return page(request, "portal/_unread.html", unread=count)


@post(
    "/portal/cases/{complaint_id:uuid}/here",
    status_code=200,
    opt={**_OWN, "right": Right.READ_CASES, "own_scope": True},
)
async def here(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    """An open page says that it is there, and learns who else is and what has changed. Whom the case is about has no part
    in it."""
    typed = await typed_in(request)
    async with admitted(request) as visit:
        if visit.concerned or visit.staff.id is None:
            raise AboutYou()
        last = await last_entry(complaint_id)
        if not last:  # every case has a first one
            raise NotFound()
        seen = _seen(typed.text("seen"), last)
        changes = await changes_since(complaint_id, seen) if seen < last else []
    at = (visit.tenant.id, complaint_id, visit.staff.id)
    if typed.is_on("leaving"):
        await leave(*at, now=visit.now)
        return Response("", media_type="text/plain")
    present = await be_here(*at, writing=typed.is_on("writing"), now=visit.now)
    return page(
        request,
        "portal/_here.html",
        at_case={**at_case_view(complaint_id), "seen": seen, "asked": True},
        present=await _present(present, visit),
        changed_text=_changed(changes, visit),
    )


def _seen(text: str, last: int) -> int:
    """The last entry when the page came; it did just now where it cannot say."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else last


async def _present(present: Present, visit: Visit) -> list[str]:
    """Sentences; who writes is not said to be there besides."""
    if not present.people:
        return []
    async with tenant_scope(visit.tenant.id):
        names = await people_named(present.people)
    writing = [names[each] for each in present.writing if each in names]
    others = [names[each] for each in present.people - present.writing if each in names]
    said = []
    if writing:
        text = ngettext("%(names)s is writing here.", "%(names)s are writing here.", len(writing))
        said.append(text % {"names": _list(writing)})
    if others:
        text = ngettext(
            "%(names)s has this case open, too.", "%(names)s have this case open, too.", len(others)
        )
        said.append(text % {"names": _list(others)})
    return said


def _changed(changes: Sequence[Change], visit: Visit) -> str:
    """ "" while the page is as it was."""
    names = list(dict.fromkeys(_who(each, visit) for each in changes))
    return gettext("Changed meanwhile by %(names)s.") % {"names": _list(names)} if names else ""


def _who(change: Change, visit: Visit) -> str:
    if change.actor_kind == ActorKind.PERSON:
        own = change.actor_id == visit.staff.id
        return gettext("you, in another window") if own else change.name
    if change.actor_kind == ActorKind.COMPLAINANT:
        return gettext("the complainant")
    if change.actor_kind == ActorKind.SYSTEM:
        return gettext("Amends, by itself")
    return gettext("somebody outside")


def _list(names: Sequence[str]) -> str:
    return _COMMA[current_language()].join(sorted(names))


routes: list[Any] = [stream, unread, here]
