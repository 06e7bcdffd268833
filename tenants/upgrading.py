"""A later version of the template an organisation adopted: what it would bring, and a draft that goes over to it.

Nothing changes by itself: what was adopted is stored with the version in force, and the later one is laid under the
organisation's own values only in a draft, which is published as any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from amends.errors import DomainError
from amends.people.actor import Actor
from amends.policy.editing import Conflict, Side
from amends.policy.overriding import settled
from amends.policy.places import Keys
from amends.policy.shape import spelled_out
from amends.policy.upgrading import Upgrade, upgraded
from amends.tenancy.tables import Tenant
from tenants.adopted import Adopted
from tenants.drafts import UNDECIDED, Choices, save
from tenants.templates import pickable_templates
from tenants.versions import State
from tenants.working import Edit, Work


class NoUpgrade(DomainError):
    code = "no-upgrade"
    status = 409
    message = "There is no later version of your industry template."
    hint = "Somebody may have put it into the draft already. Look at the draft."


class UpgradeUndecided(DomainError):
    code = "upgrade-undecided"
    status = 409
    message = "You and the template changed the same values."
    hint = "Choose for each of them which one shall stand."

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__()
        self.conflicts = conflicts


def offered(state: State) -> Adopted | None:
    """The template that comes with this program, where it is later than the adopted one."""
    template = pickable_templates().get(state.adopted.code)
    return template.adopted if template is not None and is_later(template.adopted, state.adopted) else None


def is_later(one: Adopted, other: Adopted) -> bool:
    """Some layer of it is, and none is earlier: a program put back to an older release offers nothing."""
    there = {layer.code: _numbers(layer.version) for layer in other.layers}
    pairs = [(_numbers(layer.version), there.get(layer.code, ())) for layer in one.layers]
    return all(new >= old for new, old in pairs) and any(new > old for new, old in pairs)


def looked_at(state: State, later: Adopted, choices: Choices = UNDECIDED) -> Upgrade:
    """What going over to it would make of the policy."""
    return upgraded(
        state.inherited, state.document, _inherited(state, later), pins=state.own.pins, choices=choices
    )


def gone_over(state: State, later: Adopted, choices: Choices = UNDECIDED) -> State:
    """UpgradeUndecided while anything is left to choose."""
    found = looked_at(state, later, choices)
    if found.conflicts:
        raise UpgradeUndecided(found.conflicts)
    onto = replace(state, adopted=later, variants=_still_offered(state, later))
    return replace(onto, own=settled(onto.inherited, found.document, state.own.pins))


async def upgrade(
    tenant: Tenant, *, version: str, choices: Mapping[Keys, Side], seen: str, by: Actor, now: datetime
) -> Work:
    """The draft goes over to the shipped template, `version` being the one its reader saw; what came into the draft
    since then is kept.
    """

    def act(state: State) -> State:
        later = offered(state)
        if later is None or later.version != version:
            raise NoUpgrade()
        return gone_over(state, later, choices)

    going: Edit = act
    return await save(tenant, going, seen=seen, by=by, now=now)


def _inherited(state: State, later: Adopted) -> dict[str, object]:
    return spelled_out(later.document(_still_offered(state, later)))


def _still_offered(state: State, later: Adopted) -> dict[str, str]:
    """A choice the later template does not offer any more gives way to its usual one."""
    return {
        group: choice
        for group, choice in state.variants.items()
        if group in later.groups and choice in later.groups[group].choices
    }


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))
