"""What people say of themselves, where they are signed in, and what they are mailed about."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from amends.correspondence.operations import write_from_complainant
from amends.people.sessions import SEEN_EVERY
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_name_language_and_zone_are_ones_own(world: World, enter: Enter) -> None:
    bram = await enter("bram")
    page = await bram.get("/portal/profile")
    refused = await bram.submit(page, "/portal/profile", name=" ", phone="025 8320")
    assert (refused.status, list(refused.errors)) == (422, ["name"])
    assert refused.form("/portal/profile").values["phone"] == ["025 8320"]
    saved = await bram.submit(page, "/portal/profile", name="Bram Visser", time_zone="Europe/London")
    assert "Bram Visser" in saved.words
    assert "profile" in await world.acts()


async def test_sessions_are_listed_and_ended_from_elsewhere(world: World, enter: Enter) -> None:
    here, there, lost = await enter("bram"), await enter("bram"), await enter("bram")
    ada = await enter("ada")
    page = await here.get("/portal/profile/security")
    assert page.html.count("/profile/sessions/") == 3, "two others, and all others"
    token = (await ada.get("/portal/password")).form("/portal/password").values["_csrf_token"]
    for action in re.findall(r'action="(/portal/profile/sessions/[^"]+/end)"', page.html):
        await ada.send(action, {"_csrf_token": token})
    assert (await there.look("/portal")).status == (await lost.look("/portal")).status == 200, (
        "not hers to end"
    )
    await here.submit(page, "/end")
    assert sorted([(await there.look("/portal")).status, (await lost.look("/portal")).status]) == [200, 303]
    await here.submit(page, "/sessions/others")
    assert (await there.look("/portal")).status == (await lost.look("/portal")).status == 303
    assert (await here.look("/portal")).status == 200
    assert (await ada.look("/portal")).status == 200


async def test_a_session_ends_when_nobody_comes(world: World, enter: Enter) -> None:
    bram = await enter("bram")
    for minutes in (90, 180):
        world.move_to(world.at(minutes=minutes))
        assert (await bram.look("/portal")).status == 200
    world.move_to(world.at(minutes=180) + timedelta(hours=2) + SEEN_EVERY)
    assert (await bram.look("/portal")).status == 303


async def test_mail_that_is_not_wanted_stays_in_the_portal(world: World, enter: Enter) -> None:
    lodged = await world.lodge()
    bram = await enter("bram")
    page = await bram.get("/portal/profile/notifications")
    await bram.submit(page, "/notifications", mail=[], portal=["team"])
    before = len(await world.notices(to="bram", channel="mail"))
    await world.do(write_from_complainant, lodged.complaint_id, by="amina", body="It happened again.")
    assert len(await world.notices(to="bram", channel="mail")) == before
    assert [row.event for row in await world.notices(to="bram", channel="app")][-1] == "case_news"


async def test_nights_are_quiet_and_what_can_wait_comes_once_a_day(world: World, enter: Enter) -> None:
    case, bram = (await world.lodge()).complaint_id, await enter("bram")
    page = await bram.get("/portal/profile/notifications")
    wrong = await bram.submit(page, "/notifications", quiet_from="22:00", quiet_until="", digest_at="8 am")
    assert (wrong.status, list(wrong.errors)) == (422, ["digest_at"])
    assert wrong.form("/notifications").values["quiet_from"] == ["22:00"]
    wrong = await bram.submit(page, "/notifications", quiet_from="22:00")
    assert list(wrong.errors) == ["quiet_until"]
    hours = {"quiet_from": "22:00", "quiet_until": "07:00", "digest_at": "08:30"}
    saved = await bram.submit(page, "/notifications", **dict[str, Any](hours))
    assert {name: saved.form("/notifications").values[name] for name in hours} == {
        name: [value] for name, value in hours.items()
    }
    await world.do(write_from_complainant, case, by="amina", body="It happened again.")
    [mail] = await world.notices(to="bram", channel="mail")
    assert (mail.digest, mail.not_before) == (True, world.at(hours=23, minutes=30)), (
        "tomorrow at half past eight"
    )


async def test_one_says_oneself_that_one_is_away_and_back(world: World, enter: Enter) -> None:
    bram = await enter("bram")
    page = await bram.get("/portal/profile/absences")
    refused = await bram.submit(page, "/absences", kind="leave", last_day="2020-01-01", note="Sea")
    assert (refused.status, list(refused.errors)) == (422, ["last_day"])
    assert refused.form("/absences").values["note"] == ["Sea"]
    page = await bram.submit(page, "/absences", kind="leave", last_day="")
    assert "2026, until further notice" in page.words
    page = await bram.submit(page, "/end")
    assert "2026, until further notice" not in page.words
    assert (await world.acts())[-2:] == ["absence", "absence-ended"]
