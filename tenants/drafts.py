"""What administrators prepare before they publish: one draft for the organisation, whoever works on it.

Every form says which state it was made from (`Work.seen`). Who saves from an older one is merged with what came since,
value by value; only where two said different things of one place is the second refused, and sees both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import msgspec

from amends.audit.operations import record
from amends.database.rows import insert_all, new_row
from amends.database.scope import execute
from amends.errors import DomainError
from amends.people.actor import Actor, ActorKind
from amends.policy.editing import Conflict, Side, decided, merge3
from amends.policy.overriding import settled
from amends.policy.places import Keys
from amends.tenancy.tables import Tenant
from tenants.adopted import Adopted, stored
from tenants.tables import PolicyDraft, PolicyDraftState
from tenants.versions import State, pins_stored
from tenants.working import Edit, Work, at_work, changed_paths, demand, locked, state_seen

MOST_PATHS = 100
"""Named in the history of one save; a whole import has more."""
Choices = Mapping[Keys, Side]
"""By place: whose value stands where two said different things."""
UNDECIDED: Choices = {}


class DraftConflict(DomainError):
    """`conflicts` hold what was before, what was wanted now, and what somebody else made of it meanwhile; `base` is what
    the one who is refused began from.
    """

    code = "draft-conflict"
    status = 409
    message = "Somebody else changed the same value while you were editing it."
    hint = "What you entered is still here. Compare both, and save again to put yours in place of theirs."

    def __init__(self, conflicts: Sequence[Conflict], work: Work, *, base: State) -> None:
        super().__init__()
        self.conflicts = tuple(conflicts)
        self.work = work
        self.base = base


async def save(
    tenant: Tenant, act: Edit, *, seen: str, by: Actor, now: datetime, choices: Choices = UNDECIDED
) -> Work:
    """Do `act` to what its form was made from, merge it with what came since, keep it in the history; `choices` decide
    where two said different things.
    """
    demand(by)
    work = await locked(tenant)
    base = work.state if seen == work.seen else await state_seen(seen, work)
    after = _merged(base, act(base), work, choices)
    return await _keep(work, after, by=by, now=now)


async def tried(tenant: Tenant, act: Edit, *, seen: str, choices: Choices = UNDECIDED) -> tuple[Work, State]:
    """What `save` would make of the draft now; nothing is kept."""
    work = await at_work(tenant)
    base = work.state if seen == work.seen else await state_seen(seen, work)
    return work, _merged(base, act(base), work, choices)


async def discard(tenant: Tenant, *, seen: str, by: Actor, now: datetime) -> None:
    """Of the state its reader saw: nobody throws away what they have not seen."""
    demand(by)
    work = await locked(tenant)
    if not work.exists:
        return
    if seen != work.seen:
        raise DraftMoved()
    paths = changed_paths(work.before.state, work.state)
    await remove_draft(work)
    await _record("discard-policy-draft", work, paths, by=by, now=now)


async def bring_up_to_date(tenant: Tenant, choices: Choices, *, seen: str, by: Actor, now: datetime) -> Work:
    """A draft that was begun from an older version goes on from the one in force."""
    demand(by)
    work = await locked(tenant)
    if seen != work.seen:
        raise DraftMoved()
    if not work.exists or not work.outdated:
        return work
    merged = decided(
        merge3(work.before.state.document, work.state.document, work.in_force.state.document), choices
    )
    if merged.conflicts:
        raise DraftConflict(merged.conflicts, work, base=work.before.state)
    onto = replace(
        work.in_force.state,
        adopted=_adopted(work.before.state, work.state, work.in_force.state),
        variants=_variants(work.before.state, work.state, work.in_force.state),
    )
    pins = _pins(work.before.state, work.state, work.in_force.state)
    after = replace(onto, own=settled(onto.inherited, merged.document, pins))
    return await _keep(replace(work, before=work.in_force), after, by=by, now=now, always=True)


class DraftMoved(DomainError):
    code = "draft-moved"
    status = 409
    message = "Somebody changed the draft while you were looking at it."
    hint = "This page shows it as it is now. Look at it again, then go on."


def conflicts_with_force(work: Work) -> tuple[Conflict, ...]:
    """What `bring_up_to_date` needs choices for."""
    if not work.outdated:
        return ()
    return merge3(work.before.state.document, work.state.document, work.in_force.state.document).conflicts


async def remove_draft(work: Work) -> None:
    await execute("DELETE FROM policy_draft_state WHERE draft_id = $1", work.draft_id)
    await execute("DELETE FROM policy_draft WHERE id = $1", work.draft_id)


def _merged(base: State, ours: State, work: Work, choices: Choices) -> State:
    theirs = work.state
    if base is theirs:
        return ours
    merged = decided(
        merge3(
            {**base.document, "variants": dict(base.variants)},
            {**ours.document, "variants": dict(ours.variants)},
            {**theirs.document, "variants": dict(theirs.variants)},
        ),
        choices,
    )
    if merged.conflicts:
        raise DraftConflict(merged.conflicts, work, base=base)
    onto = replace(
        theirs, adopted=_adopted(base, ours, theirs), variants=_variants(base, ours, theirs, choices)
    )
    document = {key: value for key, value in merged.document.items() if key != "variants"}
    return replace(onto, own=settled(onto.inherited, document, _pins(base, ours, theirs)))


def _adopted(base: State, ours: State, theirs: State) -> Adopted:
    """Who goes over to a later template does so over whatever came since."""
    return ours.adopted if ours.adopted != base.adopted else theirs.adopted


def _variants(base: State, ours: State, theirs: State, choices: Choices = UNDECIDED) -> dict[str, str]:
    mine = {
        group: choice
        for group, choice in ours.variants.items()
        if base.variants.get(group) != choice and choices.get(("variants", group)) is not Side.THEIRS
    }
    return {**theirs.variants, **mine}


def _pins(base: State, ours: State, theirs: State) -> frozenset[Keys]:
    return (theirs.own.pins | (ours.own.pins - base.own.pins)) - (base.own.pins - ours.own.pins)


async def _keep(work: Work, after: State, *, by: Actor, now: datetime, always: bool = False) -> Work:
    paths = changed_paths(work.state, after)
    if not paths and not always:
        return work
    who = by.id if by.kind is ActorKind.PERSON else None
    draft_id, revision = work.draft_id or uuid4(), work.revision + 1
    values = {
        "based_on": work.before.number,
        "revision": revision,
        "overrides": msgspec.json.encode(after.own.layer).decode(),
        "variants": msgspec.json.encode(after.variants).decode(),
        "pins": pins_stored(after.own.pins),
        "template_document": stored(after.adopted) if after.adopted != work.before.state.adopted else None,
    }
    if work.draft_id is None:
        meta = {"begun_at": now, "begun_by": who, "updated_at": now, "updated_by": who}
        await insert_all([new_row(PolicyDraft, id=draft_id, **values, **meta)])
    else:
        await execute(
            """UPDATE policy_draft SET based_on = $2, revision = $3, overrides = $4, variants = $5, pins = $6,
            template_document = $7, updated_at = $8, updated_by = $9 WHERE id = $1""",
            draft_id,
            *values.values(),
            now,
            who,
        )
    await insert_all([new_row(PolicyDraftState, draft_id=draft_id, saved_at=now, saved_by=who, **values)])
    kept = replace(
        work, state=after, revision=revision, draft_id=draft_id, begun_at=work.begun_at or now, updated_at=now,
        updated_by=who,
    )  # fmt: skip
    await _record("change-policy-draft", kept, paths, by=by, now=now)
    return kept


async def _record(act: str, work: Work, paths: list[str], *, by: Actor, now: datetime) -> None:
    await record(
        act=act,
        by=by,
        now=now,
        detail={
            "based_on": work.before.number,
            "revision": work.revision,
            "paths": paths[:MOST_PATHS],
            "count": len(paths),
        },
    )
