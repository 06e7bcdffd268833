"""The budgets of what complainants' pages weigh: many are opened on a train."""

from __future__ import annotations

import pytest

from amends.complaints.access import access_code
from tests.web.conftest import Arrive
from tests.web.wire import Wire
from tests.world import World

COLD, WARM = 100_000, 20_000


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_complainants_pages_are_light(world: World, arrive: Arrive, language: str) -> None:
    visitor = arrive(language=language)
    page = await visitor.get("/complaints/new?category=staff")
    lodged = await world.lodge(subject="The lift stopped twice", narrative="Between the floors. " * 40)
    code = access_code(
        world.settings.secret, complaint_id=lodged.complaint_id, number=lodged.access_code_number
    )
    track = await visitor.get("/track")
    for path in ("/", "/complaints/new", "/track", "/complaints/new?category=staff"):
        await _weigh(Wire(visitor), path)
    opened = await visitor.submit(track, "/track", number=lodged.number, code=code)
    for path in (opened.path, "/complaints/lodged"):
        await _weigh(Wire(visitor), path)
    assert page.status == 200


async def test_a_picture_too_many_would_be_noticed(world: World, arrive: Arrive) -> None:
    """The counting sees what a page asks for: without this the budgets could not fail."""
    wire = Wire(arrive())
    await wire.weigh("/")
    asked = {path.partition("?")[0] for path, _ in wire.asked}
    assert {
        "/",
        "/branding.css",
        "/static/amends.js",
        "/static/vendor/htmx.min.js",
        "/static/base.css",
    } <= asked
    assert all(size > 200 for _, size in wire.asked)


async def _weigh(wire: Wire, path: str) -> None:
    cold = await wire.weigh(path)
    heaviest = sorted(wire.asked, key=lambda asked: -asked[1])[:6]
    warm = await wire.weigh(path)
    print(f"{path}: {cold} cold, {warm} warm")
    assert cold <= COLD, heaviest
    assert warm <= WARM, wire.asked
