"""The queue: what is due first stands first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get

from amends.complaints.desk import Desk
from amends.complaints.listing import PAGE, Listing, QueueRow, listing
from amends.complaints.lists import View
from amends.people.rights import Right
from amends.policy.document import Policy
from amends.policy.kinds import has_nobody
from amends.workbench.bulk import MOST
from amends.workbench.saved import SHARING
from tenants.desks import desk_pinned, policy_of, version_in_force
from web.categories import category_text
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import number_text, short_date_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.kinds import badge_text
from web.portal.bulk_acts import BULK_ACTS
from web.portal.frame import portal_page
from web.portal.page_size import page_size, remember_size, sizes_view
from web.portal.queue_asked import Asked, looking_of, read_asked, read_query
from web.portal.queue_columns import NAMES, USUAL, Column, heads
from web.portal.queue_views import counted, lists_view, narrowing_view, saved_view
from web.promises import OpenPromise, open_promise_view
from web.rendering import new_form, page, zone_of
from web.settings.first_steps import progress
from web.typed import asked, plain
from web.view import FormView
from web.wording import channel_text, state_kind, state_text

_NOTHING = {
    View.OPEN: (
        _("Nothing is open"),
        _("New complaints stand here as soon as they come: by web form, telephone, letter or visit."),
    ),
    View.MINE: (_("You have no open cases"), _("What is assigned to you stands here.")),
    View.DEPARTMENT: (_("Your department has no open cases"), _("What it owns stands here.")),
    View.UNASSIGNED: (
        _("Every case is with somebody"),
        _("What nobody has taken up yet stands here: assign it."),
    ),
    View.TODAY: (_("Nothing is due today any more"), _("What is promised for today stands here.")),
    View.AT_RISK: (
        _("No promise is at risk"),
        _("What has used up most of its time stands here, before it is broken."),
    ),
    View.BROKEN: (_("No promise is broken"), _("Keep it that way.")),
    View.WAITING: (
        _("Nothing waits for a complainant"),
        _("Cases whose clocks stand still until the complainant has answered stand here."),
    ),
    View.FOLLOWING: (
        _("You follow no case"),
        _("Follow a case on its page: it stands here, and you are told what its owner is told."),
    ),
    View.REGRADED: (
        _("Nothing is late by re-grading"),
        _(
            "What ran past its time only because its category or level changed stands here, apart from what was broken."
        ),
    ),
    View.CLOSED: (_("Nothing is closed yet"), _("Closed cases stay here, to be read and reopened.")),
}
_NOT_FOUND = (_("Nothing found"), _("Take something of the choice back, or try another list."))
_READ = {"right": Right.READ_CASES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A case in the list. Jinja finds an attribute twice as fast as a key, and a list asks for many."""

    id: str
    url: str
    number: str
    kind_text: str
    """ "" of a complaint."""
    subject: str
    complainant_text: str
    category_text: str
    level_text: str
    level_kind: str
    state_text: str
    state_kind: str
    department_text: str
    assignee_text: str
    tags: Sequence[str]
    more: Sequence[tuple[str, str]]
    """The names and texts of columns that are not usually there."""
    promise: OpenPromise | None


@get("/portal", opt=_READ)
async def queue(request: AnyRequest) -> Response[Any]:
    return await queue_page(request, new_form())


async def queue_page(
    request: AnyRequest, form: FormView, *, query: Mapping[str, str] | None = None, status: int = 200
) -> Response[Any]:
    """`form`: of keeping this list, or of its name. `query`: of the list, where the address is that of a form."""
    visit, policy = visit_of(request), await _policy(request)
    wanted = (
        read_asked(request, policy)
        if query is None
        else read_query(lambda name: plain(query.get(name, "")), policy)
    )
    found, size = await _found(request, wanted, policy), page_size(request)
    answer = await portal_page(
        request,
        "portal/queue.html",
        area="queue",
        status=status,
        lists=lists_view(wanted),
        lists_url=wanted.address("/portal/lists"),
        counted=False,
        show=wanted.view.value,
        query=wanted.address(number=1).partition("?")[2],
        saved=await saved_view(visit, wanted),
        may_share=visit.staff.may(SHARING),
        saved_name=asked(request, "name")[:40],
        form=form,
        whole_url=f"{wanted.address('/portal/bulk', number=1)}&all=yes"
        if found.more or wanted.number > 1
        else "",
        whole_most=number_text(MOST),
        newer_url=wanted.address(number=wanted.number - 1) if wanted.number > 1 else "",
        older_url=wanted.address(number=wanted.number + 1) if found.more else "",
        page_text=_page_text(found, size),
        sizes=sizes_view(wanted.address(number=1), current=size)
        if found.more or wanted.number > 1 or size > PAGE
        else [],
        first_steps=await first_steps_view(visit),
        **await narrowing_view(wanted, policy, open_form=asked(request, "narrow") == "yes"),
        **await _rows(request, wanted, found),
    )
    remember_size(answer, request)
    return answer


@get("/portal/rows", opt={**_READ, "by_itself": True})
async def rows(request: AnyRequest) -> Response[Any]:
    """The table alone, for the page to keep itself true."""
    policy = await _policy(request)
    wanted = read_asked(request, policy)
    found = await _found(request, wanted, policy)
    return page(request, "portal/_rows.html", **await _rows(request, wanted, found))


