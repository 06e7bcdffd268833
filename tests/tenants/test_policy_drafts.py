"""What administrators prepare: one draft, two who work on it, nothing lost, everything in the history."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from amends.errors import Forbidden, Invalid
from amends.policy.editing import Side
from amends.policy.overriding import add, pin, put, remove, revert, save_item
from amends.policy.places import at, keys_of
from amends.tenancy.operations import tenant_by_id
from tenants.drafts import DraftConflict, DraftMoved, bring_up_to_date, conflicts_with_force, discard, save
from tenants.publishing import roll_back
from tenants.working import DraftGone, Edit, Work, at_work, choosing, edit
from tests.tenants.policies import REOPEN, changed, publish_change, publish_now, work_of
from tests.world import MONDAY, Organisation, World

SUMMARY = ("summary", "en")
LEVEL = ("levels", "T3")


async def save_as(world: Organisation, act: Edit, *, seen: str, by: str = "ada") -> Work:
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        return await save(tenant, act, seen=seen, by=world.actor(by), now=MONDAY)


async def paths_saved(world: World) -> Sequence[object]:
    entries = [entry for entry in await world.history() if entry.act == "change-policy-draft"]
    return [entry.detail for entry in entries]


async def test_without_a_draft_the_version_in_force_is_worked_on(world: World) -> None:
    work = await work_of(world)
    assert (work.exists, work.seen, work.outdated) == (False, "1.0", False)
    assert work.state.own.layer == {}
    assert work.state.document == work.state.inherited
    assert at(work.state.document, ("categories", "A", "level")) == "T3"


async def test_a_change_is_kept_sparse_and_told_to_the_history(world: World) -> None:
    work = await changed(world, edit(put, REOPEN, 14))
    assert (work.revision, work.exists) == (1, True)
    again = await work_of(world)
    assert again.state.own.layer == {"handling": {"reopen_within_days": 14}}
    entry = next(entry for entry in reversed(await world.history()) if entry.act == "change-policy-draft")
    assert entry.actor_id == world.actor("ada").id
    assert '"handling.reopen_within_days"' in str(entry.detail)
    async with world.at_desk() as desk:
        assert desk.policy.handling.reopen_within_days == 30


async def test_what_changes_nothing_is_no_change(world: World) -> None:
    work = await changed(world, edit(put, REOPEN, 30))
    assert not work.exists
    assert "change-policy-draft" not in await world.acts()


async def test_back_to_inherited_leaves_nothing_behind(world: World) -> None:
    await changed(world, edit(put, REOPEN, 14))
    work = await changed(world, edit(revert, REOPEN))
    assert work.state.own.layer == {}


async def test_what_equals_the_inherited_stays_when_it_is_pinned(world: World) -> None:
    work = await changed(world, edit(pin, REOPEN))
    assert work.state.own.layer == {"handling": {"reopen_within_days": 30}}
    assert work.state.own.pins == {REOPEN}
    assert (await work_of(world)).state.own == work.state.own


async def test_removing_what_is_inherited_buries_it(world: World) -> None:
    reasons = at((await work_of(world)).state.document, ("closing_reasons",))
    assert isinstance(reasons, dict)
    gone = next(iter(reasons))
    work = await changed(world, edit(remove, ("closing_reasons", gone)))
    assert work.state.own.layer == {"closing_reasons": {gone: {"removed": True}}}
    assert at(work.state.document, ("closing_reasons", gone)) is None


async def test_two_at_once_keep_what_both_did(world: World) -> None:
    seen = (await work_of(world)).seen
    await save_as(world, edit(put, REOPEN, 14), seen=seen)
    work = await save_as(world, edit(put, SUMMARY, "Ours"), seen=seen)
    assert work.state.own.layer == {"handling": {"reopen_within_days": 14}, "summary": {"en": "Ours"}}


async def test_two_at_one_item_keep_what_both_did_to_it(world: World) -> None:
    """A form sends a whole item: only what its writer changed counts as theirs."""
    before = await work_of(world)
    level = at(before.state.document, LEVEL)
    assert isinstance(level, dict)
    renamed = {**level, "name": {"zh": "一般", "en": "Plain"}}
    ranked = {**level, "rank": 9}
    await save_as(world, edit(save_item, LEVEL, renamed), seen=before.seen)
    work = await save_as(world, edit(save_item, LEVEL, ranked), seen=before.seen)
    assert at(work.state.document, LEVEL) == {**renamed, "rank": 9}


async def test_two_who_disagree_both_see_it_and_nothing_is_lost(world: World) -> None:
    seen = (await work_of(world)).seen
    await save_as(world, edit(put, REOPEN, 14), seen=seen)
    with pytest.raises(DraftConflict) as caught:
        await save_as(world, edit(put, REOPEN, 60), seen=seen)
    [conflict] = caught.value.conflicts
    assert (conflict.keys, conflict.base, conflict.ours, conflict.theirs) == (REOPEN, 30, 60, 14)
    assert at((await work_of(world)).state.document, REOPEN) == 14
    work = await save_as(world, edit(put, REOPEN, 60), seen=caught.value.work.seen)
    assert at(work.state.document, REOPEN) == 60


async def test_two_who_add_different_items_keep_both(world: World) -> None:
    seen = (await work_of(world)).seen
    for code in ("holiday", "flood"):
        reason = {"name": {"zh": code, "en": code}}
        await save_as(world, edit(add, ("closing_reasons", code), reason), seen=seen)
    reasons = at((await work_of(world)).state.document, ("closing_reasons",))
    assert isinstance(reasons, dict)
    assert {"holiday", "flood"} < reasons.keys()


async def test_a_form_made_from_a_published_draft_is_told(world: World) -> None:
    await changed(world, edit(put, REOPEN, 14))
    seen = (await changed(world, edit(put, SUMMARY, "Ours"))).seen
    await publish_now(world)
    with pytest.raises(DraftGone):
        await save_as(world, edit(put, REOPEN, 60), seen=seen)
    # One that was made from the version before is merged with what was published.
    work = await save_as(world, edit(put, ("summary", "zh"), "我们的"), seen="1.0")
    assert (work.before.number, at(work.state.document, REOPEN)) == (2, 14)


@pytest.mark.parametrize("seen", ["", "x", "1", "1.x", "1.7", "99999999999.1", "1.99999999999"])
async def test_nobody_saves_from_a_state_that_never_was(world: World, seen: str) -> None:
    with pytest.raises(DraftGone):
        await save_as(world, edit(put, REOPEN, 14), seen=seen)


async def test_thrown_away_by_who_saw_it(world: World) -> None:
    work = await changed(world, edit(put, REOPEN, 14))
    async with world.scope():
        with pytest.raises(DraftMoved):
            await discard(world.tenant, seen="1.0", by=world.actor("ada"), now=MONDAY)
        await discard(world.tenant, seen=work.seen, by=world.actor("ada"), now=MONDAY)
    assert not (await work_of(world)).exists
    assert (await world.acts())[-1] == "discard-policy-draft"


async def test_a_draft_goes_on_from_a_version_that_came_between(world: World) -> None:
    await publish_change(world, edit(put, REOPEN, 14))
    await changed(world, edit(put, SUMMARY, "Ours"))
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        await roll_back(tenant, 1, in_force=2, reason="It was better", by=world.actor("ada"), now=MONDAY)
    work = await work_of(world)
    assert (work.outdated, conflicts_with_force(work)) == (True, ())
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        work = await bring_up_to_date(tenant, {}, seen=work.seen, by=world.actor("ada"), now=MONDAY)
    assert (work.outdated, work.before.number) == (False, 3)
    assert work.state.own.layer == {"summary": {"en": "Ours"}}


async def test_where_the_draft_and_the_version_between_disagree_somebody_decides(world: World) -> None:
    await publish_change(world, edit(put, REOPEN, 14))
    await changed(world, edit(put, REOPEN, 60))
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        await roll_back(tenant, 1, in_force=2, reason="It was better", by=world.actor("ada"), now=MONDAY)
    work, ada = await work_of(world), world.actor("ada")
    [conflict] = conflicts_with_force(work)
    assert (conflict.ours, conflict.theirs) == (60, 30)
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        with pytest.raises(DraftConflict):
            await bring_up_to_date(tenant, {}, seen=work.seen, by=ada, now=MONDAY)
        work = await bring_up_to_date(tenant, {REOPEN: Side.OURS}, seen=work.seen, by=ada, now=MONDAY)
    assert at(work.state.document, REOPEN) == 60


async def test_only_who_may_changes_it(world: World) -> None:
    for name in ("ines", "bram"):
        with pytest.raises(Forbidden):
            await save_as(world, edit(put, REOPEN, 14), seen="1.0", by=name)


async def test_another_variant_is_chosen_and_what_is_own_stays(world: World) -> None:
    before = (await work_of(world)).state
    code, group = before.adopted.ranked()[0]
    other = next(choice for choice in group.choices if choice != group.default)
    work = await changed(world, edit(put, SUMMARY, "Ours"), choosing({code: other}))
    assert before.adopted.choices(before.variants)[code] == group.default
    assert work.state.variants[code] == other
    assert work.state.own.layer == {"summary": {"en": "Ours"}}
    assert work.state.inherited != before.inherited
    version = await publish_now(world)
    assert (version.number, version.state.variants[code]) == (2, other)


async def test_only_choices_that_are_offered_can_be_made(world: World) -> None:
    with pytest.raises(Invalid):
        await changed(world, choosing({"no-such-group": "any"}))


async def test_one_organisations_draft_is_nobody_elses(world: World) -> None:
    await changed(world, edit(put, REOPEN, 14))
    assert not (await work_of(world.other)).exists
    async with world.other.scope():
        tenant = await tenant_by_id(world.other.id)
        own = await at_work(tenant)
        with pytest.raises(DraftGone):
            await save(tenant, edit(put, REOPEN, 7), seen="1.1", by=world.other.actor("dora"), now=MONDAY)
    assert at(own.state.document, REOPEN) == 30
    assert keys_of("handling.reopen_within_days") == REOPEN
