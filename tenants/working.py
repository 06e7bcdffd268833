"""What a form of the policy starts from: the draft, or the version in force where there is none yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Concatenate, ParamSpec
from uuid import UUID

import msgspec

from amends.database.rows import select_one
from amends.errors import DomainError, Invalid, NotFound
from amends.people.actor import Actor, ActorKind
from amends.people.rights import Right
from amends.policy.difference import changes
from amends.policy.overriding import Overrides
from amends.policy.places import Table, dotted
from amends.policy.shape import spelled_out
from amends.tenancy.tables import Tenant
from tenants.desks import version_in_force
from tenants.tables import PolicyDraft, PolicyDraftState
from tenants.turns import alone
from tenants.versions import State, Version, adopted_from, own_from, version_by_id, version_by_number

Given = ParamSpec("Given")
Edit = Callable[[State], State]
_DIGITS = 9
"""The database counts no further."""


class DraftGone(DomainError):
    code = "draft-gone"
    status = 409
    message = "The draft this page was made from was published or thrown away meanwhile."
    hint = "What you entered is still here. Compare it with what is there now, and save again to put it into the draft."

    def __init__(self, *, begun_from: str = "") -> None:
        """`begun_from`: for a form to go on from, the version that draft was begun from; empty where none is known."""
        super().__init__()
        self.begun_from = begun_from


@dataclass(frozen=True, kw_only=True)
class Work:
    """The draft, or the version in force where there is none yet: what a form starts from."""

    before: Version
    """The version the draft was begun from."""
    in_force: Version
    state: State
    revision: int = 0
    """0: there is no draft."""
    draft_id: UUID | None = None
    begun_at: datetime | None = None
    updated_at: datetime | None = None
    updated_by: UUID | None = None

    @property
    def exists(self) -> bool:
        return self.draft_id is not None

    @property
    def seen(self) -> str:
        """For a form to carry: of which draft, too, since another one may come to count as far."""
        state = f"{self.before.number}.{self.revision}"
        return f"{state}.{_mark(self.draft_id)}" if self.draft_id is not None else state

    @property
    def outdated(self) -> bool:
        """Another version was published since it was begun."""
        return self.before.number != self.in_force.number


def edit(
    act: Callable[Concatenate[Table, Overrides, Given], Overrides], *args: Given.args, **kwargs: Given.kwargs
) -> Edit:
    """An act of `amends.policy.overriding`, such as edit(save_item, ("levels", "T1"), item)."""
    return lambda state: replace(state, own=act(state.inherited, state.own, *args, **kwargs))


def choosing(wanted: Mapping[str, str]) -> Edit:
    """Other variants; what the organisation overrides stays on top of them."""

    def choose(state: State) -> State:
        chosen = {**state.variants, **wanted}
        strange = [
            f"{group}/{choice}" for group, choice in chosen.items() if not _offered(state, group, choice)
        ]
        if strange:
            raise Invalid(
                {
                    f"choice.{name.partition('/')[0]}": "Please choose one of those offered."
                    for name in strange
                }
            )
        # As it was, however little it changes now: back to the first choice is back to where one was.
        return replace(state, variants=chosen)

    return choose


async def at_work(tenant: Tenant) -> Work:
    """What the pages of settings show; needs the tenant's scope."""
    in_force = await version_by_id(version_in_force(tenant))
    row = await select_one(PolicyDraft, "")
    if row is None:
        return Work(before=in_force, in_force=in_force, state=in_force.state)
    before = in_force if int(row.based_on) == in_force.number else await version_by_number(int(row.based_on))
    return Work(
        before=before,
        in_force=in_force,
        state=_state(before, row),
        revision=int(row.revision),
        draft_id=row.id,
        begun_at=row.begun_at,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
    )


def changed_paths(before: State, after: State) -> list[str]:
    """Of everything in force, and of choices and pins that change nothing in force yet."""
    found = [
        dotted(change.keys) for change in changes(spelled_out(before.document), spelled_out(after.document))
    ]
    found += sorted(
        f"variants.{group}"
        for group in {*before.variants, *after.variants}
        if before.variants.get(group) != after.variants.get(group)
    )
    return found + [f"pins.{dotted(keys)}" for keys in sorted(before.own.pins ^ after.own.pins)]


async def locked(tenant: Tenant) -> Work:
    """One at a time changes or publishes an organisation's policy; what others did before is seen."""
    return await at_work(await alone(tenant))


def demand(by: Actor) -> None:
    if by.kind is ActorKind.PERSON:
        by.demand(Right.MANAGE_SETTINGS)


def _offered(state: State, group: str, choice: str) -> bool:
    return group in state.adopted.groups and choice in state.adopted.groups[group].choices


def _state(before: Version, row: PolicyDraft | PolicyDraftState) -> State:
    variants = msgspec.json.decode(str(row.variants), type=dict[str, str])
    adopted = before.state.adopted
    if row.template_document is not None:
        adopted = adopted_from(str(row.template_document), before.state.document)
    return State(adopted, variants, own_from(str(row.overrides), str(row.pins)))


async def state_seen(seen: str, work: Work) -> State:
    """What a form that carries `seen` was made from."""
    based_on, revision, mark = (*seen.split("."), "", "")[:3]
    if not all(number.isdecimal() and len(number) <= _DIGITS for number in (based_on, revision)):
        raise DraftGone()
    try:
        version = await version_by_number(int(based_on))
    except NotFound as none_such:
        raise DraftGone() from none_such
    if int(revision) == 0:
        return version.state
    row = None
    if work.draft_id is not None and mark == _mark(work.draft_id):
        row = await select_one(
            PolicyDraftState,
            "WHERE draft_id = $1 AND based_on = $2 AND revision = $3",
            work.draft_id,
            int(based_on),
            int(revision),
        )
    if row is None:
        raise DraftGone(begun_from=f"{based_on}.0")
    return _state(version, row)


async def goes_on_from(gone: DraftGone, work: Work) -> tuple[str, State]:
    """For a form whose draft is gone: what it carries now, and the last state both it and what is there came from."""
    if gone.begun_from:
        return gone.begun_from, await state_seen(gone.begun_from, work)
    return f"{work.in_force.number}.0", work.in_force.state


def _mark(draft_id: UUID) -> str:
    return draft_id.hex[-8:]
