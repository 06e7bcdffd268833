"""Promises and the rows that say when to look at them again."""

from __future__ import annotations

from piccolo.columns import JSONB, UUID, Boolean, Integer, Interval, Text, Timestamptz

from amends.database.tables import WalledTable


class Promise(WalledTable, tablename="promise"):
    """One clock of one complaint, as its ledger makes it (`deadlines.standing`). Lateness is derived (`deadlines.rules`),
    never stored."""

    complaint_id = UUID(default=None)
    kind = Text()
    started_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)
    cancelled = Boolean(default=False)
    explanation = JSONB()
    """How the time was counted from the start, without what it stood still and what it was extended by."""
    first_due_at = Timestamptz(default=None, null=True)
    """None: `due_at` never moved."""
    paused_since = Timestamptz(default=None, null=True)
    """None: it runs, or it ended running. While it stands still nobody knows when it will be due."""
    stood_still = Interval(default=None, null=True)
    """By the clock on the wall, in the pauses that are over; None: it never did."""
    late_by_regrading = Boolean(default=None, null=True)
    """None: of before levels could be changed; it is not."""
    origin_id = UUID(default=None, null=True)
    """The case it was made in, where that was merged into this one (`complaints.merging`); None: this very case."""


class PromiseEntry(WalledTable, tablename="promise_entry"):
    """One line of a promise's ledger; written once (`deadlines.entries`). Its start is the promise itself."""

    complaint_id = UUID(default=None)
    """The case it was written in; its promise may have gone over to another since (`complaints.merging`)."""
    promise_id = UUID(default=None)
    place = Integer()
    kind = Text()
    at = Timestamptz(default=None)
    """When it took effect."""
    recorded_at = Timestamptz(default=None)
    actor_kind = Text()
    actor_id = UUID(default=None, null=True)
    reason = Text()
    """In people's own words, or none."""
    detail = JSONB()


class DueRow(WalledTable, tablename="due_row"):
    """When to ask the rule again; a trigger keeps `due_index` the same."""

    complaint_id = UUID(default=None)
    promise_id = UUID(default=None)
    kind = Text()
    fire_at = Timestamptz(default=None)
    attempts = Integer(default=0)
    failure = Text(default=None, null=True)
    """The name of the error it was put off for last."""
    set_aside_at = Timestamptz(default=None, null=True)
    """Tried often enough in vain: nobody looks at it until it is put back (`deadlines.failing`)."""
    fired_at = Timestamptz(default=None, null=True)
