"""What a form shows whose writer was not alone: what is there now, what was typed, and where the two differ.

Nobody's work is lost or overwritten unseen: the form goes on from what is there, with what was typed put into it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.errors import DomainError
from amends.policy.difference import changes
from amends.policy.editing import Conflict
from amends.policy.places import Table, dotted, put_at, without
from amends.policy.shape import spelled_out
from tenants.drafts import DraftConflict
from tenants.versions import State
from tenants.working import DraftGone, Work, goes_on_from
from web.settings.policy.carrying import carried
from web.settings.policy.places import Place
from web.settings.policy.typing_out import typed_out


class TakenAway(DomainError):
    code = "policy-item-taken-away"
    status = 409
    message = "Somebody took this away while you were editing it."
    hint = "What you entered is still here. Save it as a new item, or leave it away."


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """`base`: what both came from. `conflicts` None: nobody knows any more what the form said at first, so all that
    differs from what is there now is to be shown.
    """

    work: Work
    base: State
    conflicts: tuple[Conflict, ...] | None

    @property
    def now(self) -> State:
        return self.work.state


async def met(refusal: DomainError, work: Work) -> Met | None:
    """Whom the writer of a form met; None where the trouble is another."""
    if isinstance(refusal, DraftConflict):
        return Met(work=refusal.work, base=refusal.base, conflicts=refusal.conflicts)
    if isinstance(refusal, DraftGone):
        _, base = await goes_on_from(refusal, work)
        return Met(work=work, base=base, conflicts=None)
    return None


def goes_on(place: Place, typed: Mapping[str, object], found: Met) -> dict[str, Any]:
    """What was typed, and what was not touched here as the other one made it; pins of both."""
    base, now = (typed_out(place.entries, place.item(state.document)) for state in (found.base, found.now))
    values = carried({name: value for name, value in typed.items() if name != "pin"}, base, now)
    mine = set(_texts(typed.get("pin", [])))
    before, there = (pinned_in(place, state) for state in (found.base, found.now))
    return {**values, "pin": sorted((there | (mine - before)) - (before - mine)), "seen": ""}


def pinned_in(place: Place, state: State) -> set[str]:
    """The fields of a form that hold something which is kept whatever the template says."""
    places = {place.keys_of(name) for name in place.entries}
    return {dotted(keys) for keys in places if any(pin[: len(keys)] == keys for pin in state.own.pins)}


def differing(now: Table, place: Place, item: Table) -> tuple[Conflict, ...]:
    """Where a form with `item` would change what is there."""
    value = place.value(item)
    wanted = without(now, place.keys) if value is None else put_at(now, place.keys, value)
    return between(now, wanted)


def between(now: Table, wanted: Table) -> tuple[Conflict, ...]:
    return tuple(
        Conflict(keys=one.keys, base=None, ours=one.after, theirs=one.before)
        for one in changes(spelled_out(now), spelled_out(wanted))
    )


def shown_conflicts(found: Met | None, differing_now: Sequence[Conflict]) -> Collection[Conflict]:
    if found is None:
        return ()
    return differing_now if found.conflicts is None else found.conflicts


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)] if value else []
