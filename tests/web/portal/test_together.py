"""Neighbours complain together: one of them writes, says who the others are, and staff find it where groups are made."""

from __future__ import annotations

from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.public.test_lodging import filled
from tests.world import World


async def test_several_lodge_together_and_staff_make_the_group(
    world: World, arrive: Arrive, enter: Enter
) -> None:
    first = await world.lodge()
    neighbour = arrive()
    said = {"together": "yes", "together_people": "some", "together_names": "Fang Wang, flat 3", "together_number": first.number.lower()}  # fmt: skip
    page, values = await filled(neighbour, name="Li Qiang", **said)
    back = await neighbour.submit(page, "/complaints", **values)
    assert (back.status, [*back.errors]) == (422, ["together_people"])
    assert len(await world.complaints()) == 1
    look = await neighbour.submit(back, "/complaints", review="yes", together_people="12")
    assert "Fang Wang, flat 3" in look.words
    receipt = await neighbour.submit(look, "/complaints")
    assert receipt.path == "/complaints/lodged"
    [case] = [row for row in await world.complaints() if row.id != first.complaint_id]
    url = f"/portal/cases/{case.id}"
    bram, ines = await enter("bram"), await enter("ines", language="zh")
    assert f"12 people together · Fang Wang, flat 3 · one of them lodged {first.number}" in (await bram.get(url)).words  # fmt: skip
    assert "共12人" in (await ines.get(url)).words
    group = await bram.get(f"{url}/group")
    assert group.form("/joining").values["numbers"] == [first.number]
    joined = await bram.submit(group, "/joining", reason="One lift")
    assert f"{first.number}" in joined.words
    assert joined.form("/joining").values["numbers"] == [""]


async def test_who_does_not_say_so_complains_alone(world: World, arrive: Arrive) -> None:
    one = arrive()
    page, values = await filled(one, together_people="3", together_names="Typed, then taken back")
    assert (await one.submit(page, "/complaints", **values)).path == "/complaints/lodged"
    [case] = await world.complaints()
    assert case.together is None
