"""A complaint keeps what was promised when it was lodged; people, routing and wording are always those of today."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from amends.complaints.desk import Desk
from amends.complaints.tables import Complaint
from amends.policy.document import CURRENT_PARTS, Policy
from amends.policy.overriding import put
from amends.policy.pinning import PINNED_PARTS, blend
from amends.policy.places import Keys
from amends.tenancy.operations import tenant_by_id
from tenants.desks import desk_in_force, desk_of
from tenants.versions import State
from tenants.working import edit
from tests.tenants.policies import publish_change, work_of
from tests.world import World

IDENTITY = ("format", "code", "version", "name", "summary")
BOTH = {"zh": "新", "en": "New"}
HOLDS: Mapping[str, object] = {"field": "case.channel", "value": "web"}

# One change of every part, written by hand: a place and what stands there from the second version on.
CHANGES: dict[Keys, object] = {
    ("sources", "NEW"): {"title": BOTH},
    ("principles", "new"): {"name": BOTH},
    ("rights", "new"): {"name": BOTH},
    ("procedure", "new"): {"name": BOTH},
    ("calendar", "week", "6"): ["09:00-12:00"],
    ("numbering", "pattern"): "N{YYYY}{seq4}",
    ("handling", "reopen_within_days"): 14,
    ("departments", "new"): {"name": BOTH},
    ("roles", "new"): {"name": BOTH, "rights": ["read-cases"]},
    ("qualifications", "new"): {"name": BOTH},
    ("fields", "new"): {"name": BOTH},
    ("common_fields", "new"): {"required": False},
    ("categories", "A", "help"): BOTH,
    ("kinds", "new"): {"name": BOTH},
    ("amount_bands", "new"): {"name": BOTH, "rank": 0, "up_to": 1},
    ("levels", "T3", "clocks", "resolve", "period"): "20 wd",
    ("grading", "new"): {"rank": 99, "when": HOLDS, "level": "T3", "reason": BOTH},
    ("routing", "new"): {"rank": 99, "when": HOLDS, "department": "new", "reason": BOTH},
    ("clocks", "new"): {"name": BOTH, "starts": "received", "ends": "recorded"},
    ("pauses", "new"): {"name": BOTH},
    ("chains", "new"): {"name": BOTH, "rank": 99, "when": HOLDS},
    ("rosters", "new"): {"name": BOTH, "role": "supervisor"},
    ("acceptance", "new"): {"name": BOTH},
    ("refusal_reasons", "new"): {"name": BOTH},
    ("guards", "new"): {"move": "close", "when": HOLDS, "needs": {"field": "case.assigned", "value": "yes"}, "hint": BOTH},
    ("states_off",): ["FEEDBACK"],
    ("state_labels", "REGISTERED"): BOTH,
    ("checklists", "new"): {"name": BOTH},
    ("outcomes", "new"): {"name": BOTH},
    ("remedies", "new"): {"name": BOTH},
    ("exceptions", "new"): {"name": BOTH},
    ("outside_parties", "new"): {"name": BOTH},
    ("records", "new"): {"name": BOTH},
    ("approvals", "new"): {"name": BOTH, "roles": ["supervisor"]},
    ("closing_reasons", "new"): {"name": BOTH},
    ("recourse", "new"): {"name": BOTH, "contact": BOTH},
    ("notices", "lodged", "subject"): {"zh": "新 {no}", "en": "New {no}"},
    ("documents", "new"): {"name": BOTH},
    ("survey", "highest"): 7,
    ("retention", "new"): {"name": BOTH},
    ("archive", "index"): ["number"],
    ("kpis", "new"): {"name": BOTH, "numerator": "registered"},
    ("spot_checks", "percent"): 9,
    ("incidents", "new"): {"name": BOTH, "same": ["case.category"], "count": 3, "within": "7 d"},
    ("regulated", "on"): True,
}  # fmt: skip


def changed(state: State) -> State:
    for keys, value in CHANGES.items():
        state = edit(put, keys, value)(state)
    return state


def test_every_part_is_pinned_or_current() -> None:
    parts = set(Policy.__struct_fields__) - set(IDENTITY)
    assert set(PINNED_PARTS) | set(CURRENT_PARTS) == parts
    assert set(PINNED_PARTS) & set(CURRENT_PARTS) == set()
    assert {keys[0] for keys in CHANGES} == parts - {"hours"}, "a part without a change proves nothing"


async def test_what_an_old_complaint_keeps_and_what_it_takes_over(world: World) -> None:
    lodged = await world.lodge(category="A")
    promised = {kind: row.due_at for kind, row in (await world.promises(lodged.complaint_id)).items()}
    async with world.at_desk() as before:
        pass
    await publish_change(world, changed)
    async with world.scope():
        tenant = await tenant_by_id(world.id)
        old = await desk_of(tenant, world.settings, await _case(world, lodged.complaint_id))
        new = await desk_in_force(tenant, world.settings)
    _compare(before, old, new)
    assert {kind: row.due_at for kind, row in (await world.promises(lodged.complaint_id)).items()} == promised


async def test_a_new_complaint_gets_everything_new(world: World) -> None:
    old = await world.lodge(category="A")
    await publish_change(world, changed)
    new = await world.lodge(category="A", now=world.at(hours=1))
    rows = [await world.complaint(each.complaint_id) for each in (old, new)]
    assert str(rows[1].number).startswith("N")
    assert rows[0].policy_version_id != rows[1].policy_version_id
    assert rows[0].calendar_version_id != rows[1].calendar_version_id
    promises = [await world.promises(row.id) for row in rows]
    assert promises[0]["resolve"].due_at < promises[1]["resolve"].due_at
    [first, second] = await world.notices(event="lodged", to="amina")
    assert str(second.subject).startswith(("New", "新"))
    assert not str(first.subject).startswith(("New", "新"))


async def test_a_case_of_the_version_in_force_is_no_blend(world: World) -> None:
    async with world.at_desk() as desk:
        assert blend(desk.policy, desk.policy) is desk.policy
        again = await world.desk()
    assert again.policy is desk.policy


async def test_all_changes_can_be_published(world: World) -> None:
    assert changed((await work_of(world)).state).policy().survey.highest == 7


def _compare(before: Desk, old: Desk, new: Desk) -> None:
    for part in PINNED_PARTS:
        assert getattr(old.policy, part) == getattr(before.policy, part), part
        if part != "hours":
            assert getattr(new.policy, part) != getattr(before.policy, part), part
    for part in CURRENT_PARTS:
        assert getattr(old.policy, part) == getattr(new.policy, part), part
        assert getattr(new.policy, part) != getattr(before.policy, part), part
    assert old.calendar == before.calendar
    assert new.calendar != before.calendar
    assert old.policy_version_id == before.policy_version_id != new.policy_version_id


async def _case(world: World, complaint_id: UUID) -> Complaint:
    row = await Complaint.objects().get(Complaint.id == complaint_id)
    assert row is not None
    return row
