"""What moving a complaint to the version in force would do, reckoned without doing it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from amends.complaints.case import Case
from amends.complaints.desk import Desk
from amends.complaints.facts import facts_of
from amends.complaints.tables import Complaint
from amends.deadlines.entries import ledgers_of
from amends.deadlines.ledger import Entry, EntryKind
from amends.deadlines.moving import Move
from amends.deadlines.operations import facts, promises_of
from amends.deadlines.reckoned import due_after
from amends.deadlines.restanding import period_of
from amends.deadlines.starting import asked_at_start, clocks_of, promised
from amends.deadlines.tables import Promise
from amends.policy.categories import is_leaf
from amends.policy.document import Policy
from amends.policy.pinning import PINNED_PARTS
from tenants.adopted import Plain
from tenants.versions import Version, version_by_id

_NOT_OF_A_CASE = ("numbering", "grading", "departments")
"""They count when a complaint is lodged; its number never changes."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One open promise as it stands, and as the version in force would promise it."""

    promise_id: UUID
    kind: str
    due_at: datetime
    would_be: datetime
    move: Move | None
    """None where it stays in any case: broken, no longer asked for, or it could not be kept any more."""
    row: Promise | None = None
    entry: Entry | None = None
    """What its ledger says of the move."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    complaint: Complaint
    """As it is."""
    old: Version
    new: Version
    filed: Mapping[str, str]
    """Category and level it would have; "" of what is dropped and not chosen yet."""
    lacks: Sequence[str] = ()
    """Of "category" and "level" what the version in force has no more."""
    promises: Sequence[Reckoned] = field(default_factory=tuple)
    hindrance: str = ""
    """Why it cannot be moved; "" if it can. An English msgid."""

    @property
    def ready(self) -> bool:
        return not self.hindrance and all(self.filed.values())

    @property
    def before(self) -> Plain:
        return concerning(self.old.published, str(self.complaint.category), str(self.complaint.level))

    @property
    def after(self) -> Plain:
        return concerning(self.new.published, self.filed["category"], self.filed["level"])

    @property
    def moving(self) -> list[Reckoned]:
        return [each for each in self.promises if each.move is not None and each.would_be != each.due_at]


def concerning(document: Plain, category: str, level: str) -> Plain:
    """Of a published version what is pinned and touches a case: its own category and level, not all of them."""
    found = {
        part: value for part, value in document.items() if part in PINNED_PARTS and part not in _NOT_OF_A_CASE
    }
    for part, code in (("categories", category), ("levels", level)):
        items = found.get(part)
        if isinstance(items, dict):
            found[part] = {key: item for key, item in items.items() if key in _line(items, code)}
    return found


async def previewed(desk: Desk, row: Complaint, *, instead: Mapping[str, str], now: datetime) -> Preview:
    """At the desk of the version in force."""
    old, new = await version_by_id(row.policy_version_id), await version_by_id(desk.policy_version_id)
    lacks = _lacking(desk.policy, row)
    filed = {name: str(getattr(row, name)) for name in ("category", "level")}
    filed |= {name: _offered(desk.policy, name, instead.get(name, "")) for name in lacks}
    found = Preview(
        complaint=row, old=old, new=new, filed=filed, lacks=lacks, hindrance=_hindrance(desk.policy, row)
    )
    if not found.ready:
        return found
    case = Case(desk, copy.copy(row))
    case.row.category, case.row.level = filed["category"], filed["level"]
    open_ = [each for each in await promises_of(row.id) if each.ended_at is None]
    ledgers = await ledgers_of(row.id)
    return replace(
        found, promises=[await _reckoned(case, each, ledgers.of(each.id), now=now) for each in open_]
    )


def _lacking(policy: Policy, row: Complaint) -> tuple[str, ...]:
    category = () if is_leaf(policy, str(row.category)) else ("category",)
    return (*category, *(() if str(row.level) in policy.levels else ("level",)))


def _offered(policy: Policy, name: str, wanted: str) -> str:
    there = is_leaf(policy, wanted) if name == "category" else wanted in policy.levels
    return wanted if there else ""


def _hindrance(policy: Policy, row: Complaint) -> str:
    if str(row.state) in policy.states_off:
        return "The version in force does without the state it is in. Go on with it first."
    return ""


async def _reckoned(case: Case, row: Promise, entries: Sequence[Entry], *, now: datetime) -> Reckoned:
    """From its own beginning, by the clock and the calendar in force, with what it stood still and was extended by;
    nothing is moved into the past."""
    kind, policy = str(row.kind), case.desk.policy
    clocks = {
        code: use
        for code, use in clocks_of(
            policy, str(case.row.category), str(case.row.level), str(case.row.kind)
        ).items()
        if code == kind
    }
    found = await facts_of(policy, case.row, asked_at_start(policy, clocks)) if clocks else {}
    anew = promised(policy, clocks, at=row.started_at, calendar=case.desk.calendar, facts=found)
    soonest = row.paused_since or now
    stays = Reckoned(row.id, kind, row.due_at, row.due_at, None)
    if not anew or row.due_at <= soonest:
        return stays
    period = anew[0].explanation.period
    would_be = due_after(row.started_at, period, case.desk.calendar, entries)
    if would_be <= soonest:
        return stays
    move = Move(row.id, facts(row), would_be, anew[0].as_plain())
    detail = {
        "period": str(period),
        "period_before": str(period_of(row)),
        "from": row.due_at,
        "to": would_be,
    }
    entry = Entry(EntryKind.RETARGETED, now, detail=detail)
    return Reckoned(row.id, kind, row.due_at, would_be, move, row, entry)


def _line(items: Plain, code: str) -> set[str]:
    """An item and its parents."""
    found: set[str] = set()
    while code in items and code not in found:
        found.add(code)
        item = items[code]
        code = str(item.get("parent", "")) if isinstance(item, dict) else ""
    return found
