"""The secret is changed: with the one before in AMENDS_SECRET_PREVIOUS nobody notices; without it, what is derived ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from amends.config import Settings
from tests.mail import MailSink, text_of
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.portal.test_people import invite
from tests.web.public.test_tracking import opened
from tests.web.visitor import Visitor
from tests.workers.driving import sending_to, work
from tests.world import World
from web.app import create_app

NEW = "f" * 40
Move = Callable[[Visitor], None]


def moves_to(settings: Settings) -> Move:
    """The process was replaced while the browser stayed open."""
    app = create_app(settings)

    def move(visitor: Visitor) -> None:
        transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 1000))  # type: ignore[arg-type]
        visitor.http._transport = transport

    return move


@pytest.fixture
def rotated(world: World) -> Settings:
    return replace(world.settings, secret=NEW, secret_previous=(world.settings.secret,))


async def test_open_pages_codes_sessions_and_invitations_outlive_it(
    world: World, arrive: Arrive, enter: Enter, rotated: Settings, mail: MailSink
) -> None:
    lodged, amina, later, ada, nora = await world.lodge(), arrive(), arrive(), await enter("ada"), arrive()
    page = await opened(world, amina, lodged)
    await invite(ada)
    form = await ada.get("/portal/people/new")
    move = moves_to(rotated)
    for visitor in (amina, later, ada, nora):
        move(visitor)
    answer = await amina.submit(page, "/message", body="It happened again.")
    assert (answer.status, "It happened again." in answer.words) == (200, True)
    assert (await opened(world, later, lodged)).status == 200
    petra: dict[str, Any] = {"email": "petra@harbour.example.com", "name": "Petra", "roles": ["handler"]}
    invited = await ada.submit(form, "/portal/people", **petra)
    assert (invited.status, invited.errors) == (200, {})
    await work(sending_to(mail, rotated))
    for name in ("nora", "petra"):  # one was invited before, one after; both letters leave after
        assert (await nora.get(invitation_in(mail, f"{name}@harbour.example.com"))).status == 200


def invitation_in(mail: MailSink, address: str) -> str:
    [letter] = [letter for letter in mail.mails if letter["to"] == address]
    found = re.search(r"/invitation/\w+", text_of(letter))
    assert found is not None
    return found[0]


async def test_without_the_one_before_pages_come_back_once_and_old_codes_end(
    world: World, arrive: Arrive, enter: Enter
) -> None:
    lodged, amina, later, bram = await world.lodge(), arrive(), arrive(), await enter("bram")
    page = await opened(world, amina, lodged)
    move = moves_to(replace(world.settings, secret=NEW))
    for visitor in (amina, later, bram):
        move(visitor)
    assert (await bram.get("/portal")).status == 200, "sessions are random tokens"
    assert (await opened(world, later, lodged)).status == 422, "the code was of the secret before"
    assert (await amina.submit(page, "/message", body="It happened again.")).status in (403, 404)
    lost = await amina.submit(
        await amina.get("/lost-code"), "/lost-code", number=lodged.number, email="amina@example.com"
    )
    assert lost.status == 200


async def test_without_the_one_before_invitations_on_their_way_end(
    world: World, arrive: Arrive, enter: Enter, mail: MailSink
) -> None:
    nora = arrive()
    await invite(await enter("ada"))
    await work(sending_to(mail, world.settings))
    path = invitation_in(mail, "nora@harbour.example.com")
    open_page = await nora.get(path)
    assert open_page.status == 200
    moves_to(replace(world.settings, secret=NEW))(nora)
    assert (await nora.get(path)).status == 404, "whoever knows the secret before could have made the link"
    sent = await nora.submit(open_page, path, password="a long enough one", again="a long enough one")
    assert sent.status in (403, 404)
