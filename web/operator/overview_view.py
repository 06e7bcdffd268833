"""One organisation's line of the overview in the reader's words: state, template, usage, what is the matter."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from amends.config import Settings
from amends.tenancy.overview import Ailment, Line, State
from tenants.templates import pickable_templates
from web.formats import number_text, size_text, span_text
from web.i18n import current_language, gettext, ngettext
from web.i18n import mark as _
from web.operator.moments import moment_view

_STATES = {
    State.TRIAL: (_("trial"), "calm", "timer"),
    State.LIVE: (_("live"), "good", "check"),
    State.SUSPENDED: (_("suspended"), "bad", "lock"),
}
_TO_DO = {
    Ailment.DEAD_LETTERS: _("Look at why, mend what can be mended, then try them again."),
    Ailment.FAILING: _("The clock’s log says why it could not work them off."),
    Ailment.OVERDUE: _("See under Health whether a clock process runs and keeps up."),
    Ailment.LETTERS_WAIT: _("See under Health whether a worker runs and the mail server answers."),
    Ailment.UNSEALED: _("See under Health whether a clock process runs; its log says what stopped it."),
}


@cache
def shipped_versions() -> dict[str, str]:
    """Of the templates that come with this program."""
    return {code: template.policy.version for code, template in pickable_templates().items()}


def state_text(state: State) -> str:
    return gettext(_STATES[state][0])


def ailment_text(ailment: Ailment, line: Line) -> str:
    match ailment:
        case Ailment.DEAD_LETTERS:
            return ngettext("%(num)s letter given up", "%(num)s letters given up", line.dead) % _num(
                line.dead
            )
        case Ailment.FAILING:
            text = ngettext("%(num)s promise not worked off", "%(num)s promises not worked off", line.failing)
            return text % _num(line.failing)
        case Ailment.OVERDUE:
            text = ngettext("%(num)s promise looked at late", "%(num)s promises looked at late", line.overdue)
            return text % _num(line.overdue)
        case Ailment.LETTERS_WAIT:
            return ngettext("%(num)s letter waits", "%(num)s letters wait", line.waiting) % _num(line.waiting)
        case Ailment.UNSEALED:
            return gettext("History not sealed")


def line_view(line: Line, settings: Settings, *, now: datetime) -> dict[str, Any]:
    text, kind, icon = _STATES[line.state]
    template = pickable_templates().get(line.template)
    shipped = shipped_versions().get(line.template, "")
    newer = bool(line.template_version and shipped and shipped != line.template_version)
    return {
        "url": f"/operator/tenants/{line.slug}",
        "name": line.name_in(current_language()),
        "name_zh": line.name_zh,
        "name_en": line.name_en,
        "slug": line.slug,
        "home_url": settings.address(f"{line.slug}.{settings.base_domain}"),
        "hosts": list(line.hosts),
        "state": line.state.value,
        "state_text": gettext(text),
        "state_kind": kind,
        "state_icon": icon,
        "template_text": template.policy.name.in_language(current_language()) if template else line.template,
        "template": line.template,
        "version": line.template_version,
        "newer_version": shipped if newer else "",
        "counted": moment_view(line.counted_at, now=now),
        "people_text": number_text(line.people),
        "lately_text": number_text(line.lately),
        "complaints_text": number_text(line.complaints),
        "storage_text": size_text(line.stored_kb * 1024) if line.stored_kb else "0",
        "active": moment_view(line.active_at, now=now),
        "created": moment_view(line.created_at, now=now),
        "live": moment_view(line.live_at, now=now),
        "ailments": [_ailment(each, line, now) for each in line.ailments(now)],
    }


def _ailment(ailment: Ailment, line: Line, now: datetime) -> dict[str, Any]:
    since = {Ailment.OVERDUE: line.oldest_due, Ailment.LETTERS_WAIT: line.oldest_waiting}.get(ailment)
    if ailment is Ailment.UNSEALED:
        since = line.sealed_until
    url = (
        f"/operator/dead-letters?organisation={line.slug}"
        if ailment is Ailment.DEAD_LETTERS
        else "/operator/health"
    )
    return {
        "code": ailment.value,
        "kind": "warn" if ailment is Ailment.DEAD_LETTERS else "bad",
        "text": ailment_text(ailment, line),
        "since_text": span_text(now - since) if since else "",
        "to_do": gettext(_TO_DO[ailment]),
        "url": url,
    }


def _num(number: int) -> dict[str, str]:
    return {"num": number_text(number)}
