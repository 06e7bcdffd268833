"""A daughter complains for her mother: she says what allows her to, and staff look at it before letters go to her."""

from __future__ import annotations

from typing import Any

from amends.representation.operations import representations_of
from tests.web.conftest import Arrive
from tests.web.public.test_lodging import filled
from tests.world import World


async def test_somebody_lodges_for_somebody_else_once(world: World, arrive: Arrive) -> None:
    daughter = arrive()
    page, values = await filled(daughter, name="Mrs Wang", behalf="yes", behalf_name="Amina Wang")
    back = await daughter.submit(page, "/complaints", **values)
    assert back.status == 422
    assert back.errors.keys() == {"behalf_relation", "behalf_authority", "behalf_email"}
    assert await world.complaints() == []
    said: dict[str, Any] = {
        "behalf_relation": "Daughter",
        "behalf_authority": "Her word",
        "behalf_email": "amina@wang.example",
    }
    look = await daughter.submit(back, "/complaints", review="yes", **said)
    assert "You write for somebody else" in look.words
    for _ in range(2):
        receipt = await daughter.submit(look, "/complaints")
        assert receipt.path == "/complaints/lodged"
    [case] = await world.complaints()
    async with world.scope():
        [offered] = await representations_of(case.id)
    assert (offered.name, offered.relation) == ("Amina Wang", "Daughter")
    assert offered.offered_by is None
    assert case.complainant_name == "Mrs Wang"
    assert (await world.acts(case.id)).count("representation-offered") == 1
