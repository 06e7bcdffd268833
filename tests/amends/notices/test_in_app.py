"""What staff are told in the portal, and that reading it is theirs alone."""

from __future__ import annotations

from amends.correspondence.operations import write_from_complainant
from amends.notices.queries import mark_read, recent, unread_count
from tests.world import MONDAY, World


async def test_newest_first_until_read(world: World) -> None:
    bram = world.people["bram"].id
    assert bram is not None
    case = (await world.lodge()).complaint_id
    for minute, body in ((1, "One"), (2, "Two")):
        await world.do(write_from_complainant, case, by="amina", now=world.at(minutes=minute), body=body)
    async with world.scope():
        assert await unread_count(person_id=bram) == 2
        newest, oldest = await recent(person_id=bram)
        assert newest.created_at > oldest.created_at
        await mark_read(person_id=bram, now=MONDAY, notice_id=newest.id)
        assert await unread_count(person_id=bram) == 1
        await mark_read(person_id=bram, now=MONDAY)
        assert await unread_count(person_id=bram) == 0
        assert len(await recent(person_id=bram)) == 2


async def test_nobody_reads_for_somebody_else(world: World) -> None:
    bram, otto = world.people["bram"].id, world.people["otto"].id
    assert bram is not None
    assert otto is not None
    case = (await world.lodge()).complaint_id
    await world.do(write_from_complainant, case, by="amina", body="One")
    async with world.scope():
        (notice,) = await recent(person_id=bram)
        await mark_read(person_id=otto, now=MONDAY, notice_id=notice.id)
        assert await unread_count(person_id=bram) == 1
    async with world.other.scope():
        assert await recent(person_id=bram) == []


async def test_everybody_is_told_in_their_own_language(world: World) -> None:
    case = (await world.lodge()).complaint_id
    await world.do(write_from_complainant, case, by="amina", body="One")
    (for_bram,) = await world.notices(event="case_news", channel="app", to="bram")
    (for_chen,) = await world.notices(event="case_news", channel="app", to="chen")
    assert (for_bram.language, for_chen.language) == ("en", "zh")
    assert for_bram.subject != for_chen.subject
