"""A later template: nothing changes by itself; what it brings, what stays one's own, what somebody must decide."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from amends.policy.editing import Side
from amends.policy.overriding import put
from amends.policy.places import Keys, at
from amends.tenancy.operations import tenant_by_id
from tenants import templates
from tenants.adopted import Adopted
from tenants.drafts import Choices
from tenants.upgrading import NoUpgrade, UpgradeUndecided, is_later, looked_at, offered, upgrade
from tenants.working import Work, edit
from tests.tenants.next_release import next_release
from tests.tenants.policies import REOPEN, changed, publish_change, publish_now, work_of
from tests.world import MONDAY, World

SUMMARY = ("summary", "en")
ROUNDS = ("handling", "rounds")


@pytest.fixture
def later_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    return next_release(tmp_path, monkeypatch)


async def go_over(world: World, version: str, choices: Choices, *, seen: str = "") -> Work:
    work = await work_of(world)
    async with world.scope():
        return await upgrade(
            await tenant_by_id(world.id),
            version=version,
            choices=choices,
            seen=seen or work.seen,
            by=world.actor("ada"),
            now=MONDAY,
        )


def values(work: Work) -> dict[Keys, object | None]:
    return {keys: at(work.state.document, keys) for keys in (REOPEN, SUMMARY, ROUNDS, ("version",))}


async def test_from_one_version_of_the_template_to_the_next(world: World, later_program: str) -> None:
    await publish_change(world, edit(put, REOPEN, 14), edit(put, SUMMARY, "Ours"))
    work = await work_of(world)
    before = {REOPEN: 14, SUMMARY: "Ours", ROUNDS: 2, ("version",): "2.0.0"}
    assert values(work) == before  # nothing changes by itself
    later = offered(work.state)
    assert later is not None
    found = looked_at(work.state, later)
    [conflict] = found.conflicts
    assert (conflict.keys, conflict.base, conflict.ours, conflict.theirs) == (REOPEN, 30, 14, 45)

    with pytest.raises(UpgradeUndecided):
        await go_over(world, later_program, {})
    assert not (await work_of(world)).exists

    drafted = await go_over(world, later_program, {REOPEN: Side.OURS})
    after = {REOPEN: 14, SUMMARY: "Ours", ROUNDS: 3, ("version",): "2.1.0"}
    assert values(drafted) == values(await work_of(world)) == after
    await changed(world, edit(put, SUMMARY, "Still ours"))  # drafted on as any other draft
    version = await publish_now(world)
    work = await work_of(world)
    assert (version.number, version.state.adopted.version) == (3, later_program)
    assert values(work) == {**after, SUMMARY: "Still ours"}
    assert at(work.state.inherited, REOPEN) == 45
    assert offered(work.state) is None
    with pytest.raises(NoUpgrade):
        await go_over(world, later_program, {})


async def test_what_a_colleague_drafts_meanwhile_is_kept(world: World, later_program: str) -> None:
    seen = (await work_of(world)).seen
    await changed(world, edit(put, SUMMARY, "Ours"))
    work = await go_over(world, later_program, {}, seen=seen)
    assert values(work) == {REOPEN: 45, SUMMARY: "Ours", ROUNDS: 3, ("version",): "2.1.0"}
    assert work.state.adopted.version == (await work_of(world)).state.adopted.version == "2.1.0"


async def test_another_version_than_the_one_looked_at_is_refused(world: World, later_program: str) -> None:
    with pytest.raises(NoUpgrade):
        await go_over(world, "9.0", {})


def test_a_program_put_back_to_an_older_release_offers_nothing() -> None:
    today = templates.pickable_templates()["service"].adopted
    assert not is_later(today, today)
    assert not is_later(today, _as_version(today, "10.0.0"))
    assert is_later(_as_version(today, "10.0.0"), today)


def _as_version(adopted: Adopted, version: str) -> Adopted:
    layer = msgspec.structs.replace(adopted.layers[-1], version=version)
    return msgspec.structs.replace(adopted, layers=(*adopted.layers[:-1], layer))
