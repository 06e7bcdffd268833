"""The list of organisations: what they use and how they do, in few statements; found, narrowed, sorted, paged."""

from __future__ import annotations

import asyncpg
import pytest

from amends import clock
from amends.database.scope import execute, platform_scope, tenant_scope
from amends.tenancy.overview import Sort, State, Wanted, overview
from amends.tenancy.usage import count_usage, parts_of
from tests.web.operator.conftest import sign_in
from tests.web.visitor import Visitor
from tests.world import MONDAY, World
from workers.counting import Counting


async def test_usage_is_counted_and_shown_without_content(world: World, olga: Visitor) -> None:
    await world.lodge(subject="The lift is stuck")
    assert "Not counted yet" in (await olga.get("/operator/tenants")).words
    await Counting().once()
    page = await olga.get("/operator/tenants")
    assert "The lift is stuck" not in page.html
    assert "1 in all" in page.words
    one = await olga.get("/operator/tenants/harbour")
    for words in ("People active", "Complaints a week", "Counted", "The same as a table"):
        assert words in one.words
    assert "The lift is stuck" not in one.html
    assert "Amina" not in one.html


async def test_figures_by_week_and_role(world: World) -> None:
    await world.lodge()
    async with world.scope():
        await count_usage(zone="Asia/Shanghai", now=MONDAY)
    async with platform_scope():
        parts = await parts_of(world.id, today=MONDAY.date())
    assert parts.weeks[-1] == (MONDAY.date(), 1)
    assert len(parts.weeks) == 12
    assert parts.roles["handler"] == 1


async def test_it_is_counted_now_on_demand(world: World, olga: Visitor) -> None:
    await world.lodge()
    page = await olga.submit(await olga.get("/operator/tenants/harbour"), "/count")
    assert "Counted anew." in page.words


async def test_nobody_writes_anothers_figures_or_anything_but_figures(world: World) -> None:
    """The function takes the organisation from the scope; names of parts are codes and days by a constraint."""
    with pytest.raises(asyncpg.CheckViolationError):
        async with tenant_scope(world.id):
            await execute(
                "SELECT note_usage($1, 1, 1, 1, 1, $1, ARRAY['The lift is stuck'], ARRAY[1])", clock.now()
            )
    with pytest.raises(asyncpg.PostgresError):
        async with platform_scope():
            await execute(
                "SELECT note_usage($1, 1, 1, 1, 1, $1, ARRAY[]::text[], ARRAY[]::integer[])", clock.now()
            )


async def test_found_narrowed_and_sorted(world: World, olga: Visitor) -> None:
    async with platform_scope():
        assert [line.slug for line in (await overview(Wanted(), now=MONDAY)).lines] == ["garden", "harbour"]
        assert [line.slug for line in (await overview(Wanted(words="海湾"), now=MONDAY)).lines] == ["harbour"]
        assert (await overview(Wanted(words="%"), now=MONDAY)).count == 0
        assert (await overview(Wanted(state=State.SUSPENDED), now=MONDAY)).count == 0
        assert (await overview(Wanted(template="property"), now=MONDAY)).lines[0].slug == "garden"
        for sort in Sort:
            assert (await overview(Wanted(sort=sort), now=MONDAY, page=9)).count == 2
    page = await olga.get("/operator/tenants?q=nobody")
    assert "No organisation fits" in page.words
    assert "harbour" in (await olga.get("/operator/tenants?state=live&show=nonsense&page=x")).words


async def test_what_is_the_matter_is_said_with_what_to_do(world: World, olga: Visitor) -> None:
    await world.lodge()
    world.move_to(world.at(days=9))
    await sign_in(olga)
    page = await olga.get("/operator/tenants?show=ill")
    assert "harbour" in page.words
    assert "History not sealed" in page.words
    one = await olga.get("/operator/tenants/harbour")
    assert "promises looked at late" in one.words
    assert "See under Health" in one.words


async def test_a_newer_template_is_seen(world: World, olga: Visitor) -> None:
    async with world.as_owner() as owner:
        await owner.execute("UPDATE tenant SET template_version = '0.0.1' WHERE slug = 'harbour'")
    page = await olga.get("/operator/tenants?show=outdated")
    assert "harbour" in page.words
    assert "garden" not in page.words.replace("garden.", "")


async def test_the_list_is_taken_along(olga: Visitor) -> None:
    answer = await olga.http.get("/operator/tenants.csv?q=harbour")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("harbour,Harbour,live,service,")
