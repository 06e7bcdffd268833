"""The ledger of a promise in plain words: whole for staff, in short for the complainant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.complaints.desk import Desk
from amends.deadlines.entries import Written
from amends.deadlines.ledger import Entry, EntryKind, first_period
from amends.deadlines.period import Period, parse_period
from amends.deadlines.reckoned import due_after
from amends.deadlines.restanding import period_of
from amends.deadlines.retargeting import REGRADED
from amends.deadlines.starting import ends_with
from amends.deadlines.tables import Promise
from amends.people.actor import ActorKind
from amends.policy.document import CaseEvent
from web.formats import day_text, iso, near_moment_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.promises import due_text, period_text
from web.settings.policy.words.values import VALUES
from web.wording import pause_text

_LOOKS = {
    EntryKind.PAUSED: (_("Stands still"), "pause", "warn"),
    EntryKind.RESUMED: (_("Runs on"), "clock", "calm"),
    EntryKind.EXTENDED: (_("Extended"), "calendar-clock", "warn"),
    EntryKind.RETARGETED: (_("Reckoned anew from the beginning"), "rotate-ccw", "warn"),
    EntryKind.MET: (_("Kept"), "circle-check", "good"),
    EntryKind.CANCELLED: (_("No longer counts"), "circle-dot", ""),
    EntryKind.REOPENED: (_("Open again"), "undo-2", "warn"),
    EntryKind.BOUND: (_("Held against an outside body’s date"), "landmark", "warn"),
    EntryKind.MOVED: (_("Went over with its complaint"), "arrow-right", ""),
}
_EVENTS = {**VALUES[CaseEvent], REGRADED: _("category or level changed")}
_PARTS = {"zh": "；", "en": "; "}

NameOf = Callable[[UUID | None], str]


@dataclass(frozen=True, slots=True)
class LedgerOf:
    """A promise with its ledger, for whoever reads of it."""

    row: Promise
    written: Sequence[Written]
    desk: Desk
    zone: ZoneInfo
    now: datetime

    @property
    def entries(self) -> list[Entry]:
        return [each.entry for each in self.written]

    @property
    def first(self) -> Period:
        """What was promised at the start."""
        return first_period(self.entries, period_of(self.row))

    def due_after(self, places: int) -> datetime:
        """When it was due by so many of its entries. At first and in the end as its row has it, and as was written down
        where it was: the calendar it is counted by may have changed since."""
        if places == 0:
            return self.row.first_due_at or self.row.due_at
        if places == len(self.written):
            return self.row.due_at
        entries = self.entries[:places]
        if written := entries[-1].detail.get("to"):
            return datetime.fromisoformat(str(written))
        given = (entry.period for entry in reversed(entries) if entry.kind is EntryKind.RETARGETED)
        held = next((period for period in given if period is not None), self.first)
        return due_after(self.row.started_at, held, self.desk.calendar, entries)

    def due(self, moment: datetime) -> str:
        return due_text(moment, zone=self.zone)

    def moment(self, moment: datetime) -> str:
        return near_moment_text(moment, zone=self.zone, now=self.now)

    def reason(self, code: str) -> str:
        return pause_text(self.desk.policy, code)


def ledger_lines(told: LedgerOf, name_of: NameOf) -> list[dict[str, str]]:
    """For shared/_timeline.html, from the beginning."""
    start = {
        "icon": "flag",
        "kind": "calm",
        "text": gettext("Began"),
        "detail": gettext("Promised: %(period)s, due %(due)s")
        % {"period": period_text(told.first), "due": told.due(told.due_after(0))},
        "who": "",
        "at_text": told.moment(told.row.started_at),
        "at_iso": iso(told.row.started_at),
    }
    lines = [start, *(_line(told, place, name_of) for place in range(len(told.written)))]
    return lines if told.written or told.row.ended_at is None else [*lines, _ended_as_made(told)]


def _ended_as_made(told: LedgerOf) -> dict[str, str]:
    """Nothing was written of one that was kept as it was made, or that ended before ledgers were kept."""
    assert told.row.ended_at is not None
    text, icon, kind = _LOOKS[EntryKind.CANCELLED if told.row.cancelled else EntryKind.MET]
    return {
        "icon": icon,
        "kind": kind,
        "text": gettext(text),
        "detail": "",
        "who": "",
        "at_text": told.moment(told.row.ended_at),
        "at_iso": iso(told.row.ended_at),
    }


def _line(told: LedgerOf, place: int, name_of: NameOf) -> dict[str, str]:
    written = told.written[place]
    text, icon, kind = _LOOKS[written.entry.kind]
    said = [*_facts(told, place), written.entry.reason, _noted_later(told, written)]
    return {
        "icon": icon,
        "kind": kind,
        "text": gettext(text),
        "detail": "\n".join(filter(None, said)),
        "who": _who(written, name_of),
        "at_text": told.moment(written.entry.at),
        "at_iso": iso(written.entry.at),
    }


def _facts(told: LedgerOf, place: int) -> Iterable[str]:
    entry, now_due = told.written[place].entry, told.due_after(place + 1)
    match entry.kind:
        case EntryKind.PAUSED:
            yield told.reason(entry.pause)
            yield gettext("Until then it was due %(due)s.") % {"due": told.due(told.due_after(place))}
        case EntryKind.RESUMED:
            if entry.detail.get("by_clock"):
                yield gettext("It had stood still for this reason as long as the policy allows.")
            yield _new_due(told, told.due_after(place), now_due)
        case EntryKind.EXTENDED:
            yield _by_how_much(entry)
            yield _new_due(told, told.due_after(place), now_due)
        case EntryKind.RETARGETED:
            yield _other_period(entry)
            yield _new_due(told, told.due_after(place), now_due)
        case EntryKind.BOUND:
            yield _wanted_by(told, entry)
            yield _new_due(told, told.due_after(place), now_due)
        case EntryKind.MET | EntryKind.CANCELLED:
            yield _because(told, entry)
        case EntryKind.MOVED:
            yield gettext("From %(left)s to %(joined)s") % dict(entry.detail)
        case EntryKind.REOPENED:
            yield gettext("Due %(due)s.") % {"due": told.due(now_due)}


def _because(told: LedgerOf, entry: Entry) -> str:
    """What ended it: of several things that were one act, what its clock says."""
    events = entry.detail.get("events")
    happened = [str(event) for event in events] if isinstance(events, list) else []
    usual = ends_with(told.desk.policy, str(told.row.kind))
    if entry.kind is EntryKind.MET and usual in happened:
        happened = [str(usual)]
    if not happened and entry.kind is EntryKind.CANCELLED:
        return gettext("The case has ended.")
    words = [_EVENTS.get(event, "") for event in happened]
    return _PARTS[current_language()].join(gettext(word) for word in words if word)


def _new_due(told: LedgerOf, before: datetime, after: datetime) -> str:
    if before == after:
        return gettext("Due %(due)s, as before.") % {"due": told.due(after)}
    return gettext("Due %(new)s instead of %(old)s.") % {"new": told.due(after), "old": told.due(before)}


def _wanted_by(told: LedgerOf, entry: Entry) -> str:
    if entry.by is None:
        return gettext("No outside body wants an answer any more.")
    values = {"office": str(entry.detail.get("office", "")), "due": told.due(entry.by)}
    return gettext("%(office)s wants its answer %(due)s.") % values


def _by_how_much(entry: Entry) -> str:
    if entry.until is not None:
        return gettext("Until the end of %(day)s") % {"day": day_text(entry.until)}
    return (
        gettext("By %(period)s") % {"period": period_text(entry.period)} if entry.period is not None else ""
    )


def _other_period(entry: Entry) -> str:
    before = entry.detail.get("period_before")
    if entry.period is None or not before or str(before) == str(entry.period):
        return ""
    old = period_text(parse_period(str(before)))
    return gettext("%(new)s instead of %(old)s") % {"new": period_text(entry.period), "old": old}


def _noted_later(told: LedgerOf, written: Written) -> str:
    """Where it was written down a while after it took effect."""
    if told.moment(written.recorded_at) == told.moment(written.entry.at):
        return ""
    return gettext("Written down %(moment)s.") % {"moment": told.moment(written.recorded_at)}


def _who(written: Written, name_of: NameOf) -> str:
    if written.actor_kind == ActorKind.SYSTEM:
        return gettext("Amends, by itself")
    return (
        gettext("Complainant") if written.actor_kind == ActorKind.COMPLAINANT else name_of(written.actor_id)
    )


def why_moved(told: LedgerOf) -> list[str]:
    """For the complainant: what changed the date, a sentence each; nothing that staff noted among themselves."""
    if told.row.first_due_at is None and told.row.paused_since is None:
        return []
    first = gettext("At first it was due %(due)s.") % {"due": told.due(told.due_after(0))}
    said = [_short(told, place) for place in range(len(told.written))]
    return [first, *filter(None, said)]


def _short(told: LedgerOf, place: int) -> str:
    entry = told.written[place].entry
    values = {"moment": told.moment(entry.at), "new": told.due(told.due_after(place + 1))}
    match entry.kind:
        case EntryKind.PAUSED:
            return gettext("It stands still from %(moment)s: %(reason)s.") % {
                **values,
                "reason": told.reason(entry.pause),
            }
        case EntryKind.RESUMED:
            return gettext("It runs on from %(moment)s and is due %(new)s.") % values
        case EntryKind.EXTENDED:
            sentence = gettext("Extended on %(moment)s, due %(new)s. The reason: %(reason)s")
            return sentence % {**values, "reason": entry.reason}
        case EntryKind.BOUND if told.due_after(place) != told.due_after(place + 1):
            return gettext("From %(moment)s an outside body’s date is counted with: due %(new)s.") % values
        case EntryKind.RETARGETED:
            return gettext("Reckoned anew on %(moment)s, due %(new)s.") % values
    return ""
