"""Staff in the reader's words: how somebody stands, how long they are away, what was changed about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from amends.people.absences import AbsenceKind
from amends.people.actor import ActorKind
from amends.people.listing import Change
from amends.people.qualifying import Held, Validity, validity
from amends.people.tables import Absence, PersonStatus
from web.formats import day_text, iso, moment_text, short_moment_text
from web.i18n import current_language, gettext, ngettext
from web.i18n import mark as _
from web.roles import Roles, role_names

_STATUSES = {
    PersonStatus.ACTIVE: (_("active"), "good", "check"),
    PersonStatus.INVITED: (_("invited"), "calm", "mail"),
    PersonStatus.SUSPENDED: (_("suspended"), "bad", "lock"),
    PersonStatus.LEFT: (_("has left"), "", "log-out"),
}
_KINDS = {
    AbsenceKind.LEAVE: _("Leave"),
    AbsenceKind.SICK: _("Sick leave"),
    AbsenceKind.TRAINING: _("Training"),
    AbsenceKind.TRAVEL: _("Business trip"),
    AbsenceKind.OTHER: _("Another reason"),
}
_DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
_CHANGES = {
    "invite": (_("Invited"), "mail", "calm"),
    "invitation-withdrawn": (_("Invitation withdrawn"), "mail-x", ""),
    "join": (_("Chose a password and joined"), "user-check", "good"),
    "person-facts": (_("Name or position changed"), "pencil", ""),
    "person-roles": (_("Roles changed"), "shield-check", "warn"),
    "person-department": (_("Moved to another department"), "building-2", ""),
    "person-supervisor": (_("Supervisor changed"), "users", ""),
    "person-deputy": (_("Deputy changed"), "user-check", ""),
    "person-hours": (_("Working hours changed"), "clock", ""),
    "person-language": (_("Language changed"), "globe", ""),
    "person-time-zone": (_("Time zone changed"), "globe", ""),
    "person-email": (_("E-mail address changed"), "at-sign", "warn"),
    "person-suspended": (_("Suspended"), "lock", "bad"),
    "person-resumed": (_("Let in again"), "log-in", "good"),
    "person-left": (_("Left"), "log-out", "bad"),
    "person-back": (_("Taken back"), "undo-2", "good"),
    "absence": (_("Absence recorded"), "calendar-off", ""),
    "absence-ended": (_("Back early"), "user-check", ""),
    "absence-cancelled": (_("Absence cancelled"), "x", ""),
    "duty-added": (_("Put on duty"), "calendar-clock", ""),
    "duty-changed": (_("Duty changed"), "calendar-clock", ""),
    "duty-removed": (_("Taken off duty"), "calendar-off", ""),
    "qualification": (_("Qualification added"), "graduation-cap", ""),
    "qualification-amended": (_("Qualification amended"), "pencil", ""),
    "qualification-removed": (_("Qualification removed"), "trash-2", ""),
    "training": (_("Training recorded"), "book-open", ""),
    "training-amended": (_("Training amended"), "pencil", ""),
    "training-removed": (_("Training removed"), "trash-2", ""),
    "change-password": (_("Password changed"), "key-round", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What ids in the history are called."""

    people: Mapping[UUID, str]
    departments: Mapping[UUID, str]
    roles: Roles


def status_view(status: str, *, away: bool = False) -> dict[str, str]:
    """As a badge: text, kind, icon."""
    if away and status == PersonStatus.ACTIVE:
        return {"text": gettext("away"), "kind": "warn", "icon": "calendar-off"}
    text, kind, icon = _STATUSES[PersonStatus(status)]
    return {"text": gettext(text), "kind": kind, "icon": icon}


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.value, gettext(text)) for kind, text in _KINDS.items()]


def kind_text(kind: str) -> str:
    return gettext(_KINDS[AbsenceKind(kind)]) if kind in set(AbsenceKind) else kind


def last_day_text(ends_at: datetime | None, zone: ZoneInfo) -> str:
    """The last day of an absence; the moment, where it ended in the middle of one."""
    if ends_at is None:
        return gettext("until further notice")
    local = ends_at.astimezone(zone)
    if local.time() == time():
        return day_text(local.date() - timedelta(days=1))
    return moment_text(ends_at, zone=zone)


