"""A form does what it says once and whole, or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from amends.correspondence.tables import Message
from tests.web.portal.conftest import Enter
from tests.world import World

_REFUSE = """
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the disk is full' ; END $$;
    CREATE {kind} TRIGGER refuse {when} ON notice {deferred} FOR EACH ROW EXECUTE FUNCTION refuse()"""


@pytest.fixture(params=["at the write", "at the commit"])
async def failing_database(world: World, request: pytest.FixtureRequest) -> AsyncIterator[UUID]:
    """A complaint in a database that can keep no further notice: it fails after the act's first writes, or only when all of it commits."""
    case = (await world.lodge()).complaint_id
    constraint = request.param == "at the commit"
    connection = await asyncpg.connect(world.owner_url)
    await connection.execute(
        _REFUSE.format(
            kind="CONSTRAINT" if constraint else "",
            when="AFTER INSERT" if constraint else "BEFORE INSERT",
            deferred="DEFERRABLE INITIALLY DEFERRED" if constraint else "",
        )
    )
    yield case
    await connection.execute("DROP FUNCTION refuse() CASCADE")
    await connection.close()


async def test_a_double_click_does_it_once(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    for _ in range(2):
        answer = await bram.submit(page, "/note", body="Look at the camera.")
        assert (answer.status, answer.path) == (200, f"/portal/cases/{case}?done=saved")
    async with world.scope():
        assert await Message.count().where(Message.complaint_id == case) == 1
    assert (await world.acts(case)).count("message:note") == 1


async def test_a_step_sent_again_is_not_an_error(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    ines = await enter("ines")
    page = await ines.get(f"/portal/cases/{case}")
    for _ in range(2):
        assert (await ines.submit(page, "/acceptance")).status == 200
    assert (await world.acts(case)).count("accept") == 1


async def test_a_form_is_good_for_its_own_case_only(world: World, enter: Enter) -> None:
    case, other = (await world.lodge()).complaint_id, (await world.lodge()).complaint_id
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    await bram.submit(page, "/note", body="Here.")
    answer = await bram.send(f"/portal/cases/{other}/note", {**page.form("/note").values, "body": ["There."]})
    assert answer.status == 409
    assert "This form was sent before" in answer.words


async def test_a_form_sent_again_with_other_words_is_asked_about_not_lost(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}")
    await bram.submit(page, "/note", body="Look at the camera.")
    asked = await bram.submit(page, "/note", body="Look at both cameras.")
    assert (asked.status, asked.form("/note").values["body"]) == (409, ["Look at both cameras."])
    assert (await bram.submit(asked, "/note")).status == 200
    assert (await world.acts(case)).count("message:note") == 2


async def test_a_refused_form_can_be_mended_and_sent_again(world: World, enter: Enter) -> None:
    case = (await world.lodge()).complaint_id
    ines = await enter("ines")
    page = await ines.get(f"/portal/cases/{case}")
    wrong = await ines.submit(page, "/refusal", explanation="We are not your employer.")
    assert (wrong.status, wrong.errors) == (422, {"refusal-reason": "Please choose a reason."})
    form = wrong.form("/refusal").values
    assert form["explanation"] == ["We are not your employer."]
    assert form["form_id"] == page.form("/refusal").values["form_id"]
    assert wrong.form("/forwarding").values["explanation"] == [""]
    mended = await ines.submit(wrong, "/refusal", reason="employment")
    assert (await world.complaint(case)).state == "REFUSED"
    assert mended.status == 200


async def test_nothing_is_kept_and_no_success_is_shown_when_the_database_fails(
    world: World, enter: Enter, failing_database: UUID
) -> None:
    case = failing_database
    ines = await enter("ines")
    page = await ines.get(f"/portal/cases/{case}")
    acts = await world.acts(case)
    answer = await ines.submit(page, "/acceptance", follow=False)
    assert answer.status == 500
    assert "location" not in answer.response.headers
    assert "disk" not in answer.html
    assert (await world.complaint(case)).state == "REVIEW"
    assert await world.acts(case) == acts
