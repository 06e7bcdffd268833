"""What every page about the policy shares: its tabs, and above them the draft that somebody is working on."""

from __future__ import annotations

from typing import Any

from litestar.response import Template

from amends.database.scope import fetch
from tenants.working import Work, at_work, changed_paths
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, number_text, short_moment_text
from web.i18n import gettext, ngettext
from web.i18n import mark as _
from web.settings.addresses import (
    POLICY,
    POLICY_DRAFT,
    POLICY_EXPERT,
    POLICY_FILES,
    POLICY_PARTS,
    POLICY_SOURCES,
    POLICY_TRY,
    POLICY_VARIANTS,
)
from web.settings.frame import settings_page

_TABS = (
    ("overview", POLICY, _("Overview")),
    ("parts", POLICY_PARTS, _("Change it")),
    ("draft", POLICY_DRAFT, _("Draft")),
    ("try", POLICY_TRY, _("Try it")),
    ("variants", POLICY_VARIANTS, _("Variants")),
    ("sources", POLICY_SOURCES, _("Sources")),
    ("files", POLICY_FILES, _("Export and import")),
    ("expert", POLICY_EXPERT, _("As text")),
)


async def policy_page(
    request: AnyRequest,
    name: str,
    /,
    *,
    tab: str,
    work: Work | None = None,
    status: int = 200,
    seen: str = "",
    **values: object,
) -> Template:
    """A page about the policy; `work` None: asked for here; `seen`: what its forms were made from, where that is not
    the draft as it is. Needs the tenant's scope.
    """
    visit = visit_of(request)
    work = work or await at_work(visit.tenant)
    count = _count(work) if work.exists else 0
    return await settings_page(
        request,
        name,
        key="policy",
        status=status,
        policy_tabs=tab_views(tab, count if work.exists else None),
        draft=await draft_view(work, count, visit),
        seen=seen or work.seen,
        **values,
    )


def tab_views(tab: str, count: int | None) -> list[dict[str, Any]]:
    """As macros.html, tabs; `count`: changes of the draft, None where there is none."""
    return [
        {
            "url": url,
            "text": gettext(text),
            "current": tab == key,
            "count": number_text(count) if key == "draft" and count is not None else None,
        }
        for key, url, text in _TABS
    ]


async def draft_view(work: Work, count: int, visit: Visit) -> dict[str, Any] | None:
    """{count_text, who, when_text, when_iso, based_on, in_force, outdated, goes_over_to, url}; None where there is none."""
    if not work.exists or work.updated_at is None:
        return None
    rows = await fetch("SELECT name FROM person WHERE id = $1", work.updated_by)
    return {
        "count_text": ngettext("%(count)s change", "%(count)s changes", count)
        % {"count": number_text(count)},
        "who": rows[0]["name"] if rows else gettext("The people who run this service"),
        "when_text": short_moment_text(work.updated_at, zone=visit.zone, now=visit.now),
        "when_iso": iso(work.updated_at),
        "based_on": work.before.number,
        "in_force": work.in_force.number,
        "outdated": work.outdated,
        "goes_over_to": _goes_over_to(work),
        "url": POLICY_DRAFT,
    }


def _count(work: Work) -> int:
    """Which version of the template it stands on is told by itself."""
    return sum(path != "version" for path in changed_paths(work.before.state, work.state))


def _goes_over_to(work: Work) -> str:
    """A later version of the template that the draft brings; "" where it stays."""
    later = work.state.adopted.version
    return later if later != work.before.state.adopted.version else ""
