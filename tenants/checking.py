"""What is to be said of a draft before it is published: what stops it, and what its publisher should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amends.policy.difference import Change, changes
from amends.policy.document import Policy
from amends.policy.loosening import How, Loosened, loosened
from amends.policy.merge import strangers
from amends.policy.parse import PolicyError, parse
from amends.policy.places import Keys, keys_of
from amends.policy.sources import Resting, unconfirmed
from tenants.confirming import confirmations
from tenants.departments import problems_of_departments
from tenants.holidays import problems_of_holidays
from tenants.roles import problems_of_roles
from tenants.versions import OWN, State


@dataclass(frozen=True, slots=True)
class Problem:
    """`keys` leads to where it is, as far as that can be told."""

    keys: Keys
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    policy: Policy | None
    """None where a problem keeps it from being one."""
    problems: Sequence[Problem]
    loosened: Sequence[Loosened]
    """Values resting on law that ask for less than what is inherited, and did not before."""
    loosened_before: int
    """How many did already."""
    unconfirmed: Sequence[Resting]
    strange: Sequence[str]
    """Leftovers: places that take away what is not there."""

    @property
    def sound(self) -> bool:
        return self.policy is not None and not self.problems


async def checked(state: State, *, in_force: State | None = None) -> Checked:
    """What is loosened is told once, by the change that does it: against `in_force`. Needs the tenant's scope:
    departments and confirmations are asked for.
    """
    policy, problems = _read(state)
    if policy is not None:
        problems = [
            *await problems_of_departments(policy),
            *await problems_of_roles(policy),
            *problems_of_holidays(policy.calendar),
        ]
    less = loosened(state.inherited, state.document) if policy is not None else ()
    before = set(_told(loosened(in_force.inherited, in_force.document))) if in_force is not None else set()
    fresh = [one for one, told in zip(less, _told(less), strict=True) if told not in before]
    return Checked(
        policy=policy,
        problems=[problem_of(text) for text in problems],
        loosened=fresh,
        loosened_before=len(less) - len(fresh),
        unconfirmed=unconfirmed(state.document, (await confirmations()).keys()),
        strange=[
            text.removeprefix(f"{OWN}: ") for text in strangers(state.layers) if text.startswith(f"{OWN}: ")
        ],
    )


def _told(found: Sequence[Loosened]) -> list[tuple[Keys, How, str]]:
    """Values as text: tables and lists are no members of a set."""
    return [(one.keys, one.how, repr(one.after)) for one in found]


def differences(before: State, after: State) -> list[Change]:
    return list(changes(before.document, after.document))


def problem_of(text: str) -> Problem:
    """Of a line such as `own: levels.T1.rank: expected …`."""
    place, _, rest = text.removeprefix(f"{OWN}: ").partition(": ")
    return Problem(keys_of(place), rest) if rest and " " not in place else Problem((), text)


def _read(state: State) -> tuple[Policy | None, Sequence[str]]:
    try:
        return parse(state.document, where=OWN), ()
    except PolicyError as error:
        return None, error.problems
