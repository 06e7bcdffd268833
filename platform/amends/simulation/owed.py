"""A promise as a replay makes it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from amends.deadlines import rules
from amends.deadlines.calendar import Calendar
from amends.deadlines.due import due
from amends.deadlines.ledger import ENDS, Entry, EntryKind
from amends.deadlines.period import Period
from amends.deadlines.standing import Standing, standing


@dataclass(slots=True)
class Owed:
    kind: str
    started_at: datetime
    first: Period
    entries: list[Entry] = field(default_factory=list)
    """Only ever added to."""
    running: bool = True
    _stood: tuple[int, Standing] | None = None

    def stands(self, calendar: Calendar) -> Standing:
        if self._stood is None or self._stood[0] != len(self.entries):
            self._stood = (len(self.entries), self._reckoned(calendar))
        return self._stood[1]

    def _reckoned(self, calendar: Calendar) -> Standing:
        """Most begin and end and nothing else befalls them."""
        if not self.entries:
            return Standing(due(self.started_at, self.first, calendar), period=self.first)
        if len(self.entries) == 1 and (last := self.entries[0]).kind in ENDS:
            at = due(self.started_at, self.first, calendar)
            cancelled = last.kind is EntryKind.CANCELLED
            return Standing(at, ended_at=last.at, cancelled=cancelled, period=self.first)
        return standing(self.started_at, self.first, calendar, self.entries)

    def facts(self, calendar: Calendar) -> rules.Promise:
        stands = self.stands(calendar)
        return rules.Promise(
            self.kind,
            self.started_at,
            stands.due_at,
            stands.ended_at,
            stands.cancelled,
            stands.late_by_regrading,
            stands.paused_since,
            stands.paused_total,
        )

    def end(self, kind: EntryKind, at: datetime) -> None:
        self.entries.append(Entry(kind, max(at, self.started_at)))
        self.running = False
