"""Moving one complaint from the policy version it was lodged under to the one in force: never by itself, always with a
reason, and what was promised stays promised unless whoever moves it says otherwise.

What the version in force dropped (the case's category, its level) somebody chooses anew with the move, so that no case
stays behind for ever.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from amends.audit.operations import record
from amends.complaints.case import Case, take
from amends.complaints.desk import Desk
from amends.complaints.facts import facts_of
from amends.complaints.tables import Complaint
from amends.complaints.texts import prose
from amends.config import Settings
from amends.database.rows import select_one
from amends.deadlines.moving import Move, move_promises
from amends.deadlines.operations import facts, promises_of
from amends.deadlines.starting import asked_at_start, clocks_of, promised
from amends.deadlines.tables import Promise
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.categories import is_leaf
from amends.policy.document import Policy
from amends.policy.events import Event
from amends.policy.pinning import PINNED_PARTS
from amends.tenancy.tables import Tenant
from tenants.adopted import Plain
from tenants.desks import desk_in_force
from tenants.new_dates import letter_of_new_dates
from tenants.turns import unpublished
from tenants.versions import Version, version_by_id

LONGEST_REASON = 1000
_NOT_OF_A_CASE = ("numbering", "grading", "departments")
"""They count when a complaint is lodged; its number never changes."""

_LETTER = {
    "zh": "我们按新的规定处理您的投诉，向您承诺的期限因此有变化：\n\n{dates}",
    "en": "We handle your complaint by newer rules now. That changes dates we promised you:\n\n{dates}",
}


class CannotMove(DomainError):
    code = "cannot-move"
    status = 409
    message = "This complaint cannot be moved to the version in force."


class Unchosen(Invalid):
    code = "category-or-level-unchosen"
    message = "The version in force lacks what this complaint is filed under."


class MovedAlready(DomainError):
    code = "moved-already"
    status = 409
    message = "This complaint was moved already, or another version was published meanwhile."
    hint = "Look again at what would change."


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One open promise as it stands, and as the version in force would promise it."""

    promise_id: UUID
    kind: str
    due_at: datetime
    would_be: datetime
    move: Move | None
    """None where it stays in any case: broken, no longer asked for, or it could not be kept any more."""


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


async def preview(
    tenant: Tenant,
    settings: Settings,
    complaint_id: UUID,
    *,
    now: datetime,
    instead: Mapping[str, str] | None = None,
) -> Preview:
    """What moving it would do; changes nothing. Needs the tenant's scope. `instead`: see `move_case`."""
    row = await select_one(Complaint, "WHERE id = $1", complaint_id)
    if row is None:
        raise NotFound()
    return await previewed(await desk_in_force(tenant, settings), row, instead=instead or {}, now=now)


async def move_case(
    tenant: Tenant,
    settings: Settings,
    complaint_id: UUID,
    *,
    to: int,
    anew: bool,
    reason: str,
    by: Actor,
    now: datetime,
    instead: Mapping[str, str] | None = None,
) -> Preview:
    """`to`: the number its reader saw; `anew`: open promises get the due times of that version; `instead`: the category
    and the level it is filed under from then on, where that version lacks its own."""
    by.demand(Right.MANAGE_SETTINGS)
    reason = prose("reason", reason, longest=LONGEST_REASON, needed="Please say why.")
    tenant = await unpublished(tenant)
    desk = await desk_in_force(tenant, settings)
    case = await take(desk, complaint_id)
    found = await previewed(desk, case.row, instead=instead or {}, now=now)
    if found.new.number != to or found.old.number == found.new.number:
        raise MovedAlready()
    if found.hindrance:
        raise CannotMove(found.hindrance)
    if not found.ready:
        raise Unchosen(dict.fromkeys(found.lacks, "Please choose one of those there are now."))
    await _move(tenant, case, found, anew=anew, reason=reason, by=by, now=now)
    return found


async def _move(
    tenant: Tenant, case: Case, found: Preview, *, anew: bool, reason: str, by: Actor, now: datetime
) -> None:
    moving = found.moving if anew else []
    filed = {name: {"from": getattr(case.row, name), "to": found.filed[name]} for name in found.lacks}
    await case.change(
        policy_version_id=found.new.id,
        calendar_version_id=tenant.calendar_version_id,
        **{name: found.filed[name] for name in found.lacks},
    )
    await move_promises([each.move for each in moving if each.move is not None], now=now)
    await record(
        act="move-policy",
        by=by,
        now=now,
        complaint_id=case.id,
        detail={
            "from": found.old.number,
            "to": found.new.number,
            "promises": [{"clock": each.kind, "from": each.due_at, "to": each.would_be} for each in moving],
            **filed,
        },
        personal={"reason": reason},
    )
    if body := letter_of_new_dates(
        case, _LETTER, [(each.kind, each.due_at, each.would_be) for each in moving]
    ):
        await case.tell_complainant(Event.MESSAGE, key=f"policy:{found.new.number}", now=now, body=body)


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
    return replace(found, promises=[await _reckoned(case, each, now=now) for each in open_])


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


async def _reckoned(case: Case, row: Promise, *, now: datetime) -> Reckoned:
    """From its own beginning, by the clock and the calendar in force; nothing is moved into the past."""
    kind, policy = str(row.kind), case.desk.policy
    clocks = {
        code: use
        for code, use in clocks_of(policy, str(case.row.category), str(case.row.level)).items()
        if code == kind
    }
    found = await facts_of(policy, case.row, asked_at_start(policy, clocks)) if clocks else {}
    anew = promised(policy, clocks, at=row.started_at, calendar=case.desk.calendar, facts=found)
    if not anew or row.due_at <= now or anew[0].due_at <= now:
        return Reckoned(row.id, kind, row.due_at, row.due_at, None)
    move = Move(row.id, facts(row), anew[0].due_at, anew[0].as_plain())
    return Reckoned(row.id, kind, row.due_at, move.due_at, move)


def _line(items: Plain, code: str) -> set[str]:
    """An item and its parents."""
    found: set[str] = set()
    while code in items and code not in found:
        found.add(code)
        item = items[code]
        code = str(item.get("parent", "")) if isinstance(item, dict) else ""
    return found
