"""Ines records what people tell her on the telephone, by letter and at the counter."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.filling import needed_answers
from tests.web.portal.conftest import Enter
from tests.web.visitor import Page, Visitor
from tests.world import MONDAY, World

LETTER = ("letter.txt", "您好，电梯又停了。".encode(), "text/plain")
PROGRAM = ("program.exe", b"MZ\x90\x00", "application/octet-stream")


async def filled(ines: Visitor, **changed: Any) -> tuple[Page, dict[str, Any]]:
    """The form with its category's questions, and values that would be taken."""
    page = await ines.get("/portal/intake?category=A")
    values: dict[str, Any] = {
        **needed_answers(page),
        "subject": "Nobody answered",
        "narrative": "She waited for an hour.",
        **changed,
    }
    return page, {name.replace(".", "__"): value for name, value in values.items()}


async def test_a_call_is_recorded_in_one_go(world: World, enter: Enter) -> None:
    ines = await enter("ines")
    page, values = await filled(
        ines, name="Amina", phone="400-1", received_at="2026-03-02T08:10", language="en"
    )
    case = await ines.submit(page, "/portal/intake", files=[LETTER], told_on_receipt="yes", **values)
    assert (case.status, "The complaint is recorded." in case.words) == (200, True)
    [row] = await world.complaints()
    assert (row.channel, row.language, row.taken_by) == ("phone", "en", world.actor("ines").id)
    assert row.received_at == MONDAY.replace(hour=8, minute=10)
    promises = await world.promises(row.id)
    assert promises["acknowledge"].ended_at is not None
    assert promises["respond"].started_at == row.received_at
    assert "letter.txt" in case.words


async def test_sent_twice_it_is_one_complaint(world: World, enter: Enter) -> None:
    ines = await enter("ines")
    page, values = await filled(ines)
    for _ in range(2):
        assert (await ines.submit(page, "/portal/intake", **values)).path.startswith("/portal/cases/")
    assert len(await world.complaints()) == 1


async def test_not_told_yet_means_receipt_is_still_owed(world: World, enter: Enter) -> None:
    ines = await enter("ines")
    page, values = await filled(ines, channel="letter")
    await ines.submit(page, "/portal/intake", **values)
    [row] = await world.complaints()
    assert (row.channel, row.state) == ("letter", "REGISTERED")
    assert (await world.promises(row.id))["acknowledge"].ended_at is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"received_at": "2026-03-02T09:31"}, "received_at"),
        ({"received_at": "yesterday"}, "received_at"),
        ({"channel": "web"}, "channel"),
        ({"language": "fr"}, "language"),
        ({"subject": " "}, "subject"),
        ({"email": "nowhere"}, "email"),
    ],
)
async def test_errors_stand_at_their_fields_and_nothing_is_lost(
    world: World, enter: Enter, changed: dict[str, Any], field: str
) -> None:
    ines = await enter("ines")
    page, values = await filled(ines, demand="An apology", **changed)
    page = await ines.submit(page, "/portal/intake", files=[LETTER], **values)
    assert (page.status, list(page.errors)) == (422, [field])
    form = page.form("/portal/intake").values
    assert (form["demand"], form["narrative"]) == (["An apology"], ["She waited for an hour."])
    assert await world.complaints() == []
    good: dict[str, Any] = {
        "received_at": "2026-03-02T08:00",
        "channel": "phone",
        "language": "zh",
        "subject": "S",
        "email": "",
    }
    case = await ines.submit(page, "/portal/intake", **good)
    assert "letter.txt" in case.words  # it was kept while the form came back


async def test_a_file_that_is_not_taken_is_named(world: World, enter: Enter) -> None:
    ines = await enter("ines")
    page, values = await filled(ines, subject="")
    page = await ines.submit(page, "/portal/intake", files=[PROGRAM], **values)
    assert set(page.errors) == {"subject", "files"}
    assert page.errors["files"].startswith("program.exe: This kind of file is not taken.")
    assert await world.complaints() == []


async def test_without_javascript_the_questions_come_on_demand(world: World, enter: Enter) -> None:
    ines = await enter("ines")
    page = await ines.get("/portal/intake")
    typed: dict[str, Any] = {"category": "A", "subject": "Kept", "continue": "yes"}
    asked = await ines.submit(page, "/portal/intake", **typed)
    assert asked.status == 200
    form = asked.form("/portal/intake").values
    assert form["subject"] == ["Kept"]
    assert any(name.startswith("answers.") for name in form)
    assert await world.complaints() == []


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00", "2016-02-01T00:00", "2026-03-02T08:10+14:00", "2026-03-02T08:10Z"]
)
async def test_a_moment_that_cannot_be_meant_is_refused(world: World, enter: Enter, moment: str) -> None:
    ines = await enter("ines")
    page, values = await filled(ines, received_at=moment)
    back = await ines.submit(page, "/portal/intake", **values)
    assert (back.status, list(back.errors)) == (422, ["received_at"])
    assert await world.complaints() == []


async def test_what_is_not_told_yet_is_there_to_be_read_out(world: World, enter: Enter) -> None:
    ines = await enter("ines")
    page, values = await filled(ines, name="Amina", phone="400-1", language="en")
    case = await ines.submit(page, "/portal/intake", **values)
    [row] = await world.complaints()
    assert "Say it before you hang up" in case.words
    assert f"registered as {row.number}" in case.words
    assert "We will contact you by 3 March 2026, 09:00." in case.words
    assert "Say it before you hang up" not in (await ines.get(f"/portal/cases/{row.id}")).words
    told = await ines.submit(page, "/portal/intake", told_on_receipt="yes", **values, form_id="0" * 32)
    assert "Say it before you hang up" not in told.words


@pytest.mark.parametrize(
    "channel", ["message", "social", "box", "employee", "media", "regulator", "platform", "petition"]
)
async def test_every_way_it_may_come_is_counted_as_such(world: World, enter: Enter, channel: str) -> None:
    ines = await enter("ines")
    page, values = await filled(ines, channel=channel)
    await ines.submit(page, "/portal/intake", **values)
    [row] = await world.complaints()
    assert row.channel == channel


async def test_somebody_else_received_it(world: World, enter: Enter) -> None:
    """The guard at the gate told the complaint centre; whoever reads the case knows whom to ask."""
    ines = await enter("ines")
    bram, dora = world.actor("bram"), world.other.actor("dora")
    page, values = await filled(ines, taken_by=str(dora.id))
    refused = await ines.submit(page, "/portal/intake", **values)
    assert (refused.status, list(refused.errors)) == (422, ["taken_by"])
    case = await ines.submit(refused, "/portal/intake", taken_by=str(bram.id))
    assert "received by Bram" in case.words
    [row] = await world.complaints()
    assert row.taken_by == bram.id
