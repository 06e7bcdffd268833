"""Bram's phone: set up, asked for, lost; and whoever has only his password gets nowhere."""

from __future__ import annotations

import asyncio

import pytest

from amends.database.scope import fetch
from amends.people import rates
from tests.mail import MailSink
from tests.structure.test_rights import OPEN_TO_ALL, SERVES, Ids, knock
from tests.structure.test_rights import harbours as harbours
from tests.web.account.conftest import Phone, codes_on, give_password, key_on, phone_for
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.workers.driving import sending_to, work
from tests.world import PASSWORD, World

CODE = "/portal/sign-in/code"


async def test_it_is_set_up_with_the_password_and_a_code_and_asked_for_from_then_on(
    world: World, enter: Enter, arrive: Arrive, mail: MailSink
) -> None:
    bram = await enter("bram")
    page = await bram.get("/portal/profile/second-factor")
    assert "<svg" in page.html
    phone = Phone(key_on(page), [])
    wrong = await bram.submit(page, "/second-factor", old_password="not it", code=phone.code())
    assert (wrong.status, list(wrong.errors)) == (422, ["old_password"])
    assert key_on(wrong) == phone.key
    done = await bram.submit(page, "/second-factor", old_password=PASSWORD, code=phone.code())
    codes = codes_on(done)
    assert (done.status, len(codes)) == (200, 10)
    assert not codes_on(await bram.get("/portal/profile/security"))
    await work(sending_to(mail, world.settings))
    assert "Your second factor is set up" in [str(sent["Subject"]) for sent in mail.mails]
    door = await give_password(arrive(), "bram")
    assert door.path.startswith(CODE)
    async with world.scope():
        rows = await world_rows()
    assert all(code not in rows and phone.key not in rows for code in codes)


async def test_a_code_lets_in_once(arrive: Arrive, phone: Phone) -> None:
    bram, thief = arrive(), arrive()
    doors = [await give_password(visitor, "bram") for visitor in (bram, thief)]
    code = phone.code()
    answers = await asyncio.gather(
        *(visitor.submit(door, CODE, code=code) for visitor, door in zip((bram, thief), doors, strict=True))
    )
    assert sorted(answer.status for answer in answers) == [200, 422]
    assert sorted(answer.path for answer in answers)[0] == "/portal"


async def test_a_recovery_code_lets_in_once_and_its_owner_is_told(
    world: World, arrive: Arrive, phone: Phone, mail: MailSink
) -> None:
    for status in (200, 422):
        visitor = arrive()
        door = await give_password(visitor, "bram")
        assert (await visitor.submit(door, CODE, code=phone.codes[3].lower())).status == status
    await work(sending_to(mail, world.settings))
    assert [str(sent["Subject"]) for sent in mail.mails] == ["A recovery code was used"]
    assert "second-step-failed" in await world.acts()


async def test_guessing_codes_is_stopped_wherever_it_comes_from(arrive: Arrive, phone: Phone) -> None:
    for place in range(rates.SECOND_STEP.tries):
        thief = arrive(address=f"10.0.0.{place}")
        assert (await thief.submit(await give_password(thief, "bram"), CODE, code="000000")).status == 422
    late = arrive()
    door = await give_password(late, "bram")
    assert (await late.submit(door, CODE, code=phone.code())).status == 429


async def test_half_signed_in_nothing_opens(arrive: Arrive, phone: Phone, harbours: Ids) -> None:
    bram = arrive()
    assert (await give_password(bram, "bram")).path.startswith(CODE)
    assert "amends_step" in bram.http.cookies
    assert "amends_session" not in bram.http.cookies
    for route in SERVES:
        assert await knock(bram, route, harbours) == 303, route
    token = bram.http.cookies["amends_step"]
    bram.http.cookies.set("amends_session", token, domain="harbour.localhost")
    assert (await bram.look("/portal")).status == 303, "a step is no session"


