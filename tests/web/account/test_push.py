"""Somebody switches notices on in a browser, tries them, and switches them off again."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from amends.channels.subscriptions import browsers_of
from amends.channels.vapid import public_key
from tests.gateway import Gateway, listening
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import World

HERE = "/portal/profile/notifications"


@pytest.fixture
async def service() -> AsyncIterator[Gateway]:
    async with listening() as server:
        server.answers(201)
        yield server


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


async def switched_on(visitor: Visitor, service: Gateway) -> Page:
    """What static/push.js fills in."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    page = await visitor.get(HERE)
    return await visitor.submit(
        page, "/push", endpoint=f"{service.url}/p", p256dh=text(point), auth=text(b"0123456789abcdef")
    )


async def test_on_tried_and_off(enter: Enter, service: Gateway, world: World) -> None:
    bram = await enter("bram")
    page = await bram.get(HERE)
    assert "No browser shows them yet." in page.words
    assert public_key(world.settings.secret) in page.html

    page = await switched_on(bram, service)
    assert "This browser will tell you from now on." in page.words
    page = await bram.submit(page, "/push/test")
    assert "on its way to your browsers" in page.words
    assert [got.target for got in service.got] == ["/p"]

    page = await bram.submit(page, "/removal")
    assert "No browser shows them yet." in page.words


async def test_one_that_is_gone_is_taken_off_the_list(enter: Enter, service: Gateway) -> None:
    bram = await enter("bram")
    page = await switched_on(bram, service)
    service.answers(410)
    page = await bram.submit(page, "/push/test")
    assert "Switch it on again." in page.words
    assert "No browser shows them yet." in page.words


async def test_somebody_elses_browser_stays(enter: Enter, service: Gateway, world: World) -> None:
    ines, bram = await enter("ines"), await enter("bram")
    page = await switched_on(ines, service)
    await bram.get(HERE)
    headers = {"x-csrftoken": bram.http.cookies.get("csrftoken") or ""}
    answer = await bram.http.post(page.form("/removal").action, headers=headers)
    assert answer.status_code == 303
    async with world.scope():
        ines_id = world.actor("ines").id
        assert ines_id is not None
        assert len(await browsers_of(ines_id)) == 1


async def test_an_address_inside_is_refused(enter: Enter) -> None:
    bram = await enter("bram")
    page = await bram.submit(
        await bram.get(HERE), "/push", endpoint="https://10.0.0.1/p", p256dh="AAAA", auth="AAAA"
    )
    assert page.status == 422


async def test_the_scripts_are_served_as_scripts(enter: Enter) -> None:
    bram = await enter("bram")
    page = await bram.get(HERE)
    for name in ("push.js", "push-worker.js"):
        answer = await bram.http.get(f"/static/{name}")
        assert answer.status_code == 200
        assert "javascript" in answer.headers["content-type"]
        assert name in page.html
