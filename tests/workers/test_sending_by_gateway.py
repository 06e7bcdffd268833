"""Notices leave by SMS and to chat groups: claimed, handed over, and settled by what the gateway says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from amends.audit.tables import HistoryEntry, HistoryValue
from amends.channels import operations
from amends.channels.checking import typed_of
from amends.channels.operations import Given
from amends.channels.presets import PRESETS
from amends.complaints.access import access_code
from amends.config import Settings
from amends.database.rows import insert_values
from amends.database.scope import execute
from amends.notices.operations import SEND_BY_GATEWAY
from amends.notices.tables import Channel, NoticeRow
from amends.outbox.operations import publish
from amends.outbox.reasons import Reason
from amends.tenancy.operations import tenant_by_id
from tests.gateway import Gateway, listening
from tests.workers.driving import work
from tests.world import MONDAY, World

HERE = ("127.0.0.1",)


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    async with listening() as server:
        yield server


@pytest.fixture
def allowing(world: World) -> Settings:
    return replace(world.settings, gateway_hosts=HERE)


async def configured(
    world: World,
    gateway: Gateway,
    preset: str = "sms-json",
    *,
    department_id: UUID | None = None,
    **changed: Any,
) -> UUID:
    """Added by Ada, and switched on."""
    url = f"{gateway.url}/send?key={{key}}"
    recipe = typed_of(msgspec.structs.replace(PRESETS[preset].recipe, url=url, **changed))
    given = Given(label="Ours", recipe=recipe, key="k-1", secret="s-1", department_id=department_id)
    ada, secrets = world.actor("ada"), world.settings.secrets
    async with world.scope():
        added = await operations.add(preset, given, secrets=secrets, allowed=HERE, by=ada, now=MONDAY)
        await operations.switch(added, on=True, by=ada, now=MONDAY)
    return added


async def told(
    world: World,
    *,
    to: str = "",
    phone: str = "138 0013 8000",
    complaint_id: UUID | None = None,
    event: str = "case_news",
    now: datetime = MONDAY,
) -> UUID:
    """A notice to staff in their group, or to Amina by SMS; as planning writes them."""
    notice_id = uuid4()
    row = {
        "id": notice_id,
        "complaint_id": complaint_id,
        "event": event,
        "channel": Channel.CHAT if to else Channel.SMS,
        "person_id": world.actor(to).id if to else None,
        "address": None if to else phone,
        "language": "en",
        "subject": "News of your complaint",
        "body": "Dear Amina, …",
        "message_id": f"<{notice_id}@localhost>",
        "created_at": now,
    }
    async with world.scope():
        await insert_values(NoticeRow, [row])
        await publish(
            name=SEND_BY_GATEWAY, payloads={f"gateway:{notice_id}": {"notice_id": str(notice_id)}}, now=now
        )
    return notice_id


async def notice(world: World, notice_id: UUID) -> NoticeRow:
    async with world.scope():
        row = await NoticeRow.objects().get(NoticeRow.id == notice_id)
    assert row is not None
    return row


async def settled_mail(world: World) -> None:
    """What lodging owes by mail is not what is tested here."""
    async with world.scope():
        await execute("UPDATE outbox SET settled_at = $1 WHERE name = 'send-mail'", MONDAY)


async def test_amina_gets_a_text_message(world: World, gateway: Gateway, allowing: Settings) -> None:
    lodged = await world.lodge()
    await settled_mail(world)
    await configured(world, gateway, id_at="id")
    gateway.answers(200, '{"id": "SM-1"}')
    notice_id = await told(world, complaint_id=lodged.complaint_id)

    assert await work(allowing) == 1

    [got] = gateway.got
    assert got.query == {"key": "k-1"}
    assert got.headers["authorization"] == "Bearer k-1"
    assert got.json == {
        "to": "+8613800138000",
        "text": f"News of your complaint http://harbour.localhost:8000/track?number={lodged.number}",
        "reference": str(notice_id),
    }
    row = await notice(world, notice_id)
    assert (row.sent_at is not None, row.answer, row.provider_id, row.tries) == (True, "200", "SM-1", 1)
    assert await work(allowing) == 0


async def test_who_asked_for_text_messages_gets_one(
    world: World, gateway: Gateway, allowing: Settings
) -> None:
    """From the form to the network: planned as a text message because the register says that one may be sent."""
    await configured(world, gateway)
    async with world.scope():
        texting = replace(world, tenant=await tenant_by_id(world.id))
    lodged = await texting.lodge(reply_by="sms", phone="138 0013 8000", language="en")
    await work(allowing)

    [told_amina] = [row for row in await world.notices(event="lodged") if row.channel == Channel.SMS]
    assert told_amina.sent_at is not None
    code = access_code(world.settings.secret, complaint_id=lodged.complaint_id, number=1)
    [text] = [str(got.json["text"]) for got in gateway.got]
    assert lodged.number in text
    assert code in text


async def test_the_number_and_code_of_a_new_complaint_are_told(
    world: World, gateway: Gateway, allowing: Settings
) -> None:
    lodged = await world.lodge()
    await settled_mail(world)
    await configured(world, gateway)
    await told(world, complaint_id=lodged.complaint_id, event="lodged")
    await work(allowing)

    code = access_code(world.settings.secret, complaint_id=lodged.complaint_id, number=1)
    assert str(gateway.got[0].json["text"]).endswith(f"Access code: {code}")


async def test_what_is_not_taken_comes_again_under_the_same_reference(
    world: World, gateway: Gateway, allowing: Settings
) -> None:
    await configured(world, gateway)
    gateway.answers(503)
    notice_id = await told(world)
    await work(allowing)
    row = await notice(world, notice_id)
    assert (row.sent_at is None, row.failed_at is None, row.answer) == (True, True, "503")
    assert await work(allowing) == 0

    gateway.answers(200)
    world.move_to(world.at(seconds=10))
    assert await work(allowing) == 1
    assert [got.json["reference"] for got in gateway.got] == [str(notice_id)] * 2
    row = await notice(world, notice_id)
    assert (row.sent_at is not None, row.tries) == (True, 2)


@pytest.mark.parametrize(
    ("phone", "status", "on", "reason"),
    [
        ("138 0013 8000", 422, True, Reason.MESSAGE_REFUSED),
        ("010-62345678", 200, True, Reason.BAD_NUMBER),
        ("call the porter", 200, True, Reason.BAD_NUMBER),
        ("138 0013 8000", 200, False, Reason.NO_GATEWAY),
    ],
)
async def test_what_is_refused_for_good_is_told_some_other_way(
    world: World, gateway: Gateway, allowing: Settings, phone: str, status: int, on: bool, reason: Reason
) -> None:
    lodged = await world.lodge()
    await settled_mail(world)
    added = await configured(world, gateway)
    gateway.answers(status)
    if not on:
        async with world.scope():
            await operations.switch(added, on=False, by=world.actor("ada"), now=MONDAY)
    notice_id = await told(world, complaint_id=lodged.complaint_id, phone=phone)
    await work(allowing)

    row = await notice(world, notice_id)
    assert row.failed_at is not None
    [owed] = [row for row in await world.outbox() if row.name == SEND_BY_GATEWAY]
    assert (owed.dead_at is not None, owed.reason) == (True, reason)
    assert "notice-failed" in await world.acts(lodged.complaint_id)
    assert "13800138000" not in f"{row.answer} {row.failure} {owed.failure}"


async def test_a_group_reads_once_what_its_people_are_told(
    world: World, gateway: Gateway, allowing: Settings
) -> None:
    lodged = await world.lodge()
    await settled_mail(world)
    await configured(world, gateway, "dingtalk")
    async with world.scope():
        await execute("UPDATE person SET phone = '13900139000' WHERE id = $1", world.actor("bram").id)
    gateway.answers(200, '{"errcode": 0}')
    ids = [await told(world, to=who, complaint_id=lodged.complaint_id) for who in ("bram", "ines", "chen")]
    await work(allowing)
    world.move_to(world.at(seconds=30))
    await work(allowing)

    [got] = gateway.got
    body: Any = got.json
    assert body["at"]["atMobiles"] == ["13900139000"]
    content = body["text"]["content"]
    assert f"/portal/cases/{lodged.complaint_id}" in content
    assert all(world.actor(who).name in content for who in ("bram", "ines", "chen"))
    rows = [await notice(world, each) for each in ids]
    assert all(row.sent_at is not None and row.answer == "200 errcode=0" for row in rows)


async def test_a_department_s_group_comes_before_everybody_s(
    world: World, gateway: Gateway, allowing: Settings
) -> None:
    async with listening() as own:
        department_id = world.actor("bram").department_id
        await configured(world, gateway, "chat-json")
        await configured(world, own, "chat-json", department_id=department_id)
        await told(world, to="bram")
        await told(world, to="ada", now=world.at(seconds=1))
        world.move_to(world.at(seconds=2))
        await work(allowing)
        told_there = [str(got.json["text"]) for got in own.got]
    assert len(told_there) == 1
    assert world.actor("bram").name in told_there[0]
    assert len(gateway.got) == 1


async def test_a_suspended_organisation_writes_to_nobody(
    world: World, gateway: Gateway, allowing: Settings
) -> None:
    await configured(world, gateway)
    await told(world)
    async with world.scope():
        await execute("UPDATE tenant SET status = 'suspended' WHERE id = $1", world.id)
    await work(allowing)
    assert gateway.got == []


async def test_another_organisation_s_gateway_is_nobodys(
    world: World, gateway: Gateway, allowing: Settings
) -> None:
    await configured(world, gateway)
    notice_id = uuid4()
    async with world.other.scope():
        row = {"id": notice_id, "event": "case_news", "channel": Channel.SMS, "address": "13800138000",
               "language": "en", "subject": "s", "body": "b", "message_id": f"<{notice_id}@x>", "created_at": MONDAY}  # fmt: skip
        await insert_values(NoticeRow, [row])
        payloads = {"gateway:other": {"notice_id": str(notice_id)}}
        await publish(name=SEND_BY_GATEWAY, payloads=payloads, now=MONDAY)
    await work(allowing)
    assert gateway.got == []


async def test_keys_are_sealed_and_never_shown(world: World, gateway: Gateway) -> None:
    await configured(world, gateway)
    async with world.scope():
        [row] = await operations.gateways()
        assert "k-1" not in json.dumps({"recipe": str(row.recipe), "sealed": str(row.sealed)})
        history = f"{await HistoryEntry.select()}{await HistoryValue.select()}"
    assert "k-1" not in history


async def test_which_ways_are_open_stands_in_the_register(world: World, gateway: Gateway) -> None:
    async def ways() -> list[str] | None:
        async with world.scope():
            found: list[str] | None = (await tenant_by_id(world.id)).ways
        return found

    assert await ways() is None
    sms = await configured(world, gateway)
    await configured(world, gateway, "wecom")
    assert await ways() == ["chat", "sms"]
    ada = world.actor("ada")
    async with world.scope():
        await operations.switch(sms, on=False, by=ada, now=MONDAY)
    assert await ways() == ["chat"]
    async with world.scope():
        await operations.switch(sms, on=True, by=ada, now=MONDAY)
        await operations.remove(sms, by=ada, now=MONDAY)
    assert await ways() == ["chat"]
    assert {"gateway-added", "gateway-on", "gateway-off", "gateway-removed"} <= set(await world.acts())
