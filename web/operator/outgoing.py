"""What waits to leave, and what keeps it: per organisation, in counts and ages. Never whose, nor what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Template

from amends.outbox.hold import current_hold
from amends.running.outgoing import MOST, Owed, owed
from amends.tenancy.queries import names_of
from amends.tenancy.tables import Tenant
from web.edge.visit import AnyRequest, Site, visit_of
from web.formats import number_text, span_text
from web.i18n import current_language, gettext
from web.letters import reason_text
from web.operator.moments import moment_view
from web.rendering import page


@get("/operator/outgoing", opt={"site": Site.OPERATOR, "signed_in": True})
async def outgoing(request: AnyRequest) -> Template:
    now = visit_of(request).now
    found = await owed(now=now)
    tenants = await names_of({each.tenant_id for each in found})
    hold = await current_hold()
    return page(
        request,
        "operator/outgoing.html",
        area="outgoing",
        read=moment_view(now, now=now),
        held=moment_view(hold.since, now=now) if hold else {},
        held_why=hold.reason if hold else "",
        totals=[
            (gettext("waiting"), number_text(sum(each.waiting for each in found if not each.suspended))),
            (gettext("under way"), number_text(sum(each.flying for each in found))),
            (gettext("being tried again"), number_text(sum(each.retried for each in found))),
            (gettext("held"), number_text(sum(each.waiting for each in found if each.suspended))),
            (gettext("for later"), number_text(sum(each.later for each in found))),
        ],
        organisations=[_line(each, tenants, now) for each in found],
        cut=len(found) >= MOST,
    )


def _line(each: Owed, tenants: Mapping[UUID, Tenant], now: datetime) -> dict[str, Any]:
    tenant = tenants.get(each.tenant_id)
    state, kind = _state(each, now)
    return {
        "name": tenant.name_in(current_language()) if tenant else "",
        "url": f"/operator/tenants/{tenant.slug}" if tenant else "",
        "state_text": state,
        "state_kind": kind,
        "waiting": number_text(each.waiting),
        "oldest_text": span_text(now - each.oldest) if each.oldest and each.oldest < now else "",
        "flying": number_text(each.flying),
        "retried": number_text(each.retried),
        "reasons": [
            {"text": reason_text(reason), "count": number_text(count)}
            for reason, count in sorted(each.reasons.items(), key=lambda pair: -pair[1])
        ],
        "next_try": moment_view(each.next_try, now=now),
        "later": number_text(each.later),
    }


def _state(each: Owed, now: datetime) -> tuple[str, str]:
    if each.suspended:
        return gettext("held: suspended"), ""
    if each.behind(now):
        return gettext("stuck"), "bad"
    if each.retried:
        return gettext("put off"), "warn"
    return gettext("leaving"), "good"


routes: list[Any] = [outgoing]
