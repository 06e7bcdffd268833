"""What was asked for on the page of letters given up, and its rows in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from amends.errors import NotFound
from amends.notices.dead_letters import DeadLetter, Wanted, counted
from amends.outbox.reasons import Reason
from amends.people.operations import INVITATION_LASTS
from amends.policy.events import Event
from amends.tenancy.operations import tenant_by_slug
from amends.tenancy.queries import names_of
from amends.tenancy.tables import Tenant
from web.edge.visit import AnyRequest
from web.formats import number_text
from web.i18n import current_language, gettext
from web.letters import event_text, reason_advice, reason_text
from web.operator.moments import moment_view
from web.typed import asked

HOME = "/operator/dead-letters"


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter as the address says it, and where the page begins."""

    wanted: Wanted
    slug: str = ""
    before: tuple[datetime, UUID] | None = None


async def asked_for(request: AnyRequest, values: Mapping[str, str] | None = None) -> Asked:
    """From the address, or from a form; an unknown organisation is none; other unknown things narrow an address by nothing, and are no form of ours."""

    def given(name: str) -> str:
        return asked(request, name) if values is None else values.get(name, "")

    slug, reason = given("organisation"), given("reason")
    if values is not None and reason not in {"", *Reason}:
        raise NotFound()  # all letters would be meant
    tenant = await tenant_by_slug(slug) if slug else None
    wanted = Wanted(
        tenant_id=tenant.id if tenant else None,
        reason=Reason(reason) if reason in set(Reason) else None,
        set_aside=given("show") == "aside",
    )
    return Asked(wanted, slug, _place(given("before")))


def address(wanted: Asked, *, path: str = HOME, before: DeadLetter | None = None) -> str:
    parts = {
        "show": "aside" if wanted.wanted.set_aside else "",
        "organisation": wanted.slug,
        "reason": wanted.wanted.reason or "",
        "before": f"{before.dead_at.isoformat()}_{before.id}" if before else "",
    }
    query = urlencode({name: text for name, text in parts.items() if text})
    return f"{path}?{query}" if query else path


async def filters(wanted: Asked, *, now: datetime) -> dict[str, Any]:
    """What can be chosen: organisations that have such letters, and all reasons; and how many are chosen now."""
    counts = await counted(Wanted(), now=now)
    tenants = await names_of(counts.keys())
    language = current_language()
    options = sorted((str(row.slug), row.name_in(language)) for row in tenants.values())
    if wanted.slug and wanted.slug not in dict(options):
        options.append((wanted.slug, wanted.slug))
    chosen = sum((await counted(wanted.wanted, now=now)).values())
    return {
        "show": "aside" if wanted.wanted.set_aside else "",
        "organisation": wanted.slug,
        "reason": wanted.wanted.reason or "",
        "organisations": options,
        "reasons": [(each.value, reason_text(each)) for each in Reason],
        "count": chosen,
        "count_text": number_text(chosen),
        "tabs_": [
            {"url": HOME, "text": gettext("Given up"), "current": not wanted.wanted.set_aside, "count": None},
            {
                "url": f"{HOME}?show=aside",
                "text": gettext("Set aside"),
                "current": wanted.wanted.set_aside,
                "count": None,
            },
        ],
    }


async def preview(wanted: Asked, counts: Mapping[UUID, int]) -> dict[str, Any]:
    tenants = await names_of(counts.keys())
    language = current_language()
    lines = [
        {"name": tenants[key].name_in(language), "count_text": number_text(count)}
        for key, count in sorted(counts.items(), key=lambda pair: -pair[1])
        if key in tenants
    ]
    reason = wanted.wanted.reason
    return {
        "organisation": wanted.slug,
        "reason": reason or "",
        "reason_text": reason_text(reason) if reason else gettext("All reasons"),
        "advice": reason_advice(reason) if reason else "",
        "lines": lines,
        "count": sum(counts.values()),
        "count_text": number_text(sum(counts.values())),
    }


async def letter_views(letters: Sequence[DeadLetter], *, now: datetime) -> list[dict[str, Any]]:
    tenants = await names_of({letter.tenant_id for letter in letters})
    return [_letter(letter, tenants.get(letter.tenant_id), now) for letter in letters]


async def letter_view(letter: DeadLetter, *, now: datetime) -> dict[str, Any]:
    [shown] = await letter_views([letter], now=now)
    return shown


def _letter(letter: DeadLetter, tenant: Tenant | None, now: datetime) -> dict[str, Any]:
    old_invitation = letter.event == Event.INVITATION and now - letter.owed_at > INVITATION_LASTS
    return {
        "id": str(letter.id),
        "url": f"{HOME}/{letter.id}",
        "tenant": tenant.name_in(current_language()) if tenant else "",
        "tenant_url": f"/operator/tenants/{tenant.slug}" if tenant else "",
        "event_text": event_text(letter.event),
        "reason_text": reason_text(letter.reason),
        "advice": gettext("Its link has expired by now: send a new invitation instead.")
        if old_invitation
        else reason_advice(letter.reason),
        "reply": letter.reply,
        "tries_text": number_text(letter.tries),
        "retries_text": number_text(letter.retries) if letter.retries else "",
        "owed": moment_view(letter.owed_at, now=now),
        "dead": moment_view(letter.dead_at, now=now),
        "aside": moment_view(letter.set_aside_at, now=now),
    }


def _place(text: str) -> tuple[datetime, UUID] | None:
    """The last letter of the page before; an address nobody gave out begins at the beginning."""
    moment, _, letter_id = text.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        found = UUID(letter_id)
    except ValueError:
        return None
    return (at, found) if at.tzinfo is not None else None
