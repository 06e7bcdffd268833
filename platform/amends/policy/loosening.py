"""What a policy asks less for than the one it overrides, where that rests on law: warned of, never forbidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from amends.deadlines.period import parse_period
from amends.policy import document as types
from amends.policy.difference import Change, changes
from amends.policy.lengths import may_be_longer
from amends.policy.parts.afterwards import SignaturePoint, Term
from amends.policy.places import Keys, Table, at
from amends.policy.shape import holds_items, kind_at, spelled_out, struct_of
from amends.policy.sources import laws_of, laws_within


class How(StrEnum):
    LONGER = "longer"
    SHORTER = "shorter"
    MORE = "more"
    FEWER = "fewer"
    DROPPED = "dropped"
    """Asked for or done before, no longer now."""
    ALLOWED = "allowed"
    """What was not allowed before."""
    OTHERWISE = "otherwise"
    """Whether it is less cannot be told: a condition, what begins or ends a clock."""
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loosened:
    keys: Keys
    how: How
    before: object | None
    after: object | None
    laws: tuple[str, ...]
    """Codes of the document's sources."""


Test = Callable[[object | None, object | None], How | None]


def loosened(inherited: Table, document: Table) -> list[Loosened]:
    """By the inherited document's sources: an override cannot take the law away from what it loosens. Both parse."""
    old, new = spelled_out(inherited), spelled_out(document)
    return [found for change in changes(old, new) for found in _judged(change, old)]


def _judged(change: Change, old: Table) -> Iterator[Loosened]:
    how = _removed(change) if change.after is None else _rule(change)
    laws = (laws_within if how is How.REMOVED else laws_of)(old, change.keys)
    if how is not None and laws:
        yield Loosened(keys=change.keys, how=how, before=change.before, after=change.after, laws=laws)
    if change.keys[0] == "categories" and change.keys[2:3] == ("clocks",) and change.before is None:
        yield from _against_levels(change, old)


def _removed(change: Change) -> How | None:
    """An item that went is gone with all the law it held; of what may stop a clock, less is more."""
    is_item = holds_items(kind_at(change.keys[:-1])) and change.keys[0] != "pauses"
    return How.REMOVED if is_item else _rule(change)


def _against_levels(change: Change, old: Table) -> Iterator[Loosened]:
    """A category's own period, where it had none, takes the place of its level's."""
    uses = {change.keys[-1]: change.after} if len(change.keys) == 4 else change.after
    levels = old.get("levels")
    for clock, use in uses.items() if isinstance(uses, Mapping) else ():
        period = use.get("period") if isinstance(use, Mapping) else None
        for level in levels if isinstance(levels, Mapping) else ():
            place = ("levels", level, "clocks", clock)
            promised, laws = at(old, (*place, "period")), laws_of(old, place)
            if laws and _longer(promised, period):
                keys = (*change.keys[:3], clock, "period")
                yield Loosened(keys=keys, how=How.LONGER, before=promised, after=period, laws=laws)
                break


def _rule(change: Change) -> How | None:
    struct = struct_of(kind_at(change.keys[:-1]))
    test = _RULES.get((struct, change.keys[-1])) if struct is not None else None
    return test(change.before, change.after) if test else None


def _longer(before: object | None, after: object | None) -> How | None:
    """Without a period there is no end to it."""
    if before is None:
        return None
    longer = after is None or may_be_longer(parse_period(str(after)), parse_period(str(before)))
    return How.LONGER if longer else None


def _shorter(before: object | None, after: object | None) -> How | None:
    if before is None:
        return None
    shorter = after is None or may_be_longer(parse_period(str(before)), parse_period(str(after)))
    return How.SHORTER if shorter else None


def _more(before: object | None, after: object | None) -> How | None:
    return How.MORE if _number(after) > _number(before) else None


def _fewer(before: object | None, after: object | None) -> How | None:
    return How.FEWER if _number(after) < _number(before) else None


def _dropped(before: object | None, after: object | None) -> How | None:
    return How.DROPPED if before is True and after is not True else None


def _lost(before: object | None, after: object | None) -> How | None:
    """Of a list: something that was on it."""
    return How.FEWER if not _members(before) <= _members(after) else None


