"""Complainants choose how they are answered, where the policy lets them, and are told by that way."""

from __future__ import annotations

import pytest

from amends.correspondence.operations import write_to_complainant
from amends.errors import Invalid
from amends.notices.tables import NoticeRow
from amends.tasks.tables import Task
from tests.world import MONDAY, World


async def told(world: World, event: str) -> list[NoticeRow]:
    return [row for row in await world.notices(event=event) if row.person_id is None]


async def tasks(world: World) -> list[Task]:
    async with world.scope():
        return list(await Task.objects().order_by(Task.created_at))


@pytest.mark.parametrize(
    ("wish", "field"), [("phone", "phone"), ("letter", "address"), ("mail", "email"), ("sms", "reply_by")]
)
async def test_a_way_needs_its_contact(world: World, wish: str, field: str) -> None:
    """A text message needs a gateway that sends it."""
    with pytest.raises(Invalid) as refused:
        await world.lodge(reply_by=wish, email="")
    assert field in refused.value.fields


async def test_who_chose_the_telephone_is_called_and_gets_no_mail(world: World) -> None:
    case = (await world.lodge(reply_by="phone", phone="138 0013 8000")).complaint_id
    [lodged] = await told(world, "lodged")
    assert lodged.channel == "page"
    assert lodged.sent_at == MONDAY, "they read it on the page that moment"
    assert await tasks(world) == []
    await world.do(write_to_complainant, case, by="bram", body="We look into it.")
    [said] = await told(world, "message")
    assert (said.channel, said.address) == ("phone", "138 0013 8000")
    assert said.sent_at is None
    [task] = await tasks(world)
    assert (task.kind, task.notice_id, task.complaint_id) == ("call", said.id, case)


async def test_who_chose_letters_gets_one_even_of_what_the_page_showed(world: World) -> None:
    await world.lodge(reply_by="letter", address="1 Harbour Road\n210000")
    [lodged] = await told(world, "lodged")
    assert (lodged.channel, lodged.address) == ("letter", "1 Harbour Road\n210000")
    assert [task.kind for task in await tasks(world)] == ["post"]


async def test_who_gave_no_contact_finds_it_on_their_page(world: World) -> None:
    await world.lodge(name="", email="")
    assert [(row.channel, row.sent_at) for row in await told(world, "lodged")] == [("page", MONDAY)]
    assert await world.outbox() == []


async def test_the_wish_is_kept_and_part_of_the_history(world: World) -> None:
    case = (await world.lodge(reply_by="letter", address="1 Harbour Road")).complaint_id
    row = await world.complaint(case)
    assert (row.reply_by, row.complainant_address) == ("letter", "1 Harbour Road")
    [entry] = [entry for entry in await world.history(case) if entry.act == "lodge"]
    assert '"reply_by":"letter"' in str(entry.detail).replace(" ", "")
    assert "Harbour Road" not in str(entry.detail)
