"""Letters given up, in the console: seen without names, tried again, set aside, with who did it in the history."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.mail import MailSink, text_of
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter, enter
from tests.web.visitor import Visitor
from tests.workers.driving import sending_to, work
from tests.workers.giving_up import given_up, refuse
from tests.world import World

__all__ = ["enter"]
LIST = "/operator/dead-letters"


@pytest.fixture
async def refused(world: World, mail: MailSink) -> str:
    """Harbour's letter to Amina and Garden's; the address of Harbour's."""
    await world.lodge()
    await world.other.lodge()
    await refuse(world, mail)
    (letter,) = [letter for letter in await given_up() if letter.tenant_id == world.id]
    return f"{LIST}/{letter.id}"


async def work_all(world: World, mail: MailSink) -> None:
    await work(sending_to(mail, world.settings))


async def test_it_shows_what_and_why_and_never_to_whom(olga: Visitor, refused: str) -> None:
    for path in (LIST, refused):
        page = await olga.get(path)
        for words in (
            "Confirmation of a complaint",
            "Harbour",
            "The mail server refused the letter",
            "550 5.1.1",
        ):
            assert words in page.words, (path, words)
        assert "amina" not in page.html.lower(), path


async def test_tried_again_it_is_delivered_and_gone(
    world: World, olga: Visitor, refused: str, mail: MailSink
) -> None:
    page = await olga.submit(await olga.get(LIST), f"{refused}/again")
    assert "What was still given up is on its way again." in page.words
    assert f"{refused}/again" not in page.html
    mail.accept()
    await work_all(world, mail)
    (notice,) = await world.notices(event="lodged")
    assert notice.sent_at is not None
    assert [str(letter["Message-ID"]) for letter in mail.mails].count(notice.message_id) == 2
    assert (await olga.get(refused)).status == 404
    token = (await olga.get(LIST)).form("/again").values["_csrf_token"]
    assert (await olga.send(f"{refused}/again", {"_csrf_token": token})).status == 404
    tenant = await olga.get("/operator/tenants/harbour")
    assert "Letters given up tried again" in tenant.words


async def test_all_of_an_organisation_after_a_look(olga: Visitor, refused: str) -> None:
    chosen = await olga.get(f"{LIST}?organisation=harbour")
    page = await olga.get(chosen.link("/again"))
    assert "Letters that would be tried again: 1." in page.words
    assert "Harbour" in page.words
    assert "Garden" not in page.words
    unknown = await olga.submit(page, f"{LIST}/again", reason="weather")
    assert unknown.status == 404, "not all letters for a reason nobody knows"
    done = await olga.submit(page, f"{LIST}/again")
    assert done.path == f"{LIST}?organisation=harbour&done=tried-again"
    assert [letter.tenant_id for letter in await given_up()] != []
    assert "Garden" in (await olga.get(LIST)).words
    assert "There is nothing to try again" in (await olga.get(f"{LIST}/again?organisation=harbour")).words


async def test_filters_narrow_and_odd_ones_do_no_harm(olga: Visitor, refused: str) -> None:
    for query, found in (
        ("reason=mail-refused", True),
        ("reason=unreachable", False),
        ("reason=nonsense", True),
        ("organisation=garden", True),
        ("show=aside", False),
        ("before=rubbish", True),
        ("before=2026-03-02_x", True),
    ):
        page = await olga.get(f"{LIST}?{query}")
        assert page.status == 200, query
        assert ("Confirmation of a complaint" in page.words) is found, query
    assert (await olga.get(f"{LIST}?organisation=nowhere")).status == 404
    assert (await olga.get(f"{LIST}/{uuid4()}")).status == 404


async def test_set_aside_needs_a_reason_and_keeps_it(world: World, olga: Visitor, refused: str) -> None:
    page = await olga.get(refused)
    back = await olga.submit(page, f"{refused}/aside")
    assert (back.status, back.errors) == (422, {"aside-reason": "Please fill this in."})
    done = await olga.submit(back, f"{refused}/aside", reason="Told by telephone")
    assert "The letter is set aside." in done.words
    assert refused not in done.html
    assert refused in (await olga.get(f"{LIST}?show=aside")).html
    assert "nobody tries it any more" in (await olga.get(refused)).words
    assert "Told by telephone" in (await olga.get("/operator/tenants/harbour")).words


async def test_staff_see_it_on_the_case_and_who_had_it_tried_again(
    world: World, olga: Visitor, refused: str, enter: Enter
) -> None:
    (complaint,) = await world.complaints()
    bram = await enter("bram")
    path = f"/portal/cases/{complaint.id}"
    page = await bram.get(path)
    assert "Could not be delivered" in page.words
    assert "A letter could not be delivered" in page.words
    await olga.submit(await olga.get(refused), f"{refused}/again")
    page = await bram.get(path)
    assert "Could not be delivered" not in page.words
    assert "A letter that could not be delivered was tried again" in page.words
    assert "An operator of the platform" in page.words


async def test_staff_with_the_right_try_it_again_themselves(world: World, refused: str, enter: Enter) -> None:
    (complaint,) = await world.complaints()
    path = f"/portal/cases/{complaint.id}"
    otto = await enter("otto")
    assert "/redelivery" not in (await otto.get(path)).html
    bram = await enter("bram")
    page = await bram.submit(await bram.get(path), f"{path}/redelivery")
    assert page.path == f"{path}?done=saved"
    assert "Could not be delivered" not in page.words
    assert {letter.tenant_id for letter in await given_up()} == {world.other.id}


async def test_staff_find_nothing_of_the_console(
    world: World, refused: str, arrive: Arrive, enter: Enter
) -> None:
    before, ada = await given_up(), await enter("ada")
    token = (await ada.get("/portal/notices")).form("/portal/sign-out").values["_csrf_token"]
    for path in (f"{refused}/again", f"{refused}/aside", f"{LIST}/again"):
        assert (await ada.send(path, {"_csrf_token": token})).status == 404, path
        assert (await arrive(host=world.settings.base_domain).send(path, {})).status == 403, path
    assert len(await given_up()) == len(before) > 0


async def test_the_first_administrator_is_invited_again(
    world: World, olga: Visitor, arrive: Arrive, mail: MailSink
) -> None:
    page = await olga.get("/operator/tenants/new")
    page = await olga.submit(
        page, "/operator/tenants", name_zh="灯塔", name_en="Lighthouse", slug="lighthouse", template="service",
        contact_phone="400", admin_name="Lu", admin_email="lu@lighthouse.example",
    )  # fmt: skip
    assert "Its administrator has not come yet" in page.words
    await work_all(world, mail)
    page = await olga.submit(page, "/operator/tenants/lighthouse/invitation")
    assert "The invitation is on its way." in page.words
    assert "The administrator’s invitation sent again" in page.words
    await work_all(world, mail)
    first, second = [text_of(letter) for letter in mail.mails if letter["To"] == "lu@lighthouse.example"]
    links = [text.split("/invitation/")[1].split()[0] for text in (first, second)]
    lighthouse = arrive(host="lighthouse.localhost")
    assert [(await lighthouse.get(f"/invitation/{token}")).status for token in links] == [404, 200]
    assert "has not come yet" not in (await olga.get("/operator/tenants/harbour")).words
