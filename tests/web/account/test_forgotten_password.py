"""A forgotten password: a mail, an hour, once; and nothing to be learnt from asking."""

from __future__ import annotations

import re

import pytest

from amends.database.scope import fetch
from amends.people.tables import Person, PersonStatus
from tests.mail import MailSink, text_of
from tests.web.account.conftest import Phone, give_password
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.workers.driving import sending_to, work
from tests.world import World

FORGOTTEN = "/portal/forgotten-password"
NEW = "quite another long password"


async def ask(visitor: Visitor, email: str = "bram@harbour.example.com") -> Page:
    return await visitor.submit(await visitor.get(FORGOTTEN), FORGOTTEN, email=email)


def link_in(mail: MailSink) -> str:
    found = re.search(r"http://\S+(/portal/reset/[0-9a-f]{64})", text_of(mail.mails[-1]))
    assert found is not None
    return found[1]


async def use(visitor: Visitor, path: str, password: str = NEW) -> Page:
    page = await visitor.get(path)
    if page.status != 200:
        return page
    return await visitor.submit(page, path, password=password, password_again=password)


async def test_the_link_sets_a_password_once_and_ends_every_session(
    world: World, enter: Enter, arrive: Arrive, mail: MailSink
) -> None:
    elsewhere, bram = await enter("bram"), arrive()
    assert "a mail with a link is on its way" in (await ask(bram)).words
    settings = sending_to(mail, world.settings)
    await work(settings)
    await work(settings)
    path = link_in(mail)
    token = path.rpartition("/")[2]
    async with world.scope():
        rows = await fetch("SELECT n::text FROM notice n UNION ALL SELECT r::text FROM password_reset r")
    assert all(token not in str(row["n"]) for row in rows), "nothing at rest opens anything"
    short = await use(bram, path, "short")
    assert (short.status, list(short.errors)) == (422, ["password"])
    done = await use(bram, path)
    assert done.path == "/portal/sign-in?done=password-set"
    assert (await elsewhere.look("/portal")).status == 303
    assert (await give_password(arrive(), "bram")).status == 422
    assert (await give_password(arrive(), "bram", password=NEW)).path == "/portal"
    assert (await bram.get(path)).status == 404
    await work(settings)
    assert str(mail.mails[-1]["Subject"]) == "Your password was changed"
    assert {"password-reset-asked", "password-reset"} <= set(await world.acts())


async def test_the_second_factor_is_still_asked_for(
    world: World, arrive: Arrive, phone: Phone, mail: MailSink
) -> None:
    bram = arrive()
    await ask(bram)
    for _ in range(2):
        await work(sending_to(mail, world.settings))
    await use(bram, link_in(mail))
    assert (await give_password(bram, "bram", password=NEW)).path.startswith("/portal/sign-in/code")


@pytest.mark.parametrize("email", ["nobody@example.com", "dora@garden.example.com"])
async def test_asking_for_somebody_who_is_not_here_looks_and_writes_the_same(
    world: World, arrive: Arrive, mail: MailSink, email: str
) -> None:
    known, unknown = await ask(arrive()), await ask(arrive(), email)
    assert (known.path, known.words) == (unknown.path, unknown.words)
    rows = await world.outbox()
    assert [row.name for row in rows] == ["send-reset"] * 2
    for _ in range(2):
        await work(sending_to(mail, world.settings))
    assert [str(sent["To"]) for sent in mail.mails] == ["bram@harbour.example.com"]


@pytest.mark.parametrize("status", [PersonStatus.SUSPENDED, PersonStatus.INVITED])
async def test_who_may_not_sign_in_gets_nothing_usable(
    world: World, arrive: Arrive, mail: MailSink, status: PersonStatus
) -> None:
    bram = arrive()
    await ask(bram)
    settings = sending_to(mail, world.settings)
    await work(settings)
    await work(settings)
    path = link_in(mail)
    async with world.scope():
        await Person.update({Person.status: status}).where(Person.email == "bram@harbour.example.com")
    assert (await bram.get(path)).status == 404
    sent = len(mail.mails)
    await ask(arrive())
    await work(settings)
    assert await work(settings) == 0
    assert len(mail.mails) == sent


async def test_an_hour_later_and_in_another_organisation_the_link_opens_nothing(
    world: World, arrive: Arrive, mail: MailSink
) -> None:
    await ask(arrive())
    for _ in range(2):
        await work(sending_to(mail, world.settings))
    path = link_in(mail)
    assert (await arrive(host=world.other.host).get(path)).status == 404
    assert (await arrive().get(path)).status == 200
    world.move_to(world.at(minutes=61))
    assert (await arrive().get(path)).status == 404


async def test_nobodys_mailbox_is_filled(arrive: Arrive) -> None:
    statuses = [(await ask(arrive(address=f"10.0.0.{place}"))).status for place in range(6)]
    assert statuses == [200] * 5 + [429]


async def test_an_administrator_sends_a_colleague_a_link(world: World, enter: Enter, mail: MailSink) -> None:
    ada = await enter("ada")
    path = f"/portal/people/{world.actor('bram').id}/password-reset"
    token = (await ada.get("/portal/password")).form("/portal/password").values["_csrf_token"]
    assert (await ada.send(path, {"_csrf_token": token}, follow=False)).status == 303
    for _ in range(2):
        await work(sending_to(mail, world.settings))
    assert str(mail.mails[-1]["To"]) == "bram@harbour.example.com"
    assert "password-reset-sent" in await world.acts()
