"""Opened by link: noted once, where the policy says so, for who followed the link of that very notice."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from amends.notices.opening import mark, marked, note_opening, read
from amends.policy.overriding import put
from tenants.working import edit
from tests.mail import MailSink
from tests.tenants.policies import publish_change
from tests.web.conftest import Arrive
from tests.workers.driving import sending_to, work
from tests.world import MONDAY, World

SECRETS = ("a-secret-of-now", "one-of-before")
NOTICE = uuid4()


def test_a_mark_is_read_back_under_this_secret_and_the_one_before() -> None:
    for secret in SECRETS:
        assert read(mark(NOTICE, secret=secret), secrets=SECRETS) == NOTICE
    assert read(mark(NOTICE, secret="another"), secrets=SECRETS) is None


@pytest.mark.parametrize(
    "text",
    ["", "x" * 32, "§" * 32, mark(NOTICE, secret=SECRETS[0])[:-1] + "!", "a" * 4000],
    ids=["nothing", "letters", "no letters", "spoilt", "long"],
)
def test_whatever_else_stands_there_is_no_mark(text: str) -> None:
    assert read(text, secrets=SECRETS) is None


def test_only_links_to_the_case_are_marked() -> None:
    body = "See https://a.localhost/track?number=A-1 or https://example.com/track and\nhttp://a.localhost:8000/track?number=A-1\n"
    assert re.sub(r"&n=[\w-]{32}", "", marked(body, NOTICE, secret=SECRETS[0])) == body
    assert marked(body, NOTICE, secret=SECRETS[0]).count("&n=") == 2


async def test_the_first_following_is_noted_where_the_policy_says_so(
    world: World, mail: MailSink, arrive: Arrive
) -> None:
    await publish_change(world, edit(put, ("notices", "lodged", "opened_by_link"), True))
    await world.lodge(language="en")
    await work(sending_to(mail, world.settings))
    text = mail.mails[0].get_body(("plain",))
    assert text is not None
    [link] = set(re.findall(r"/track\?\S+&n=\S{32}", text.get_content()))
    amina = arrive()
    (notice,) = await world.notices(event="lodged")
    assert notice.opened_at is None
    await amina.get(link)
    (notice,) = await world.notices(event="lodged")
    first = notice.opened_at
    assert first is not None
    world.move_to(world.at(hours=1))
    await amina.get(link)
    (notice,) = await world.notices(event="lodged")
    assert notice.opened_at == first
    garden = arrive(host=world.other.host)
    assert (await garden.get(link)).status == 200  # of another organisation's: nothing is said of it


async def test_otherwise_nothing_is_marked_and_nothing_noted(world: World, mail: MailSink) -> None:
    await world.lodge(language="en")
    await work(sending_to(mail, world.settings))
    text = mail.mails[0].get_body(("plain",))
    assert text is not None
    assert "&n=" not in text.get_content()
    (notice,) = await world.notices(event="lodged")
    async with world.scope():
        await note_opening(
            mark(notice.id, secret=world.settings.secret), secrets=world.settings.secrets, now=MONDAY
        )
    (notice,) = await world.notices(event="lodged")
    assert notice.opened_at is None
