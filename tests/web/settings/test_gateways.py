"""An administrator sets up an SMS service and a robot, sees a test arrive, and switches them on and off."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from amends.channels.operations import gateways
from amends.channels.tables import Gateway as Row
from amends.tenancy.operations import tenant_by_id
from tests.gateway import Gateway, listening
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World

HOME = "/portal/settings/gateways"
HERE = ("127.0.0.1",)
KEY = "key-nobody-may-see"


@pytest.fixture
async def ada(enter: Enter) -> Visitor:
    return await enter("ada")


@pytest.fixture
async def service() -> AsyncIterator[Gateway]:
    async with listening() as server:
        yield server


async def added(ada: Visitor, service: Gateway, preset: str = "sms-json", **changed: str) -> Page:
    page = await ada.get(f"{HOME}/new/{preset}")
    typed: dict[str, Any] = {"label": "Ours", "url": f"{service.url}/send", "key": KEY, **changed}
    return await ada.submit(page, f"/new/{preset}", **typed)


async def kept(world: World) -> list[Row]:
    async with world.scope():
        return await gateways()


async def test_from_an_empty_list_to_messages_that_leave(
    ada: Visitor, service: Gateway, world: World
) -> None:
    assert "No gateway yet" in (await ada.get(HOME)).html
    page = await added(ada, service)
    assert "switched off" in page.html
    assert KEY not in page.html
    [row] = await kept(world)
    one = f"{HOME}/{row.id}"

    service.answers(200, '{"id": 1}')
    page = await ada.submit(page, "/test", to="138 0013 8000")
    assert "taken" in page.html
    assert "200" in page.html
    [got] = service.got
    assert got.headers["authorization"] == f"Bearer {KEY}"
    assert got.json["to"] == "+8613800138000"
    assert "Test message" in str(got.json["text"])

    page = await ada.submit(page, f"{row.id}/state")
    async with world.scope():
        assert (await tenant_by_id(world.id)).ways == ["sms"]
    assert "Notices leave by it." in page.html
    assert one in (await ada.get(HOME)).html

    page = await ada.submit(page, "/removal")
    assert page.path.startswith(HOME)
    assert await kept(world) == []
    async with world.scope():
        assert (await tenant_by_id(world.id)).ways is None


async def test_a_test_that_fails_says_what_was_answered(ada: Visitor, service: Gateway, world: World) -> None:
    page = await added(ada, service)
    service.answers(401, "who are you, 13800138000?")
    page = await ada.submit(page, "/test", to="13800138000")
    assert "401" in page.html
    assert "not taken now" in page.html
    assert "who are you" not in page.html
    [row] = await kept(world)
    assert (row.test_outcome, row.test_answer) == ("later", "401")


async def test_a_number_that_takes_no_messages_is_asked_for_again(
    ada: Visitor, service: Gateway, world: World
) -> None:
    page = await ada.submit(await added(ada, service), "/test", to="010-62345678")
    assert page.status == 422
    assert "not a number that takes text messages" in page.html
    assert "010-62345678" in page.html
    assert service.got == []


async def test_what_is_wrong_is_said_and_what_was_typed_stays_but_for_keys(
    ada: Visitor, service: Gateway, world: World
) -> None:
    page = await added(ada, service, url="http://sms.example.com/x", body="{broken", label="")
    assert page.status == 422
    assert "has to begin with https://" in page.html
    assert "This is not JSON." in page.html
    assert "http://sms.example.com/x" in page.html
    assert KEY not in page.html
    assert await kept(world) == []


async def test_keys_stay_where_they_are_and_go_to_no_other_host(
    ada: Visitor, service: Gateway, world: World
) -> None:
    page = await added(ada, service)
    [row] = await kept(world)
    page = await ada.submit(page, str(row.id), label="Renamed", key="")
    assert page.status == 200
    elsewhere = await ada.submit(page, str(row.id), url="https://elsewhere.example.com/send", key="")
    assert elsewhere.status == 422
    assert "type the keys in again" in elsewhere.html
    [row] = await kept(world)
    assert row.label == "Renamed"
    await ada.submit(page, "/test", to="13800138000")
    assert service.got[0].headers["authorization"] == f"Bearer {KEY}"


async def test_a_robots_address_is_all_it_takes(ada: Visitor, world: World) -> None:
    page = await ada.get(f"{HOME}/new/dingtalk")
    address = "https://oapi.dingtalk.com/robot/send?access_token=abc"
    page = await ada.submit(page, "/new/dingtalk", label="Team", key=address, secret="SEC1")
    assert page.status == 200
    [row] = await kept(world)
    assert (row.kind, row.preset) == ("chat", "dingtalk")
    assert "abc" not in f"{row.recipe} {row.sealed}"