def _gained(before: object | None, after: object | None) -> How | None:
    return How.MORE if not _members(after) <= _members(before) else None


def _appeared(before: object | None, after: object | None) -> How | None:
    return How.ALLOWED if before is None and after is not None else None


def _otherwise(before: object | None, after: object | None) -> How | None:
    return How.OTHERWISE if before != after else None


def _began(_before: object | None, after: object | None) -> How | None:
    """What was asked, done or shown always is so only sometimes now, or at other times."""
    return How.OTHERWISE if after is not None else None


def _ended(before: object | None, _after: object | None) -> How | None:
    """What was so in some cases is so in none, or in others."""
    return How.OTHERWISE if before is not None else None


def _towards(value: str, how: How) -> Test:
    return lambda _before, after: how if after == value else None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _members(value: object) -> frozenset[str]:
    return frozenset(str(item) for item in value) if isinstance(value, list) else frozenset()


_RULES: Mapping[tuple[type[msgspec.Struct], str], Test] = {
    (types.ClockUse, "period"): _longer,
    (types.ClockUse, "starts"): _otherwise,
    (types.ClockUse, "when"): _began,
    (types.Clock, "starts"): _otherwise,
    (types.Clock, "ends"): _otherwise,
    (types.Clock, "basis"): _towards(types.Basis.INTERNAL, How.DROPPED),
    (types.Clock, "repeats"): _dropped,
    (types.Clock, "public"): _dropped,
    (types.Clock, "pauses"): _gained,
    (types.Clock, "extension"): _appeared,
    (types.Extension, "most"): _more,
    (types.Extension, "longest"): _longer,
    (types.Extension, "told"): _dropped,
    (types.Extension, "approved_by"): _towards("", How.DROPPED),
    (types.Pause, "longest"): _longer,
    (types.Pause, "told"): _dropped,
    (types.CalendarPart, "first_day"): _towards("next", How.LONGER),
    (types.CalendarPart, "day_ends"): _towards("midnight", How.LONGER),
    (types.CalendarPart, "roll"): lambda before, after: How.LONGER if after is True and not before else None,
    (types.FieldUse, "required"): _dropped,
    (types.FieldUse, "required_when"): _began,
    (types.FieldUse, "shown_when"): _began,
    (types.Field, "personal"): _dropped,
    (types.Field, "sensitive"): _dropped,
    (types.Field, "visible_to"): _gained,
    (types.AcceptanceCondition, "when"): _began,
    (types.Guard, "when"): _began,
    (types.Guard, "needs"): _otherwise,
    (types.ChecklistLine, "required"): _dropped,
    (types.ChecklistLine, "attachment"): _dropped,
    (types.ChecklistLine, "signature"): _dropped,
    (types.ChecklistLine, "when"): _began,
    (types.Checklist, "when"): _otherwise,
    (types.Checklist, "before"): _ended,
    (types.Outcome, "obliges"): _lost,
    (types.Approval, "roles"): _lost,
    (types.Approval, "persons"): _fewer,
    (types.Approval, "signature"): _dropped,
    (types.Notice, "approved_by"): _lost,
    (types.Notice, "approved_when"): _began,
    (types.Notice, "approval_signed"): _dropped,
    (types.Document, "signature"): _dropped,
    (types.Document, "approved_by"): _towards("", How.DROPPED),
    (types.Category, "requires"): _lost,
    (types.PolicyRole, "requires"): _lost,
    (Term, "period"): _shorter,
    (Term, "starts"): _otherwise,
    (types.Retention, "permanent_when"): _ended,
    (types.SpotChecks, "percent"): _fewer,
    (types.SpotChecks, "least"): _fewer,
    (types.Handling, "anonymous"): _dropped,
    (types.Handling, "acceptance_checked"): _dropped,
    (types.Handling, "calls_recorded"): _dropped,
    (types.Handling, "reopen_within_days"): _fewer,
    (types.Handling, "supplement_within"): _shorter,
    (types.Handling, "reach_within"): _longer,
    (types.Handling, "task_raised_after"): _longer,
    (types.Regulated, "on"): _dropped,
    (SignaturePoint, "roles"): _lost,
    (SignaturePoint, "when"): _began,
}
"""What is less, by where it stands; every other value may be changed freely."""