def absence_view(row: Absence, *, zone: ZoneInfo, now: datetime, with_reason: bool) -> dict[str, Any]:
    """That somebody is away is everybody's business who may look; why is not: it may be an illness."""
    over = row.ends_at is not None and row.ends_at <= now
    return {
        "id": str(row.id),
        "form_id": uuid4().hex,
        "kind_text": kind_text(str(row.kind)) if with_reason else gettext("Away"),
        "note": str(row.note) if with_reason else "",
        "from_text": day_text(row.begins_at.astimezone(zone).date()),
        "from_iso": iso(row.begins_at),
        "until_text": last_day_text(row.ends_at, zone),
        "until_iso": iso(row.ends_at) if row.ends_at is not None else "",
        "over": over,
        "current": row.begins_at <= now and not over,
    }


def validity_view(held: Held, today: date) -> dict[str, str]:
    """As a badge: what a certificate is worth today."""
    match validity(held, today):
        case Validity.EXPIRED:
            return {"text": gettext("expired"), "kind": "bad", "icon": "circle-x"}
        case Validity.NOT_YET:
            return {"text": gettext("not valid yet"), "kind": "calm", "icon": "hourglass"}
        case Validity.EXPIRES_SOON if held.expires_on is not None:
            left = (held.expires_on - today).days
            text = ngettext("expires in %(days)s day", "expires in %(days)s days", left) % {"days": left}
            return {"text": gettext("expires today") if not left else text, "kind": "warn", "icon": "timer"}
    return {"text": gettext("valid"), "kind": "good", "icon": "check"}


def day_choices() -> list[tuple[str, str]]:
    return [(str(number), gettext(text)) for number, text in enumerate(_DAYS, start=1)]


_PARTS = {"zh": "；", "en": "; "}


def week_text(week: Mapping[str, Sequence[str]]) -> str:
    """Days with the same hours are told together: `Mon, Tue 9:00–12:00, 13:00–18:00; Sat 9:00–12:00`."""
    alike: dict[Sequence[str], list[str]] = {}
    for day in sorted(week):
        alike.setdefault(tuple(week[day]), []).append(gettext(_DAYS[int(day) - 1]))
    return _PARTS[current_language()].join(
        f"{_joined(days)} {_joined([span.replace('-', '–') for span in spans])}"
        for spans, days in alike.items()
    )


def change_view(change: Change, names: Names, *, zone: ZoneInfo, now: datetime) -> dict[str, str]:
    text, icon, kind = _CHANGES.get(change.act, (change.act, "history", ""))
    return {
        "icon": icon,
        "kind": kind,
        "text": gettext(text),
        "detail": _detail(change, names),
        "who": _who(change),
        "at_text": short_moment_text(change.at, zone=zone, now=now),
        "at_iso": iso(change.at),
    }


def _who(change: Change) -> str:
    if change.actor_kind == ActorKind.SYSTEM:
        return gettext("Amends, by itself")
    return gettext("An operator of the platform") if change.actor_kind == ActorKind.OPERATOR else change.by


def _detail(change: Change, names: Names) -> str:
    before, after = change.detail.get("from"), change.detail.get("to")
    match change.act:
        case "person-roles":
            return f"{_roles(before, names)} → {_roles(after, names)}"
        case "person-department":
            return f"{_name(before, names.departments)} → {_name(after, names.departments)}"
        case "person-supervisor" | "person-deputy":
            return f"{_name(before, names.people)} → {_name(after, names.people)}"
        case "person-left":
            count = int(change.detail.get("cases", 0))
            return ngettext("%(count)s case handed over", "%(count)s cases handed over", count) % {
                "count": count
            }
    return ""


def _roles(codes: Any, names: Names) -> str:
    return role_names(codes or [], names.roles) or "–"


def _name(found: Any, names: Mapping[UUID, str]) -> str:
    return names.get(UUID(found), "–") if found else gettext("nobody")


def _joined(texts: Sequence[str]) -> str:
    return ("、" if current_language() == "zh" else ", ").join(texts)
