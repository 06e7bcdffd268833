"""What integrators get back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from amends.complaints.questions import Stop
from amends.deadlines import rules
from amends.deadlines.operations import facts
from amends.deadlines.starting import is_public
from amends.deadlines.tables import Promise
from amends.policy.document import Policy


class PromiseAnswer(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    due_at: datetime | None
    """None while it stands still: nobody knows."""
    state: str
    first_due_at: datetime
    """When it was due at first; the same as `due_at` where that never moved."""
    stands_still_since: datetime | None
    """None: it runs, or has ended."""


class StopAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the organisation asks people to do, or to know, who answer like this; show it to whoever complains."""

    field: str
    answer: str
    text: str


class LodgedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    number: str
    kind: str
    access_code: str
    promises: list[PromiseAnswer]
    tracking_url: str
    stops: list[StopAnswer]


class TrackingAnswer(msgspec.Struct, frozen=True, kw_only=True):
    number: str
    kind: str
    state: str
    state_text: str
    received_at: datetime
    closed_at: datetime | None
    promises: list[PromiseAnswer]
    result: str | None


def stop_answers(found: Iterable[Stop], language: str) -> list[StopAnswer]:
    return [
        StopAnswer(field=stop.field, answer=stop.answer, text=stop.text.in_language(language))
        for stop in found
    ]


def promise_answers(rows: Iterable[Promise], policy: Policy, *, now: datetime) -> list[PromiseAnswer]:
    """As complainants see them: nothing internal."""
    return [
        _promise_answer(row, rules.state(facts(row), now)) for row in rows if is_public(policy, str(row.kind))
    ]


def _promise_answer(row: Promise, state: rules.PromiseState) -> PromiseAnswer:
    still = state is rules.PromiseState.PAUSED
    return PromiseAnswer(
        kind=str(row.kind),
        due_at=None if still else row.due_at,
        state=state,
        first_due_at=row.first_due_at or row.due_at,
        stands_still_since=row.paused_since if still else None,
    )
