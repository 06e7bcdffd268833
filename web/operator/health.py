"""How the deployment does: a verdict in words, what is the matter, and the figures behind it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import get
from litestar.response import Template

from amends import VERSION
from amends.running.facts import Facts, Running
from amends.running.queries import facts
from amends.running.rules import findings, verdict
from amends.tenancy.queries import names_of
from web.edge.visit import AnyRequest, Site, visit_of
from web.formats import number_text, span_text
from web.i18n import current_language, gettext
from web.operator.health_words import KINDS, finding_view, verdict_view
from web.operator.moments import moment_view
from web.rendering import page
from web.typed import asked

_SIGNED_IN = {"site": Site.OPERATOR, "signed_in": True}


@get("/operator/health", opt=_SIGNED_IN)
async def health(request: AnyRequest) -> Template:
    values = await _values(request, still=bool(asked(request, "still")))
    return page(request, "operator/health.html", area="health", **values)


@get("/operator/health/now", opt={**_SIGNED_IN, "by_itself": True})
async def health_now(request: AnyRequest) -> Template:
    """The part that is refreshed."""
    return page(request, "operator/_health.html", **await _values(request, still=False))


async def _values(request: AnyRequest, *, still: bool) -> dict[str, Any]:
    now = visit_of(request).now
    known = await facts(now=now)
    found = findings(known)
    tenants = await names_of({tenant_id for each in found for tenant_id in each.tenants})
    language = current_language()
    names = {key: (str(row.slug), row.name_in(language)) for key, row in tenants.items()}
    return {
        "still": still,
        "read": moment_view(now, now=now),
        "verdict": verdict_view(verdict(found), len(found)),
        "findings": [finding_view(each, now=now, names=names) for each in found],
        "processes": [_process(each, known) for each in known.processes],
        "figures": _figures(known),
    }


def _process(process: Running, known: Facts) -> dict[str, Any]:
    return {
        "kind_text": gettext(KINDS[process.kind]),
        "there": process.is_there(known.now),
        "host": process.host,
        "pid": process.pid,
        "version": process.version,
        "level": process.level,
        "started": moment_view(process.started_at, now=known.now),
        "seen": moment_view(process.seen_at, now=known.now),
    }


def _figures(known: Facts) -> list[dict[str, Any]]:
    box, due, now = known.outbox, known.due, known.now
    recent = sum(group.recent for group in known.given_up)
    return [
        _figure(gettext("Letters waiting"), number_text(box.waiting), box.oldest, now),
        _figure(gettext("Letters being tried again"), number_text(box.retried), box.oldest_retried, now),
        _figure(gettext("Held for suspended organisations"), number_text(box.held), None, now),
        _figure(gettext("Letters given up"), number_text(box.dead), box.oldest_dead, now),
        _figure(gettext("Of these within the last day"), number_text(recent), None, now),
        _figure(gettext("Promises due and not looked at"), number_text(due.overdue), due.oldest, now),
        _figure(gettext("Due and could not be worked off"), number_text(due.failing), None, now),
        _figure(
            gettext("Promises and tasks set aside"),
            number_text(sum(each.items for each in known.aside)),
            None,
            now,
        ),
        _oldest_seal(known),
        _figure(gettext("Database"), known.level, None, now),
        _figure(gettext("This program"), f"{VERSION} · {known.wanted_level}", None, now),
    ]


def _figure(label: str, text: str, since: datetime | None, now: datetime) -> dict[str, Any]:
    return {"label": label, "text": text, "since": moment_view(since, now=now)}


def _oldest_seal(known: Facts) -> dict[str, Any]:
    """How long the history was left that was left unsealed for longest."""
    if not known.seals:
        return _figure(gettext("The oldest seal"), gettext("none yet"), None, known.now)
    since = known.seals[0].since
    figure = _figure(gettext("The oldest seal"), span_text(known.now - since), since, known.now)
    return {**figure, "since": {**figure["since"], "ago": ""}}


routes: list[Any] = [health, health_now]