async def test_a_step_is_over_after_ten_minutes_and_forms_need_their_token(
    world: World, arrive: Arrive, phone: Phone
) -> None:
    bram = arrive()
    door = await give_password(bram, "bram")
    assert (await bram.send(CODE, {"code": phone.code()})).status == 403
    world.move_to(world.at(minutes=11))
    assert (await bram.submit(door, CODE, code=phone.code())).path.startswith("/portal/sign-in?")


async def test_signing_in_gives_a_session_nobody_knew_before(arrive: Arrive, phone: Phone) -> None:
    bram = arrive()
    bram.http.cookies.set("amends_session", "chosen-by-a-thief", domain="harbour.localhost")
    await bram.submit(await give_password(bram, "bram"), CODE, code=phone.code())
    held = {cookie.value for cookie in bram.http.cookies.jar if cookie.name == "amends_session"}
    thief = arrive()
    thief.http.cookies.set("amends_session", "chosen-by-a-thief", domain="harbour.localhost")
    assert (await thief.look("/portal")).status == 303
    assert held - {"chosen-by-a-thief"}


async def test_what_everybody_must_have_cannot_be_walked_around(
    world: World, enter: Enter, arrive: Arrive, harbours: Ids
) -> None:
    ada, bram = await enter("ada"), await enter("bram")
    page = await ada.get("/portal/settings/security")
    refused = await ada.submit(page, "/settings/security", demand="everybody")
    assert (refused.status, list(refused.errors)) == (422, ["demand"])
    await phone_for(world, "ada")
    assert (await ada.submit(page, "/settings/security", demand="everybody")).status == 200
    for route in SERVES:
        assert await knock(bram, route, harbours) == 303, route
    setting_up = await give_password(bram, "bram")
    assert setting_up.path.startswith("/portal/sign-in/second-factor")
    for route in SERVES:
        assert await knock(bram, route, harbours) == 303, route
    phone = Phone(key_on(setting_up), [])
    done = await bram.submit(setting_up, "/second-factor", code=phone.code())
    assert len(codes_on(done)) == 10
    assert (await bram.look("/portal")).status == 200
    removal = await bram.get("/portal/profile/second-factor/removal")
    kept = await bram.submit(removal, "/removal", old_password=PASSWORD, code=phone.code(steps=1))
    assert kept.status == 409


async def test_an_administrator_forgets_a_lost_phone(
    world: World, enter: Enter, arrive: Arrive, phone: Phone, mail: MailSink
) -> None:
    ada, bram = await enter("ada"), await enter("bram")
    path = f"/portal/people/{world.actor('bram').id}/second-factor-reset"
    asked = await ada.get(path)
    assert "Bram" in asked.words
    await ada.submit(asked, path, follow=False)
    assert (await bram.look("/portal")).status == 303
    assert (await give_password(arrive(), "bram")).path == "/portal"
    await work(sending_to(mail, world.settings))
    [letter] = mail.mails
    assert str(letter["Subject"]) == "Your second factor was reset"
    assert "second-factor-reset" in await world.acts()


async def test_it_is_removed_with_password_and_code(enter: Enter, arrive: Arrive, phone: Phone) -> None:
    bram = await enter("bram")
    page = await bram.get("/portal/profile/second-factor/removal")
    assert (await bram.submit(page, "/removal", old_password=PASSWORD, code="000000")).status == 422
    assert (await bram.submit(page, "/removal", old_password=PASSWORD, code=phone.code())).status == 200
    assert (await give_password(arrive(), "bram")).path == "/portal"


async def world_rows() -> str:
    """All that is kept of second factors, as text."""
    rows = await fetch("SELECT f::text FROM second_factor f UNION ALL SELECT c::text FROM recovery_code c")
    return "\n".join(str(row["f"]) for row in rows)


@pytest.mark.parametrize("route", sorted(OPEN_TO_ALL))
async def test_open_doors_lead_nowhere_without_their_key(arrive: Arrive, harbours: Ids, route: str) -> None:
    assert await knock(arrive(), route.replace("{token:str}", "0" * 64), harbours) in (200, 303, 404, 422)