@get("/portal/lists", opt={**_READ, "by_itself": True})
async def lists(request: AnyRequest) -> Response[Any]:
    """The lists with their counts, for the page to ask for when it is there."""
    policy = await _policy(request)
    wanted = read_asked(request, policy)
    found = await counted(visit_of(request), policy)
    return page(
        request,
        "portal/_lists.html",
        lists=lists_view(wanted, found),
        lists_url=wanted.address("/portal/lists"),
        counted=True,
    )


async def first_steps_view(visit: Visit) -> dict[str, Any] | None:
    """For administrators of a trial, until they put it aside."""
    if not visit.tenant.in_trial or not visit.staff.may(Right.MANAGE_SETTINGS):
        return None
    found = await progress(visit)
    return None if found["put_aside"] else found


def level_kind(policy: Policy, code: str) -> str:
    """The badge's kind: the most urgent level stands out, the next one less."""
    place = sorted(policy.levels, key=lambda each: policy.levels[each].rank).index(code)
    return ("bad", "warn", "")[min(place, 2)] if len(policy.levels) > 1 else ""


async def _policy(request: AnyRequest) -> Policy:
    return await policy_of(version_in_force(visit_of(request).tenant))


async def _found(request: AnyRequest, wanted: Asked, policy: Policy) -> Listing:
    visit = visit_of(request)
    return await listing(
        wanted.view,
        looking=looking_of(visit, policy),
        page=wanted.number,
        narrowed=wanted.narrowed(policy, visit),
        sort=wanted.sort,
        size=page_size(request),
    )


async def _rows(request: AnyRequest, wanted: Asked, found: Listing) -> dict[str, Any]:
    visit = visit_of(request)
    desks = await desks_of(visit, found.rows)
    title, text = _NOT_FOUND if wanted.narrowing else _NOTHING[wanted.view]
    return {
        "may_bulk": visit.guest is None and any(visit.staff.may(act.right) for act in BULK_ACTS),
        "heads": heads(
            wanted.columns, wanted.sort, lambda sort: wanted.address(sort=sort, number=1) + "#rows"
        ),
        "rows": [case_line(row, desks[row.policy_version_id], visit, wanted.columns) for row in found.rows],
        "rows_url": wanted.address("/portal/rows"),
        "nothing_title": gettext(title),
        "nothing_text": gettext(text),
    }


async def desks_of(visit: Visit, rows: Iterable[QueueRow]) -> Mapping[UUID, Desk]:
    """Each case speaks the words of the policy it was lodged under; the versions met last are kept in memory.
    A list reckons nothing, so the calendar is the one in force."""
    versions = {row.policy_version_id for row in rows}
    return {
        version: await desk_pinned(visit.tenant, visit.settings, version, visit.tenant.calendar_version_id)
        for version in versions
    }


def case_line(row: QueueRow, desk: Desk, visit: Visit, columns: Sequence[Column] = USUAL) -> Line:
    language, policy = current_language(), desk.policy
    return Line(
        id=str(row.id),
        url=f"/portal/cases/{row.id}",
        number=row.number,
        kind_text=badge_text(policy, row.kind),
        subject=row.subject,
        complainant_text=_complainant(row, policy),
        category_text=category_text(policy, row.category),
        level_text=policy.levels[row.level].name.in_language(language),
        level_kind=level_kind(policy, row.level),
        state_text=state_text(row.state, policy),
        state_kind=state_kind(row.state),
        department_text=row.department_zh if language == "zh" else row.department_en,
        assignee_text=row.assignee,
        tags=row.tags,
        more=[(gettext(NAMES[each]), _MORE[each](row, policy, visit)) for each in columns if each in _MORE],
        promise=_promise(row, policy, visit),
    )


def _day(moment: datetime | None, visit: Visit) -> str:
    return short_date_text(moment.astimezone(zone_of(visit)).date()) if moment is not None else ""


def _complainant(row: QueueRow, policy: Policy) -> str:
    if has_nobody(policy, row.kind):
        return gettext("nobody complained")
    return row.complainant or gettext("anonymous")


_MORE: Mapping[Column, Callable[[QueueRow, Policy, Visit], str]] = {
    Column.CATEGORY: lambda row, policy, _visit: category_text(policy, row.category),
    Column.COMPLAINANT: lambda row, policy, _visit: _complainant(row, policy),
    Column.CHANNEL: lambda row, _policy, _visit: channel_text(row.channel),
    Column.RECEIVED: lambda row, _policy, visit: _day(row.received_at, visit),
    Column.CLOSED: lambda row, _policy, visit: _day(row.closed_at, visit),
}


def _promise(row: QueueRow, policy: Policy, visit: Visit) -> OpenPromise | None:
    if row.promise is None:
        return None
    return open_promise_view(row.promise, policy=policy, zone=zone_of(visit), now=visit.now)


def _page_text(found: Listing, size: int) -> str:
    first = (found.page - 1) * size + 1
    return f"{number_text(first)}–{number_text(first + len(found.rows) - 1)}" if found.rows else ""


routes: list[Any] = [queue, rows, lists]
