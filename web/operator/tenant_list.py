"""All organisations: looked for, narrowed, sorted, a page at a time, and as a table to take along."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.response import Template

from amends.access.queries import known_grants
from amends.tenancy.overview import EVERYTHING, PAGE, Found, Line, Sort, State, Wanted, overview
from tenants.templates import pickable_templates
from web.edge.visit import AnyRequest, Site, visit_of
from web.formats import number_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.operator.overview_view import ailment_text, line_view, shipped_versions, state_text
from web.operator.views import template_choices
from web.rendering import page
from web.typed import asked

HOME = "/operator/tenants"
_SIGNED_IN = {"site": Site.OPERATOR, "signed_in": True}
_SORTS = {
    Sort.NAME: _("Short name"),
    Sort.NEWEST: _("Newest first"),
    Sort.COMPLAINTS: _("Most complaints lately"),
    Sort.STORAGE: _("Most storage"),
    Sort.ACTIVE: _("Last activity"),
    Sort.TROUBLE: _("Trouble first"),
}
_SHOWS = {
    "": _("All"),
    "ill": _("Something is the matter"),
    "outdated": _("Newer template ships"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The address's filter; anything unknown narrows nothing."""

    words: str
    state: str
    template: str
    show: str
    sort: str
    page: int

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            words=self.words,
            state=State(self.state) if self.state else None,
            template=self.template,
            only_ill=self.show == "ill",
            outdated=shipped_versions() if self.show == "outdated" else None,
            sort=Sort(self.sort),
        )

    def address(self, *, path: str = HOME, page: int = 1) -> str:
        parts = {
            "q": self.words,
            "state": self.state,
            "template": self.template,
            "show": self.show,
            "sort": self.sort if self.sort != Sort.NAME else "",
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: text for name, text in parts.items() if text})
        return f"{path}?{query}" if query else path


@get(HOME, opt=_SIGNED_IN)
async def list_tenants(request: AnyRequest) -> Template:
    visit, wanted = visit_of(request), _asked(request)
    found = await overview(wanted.wanted, now=visit.now, page=wanted.page)
    open_now = {grant.tenant_id for grant in await known_grants(open_at=visit.now)}
    return page(
        request,
        "operator/tenants.html",
        area="tenants",
        tenants=[
            line_view(line, visit.settings, now=visit.now) | {"grant_open": line.id in open_now}
            for line in found.lines
        ],
        **_frame(wanted, found),
    )


@get(f"{HOME}.csv", opt=_SIGNED_IN)
async def tenants_csv(request: AnyRequest) -> Response[bytes]:
    """What the filter finds, all pages of it."""
    visit, wanted = visit_of(request), _asked(request)
    found = await overview(wanted.wanted, now=visit.now, most=EVERYTHING)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(gettext(heading) for heading in _COLUMNS)
    for line in found.lines:
        table.writerow(_cell(value) for value in _cells(line, visit.now))
    return Response(
        text.getvalue().encode("utf-8-sig"),  # spreadsheets take it for anything else without the mark
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="organisations-{visit.now:%Y-%m-%d}.csv"'},
    )


def _frame(wanted: Asked, found: Found) -> Mapping[str, Any]:
    first = (found.page - 1) * PAGE + 1
    last = first + len(found.lines) - 1
    texts = {"first": number_text(first), "last": number_text(last), "count": number_text(found.count)}
    narrowed = replace(wanted, sort=Sort.NAME, page=1).address() != HOME
    return {
        "asked": wanted,
        "states": [(state.value, state_text(state)) for state in State],
        "templates": [(code, name) for code, name, _summary in template_choices()],
        "sorts": [(sort.value, gettext(text)) for sort, text in _SORTS.items()],
        "shows": [(code, gettext(text)) for code, text in _SHOWS.items()],
        "narrowed": narrowed,
        "count": found.count,
        "count_text": number_text(found.count),
        "page_text": gettext("%(first)s–%(last)s of %(count)s") % texts if found.lines else "",
        "newer_url": wanted.address(page=found.page - 1) if found.page > 1 else "",
        "older_url": wanted.address(page=found.page + 1) if found.page < found.pages else "",
        "csv_url": wanted.address(path=f"{HOME}.csv"),
    }


def _asked(request: AnyRequest) -> Asked:
    state, template, sort, number = (asked(request, name) for name in ("state", "template", "sort", "page"))
    return Asked(
        words=asked(request, "q").strip()[:100],
        state=state if state in set(State) else "",
        template=template if template in pickable_templates() else "",
        show=asked(request, "show") if asked(request, "show") in _SHOWS else "",
        sort=sort if sort in set(Sort) else Sort.NAME,
        page=max(int(number[:4]), 1) if number.isdecimal() else 1,
    )


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


_COLUMNS = (
    _("Short name"), _("Organisation"), _("State"), _("Industry template"), _("Template version"), _("People active"),
    _("Complaints in the last 30 days"), _("Complaints in all"), _("Storage, kB"), _("Last activity"), _("Counted"),
    _("Health"),
)  # fmt: skip


def _cells(line: Line, now: datetime) -> list[object]:
    """In the order of the columns."""
    return [
        line.slug,
        line.name_in(current_language()),
        state_text(line.state),
        line.template,
        line.template_version,
        line.people,
        line.lately,
        line.complaints,
        line.stored_kb,
        _moment(line.active_at),
        _moment(line.counted_at),
        "; ".join(ailment_text(each, line) for each in line.ailments(now)),
    ]


def _cell(value: object) -> object:
    """A name is typed by people, and no spreadsheet may take it for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


routes: list[Any] = [list_tenants, tenants_csv]
