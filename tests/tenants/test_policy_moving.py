"""One complaint goes over to the version in force: only by an act, with a reason, and promises stay unless it says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

import pytest

from amends.audit.tables import HistoryEntry
from amends.complaints.likenesses import known_alike
from amends.errors import Forbidden, Invalid, NotFound
from amends.policy.overriding import put, remove
from amends.tenancy.operations import tenant_by_id
from tenants import moving_many
from tenants.desks import desk_of
from tenants.moving import MovedAlready, Unchosen, move_case, preview
from tenants.moving_many import Behind, TooMany, cases_behind, move_cases
from tenants.moving_preview import Preview
from tenants.working import edit
from tests.tenants.policies import publish_change
from tests.world import World, lodgement

LONGER = edit(put, ("levels", "T3", "clocks", "resolve", "period"), "20 wd")
SHORTER = edit(put, ("levels", "T3", "clocks", "resolve", "period"), "1 h")


async def move(
    world: World,
    case: UUID,
    *,
    to: int = 2,
    anew: bool = False,
    reason: str = "Agreed",
    by: str = "ada",
    hours: int = 2,
    instead: Mapping[str, str] | None = None,
) -> Preview:
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        now = world.at(hours=hours)
        return await move_case(
            tenant,
            world.settings,
            case,
            to=to,
            anew=anew,
            reason=reason,
            by=world.actor(by),
            now=now,
            instead=instead,
        )


async def looked_at(world: World, case: UUID, **instead: str) -> Preview:
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        return await preview(tenant, world.settings, case, now=world.at(hours=2), instead=instead)


async def test_what_was_promised_stays_promised(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    before = await world.promises(case)
    version = await publish_change(world, LONGER)
    found = await looked_at(world, case)
    assert [each.kind for each in found.moving] == ["resolve"]
    assert (found.old.number, found.new.number) == (1, 2)
    assert (await world.complaint(case)).policy_version_id == found.old.id
    await move(world, case)
    assert {kind: row.due_at for kind, row in (await world.promises(case)).items()} == {
        kind: row.due_at for kind, row in before.items()
    }
    row = await world.complaint(case)
    assert (row.policy_version_id, row.calendar_version_id) == (version.id, world.tenant.calendar_version_id)
    entry: HistoryEntry = (await world.history(case))[-1]
    assert entry.act == "move-policy"
    assert '"from":1' in str(entry.detail).replace(" ", "")
    assert await world.notices(event="message", to="amina") == []


async def test_promised_anew_where_the_act_says_so(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    before = (await world.promises(case))["resolve"]
    looks = {row.id: row.fire_at for row in await world.due_rows(case) if row.promise_id == before.id}
    await publish_change(world, LONGER)
    [moved] = (await move(world, case, anew=True)).moving
    after = (await world.promises(case))["resolve"]
    assert after.due_at == moved.would_be > before.due_at
    later = {row.id: row.fire_at for row in await world.due_rows(case) if row.promise_id == before.id}
    assert later.keys() == looks.keys()
    assert all(later[key] > looks[key] for key in looks)
    [letter] = await world.notices(event="message", to="amina")
    assert letter.complaint_id == case


async def test_what_stays_promised_stays_counted_by_its_calendar(world: World) -> None:
    kept, anew = [(await world.lodge(category="A")).complaint_id for _ in range(2)]
    calendar = (await world.complaint(kept)).calendar_version_id
    await publish_change(world, LONGER, edit(put, ("calendar", "first_day"), "same"))
    assert world.tenant.calendar_version_id != calendar
    await move(world, kept)
    await move(world, anew, anew=True)
    assert (await world.complaint(kept)).calendar_version_id == calendar
    assert (await world.complaint(anew)).calendar_version_id == world.tenant.calendar_version_id


async def test_nothing_is_promised_for_a_time_that_has_gone(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    before = (await world.promises(case))["resolve"].due_at
    await publish_change(world, SHORTER)
    assert (await move(world, case, anew=True, hours=30)).moving == []
    assert (await world.promises(case))["resolve"].due_at == before


async def test_only_what_touches_the_case_is_shown(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    await publish_change(
        world,
        LONGER,
        edit(put, ("categories", "B", "help"), {"zh": "别的", "en": "Another"}),
        edit(put, ("levels", "T1", "clocks", "resolve", "period"), "2 h"),
        edit(put, ("notices", "lodged", "subject"), {"zh": "新 {no}", "en": "New {no}"}),
    )
    found = await looked_at(world, case)
    categories, levels = found.after["categories"], found.after["levels"]
    assert isinstance(categories, dict)
    assert isinstance(levels, dict)
    assert (list(categories), list(levels)) == (["A"], ["T3"])
    assert "notices" not in found.after
    assert found.before != found.after


async def test_a_category_that_is_gone_is_chosen_anew(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    level = (await world.complaint(case)).level
    await publish_change(world, edit(remove, ("categories", "A")), LONGER)
    found = await looked_at(world, case)
    assert (found.lacks, found.ready, list(found.promises)) == (("category",), False, [])
    for wrong in ({}, {"category": "A"}, {"category": "nothing"}, {"level": "T1"}):
        with pytest.raises(Unchosen) as caught:
            await move(world, case, instead=wrong)
        assert set(caught.value.fields) == {"category"}
    seen = await looked_at(world, case, category="B")
    assert seen.ready
    assert [each.kind for each in seen.moving] == ["resolve"]
    # What the version in force still has stays as it is, whatever comes with the choice.
    await move(world, case, instead={"category": "B", "level": "T1"}, anew=True)
    row = await world.complaint(case)
    assert (row.category, row.level) == ("B", level)
    assert (await world.promises(case))["resolve"].due_at == seen.moving[0].would_be
    detail = json.loads((await world.history(case))[-1].detail)
    assert detail["category"] == {"from": "A", "to": "B"}
    assert "level" not in detail


async def test_a_level_that_is_gone_is_chosen_anew(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    async with world.as_owner("complaint") as owner:
        await owner.execute("UPDATE complaint SET level = 'T9' WHERE id = $1", case)
    await publish_change(world, LONGER)
    assert (await looked_at(world, case)).lacks == ("level",)
    await move(world, case, instead={"level": "T2"})
    assert (await world.complaint(case)).level == "T2"


async def test_the_new_version_says_by_which_answers_a_case_is_found_again(world: World) -> None:
    async with world.at_desk() as desk:
        answers = {**lodgement(desk.policy, category="A").answers, "place": "Counter 12"}
    case, other = [(await world.lodge(category="A", answers=answers)).complaint_id for _ in range(2)]
    await publish_change(world, edit(put, ("fields", "place", "identifies"), True))
    for each in (case, other):
        await move(world, each)
    row = await world.complaint(case)
    async with world.scope():
        desk = await desk_of(await tenant_by_id(world.id), world.settings, row)
        [found] = await known_alike(desk, row, world.actor("bram"))
    assert (found.row.id, found.by.marks) == (other, ("place",))


async def test_moved_once_and_to_what_was_seen(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    with pytest.raises(MovedAlready):
        await move(world, case, to=1)
    await publish_change(world, LONGER)
    with pytest.raises(MovedAlready):
        await move(world, case, to=3)
    await move(world, case)
    with pytest.raises(MovedAlready):
        await move(world, case)


async def test_a_reason_and_the_right_are_needed(world: World) -> None:
    case = (await world.lodge(category="A")).complaint_id
    await publish_change(world, LONGER)
    with pytest.raises(Invalid):
        await move(world, case, reason=" ")
    with pytest.raises(Forbidden):
        await move(world, case, by="chen")
    with pytest.raises(NotFound):
        await move(world, UUID(int=0))


async def test_several_at_once_and_only_those_chosen(world: World) -> None:
    cases = [(await world.lodge(category="A")).complaint_id for _ in range(4)]
    version = await publish_change(world, LONGER)
    found = await behind(world)
    assert (found.total, found.number, found.following) == (4, 2, None)
    assert {each.complaint.id for each in found.previews} == set(cases)
    assert all([promise.kind for promise in each.moving] == ["resolve"] for each in found.previews)
    assert await move_some(world, cases[:2], anew=True) == 2
    moved = [case for case in cases if (await world.complaint(case)).policy_version_id == version.id]
    assert set(moved) == set(cases[:2])
    assert len(await world.notices(event="message", to="amina")) == 2
    # Of those that somebody moved meanwhile nothing is done twice.
    assert await move_some(world, cases[:3]) == 1
    assert [(await world.acts(case)).count("move-policy") for case in cases] == [1, 1, 1, 0]
    assert (await behind(world)).total == 1


async def test_several_at_once_are_bounded_and_said_why(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving_many, "BATCH", 2)
    cases = [(await world.lodge(category="A")).complaint_id for _ in range(3)]
    await publish_change(world, LONGER)
    first = await behind(world)
    assert (len(first.previews), first.total) == (2, 3)
    rest = await behind(world, after=first.following)
    assert (len(rest.previews), rest.following) == (1, None)
    assert {each.complaint.id for each in (*first.previews, *rest.previews)} == set(cases)
    with pytest.raises(TooMany):
        await move_some(world, cases)
    with pytest.raises(Invalid):
        await move_some(world, [])
    with pytest.raises(Invalid):
        await move_some(world, cases[:1], reason="")
    with pytest.raises(Forbidden):
        await move_some(world, cases[:1], by="chen")
    with pytest.raises(MovedAlready):
        await move_some(world, cases[:1], to=1)


async def test_all_chosen_move_or_none(world: World) -> None:
    cases = [(await world.lodge(category=category)).complaint_id for category in ("A", "B")]
    await publish_change(world, edit(remove, ("categories", "A")))
    assert {each.ready for each in (await behind(world)).previews} == {True, False}
    with pytest.raises(Unchosen):
        await move_some(world, cases)
    assert (await behind(world)).total == 2


async def behind(world: World, *, after: UUID | None = None) -> Behind:
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        return await cases_behind(tenant, world.settings, after=after, now=world.at(hours=2))


async def move_some(
    world: World,
    cases: list[UUID],
    *,
    to: int = 2,
    anew: bool = False,
    reason: str = "Agreed",
    by: str = "ada",
) -> int:
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        now = world.at(hours=2)
        return await move_cases(
            tenant, world.settings, cases, to=to, anew=anew, reason=reason, by=world.actor(by), now=now
        )


async def test_nobody_moves_a_case_of_another_organisation(world: World) -> None:
    theirs = (await world.other.lodge()).complaint_id
    ours = (await world.lodge(category="A")).complaint_id
    await publish_change(world, LONGER)
    with pytest.raises(NotFound):
        await move_some(world, [ours, theirs])
    assert (await behind(world)).total == 1
