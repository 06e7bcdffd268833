"""A new password, a new address, an empty desk: what was begun before opens nothing any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amends.people.changing import change_email
from amends.people.demands import settle
from amends.people.operations import change_password
from amends.people.secrets import hash_password, password_fits
from amends.people.sessions import SEEN_EVERY
from tests.mail import MailSink
from tests.web.account.conftest import Phone, give_password, key_on, phone_for
from tests.web.account.test_forgotten_password import NEW, ask, link_in
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.workers.driving import sending_to, work
from tests.world import World


async def new_password(world: World, name: str) -> None:
    me = world.actor(name)
    assert me.id is not None
    hashed = await hash_password(NEW)
    async with world.scope():
        await change_password(person_id=me.id, password_hash=hashed, by=me, now=world.at())


async def test_who_came_half_way_in_with_the_old_password_sets_up_no_phone(
    world: World, arrive: Arrive
) -> None:
    await phone_for(world, "ada")
    async with world.scope():
        await settle(
            world.tenant, demand="everybody", idle_minutes="60", by=world.actor("ada"), now=world.at()
        )
    thief = arrive()
    door = await give_password(thief, "bram")
    phone = Phone(key_on(door), [])
    await new_password(world, "bram")
    answer = await thief.submit(door, "/portal/sign-in/second-factor", code=phone.code())
    assert answer.path.startswith("/portal/sign-in?")
    assert (await thief.look("/portal")).status == 303


async def test_a_password_changed_while_the_old_one_is_held_against_it_lets_nobody_in(
    world: World, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashing takes long, and no scope is open meanwhile."""

    async def slow(password: str, stored: str | None) -> bool:
        fits = await password_fits(password, stored)
        await new_password(world, "bram")
        return fits

    monkeypatch.setattr("web.portal.sign_in.password_fits", slow)
    thief = arrive()
    assert (await give_password(thief, "bram")).status == 422
    assert (await thief.look("/portal")).status == 303


async def test_a_link_asked_for_before_sets_no_password(world: World, arrive: Arrive, mail: MailSink) -> None:
    for change in (new_password, new_address):
        await ask(arrive())
        for _ in range(2):
            await work(sending_to(mail, world.settings))
        path = link_in(mail)
        assert (await arrive().get(path)).status == 200
        await change(world, "bram")
        assert (await arrive().get(path)).status == 404


async def new_address(world: World, name: str) -> None:
    person_id = world.actor(name).id
    assert person_id is not None
    async with world.at_desk() as desk:
        await change_email(desk, person_id, email="bram@example.net", by=world.actor("ada"), now=world.at())


async def test_a_list_left_open_is_nobody_at_the_desk(world: World, enter: Enter) -> None:
    """The page asks for its rows every minute by itself."""
    bram = await enter("bram")
    for minutes in range(30, 120, 30):
        world.move_to(world.at(minutes=minutes))
        assert (await bram.look("/portal/rows")).status == 200
    world.move_to(world.at(hours=2) + SEEN_EVERY + timedelta(minutes=1))
    assert (await bram.look("/portal/rows")).status == 303
