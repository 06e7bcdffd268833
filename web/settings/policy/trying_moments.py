"""Who would be told of a complaint nobody works on, when and by which way, as a table says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from amends.policy.chains import step_of
from amends.policy.document import Action, Trigger
from amends.trying.tried import Heard, Moment, Tried
from web.formats import iso, moment_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.letters import event_text
from web.portal.told_view import WAYS
from web.settings.policy.wording import choice_text
from web.wording import clock_text

_COMMA = {"zh": "、", "en": ", "}
_KINDS = {Trigger.WARNING: "warn", Trigger.BREACH: "bad", Trigger.UNANSWERED: "bad"}
_WHAT = {
    Trigger.LODGED: _("It is received"),
    Trigger.CONDITION: _("A condition of the chain holds"),
    Trigger.UNANSWERED: _("Nobody has answered"),
}


def moment_views(one: Tried, zone: ZoneInfo) -> list[dict[str, Any]]:
    """{clock, when_text, when_iso, what, kind, told: list of {who, how}, notes: list of texts, other}"""
    return [
        {
            "clock": clock_text(one.case.desk.policy, each.clock) if each.clock else "",
            "when_text": moment_text(each.at, zone=zone),
            "when_iso": iso(each.at.astimezone(zone)),
            "what": _what(each, one),
            "kind": _KINDS.get(each.trigger, ""),
            "told": [_told(heard, zone) for heard in each.heard],
            "notes": [*_notes(each, one, zone)],
            "other": False,
        }
        for each in one.moments
    ]


def by_clock(moments: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """{text, moments}, as each first comes up: what no clock brings about stands by itself."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in moments:
        groups.setdefault(each["clock"], []).append(each)
    return [
        {"text": clock or gettext("On receipt, and by conditions"), "moments": these}
        for clock, these in groups.items()
    ]


def _what(moment: Moment, one: Tried) -> str:
    clock = clock_text(one.case.desk.policy, moment.clock) if moment.clock else ""
    values = {"clock": clock, "percent": moment.percent}
    if moment.trigger is Trigger.WARNING and moment.percent:
        return gettext("%(clock)s: %(percent)s%% of the time is over") % values
    if moment.trigger is Trigger.BREACH and moment.again:
        return gettext("%(clock)s: still broken, and said again and again from here") % values
    if moment.trigger is Trigger.BREACH:
        return gettext("%(clock)s: broken") % values
    what = gettext(_WHAT[moment.trigger]) if moment.trigger in _WHAT else gettext("A step that waited")
    return gettext("%(clock)s: %(what)s") % {**values, "what": what} if clock else what


def _told(heard: Heard, zone: ZoneInfo) -> dict[str, str]:
    to, ways = heard.telling.to, []
    for each in heard.by:
        way = gettext(WAYS[each.channel][0])
        if each.not_before is not None:
            from_then = {"way": way, "moment": moment_text(each.not_before, zone=zone)}
            way = gettext("%(way)s, not before %(moment)s") % from_then
        ways.append(way)
    who = to.name if to.is_staff else gettext("The complainant")
    if to.stands_in_for:
        who = gettext("%(who)s, for %(absent)s") % {"who": who, "absent": to.stands_in_for}
    how = _COMMA[current_language()].join(ways)
    return {"who": who, "what": event_text(str(heard.telling.event)), "how": how}


def _notes(moment: Moment, one: Tried, zone: ZoneInfo) -> Iterator[str]:
    if moment.steps:
        yield gettext("Steps: %(names)s") % {"names": _names(moment.steps, one)}
    if moment.waiting:
        yield gettext("Wait for working hours: %(names)s") % {"names": _names(moment.waiting, one)}
    if moment.in_vain:
        yield gettext("Reach nobody: %(names)s") % {"names": _names(moment.in_vain, one)}
    for action in moment.does:
        yield gettext("What they do: %(what)s") % {"what": choice_text(Action, str(action))}
    if moment.answer_by is not None:
        until = {"moment": moment_text(moment.answer_by, zone=zone)}
        yield gettext("Somebody has to answer by %(moment)s; otherwise the next step is told.") % until


def _names(codes: Sequence[str], one: Tried) -> str:
    """As the chain calls its steps."""
    language, found = current_language(), []
    for code in dict.fromkeys(codes):
        step = step_of(one.case.desk.policy, one.facts, code)
        found.append(step.name.in_language(language) if step is not None else code)
    return _COMMA[language].join(found)
