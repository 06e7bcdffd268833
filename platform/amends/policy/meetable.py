"""What nobody could ever meet: a guard on an answer no form asks for, a required detail that no role may fill in.

A case it applies to would stand still for ever, so a policy that has such a thing cannot be published. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from amends.people.rights import Right
from amends.people.role_terms import rights_under
from amends.policy.categories import category_facts, effective, leaves
from amends.policy.conditions import CATEGORY, Facts, fields_of, holds
from amends.policy.document import AskedOf, Condition, FieldUse, Policy, Stage

_SHOWN = 5


def unmeetable(policy: Policy) -> Iterator[str]:
    """One line each; of a policy whose references all lead somewhere."""
    asked = {code: _asked(policy, code) for code in leaves(policy)}
    yield from _guards(policy, asked)
    yield from _details(policy)


def _guards(policy: Policy, asked: Mapping[str, Collection[str]]) -> Iterator[str]:
    for code, guard in sorted(policy.guards.items()):
        stuck = []
        for category, fields in asked.items():
            facts = category_facts(policy, category)
            applies = guard.when is None or _can(guard.when, fields, facts)[0]
            if applies and not _can(guard.needs, fields, facts)[0]:
                stuck.append(category)
        if stuck:
            named = ", ".join(stuck[:_SHOWN]) + (" …" if len(stuck) > _SHOWN else "")
            wanted = ", ".join(sorted(fields_of(guard.needs)))
            yield f"guards.{code}.needs: nobody can meet it in {named}: no form asks there for {wanted}"


def _details(policy: Policy) -> Iterator[str]:
    """Staff fill in what belongs to a later stage, and what is theirs from the beginning."""
    places = {"common_fields": policy.common_fields} | {
        f"categories.{code}.fields": category.fields for code, category in policy.categories.items()
    }
    for place, uses in places.items():
        for code, use in uses.items():
            roles = policy.fields[code].visible_to if code in policy.fields else ()
            if _is_demanded_of_staff(use) and roles and not _may_record(policy, roles):
                yield f"{place}.{code}.required: nobody can meet it: {', '.join(roles)} may not record details"


def _is_demanded_of_staff(use: FieldUse) -> bool:
    return use.required and (use.stage is not Stage.LODGING or use.asked_of is AskedOf.STAFF)


def _may_record(policy: Policy, roles: Collection[str]) -> bool:
    return any(Right.RECORD in rights_under(policy.roles, [role]) for role in roles)


def _asked(policy: Policy, category: str) -> frozenset[str]:
    """What is asked in a category at some stage, if other answers are such."""
    uses = {**policy.common_fields, **effective(policy, category).fields}
    facts, found = category_facts(policy, category), frozenset(uses)
    while True:
        shown = frozenset(
            code
            for code in found
            if uses[code].shown_when is None or _can(uses[code].shown_when, found, facts)[0]
        )
        if shown == found:
            return found
        found = shown


def _can(condition: Condition | None, asked: Collection[str], category: Facts) -> tuple[bool, bool]:
    """Whether it can come true, and whether it can come false."""
    if condition is None:
        return True, False
    if condition.not_ is not None:
        true, false = _can(condition.not_, asked, category)
        return false, true
    if parts := condition.all or condition.any:
        found = [_can(part, asked, category) for part in parts]
        every, some = (all, any) if condition.all else (any, all)
        return every(true for true, _ in found), some(false for _, false in found)
    if condition.field == CATEGORY:
        held = holds(condition, category)
        return held, not held
    return condition.field.startswith("case.") or condition.field in asked, True
